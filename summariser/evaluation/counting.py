"""Counting: what one case adds to every score."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from summariser.evaluation.aligned import Aligned, Counts, Record, align_case
from summariser.evaluation.cases import Case
from summariser.evaluation.fields import compare_field, size
from summariser.evaluation.quality import (
    Confusion,
    confusion_of,
    count_dates,
    count_empty,
    count_evidence,
    count_status,
    count_summary,
)
from summariser.topics.comparison import Comparison

FACTS = "facts"
"""Key of all counted facts."""
VALUES = "values"
"""Key of all fields of all facts, matched or not: the stricter score."""


@dataclass(frozen=True)
class CaseScore:
    """What one case came to.

    Attributes:
        name: Name of the case.
        aligned: Its facts, sorted out.
        counts: What it adds to every score.
        confusion: Gold status against predicted status.
    """

    name: str
    aligned: tuple[Aligned, ...]
    counts: Counts
    confusion: Confusion


def score_case(case: Case, record: Record, comparison: Comparison, *, labelled: bool = False) -> CaseScore:
    """Align a prediction with its case and count what is right, wrong, omitted and invented.

    Args:
        case: The case.
        record: What was predicted for it.
        comparison: The topic's declaration.
        labelled: Whether the prediction is a label itself.
    """
    aligned = align_case(case, record, comparison, labelled=labelled)
    top = {kind.name for kind in comparison.types}
    counts: Counts = Counter()
    for part in aligned:
        _count_facts(part, counts)
        _count_fields(part, counts)
        count_status(part, counts)
        if part.kind.name in top:
            count_evidence(part, case, counts)
    count_empty(aligned, counts)
    count_summary(case, record, comparison, counts, labelled=labelled)
    return CaseScore(case.name, aligned, counts, confusion_of(aligned))


def _count_facts(part: Aligned, counts: Counts) -> None:
    for key in (part.kind.name, FACTS) if part.kind.counted else (part.kind.name,):
        counts[f"{key}:right"] += len(part.pairs)
        counts[f"{key}:gold"] += len(part.pairs) + len(part.omitted)
        counts[f"{key}:predicted"] += len(part.pairs) + len(part.invented)


def _count_fields(part: Aligned, counts: Counts) -> None:
    """Values in matched facts by type and field, and in all facts for the strict score."""
    for field in part.kind.fields:
        for gold, predicted in part.pairs:
            outcome = compare_field(field, gold, predicted)
            for key in (f"{part.kind.name}.{field.name}", VALUES):
                counts[f"{key}:gold"] += outcome.gold
                counts[f"{key}:predicted"] += outcome.predicted
                counts[f"{key}:right"] += outcome.right
                counts[f"{key}:wrong"] += outcome.wrong
            count_dates(field, outcome, counts)
        counts[f"{VALUES}:gold"] += sum(size(field, fact) for fact in part.omitted)
        counts[f"{VALUES}:predicted"] += sum(size(field, fact) for fact in part.invented)
