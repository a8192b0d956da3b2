"""Dates that count from the day of publication: weekdays, months without a year, "two years ago"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from summariser.values.calendars import Point, add_months, edtf, unresolved, week_of
from summariser.values.datewords import WEEKDAYS, day_number, month_number
from summariser.values.moment import Moment
from summariser.values.periods import small_number, year_of

_WEEK = 7
_SATURDAY = 5
_APPROXIMATE_FROM = 10
"""Counts of years from here on are round numbers, and their year approximate."""


def weekday(match: re.Match[str], moment: Moment) -> Point:
    """"Friday", "last Friday", "this Monday"."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    number, today = _weekday_number(match["wd_d"]), moment.day.weekday()
    which = (match["wd_w"] or "").casefold()
    back, ahead = (today - number) % _WEEK, (number - today) % _WEEK
    if which in ("last", "past", "this past"):
        return _shifted(moment.day, -(back or _WEEK))
    if which in ("coming", "this coming"):
        return _shifted(moment.day, ahead or _WEEK)
    if which == "this":
        return _shifted(moment.day, number - today)
    if which == "next":
        if number > today:
            return unresolved("this week's or next week's", relative=True)
        return _shifted(moment.day, ahead or _WEEK)
    if moment.side is None:
        return unresolved("no verb says whether it is past or to come", relative=True)
    return _shifted(moment.day, -back if moment.side == "past" else (ahead or _WEEK))


def _weekday_number(word: str) -> int:
    return WEEKDAYS[word.casefold()]


def _shifted(day: date, days: int) -> Point:
    return Point((day + timedelta(days=days)).isoformat(), None, True)


def weekday_of_week(match: re.Match[str], moment: Moment) -> Point:
    """"Monday of last week", "a week ago on Monday"."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    number, today = _weekday_number(match["wo_d"] or match["wo_d2"]), moment.day.weekday()
    if match["wo_n"]:
        back = (today - number) % _WEEK
        return _shifted(moment.day, -back - _WEEK)
    weeks = {"last": -1, "this": 0, "next": 1}[match["wo_w"].casefold()]
    return _shifted(moment.day, number - today + _WEEK * weeks)


def named_day(match: re.Match[str], moment: Moment) -> Point:
    """"Today", "yesterday", "last night"."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    word = match["dy"].casefold()
    steps = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "the day after tomorrow": 2}
    return _shifted(moment.day, steps.get(word, 0))


def month_day(month: int, day: int | None, moment: Moment) -> Point:
    """A month or a day of a month without a year, on the side that the verb gives."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    if moment.side is None:
        return unresolved("no verb says which year", relative=True)
    year, here = moment.day.year, (moment.day.month, moment.day.day if day else 1)
    there = (month, day or 1)
    if moment.side == "past" and there > here:
        year -= 1
    if moment.side == "future" and there < here:
        year += 1
    return _checked(year, month, day, relative=True)


def _checked(year: int, month: int, day: int | None, *, relative: bool) -> Point:
    value = edtf(year, month, day)
    return Point(value, None, relative) if value else unresolved("there is no such day", relative=relative)


def dated(month: int, day: int | None, year: str | None, which: str | None, moment: Moment) -> Point:
    """A month or a day with its year, with "last year", or alone."""
    if year:
        return _checked(int(year), month, day, relative=False)
    if which:
        known = year_of(which, moment)
        return unresolved(known, relative=True) if isinstance(known, str) else _checked(known, month, day, relative=True)
    return month_day(month, day, moment)


def which_month(match: re.Match[str], moment: Moment) -> Point:
    """"Last October", "next March", "this January"."""
    which, month = match["wm_w"].casefold(), month_number(match["wm_m"])
    day = day_number(match["wm_d"]) if match["wm_d"] else None
    if which in ("that", "the same", "the following", "the previous"):
        return unresolved(f'"{match[0]}" refers to another date', relative=True)
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    year, here = moment.day.year, moment.day.month
    if which == "last":
        if month < here:
            return unresolved("this year's or last year's", relative=True)
        return _checked(year - 1, month, day, relative=True)
    if which == "next":
        if month > here:
            return unresolved("this year's or next year's", relative=True)
        return _checked(year + 1, month, day, relative=True)
    if which == "coming":
        return _checked(year if month > here else year + 1, month, day, relative=True)
    return _checked(year, month, day, relative=True)


def week(match: re.Match[str], moment: Moment) -> Point:
    """"Last week": Monday to Sunday."""
    if match["wk_t"]:
        return unresolved('"the week" does not say which')
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    steps = {"last": -1, "next": 1, "the coming": 1}.get(match["wk_w"].casefold(), 0)
    return Point(week_of(moment.day + timedelta(days=_WEEK * steps)), None, True)


def month(match: re.Match[str], moment: Moment) -> Point:
    """"Last month", "this month", "the month"."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    if match["mo_t"]:
        return unresolved('"the month" does not say which', relative=True)
    which = (match["mo_w"] or "this").casefold()
    steps = {"last": -1, "previous": -1, "the previous": -1, "next": 1, "the coming": 1}.get(which, 0)
    if which == "the past":
        return unresolved("a month up to a day, or the month before", relative=True)
    return Point(edtf(*add_months(moment.day.year, moment.day.month, steps)), None, True)


