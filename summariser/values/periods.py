"""Periods: quarters, halves, fiscal years, decades, seasons -> EDTF intervals."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from summariser.values.calendars import Point, add_months, edtf, months, unresolved
from summariser.values.countries import named
from summariser.values.datewords import DECADES, ORDINALS, SEASONS, day_number, month_number
from summariser.values.moment import Moment
from summariser.values.numbers import read_digits, read_number_words
from summariser.values.surroundings import Surroundings
from summariser.values.tables import rows

_QUARTER, _HALF, _YEAR = 3, 6, 12
_NAMED_BY_START = frozenset({"JP"})
"""Countries whose fiscal year bears the number of the year in which it begins."""
_CENTURY = 100
_TWO_DIGITS = 2
_PIVOT = 70


@cache
def _fiscal_months() -> dict[str, int | None]:
    """ISO code -> month in which the fiscal year begins, None where it does not begin with a month (Nepal, Iran)."""
    return {row["iso"]: int(row["fiscal_month"]) if row["fiscal_month"] else None for row in rows("states")}


def fiscal_start(around: Surroundings) -> tuple[int, bool] | str:
    """Month in which the fiscal year of the country named begins, and whether it is numbered by its first year.

    A country whose name adjoins the words decides ("India's fiscal year"); else all that the article names must agree.

    Returns:
        Month and numbering, or the reason why the words do not decide.
    """
    beside = around.sentence[max(0, around.start - 20) : around.end]
    for text in (beside, around.article or around.sentence):
        countries = [iso for iso in named(text) if iso in _fiscal_months()]
        if not countries:
            continue
        starts = {(_fiscal_months()[iso], iso in _NAMED_BY_START) for iso in countries}
        if len(starts) > 1:
            return f"the fiscal years of {', '.join(sorted(countries))} differ"
        month, by_start = starts.pop()
        return (month, by_start) if month else f"the fiscal year of {countries[0]} does not begin with a month"
    return "no country is named whose fiscal year it could be"


def small_number(word: str) -> int | None:
    """A number of months or years: digits, words, or "a"."""
    if word.casefold() in ("a", "an"):
        return 1
    value = read_digits(word) if word.isdigit() else read_number_words(word)
    return int(value) if value is not None else None


def year_of(word: str | None, moment: Moment) -> int | str:
    """The year that "last", "this" or "next" year is; the reason if it is not known."""
    if moment.day is None:
        return moment.missing
    steps = {"last": -1, "previous": -1, "the previous": -1, "next": 1, "coming": 1, "the coming": 1}
    key = (word or "this").casefold()
    if key in ("that", "the same", "the following"):
        return f'"{key} year" refers to another date'
    return moment.day.year + steps.get(key, 0)


def quarter(match: re.Match[str], moment: Moment) -> Point:
    """A quarter or a half: "the first quarter of 2026", "H1 2025", "the second fiscal quarter"."""
    letter = match["q_c"]
    size = _HALF if (letter or match["q_u"] or "").casefold().startswith("h") else _QUARTER
    if letter:
        number = int(match["q_n"])
    else:
        number = ORDINALS[match["q_o"].casefold()]
    if size == _HALF and number > _YEAR // _HALF:
        number = _YEAR // _HALF if (match["q_o"] or "").casefold() in ("last", "final") else 0
    if not 1 <= number <= _YEAR // size:
        return unresolved(f'"{match[0]}" is no part of a year')
    bare = not (match["q_y"] or match["q_w"])
    if bare and match["q_o"] and match["q_o"].casefold() == "last":
        return _last_quarter(size, moment)
    relative = not match["q_y"]
    year = int(match["q_y"]) if match["q_y"] else year_of(match["q_w"], moment)
    if isinstance(year, str):
        return unresolved(year, relative=True)
    if match["q_f"] or match["q_fy"] or match["q_wf"]:
        return _fiscal_part(year, size, number, moment, relative)
    if bare:
        return _nearest_part(size, number, moment)
    return Point(months(year, 1 + size * (number - 1), size), None, relative)


def _last_quarter(size: int, moment: Moment) -> Point:
    """"The last quarter": the one before this or the fourth, so only clear where both are the same."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    current = (moment.day.month - 1) // size
    if current == 0:
        return Point(months(moment.day.year - 1, 1 + _YEAR - size, size), None, True)
    return unresolved("the quarter before this one, or the fourth of a year", relative=True)


