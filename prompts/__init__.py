"""Prompts: one Markdown file for each topic of the same name."""
