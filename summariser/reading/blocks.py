"""The layout of a plain text: paragraphs, list items, headings and table rows.

A blank line ends a block. A single line break does so only where the layout shows that it was meant: before a list
item, around a heading or a table row, after a line that had room for the next word. The other breaks are hard wraps
inside a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
_PARAGRAPH_ENDS = frozenset("\v\f\x1c\x1d\x1e\u2029")
_BULLET = re.compile(r"\s{0,40}(?:[*•‣◦▪▫■□●○–—]|-)\s")
_NUMBER = re.compile(r"\s{0,40}(?:\(?\d{1,3}\)|\d{1,3}[.]|\(?[ivxlc]{1,6}\)|\(?[a-zA-Z]\))\s")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_GAP = re.compile(r"(?<=\S)(?: {3,}|[ ]*\t\s*)(?=\S)")
_KEY = re.compile(r"\s{0,8}[A-Z][\w /()'&-]{0,40}:\s")
_ENDS_OPEN = re.compile(r"(?:[,–—-]|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|that|as))$", re.IGNORECASE)
_FINISHED = frozenset(".!?:;…\"”’')»]")

_WIDEST_WRAP = 130
"""Columns: nobody wraps wider than this, so the break behind a longer line ends a paragraph."""

_NARROWEST_WRAP = 30
"""Columns: a paragraph narrower than this was not wrapped to a width, so the room left on a line says nothing."""

_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    parts_paragraph: bool


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """The blocks of a text, as offsets without surrounding white space, in order.

    Args:
        text: Any text; line ends may be of any kind.

    Yields:
        ``(start, end)`` in code points; every character outside the blocks is white space.
    """
    paragraph: list[_Line] = []
    for line in _lines(text):
        if line.text:
            paragraph.append(line)
        if paragraph and (not line.text or line.parts_paragraph):
            yield from _paragraph_blocks(paragraph)
            paragraph = []
    if paragraph:
        yield from _paragraph_blocks(paragraph)


def _lines(text: str) -> Iterator[_Line]:
    """Lines with the offsets of their stripped text; an empty line has empty text."""
    for found in _LINE.finditer(text):
        whole = found.group()
        body = whole.strip()
        start = found.start() + len(whole) - len(whole.lstrip())
        yield _Line(start, start + len(body), body, whole[-1:] in _PARAGRAPH_ENDS)


def _paragraph_blocks(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """Divide lines that no blank line parts."""
    width = max(len(line.text) for line in lines)
    start = lines[0].start
    in_list = _is_item(lines[0].text)
    for line, following in zip(lines, lines[1:], strict=False):
        if _breaks(line.text, following.text, width, in_list):
            yield start, line.end
            start = following.start
            in_list = _is_item(following.text)
    yield start, lines[-1].end


def _breaks(line: str, following: str, width: int, in_list: bool) -> bool:
    """Whether the line break between two lines was meant."""
    if _is_marked(line) or _is_marked(following) or _is_key(line, following):
        return True
    if _is_item(following):
        return in_list or not _continues(line, following, width)
    if following[:1].islower() or _ENDS_OPEN.search(line[-12:]):
        return False
    if len(line) > _WIDEST_WRAP or _is_capitals(line):
        return True
    return width >= _NARROWEST_WRAP and len(line) + 1 + len(following.split(None, 1)[0]) <= width


def _continues(line: str, following: str, width: int) -> bool:
    """Whether what looks like a list item is a dash or a number that a hard wrap put first on its line."""
    if line[-1] in _FINISHED:
        return False
    room = width - len(line) - 1 >= len(following.split(None, 1)[0])
    return not room and width > _NARROWEST_WRAP


def _is_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBER.match(line) or line.startswith("-- "))


def _is_marked(line: str) -> bool:
    """Headings and table rows: lines of their own by their marks."""
    if _HEADING.match(line) or (line[0] == "|" and line.count("|") > 1) or line.count(" | ") > 1:
        return True
    return "\t" in line or len(_GAP.findall(line[:2000])) > 1


def _is_key(line: str, following: str) -> bool:
    return bool(_KEY.match(line) and _KEY.match(following))


def _is_capitals(line: str) -> bool:
    """A heading in capitals; a sentence end would be no heading."""
    return line.isupper() and line[-1] not in ".,;" and len(line.split(None, _HEADING_WORDS)) <= _HEADING_WORDS
