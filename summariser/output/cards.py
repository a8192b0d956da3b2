"""Facts as cards, for pages and the terminal: name, badges, sentences, and every value with the words it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summariser.output.flat import rows
from summariser.output.readable import readable, words
from summariser.topics.fact import Fact
from summariser.topics.views import Badge, Tone, values_at
from summariser.values.leaf import Leaf, Support

_STEP = re.compile(r"\[\d+\]")
_HOW = {Support.NORMALISED: "printed in another form", Support.INFERRED: "decided by the context"}


@dataclass(frozen=True)
class Tag:
    """A badge of one fact: its words, its tone, and by whom it is said."""

    field: str
    value: str
    tone: Tone
    by: str | None


@dataclass(frozen=True)
class Value:
    """One value of a fact.

    Attributes:
        name: Name of the field within its object, as words; empty where the row's label says it.
        text: The value.
        raw: The words in the article, where they differ from the value.
        support: How it is supported; None for a choice from a vocabulary.
        note: Why a value is missing or how it was decided.
        leaf: Its number among the values of the report; None for a choice from a vocabulary.
        span: Where its words stand.
    """

    name: str
    text: str
    raw: str | None = None
    support: Support | None = None
    note: str | None = None
    leaf: int | None = None
    span: tuple[int, int] | None = None

    @property
    def how(self) -> str | None:
        """How it is supported, in words, where not verbatim."""
        return _HOW.get(self.support) if self.support else None


@dataclass(frozen=True)
class Row:
    """A field of a fact: its label, and a line for each entry; an object's values stand on one line."""

    label: str
    lines: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Card:
    """A fact as it is shown."""

    id: str
    title: str
    tags: tuple[Tag, ...]
    rows: tuple[Row, ...]
    sentences: tuple[int, ...]
    quotes: tuple[str, ...]

    @property
    def tone(self) -> Tone:
        """The tone of the fact as a whole: what speaks against it, then who only says so, then how far it has come."""
        tones = [tag.tone for tag in self.tags]
        order = (Tone.AGAINST, Tone.DOUBTFUL, Tone.OPEN, Tone.FIRM)
        return next((tone for tone in order if tone in tones), Tone.PLAIN)

    @property
    def leaves(self) -> list[Value]:
        """Its values that were copied from the article, in order of their numbers."""
        return [value for row in self.rows for line in row.lines for value in line if value.leaf is not None]


def cards(facts: Sequence[Fact], badges: Sequence[Badge], *, first_leaf: int = 0) -> list[Card]:
    """The facts of one type as cards.

    Args:
        facts: The facts.
        badges: The badges of their type.
        first_leaf: Number of the first value.
    """
    found: list[Card] = []
    for fact in facts:
        card = _card(fact, badges, first_leaf)
        first_leaf += len(card.leaves)
        found.append(card)
    return found


def tags(fact: Fact, badges: Sequence[Badge]) -> tuple[Tag, ...]:
    """The badges that a fact gets."""
    found = []
    for badge in badges:
        for value in dict.fromkeys(map(str, values_at(fact, badge.field))):
            if value not in badge.silent:
                said = [_name(entry) for entry in values_at(fact, badge.by)] if badge.by else []
                tone = Tone(badge.tones.get(value, Tone.PLAIN))
                found.append(Tag(badge.field, words(value), tone, said[0] if said else None))
    return tuple(found)


def _card(fact: Fact, badges: Sequence[Badge], first_leaf: int) -> Card:
    return Card(
        id=fact.id,
        title=fact.describe(),
        tags=tags(fact, badges),
        rows=_rows(fact, frozenset(badge.field for badge in badges), first_leaf),
        sentences=tuple(citation.sentence for citation in fact.evidence),
        quotes=tuple(citation.text for citation in fact.evidence),
    )


def _rows(fact: Fact, told: frozenset[str], first_leaf: int) -> tuple[Row, ...]:
    """Everything in a fact but what its badges tell."""
    lines: dict[str, dict[str, list[Value]]] = {}
    number = first_leaf
    for path, text, leaf in rows(fact):
        entry, _, within = path.partition(".")
        if leaf is None:
            if _plain(path) in told:
                continue
            value = Value(words(_plain(within)), words(text))
        else:
            value = _value(words(_plain(within)), leaf, number)
            number += 1
        lines.setdefault(_plain(entry), {}).setdefault(entry, []).append(value)
    return tuple(Row(words(field), tuple(map(tuple, entries.values()))) for field, entries in lines.items())


def _value(name: str, leaf: Leaf, number: int) -> Value:
    text = readable(leaf)
    same = leaf.raw.casefold() in text.casefold()
    return Value(name, text, None if same else leaf.raw, leaf.support, leaf.note, number, leaf.span)


def _plain(path: str) -> str:
    """A path without positions: ``items[1].designation`` is ``items.designation``."""
    return _STEP.sub("", path)


def _name(value: Any) -> str:
    return value.raw if isinstance(value, Leaf) else str(value)
