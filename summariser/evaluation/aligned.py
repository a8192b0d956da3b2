"""The facts of one case sorted out: found, omitted, invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summariser.evaluation.alignment import align
from summariser.evaluation.cases import Case
from summariser.evaluation.facts import Fact, facts_of, nested_facts
from summariser.evaluation.fields import share_right
from summariser.topics.comparison import Comparison, FactType

Counts = Counter[str]
"""What a case, or all, add to the scores. Every score is a ratio of sums of these."""
Record = Mapping[str, object]
"""A predicted record as plain data."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The facts of one type in one case. A prediction taken for an optional fact is neither rewarded nor punished.

    Attributes:
        kind: The type.
        pairs: Gold facts with the predictions taken for them; optional gold facts are left out.
        omitted: Gold facts that nothing was taken for; optional ones are left out.
        invented: Predictions that were taken for nothing.
    """

    kind: FactType
    pairs: tuple[tuple[Fact, Fact], ...]
    omitted: tuple[Fact, ...]
    invented: tuple[Fact, ...]


def align_case(case: Case, record: Record, comparison: Comparison, *, labelled: bool = False) -> tuple[Aligned, ...]:
    """Align the facts of a prediction with the label, type by type.

    Args:
        case: The case.
        record: What was predicted for it.
        comparison: The topic's declaration.
        labelled: Whether the prediction is a label itself, whose optional facts and accepted values are heeded too.
    """
    aligned: list[Aligned] = []
    for kind in comparison.types:
        gold = facts_of(kind, case.gold, case.article, label=True)
        predicted = facts_of(kind, record, case.article, label=labelled)
        aligned.append(_sort_out(kind, gold, predicted))
        for inner in kind.nested:
            aligned.append(_sort_out(inner, nested_facts(inner, gold), nested_facts(inner, predicted)))
    return tuple(aligned)


def _sort_out(kind: FactType, gold: Sequence[Fact], predicted: Sequence[Fact]) -> Aligned:
    pairs = align(gold, predicted, share_right)
    taken = {pair.predicted for pair in pairs}
    found = {pair.gold for pair in pairs}
    spared = {pair.predicted for pair in pairs if gold[pair.gold].optional or predicted[pair.predicted].optional}
    return Aligned(
        kind=kind,
        pairs=tuple((gold[p.gold], predicted[p.predicted]) for p in pairs if p.predicted not in spared),
        omitted=tuple(fact for place, fact in enumerate(gold) if place not in found and not fact.optional),
        invented=tuple(fact for place, fact in enumerate(predicted) if place not in taken and not fact.optional),
    )
