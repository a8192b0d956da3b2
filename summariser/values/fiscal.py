"""Fiscal years, by the country that the article names."""

from __future__ import annotations

import re
from functools import cache

from summariser.values.calendars import Point, Undecided, edtf, months
from summariser.values.countries import named
from summariser.values.moment import Moment
from summariser.values.surroundings import Surroundings
from summariser.values.tables import rows

_YEAR = 12
_NAMED_BY_START = frozenset({"JP"})
"""Countries whose fiscal year bears the number of the year in which it begins."""
_BESIDE = 20
_TWO_DIGITS = 2
_PIVOT = 70


@cache
def _starts() -> dict[str, int | None]:
    """ISO code -> month in which the fiscal year begins, None where it does not begin with a month (Nepal, Iran)."""
    return {row["iso"]: int(row["fiscal_month"]) if row["fiscal_month"] else None for row in rows("states")}


def _start(around: Surroundings) -> tuple[int, bool]:
    """Month in which the fiscal year begins, and whether it is numbered by the year of its beginning.

    A country whose name adjoins the words decides ("India's fiscal year"); else all that the article names must agree.
    """
    beside = around.sentence[max(0, around.start - _BESIDE) : around.end]
    for text in (beside, around.article or around.sentence):
        countries = sorted(iso for iso in named(text) if iso in _starts())
        starts = {(_starts()[iso], iso in _NAMED_BY_START) for iso in countries}
        if len(starts) > 1:
            raise Undecided(f"the fiscal years of {', '.join(countries)} differ")
        if starts:
            month, by_start = starts.pop()
            if month is None:
                raise Undecided(f"the fiscal year of {countries[0]} does not begin with a month")
            return month, by_start
    raise Undecided("no country is named whose fiscal year it could be")


def fiscal_months(year: int, around: Surroundings) -> tuple[int, int]:
    """Year and month in which the fiscal year of that number begins."""
    first, by_start = _start(around)
    return (year if by_start or first == 1 else year - 1), first


def fiscal_year(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "FY2024", "fiscal 2024-25", "this financial year"."""
    if match["fy_w"] is None:
        year = _full_year(match["fy_y"])
        if match["fy_z"]:
            return _two_years(year, _full_year(match["fy_z"]))
        return _whole_year(*fiscal_months(year, moment.around), relative=False)
    today, (first, _) = moment.today, _start(moment.around)
    steps = {"last": -1, "previous": -1, "next": 1}.get(match["fy_w"].casefold(), 0)
    return _whole_year(today.year - (today.month < first) + steps, first, relative=True)


def _whole_year(year: int, month: int, *, relative: bool) -> Point:
    return Point(edtf(year) if month == 1 else months(year, month, _YEAR), None, relative)


def _full_year(digits: str) -> int:
    if len(digits) > _TWO_DIGITS:
        return int(digits)
    return (1900 if int(digits) >= _PIVOT else 2000) + int(digits)


def _two_years(first: int, second: int) -> Point:
    if second != first + 1:
        raise Undecided(f"{first} and {second} are no one fiscal year")
    return Point(f"{first}/{second}")
