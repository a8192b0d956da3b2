"""Evaluation: cases, alignment, scores, statistics, gate and report."""
