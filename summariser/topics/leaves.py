"""What a fact is made of: its leaves and choices, each with its path, for any topic."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from summariser.topics.fact import Citation, Fact
from summariser.values.leaf import Leaf

_BOOKKEEPING = frozenset({"raw", "span", "support", "note"})


def leaves_of(fact: Fact) -> Iterator[tuple[str, Any]]:
    """Path and value of everything in a fact but its id and citations: leaves, choices, and other plain values."""
    for name, value in fact:
        if name not in ("id", "evidence"):
            yield from _leaves(name, value)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Leaf):
        yield path, value
    elif isinstance(value, list | tuple):
        for position, entry in enumerate(value):
            yield from _leaves(f"{path}[{position}]", entry)
    elif isinstance(value, BaseModel):
        if not isinstance(value, Citation):
            for name, entry in value:
                yield from _leaves(f"{path}.{name}", entry)
    elif value is not None:
        yield path, value


def in_short(value: object) -> str:
    """What a value comes to: a leaf's value with unit, else its words; a number without an exponent."""
    if isinstance(value, Leaf):
        values = [entry for name, entry in value.__dict__.items() if name not in _BOOKKEEPING]
        return " ".join(in_short(entry) for entry in values if entry not in (None, "", "exact")) or value.raw
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    return str(value.value if isinstance(value, Enum) else value)
