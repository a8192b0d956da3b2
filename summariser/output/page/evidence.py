"""The evidence page: an article beside the facts that were read from it, each leading to its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from summariser.article import Article
from summariser.output.cards import Card, cards
from summariser.output.page.article_text import Line, paragraphs, sentence_at
from summariser.output.page.shell import page, web_address
from summariser.report import Report, Source
from summariser.topics.views import Views

Reading = tuple[Report[Any], Article]
"""A report and the article that it is about."""
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Sheet:
    """What a page shows of one article.

    Attributes:
        key: Prefix of its anchors.
        report: The report.
        link: Address of the source, where it is on the web.
        sections: The cards of each fact type that has any, by field of the record.
        paragraphs: The text.
        places: For each value the number of the sentence that its words stand in, if any.
        suspicious: For each suspicion the number of its sentence, if any.
    """

    key: str
    report: Report[Any]
    link: str | None
    sections: dict[str, list[Card]]
    paragraphs: list[list[Line]]
    places: list[int | None]
    suspicious: list[int | None]


def to_html(readings: Sequence[Reading], views: Views) -> str:
    """Articles with their reports as one page that needs nothing else; of several, the reader chooses one.

    Args:
        readings: Reports with the articles they are about.
        views: How the topic's facts are shown.

    Raises:
        ValueError: A report is about another text than the article given with it.
    """
    sheets = [_sheet(f"a{number}", report, article, views) for number, (report, article) in enumerate(readings, 1)]
    return page(
        "evidence.html.j2", style="evidence.css", scripts=["evidence.js"], sheets=sheets, version=version("summariser")
    )  # fmt: skip


def index_html(entries: Sequence[tuple[str, Report[Any]]]) -> str:
    """A page that lists evidence pages.

    Args:
        entries: File name and report of each.
    """
    return page("index.html.j2", style="index.css", scripts=[], entries=entries, version=version("summariser"))


def page_name(source: Source) -> str:
    """File name of an article's page: the same for the same text and title, different for another text."""
    slug = _SLUG.sub("-", (source.title or "").casefold())[:60].strip("-")
    return f"{slug or 'article'}-{source.sha256[:12]}.html"


def _sheet(key: str, report: Report[Any], article: Article, views: Views) -> Sheet:
    if article.digest != report.article.sha256:
        raise ValueError(f"the report on {report.article.source!r} is about another text")
    sections: dict[str, list[Card]] = {}
    leaves: list[tuple[int, int]] = []
    for name in type(report.record).model_fields:
        found = cards(getattr(report.record, name), views.badges.get(name, ()), first_leaf=len(leaves))
        leaves += [value.span for card in found for value in card.leaves if value.span is not None]
        if found:
            sections[name] = found
    cited: defaultdict[int, list[str]] = defaultdict(list)
    for card in (card for found in sections.values() for card in found):
        for number in dict.fromkeys(card.sentences):
            cited[number].append(card.id)
    return Sheet(
        key=key,
        report=report,
        link=web_address(report.article.source),
        sections=sections,
        paragraphs=paragraphs(article, leaves, [suspicion.span for suspicion in report.suspicions], cited),
        places=[sentence_at(article, start) for start, _ in leaves],
        suspicious=[sentence_at(article, suspicion.span[0]) for suspicion in report.suspicions],
    )
