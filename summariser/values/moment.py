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
_DATELINE = re.compile(
    rf"^[^\w]*(?P<place>[A-Z][A-Za-z .,'/-]{{2,40}}?)[ ,(]+(?:(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}}),? (?P<y>(?:19"
    rf"|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}}) (?P<m2>{_MONTH})\.?,? (?P<y2>(?:19|20)\d\d)|(?P<iso>(?:19"
    rf"|20)\d\d-\d\d-\d\d))\)?\s*(?:\([^)]{{1,30}}\) ?)?[-:.]",
    re.IGNORECASE | re.MULTILINE,
)


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
    """The day in a dateline ("GENEVA, 3 March 1997 - ") at the head of an article; None without one or without year."""
    match = _DATELINE.search(fold(head))
    if match is None:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        day, month, year = match["d"] or match["d2"], match["m"] or match["m2"], match["y"] or match["y2"]
        return date(int(year), month_number(month), day_number(day))
    except ValueError:
        return None
