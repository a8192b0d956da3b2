"""Every mistake in a prediction is noticed: labels are damaged one value at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.evaluation.cases import Case
from summariser.evaluation.scores import Scores, score_cases

Label = dict[str, Any]
UNSCORED = {"id", "name", "note", "accept", "related", "type", "role", "raw", "on_behalf_of", "product", "outcome",
            "period_raw", "schema_version", "article", "optional_ids", "notes", "summary_must_mention"}  # fmt: skip
"""Keys that are not scored, or only together with others."""


def damaged(label: Label) -> Iterator[tuple[str, Label]]:
    """Copies of a label, each with one scored value replaced by a wrong one."""
    for name in ("agreements", "arms_deals", "trade_figures"):
        for place, fact in enumerate(label[name]):
            if fact["id"] in label["optional_ids"]:
                continue
            for path in paths_of(fact):
                copied = copy.deepcopy(label)
                spoil(copied[name][place], path)
                yield f"{fact['id']}.{'.'.join(map(str, path))}", copied


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all scored values that are not null."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key not in UNSCORED:
                yield from paths_of(entry, (*path, key))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from paths_of(entry, (*path, place))
    elif value is not None:
        yield path


def spoil(fact: Any, path: tuple[Any, ...]) -> None:
    """Replace the value at a path by a wrong one of its kind."""
    *way, last = path
    for step in way:
        fact = fact[step]
    value = fact[last]
    if isinstance(value, int | float):
        fact[last] = value * 3 + 1
    elif last == "designation":
        fact[last] = fact["raw"] = "Zz 77"
    elif last == "iso":
        fact[last], fact["name"] = "FJ", "Fiji"
    elif path[0] == "evidence":
        fact[last] = "It rained."
    elif last == "value":
        fact[last] = "1900-01-01"
    else:
        fact[last] = "something else"


def everything(scores: Scores) -> tuple[object, ...]:
    """All counts of a run."""
    return (scores.totals, scores.confusion)


def test_every_wrong_value_moves_a_count_and_no_score_rises(navies: Case, gold: Label) -> None:
    """No scored value can be wrong unnoticed, and no mistake is rewarded."""
    perfect = score_cases([navies], {navies.name: gold}, COMPARISON)
    tried = 0
    for what, record in damaged(gold):
        scores = score_cases([navies], {navies.name: record}, COMPARISON)
        assert everything(scores) != everything(perfect), what
        assert (scores.micro_f1 or 0) <= 1, what
        in_evidence = ".evidence." in what
        assert in_evidence or (scores.value("values_f1") or 0) < 1, what
        assert not in_evidence or (scores.value("evidence.f1") or 0) < 1, what
        tried += 1
    assert tried > 70


@pytest.mark.parametrize("name", ["agreements", "arms_deals", "trade_figures"])
def test_a_fact_left_out_lowers_recall_and_one_made_up_lowers_precision(
    name: str, gold: Label, score: Callable[[Label], Scores]
) -> None:
    """Omission and invention each move their own side."""
    less = {**gold, name: gold[name][1:]}
    assert (score(less).value(f"{name}.recall") or 0) < 1
    assert (score(less).value("micro_recall") or 0) < 1
    more = {**gold, name: [*gold[name], *copy.deepcopy(gold[name][:1])]}
    assert (score(more).value(f"{name}.precision") or 0) < 1
    assert score(more).value(f"{name}.recall") == 1
