"""Alignment: which predicted fact is which gold fact, as the best assignment over a declared similarity."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from summariser.evaluation.facts import Fact
from summariser.evaluation.likeness import likeness
from summariser.topics.comparison import Clue, How, Over

_TIE = 1e-3
"""Share of `prefer` in the weight of a pair: it decides between equally similar pairs and nothing else."""
_PAIR = 1e-6
"""Bonus of a pair, so that of two equally good assignments the one with more pairs is taken."""

Prefer = Callable[[Fact, Fact], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts taken for the same, by their places."""

    gold: int
    predicted: int


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one assignment of rows to columns with the greatest sum; cells of 0 are never taken."""
    if not weights or not weights[0]:
        return []
    if len(weights) == 1 or len(weights[0]) == 1:
        cells = [(weight, row, column) for row, line in enumerate(weights) for column, weight in enumerate(line)]
        best = max(cells, key=lambda cell: (cell[0], -cell[1], -cell[2]))
        return [(best[1], best[2])] if best[0] > 0 else []
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(weights, maximize=True)
    pairs = zip(map(int, rows), map(int, columns), strict=True)
    return [(row, column) for row, column in pairs if weights[row][column] > 0]


def similarity(gold: Fact, predicted: Fact) -> float:
    """How similar two facts of one type are, from 0 to 1; 0 for a pair that cannot be the same fact. Symmetric."""
    match = gold.kind.match
    found = {clue.name: _clue(clue, gold, predicted) for clue in match.clues}
    least = {clue.name: clue.least for clue in match.clues}
    if not all(any(found[name] >= least[name] for name in group) for group in match.needs):
        return 0.0
    total = sum(clue.weight * found[clue.name] for clue in match.clues) / sum(clue.weight for clue in match.clues)
    return total if total >= match.threshold else 0.0


def align(gold: Sequence[Fact], predicted: Sequence[Fact], prefer: Prefer | None = None) -> list[Pair]:
    """The best one-to-one alignment, ordered by the gold facts. It does not depend on the order of either side.

    Args:
        gold: Facts of one type.
        predicted: Facts of the same type.
        prefer: From 0 to 1, which of equally similar pairs to take, e.g. the share of right fields.
    """
    rows, columns = _canonical(gold), _canonical(predicted)
    alike = [[similarity(gold[row], predicted[column]) for column in columns] for row in rows]
    weights = [
        [
            value and value + _PAIR + (_TIE * prefer(gold[row], predicted[column]) if prefer else 0.0)
            for value, column in zip(line, columns, strict=True)
        ]
        for line, row in zip(alike, rows, strict=True)
    ]
    pairs = [Pair(rows[i], columns[j]) for i, j in assign(weights)]
    return sorted(pairs, key=lambda pair: (pair.gold, pair.predicted))


def matched_values(how: How, gold: Sequence[object], predicted: Sequence[object]) -> float:
    """The greatest sum of likenesses over one-to-one pairs of values."""
    alike = [[likeness(how, one, other) for other in predicted] for one in gold]
    return sum(alike[row][column] for row, column in assign(alike))


def _canonical(facts: Sequence[Fact]) -> list[int]:
    """The places of the facts in an order that depends on their content alone."""
    return sorted(range(len(facts)), key=lambda place: _content(facts[place].values))


def _content(values: Mapping[str, object]) -> str:
    return json.dumps(
        {key: value for key, value in values.items() if key != "id"}, sort_keys=True, ensure_ascii=False, default=str
    )


def _clue(clue: Clue, gold: Fact, predicted: Fact) -> float:
    if clue.how is How.SENTENCES:
        union = gold.evidence | predicted.evidence
        return len(gold.evidence & predicted.evidence) / len(union) if union else clue.absent
    ours, theirs = _value_lists(clue, gold), _value_lists(clue, predicted)
    own = [(ours[0], other) for other in theirs] + [(one, theirs[0]) for one in ours[1:]]
    return max(_values_alike(clue, one, other) for one, other in own)


def _value_lists(clue: Clue, fact: Fact) -> list[list[object]]:
    """The values of the clue, then each accepted variant of them."""
    options = [fact.alternatives(path) for path in clue.paths]
    own = [value for option in options for value in option[0]]
    variants = [
        [value for other, option in enumerate(options) for value in (variant if other == place else option[0])]
        for place, option in enumerate(options)
        for variant in option[1:]
    ]
    return [own, *variants]


def _values_alike(clue: Clue, gold: Sequence[object], predicted: Sequence[object]) -> float:
    if not gold and not predicted:
        return clue.absent
    if not gold or not predicted:
        return 0.0
    if clue.over is Over.ANY:
        return max(likeness(clue.how, one, other) for one in gold for other in predicted)
    return 2 * matched_values(clue.how, gold, predicted) / (len(gold) + len(predicted))
