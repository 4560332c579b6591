"""Optimization and convexity, learned by hand."""
