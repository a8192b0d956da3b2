"""Two runs over the same articles: what differs, and whether that is a difference at all."""

from __future__ import annotations

from dataclasses import dataclass

from summariser.errors import EvaluationError
from summariser.evaluation.measures import HEADLINES, measures_of
from summariser.evaluation.scores import Scores
from summariser.evaluation.statistics import Interval, holm, paired_intervals, permutation_test

ALPHA = 0.05
"""From here on a difference counts as chance."""
_SHOWN_P = 0.001


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs.

    Attributes:
        measure: Its name.
        one: Its value in the first run, None where there is nothing to measure.
        other: Its value in the second.
        interval: Where the difference (second minus first) lies, if it can be said.
        p: How often chance alone makes so great a difference; for measures that are no headline adjusted for their
            number.
        verdict: ``better``, ``worse``, ``different`` (where neither is better) or ``no difference``.
    """

    measure: str
    one: float | None
    other: float | None
    interval: Interval | None
    p: float | None
    verdict: str

    @property
    def change(self) -> float | None:
        """Second minus first."""
        return None if self.one is None or self.other is None else self.other - self.one

    def sentence(self, articles: int) -> str:
        """What the two runs say about this measure, in words."""
        if self.change is None:
            return f"{self.measure}: nothing to compare."
        numbers = f"{self.one:.3f} -> {self.other:.3f}"
        p = p_words(self.p)
        if self.verdict == "no difference":
            return f"{self.measure}: {numbers} is no difference that {articles} articles can show ({p})."
        return f"{self.measure}: {numbers}, {self.verdict} ({p})."


def p_words(p: float | None) -> str:
    """A p as it is written in reports."""
    if p is None:
        return "untested"
    return f"p = {p:.3f}" if p >= _SHOWN_P else f"p < {_SHOWN_P}"


def compare(one: Scores, other: Scores) -> list[Difference]:
    """Compare two runs, measure by measure.

    The headlines are tested each by itself; all other measures are tested together and their p is adjusted (Holm),
    because among a hundred measures five seem to differ by chance.

    Args:
        one: The first run.
        other: The second run, over the same articles.

    Raises:
        EvaluationError: If the runs are not over the same articles.
    """
    names = [score.name for score in one.cases]
    if names != [score.name for score in other.cases] or one.comparison != other.comparison:
        raise EvaluationError(
            "the two runs are not over the same articles", hint="Score both against the same splits, in one order."
        )
    measures = measures_of(one.comparison)
    before, after = ([score.counts for score in run.cases] for run in (one, other))
    spans = paired_intervals(before, after, measures)
    raw = permutation_test(before, after, measures)
    tests = holm({name: p for name, p in raw.items() if name not in HEADLINES})
    tests.update({name: p for name, p in raw.items() if name in HEADLINES})
    found = []
    for name, measure in measures.items():
        values = measure.value(one.totals), measure.value(other.totals)
        verdict = _verdict(values, tests.get(name), measure.higher_is_better)
        found.append(Difference(name, *values, spans.get(name), tests.get(name), verdict))
    return found


def _verdict(values: tuple[float | None, float | None], p: float | None, higher_is_better: bool | None) -> str:
    before, after = values
    if before is None or after is None or p is None or p >= ALPHA or before == after:
        return "no difference"
    if higher_is_better is None:
        return "different"
    return "better" if (after > before) == higher_is_better else "worse"
