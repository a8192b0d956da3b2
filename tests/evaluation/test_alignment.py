"""Alignment is the best assignment, whatever the order."""

from __future__ import annotations

import copy
import itertools
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.agreements_scoring import COMPARISON
from summariser.article import Article, Sentence
from summariser.evaluation.aligned import align_case
from summariser.evaluation.alignment import align, assign, similarity
from summariser.evaluation.cases import Case
from summariser.evaluation.facts import Fact, facts_of
from summariser.evaluation.scores import score_cases

KINDS = {kind.name: kind for kind in COMPARISON.types}
TEXT = "One. Two. Three."
ARTICLE = Article(TEXT, (Sentence(1, 0, 4, "One."), Sentence(2, 5, 9, "Two."), Sentence(3, 10, 16, "Three.")))
PARTIES = st.sampled_from([{"name": name, "iso": name} for name in ("US", "IN", "FR")])
EVIDENCE = st.lists(st.integers(1, 3), unique=True, max_size=2)
AGREEMENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["trade", "alliance"]),
        "status": st.sampled_from(["signed", "announced"]),
        "parties": st.lists(PARTIES, min_size=1, max_size=3),
        "dates": st.lists(
            st.fixed_dictionaries({"role": st.just("signed"), "value": st.sampled_from(["2024", "2025-01", None])}),
            max_size=2,
        ),
        "evidence": EVIDENCE,
    }
)
DEALS = st.fixed_dictionaries(
    {
        "supplier": st.one_of(st.none(), PARTIES),
        "recipient": st.one_of(st.none(), PARTIES),
        "status": st.sampled_from(["offered", "contracted"]),
        "items": st.lists(
            st.fixed_dictionaries(
                {
                    "designation": st.sampled_from(["F-16", "F-35", "F-16 jets", "rifles"]),
                    "quantity": st.sampled_from([None, {"value": 2, "raw": "two"}]),
                }
            ),
            min_size=1,
            max_size=3,
        ),
        "evidence": EVIDENCE,
    }
)
FIGURES = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["exports", "imports"]),
        "reporter": st.one_of(st.none(), PARTIES),
        "partner": st.one_of(st.none(), PARTIES),
        "amount": st.fixed_dictionaries(
            {"amount": st.sampled_from([100, 100.5, 200, None]), "unit": st.just("percent"), "raw": st.just("some")}
        ),
        "evidence": EVIDENCE,
    }
)
RECORDS = st.fixed_dictionaries(
    {
        "agreements": st.lists(AGREEMENTS, max_size=3),
        "arms_deals": st.lists(DEALS, max_size=3),
        "trade_figures": st.lists(FIGURES, max_size=3),
    }
)
Record = dict[str, Any]


def best_by_force(weights: list[list[float]]) -> float:
    """The greatest sum over every way of pairing rows with columns."""
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        return best_by_force([list(column) for column in zip(*weights, strict=True)])
    choices = itertools.permutations(range(columns), rows)
    return max(sum(weights[row][column] for row, column in enumerate(choice)) for choice in choices)


def case_of(record: Record) -> Case:
    """A case whose label is the record."""
    return Case("case", "dev", ARTICLE, record)


def facts(name: str, record: Record) -> list[Fact]:
    """The facts of one type in a record."""
    return facts_of(KINDS[name], record, ARTICLE, label=True)


def test_equals_the_brute_force_optimum_on_a_thousand_tables() -> None:
    """The assignment is the optimum, proved by trying every other one."""
    generator = random.Random(7)
    for _ in range(1000):
        rows, columns = generator.randint(1, 5), generator.randint(1, 5)
        weights = [[generator.choice([0.0, generator.random()]) for _ in range(columns)] for _ in range(rows)]
        pairs = assign(weights)
        assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
        assert all(weights[row][column] > 0 for row, column in pairs)
        assert abs(sum(weights[row][column] for row, column in pairs) - best_by_force(weights)) < 1e-9


def test_nothing_to_assign() -> None:
    """Empty sides align to nothing."""
    assert assign([]) == assign([[]]) == assign([[0.0], [0.0]]) == []


@settings(max_examples=60, deadline=None)
@given(one=AGREEMENTS, other=AGREEMENTS)
def test_similarity_is_symmetric(one: Record, other: Record) -> None:
    """Label and prediction may change places."""
    a, b = facts("agreements", {"agreements": [one]})[0], facts("agreements", {"agreements": [other]})[0]
    assert similarity(a, b) == similarity(b, a)


