"""Periods: quarters, halves, spans of months, decades, seasons -> EDTF intervals."""

from __future__ import annotations

import re
from datetime import date, timedelta

from summariser.values.calendars import Point, Undecided, add_months, edtf, months
from summariser.values.countries import named
from summariser.values.datewords import DECADES, ORDINALS, SEASONS, day_number, month_number
from summariser.values.fiscal import fiscal_months
from summariser.values.moment import Moment
from summariser.values.numbers import read_digits, read_number_words

_QUARTER, _HALF, _YEAR = 3, 6, 12
_CENTURY = 100
_MONTH_END = 28
"""A span that ends on this day of a month or later ends with the month."""


def small_number(word: str) -> int:
    """A number of months or years: digits, words, or "a"; `Undecided` for "a few"."""
    if word.casefold() in ("a", "an"):
        return 1
    value = read_digits(word) if word.isdigit() else read_number_words(word)
    if value is None or value < 1:
        raise Undecided(f'"{word}" is no definite number', relative=True)
    return int(value)


def year_of(word: str | None, moment: Moment) -> int:
    """The year that "last", "this" or "next" year is."""
    key = (word or "this").casefold()
    if key in ("that", "the same", "the following"):
        raise Undecided(f'"{key} year" refers to another date', relative=True)
    steps = {"last": -1, "previous": -1, "the previous": -1, "next": 1, "coming": 1, "the coming": 1}
    return moment.today.year + steps.get(key, 0)


