"""Facts as flat rows: path and value of every leaf, for any topic."""

from __future__ import annotations

from collections.abc import Iterator

from summariser.topics.fact import Fact
from summariser.topics.leaves import in_short, leaves_of
from summariser.values.leaf import Leaf


def rows(fact: Fact) -> Iterator[tuple[str, str, Leaf | None]]:
    """Path, text and leaf (None for a choice from a vocabulary) of everything in a fact but its citations."""
    for path, value in leaves_of(fact):
        yield path, in_short(value), value if isinstance(value, Leaf) else None
