"""Scores of a run: every case scored, and the ratios over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summariser.errors import EvaluationError
from summariser.evaluation.aligned import Counts, Record
from summariser.evaluation.cases import Case
from summariser.evaluation.counting import CaseScore, score_case
from summariser.evaluation.measures import measures_of
from summariser.evaluation.quality import Confusion
from summariser.topics.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Prf:
    """Precision, recall and F1 with the counts they come from; a ratio over nothing is None."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float | None:
        """Right over predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Right over gold."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Twice the right over predicted and gold."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None


@dataclass(frozen=True)
class Scores:
    """What a run came to.

    Attributes:
        comparison: The declaration it was scored by.
        cases: Each case, in the order given.
        totals: The sums of the counts of all cases.
        confusion: The sums of their confusions.
    """

    comparison: Comparison
    cases: tuple[CaseScore, ...]
    totals: Counts
    confusion: Confusion

    def of(self, key: str) -> Prf:
        """Precision, recall and F1 of a fact type (its name), a field (``type.field``) or of all.

        ``facts`` is the overall score of facts, ``values`` the stricter one of every field of every fact.
        """
        return Prf(self.totals[f"{key}:right"], self.totals[f"{key}:predicted"], self.totals[f"{key}:gold"])

    def value(self, measure: str) -> float | None:
        """The value of a measure by name; None where there is nothing to measure.

        Raises:
            EvaluationError: If there is no such measure.
        """
        measures = measures_of(self.comparison)
        if measure not in measures:
            raise EvaluationError("no such measure", subject=measure, hint=f"There are: {', '.join(measures)}.")
        return measures[measure].value(self.totals)

    @property
    def micro_f1(self) -> float | None:
        """F1 over all counted facts."""
        return self.of("facts").f1


def score_cases(
    cases: Sequence[Case], predictions: Mapping[str, Record], comparison: Comparison, *, labelled: bool = False
) -> Scores:
    """Score predictions against labels.

    Args:
        cases: The cases.
        predictions: By name of the case, the predicted record as plain data.
        comparison: The topic's declaration.
        labelled: Whether the predictions are labels themselves.

    Raises:
        EvaluationError: If a case has no prediction.
    """
    missing = [case.name for case in cases if case.name not in predictions]
    if missing:
        raise EvaluationError(
            f"{len(missing)} of {len(cases)} cases have no prediction",
            subject=missing[0],
            hint="Give an empty record for an article on which the run failed.",
        )
    scored = tuple(score_case(case, predictions[case.name], comparison, labelled=labelled) for case in cases)
    totals: Counts = Counter()
    confusion: Confusion = Counter()
    for score in scored:
        totals.update(score.counts)
        confusion.update(score.confusion)
    return Scores(comparison, scored, totals, confusion)


def ceiling(cases: Sequence[Case], other_labels: Mapping[str, Record], comparison: Comparison) -> Scores:
    """How far two labellings of the same articles agree: what no system can be expected to pass.

    Args:
        cases: Cases with the first labelling.
        other_labels: By name of the case, the second labelling; its optional facts and accepted values are heeded.
        comparison: The topic's declaration.

    Raises:
        EvaluationError: If a case has no second label.
    """
    return score_cases(cases, other_labels, comparison, labelled=True)
