"""Standings: a run beside other runs over the same articles, and beside how far two labellings agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summariser.evaluation.cases import Case
from summariser.evaluation.contrast import compare
from summariser.evaluation.measures import PRIMARY, measures_of
from summariser.evaluation.runs import Run, total_usage
from summariser.evaluation.scores import Scores, ceiling, score_cases
from summariser.evaluation.statistics import Interval, intervals

SECOND_LABELS = "second labels"
SHOWN_USAGE = ("calls", "input_tokens", "output_tokens", "seconds")


@dataclass(frozen=True, slots=True)
class Standing:
    """One system in the comparison.

    Attributes:
        system: Its name.
        articles: How many articles its scores are over.
        values: By name of the measure, its value; None where there is nothing to measure.
        interval: Where the first of the measures lies.
        p: How often chance alone makes a difference as great as the one between its first measure and that of the run
            it stands beside; None for that run itself, and where it was not tested.
        verdict: ``better`` or ``worse`` than that run, or ``no difference``; empty where it was not tested.
        usage: Sums of what it cost, by name.
        provenance: What it was made with.
    """

    system: str
    articles: int
    values: Mapping[str, float | None]
    interval: Interval | None
    p: float | None
    verdict: str
    usage: Mapping[str, Decimal]
    provenance: Mapping[str, str]


def standings(
    cases: Sequence[Case],
    scores: Scores,
    run: Run,
    others: Sequence[Run],
    second: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Standing, ...]:
    """The run, the others, and the ceiling; nothing where there is nothing beside the run.

    Args:
        cases: The articles.
        scores: The scores of the run over them.
        run: The run.
        others: Runs of other systems over the same articles.
        second: By name of the case, the labels of somebody who has not seen the first ones; some cases are enough.

    Raises:
        EvaluationError: Another run has no answer for one of the articles.
    """
    if not others and not second:
        return ()
    found = [_standing(run, scores, None)]
    for other in others:
        found.append(_standing(other, score_cases(cases, other.records, scores.comparison), scores))
    if second:
        twice = [case for case in cases if case.name in second]
        found.append(_standing(Run(SECOND_LABELS, second), ceiling(twice, second, scores.comparison), None))
    return tuple(found)


def _standing(run: Run, scores: Scores, beside: Scores | None) -> Standing:
    measures = measures_of(scores.comparison)
    shown = [
        name for name in measures if name in PRIMARY or (name.count(".") == 1 and name.endswith((".f1", ".upward")))
    ]
    first = shown[0]
    interval = intervals([score.counts for score in scores.cases], {first: measures[first]}).get(first)
    compared = {score.name: run.usage[score.name] for score in scores.cases if score.name in run.usage}
    tested = None if beside is None else next(one for one in compare(beside, scores) if one.measure == first)
    return Standing(
        system=run.name,
        articles=len(scores.cases),
        values={name: measures[name].value(scores.totals) for name in shown},
        interval=interval,
        p=tested.p if tested else None,
        verdict=tested.verdict if tested else "",
        usage={name: value for name, value in total_usage(compared).items() if name in SHOWN_USAGE},
        provenance=run.provenance,
    )
