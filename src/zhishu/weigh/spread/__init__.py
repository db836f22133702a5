"""Weights from how each column spreads the regions out, and from what the others do not say."""