def year(match: re.Match[str], moment: Moment) -> Point:
    """"Last year", "this year", "the year" (the one that runs)."""
    known = year_of(match["yw_w"], moment)
    return unresolved(known, relative=True) if isinstance(known, str) else Point(edtf(known), None, True)


def weekend(match: re.Match[str], moment: Moment) -> Point:
    """"At the weekend", "last weekend": Saturday and Sunday."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    which, today = match["we_w"].casefold(), moment.day.weekday()
    if today >= _SATURDAY:
        steps = {"last": -1, "next": 1}.get(which, 0)
    elif which in ("last", "next", "coming"):
        steps = -1 if which == "last" else 0
        if which == "next":
            return unresolved("this week's or next week's", relative=True)
    elif which == "this":
        steps = -1 if moment.side == "past" else 0
    elif moment.side is None:
        return unresolved("no verb says whether it is past or to come", relative=True)
    else:
        steps = -1 if moment.side == "past" else 0
    saturday = moment.day + timedelta(days=_SATURDAY - today + _WEEK * steps)
    return Point(f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", None, True)


def ago(match: re.Match[str], moment: Moment) -> Point:
    """"Two years ago": as exact as the unit; round numbers of years are approximate."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    count, unit = small_number(match["ago_n"]), match["ago_u"].casefold()
    if count is None:
        return unresolved(f'"{match[0]}" is no definite time', relative=True)
    return _counted(moment.day, -count, unit)


def hence(match: re.Match[str], moment: Moment) -> Point:
    """"In two years' time", "a month from now"."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    count, unit = small_number(match["hen_n"] or match["hen_n2"]), (match["hen_u"] or match["hen_u2"]).casefold()
    return _counted(moment.day, count, unit) if count else unresolved(f'"{match[0]}" is no definite time', relative=True)


def _counted(day: date, count: int, unit: str) -> Point:
    try:
        if unit == "day":
            return _shifted(day, count)
        if unit in ("week", "fortnight"):
            return Point(week_of(day + timedelta(days=_WEEK * count * (2 if unit == "fortnight" else 1))), None, True)
    except OverflowError:
        return unresolved("outside the calendar", relative=True)
    if unit == "month":
        return Point(edtf(*add_months(day.year, day.month, count)), None, True)
    years = count * {"year": 1, "decade": 10, "centur": 100}[unit]
    mark = "~" if abs(years) >= _APPROXIMATE_FROM else ""
    if not 0 < day.year + years < 10_000:
        return unresolved("outside the calendar", relative=True)
    return Point(f"{day.year + years:04d}{mark}", None, True)


def stretch(match: re.Match[str], moment: Moment) -> Point:
    """"The past week", "the next 12 months", "over the coming five years": an interval that ends or begins today."""
    if moment.day is None:
        return unresolved(moment.missing, relative=True)
    which = (match["p_w"] or match["p_w2"]).casefold()
    unit = (match["p_u"] or match["p_u2"]).casefold()
    count = small_number(match["p_n"]) if match["p_n"] and match["p_n"].casefold() not in ("few", "several") else None
    if match["p_u2"]:
        count = 1
    if count is None:
        return unresolved(f'"{match[0]}" is no definite time', relative=True)
    sign = 1 if which in ("next", "coming", "following") else -1
    today = moment.day
    if unit in ("day", "week"):
        own, other = today.isoformat(), (today + timedelta(days=sign * count * (_WEEK if unit == "week" else 1))).isoformat()
    elif unit == "month":
        own, other = f"{today:%Y-%m}", edtf(*add_months(today.year, today.month, sign * count)) or ""
    elif unit == "year" and count == 1:
        own, other = f"{today:%Y-%m}", edtf(*add_months(today.year, today.month, sign * 12)) or ""
    else:
        own, other = str(today.year), str(today.year + sign * count * (10 if unit == "decade" else 1))
    return Point(f"{own}/{other}" if sign > 0 else f"{other}/{own}", None, True)


def edge_day(match: re.Match[str], moment: Moment) -> Point:
    """"The last day of 1990", "the first day of May 2024"."""
    year_number = int(match["ld_y"])
    first = match["ld_w"].casefold() == "first"
    month_of = month_number(match["ld_m"]) if match["ld_m"] else (1 if first else 12)
    day = 1 if first else calendar.monthrange(year_number, month_of)[1]
    return Point(edtf(year_number, month_of, day))


def holiday(match: re.Match[str], moment: Moment) -> Point:
    """"New Year's Day 2024", "Christmas"."""
    name = match["ho"].casefold()
    month_of, day = (1, 1) if name.endswith("year's day") or name == "new years day" else (12, 25)
    if name.endswith("eve"):
        month_of, day = (12, 31) if name.startswith("new") else (12, 24)
    if name == "boxing day":
        day = 26
    return dated(month_of, day, match["ho_y"], None, moment)
