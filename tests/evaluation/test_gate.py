"""The gate closes on what is too low or has dropped, and says what."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.errors import EvaluationError, GateFailed
from summariser.evaluation.cases import Case
from summariser.evaluation.gate import check_baseline, fail_under, labels_digest, write_baseline
from summariser.evaluation.scores import Scores, score_cases

Label = dict[str, Any]


@pytest.fixture
def perfect(cases: list[Case]) -> Scores:
    """A run without an error."""
    return score_cases(cases, {case.name: case.gold for case in cases}, COMPARISON)


@pytest.fixture
def empty(cases: list[Case]) -> Scores:
    """A run that found nothing."""
    return score_cases(cases, {case.name: {} for case in cases}, COMPARISON)


def test_a_score_that_reaches_the_limit_passes(perfect: Scores) -> None:
    """The limit itself is enough."""
    fail_under(perfect, "micro_f1", 1.0)
    fail_under(perfect, "arms_deals.upward", 0.0)


def test_a_low_score_fails(empty: Scores) -> None:
    """Name, value and limit are in the message."""
    with pytest.raises(GateFailed, match=r"micro_f1: 0\.0000 is under 0\.5000"):
        fail_under(empty, "micro_f1", 0.5)


def test_a_rate_of_errors_fails_above_its_limit(gold: Label, score: Callable[[Label], Scores]) -> None:
    """For errors the limit is a most."""
    gold["arms_deals"][1]["status"] = "delivered"
    with pytest.raises(GateFailed, match="is over"):
        fail_under(score(gold), "arms_deals.upward", 0.1)


def test_nothing_to_measure_fails(empty: Scores) -> None:
    """A gate on a measure without a value is no gate."""
    with pytest.raises(GateFailed, match="nothing to measure"):
        fail_under(empty, "agreements.status", 0.1)


def test_the_same_run_passes_its_own_baseline(perfect: Scores, cases: list[Case], tmp_path: Path) -> None:
    """Rounding in the file makes no drop."""
    path = tmp_path / "baseline.json"
    write_baseline(path, perfect, cases)
    first = path.read_bytes()
    check_baseline(path, perfect, cases)
    write_baseline(path, perfect, cases)
    assert path.read_bytes() == first


def test_a_drop_fails_with_what_dropped(perfect: Scores, empty: Scores, cases: list[Case], tmp_path: Path) -> None:
    """Every dropped measure is named."""
    path = tmp_path / "baseline.json"
    write_baseline(path, perfect, cases, ["micro_f1", "items.recall", "empty_articles"])
    with pytest.raises(GateFailed) as failed:
        check_baseline(path, empty, cases)
    assert "micro_f1 from 1.0000" in str(failed.value)
    assert "items.recall" in str(failed.value)
    assert "empty_articles" not in str(failed.value)


def test_a_baseline_of_other_labels_is_refused(perfect: Scores, cases: list[Case], tmp_path: Path) -> None:
    """Scores against other labels are other scores."""
    path = tmp_path / "baseline.json"
    write_baseline(path, perfect, cases)
    label = copy.deepcopy(dict(cases[0].gold))
    label["notes"] = ["another"]
    changed = [replace(cases[0], gold=label), *cases[1:]]
    assert labels_digest(changed) != labels_digest(cases) == labels_digest(cases[::-1])
    with pytest.raises(EvaluationError, match="other labels"):
        check_baseline(path, perfect, changed)


@pytest.mark.parametrize("text", ["", "[]", '{"measures": 3'])
def test_a_broken_baseline_is_refused(text: str, perfect: Scores, cases: list[Case], tmp_path: Path) -> None:
    """It never passes silently."""
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"baseline\.json"):
        check_baseline(path, perfect, cases)


def test_an_unknown_measure_is_not_written(perfect: Scores, cases: list[Case], tmp_path: Path) -> None:
    """A misspelt measure is found when the baseline is made."""
    with pytest.raises(EvaluationError, match="no such measure"):
        write_baseline(tmp_path / "baseline.json", perfect, cases, ["f1"])
