"""Panel → weights: how much each column of a sibling group counts."""
