"""What langextract is shown: the task in words, and two invented articles with all that is to be found in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from vocabularies import AgreementKind, AgreementStatus, Category, DealStatus, Instrument, Measure


@dataclass(frozen=True)
class Span:
    """Words of a text with what belongs to them.

    Attributes:
        kind: Class of the extraction.
        text: The words as they stand in the text.
        attributes: What the text says of them.
    """

    kind: str
    text: str
    attributes: dict[str, str | list[str]]


@dataclass(frozen=True)
class Example:
    """A text with all its spans, in their order."""

    text: str
    spans: tuple[Span, ...]


EXAMPLES = (
    Example(
        "Portugal and Uruguay signed an agreement on defence cooperation in Lisbon on Thursday. Defence ministers Rui "
        "Faria and Ana Lemos put their names to the text, which holds for ten years. Portugal's exports to Uruguay "
        "came to about 84 million euros in 2015.",
        (
            Span(
                "agreement",
                "an agreement on defence cooperation",
                {
                    "parties": ["Portugal", "Uruguay"],
                    "kind": "defence_cooperation",
                    "instrument": "agreement",
                    "status": "signed",
                    "signed_by": ["Rui Faria", "Ana Lemos"],
                    "place": "Lisbon",
                    "date": "on Thursday",
                    "duration": "ten years",
                },
            ),
            Span(
                "trade_figure",
                "about 84 million euros",
                {"measure": "exports", "country": "Portugal", "partner": "Uruguay", "period": "2015"},
            ),
        ),
    ),
    Example(
        "Chile ordered twelve Caracal helicopters from Airbus of France in May, for 390 million euros. Talks with "
        "Sweden on RBS15 missiles for the Chilean navy began last year. In return Chile has cut its tariff on Swedish "
        "cheese to 6 per cent.",
        (
            Span(
                "arms_item",
                "Caracal helicopters",
                {
                    "supplier": "France",
                    "recipient": "Chile",
                    "company": "Airbus",
                    "category": "helicopter",
                    "quantity": "twelve",
                    "status": "contracted",
                    "date": "in May",
                    "value": "390 million euros",
                },
            ),
            Span(
                "arms_item",
                "RBS15 missiles",
                {"supplier": "Sweden", "recipient": "Chile", "category": "missile", "status": "negotiating"},
            ),
            Span(
                "trade_figure",
                "6 per cent",
                {"measure": "tariff_rate", "country": "Chile", "partner": "Sweden", "product": "cheese"},
            ),
        ),
    ),
)


def _listed(vocabulary: object) -> str:
    return ", ".join(get_args(vocabulary))


TASK = f"""Extract from the news article, in the order of the text and in its exact words:
- agreement: the words for an agreement, pact or treaty between states or international organisations
- arms_item: the words for one type of weapon or military equipment that goes from one country to another
- trade_figure: the amount or percentage of an export, import, trade balance, tariff, purchase, investment, aid or debt
Use only what the article says. Leave out every attribute that the article does not state. Extract nothing where there \
is nothing to extract.
kind of an agreement: {_listed(AgreementKind)}
instrument of an agreement: {_listed(Instrument)}
status of an agreement: {_listed(AgreementStatus)}
category of an arms_item: {_listed(Category)}
status of an arms_item: {_listed(DealStatus)}
measure of a trade_figure: {_listed(Measure)}"""
