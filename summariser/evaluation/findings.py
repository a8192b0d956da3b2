"""Findings: every single error of a case, readable beside the sentences it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summariser.evaluation.aligned import Aligned
from summariser.evaluation.facts import Fact
from summariser.evaluation.fields import Outcome, compare_field
from summariser.evaluation.values import at, number_of, text_of
from summariser.topics.comparison import Field, How

OMITTED, INVENTED, WRONG = "omitted", "invented", "wrong"
NOTHING = "-"
_ROUNDED = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Finding:
    """One error.

    Attributes:
        what: ``omitted`` and ``invented`` for facts, ``wrong`` for a field of a fact that was found.
        kind: Name of the fact type.
        fact: The fact in words.
        field: Path of the field, None for whole facts.
        gold: What the label has, in words.
        predicted: What was predicted, in words.
        sentences: Numbers of the sentences it is about.
    """

    what: str
    kind: str
    fact: str
    field: str | None
    gold: str
    predicted: str
    sentences: tuple[int, ...]


def findings_of(aligned: Sequence[Aligned]) -> list[Finding]:
    """Every error of a case, type by type: facts omitted, facts invented, fields wrong."""
    return [finding for part in aligned for finding in _findings(part)]


def describe(fact: Fact) -> str:
    """A fact in the words that tell it from others."""
    clues = [clue for clue in fact.kind.match.clues if clue.how is not How.SENTENCES]
    words = [show(list(at(fact.values, path))) for clue in clues for path in clue.paths]
    return " | ".join(word for word in dict.fromkeys(words) if word != NOTHING)


def show(values: Sequence[object]) -> str:
    """Values in words."""
    return ", ".join(_word(value) for value in values) or NOTHING


def _findings(part: Aligned) -> Iterator[Finding]:
    for fact in part.omitted:
        yield Finding(OMITTED, part.kind.name, describe(fact), None, describe(fact), NOTHING, _cited(fact))
    for fact in part.invented:
        yield Finding(INVENTED, part.kind.name, describe(fact), None, NOTHING, describe(fact), _cited(fact))
    for gold, predicted in part.pairs:
        for field in part.kind.fields:
            outcome = compare_field(field, gold, predicted)
            if not outcome.is_perfect:
                yield _wrong(field, outcome, gold, predicted)


def _wrong(field: Field, outcome: Outcome, gold: Fact, predicted: Fact) -> Finding:
    found = {place for place, _ in outcome.same}
    matched = {place for _, place in outcome.same}
    ours = [value for place, value in enumerate(outcome.ours) if place not in found]
    theirs = [value for place, value in enumerate(outcome.theirs) if place not in matched]
    return Finding(
        what=WRONG,
        kind=gold.kind.name,
        fact=describe(gold),
        field=field.name,
        gold=show(ours),
        predicted=show(theirs),
        sentences=tuple(sorted(gold.evidence | predicted.evidence)),
    )


def _cited(fact: Fact) -> tuple[int, ...]:
    return tuple(sorted(fact.evidence))


def _word(value: object) -> str:
    """One value in words: of an amount number, currency or unit and printed words, of a date its role and value."""
    if not isinstance(value, Mapping):
        return _number(value) if isinstance(value, int | float | Decimal) else str(value)
    parts: list[str] = []
    number = number_of(value)
    if number is not None and text_of(value.get("designation")) is None:
        parts = [_number(number), str(value.get("currency") or value.get("unit") or "")]
    elif "role" in value and "value" in value:
        parts = [str(value["role"]), str(value["value"])]
    else:
        parts = [text_of(value) or NOTHING, str(value.get("capacity") or "")]
    raw = text_of(value.get("raw"))
    said = " ".join(part for part in parts if part)
    return f'{said} ("{raw}")' if raw is not None and raw not in said else said


def _number(value: object) -> str:
    number = number_of(value)
    if number is None:
        return str(value)
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.quantize(_ROUNDED).normalize():f}"
