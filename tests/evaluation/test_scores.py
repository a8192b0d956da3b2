"""What counts as right, wrong, omitted, invented, and what is spared."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.measures import measures_of
from summariser.evaluation.scores import Scores, ceiling, score_cases

Label = dict[str, Any]
Score = Callable[[Label], Scores]


def test_a_label_against_itself_is_perfect_in_every_measure(cases: list[Case]) -> None:
    """Whatever a measure measures, a labelling agrees with itself."""
    scores = ceiling(cases, {case.name: case.gold for case in cases}, COMPARISON)
    measured = 0
    for name, measure in measures_of(COMPARISON).items():
        value = measure.value(scores.totals)
        if value is not None and measure.higher_is_better is not None:
            assert value == (1.0 if measure.higher_is_better else 0.0), name
            measured += 1
    assert measured > 60


def test_optional_facts_are_neither_rewarded_nor_punished(gold: Label, score: Score) -> None:
    """With the optional facts and without them the score is the same."""
    without = {**gold, "agreements": gold["agreements"][:1], "trade_figures": gold["trade_figures"][:2]}
    assert score(gold).of("facts") == score(without).of("facts")
    assert score(without).of("facts").gold == 1 + 3 + 2


def test_a_prediction_cannot_declare_its_facts_optional(gold: Label, score: Score) -> None:
    """Only a label says what is optional or accepted."""
    wrong = copy.deepcopy(gold)
    wrong["trade_figures"][0]["amount"]["amount"] = 7
    wrong["optional_ids"] = ["T1"]
    assert score(wrong).of("trade_figures").predicted == 2
    wrong = copy.deepcopy(gold)
    wrong["agreements"][0]["status"] = "announced"
    wrong["agreements"][0]["accept"] = {"status": ["signed"]}
    assert score(wrong).of("agreements.status").right == 0


def test_the_second_labelling_of_a_ceiling_may(navies: Case, gold: Label) -> None:
    """Between two labellings, what either accepts counts right."""
    other = copy.deepcopy(gold)
    other["agreements"][0]["status"] = "announced"
    other["agreements"][0]["accept"] = {"status": ["signed"]}
    assert ceiling([navies], {navies.name: other}, COMPARISON).value("agreements.status") == 1


@pytest.mark.parametrize(("value", "right"), [("agreement", 1), ("framework", 1), ("treaty", 0), (None, 0)])
def test_accepted_values_count_right(gold: Label, score: Score, value: str | None, right: int) -> None:
    """The label's own value and those it accepts, and no others."""
    gold["agreements"][0]["instrument"] = value
    assert score(gold).of("agreements.instrument").right == right


def test_an_accepted_null_asks_for_nothing(gold: Label, score: Score) -> None:
    """Where a label accepts null, leaving the value out is no omission; a wrong value is still wrong."""
    gold["agreements"][0]["location"]["country_iso"] = None
    assert score(gold).of("agreements.location.country_iso").gold == 0
    gold["agreements"][0]["location"]["country_iso"] = "DE"
    found = score(gold).of("agreements.location.country_iso")
    assert (found.right, found.predicted) == (0, 1)


def test_where_a_whole_may_be_null_so_may_its_parts(cases: list[Case], navies: Case, gold: Label) -> None:
    """Leaving out a value that the label accepts to be absent is no omission, nor are its currency and qualifier."""
    label = copy.deepcopy(gold)
    label["agreements"][0]["accept"] = {"value": [None]}
    gold["agreements"][0]["value"] = None
    scores = score_cases([replace(navies, gold=label)], {navies.name: gold}, COMPARISON)
    assert scores.of("agreements.value").gold == scores.of("agreements.value.qualifier").gold == 0


def test_accepted_values_of_nested_facts(gold: Label, score: Score) -> None:
    """`items.category` in a deal's accept counts for its items."""
    gold["arms_deals"][1]["items"][0]["category"] = "other"
    assert score(gold).value("items.category") == 1
    gold["arms_deals"][0]["items"][0]["category"] = "other"
    assert score(gold).of("items.category").right == 2


def test_omitted_invented_and_wrong_are_told_apart(gold: Label, score: Score) -> None:
    """A value left out, one made up and one that differs are three errors."""
    del gold["agreements"][0]["occasion"]
    gold["arms_deals"][1]["value"] = {"amount": 5, "unit": "currency", "currency": "USD", "raw": "$5"}
    gold["arms_deals"][0]["value"]["amount"] = 311000000
    scores = score(gold)
    occasion, value = scores.of("agreements.occasion"), scores.of("arms_deals.value")
    assert (occasion.gold, occasion.predicted, occasion.right) == (1, 0, 0)
    assert (value.gold, value.predicted, value.right, scores.totals["arms_deals.value:wrong"]) == (1, 2, 0, 1)


