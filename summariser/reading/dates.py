"""Publication dates as metadata writes them: strictly read, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[0-9:.,]{0,20} ?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY_FIRST = re.compile(_WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(_WEEKDAY + r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MAIL = re.compile(r"[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}.{0,20}", re.ASCII)
_LONGEST = 60


def parse_date(words: str) -> date | None:
    """The calendar date that the words write out in full.

    Read are ISO 8601 (``2025-10-31``, with or without a time), RFC 2822 (``Fri, 31 Oct 2025 09:00:00 +0530``), and
    day, month name and year in either order (``31 October 2025``, ``Oct. 31, 2025``). The date is the one printed; a
    time zone does not shift it. ``03/04/2025`` says two dates and is not read.

    Returns:
        The date, or None where the words are anything else or name a day that does not exist.
    """
    words = " ".join(words[: _LONGEST + 1].split())
    if len(words) > _LONGEST:
        return None
    if _ISO.fullmatch(words):
        return _date_or_none(words[:10])
    if _MAIL.fullmatch(words):
        return _mail_date(words)
    if found := _DAY_FIRST.fullmatch(words.lower()):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(words.lower()):
        month, day, year = found.groups()
    else:
        return None
    number = _month_number(month)
    return _date_or_none(f"{year}-{number:02}-{int(day):02}") if number else None


def _month_number(name: str) -> int | None:
    """1 to 12 for a month's name or its usual abbreviation (``sept`` too)."""
    name = "sep" if name == "sept" else name
    matches = [number for number, month in enumerate(_MONTHS, 1) if name in (month, month[:3])]
    return matches[0] if matches else None


def _date_or_none(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _mail_date(words: str) -> date | None:
    try:
        found: datetime = parsedate_to_datetime(words)
    except ValueError:
        return None
    return found.date()
