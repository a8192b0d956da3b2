"""Verification: what a model says stands in the article, or not in the record."""
