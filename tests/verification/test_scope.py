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
    assert pact("Russia's Gazprom and China's CNPC signed a deal.", "Gazprom", "CNPC").fact is None
    assert pact("Stromness and Austevoll signed a charter.", "Stromness", "Austevoll").fact is None


@pytest.mark.parametrize(
    ("name", "parties", "kept"),
    [
        ("Oman", ("Oman", "India"), False),
        ("Boeing", ("Boeing", "India"), True),
        ("talks with India", ("Oman", "India"), False),
        ("treaty", ("Oman", "India"), True),
        ("$1 billion", ("Oman", "India"), False),
        ("$1 billion treaty", ("Oman", "India"), True),
        ("2024 treaty", ("Oman", "India"), True),
    ],
)
def test_an_agreement_is_not_called_as_its_party(name: str, parties: tuple[str, ...], kept: bool) -> None:
    """Nor are talks or a sum one; a company's with a state may be called by the company."""
    text = "Oman and Boeing held talks with India on a treaty: a $1 billion treaty, the 2024 treaty."
    assert (pact(text, *parties, name=name).fact is not None) == kept


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Lockheed Martin and Poland signed a deal.", ("Lockheed Martin", "Poland")),
        ("The two sides signed a deal.", ("two sides",)),
    ],
)
def test_where_a_state_may_stand_behind_it_the_agreement_stays(text: str, parties: tuple[str, ...]) -> None:
    """A party that is a state leaves it open, and so does one alone of no known kind."""
    assert pact(text, *parties).fact is not None


def test_what_is_bought_at_home_is_no_transfer() -> None:
    """A supplier that is the recipient leaves no deal between states, and the rejection says why."""
    text = "Romania's army ordered 500 rifles from a Romanian plant."
    outcome = transfer(text, "Romanian", "Romania", "500", "rifles")
    assert outcome.fact is None
    assert "bought at home" in outcome.rejected[0].reason


@pytest.mark.parametrize("name", ["agreement on military assistance", "defence pact"])
def test_a_text_is_no_item(name: str) -> None:
    """What is delivered is equipment."""
    assert transfer(f"China gave Oman 5 {name}.", "China", "Oman", "5", name).fact is None


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
