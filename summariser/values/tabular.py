"""Units that a table prints in its head: "Exports, million dollars" over "Germany | 1 669"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold

_CELLS = re.compile(r"\||\t| {2,}")
_PIECES = re.compile(r"[,;:()\[\]]|\bin\b|\bof\b")
_NUMBER = re.compile(r"[-+(]?[^\w\s]{0,3}\d[\d.,' ]{0,20}[%)*]?$")
_UNIT = re.compile(r"(?P<mark>[A-Z]{0,3}[$€£¥₹]|[A-Z]{3}\b)?\s?(?P<rest>[A-Za-z%'][A-Za-z%'. ]{0,40})?")
_OTHER_COLUMN = re.compile(r"(?i)\b(?:change|growth|share|rank|year|number|rate|ratio|per cent|percent)\b|%")
_LINES_ABOVE = 60
_CAPTION = 2
_CAPTION_WITHIN = 20
_LONGEST_LINE = 400


def head_of(around: Surroundings) -> Iterator[str]:
    """Phrases that may tell the unit of a number in a table, as amounts of one: "1 million dollars", "$1 m", "1 %".

    The head of the number's own column comes first, then what stands over the table. Nothing where the number stands in
    no row of a table.
    """
    rows = _rows(around)
    if not rows:
        return
    column = rows[0][1]
    for cells, _ in rows[1:]:
        if len(cells) < 2 or len(cells) < column:
            return
        head = cells[-column]
        if not _NUMBER.fullmatch(head):
            break
    else:
        return
    yield from _units(head)
    if not _OTHER_COLUMN.search(head):
        for line in _caption(around, len(rows)):
            yield from _units(line)


def _rows(around: Surroundings) -> list[tuple[list[str], int]]:
    """The number's row and those above it up to a gap, nearest first, each with the column counted from the right."""
    lines, column = _lines(around)
    found = []
    for line in lines:
        cells = _cells(line)
        if not line.strip() or len(line) > _LONGEST_LINE:
            break
        found.append((cells, column))
    return found if found and len(found[0][0]) > 1 and column else []


def _lines(around: Surroundings) -> tuple[list[str], int]:
    """The number's line and those above it, nearest first, and its column, counted from 1 at the right."""
    at = around.article.find(around.sentence) if around.sentence else -1
    if at < 0:
        return [], 0
    place = at + around.start
    start = around.article.rfind("\n", 0, place) + 1
    end = around.article.find("\n", place)
    line = around.article[start : end if end >= 0 else None]
    if len(line) > _LONGEST_LINE:
        return [], 0
    above = around.article[max(0, start - _LINES_ABOVE * _LONGEST_LINE) : start].splitlines()[-_LINES_ABOVE:]
    return [line, *reversed(above)], len(_cells(line[place - start :]))


def _caption(around: Surroundings, rows: int) -> list[str]:
    """The lines over a table, nearest first, across gaps and other tables under the same heading."""
    lines, _ = _lines(around)
    over = (line for line in lines[rows : rows + _CAPTION_WITHIN] if line.strip() and len(_cells(line)) < 2)
    return [line for line in islice(over, _CAPTION) if len(line) <= _LONGEST_LINE]


def _cells(line: str) -> list[str]:
    return [fold(cell.strip()) for cell in _CELLS.split(line) if cell.strip()]


def _units(phrase: str) -> Iterator[str]:
    """What a piece of a heading says of one: "$ million" is "$1 million"."""
    for piece in reversed(_PIECES.split(fold(phrase))):
        match = _UNIT.fullmatch(piece.strip())
        if match is not None and (match["mark"] or match["rest"]):
            rest = (match["rest"] or "").strip()
            yield f"{match['mark']}1 {rest}".strip() if match["mark"] else f"1 {rest}"
