"""When a page says that its article was published: in its metadata, or in a time within the article itself.

A date elsewhere on the page belongs to something else: a related story, a comment, the terms of use.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from summariser.reading.dates import parse_date

_NAMES = frozenset(
    (
        "article:published_time article:published og:article:published_time og:published_time "
        "datepublished publishdate publish_date publish-date publication_date pubdate date dc.date dc.date.issued "
        "dcterms.date dcterms.issued parsely-pub-date sailthru.date cxenseparse:recs:publishtime"
    ).split()
)
"""Names of meta elements, in lower case."""
_LONGEST = 1_000_000
"""Characters of a JSON-LD script that are read."""
_OUTSIDE = "ancestor::aside or ancestor::footer or ancestor::nav"
_CHANGED = ("modif", "update", "comment", "related")


def publication_date(tree: Any) -> date | None:
    """The publication date of a page's article; None where the page does not state it.

    Read in this order: ``datePublished`` of an article's JSON-LD, a meta element, a ``time`` inside the article.

    Args:
        tree: The parsed page, as lxml gives it.
    """
    for words in (*_linked(tree), *_meta(tree), *_times(tree)):
        if found := parse_date(words):
            return found
    return None


def _linked(tree: Any) -> Iterator[str]:
    """``datePublished`` of the articles that the page's JSON-LD describes as its own."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        text = script.text or ""
        if len(text) > _LONGEST:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in _entries(data):
            words = entry.get("datePublished")
            if _is_article(entry) and isinstance(words, str):
                yield words


def _entries(data: object) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD script: itself, those of its list, those of its graph."""
    for entry in data if isinstance(data, list) else [data]:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            yield from (item for item in graph if isinstance(item, dict)) if isinstance(graph, list) else ()


def _is_article(entry: dict[str, Any]) -> bool:
    kinds = entry.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report")) for name in names)


def _meta(tree: Any) -> Iterator[str]:
    for element in tree.iter("meta"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        if any(name and name.strip().lower() in _NAMES for name in names):
            yield element.get("content") or ""


def _times(tree: Any) -> Iterator[str]:
    """What the ``time`` elements of the article say; of several articles only that with the page's heading counts."""
    articles = tree.xpath(f"//article[not({_OUTSIDE} or ancestor::article)]")
    if len(articles) > 1:
        articles = [article for article in articles if article.find(".//h1") is not None][:1]
    for article in articles:
        for element in article.iter("time"):
            inside = [element, *element.iterancestors()]
            inside = inside[: inside.index(article)]
            marks = " ".join(f"{other.get('class', '')} {other.get('itemprop', '')}" for other in inside).lower()
            nested = any(other.tag in ("article", "aside", "footer", "nav") for other in inside)
            if not nested and not any(mark in marks for mark in _CHANGED):
                yield element.get("datetime") or element.text_content()
