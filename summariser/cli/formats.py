"""Names of the output formats."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How results are written."""

    TERMINAL = "terminal"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"
    HTML = "html"
