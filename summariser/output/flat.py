"""Facts as flat rows: path and value of every leaf, for any topic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from summariser.topics.fact import Citation, Fact
from summariser.values.leaf import Leaf

_BOOKKEEPING = frozenset({"raw", "span", "support", "note"})


def leaf_value(leaf: Leaf) -> str:
    """What a leaf comes to, in short: its value with unit, else its words."""
    values = {key: value for key, value in leaf.model_dump(mode="json").items() if key not in _BOOKKEEPING}
    return " ".join(str(value) for value in values.values() if value not in (None, "", "exact")) or leaf.raw


def rows(fact: Fact) -> Iterator[tuple[str, str, Leaf | None]]:
    """Path, text and leaf (None for a choice from a vocabulary) of everything in a fact but its citations."""
    for name in type(fact).model_fields:
        if name not in ("id", "evidence"):
            yield from _rows(name, getattr(fact, name))


def _rows(path: str, value: Any) -> Iterator[tuple[str, str, Leaf | None]]:
    if isinstance(value, Leaf):
        yield path, leaf_value(value), value
    elif isinstance(value, Citation) or value is None:
        return
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _rows(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _rows(f"{path}[{position}]", entry)
    else:
        yield path, str(value), None
