"""The layout of a plain text: paragraphs, list items, headings and table rows.

A blank line ends a block. A single line break does so only where the layout shows that it was meant: before a list
item, around a heading or a table row, after a line that had room for the next word. The other breaks are hard wraps
inside a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from summariser.reading import marks

_LINE = re.compile(rf"[^{marks.LINE_ENDS}]*+(?:\r\n|[{marks.LINE_ENDS}]|\Z)")
_BULLET = re.compile(rf"[{re.escape(marks.BULLETS)}]\s|--\s")
_NUMBER = re.compile(r"(?:\(?\d{1,3}\)|\d{1,3}[.]|\(?[ivxlc]{1,6}\)|\(?[a-zA-Z]\))\s")
_HEADING = re.compile(r"#{1,6}\s")
_GAP = re.compile(r"(?<=\S)(?: {3,}|[ ]*\t\s*)(?=\S)")
_KEY = re.compile(r"[A-Z][\w /()'&-]{0,40}:\s")
_ENDS_OPEN = re.compile(r"(?:[,\u2013\u2014-]|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|that|as))$", re.I)
_FINISHED = frozenset(".!?:;" + marks.ELLIPSIS + marks.FULL_STOPS + marks.CLOSING_QUOTES + marks.CLOSING_BRACKETS)

_WIDEST_WRAP = 130
"""Columns: nobody wraps wider than this, so the break behind a longer line ends a paragraph."""

_NARROWEST_WRAP = 30
"""Columns: a paragraph narrower than this was not wrapped to a width, so the room left on a line says nothing."""

_HEADING_WORDS = 14


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    parts_paragraph: bool

    @cached_property
    def is_marked(self) -> bool:
        """Headings and table rows: lines of their own by their marks."""
        line = self.text
        if _HEADING.match(line) or (line[0] == "|" and line.count("|") > 1) or line.count(" | ") > 1:
            return True
        return "\t" in line or ("   " in line and len(_GAP.findall(line[:2000])) > 1)

    @cached_property
    def is_item(self) -> bool:
        """List items: a bullet or a number ahead."""
        return bool(_BULLET.match(self.text) or _NUMBER.match(self.text))


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
        yield _Line(start, start + len(body), body, whole[-1:] in tuple(marks.PARAGRAPH_ENDS))


def _paragraph_blocks(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """Divide lines that no blank line parts."""
    width = max(len(line.text) for line in lines)
    start = lines[0].start
    in_list = lines[0].is_item
    for line, following in pairwise(lines):
        if _breaks(line, following, width, in_list):
            yield start, line.end
            start = following.start
            in_list = following.is_item
    yield start, lines[-1].end


def _breaks(this: _Line, after: _Line, width: int, in_list: bool) -> bool:
    """Whether the line break between two lines was meant."""
    line, following = this.text, after.text
    if this.is_marked or after.is_marked or _is_key(line, following):
        return True
    if after.is_item:
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


def _is_key(line: str, following: str) -> bool:
    return bool(_KEY.match(line) and _KEY.match(following))


def _is_capitals(line: str) -> bool:
    """A heading in capitals; a sentence end would be no heading."""
    return line.isupper() and line[-1] not in ".,;" and len(line.split(None, _HEADING_WORDS)) <= _HEADING_WORDS
