"""EDTF dates: their precision, the days they span, and how near two of them are."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")
_MONTH, _DAY = 2, 3


def canonical(value: str) -> str:
    """The date without marks of uncertainty; an open end is always written ``..``."""
    bare = re.sub(r"[?~%\s]", "", value)
    if "/" not in bare:
        return bare
    start, _, end = bare.partition("/")
    return f"{start or '..'}/{end or '..'}"


def precision(value: str | None) -> str:
    """``day``, ``month``, ``year``, ``interval``, or ``unresolved`` where the value is null or no EDTF."""
    if not value:
        return "unresolved"
    if "/" in value:
        return "interval"
    found = _POINT.fullmatch(value.strip())
    if not found:
        return "unresolved"
    return "day" if found[_DAY] else "month" if found[_MONTH] else "year"


@lru_cache(maxsize=8192)
def span(value: str) -> tuple[date, date] | None:
    """First and last day of a date or interval, or None where it is no EDTF this project writes."""
    start, slash, end = canonical(value).partition("/")
    if not slash:
        return _point(start)
    first = (date.min, date.min) if start == ".." else _point(start)
    last = (date.max, date.max) if end == ".." else _point(end)
    if first is None or last is None or first[0] > last[1] or start == end == "..":
        return None
    return first[0], last[1]


def closeness(one: str, other: str) -> float:
    """1 for the same date, one half where one lies within the other, else 0."""
    if canonical(one) == canonical(other):
        return 1.0
    a, b = span(one), span(other)
    if a is None or b is None:
        return 0.0
    within = (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
    return 0.5 if within else 0.0


def _point(value: str) -> tuple[date, date] | None:
    found = _POINT.fullmatch(value)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year is None or month is None:
            return (date(year or 0, 1, 1), date(year or 0, 12, 31))
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
