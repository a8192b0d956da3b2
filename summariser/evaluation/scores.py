"""Scores of a run: every case scored, and the ratios over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.counting import CaseScore, Counts, Record, score_case
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
    """

    comparison: Comparison
    cases: tuple[CaseScore, ...]
    totals: Counts

    def of(self, key: str) -> Prf:
        """Precision, recall and F1 of a fact type (``agreements``), a field (``agreements.status``) or of all.

        ``facts`` is the overall score of facts, ``values`` the stricter one of every field of every fact.
        """
        return Prf(self.totals[f"{key}:right"], self.totals[f"{key}:predicted"], self.totals[f"{key}:gold"])

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
    return Scores(comparison, scored, _total(score.counts for score in scored))


def _total(counts: Iterable[Counts]) -> Counts:
    total: Counts = Counter()
    for entry in counts:
        total.update(entry)
    return total
