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
        gold: Values the label has, those that it accepts to be absent left out.
        predicted: Values the prediction has.
        right: How many of them are the same.
    """

    gold: int
    predicted: int
    right: int

    @property
    def is_perfect(self) -> bool:
        """Whether nothing is wrong, omitted or invented."""
        return self.gold == self.predicted == self.right


def compare_field(field: Field, gold: Fact, predicted: Fact) -> Outcome:
    """Compare one field; the accepted variant with the best outcome counts."""
    accepted = gold.alternatives(field.name, field.accept)
    theirs = predicted.alternatives(field.name, field.accept)
    tries = [_outcome(field, gold, one, theirs[0]) for one in accepted]
    tries += [_outcome(field, gold, accepted[0], other) for other in theirs[1:]]
    return max(tries, key=lambda outcome: (outcome.is_perfect, outcome.right, -outcome.gold - outcome.predicted))


def share_right(gold: Fact, predicted: Fact) -> float:
    """The share of fields in which nothing is wrong."""
    fields = gold.kind.fields
    perfect = sum(compare_field(field, gold, predicted).is_perfect for field in fields)
    return perfect / len(fields) if fields else 1.0


def size(field: Field, fact: Fact) -> int:
    """How many values a fact has in a field."""
    return len(list(at(fact.values, field.name)))


def _outcome(field: Field, gold: Fact, ours: Sequence[object], theirs: Sequence[object]) -> Outcome:
    same = [[float(_same(field, gold, one, other)) for other in theirs] for one in ours]
    return Outcome(gold=len(ours), predicted=len(theirs), right=len(assign(same)))


def _same(field: Field, gold: Fact, one: object, other: object) -> bool:
    if not field.parts:
        return is_right(field.how, one, other)
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    for part in field.parts:
        accepted = [one.get(part.name), *_accepted(field, part.name, gold)]
        given = other.get(part.name)
        if not any(_same_part(part, option, given) for option in accepted):
            return False
    return True


def _same_part(part: Part, one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    return is_right(part.how, one, other)


def _accepted(field: Field, part: str, gold: Fact) -> list[object]:
    return [entry for name in (field.name, *field.accept) for entry in gold.accept.get(f"{name}.{part}", ())]
