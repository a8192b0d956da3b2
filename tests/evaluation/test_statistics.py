"""Intervals and tests say neither too much nor too little, and always the same."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.agreements_scoring import COMPARISON
from summariser.errors import EvaluationError
from summariser.evaluation.aligned import Counts
from summariser.evaluation.cases import Case
from summariser.evaluation.contrast import _verdict, compare
from summariser.evaluation.measures import Measure
from summariser.evaluation.scores import score_cases
from summariser.evaluation.statistics import holm, intervals, paired_intervals, permutation_test

SHARE = {"share": Measure("share", (("right", 1),), ("all",))}


def coin(generator: random.Random, articles: int, chance: float) -> list[Counts]:
    """Articles with five facts each, of which each is right with some chance."""
    return [Counter(right=sum(generator.random() < chance for _ in range(5)), all=5) for _ in range(articles)]


def test_the_interval_is_the_same_bytes_for_ever() -> None:
    """A fixed value: it would change with the seed, the drawing or the rounding, and on no version of Python."""
    articles: list[Counts] = [Counter(right=place % 4, all=3) for place in range(20)]
    found = intervals(articles, SHARE)["share"]
    assert (found.low, found.high) == (20 / 60, 40 / 60)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Of 200 samples of a coin of 0.7, 95% intervals hold 0.7 in 88 to 99 of 100 cases."""
    generator = random.Random(3)
    held = 0
    for _ in range(200):
        found = intervals(coin(generator, 30, 0.7), SHARE, samples=200)["share"]
        held += found.low <= 0.7 <= found.high
    assert 176 <= held <= 198


def test_no_interval_where_there_is_nothing_to_measure() -> None:
    """A measure with nothing below the line has no value and no interval."""
    assert intervals([Counter(right=0, all=0)] * 5, SHARE) == {}
    assert intervals([], SHARE) == {}
    assert permutation_test([], [], SHARE) == {}
    assert paired_intervals([], [], SHARE) == {}


def test_chance_is_called_chance_and_a_difference_a_difference() -> None:
    """Two samples of one coin differ significantly about five times in a hundred; two coins, nearly always."""
    generator = random.Random(5)
    alarms = sum(
        permutation_test(coin(generator, 30, 0.6), coin(generator, 30, 0.6), SHARE, swaps=200)["share"] < 0.05
        for _ in range(100)
    )
    assert alarms <= 12
    found = permutation_test(coin(generator, 30, 0.4), coin(generator, 30, 0.8), SHARE, swaps=200)
    assert found["share"] < 0.01


def test_the_interval_of_a_difference_holds_its_sign() -> None:
    """Better throughout: the interval of the difference is above zero."""
    one: list[Counts] = [Counter(right=place % 3, all=5) for place in range(20)]
    other: list[Counts] = [Counter(right=place % 3 + 1, all=5) for place in range(20)]
    assert paired_intervals(one, other, SHARE)["share"].low > 0


@settings(max_examples=50, deadline=None)
@given(found=st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_adjusting_never_lowers_a_p_and_keeps_the_order(found: dict[str, float]) -> None:
    """Holm's method: larger than before, never above one, in the same order."""
    adjusted = holm(found)
    assert all(found[name] <= adjusted[name] <= 1 for name in found)
    ordered = sorted(found, key=lambda name: (found[name], name))
    assert [adjusted[name] for name in ordered] == sorted(adjusted.values())


def test_a_run_against_itself_is_no_difference(cases: list[Case]) -> None:
    """It says so in words."""
    scores = score_cases(cases, {case.name: case.gold for case in cases}, COMPARISON)
    differences = compare(scores, scores)
    assert {difference.verdict for difference in differences} == {"no difference"}
    said = "micro_f1: 1.000 -> 1.000 is no difference that 3 articles can show (p = 1.000)."
    assert differences[0].sentence(3) == said


def test_runs_over_other_articles_are_refused(cases: list[Case]) -> None:
    """Only the same articles can be compared."""
    records = {case.name: case.gold for case in cases}
    with pytest.raises(EvaluationError, match="not over the same articles"):
        compare(score_cases(cases, records, COMPARISON), score_cases(cases[:2], records, COMPARISON))


def test_better_and_worse_go_by_the_direction_of_a_measure() -> None:
    """Fewer costly errors are better."""
    many = [case_like(place, upward=1) for place in range(12)]
    few = [case_like(place, upward=0) for place in range(12)]
    p = permutation_test(many, few, SHARE)["share"]
    assert _verdict((1.0, 0.0), p, False) == "better"
    assert _verdict((1.0, 0.0), p, True) == "worse"
    assert _verdict((1.0, 0.0), p, None) == "different"
    assert _verdict((1.0, 0.0), 0.5, True) == "no difference"


def case_like(place: int, *, upward: int) -> Counts:
    """Counts of a case."""
    return Counter(right=upward, all=1 + place % 2)
