"""EDTF strings from days, months and years, and steps between them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS_OF_WEEK = 7
_MONTHS = 12
_LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Point:
    """A resolved expression.

    Attributes:
        value: EDTF.
        reason: What the value cannot say.
        relative: The publication date was needed.
    """

    value: str
    reason: str | None = None
    relative: bool = False

    @property
    def first(self) -> str:
        """The beginning, of an interval; else the value."""
        return self.value.split("/")[0]

    @property
    def last(self) -> str:
        """The end, of an interval; else the value."""
        return self.value.split("/")[-1]


class Undecided(Exception):
    """The words do not decide a date; never leaves the reading of dates.

    Args:
        reason: Why not, for the reader of the value.
        relative: The publication date was or would be needed.
    """

    def __init__(self, reason: str, *, relative: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.relative = relative


def edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    """EDTF of a day, a month or a year; `Undecided` if there is no such day."""
    if not 0 < year <= _LAST_YEAR:
        raise Undecided("outside the calendar")
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise Undecided("there is no such day")
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


def step(value: str, by: int) -> str:
    """The day, month or year directly before (-1) or behind (+1) ``value``."""
    parts = [int(part) for part in value.rstrip("~").split("-")]
    if len(parts) == 1:
        return edtf(parts[0] + by)
    if len(parts) == 2:
        return edtf(*add_months(parts[0], parts[1], by))
    try:
        return (date(*parts) + timedelta(days=by)).isoformat()
    except OverflowError as error:
        raise Undecided("outside the calendar") from error
