"""Missing values: from the same column, from like regions, from regressions, from other years."""
