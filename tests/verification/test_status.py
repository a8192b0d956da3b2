"""A status stands only where its sentences have wording for it and none of a lower one alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from schemas.agreements_cues import AGREEMENT_STAGES, DEAL_STAGES
from summariser.topics.stages import Stages, clauses
from tests.verification.answers import TrueFact, true_facts

DENIED = ("denied", "disputed")
STAGES = {"deal": DEAL_STAGES, "arms_deals": DEAL_STAGES, "agreement": AGREEMENT_STAGES, "agreements": AGREEMENT_STAGES}
ROWS = [
    tuple(cell.strip() for cell in line.split("|", 4))
    for line in (Path(__file__).parent / "data" / "status.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
UPWARD = [(kind, wrong, name, text) for kind, _, wrongs, name, text in ROWS for wrong in wrongs.split()]


def claims() -> list[TrueFact]:
    """The labelled facts that claim a status."""
    return [
        fact
        for fact in true_facts()
        if fact.item.get("status") and fact.item.get("assertion", {}).get("mode") not in DENIED
    ]


@pytest.mark.parametrize(("kind", "status", "wrong", "name", "text"), ROWS)
def test_a_status_that_the_sentence_says_is_not_doubted(
    kind: str, status: str, wrong: str, name: str, text: str
) -> None:
    """The cue of the status stands there."""
    del wrong
    assert STAGES[kind].doubt(status, [text], [name]) is None


@pytest.mark.parametrize(("kind", "wrong", "name", "text"), UPWARD)
def test_a_status_beyond_what_the_sentence_says_is_doubted(kind: str, wrong: str, name: str, text: str) -> None:
    """An offer is no order, talks are no treaty, what is in use was not sold by the sentence that says so."""
    assert STAGES[kind].doubt(wrong, [text], [name])


@pytest.mark.parametrize(
    ("name", "wrong", "right"), [("Gripens", "offered", "contracted"), ("F-16s", "contracted", "requested")]
)
def test_deals_that_share_a_sentence_are_told_apart(name: str, wrong: str, right: str) -> None:
    """The clause that names the item decides."""
    sentence = "Brazil ordered 36 Gripens in 2014, and has asked the United States for 24 F-16s."
    assert DEAL_STAGES.doubt(right, [sentence], [name]) is None
    if wrong != "offered":
        assert DEAL_STAGES.doubt(wrong, [sentence], [name])


def test_labelled_statuses_are_hardly_ever_doubted() -> None:
    """Under one in a hundred: a true status is worth more than a caught one."""
    facts = claims()
    doubted = [fact for fact in facts if "status" in {r.path.rpartition(".")[2] for r in fact.grounded().rejected}]
    assert len(facts) > 250
    assert len(doubted) < len(facts) / 100


def test_a_doubted_status_is_null_and_told_while_the_fact_stays() -> None:
    """What is certain of a fact does not go with what is not."""
    offers = [
        fact for fact in claims() if fact.kind == "arms_deals" and fact.item["status"] in ("offered", "requested")
    ]
    outcomes = [fact.grounded(fact.put(("status",), "delivered")) for fact in offers]
    caught = [outcome for outcome in outcomes if any(r.path.endswith(".status") for r in outcome.rejected)]
    assert len(caught) >= len(outcomes) / 2
    for outcome in caught:
        assert outcome.fact is not None and outcome.fact.model_dump()["status"] is None
        assert not outcome.rejected[-1].whole


def test_an_invented_status_is_null_and_told() -> None:
    """A word outside the vocabulary costs the field, not the fact."""
    fact = claims()[0]
    outcome = fact.grounded(fact.put(("status",), "on_the_moon"))
    assert outcome.fact is not None and outcome.fact.model_dump()["status"] is None
    assert "on_the_moon" in [rejection.words for rejection in outcome.rejected]


@pytest.mark.parametrize(
    "text", ["signed a contract " * 60_000, "would sign " * 90_000, "a" * 1_000_000, "and was " * 125_000]
)
def test_hostile_sentences_take_no_time(text: str) -> None:
    """A megabyte is judged within a second."""
    started = time.process_time()
    DEAL_STAGES.doubt("delivered", [text], ["contract"])
    assert time.process_time() - started < 1


def test_clauses_cover_the_sentence() -> None:
    """Nothing of a sentence is lost between its clauses."""
    sentence = "It has 12; it wants more, which is odd, and was told so - but late."
    assert "".join(sentence[start:end] for start, end in clauses(sentence)) == sentence


def test_stages_without_cues_are_never_doubted() -> None:
    """A status that nothing is known of is left alone."""
    assert Stages(order={}, reached={}, clear={}).doubt("unknown", ["It was signed."], []) is None
