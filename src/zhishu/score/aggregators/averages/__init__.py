"""Means of a region's own values, even or lowered by imbalance or by where it lies."""
