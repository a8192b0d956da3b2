"""Measurements of what the program itself costs, the model aside: ``python -m benchmarks``."""