def _nearest_part(size: int, number: int, moment: Moment) -> Point:
    """A quarter or half without a year, on the side that the verb gives."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    side = moment.side
    if side is None:
        return unresolved("no verb says which year", relative=True)
    month = 1 + size * (number - 1)
    year = moment.day.year
    if side == "past" and month > moment.day.month:
        year -= 1
    if side == "future" and month + size - 1 < moment.day.month:
        year += 1
    return Point(months(year, month, size), None, True)


def _fiscal_part(year: int, size: int, number: int, moment: Moment, relative: bool) -> Point:
    start = fiscal_start(moment.around)
    if isinstance(start, str):
        return unresolved(start, relative=relative)
    first, by_start = start
    begin = year if by_start or first == 1 else year - 1
    return Point(months(*add_months(begin, first, size * (number - 1)), size), None, relative)


def first_months(match: re.Match[str], moment: Moment) -> Point:
    """"The first nine months of 2025"."""
    count = small_number(match["fn_n"])
    if count is None or not 1 <= count <= _YEAR:
        return unresolved(f'"{match[0]}" is no part of a year')
    relative = not match["fn_y"]
    year = int(match["fn_y"]) if match["fn_y"] else year_of(match["fn_w"], moment)
    if isinstance(year, str):
        return unresolved(year, relative=True)
    if relative and match["fn_w"] is None:
        return unresolved("the words do not say of which year")
    start = 1 if match["fn_p"].casefold() == "first" else 1 + _YEAR - count
    return Point(months(year, start, count), None, relative)


def fiscal_year(match: re.Match[str], moment: Moment) -> Point:
    """A fiscal year, by the country named: "FY2024", "this financial year"."""
    if match["fy_w"] is None:
        year = _full_year(match["fy_y"])
        if match["fy_z"]:
            return _two_years(year, _full_year(match["fy_z"]))
        relative = False
    elif moment.day is None:
        return unresolved(moment.missing, relative=True)
    else:
        year, relative = moment.day.year, True
    start = fiscal_start(moment.around)
    if isinstance(start, str):
        return unresolved(start, relative=relative)
    first, by_start = start
    begin = year if by_start or first == 1 else year - 1
    if relative and moment.day is not None:
        begin = moment.day.year if moment.day.month >= first else moment.day.year - 1
        begin += {"last": -1, "previous": -1, "next": 1}.get(match["fy_w"].casefold(), 0)
    return Point(edtf(begin) if first == 1 else months(begin, first, _YEAR), None, relative)


def _full_year(digits: str) -> int:
    if len(digits) > _TWO_DIGITS:
        return int(digits)
    return (1900 if int(digits) >= _PIVOT else 2000) + int(digits)


def _two_years(first: int, second: int) -> Point:
    if second != first + 1:
        return unresolved(f"{first} and {second} are no one fiscal year")
    return Point(f"{first}/{second}")


def year_span(match: re.Match[str], moment: Moment) -> Point:
    """"2024-25": a season or fiscal year over two calendar years, or several years ("2008-12")."""
    first = int(match["ys_a"])
    second = first // _CENTURY * _CENTURY + int(match["ys_b"])
    if second % _CENTURY == 0 and first % _CENTURY == _CENTURY - 1:
        second += _CENTURY
    if "-" in match[0] and 1 <= int(match["ys_b"]) <= _YEAR:
        return unresolved(f'"{match[0]}" is two years or a month')
    if second <= first:
        return unresolved(f'"{match[0]}" is no span of years')
    return Point(f"{first}/{second}")


def twelve_months(match: re.Match[str], moment: Moment) -> Point:
    """"The fiscal year to March 2025", "the 12 months from March 1", "the year to 20 March"."""
    count = small_number(match["span_n"]) if match["span_n"] else _YEAR
    if count is None or count < 1:
        return unresolved(f'"{match[0]}" is no span of months')
    words = match["span_date"].split()
    month = next(month_number(word) for word in words if word[0].isalpha())
    day = next((day_number(word) for word in words if word[0].isdigit()), None)
    ending = re.search(r"to|through|end|clos|finish", match["span_way"]) is not None
    relative = not match["y_span"]
    year = int(match["y_span"]) if match["y_span"] else None
    if year is None and match["w_span"]:
        known = year_of(match["w_span"], moment)
        if isinstance(known, str):
            return unresolved(known, relative=True)
        year = known
    if year is None:
        if moment.day is None:
            return unresolved(moment.missing, relative=True)
        side = moment.side if not ending else "past"
        if side is None:
            return unresolved("no verb says which year", relative=True)
        year = moment.day.year
        if side == "past" and month > moment.day.month:
            year -= 1
        if side == "future" and month < moment.day.month:
            year += 1
    if day is not None and day > 1 and not (ending and day >= 28):
        return _day_span(year, month, day, count, ending, relative)
    if match["span_mid"]:
        other = add_months(year, month, -count if ending else count)
        start, end = ((other, (year, month)) if ending else ((year, month), other))
        return Point(f"{edtf(*start)}/{edtf(*end)}", "from the middle of a month to the middle of a month", relative)
    first = add_months(year, month, 1 - count) if ending else (year, month)
    return Point(months(*first, count), None, relative)


def _day_span(year: int, month: int, day: int, count: int, ending: bool, relative: bool) -> Point:
    """Months from one day to the day before its like."""
    own, other = edtf(year, month, day), edtf(*add_months(year, month, -count if ending else count), day)
    if own is None or other is None:
        return unresolved("no such day", relative=relative)
    one_day = timedelta(days=1)
    from datetime import date

    if ending:
        return Point(f"{(date.fromisoformat(other) + one_day).isoformat()}/{own}", None, relative)
    return Point(f"{own}/{(date.fromisoformat(other) - one_day).isoformat()}", None, relative)


def decade(match: re.Match[str], moment: Moment) -> Point:
    """"The 1980s", "the seventies"."""
    first = int(match["dec_y"]) if match["dec_y"] else DECADES[match["dec_w"].casefold()]
    return Point(f"{first}/{first + 9}")


def century(match: re.Match[str], moment: Moment) -> Point:
    """"The 19th century"."""
    number = int(match["cen"])
    return Point(f"{(number - 1) * _CENTURY + 1}/{number * _CENTURY}")


_SOUTH = frozenset({"AR", "AU", "BR", "BO", "CL", "FJ", "ID", "LS", "MZ", "NA", "NZ", "PE", "PY", "UY", "ZA", "ZW"})


def season(match: re.Match[str], moment: Moment) -> Point:
    """A season, as its year: months and hemispheres differ from text to text."""
    note = f"the {match['s_s'].casefold()} of that year"
    if match["s_y"]:
        return Point(match["s_y"], note)
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    if match["s_wy"]:
        known = year_of(match["s_wy"], moment)
        return unresolved(known, relative=True) if isinstance(known, str) else Point(str(known), note, True)
    which = (match["s_w"] or "").casefold()
    if which == "that":
        return unresolved(f'"{match[0]}" refers to another date', relative=True)
    if match["s_s"].casefold() == "winter":
        return unresolved("a winter lies in two years", relative=True)
    if _SOUTH & set(named(moment.around.sentence)):
        return unresolved("seasons differ between hemispheres, and the sentence names the south", relative=True)
    start, end = SEASONS[match["s_s"].casefold()]
    year, month = moment.day.year, moment.day.month
    if which == "last":
        return unresolved("this year's or last year's", relative=True) if month > end else Point(str(year - 1), note, True)
    if which == "next":
        return unresolved("this year's or next year's", relative=True) if month < start else Point(str(year + 1), note, True)
    if which == "this":
        return Point(str(year), note, True)
    if moment.side is None:
        return unresolved("no verb says which year", relative=True)
    if moment.side == "past":
        return Point(str(year if month >= start else year - 1), note, True)
    return Point(str(year if month <= end else year + 1), note, True)
