"""Parties over many articles: one key and one name for what is printed in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from summariser.values.leaves import Party


@dataclass
class Parties:
    """The parties that were met so far, each with a number."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _printed: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _codes: dict[int, str | None] = field(default_factory=dict)

    def number(self, party: Party) -> int:
        """The number of a party: the same for the same code, else for the same name."""
        key = party.iso or party.name.casefold()
        found = self._numbers.setdefault(key, len(self._numbers))
        self._printed[found][party.name] += 1
        self._codes[found] = party.iso
        return found

    def all(self, values: Iterable[object]) -> list[int]:
        """The numbers of the parties among some values, each once."""
        return list(dict.fromkeys(self.number(value) for value in values if isinstance(value, Party)))

    def names(self) -> list[tuple[str, str | None]]:
        """Name and code by number: the country's English name, else what is printed most often."""
        return [
            (_country(self._codes[found] or "") or self._printed[found].most_common(1)[0][0], self._codes[found])
            for found in self._numbers.values()
        ]


@cache
def _country(code: str) -> str | None:
    from babel import Locale

    name = Locale("en").territories.get(code)
    return str(name) if name else None
