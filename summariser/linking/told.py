"""A fact as one article tells it, in the form in which two of them are compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from summariser.evaluation.values import at, number_of, text_of
from summariser.store.entries import FactRow
from summariser.topics.comparison import Clue, FactType, How
from summariser.values import edtf, wording

NARROW = timedelta(days=31)
"""Dates that are wider than a month tell two events apart, and never show that two are one."""
SLACK = timedelta(days=1)
"""How far two days may lie apart and still be one: newspapers and time zones."""
PARTIES = 0.6
"""Similarity from which two sets of parties agree: {US, IN} and {US, IN, JP} do, {US, IN} and {US, PK} do not."""
_CELL = 0.0202
"""Width of a cell of amounts, as a logarithm: numbers within one per cent share a cell or its half."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a fact.

    Attributes:
        label: Its field, and what happened on it where the field says so.
        first: First day.
        last: Last day.
        shown: As it stands in the record.
    """

    label: str
    first: date
    last: date
    shown: str

    @property
    def narrow(self) -> bool:
        """Whether it is no wider than a month."""
        return self.last - self.first <= NARROW

    def near(self, other: Dated) -> bool:
        """Whether the two have a day in common; of two single days, whether they are no further apart than one."""
        single = self.first == self.last and other.first == other.last
        apart = SLACK if single else timedelta()
        return self.first - other.last <= apart and other.first - self.last <= apart


@dataclass(frozen=True, eq=False)
class Told:
    """One fact of one article.

    Attributes:
        row: The fact as the store gives it.
        kind: The declaration of its type.
    """

    row: FactRow
    kind: FactType

    @cached_property
    def clues(self) -> dict[str, list[Any]]:
        """The values of each clue that the declaration names, by the clue's name."""
        return {
            clue.name: [value for path in clue.paths for value in at(self.row.data, path)]
            for clue in self.kind.match.clues
            if clue.how is not How.SENTENCES
        }

    @cached_property
    def dates(self) -> list[Dated]:
        """Every date that the declaration names, in a clue or a field, where its days are known."""
        return [found for path, label in _date_paths(self.kind).items() for found in self._dates(path, label)]

    @cached_property
    def parties(self) -> frozenset[str]:
        """Its parties: codes, and names where there is none."""
        return frozenset(key for value in self._values(How.PARTY) for key in party_keys(value))

    @cached_property
    def sides(self) -> list[tuple[frozenset[str], bool]]:
        """For each clue of parties what they are known by, and whether all of them have codes."""
        lists = [self.clues[clue.name] for clue in self.kind.match.clues if clue.how is How.PARTY]
        return [
            (
                frozenset(key for value in values for key in party_keys(value)[:1]),
                all(isinstance(value, Mapping) and value.get("iso") for value in values),
            )
            for values in lists
        ]

    def may_be(self, other: Told) -> bool:
        """Whether the parties leave it open that the two are one; False only where they rule it out."""
        for (ours, coded), (theirs, also_coded) in zip(self.sides, other.sides, strict=True):
            least = PARTIES * (len(ours) + len(theirs)) / 2
            if coded and also_coded and ours and theirs and len(ours & theirs) < least:
                return False
        return True

    def keys(self, common_words: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
        """What another telling must share one of, to be the same: a party together with a sign of its own.

        Args:
            common_words: How often each word stands in names; the two most frequent words of a name are left out,
                for two names are alike only from three common words on.
        """
        for party in self.parties:
            for sign in self._signs(common_words):
                yield (self.row.type, party, *sign)

    def words(self) -> list[frozenset[str]]:
        """The words of each name and product."""
        return [wording.words(text) for value in self._values(How.WORDS) if (text := text_of(value))]

    def _values(self, how: How) -> Iterator[Any]:
        for clue in self.kind.match.clues:
            if clue.how is how:
                yield from self.clues[clue.name]

    def _signs(self, common_words: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
        for value in self._values(How.DESIGNATION):
            for term in distinctive(value):
                yield ("item", term)
        for found in self.dates:
            if found.narrow:
                for month in {(day.year, day.month) for day in _edges(found)}:
                    yield ("month", f"{month[0]}-{month[1]}")
        for how in (How.NEAR, How.NUMBER):
            for value in self._values(how):
                number = number_of(value)
                if number:
                    place = math.log(abs(float(number))) / _CELL
                    yield ("amount", str(math.floor(place)))
                    yield ("amount half", str(math.floor(place + 0.5)))
        for words in self.words():
            for word in sorted(words, key=lambda word: (common_words.get(word, 0), word))[:-2]:
                yield ("word", word)

    def _dates(self, path: str, label: tuple[str, ...]) -> Iterator[Dated]:
        for value in at(self.row.data, path):
            edtf_value = value.get("value") if isinstance(value, Mapping) else value
            days = edtf.span(edtf_value) if isinstance(edtf_value, str) else None
            if days is not None:
                roles = [str(value.get(part)) for part in label] if isinstance(value, Mapping) else []
                yield Dated(" ".join([path, *roles]), days[0], days[1], str(edtf_value))


def date_weight(kind: FactType) -> float:
    """What agreeing dates weigh: as the declaration says, else 2, half of what items or parties do."""
    return next((clue.weight for clue in kind.match.clues if clue.how is How.DATE), 2.0)


def party_keys(value: Any) -> list[str]:
    """What a party is found by: its code, and the words of its name."""
    code = value.get("iso") if isinstance(value, Mapping) else None
    name = text_of(value)
    named = " ".join(sorted(wording.body_name(name))) if name else ""
    return [key for key in (code, named) if key]


def distinctive(value: Any) -> frozenset[str]:
    """The terms of a designation that name a type: with a digit, or written as a name ("Javelin", not "missiles")."""
    texts = [value] if isinstance(value, str) else [str(text) for text in _texts(value)]
    found = set()
    for text in texts:
        parts = [(part, term) for part in text.split() for term in wording.terms(part)]
        models = wording.models(text)
        found |= {term for part, term in parts if term in models or part[:1].isupper()}
        if any(character.isdigit() for character in text):
            found.add(wording.squash(text))
    return frozenset(found)


def number_paths(kind: FactType, clue: Clue) -> tuple[str, ...]:
    """Where the counts of the entries of a list stand, as the nested type of that list declares."""
    return tuple(
        path
        for nested in kind.nested
        if nested.name in clue.paths
        for inner in nested.match.clues
        if inner.how is How.NUMBER
        for path in inner.paths
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key in ("designation", "raw"):
            yield from _texts(value.get(key))


def _edges(found: Dated) -> tuple[date, date]:
    """The first and the last day with which it could agree."""
    first = found.first - SLACK if found.first > date.min else found.first
    return first, found.last + SLACK if found.last < date.max else found.last


@lru_cache(maxsize=64)
def _date_paths(kind: FactType) -> dict[str, tuple[str, ...]]:
    """The paths of dates, each with the parts that say what happened on them."""
    paths: dict[str, tuple[str, ...]] = {
        path: () for clue in kind.match.clues if clue.how is How.DATE for path in clue.paths
    }
    paths |= {field.name: () for field in kind.fields if field.how is How.DATE}
    for field in kind.fields:
        if any(part.how is How.DATE for part in field.parts):
            paths[field.name] = tuple(part.name for part in field.parts if part.how is not How.DATE)
    return paths
