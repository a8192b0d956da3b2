"""Reports made up by rule: as many as wanted, the same each time, with every kind of fact and badge."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from schemas.agreements import Agreement, Agreements, ArmsDeal, Assertion, Item, TradeFigure
from schemas.agreements_vocabulary import (
    AgreementKind,
    AgreementStatus,
    Category,
    DealStatus,
    Instrument,
    Measure,
    Mode,
)
from summariser.report import Missing, Report, Source, SummarySentence
from summariser.topics.fact import Citation
from summariser.values.leaf import Leaf, Support
from summariser.values.leaves import Amount, Date, Designation, EventDate, Mention, Party, Quantity, Words

_COUNTRIES = {
    "US": "United States", "FR": "France", "DE": "Germany", "GB": "Britain", "IN": "India", "CN": "China",
    "KR": "South Korea", "JP": "Japan", "TR": "Turkey", "PK": "Pakistan", "SA": "Saudi Arabia", "PL": "Poland",
    "NO": "Norway", "PH": "Philippines", "EG": "Egypt", "BR": "Brazil",
}  # fmt: skip
_TYPES = ("Rafale", "F-16", "Type 26", "HIMARS", "Bayraktar TB2", "K9", "AH-64", "Leopard 2")
L = TypeVar("L", bound=Leaf)
_FIRST = date(2019, 1, 1)


def synthetic_reports(count: int, *, seed: int = 7) -> Iterator[Report[Any]]:
    """So many reports, about five facts each, published from 2019 on.

    Args:
        count: How many.
        seed: What decides them.
    """
    chance = random.Random(seed)
    for number in range(count):
        published = _FIRST + timedelta(days=chance.randrange(365 * 7))
        yield _report(chance, number, published)


def _report(chance: random.Random, number: int, published: date) -> Report[Any]:
    record = Agreements(
        agreements=[_agreement(chance, f"A{n}", published) for n in range(1, chance.randrange(1, 4))],
        arms_deals=[_deal(chance, f"D{n}", published) for n in range(1, chance.randrange(1, 5))],
        trade_figures=[_figure(chance, f"T{n}", published) for n in range(1, chance.randrange(1, 5))],
    )
    return Report[Agreements](
        topic="agreements",
        model="synthetic",
        article=Source(
            source=f"https://example.org/{number}",
            title=f"Article number {number}",
            published=published,
            characters=2000,
            sentences=12,
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        ),
        summary=[SummarySentence(text="Made up.", origin="facts")],
        record=record,
        missing=[Missing(what="arms_deals", first=1, last=4, reason="made up")] if number % 97 == 0 else [],
    )


def _agreement(chance: random.Random, name: str, published: date) -> Agreement:
    happened = published - timedelta(days=chance.randrange(60))
    return Agreement(
        id=name,
        evidence=_evidence(chance),
        name=_leaf(Words, "defence pact"),
        parties=[_party(chance), _party(chance)],
        kind=chance.choice(list(AgreementKind)),
        instrument=chance.choice(list(Instrument)),
        status=chance.choice(list(AgreementStatus)),
        dates=[_leaf(EventDate, "then", value=happened.isoformat()[: chance.choice((7, 10))], role="signed")],
        assertion=_assertion(chance),
    )


def _deal(chance: random.Random, name: str, published: date) -> ArmsDeal:
    del published
    kind = chance.choice(_TYPES)
    item = Item(
        designation=_leaf(Designation, kind, designation=kind),
        quantity=_leaf(Quantity, "twelve", value=Decimal(12)),
        category=chance.choice(list(Category)),
    )
    return ArmsDeal(
        id=name,
        evidence=_evidence(chance),
        supplier=_party(chance),
        recipient=_party(chance) if chance.random() > 0.1 else None,
        items=[item],
        status=chance.choice(list(DealStatus)),
        value=_leaf(Amount, "$2 billion", amount=Decimal(2_000_000_000), unit="currency", currency="USD"),
        assertion=_assertion(chance),
    )


def _figure(chance: random.Random, name: str, published: date) -> TradeFigure:
    amount = Decimal(chance.randrange(1, 900)) * 10 ** chance.randrange(6, 10)
    return TradeFigure(
        id=name,
        evidence=_evidence(chance),
        measure=chance.choice((Measure.EXPORTS, Measure.IMPORTS, Measure.TRADE_DEFICIT, Measure.TARIFF_RATE)),
        amount=_leaf(Amount, "so much", amount=amount, unit="currency", currency=chance.choice(("USD", "EUR"))),
        reporter=_party(chance),
        partner=_party(chance),
        period=_leaf(Date, "last year", value=str(published.year - 1)) if chance.random() > 0.2 else None,
        assertion=_assertion(chance),
    )


def _assertion(chance: random.Random) -> Assertion:
    mode = chance.choice([Mode.STATED] * 6 + list(Mode))
    return Assertion(mode=mode, source=_leaf(Mention, "a minister") if mode is Mode.CLAIMED else None)


def _party(chance: random.Random) -> Party:
    code = chance.choice(list(_COUNTRIES))
    return _leaf(Party, _COUNTRIES[code], name=_COUNTRIES[code], iso=code, type="state")


def _evidence(chance: random.Random) -> list[Citation]:
    number = chance.randrange(1, 12)
    text = f"Sentence {chance.randrange(10**6)} says, at the length of the news, who signed what with whom and when."
    return [Citation(sentence=number, span=(0, len(text)), text=text)]


def _leaf(kind: type[L], words: str, **fields: Any) -> L:
    return kind(raw=words, span=(0, len(words)), support=Support.VERBATIM, **fields)