@settings(max_examples=60, deadline=None)
@given(gold=RECORDS, predicted=RECORDS)
def test_scores_swap_with_the_sides(gold: Record, predicted: Record) -> None:
    """Precision one way is recall the other way."""
    there = score_cases([case_of(gold)], {"case": predicted}, COMPARISON).of("facts")
    back = score_cases([case_of(predicted)], {"case": gold}, COMPARISON).of("facts")
    assert (there.right, there.gold, there.predicted) == (back.right, back.predicted, back.gold)


@settings(max_examples=60, deadline=None)
@given(gold=RECORDS, predicted=RECORDS, generator=st.randoms(use_true_random=False))
def test_order_makes_no_difference(gold: Record, predicted: Record, generator: random.Random) -> None:
    """Facts may come in any order, on both sides: every count stays."""
    mixed_gold, mixed = copy.deepcopy(gold), copy.deepcopy(predicted)
    for record in (mixed_gold, mixed):
        for entries in record.values():
            generator.shuffle(entries)
    before = score_cases([case_of(gold)], {"case": predicted}, COMPARISON)
    after = score_cases([case_of(mixed_gold)], {"case": mixed}, COMPARISON)
    assert before.totals == after.totals
    assert before.confusion == after.confusion


@settings(max_examples=60, deadline=None)
@given(gold=RECORDS)
def test_a_label_matches_itself_perfectly(gold: Record) -> None:
    """Every fact finds itself, and every value of it is right."""
    scores = score_cases([case_of(gold)], {"case": gold}, COMPARISON)
    for key in ("facts", "values"):
        assert scores.of(key).right == scores.of(key).gold == scores.of(key).predicted


@settings(max_examples=60, deadline=None)
@given(gold=RECORDS)
def test_an_empty_record_finds_nothing(gold: Record) -> None:
    """Nothing predicted: no right, nothing invented, everything omitted."""
    facts_found = score_cases([case_of(gold)], {"case": {}}, COMPARISON).of("facts")
    assert facts_found.right == facts_found.predicted == 0


@settings(max_examples=60, deadline=None)
@given(gold=RECORDS, predicted=RECORDS, data=st.data())
def test_a_right_fact_never_lowers_the_right_ones(gold: Record, predicted: Record, data: st.DataObject) -> None:
    """Adding a fact of the label to a prediction keeps or raises what is right, and F1 never falls."""
    name = data.draw(st.sampled_from([name for name in gold if gold[name]] or ["agreements"]))
    if not gold[name]:
        return
    before = score_cases([case_of(gold)], {"case": predicted}, COMPARISON).of(name)
    omitted = before.gold - before.right
    more = {**predicted, name: [*predicted[name], copy.deepcopy(data.draw(st.sampled_from(gold[name])))]}
    after = score_cases([case_of(gold)], {"case": more}, COMPARISON).of(name)
    assert after.right >= before.right
    assert after.right <= before.right + min(1, omitted)


@settings(max_examples=60, deadline=None)
@given(gold=RECORDS, predicted=RECORDS)
def test_every_fact_is_sorted_out_once(gold: Record, predicted: Record) -> None:
    """Each fact is found, omitted or invented; none is lost, none counted twice."""
    for part in align_case(case_of(gold), predicted, COMPARISON):
        if part.kind.name in gold:
            assert len(part.pairs) + len(part.omitted) == len(gold[part.kind.name])
            assert len(part.pairs) + len(part.invented) == len(predicted[part.kind.name])


def test_equally_similar_pairs_go_by_their_fields() -> None:
    """Of two predictions alike in everything that matches, each finds the fact whose fields it has."""
    base = {"kind": "trade", "parties": [{"name": "US", "iso": "US"}], "dates": [], "evidence": [1]}
    gold = [{**base, "status": "signed"}, {**base, "status": "announced"}]
    from summariser.evaluation.fields import share_right

    ours = facts("agreements", {"agreements": gold})
    theirs = facts("agreements", {"agreements": gold[::-1]})
    assert [(pair.gold, pair.predicted) for pair in align(ours, theirs, share_right)] == [(0, 1), (1, 0)]
