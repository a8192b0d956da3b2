"""EDTF strings from days, months and years, and steps between them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS_OF_WEEK = 7
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A resolved expression.

    Attributes:
        value: EDTF; None if it cannot be resolved.
        reason: Why not; or what the value cannot say.
        relative: The publication date was needed.
    """

    value: str | None
    reason: str | None = None
    relative: bool = False

    @property
    def first(self) -> str:
        """The beginning, of an interval; else the value."""
        return (self.value or "").split("/")[0]

    @property
    def last(self) -> str:
        """The end, of an interval; else the value."""
        return (self.value or "").split("/")[-1]


def unresolved(reason: str, *, relative: bool = False) -> Point:
    """A point without a value."""
    return Point(None, reason, relative)


def edtf(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """EDTF of a day, a month or a year; None if there is no such day."""
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month ``count`` months on (or back)."""
    total = year * _MONTHS + month - 1 + count
    return total // _MONTHS, total % _MONTHS + 1


def months(year: int, month: int, count: int) -> str:
    """EDTF interval of ``count`` whole months from a month on."""
    return f"{edtf(year, month)}/{edtf(*add_months(year, month, count - 1))}"


def week_of(day: date) -> str:
    """EDTF interval of the week, Monday to Sunday, that ``day`` is in."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=_DAYS_OF_WEEK - 1)).isoformat()}"


def step(value: str, by: int) -> str | None:
    """The day, month or year directly before (-1) or behind (+1) ``value``; None outside the calendar."""
    parts = [int(part) for part in value.split("-")]
    try:
        if len(parts) == 1:
            return edtf(parts[0] + by)
        if len(parts) == 2:
            return edtf(*add_months(parts[0], parts[1], by))
        return (date(*parts) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        return None
