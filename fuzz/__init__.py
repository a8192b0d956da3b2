"""Fuzzing of everything that reads text from outside; coverage-guided with Atheris, short ones in tests/security."""
