"""Dates that count from the day of publication: weekdays, months without a year, "two years ago"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from summariser.values.calendars import Point, Undecided, add_months, edtf, week_of
from summariser.values.datewords import WEEKDAYS, day_number, month_number
from summariser.values.moment import Moment
from summariser.values.periods import small_number, year_of

_WEEK = 7
_SATURDAY = 5
_APPROXIMATE_FROM = 10
"""Counts of years from here on are round numbers, and their year approximate."""
_OTHER_DATE = frozenset({"that", "the same", "the following", "the previous"})


def _shifted(day: date, days: int) -> Point:
    return Point((day + timedelta(days=days)).isoformat(), None, True)


def weekday(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "Friday", "last Friday", "this Monday"."""
    number, today = WEEKDAYS[match["wd_d"].casefold()], moment.today.weekday()
    which = (match["wd_w"] or "").casefold()
    back, ahead = (today - number) % _WEEK, (number - today) % _WEEK or _WEEK
    if which == "next" and number > today:
        raise Undecided("this week's or next week's", relative=True)
    if which == "this":
        days = number - today
    elif which in ("last", "past", "this past"):
        days = -(back or _WEEK)
    elif which in ("next", "coming", "this coming"):
        days = ahead
    else:
        days = -back if moment.verb_side == "past" else ahead
    return _shifted(moment.today, days)


def weekday_of_week(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "Monday of last week", "a week ago on Monday"."""
    number, today = WEEKDAYS[(match["wo_d"] or match["wo_d2"]).casefold()], moment.today.weekday()
    if match["wo_n"]:
        return _shifted(moment.today, -((today - number) % _WEEK) - _WEEK)
    weeks = {"last": -1, "this": 0, "next": 1}[match["wo_w"].casefold()]
    return _shifted(moment.today, number - today + _WEEK * weeks)


def named_day(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "today", "yesterday", "last night"."""
    steps = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }
    return _shifted(moment.today, steps.get(match["dy"].casefold(), 0))


def dated(month: int, day: int | None, year: str | None, which: str | None, moment: Moment) -> Point:
    """A month or a day with its year, with "last year", or alone."""
    if year:
        return Point(edtf(int(year), month, day))
    if which:
        return Point(edtf(year_of(which, moment), month, day), None, True)
    today, side = moment.today, moment.verb_side
    here, there = (today.month, today.day if day else 1), (month, day or 1)
    number = today.year
    if side == "past" and there > here:
        number -= 1
    if side == "future" and there < here:
        number += 1
    return Point(edtf(number, month, day), None, True)


def day_on_weekday(month: int, day: int, weekday_name: str, moment: Moment) -> Point:
    """A day of a month with its weekday: of the years about publication, the one in which they meet."""
    wanted, about = WEEKDAYS[weekday_name.casefold()], moment.today.year
    years = [
        number
        for number in (about - 1, about, about + 1)
        if day <= calendar.monthrange(number, month)[1] and date(number, month, day).weekday() == wanted
    ]
    if len(years) != 1:
        raise Undecided(f"{weekday_name} does not fall on that day about then", relative=True)
    return Point(edtf(years[0], month, day), None, True)


