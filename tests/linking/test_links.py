"""When two articles tell one fact: pairs that must be linked, pairs that must not, and why."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from summariser.schemas.agreements_scoring import COMPARISON

from summariser.linking.groups import Group, link
from summariser.store.entries import FactRow
from tests.store.reports import agreement, dated, deal, figure, leaf

US, IN, PK, OM = ("United States", "US"), ("India", "IN"), ("Pakistan", "PK"), ("Oman", "OM")
TYPES = {"A": "agreements", "D": "arms_deals", "T": "trade_figures"}


def row(number: int, data: dict[str, Any], article: str | None = None) -> FactRow:
    """A fact as the store gives it, of an article of its own unless named."""
    return FactRow(
        number=number, article=article or f"article {number}", source=f"{number}.txt", title=None,
        published=date(2025, 1, 1 + number % 28), topic="agreements", model="m", type=TYPES[data["id"][0]],
        id=data["id"], kind=None, status=None, first=None, last=None, description=data["id"], data=data,
    )  # fmt: skip


def groups(*facts: dict[str, Any]) -> list[Group]:
    """The groups of facts of one article each."""
    return link([row(number, fact) for number, fact in enumerate(facts, 1)], COMPARISON)


def money(amount: str, currency: str = "USD", **more: Any) -> dict[str, Any]:
    """A sum of money."""
    return leaf(f"{amount} {currency}", amount=amount, unit="currency", currency=currency, qualifier="exact", **more)


def item(designation: str, count: str | None = None, qualifier: str = "exact") -> dict[str, Any]:
    """An item of a deal, with how many."""
    quantity = leaf(count, value=count, qualifier=qualifier) if count else None
    return {"designation": leaf(designation, designation=designation), "category": "missile", "quantity": quantity}


SIGNED = [dated("2025-10-31", "signed")]
SAME = {
    "the day and the month it lies in": (
        agreement(US, IN, dates=SIGNED),
        agreement(IN, US, dates=[dated("2025-10", "signed")]),
    ),
    "another day across the date line": (
        agreement(US, IN, dates=SIGNED),
        agreement(US, IN, dates=[dated("2025-11-01", "signed")]),
    ),
    "an update with a later status": (
        agreement(US, IN, dates=SIGNED, status="signed"),
        agreement(US, IN, dates=SIGNED, status="in_force"),
    ),
    "a name and no date": (
        agreement(US, IN, name=leaf("Major Defense Partnership Framework")),
        agreement(US, IN, name=leaf("the major defence partnership framework deal"), dates=SIGNED),
    ),
    "a deal that moved on": (
        deal(US, IN, "M777 howitzers", status="approved"),
        deal(US, IN, "M777", status="delivered"),
    ),
    "a deal whose supplier one article leaves out": (deal(US, IN, "Javelin"), deal(None, IN, "Javelin missiles")),
    "a deal by its value": (
        deal(US, IN, "frigates", value=money("10000000000")),
        deal(US, IN, "frigates", value=money("10050000000")),
    ),
    "a count that one of them leaves open": (
        deal(US, IN, items=[item("P-8I", "6")]),
        deal(US, IN, items=[item("P-8I", "10", "up_to")]),
    ),
    "a figure": (figure(US, IN, "41000000000"), figure(US, IN, "41000000000")),
}
OTHER = {
    "another day": (agreement(US, IN, dates=SIGNED), agreement(US, IN, dates=[dated("2025-11-12", "signed")])),
    "another year": (
        agreement(US, IN, dates=[dated("2024", "signed")], name=leaf("Major Defense Partnership")),
        agreement(US, IN, dates=SIGNED, name=leaf("Major Defense Partnership")),
    ),
    "nothing but parties and kind": (agreement(US, IN), agreement(US, IN)),
    "a year alone": (
        agreement(US, IN, dates=[dated("2025", "signed")]),
        agreement(US, IN, dates=[dated("2025", "signed")]),
    ),
    "other parties": (agreement(US, IN, dates=SIGNED), agreement(US, PK, dates=SIGNED)),
    "another kind on the same day": (
        agreement(US, IN, dates=SIGNED, kind="trade", instrument="agreement"),
        agreement(US, IN, dates=SIGNED, kind="alliance", instrument="treaty"),
    ),
    "a name that everything has": (
        agreement(US, IN, name=leaf("trade deal")),
        agreement(US, IN, name=leaf("trade deal")),
    ),
    "other items": (deal(US, IN, "F-16"), deal(US, IN, "F-35")),
    "items without a name": (deal(US, IN, "missiles"), deal(US, IN, "missiles")),
    "another recipient": (deal(US, IN, "Javelin"), deal(US, OM, "Javelin")),
    "another supplier": (deal(US, IN, "Javelin"), deal(PK, IN, "Javelin")),
    "a second order": (
        deal(US, IN, "Javelin", dates=[dated("2010-06-01", "contracted")]),
        deal(US, IN, "Javelin", dates=[dated("2025-06-01", "contracted")]),
    ),
    "another number of them": (deal(US, IN, items=[item("P-8I", "6")]), deal(US, IN, items=[item("P-8I", "12")])),
    "in service and ordered": (
        deal(US, IN, "P-8I", status="in_service"),
        deal(US, IN, "P-8I", status="contracted"),
    ),
    "another year of a figure": (
        figure(US, IN, "41", period=leaf("2003", value="2003")),
        figure(US, IN, "41", period=leaf("2004", value="2004")),
    ),
    "another measure": (figure(US, IN, "41"), figure(US, IN, "41", measure="debt")),
    "another currency": (figure(US, IN, "41"), figure(US, IN, "41") | {"amount": money("41", "EUR")}),
    "no party at all": (deal(None, None, "Javelin"), deal(None, None, "Javelin")),
    "different types": (agreement(US, IN, dates=SIGNED), deal(US, IN, "Javelin", dates=SIGNED)),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_what_is_one_is_linked(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Two tellings of one fact are one group, in either order, with reasons."""
    for facts in (pair, pair[::-1]):
        found = groups(*facts)
        assert [len(group.facts) for group in found] == [2]
        assert found[0].links[0].reasons


