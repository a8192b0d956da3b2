"""How sure a score is: bootstrap intervals over articles, and a permutation test for two runs.

Facts of one article stand or fall together, so it is articles that are drawn, never facts. All randomness comes from
`random.Random.random` with a fixed seed, whose sequence is the same in every version of Python, and all sums are sums
of whole numbers: the same inputs give the same bytes everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summariser.evaluation.aligned import Counts
from summariser.evaluation.measures import Measure

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    Table = NDArray[int64]
    Columns = dict[str, NDArray[float64]]

SEED = 20250101
SAMPLES = 1000
SWAPS = 10_000
"""Enough that a p adjusted for a hundred measures can still be small."""
LEVEL = 0.95
_NOISE = 1e-12
"""Rounding of floating-point differences that are equal in truth."""
_SMALLEST_SHARE = 0.5
"""An interval is given only where at least this share of the samples has something to measure."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a score lies with the confidence of `LEVEL`."""

    low: float
    high: float


def intervals(cases: Sequence[Counts], measures: Mapping[str, Measure], samples: int = SAMPLES) -> dict[str, Interval]:
    """Bootstrap intervals by name of the measure; a measure without one has too little to measure.

    Args:
        cases: The counts of each article.
        measures: What to measure.
        samples: How often to draw as many articles as there are, with replacement.
    """
    if not cases:
        return {}
    keys = _keys(measures)
    totals = _drawn(len(cases), samples) @ _table(cases, keys)
    return _spread(_columns(totals, keys, measures))


def paired_intervals(
    one: Sequence[Counts], other: Sequence[Counts], measures: Mapping[str, Measure], samples: int = SAMPLES
) -> dict[str, Interval]:
    """Bootstrap intervals of the difference (other minus one) of two runs over the same articles."""
    if not one:
        return {}
    keys = _keys(measures)
    drawn = _drawn(len(one), samples)
    before = _columns(drawn @ _table(one, keys), keys, measures)
    after = _columns(drawn @ _table(other, keys), keys, measures)
    return _spread({name: after[name] - before[name] for name in measures})


def permutation_test(
    one: Sequence[Counts], other: Sequence[Counts], measures: Mapping[str, Measure], swaps: int = SWAPS
) -> dict[str, float]:
    """How often a difference at least as great comes about where the runs swap their results at random.

    Args:
        one: The counts of each article in the first run.
        other: Those of the same articles in the second.
        measures: What to measure.
        swaps: How often to swap.

    Returns:
        By name of the measure, the two-sided p; measures that a run has no value for are left out.
    """
    if not one:
        return {}
    import numpy

    keys = _keys(measures)
    a, b = _table(one, keys), _table(other, keys)
    generator = random.Random(SEED)
    swapped = numpy.array([[generator.random() < 1 / 2 for _ in one] for _ in range(swaps)], dtype=numpy.int64)
    moved = swapped @ (b - a)
    first, second = a.sum(axis=0), b.sum(axis=0)
    observed = _columns(numpy.stack([first, second]), keys, measures)
    before, after = (_columns(total, keys, measures) for total in (first + moved, second - moved))
    found = {}
    for name in measures:
        seen = abs(observed[name][1] - observed[name][0])
        if not numpy.isnan(seen):
            shuffled = abs(after[name] - before[name])
            shuffled = shuffled[~numpy.isnan(shuffled)]
            found[name] = (1 + int((shuffled >= seen - _NOISE).sum())) / (1 + len(shuffled))
    return found


def holm(found: Mapping[str, float]) -> dict[str, float]:
    """The p of many tests at once, adjusted by Holm's method, so that one of them being small by chance is no news."""
    ordered = sorted(found, key=lambda name: (found[name], name))
    adjusted: dict[str, float] = {}
    floor = 0.0
    for place, name in enumerate(ordered):
        floor = max(floor, min(1.0, found[name] * (len(ordered) - place)))
        adjusted[name] = floor
    return adjusted


def _keys(measures: Mapping[str, Measure]) -> list[str]:
    found = {key for measure in measures.values() for key in (*measure.under, *(key for key, _ in measure.over))}
    return sorted(found)


def _table(cases: Sequence[Counts], keys: Sequence[str]) -> Table:
    """Counts as whole numbers, one row a case and one column a key."""
    import numpy

    return numpy.array([[case.get(key, 0) for key in keys] for case in cases], dtype=numpy.int64)


def _drawn(size: int, samples: int) -> Table:
    """How often each of `size` cases is drawn, one row a sample."""
    import numpy

    generator = random.Random(SEED)
    drawn = numpy.zeros((samples, size), dtype=numpy.int64)
    for row in drawn:
        for _ in range(size):
            row[int(generator.random() * size)] += 1
    return drawn


def _columns(totals: Table, keys: Sequence[str], measures: Mapping[str, Measure]) -> Columns:
    """Each measure in each sample; not a number where there is nothing to measure."""
    import numpy

    place = {key: column for column, key in enumerate(keys)}
    found = {}
    for name, measure in measures.items():
        over = sum(totals[:, place[key]] * factor for key, factor in measure.over)
        under = sum(totals[:, place[key]] for key in measure.under)
        with numpy.errstate(invalid="ignore", divide="ignore"):
            found[name] = numpy.where(under == 0, numpy.nan, over / under)
    return found


def _spread(columns: Columns) -> dict[str, Interval]:
    import numpy

    found = {}
    for name, column in columns.items():
        values = numpy.sort(column[~numpy.isnan(column)]).tolist()
        if values and len(values) >= _SMALLEST_SHARE * len(column):
            outside = int(len(values) * (1 - LEVEL) / 2)
            found[name] = Interval(values[outside], values[-1 - outside])
    return found
