"""What a topic declares worth drawing, as points: plain lists that the page's script reads."""

from __future__ import annotations

from typing import Any

from summariser.output.page.parties import Parties
from summariser.output.readable import words
from summariser.topics.fact import Fact
from summariser.topics.views import Chart, Flows, Series, Timeline, values_at
from summariser.values.edtf import span
from summariser.values.leaves import Amount, Date, Party

Point = list[Any]


class Drawing:
    """The points of one chart, gathered fact by fact.

    Args:
        chart: The topic's declaration.
        parties: The parties of the whole page.
    """

    def __init__(self, chart: Chart, parties: Parties) -> None:
        self.chart = chart
        self._parties = parties
        self._points: list[Point] = []
        self._without = 0

    def add(self, number: int, fact: Fact) -> None:
        """Draw a fact.

        Args:
            number: Its number on the page.
            fact: The fact.
        """
        points = list(self._points_of(fact))
        self._points += [[number, *point] for point in points]
        self._without += not points

    def data(self) -> dict[str, Any]:
        """Kind, title, points, and how many facts say too little to be drawn."""
        kind = type(self.chart).__name__.lower()
        return {"kind": kind, "title": self.chart.title, "points": self._points, "without": self._without}

    def _points_of(self, fact: Fact) -> list[Point]:
        match self.chart:
            case Timeline():
                return _dates(self.chart, fact)
            case Flows():
                return self._flow(self.chart, fact)
            case Series():
                return self._figure(self.chart, fact)

    def _flow(self, chart: Flows, fact: Fact) -> list[Point]:
        """Source, target, groups; facts that name only one side are not drawn."""
        source, target = (self._party(fact, path) for path in (chart.source, chart.target))
        if source is None or target is None:
            return []
        groups = dict.fromkeys(words(str(value)) for value in values_at(fact, chart.group))
        return [[source, target, list(groups)]]

    def _figure(self, chart: Series, fact: Fact) -> list[Point]:
        """First and last day, measure, unit, amount, upper end, whose, towards whom."""
        amount = next((leaf for leaf in values_at(fact, chart.amount) if isinstance(leaf, Amount)), None)
        days = [days for leaf in values_at(fact, chart.period) if (days := _days(leaf))]
        measure = next(iter(values_at(fact, chart.measure)), None)
        if amount is None or amount.amount is None or not days or measure is None:
            return []
        unit = "%" if amount.unit == "percent" else amount.currency or words(amount.unit or "number")
        most = None if amount.amount_max is None else float(amount.amount_max)
        pair = [self._party(fact, chart.of), self._party(fact, chart.towards)]
        return [[*days[0], words(str(measure)), unit, float(amount.amount), most, *pair]]

    def _party(self, fact: Fact, path: str) -> int | None:
        return next((self._parties.number(leaf) for leaf in values_at(fact, path) if isinstance(leaf, Party)), None)


def _dates(chart: Timeline, fact: Fact) -> list[Point]:
    """First and last day, lane, what happened; one for each date."""
    lane = next(iter(values_at(fact, chart.lane)), None)
    found = []
    for leaf in values_at(fact, chart.dates):
        days = _days(leaf)
        role = getattr(leaf, chart.role, None) if chart.role else None
        if days:
            found.append([*days, words(str(lane or "other")), words(str(role or ""))])
    return found


def _days(leaf: object) -> tuple[str, str] | None:
    """First and last day of a date; an open end is the known one."""
    days = span(leaf.value) if isinstance(leaf, Date) and leaf.value else None
    if days is None:
        return None
    start, end = days
    start, end = (end if start.year == 1 else start), (start if end.year == 9999 else end)
    return start.isoformat(), end.isoformat()
