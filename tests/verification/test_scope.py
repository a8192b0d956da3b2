"""What is no agreement, no transfer and no quantity: facts that a topic's own rules leave out, told as rejected."""

from __future__ import annotations

from typing import Any

import pytest

from summariser.grounding import Grounded, ground
from summariser.topics.fact import Fact
from summariser.values.grounds import Grounds
from tests.pipeline.articles import article
from tests.verification.answers import topic


def read(listed: str, text: str, **item: Any) -> Grounded[Fact]:
    """What the product makes of an answer that cites the whole text."""
    read_text = article(text)
    numbers = [sentence.number for sentence in read_text.sentences]
    return ground(topic().fact_types[listed], {"evidence": numbers, **item}, Grounds(read_text), path=listed)


def pact(text: str, *parties: str, **item: Any) -> Grounded[Fact]:
    """An agreement of these parties."""
    return read("agreements", text, parties=list(parties), kind="trade", instrument="treaty", status="signed", **item)


def transfer(text: str, supplier: str, recipient: str, quantity: str, name: str) -> Grounded[Fact]:
    """A deal for one item."""
    items = [{"designation": name, "quantity": quantity, "category": "small_arms"}]
    return read("arms_deals", text, supplier=supplier, recipient=recipient, items=items, status="contracted")


def test_companies_among_themselves_make_no_agreement() -> None:
    """An act between states needs a state, an organisation, an agency or an armed group."""
    outcome = pact("Lockheed Martin and Boeing signed a trade agreement.", "Lockheed Martin", "Boeing")
    assert outcome.fact is None
    assert "agency" in outcome.rejected[0].reason
    text = "Lockheed Martin and Boeing signed a trade agreement in Washington."
    assert pact(text, "Lockheed Martin", "Boeing", location="Washington").fact is None


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Lockheed Martin and Poland signed a deal.", ("Lockheed Martin", "Poland")),
        ("Russia's Gazprom and China's CNPC signed a deal.", ("Gazprom", "CNPC")),
        ("The two sides signed a deal.", ("two sides",)),
    ],
)
def test_where_a_state_may_stand_behind_it_the_agreement_stays(text: str, parties: tuple[str, ...]) -> None:
    """A party that is a state, or a sentence that names one, or a party of no known kind, leaves it open."""
    assert pact(text, *parties).fact is not None


def test_a_supplier_is_not_the_recipient() -> None:
    """Who buys at home has no supplier: the deal stays without one, and the rejection says why."""
    outcome = transfer(
        "Romania's army ordered 500 rifles from a Romanian plant.", "Romanian", "Romania", "500", "rifles"
    )
    assert outcome.fact is not None
    assert outcome.fact.supplier is None  # type: ignore[attr-defined]
    assert [rejection.path for rejection in outcome.rejected] == ["arms_deals.supplier"]


def test_money_is_no_quantity() -> None:
    """The price of rifles is not how many they are."""
    outcome = transfer(
        "Romania ordered rifles for 86 million lei from Italy.", "Italy", "Romania", "86 million", "rifles"
    )
    assert "arms_deals.items[0].quantity" in {rejection.path for rejection in outcome.rejected}


def test_a_year_is_no_amount() -> None:
    """A figure whose number is the year it is of has no number."""
    outcome = read("trade_figures", "Exports rose again in 2024.", measure="exports", amount="2024")
    assert outcome.fact is None
    assert any(rejection.reason == "a year is no amount" for rejection in outcome.rejected)
