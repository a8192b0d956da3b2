"""Measures: every score by name, as a ratio of counts, with the direction in which it is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summariser.evaluation.counting import FACTS, VALUES
from summariser.topics.comparison import Comparison, FactType

HEADLINES = ("micro_f1", "values_f1")
"""The two overall measures: facts, and every field of every fact."""
PRIMARY = (*HEADLINES, "micro_precision", "micro_recall", "empty_articles", "summary.faithful")
"""What systems are compared by at a glance, beside the score of each fact type and its costly errors."""
PRECISIONS = ("day", "month", "year", "interval", "unresolved")


@dataclass(frozen=True, slots=True)
class Measure:
    """A score.

    Attributes:
        name: Its name, as a gate names it.
        over: Sum of counts with their factors above the line.
        under: Keys of the counts below the line.
        higher_is_better: False for a rate of errors, None where neither is better.
    """

    name: str
    over: tuple[tuple[str, int], ...]
    under: tuple[str, ...]
    higher_is_better: bool | None = True

    def value(self, counts: Mapping[str, int]) -> float | None:
        """The score, or None where there is nothing to measure."""
        below = sum(counts.get(key, 0) for key in self.under)
        return sum(counts.get(key, 0) * factor for key, factor in self.over) / below if below else None

    def fraction(self, counts: Mapping[str, int]) -> tuple[int, int]:
        """What stands above and below the line."""
        return sum(counts.get(key, 0) * factor for key, factor in self.over), sum(
            counts.get(key, 0) for key in self.under
        )


def measures_of(comparison: Comparison) -> dict[str, Measure]:
    """All measures of a topic by name, headlines first."""
    found = [*_prf(FACTS, "micro_"), *_prf(VALUES, "values_")]
    for kind in comparison.all_types():
        found += _of_type(kind)
    for precision in PRECISIONS:
        found.append(_rate(f"dates.{precision}", f"dates {precision}:right", f"dates {precision}:gold"))
    found.append(_rate("empty_articles", "articles:stayed empty", "articles:empty"))
    found.append(_rate("evidence.overlap", "evidence:overlap", "evidence:facts"))
    found.append(_rate("evidence.holds_words", "words:held", "words:all"))
    found += _prf("sentences", "evidence.")
    found.append(_rate("summary.mentions", "summary:mentioned", "summary:asked"))
    found.append(_rate("summary.faithful", "summary:faithful", "summary:written"))
    found.append(_rate("summary.words", "summary:words", "summary:written", None))
    return {measure.name: measure for measure in found}


def _of_type(kind: FactType) -> list[Measure]:
    found = _prf(kind.name, f"{kind.name}.")
    found.append(_rate(f"{kind.name}.empty_lists", f"{kind.name}:stayed empty", f"{kind.name}:empty"))
    for field in kind.fields:
        key = f"{kind.name}.{field.name}"
        found.append(Measure(key, ((f"{key}:right", 2),), (f"{key}:gold", f"{key}:predicted")))
    if kind.ladder is not None:
        found.append(_rate(f"{kind.name}.upward", f"{kind.name}:upward", f"{kind.name}:laddered", False))
    for misreading in kind.misreadings:
        key = f"{kind.name}:{misreading.name}"
        name = f"{kind.name}.{misreading.name.replace(' ', '_')}"
        found.append(_rate(name, f"{key}:made", f"{key}:chances", False))
    return found


def _prf(key: str, prefix: str) -> list[Measure]:
    right, gold, predicted = f"{key}:right", f"{key}:gold", f"{key}:predicted"
    return [
        Measure(f"{prefix}f1", ((right, 2),), (gold, predicted)),
        _rate(f"{prefix}precision", right, predicted),
        _rate(f"{prefix}recall", right, gold),
    ]


def _rate(name: str, over: str, under: str, higher_is_better: bool | None = True) -> Measure:
    return Measure(name, ((over, 1),), (under,), higher_is_better)
