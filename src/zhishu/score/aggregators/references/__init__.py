"""Scores by how far a region lies from something: ideals, averages, borders, given limits."""
