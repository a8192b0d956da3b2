"""Articles and reports of the tests: what a good model would have made of an article."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from summariser.schemas.agreements import Agreements

from summariser.article import Article
from summariser.llm.profile import STRONG
from summariser.llm.question import Answer
from summariser.llm.usage import Usage
from summariser.reading.reader import Reader
from summariser.report import Missing, Report, Source, SummarySentence
from summariser.store.keys import Setup

SETUP = Setup(topic="agreements", digest="d" * 64, model="openai/test", profile=STRONG, sentences=3)
USAGE = Usage(calls=1, input_tokens=100, output_tokens=10, seconds=0.5, cost=Decimal("0.000123"))
PUBLISHED = date(2025, 10, 31)


def article(text: str = "India and Oman signed a trade pact.", **about: Any) -> Article:
    """An article of that text."""
    read = Reader(published=about.pop("published", PUBLISHED)).read_text(text)
    return Article(read.text, read.sentences, **{"source": "pact.txt", "published": read.published, **about})


def leaf(raw: str, **values: Any) -> dict[str, Any]:
    """A leaf as it stands in a report."""
    return {"raw": raw, "span": (0, len(raw)), "support": "verbatim", "note": None, **values}


def party(name: str, iso: str | None = None) -> dict[str, Any]:
    """A party."""
    return leaf(name, name=name, iso=iso, type="state")


def dated(value: str, role: str) -> dict[str, Any]:
    """A date with its role."""
    return leaf(value, value=value, role=role)


def cited(text: str = "The sentence that states it.") -> list[dict[str, Any]]:
    """The evidence of a fact."""
    return [{"sentence": 1, "span": (0, len(text)), "text": text}]


def agreement(*parties: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """An agreement between states, each a name and a code."""
    return {
        "id": "A1",
        "evidence": cited(),
        "parties": [party(name, iso) for name, iso in parties],
        "kind": "trade",
        "instrument": "agreement",
        "status": "signed",
        **fields,
    }


def deal(
    supplier: tuple[str, str] | None, recipient: tuple[str, str] | None, *items: str, **fields: Any
) -> dict[str, Any]:
    """A transfer of items."""
    return {
        "id": "D1",
        "evidence": cited(),
        "supplier": party(*supplier) if supplier else None,
        "recipient": party(*recipient) if recipient else None,
        "items": [{"designation": leaf(item, designation=item), "category": "missile"} for item in items],
        "status": "contracted",
        **fields,
    }


def figure(reporter: tuple[str, str], partner: tuple[str, str] | None, amount: str, **fields: Any) -> dict[str, Any]:
    """A figure in US dollars."""
    return {
        "id": "T1",
        "evidence": cited(),
        "measure": "exports",
        "amount": leaf(f"${amount}", amount=amount, unit="currency", currency="USD"),
        "reporter": party(*reporter),
        "partner": party(*partner) if partner else None,
        **fields,
    }


def report(of: Article, *, missing: bool = False, summary: str = "A summary.", **lists: Any) -> Report[Agreements]:
    """A report on an article with these lists of facts."""
    return Report[Agreements](
        topic="agreements",
        model="openai/test",
        article=Source.of(of),
        summary=[SummarySentence(text=summary, sentences=[1], origin="model")],
        record=Agreements.model_validate(lists),
        missing=[Missing(what="arms_deals", first=1, last=1, reason="refused")] if missing else [],
        usage=USAGE,
    )


def answer(*items: Any) -> Answer:
    """An answer with a list."""
    return Answer({"agreements": list(items)}, USAGE)
