"""The gate: a score that is below what was demanded, or that has dropped, is an error."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from summariser.atomic import write_whole
from summariser.errors import EvaluationError, GateFailed
from summariser.evaluation.cases import Case
from summariser.evaluation.files import read_object
from summariser.evaluation.measures import Measure, measures_of
from summariser.evaluation.scores import Scores
from summariser.evaluation.statistics import intervals

_DIGITS = 6
_TIE = 10.0**-_DIGITS


def fail_under(scores: Scores, measure: str, least: float) -> None:
    """Refuse a score that is too low, or, for a rate of errors, too high.

    Args:
        scores: The run.
        measure: Name of the measure, e.g. ``micro_f1`` or ``<type>.upward``.
        least: What it has to reach; for a rate of errors, what it may not pass.

    Raises:
        GateFailed: If it does not.
        EvaluationError: If there is no such measure.
    """
    value = scores.value(measure)
    if value is None:
        raise GateFailed("there is nothing to measure", subject=measure, hint="Choose a measure that the cases have.")
    lower_is_better = measures_of(scores.comparison)[measure].higher_is_better is False
    if value > least if lower_is_better else value < least:
        raise GateFailed(
            f"{value:.4f} is {'over' if lower_is_better else 'under'} {least:.4f}",
            subject=measure,
            hint="The report shows which facts were missed or made up.",
        )


def write_baseline(path: Path, scores: Scores, cases: Sequence[Case], measures: Sequence[str] | None = None) -> None:
    """Keep the scores of a run with their intervals as the baseline of later ones.

    Args:
        path: The JSON file to write.
        scores: The run.
        cases: Its cases, so that a baseline of other labels is never compared.
        measures: Names of the measures to keep; by default all that the run has a value for.

    Raises:
        EvaluationError: If there is no such measure.
    """
    known = measures_of(scores.comparison)
    for name in measures or ():
        scores.value(name)
    spans = intervals([score.counts for score in scores.cases], known)
    kept = {}
    for name in measures or known:
        value = known[name].value(scores.totals)
        if value is not None and name in spans and known[name].higher_is_better is not None:
            numbers = {"value": value, "low": spans[name].low, "high": spans[name].high}
            kept[name] = {key: round(number, _DIGITS) for key, number in numbers.items()}
    baseline = {
        "topic": scores.comparison.topic,
        "cases": len(cases),
        "labels": labels_digest(cases),
        "measures": kept,
    }
    write_whole(path, json.dumps(baseline, indent=1, ensure_ascii=False) + "\n")


def check_baseline(path: Path, scores: Scores, cases: Sequence[Case]) -> None:
    """Refuse a run that has dropped below the interval of a baseline.

    Args:
        path: The baseline.
        scores: The run.
        cases: Its cases.

    Raises:
        GateFailed: Names every measure that dropped, from what to what.
        EvaluationError: If the baseline cannot be read or is one of other labels.
    """
    baseline = read_object(path, "baseline", hint="Write one with a run that is good: --write-baseline.")
    if baseline.get("labels") != labels_digest(cases) or baseline.get("topic") != scores.comparison.topic:
        raise EvaluationError(
            "the baseline was made with other labels", subject=str(path), hint="Write it anew, and say why it changed."
        )
    kept = baseline.get("measures")
    dropped = []
    for name, numbers in kept.items() if isinstance(kept, Mapping) else ():
        measure = measures_of(scores.comparison).get(name)
        if measure is None:
            raise EvaluationError(f"no measure is called {name}", subject=str(path), hint="Write the baseline anew.")
        drop = _drop(measure, scores, numbers)
        if drop:
            dropped.append(drop)
    if dropped:
        raise GateFailed(
            "dropped below the baseline: " + "; ".join(dropped),
            subject=str(path),
            hint="Mend what the report shows, or write the baseline anew if the drop is meant.",
        )


def labels_digest(cases: Sequence[Case]) -> str:
    """SHA-256 over names, texts and labels of the cases, hex."""
    lines = [
        json.dumps([case.name, case.article.digest, case.gold], sort_keys=True, ensure_ascii=False)
        for case in sorted(cases, key=lambda case: case.name)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _drop(measure: Measure, scores: Scores, numbers: Mapping[str, float]) -> str | None:
    value = measure.value(scores.totals)
    was, low, high = numbers["value"], numbers["low"], numbers["high"]
    if value is None:
        return f"{measure.name} from {was:.4f} to nothing"
    worse = value > high + _TIE if measure.higher_is_better is False else value < low - _TIE
    return f"{measure.name} from {was:.4f} ({low:.4f} to {high:.4f}) to {value:.4f}" if worse else None
