"""Answers that come near to the text and are not in it: none is ever taken for supported."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from summariser.grounding import Grounded
from summariser.topics.fact import Fact
from tests.verification.answers import TrueFact, strings, true_facts
from tests.verification.near_misses import NearMiss, near_misses, neighbours

KINDS = {
    "digit": 400, "scale": 100, "currency": 80, "unit": 50, "number word": 50, "date": 150, "name": 50, "party": 400,
}  # fmt: skip
"""Kinds of near-misses, with how many there must be at least: a generator that finds none would prove nothing."""


@cache
def generated() -> dict[str, list[NearMiss]]:
    """All near-misses of the evaluation set, by kind."""
    found: dict[str, list[NearMiss]] = {kind: [] for kind in KINDS}
    for fact in true_facts():
        for miss in near_misses(fact):
            found[miss.kind].append(miss)
    return found


def outcome(miss: NearMiss) -> Grounded[Fact]:
    """What the product makes of a near-miss."""
    return miss.fact.grounded(miss.fact.put(miss.path, miss.words))


@pytest.mark.parametrize("kind", KINDS)
def test_no_near_miss_is_supported(kind: str) -> None:
    """Its words are neither in the record nor in what is kept of the answer, and the rejection says so."""
    misses = generated()[kind]
    assert len(misses) >= KINDS[kind]
    for miss in misses:
        grounded = outcome(miss)
        assert grounded.fact is None or miss.words not in set(strings(grounded.kept)), miss
        assert miss.words in {rejection.words for rejection in grounded.rejected}, miss


def test_the_quantity_of_a_neighbour_is_not_the_items_own() -> None:
    """A sentence with 12 Gripens and 30 missiles has no 30 Gripens, though 30 stands in it."""
    misses = [miss for fact in true_facts() for miss in neighbours(fact)]
    assert len(misses) >= 30
    for miss in misses:
        grounded = outcome(miss)
        quantity = grounded.kept["items"][miss.path[1]].get("quantity") if grounded.fact else None
        assert quantity is None, miss
        assert any(rejection.path.endswith(".quantity") for rejection in grounded.rejected)


def test_labelled_quantities_are_hardly_ever_doubted() -> None:
    """At most one in forty of the evaluation set's own quantities is taken for a neighbour's."""
    count: Counter[bool] = Counter()
    for fact in true_facts():
        quantities = sum("quantity" in item for item in fact.item.get("items", ()))
        doubted = sum(rejection.path.endswith(".quantity") for rejection in fact.grounded().rejected)
        count[True] += doubted
        count[False] += quantities - doubted
    assert count[False] > 100
    assert count[True] <= count.total() / 40


def rich(fact: TrueFact) -> list[tuple[object, str]]:
    """Objects in place of words: whole leaves of a record with other values, and words with values beside them."""
    words = next(words for path, words in fact.words() if path[0] in ("value", "amount"))
    span = {"span": [0, 5], "support": "verbatim", "amount": 999_999, "unit": "currency", "currency": "XTS"}
    return [({"raw": words, **span}, words), ({"words": words, **span}, words), ({"raw": "999,999", **span}, words)]


def test_values_of_a_models_own_never_get_in() -> None:
    """An answer with values instead of words, or beside them, is refused or read by its words alone."""
    facts = [fact for fact in true_facts() if any(path[0] in ("value", "amount") for path, _ in fact.words())]
    assert len(facts) > 150
    for fact in facts:
        field = "value" if "value" in fact.item else "amount"
        for value, words in rich(fact):
            grounded = fact.grounded(fact.put((field,), value))
            leaf = getattr(grounded.fact, field) if grounded.fact else None
            assert leaf is None or (
                leaf.raw.lower() == words.lower() and leaf.amount != 999_999 and leaf.currency != "XTS"
            )
