"""Scores from who comes before whom: sums of ranks, majorities, the order nearest to all, joined methods."""
