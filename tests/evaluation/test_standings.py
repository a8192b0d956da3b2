"""A run beside others: each is scored by the same code, and a difference is only one where a test says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.report import as_json, build_report
from summariser.evaluation.runs import Run
from summariser.evaluation.scores import score_cases
from summariser.evaluation.standings import SECOND_LABELS, Standing, standings
from summariser.evaluation.views import as_html, as_markdown

Label = dict[str, Any]


def beside(cases: list[Case], own: dict[str, Any], others: list[Run], **more: Any) -> tuple[Standing, ...]:
    """The standings of a run with these records."""
    return standings(cases, score_cases(cases, own, COMPARISON), Run("ours", own), others, **more)


def test_each_system_has_its_own_scores(cases: list[Case]) -> None:
    """The one that repeats the labels is right in all, the one that says nothing in nothing; the first comes first."""
    perfect = {case.name: dict(case.gold) for case in cases}
    silent: dict[str, Any] = {case.name: {} for case in cases}
    usage = {case.name: {"calls": 2, "output_tokens": 10, "cost": "0.1"} for case in cases}
    usage["another article"] = {"calls": 50}
    ours, theirs = beside(cases, perfect, [Run("silent", silent, usage)])
    assert (ours.system, theirs.system) == ("ours", "silent")
    assert ours.values["micro_f1"] == 1
    assert theirs.values["micro_f1"] == 0
    assert (ours.verdict, ours.p) == ("", None)
    assert theirs.p is not None
    assert theirs.usage["calls"] == 2 * len(cases)
    assert "cost" not in theirs.usage


def test_the_same_answers_are_no_difference(cases: list[Case]) -> None:
    """A system beside itself is not better."""
    records = {case.name: dict(case.gold) for case in cases}
    assert beside(cases, records, [Run("again", records)])[1].verdict == "no difference"


def test_the_ceiling_is_over_the_articles_labelled_twice(cases: list[Case]) -> None:
    """One article labelled twice is enough, and is told."""
    records: dict[str, Any] = {case.name: {} for case in cases}
    second = {cases[0].name: dict(cases[0].gold)}
    last = beside(cases, records, [], second=second)[-1]
    assert (last.system, last.articles) == (SECOND_LABELS, 1)


def test_a_run_over_other_articles_is_refused(cases: list[Case]) -> None:
    """Scores over different articles do not stand beside each other."""
    records: dict[str, Any] = {case.name: {} for case in cases}
    with pytest.raises(EvaluationError, match="no prediction"):
        beside(cases, records, [Run("other", {cases[0].name: {}})])


def test_every_view_shows_the_systems(cases: list[Case]) -> None:
    """Names are text of files: escaped, and without marks that a terminal obeys."""
    records: dict[str, Any] = {case.name: {} for case in cases}
    found = beside(cases, records, [Run("<b>peer</b>\x1b[31m", records, provenance={"version": "<i>1</i>"})])
    report = build_report(cases, score_cases(cases, records, COMPARISON), Run("ours", records), found)
    page, page_text = as_html(report), as_markdown(report)
    assert "&lt;b&gt;peer&lt;/b&gt;" in page and "<b>peer" not in page and "<i>1" not in page
    assert "&lt;b>peer" in page_text and "\x1b" not in page + page_text
    assert json.loads(as_json(report))["standings"][0]["system"] == "ours"


def test_without_others_there_is_nothing_to_show(cases: list[Case]) -> None:
    """A report of one run has no such table."""
    records: dict[str, Any] = {case.name: {} for case in cases}
    assert beside(cases, records, []) == ()
