"""Weights from what people say of the columns."""
