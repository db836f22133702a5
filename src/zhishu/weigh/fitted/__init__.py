"""Weights that make the index best at something: shared variance, scatter, an outcome, stated importance."""