@pytest.mark.parametrize("pair", OTHER.values(), ids=OTHER)
def test_what_is_not_one_is_not_linked(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Facts that differ in what tells them apart, or share nothing of their own, stay apart."""
    assert groups(*pair) == []
    assert groups(*pair[::-1]) == []


def test_reasons_are_told() -> None:
    """A link says which parties, items and dates agree."""
    one = deal(US, IN, "M777", dates=[dated("2025-10-31", "contracted")])
    other = deal(US, IN, "M777 howitzer", dates=[dated("2025-10", "contracted")])
    assert groups(one, other)[0].links[0].reasons == (
        "same recipient IN",
        "items M777",
        "same supplier US",
        "dates 2025-10-31 and 2025-10 agree",
    )


def test_two_facts_of_one_article_are_never_one() -> None:
    """An article that tells two deals apart keeps them apart, though a third resembles both."""
    early, late = deal(US, IN, "Javelin", status="offered"), deal(US, IN, "Javelin", status="contracted")
    facts = [row(1, early, "a"), row(2, late | {"id": "D2"}, "a"), row(3, early, "b")]
    assert [[fact.number for fact in group.facts] for group in link(facts, COMPARISON)] == [[1, 3]]


def test_a_fact_without_a_date_does_not_bridge_two_dates() -> None:
    """What is vague joins one of two that rule each other out, and not both."""
    facts = [
        deal(US, IN, "Javelin", dates=[dated("2010-06-01", "contracted")]),
        deal(US, IN, "Javelin"),
        deal(US, IN, "Javelin", dates=[dated("2025-06-01", "contracted")]),
    ]
    assert [len(group.facts) for group in groups(*facts)] == [2]


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(shuffled: random.Random) -> None:
    """Groups and reasons are the same in whichever order facts come."""
    facts = [
        row(number, fact) for number, fact in enumerate([f for pair in [*SAME.values(), *OTHER.values()] for f in pair])
    ]
    expected = link(facts, COMPARISON)
    shuffled.shuffle(facts)
    assert link(facts, COMPARISON) == expected


def test_many_facts_of_the_same_parties_stay_apart() -> None:
    """Hundreds of deals of two states, each with an item of its own, give no link; their doubles give one each."""
    facts = [deal(US, IN, f"XM-{number}", status="approved") for number in range(300)]
    found = groups(*facts, *facts)
    assert len(found) == len(facts)
    assert {len(group.facts) for group in found} == {2}
