"""Text from outside, made safe to print: no control sequence reaches a terminal, no formula a spreadsheet."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BEYOND_ASCII = re.compile("[\x7f-\U0010ffff]")
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula; the full-width signs too, which some take for the ASCII ones."""


def printable(text: str) -> str:
    """The text without control characters and without marks that turn the direction of writing; newlines stay."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Printable text on one line: a name from outside must not pass for another message."""
    return " ".join(printable(text).split())


def cell(text: str) -> str:
    """The text as a spreadsheet cell that is never taken for a formula."""
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def json_text(json: str, *, ascii_only: bool = False) -> str:
    """The same JSON with escapes for what could steer a terminal or break a line; it loads back equal.

    Args:
        json: JSON.
        ascii_only: Whether to escape every character beyond ASCII, for a stream that cannot hold it.
    """
    return (_BEYOND_ASCII if ascii_only else _UNSAFE_IN_JSON).sub(_escaped, json)


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
