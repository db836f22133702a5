"""Comparable panel → weights, scores at every node, ranks, tiers and group scores."""
