"""Clusters of regions: which of them are alike in all columns at once, and how clearly they part."""
