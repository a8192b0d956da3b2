"""Counting: what one case adds to every score. All scores are ratios of sums of these counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summariser.evaluation.alignment import align
from summariser.evaluation.cases import Case
from summariser.evaluation.facts import Fact, facts_of, nested_facts
from summariser.evaluation.fields import compare_field, share_right, size
from summariser.topics.comparison import Comparison, FactType

Counts = Counter[str]
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Aligned:
    """The facts of one type in one case, sorted out.

    Attributes:
        kind: The type.
        pairs: Gold facts with the predictions taken for them; optional gold facts are left out.
        omitted: Gold facts that nothing was taken for; optional ones are left out.
        invented: Predictions that were taken for nothing.
        spared: Predictions taken for optional facts: neither rewarded nor punished.
    """

    kind: FactType
    pairs: tuple[tuple[Fact, Fact], ...]
    omitted: tuple[Fact, ...]
    invented: tuple[Fact, ...]
    spared: tuple[Fact, ...]


@dataclass(frozen=True)
class CaseScore:
    """What one case came to: the facts sorted out, and the counts."""

    name: str
    aligned: tuple[Aligned, ...]
    counts: Counts = field(default_factory=Counter)


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


def score_case(case: Case, record: Record, comparison: Comparison, *, labelled: bool = False) -> CaseScore:
    """Align a prediction with its case and count what is right, wrong, omitted and invented."""
    aligned = align_case(case, record, comparison, labelled=labelled)
    counts: Counts = Counter()
    for part in aligned:
        _count_facts(part, counts)
        _count_fields(part, counts)
    return CaseScore(case.name, aligned, counts)


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
        spared=tuple(predicted[place] for place in sorted(spared)),
    )


def _count_facts(part: Aligned, counts: Counts) -> None:
    name = part.kind.name
    for key in (name, "facts") if part.kind.counted else (name,):
        counts[f"{key}:right"] += len(part.pairs)
        counts[f"{key}:gold"] += len(part.pairs) + len(part.omitted)
        counts[f"{key}:predicted"] += len(part.pairs) + len(part.invented)


def _count_fields(part: Aligned, counts: Counts) -> None:
    """Values of fields: in matched facts by type and field, and over all facts for the strict score."""
    for entry in part.kind.fields:
        name = f"{part.kind.name}.{entry.name}"
        for gold, predicted in part.pairs:
            outcome = compare_field(entry, gold, predicted)
            for key in (name, "values"):
                counts[f"{key}:gold"] += outcome.gold
                counts[f"{key}:predicted"] += outcome.predicted
                counts[f"{key}:right"] += outcome.right
        counts["values:gold"] += sum(size(entry, fact) for fact in part.omitted)
        counts["values:predicted"] += sum(size(entry, fact) for fact in part.invented)
