"""The page of a collection: many reports drawn and listed, each number leading to its article and sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from summariser.output.cards import Card, Tag, Value, cards
from summariser.output.flat import rows
from summariser.output.page.charts import Drawing
from summariser.output.page.evidence import page_name
from summariser.output.page.parties import Parties
from summariser.output.page.shell import page, web_address
from summariser.output.page.text import spelled
from summariser.output.readable import words
from summariser.report import Report
from summariser.topics.fact import Fact
from summariser.topics.views import Views

CHART_CLASS = "chart"
_CHART_STYLE = (
    f":where(.{CHART_CLASS}) {{\n  --plot-background: white;\n  display: block;\n  height: auto;\n"
    f"  height: intrinsic;\n  max-width: 100%;\n}}\n:where(.{CHART_CLASS} text),\n:where(.{CHART_CLASS} tspan) {{\n"
    "  white-space: pre;\n}"
)
"""The style element that the drawing library adds to each chart; the page's policy allows this one."""


def to_collection(reports: Iterable[Report[Any]], views: Views, *, pages: Mapping[str, str] | None = None) -> str:
    """Many reports of one topic as one page that needs nothing else.

    Args:
        reports: The reports; read once, one at a time.
        views: How the topic's facts are shown, and what is drawn.
        pages: Addresses of evidence pages by their file name, where they are at hand.
    """
    gathered = _Collection(views, pages or {})
    for report in reports:
        gathered.add(report)
    return page(
        "collection.html.j2",
        style="collection.css",
        scripts=["d3.min.js", "plot.min.js", "charts.js", "collection.js"],
        styles_within=[_CHART_STYLE],
        contents=gathered.contents(),
        topic=gathered.topic,
        counts=gathered.counts(),
        version=version("summariser"),
    )


class _Collection:
    """What the page's script reads, gathered report by report; equal texts are kept once."""

    def __init__(self, views: Views, pages: Mapping[str, str]) -> None:
        self.topic = ""
        self._views = views
        self._pages = pages
        self._parties = Parties()
        self.drawings = [Drawing(chart, self._parties) for chart in views.charts]
        self._articles: list[dict[str, Any]] = []
        self._facts: list[dict[str, Any]] = []
        self._kinds: dict[str, int] = {}
        self._texts: dict[str, int] = {}

    def add(self, report: Report[Any]) -> None:
        """One more report."""
        self.topic = report.topic
        about = report.article
        self._articles.append(
            {
                "title": spelled(about.title or "Untitled"),
                "date": about.published.isoformat() if about.published else "",
                "source": spelled(about.source),
                "web": web_address(about.source),
                "page": self._pages.get(page_name(about)),
                "missing": len(report.missing),
            }
        )
        for name in type(report.record).model_fields:
            kind = self._kinds.setdefault(words(name), len(self._kinds))
            facts = getattr(report.record, name)
            for fact, card in zip(facts, cards(facts, self._views.badges.get(name, ())), strict=True):
                self._add_fact(fact, card, name, kind)

    def contents(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return {
            "articles": self._articles,
            "facts": self._facts,
            "kinds": list(self._kinds),
            "texts": list(self._texts),
            "parties": [{"name": spelled(name), "code": code} for name, code in self._parties.names()],
            "charts": [drawing.data() for drawing in self.drawings],
        }

    def counts(self) -> dict[str, Any]:
        """Articles, facts, incomplete articles, first and last date."""
        dates = sorted(article["date"] for article in self._articles if article["date"])
        return {
            "articles": len(self._articles),
            "facts": len(self._facts),
            "incomplete": sum(bool(article["missing"]) for article in self._articles),
            "dates": (dates[0], dates[-1]) if dates else None,
        }

    def _add_fact(self, fact: Fact, card: Card, name: str, kind: int) -> None:
        number = len(self._facts)
        for drawing in self.drawings:
            if drawing.chart.facts == name:
                drawing.add(number, fact)
        self._facts.append(
            {
                "in": len(self._articles) - 1,
                "kind": kind,
                "id": card.id,
                "title": spelled(card.title),
                "tone": card.tone,
                "tags": [_tag(tag) for tag in card.tags],
                "parties": self._parties.all(leaf for _, _, leaf in rows(fact)),
                "cites": [[n, self._text(q)] for n, q in zip(card.sentences, card.quotes, strict=True)],
                "rows": [
                    [self._text(row.label), [[_value(value) for value in line] for line in row.lines]]
                    for row in card.rows
                ],
            }
        )

    def _text(self, text: str) -> int:
        return self._texts.setdefault(spelled(text), len(self._texts))


def _tag(tag: Tag) -> list[str]:
    """Name of its field, value, tone, by whom."""
    return [words(tag.field.rpartition(".")[2]), tag.value, tag.tone, spelled(tag.by or "")]


def _value(value: Value) -> list[str]:
    """Name, value, words, and what is to be known of it; what is empty at the end is left out."""
    how = "; ".join(filter(None, (value.how, value.note)))
    entry = [value.name, spelled(value.text), spelled(value.raw or ""), spelled(how)]
    while entry and not entry[-1]:
        entry.pop()
    return entry
