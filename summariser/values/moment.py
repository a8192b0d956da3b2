"""The day a text is written on, and the side on which a date lies: what relative dates are resolved from."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from summariser.values.calendars import Undecided
from summariser.values.datewords import MONTHS, day_number, month_number
from summariser.values.surroundings import Surroundings
from summariser.values.tense import Side, side_of
from summariser.values.typography import fold

_HEAD = 400
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = (
    rf"(?i:(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH})\.?,? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_DATELINES = tuple(
    re.compile(form.replace("<weekday>", _WEEKDAY).replace("<day>", _DAY), re.MULTILINE)
    for form in (
        r"^[^\w\n]{0,9}(?P<names>[A-Z][^\d\n()]{1,60}?)[ ,]{0,2}\(?<day>\)?\s{0,3}(?:\([^)\n]{1,30}\) ?)?[-:.]",
        r"\((?P<names>[A-Z][^\d\n()]{1,80}?)[ ,|-]{1,3}<day>\)",
        r"^<day> \((?P<names>[A-Z][^\d\n()]{1,40})\) ?-",
        r"^(?P<names>)(?:(?:Published|Posted)(?: on)?:? )?<weekday><day>(?:,? (?:at )?\d{1,2}[:.]\d\d[^\n]{0,20})?$",
    )
)
"""Where the day of writing stands: "GENEVA, 3 March 1997 - ", "(APP - 24th Feb, 2023)", "May 3, 1997 (GENEVA) - ", and
a line of its own."""


class Moment:
    """Publication day and tense, the tense found out only when it is asked for.

    Attributes:
        around: Where the words stand.
        day: Publication day, or the day of the dateline; None if neither is known.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.day = around.published or _dateline(around.article[:_HEAD])
        self._side: Side | None = None
        self._asked = False

    @property
    def today(self) -> date:
        """The day to count from; `Undecided` if none is known."""
        if self.day is None:
            raise Undecided("the article has no date to count from", relative=True)
        return self.day

    @property
    def verb_side(self) -> Side:
        """Past or future by the verbs beside the words; `Undecided` if no verb decides."""
        if self.side is None:
            raise Undecided("no verb says whether it is past or to come", relative=True)
        return self.side

    @property
    def side(self) -> Side | None:
        """Past or future by the verbs beside the words; None if no verb decides."""
        if not self._asked:
            self._side, self._asked = side_of(self.around), True
        return self._side


@lru_cache(maxsize=64)
def _dateline(head: str) -> date | None:
    """The day in a dateline at the head of an article; None without one or without year. The first one counts."""
    text = "\n".join(fold(line) for line in head.splitlines())
    found = [match for pattern in _DATELINES if (match := pattern.search(text)) and _is_name(match["names"])]
    if not found:
        return None
    match = min(found, key=lambda match: match.start())
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        day, month, year = match["d"] or match["d2"], match["m"] or match["m2"], match["y"] or match["y2"]
        return date(int(year), month_number(month), day_number(day))
    except ValueError:
        return None


def _is_name(words: str) -> bool:
    """Whether every word begins with a capital: places and agencies do, and "The war of" does not."""
    return not any(word[0].islower() for word in re.findall(r"\w+", words))
