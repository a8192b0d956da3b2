"""One date expression at a time: which reading belongs to which expression, and dates in full."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from summariser.values import fiscal, periods, relative
from summariser.values.calendars import Point, Undecided, edtf, months
from summariser.values.datewords import KINDS, day_number, month_number
from summariser.values.moment import Moment

_MONTHS = 12
_CENTURY = 100


def kind_of(match: re.Match[str]) -> str:
    """Which kind of expression a match of the date pattern is."""
    return next(kind for kind in KINDS if match[kind] is not None)


def read_point(match: re.Match[str], moment: Moment) -> Point:
    """The value of one expression; `Undecided` where the words do not decide or no such day exists."""
    try:
        return _READERS[kind_of(match)](match, moment)
    except (OverflowError, ValueError) as error:
        raise Undecided("outside the calendar") from error


def backed(match: re.Match[str], end: Point) -> Point:
    """A month or day without a year that takes it from the end of its interval: the latest before it."""
    kind = kind_of(match)
    month = month_number(match[f"{kind}_m"])
    day = day_number(match[f"{kind}_d"]) if kind != "my" else None
    year = int(end.last[:4])
    value = edtf(year, month, day)
    return Point(value if value <= end.last else edtf(year - 1, month, day), None, end.relative)


def _anaphora(match: re.Match[str], moment: Moment) -> Point:
    raise Undecided(f'"{match[0]}" refers to another date', relative=True)


def _day_month(match: re.Match[str], moment: Moment) -> Point:
    kind = kind_of(match)
    day = day_number(match[f"{kind}_d"]) if kind != "my" else None
    if day and match[f"wd_{kind}"] and not (match[f"y_{kind}"] or match[f"w_{kind}"]):
        return relative.day_on_weekday(month_number(match[f"{kind}_m"]), day, match[f"wd_{kind}"], moment)
    return relative.dated(month_number(match[f"{kind}_m"]), day, match[f"y_{kind}"], match[f"w_{kind}"], moment)


def _quarter_of(match: re.Match[str], moment: Moment) -> Point:
    return Point(months(int(match["yq_y"]), 3 * int(match["yq_n"]) - 2, 3))


def _iso(match: re.Match[str], moment: Moment) -> Point:
    if match["iso_d"] is None and int(match["iso_m"]) > int(match["iso_y"]) % _CENTURY:
        raise Undecided(f'"{match[0]}" is a month or two years')
    return Point(edtf(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]) if match["iso_d"] else None))


def _numeric(match: re.Match[str], moment: Moment) -> Point:
    """Day and month in figures; which is which must follow from the figures, except that points part day from month."""
    first, second, year = int(match["num_a"]), int(match["num_b"]), int(match["num_y"])
    if first != second and max(first, second) <= _MONTHS and match["num_sep"] == "/":
        raise Undecided(f'"{match[0]}" can be read as day and month or month and day')
    month_first = second > _MONTHS and match["num_sep"] == "/"
    month, day = (first, second) if month_first else (second, first)
    return Point(date(year, month, day).isoformat())


def _days(match: re.Match[str], moment: Moment) -> Point:
    kind = kind_of(match)
    month = month_number(match[f"{kind}_m"])
    last = relative.dated(month, day_number(match[f"{kind}_b"]), match[f"y_{kind}"], match[f"w_{kind}"], moment)
    first = edtf(int(last.value[:4]), month, day_number(match[f"{kind}_a"]))
    if first >= last.value:
        raise Undecided(f'"{match[0]}" is no span of days')
    return Point(f"{first}/{last.value}", None, last.relative)


_READERS: dict[str, Callable[[re.Match[str], Moment], Point]] = {
    "iso": _iso,
    "num": _numeric,
    "days": _days,
    "mdays": _days,
    "dmy": _day_month,
    "mdy": _day_month,
    "my": _day_month,
    "span12": periods.twelve_months,
    "lastday": relative.edge_day,
    "whichmonth": relative.which_month,
    "quarter": periods.quarter,
    "yearq": _quarter_of,
    "firstn": periods.first_months,
    "fiscal": fiscal.fiscal_year,
    "decade": periods.decade,
    "century": periods.century,
    "yearspan": periods.year_span,
    "season": periods.season,
    "weekend": relative.weekend,
    "weekdayof": relative.weekday_of_week,
    "ago": relative.ago,
    "hence": relative.hence,
    "past": relative.stretch,
    "anaphora": _anaphora,
    "week": relative.week,
    "month": relative.month,
    "weekday": relative.weekday,
    "day": relative.named_day,
    "holiday": relative.holiday,
    "yearword": relative.year,
    "year": lambda match, _: Point(match["year_y"]),
}
