"""Text from outside, made safe to print: no control sequence reaches a terminal, no formula a spreadsheet."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")


def printable(text: str) -> str:
    """The text without control characters and without marks that turn the direction of writing; newlines stay."""
    return _CONTROL.sub("", text)


def cell(text: str) -> str:
    """The text as a spreadsheet cell that is never taken for a formula."""
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def json_text(json: str) -> str:
    """The same JSON with escapes for what could steer a terminal or break a line; it loads back equal."""
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", json)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
