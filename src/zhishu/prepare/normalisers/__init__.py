"""The normalisers by family: one column of raw values → comparable values, larger is better."""
