"""Fields of facts that are the same: values right, wrong, omitted and invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summariser.evaluation.alignment import assign
from summariser.evaluation.facts import Fact
from summariser.evaluation.likeness import is_right
from summariser.evaluation.values import at
from summariser.topics.comparison import Field, Part


@dataclass(frozen=True, slots=True)
class Outcome:
    """One field of one pair of facts.

    Attributes:
        ours: Values of the label, in the accepted variant that fits best; empty for a null.
        theirs: Values of the prediction.
        same: Places of the values of both that are the same.
    """

    ours: tuple[object, ...]
    theirs: tuple[object, ...]
    same: tuple[tuple[int, int], ...]

    @property
    def gold(self) -> int:
        """How many values the label has."""
        return len(self.ours)

    @property
    def predicted(self) -> int:
        """How many values the prediction has."""
        return len(self.theirs)

    @property
    def right(self) -> int:
        """How many values are the same."""
        return len(self.same)

    @property
    def wrong(self) -> int:
        """Values that stand on both sides and differ; what is left over is omitted or invented."""
        return min(self.gold, self.predicted) - self.right

    @property
    def is_perfect(self) -> bool:
        """Whether nothing is wrong, omitted or invented."""
        return self.gold == self.predicted == self.right


def compare_field(field: Field, gold: Fact, predicted: Fact) -> Outcome:
    """Compare one field; the accepted variant with the best outcome counts."""
    ours = gold.alternatives(field.name, field.accept)
    theirs = predicted.alternatives(field.name, field.accept)
    tries = [(one, theirs[0]) for one in ours] + [(ours[0], other) for other in theirs[1:]]
    outcomes = [_outcome(field, gold, predicted, one, other) for one, other in tries]
    return max(outcomes, key=lambda outcome: (outcome.is_perfect, outcome.right, -outcome.gold - outcome.predicted))


def share_right(gold: Fact, predicted: Fact) -> float:
    """The share of fields in which nothing is wrong."""
    fields = gold.kind.fields
    perfect = sum(compare_field(field, gold, predicted).is_perfect for field in fields)
    return perfect / len(fields) if fields else 1.0


def size(field: Field, fact: Fact) -> int:
    """How many values a fact has in a field."""
    return len(list(at(fact.values, field.name)))


def _outcome(field: Field, gold: Fact, predicted: Fact, ours: Sequence[object], theirs: Sequence[object]) -> Outcome:
    alike = [[float(_same(field, gold, predicted, one, other)) for other in theirs] for one in ours]
    return Outcome(tuple(ours), tuple(theirs), tuple(assign(alike)))


def _same(field: Field, gold: Fact, predicted: Fact, one: object, other: object) -> bool:
    if not field.parts:
        return is_right(field.how, one, other)
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    for part in field.parts:
        ours, theirs = one.get(part.name), other.get(part.name)
        pairs = [(ours, theirs)]
        pairs += [(option, theirs) for option in _accepted(field, part.name, gold)]
        pairs += [(ours, option) for option in _accepted(field, part.name, predicted)]
        if not any(_same_part(part, a, b) for a, b in pairs):
            return False
    return True


def _same_part(part: Part, one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    return is_right(part.how, one, other)


def _accepted(field: Field, part: str, fact: Fact) -> list[object]:
    return [entry for name in (field.name, *field.accept) for entry in fact.accept.get(f"{name}.{part}", ())]
