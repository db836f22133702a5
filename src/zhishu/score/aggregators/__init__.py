"""The aggregators, by family: the columns of a group and their weights → one score per region."""