def test_upward_errors_follow_the_ladder(gold: Label, score: Score) -> None:
    """An offer read as a contract is upward; a contract read as an offer is not."""
    gold["arms_deals"][1]["status"] = "contracted"
    assert score(gold).totals["arms_deals:upward"] == 1
    gold["arms_deals"][1]["status"] = "requested"
    gold["arms_deals"][0]["status"] = "offered"
    assert score(gold).totals["arms_deals:upward"] == 0


def test_costly_misreadings(gold: Label, score: Score) -> None:
    """What somebody claims must not become what the reporter states."""
    gold["trade_figures"][1]["assertion"] = {"mode": "stated", "source": None}
    scores = score(gold)
    assert scores.totals["trade_figures:claimed read as stated:made"] == 1
    assert scores.totals["trade_figures:claimed read as stated:chances"] == 1


def test_confusion_counts_an_accepted_status_as_right(cases: list[Case], gold: Label, navies: Case) -> None:
    """The matrix shows errors alone off its diagonal."""
    gold["agreements"][0]["status"] = "announced"
    confusion = score_cases([navies], {navies.name: gold}, COMPARISON).confusion
    assert confusion["agreements", "signed", "announced"] == 1
    assert confusion["arms_deals", "contracted", "contracted"] == 1


def test_empty_articles_that_stayed_empty(cases: list[Case], gold: Label) -> None:
    """An article without facts is a test of its own."""
    nothing: dict[str, Label] = {case.name: {} for case in cases}
    assert score_cases(cases, nothing, COMPARISON).totals["articles:stayed empty"] == 1
    scores = score_cases(cases, {**nothing, "rain": gold}, COMPARISON)
    assert (scores.totals["articles:empty"], scores.totals["articles:stayed empty"]) == (1, 0)


def test_dates_by_precision(gold: Label, score: Score) -> None:
    """A day read as a month is wrong, and counted where the label has a day."""
    gold["agreements"][0]["dates"][0]["value"] = "2025-03"
    scores = score(gold)
    assert (scores.value("dates.day"), scores.value("dates.year")) == (0, 1)


@pytest.mark.parametrize("form", [[1, 2, 3], [{"sentence": n, "span": [0, 1], "text": ""} for n in (1, 2, 3)]])
def test_evidence_by_number_equals_evidence_by_quotation(gold: Label, score: Score, form: list[object]) -> None:
    """Predictions cite numbers, labels quote; both are the same sentences."""
    gold["agreements"][0]["evidence"] = form
    assert score(gold).value("evidence.f1") == 1


def test_wrong_evidence_counts(gold: Label, score: Score) -> None:
    """Sentences that do not state the fact, and words that the cited sentences do not hold."""
    gold["agreements"][0]["evidence"] = [9, 99]
    scores = score(gold)
    assert scores.value("evidence.overlap") == pytest.approx(4 / 5)
    assert (scores.value("evidence.holds_words") or 0) < 1


def test_records_of_the_product_score_like_labels(gold: Label, score: Score) -> None:
    """Leaves with words, span and support, and decimals as strings, compare by their values."""
    agreement, deal, figure = gold["agreements"][0], gold["arms_deals"][0], gold["trade_figures"][0]
    agreement["occasion"] = {"raw": "Baltic fleet days", "span": [1, 2], "support": "verbatim"}
    deal["value"]["amount"] = "310000000"
    for item in deal["items"]:
        item["designation"] = {"raw": item.pop("raw"), "designation": item["designation"], "support": "verbatim"}
    deal["bidders"] = [{"name": {"raw": bidder["name"], "name": bidder["name"]}} for bidder in deal["bidders"]]
    figure["period"] = {"raw": "in 2024", "value": "2024", "support": "verbatim"}
    figure["change_pct"] = {"raw": "4.5%", "amount": "4.5", "unit": "percent"}
    scores = score(gold)
    assert scores.value("values_f1") == scores.micro_f1 == 1


def test_summary_counts(gold: Label, score: Score) -> None:
    """A summary is asked for what the label demands and blamed for what the article does not say."""
    gold["summary"] = "Norway signed a framework with Denmark worth 77 million euros."
    scores = score(gold)
    assert scores.totals["summary:invented numbers"] == 1
    assert scores.totals["summary:invented names"] == 1
    assert scores.value("summary.mentions") == pytest.approx(3 / 4)
    assert scores.value("summary.words") == 10


def test_a_missing_prediction_is_refused(cases: list[Case]) -> None:
    """A failed article has to be scored as empty, not left out."""
    with pytest.raises(EvaluationError, match="have no prediction"):
        score_cases(cases, {"rain": {}}, COMPARISON)


def test_an_unknown_measure_is_refused(gold: Label, score: Score) -> None:
    """A misspelt measure in a gate must not pass."""
    with pytest.raises(EvaluationError, match="no such measure"):
        score(gold).value("micro_f2")


@pytest.mark.parametrize("record", [{}, {"agreements": None}, {"agreements": "x"}, {"agreements": [None, 3, []]}])
def test_malformed_records_score_as_empty(record: Label, score: Score) -> None:
    """Whatever a peer returns, scoring does not break."""
    assert score(record).of("facts").right == 0
