"""Scores that linear programmes find: each region in its best light, or each column as the aim."""
