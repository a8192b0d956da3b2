"""Articles that the tests of the pipeline read, and the leaves of facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from summariser.article import Article
from summariser.reading.reader import Reader
from summariser.topics.fact import Citation
from summariser.values.leaf import Leaf

PUBLISHED = date(2025, 10, 31)
PACT = (
    "India and Oman signed a trade pact in Muscat on Friday. "
    "The agreement, worth $2.5 billion, was signed by Indian Commerce Minister Piyush Goyal. "
    "Oman ordered six more P-8I aircraft from the United States for nearly $900 million. "
    "India’s exports to Oman rose 30.5% to $4.1 billion in 2024. "
    "The U.S. said it would not object."
)
TYPOGRAPHY = (
    "Un pacte «\u00a0historique\u00a0» 🤝🏽 fut signé.\r\n"
    "भारत और ओमान ने “व्यापार समझौता” किया 🇮🇳.\r\n\r\n"
    "Britain’s “AUKUS‑plus” accord — "
    "worth $2.5\u00a0billion — was signed on 3\u202fMay 2025 by Ms\u00a0O’Neill 👩‍🚀 in Zürich."
)


def article(text: str = PACT) -> Article:
    """An article of that text, published on a Friday."""
    return Reader(published=PUBLISHED).read_text(text)


def leaves(value: Any) -> Iterator[Leaf]:
    """All leaves of a fact."""
    if isinstance(value, Leaf):
        yield value
    elif isinstance(value, BaseModel) and not isinstance(value, Citation):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name))
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry)