def quarter(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the first quarter of 2026", "H1 2025", "the second fiscal quarter of this year"."""
    size, number = _part(match)
    if not (match["q_y"] or match["q_w"]):
        if (match["q_o"] or "").casefold() == "last":
            return _last_part(size, moment)
        return _nearest_part(size, number, moment)
    year = int(match["q_y"]) if match["q_y"] else year_of(match["q_w"], moment)
    relative = not match["q_y"]
    if match["q_f"] or match["q_fy"] or match["q_wf"]:
        first = fiscal_months(year, moment.around)
        return Point(months(*add_months(*first, size * (number - 1)), size), None, relative)
    return Point(months(year, 1 + size * (number - 1), size), None, relative)


def _part(match: re.Match[str]) -> tuple[int, int]:
    """Length in months, and number within the year, of a quarter or half."""
    word = (match["q_c"] or match["q_u"]).casefold()
    size = _HALF if word.startswith("h") else _QUARTER
    ordinal = (match["q_o"] or "").casefold()
    number = int(match["q_n"]) if match["q_n"] else ORDINALS[ordinal]
    if size == _HALF and ordinal in ("last", "final"):
        number = _YEAR // _HALF
    if number > _YEAR // size:
        raise Undecided(f'"{match[0]}" is no part of a year')
    return size, number


def _last_part(size: int, moment: Moment) -> Point:
    """The one before this, or the last of a year: "the last quarter" is clear only where both are the same."""
    if moment.today.month > size:
        raise Undecided("the one before this, or the last of a year", relative=True)
    return Point(months(moment.today.year - 1, 1 + _YEAR - size, size), None, True)


def _nearest_part(size: int, number: int, moment: Moment) -> Point:
    """A quarter or half without a year, on the side that the verb gives."""
    month, year = 1 + size * (number - 1), moment.today.year
    if moment.verb_side == "past" and month > moment.today.month:
        year -= 1
    if moment.verb_side == "future" and month + size - 1 < moment.today.month:
        year += 1
    return Point(months(year, month, size), None, True)


def first_months(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the first nine months of 2025"."""
    count = small_number(match["fn_n"])
    if count > _YEAR or not (match["fn_y"] or match["fn_w"]):
        raise Undecided("the words do not say of which year")
    year = int(match["fn_y"]) if match["fn_y"] else year_of(match["fn_w"], moment)
    start = 1 if match["fn_p"].casefold() == "first" else 1 + _YEAR - count
    return Point(months(year, start, count), None, not match["fn_y"])


def year_span(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "2024-25": a season or fiscal year over two calendar years, or several years."""
    first = int(match["ys_a"])
    second = first // _CENTURY * _CENTURY + int(match["ys_b"])
    if second % _CENTURY == 0 and first % _CENTURY == _CENTURY - 1:
        second += _CENTURY
    if "-" in match[0] and 1 <= int(match["ys_b"]) <= _YEAR:
        raise Undecided(f'"{match[0]}" is two years or a month')
    if second <= first:
        raise Undecided(f'"{match[0]}" is no span of years')
    return Point(f"{first}/{second}")


def twelve_months(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the fiscal year to March 2025", "the 12 months from March 1", "the year to 20 March"."""
    count = small_number(match["span_n"]) if match["span_n"] else _YEAR
    words = match["span_date"].split()
    month = next(month_number(word) for word in words if word[0].isalpha())
    day = next((day_number(word) for word in words if word[0].isdigit()), 1)
    ending = re.search(r"to|through|end|clos|finish", match["span_way"]) is not None
    relative = not match["y_span"]
    year = _span_year(match, month, ending, moment)
    other = add_months(year, month, -count if ending else count)
    if match["span_mid"]:
        start, end = (other, (year, month)) if ending else ((year, month), other)
        return Point(f"{edtf(*start)}/{edtf(*end)}", "from the middle of a month to the middle of a month", relative)
    if day > 1 and not (ending and day >= _MONTH_END):
        own, far = date.fromisoformat(edtf(year, month, day)), date.fromisoformat(edtf(*other, day))
        first, last = (far + timedelta(days=1), own) if ending else (own, far - timedelta(days=1))
        return Point(f"{first.isoformat()}/{last.isoformat()}", None, relative)
    begin = add_months(year, month, 1 - count) if ending else (year, month)
    return Point(months(*begin, count), None, relative)


def _span_year(match: re.Match[str], month: int, ending: bool, moment: Moment) -> int:
    """The year of the month that bounds a span: printed, or by the verb; a span that ended is past."""
    if match["y_span"]:
        return int(match["y_span"])
    if match["w_span"]:
        return year_of(match["w_span"], moment)
    today = moment.today
    side = "past" if ending else moment.verb_side
    if side == "past":
        return today.year - (month > today.month)
    return today.year + (month < today.month)


def decade(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the 1980s", "the seventies"."""
    first = int(match["dec_y"]) if match["dec_y"] else DECADES[match["dec_w"].casefold()]
    return Point(f"{first}/{first + 9}")


def century(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the 19th century"."""
    number = int(match["cen"])
    return Point(f"{(number - 1) * _CENTURY + 1}/{number * _CENTURY}")


_SOUTH = frozenset({"AR", "AU", "BR", "BO", "CL", "FJ", "ID", "LS", "MZ", "NA", "NZ", "PE", "PY", "UY", "ZA", "ZW"})


def season(match: re.Match[str], moment: Moment) -> Point:
    """A season, as its year: its months differ from text to text and between hemispheres."""
    word = match["s_s"].casefold()
    if match["s_y"] or match["s_wy"]:
        year = int(match["s_y"]) if match["s_y"] else year_of(match["s_wy"], moment)
    else:
        year = _season_year((match["s_w"] or "").casefold(), word, moment)
    return Point(edtf(year), f"the {word} of that year", not match["s_y"])


def _season_year(which: str, word: str, moment: Moment) -> int:
    """The year of a season without one, by "last" or "next" where only one reading is left, else by the verb."""
    today = moment.today
    if which == "that" or word == "winter" or _SOUTH & set(named(moment.around.sentence)):
        raise Undecided(f'which {word} is not clear: "that", two years, or a southern country is named', relative=True)
    start, end = SEASONS[word]
    if (which == "last" and today.month > end) or (which in ("next", "the coming") and today.month < start):
        raise Undecided(f"the {word} of this year, or of the {which} one", relative=True)
    if which:
        return today.year + {"last": -1, "next": 1, "the coming": 1}.get(which, 0)
    if moment.verb_side == "past":
        return today.year - (today.month < start)
    return today.year + (today.month > end)