def which_month(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "last October", "next March", "this January"."""
    which, month = match["wm_w"].casefold(), month_number(match["wm_m"])
    day = day_number(match["wm_d"]) if match["wm_d"] else None
    if which in _OTHER_DATE:
        raise Undecided(f'"{match[0]}" refers to another date', relative=True)
    year, here = moment.today.year, moment.today.month
    if (which == "last" and month < here) or (which == "next" and month > here):
        raise Undecided(f"this year's or {which} year's", relative=True)
    steps = {"last": -1, "next": 1, "coming": int(month <= here)}
    return Point(edtf(year + steps.get(which, 0), month, day), None, True)


def week(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "last week": Monday to Sunday."""
    if match["wk_t"]:
        raise Undecided('"the week" does not say which', relative=True)
    steps = {"last": -1, "next": 1, "the coming": 1}.get(match["wk_w"].casefold(), 0)
    return Point(week_of(moment.today + timedelta(days=_WEEK * steps)), None, True)


def month(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "last month", "this month", "the start of the month"."""
    which = (match["mo_w"] or "this").casefold()
    if match["mo_t"] or which == "the past":
        raise Undecided(f'"{match[0]}" does not say which', relative=True)
    steps = {"last": -1, "previous": -1, "the previous": -1, "next": 1, "the coming": 1}.get(which, 0)
    return Point(edtf(*add_months(moment.today.year, moment.today.month, steps)), None, True)


def year(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "last year", "this year", "the year" (the one that runs)."""
    return Point(edtf(year_of(match["yw_w"], moment)), None, True)


def weekend(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "at the weekend", "last weekend": Saturday and Sunday."""
    which, today = match["we_w"].casefold(), moment.today.weekday()
    if which == "next" and today < _SATURDAY:
        raise Undecided("this week's or next week's", relative=True)
    over = today < _SATURDAY and which not in ("next", "coming") and moment.verb_side == "past"
    steps = -1 if which == "last" or over else int(which == "next")
    saturday = moment.today + timedelta(days=_SATURDAY - today + _WEEK * steps)
    return Point(f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", None, True)


def ago(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "two years ago": as exact as the unit; round numbers of years are approximate."""
    return _counted(moment.today, -small_number(match["ago_n"]), match["ago_u"].casefold())


def hence(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "in two years' time", "a month from now"."""
    unit = (match["hen_u"] or match["hen_u2"]).casefold()
    return _counted(moment.today, small_number(match["hen_n"] or match["hen_n2"]), unit)


def _counted(day: date, count: int, unit: str) -> Point:
    if unit == "day":
        return _shifted(day, count)
    if unit in ("week", "fortnight"):
        return Point(week_of(day + timedelta(days=_WEEK * count * (2 if unit == "fortnight" else 1))), None, True)
    if unit == "month":
        return Point(edtf(*add_months(day.year, day.month, count)), None, True)
    years = count * {"year": 1, "decade": 10, "centur": 100}[unit]
    mark = "~" if abs(years) >= _APPROXIMATE_FROM else ""
    return Point(f"{edtf(day.year + years)}{mark}", None, True)


def stretch(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the past week", "the next 12 months": an interval that ends or begins on the day of publication."""
    today, unit = moment.today, (match["p_u"] or match["p_u2"]).casefold()
    count = 1 if match["p_u2"] else small_number(match["p_n"] or "few")
    onward = (match["p_w"] or match["p_w2"]).casefold() in ("next", "coming", "following")
    signed = count if onward else -count
    if unit in ("day", "week"):
        own = today.isoformat()
        other = (today + timedelta(days=signed * (_WEEK if unit == "week" else 1))).isoformat()
    elif unit == "month" or (unit == "year" and count == 1):
        own = edtf(today.year, today.month)
        other = edtf(*add_months(today.year, today.month, signed * (12 if unit == "year" else 1)))
    else:
        own, other = edtf(today.year), edtf(today.year + signed * (10 if unit == "decade" else 1))
    return Point(f"{own}/{other}" if onward else f"{other}/{own}", None, True)


def edge_day(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "the last day of 1990", "the first day of May 2024"."""
    number, first = int(match["ld_y"]), match["ld_w"].casefold() == "first"
    month_of = month_number(match["ld_m"]) if match["ld_m"] else (1 if first else 12)
    return Point(edtf(number, month_of, 1 if first else calendar.monthrange(number, month_of)[1]))


def holiday(match: re.Match[str], moment: Moment) -> Point:
    """Resolve "New Year's Day 2024", "Christmas"."""
    days = {"new": (12, 31) if match["ho"].casefold().endswith("eve") else (1, 1), "boxing": (12, 26)}
    christmas = (12, 24) if match["ho"].casefold().endswith("eve") else (12, 25)
    month_of, day = days.get(match["ho"].casefold().split()[0], christmas)
    return dated(month_of, day, match["ho_y"], None, moment)
