"""Text from outside, made safe to print: no control sequence reaches a terminal, no formula a spreadsheet."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")


def printable(text: str) -> str:
    """The text without control characters and without marks that turn the direction of writing; newlines stay."""
    return _CONTROL.sub("", text)


def cell(text: str) -> str:
    """The text as a spreadsheet cell that is never taken for a formula."""
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
