"""From pairs to groups: candidates by what they share, the strongest links first, no group against its own reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, islice, product

from summariser.linking.rule import judge
from summariser.linking.told import Told
from summariser.store.entries import FactRow
from summariser.topics.comparison import Comparison

_ALL_PAIRS, _WINDOW = 100, 30
"""Up to how many facts that share a key all are compared with all; of more, each with so many that come next."""
_CHECKED = 20
"""Most members of each of two groups that are compared before the groups become one."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two facts that are one.

    Attributes:
        one: Number of the first fact.
        other: Number of the second, which is greater.
        score: How alike they are, from 0 to 1.
        reasons: What agrees, in words.
    """

    one: int
    other: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One fact as several articles tell it.

    Attributes:
        facts: Its tellings, by date of publication; never two of one article.
        links: Why they are one, the strongest first.
    """

    facts: tuple[FactRow, ...]
    links: tuple[Link, ...]


@dataclass
class _Union:
    """Groups of facts that grow together; each knows its articles."""

    told: dict[int, Told]
    group_of: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    articles: dict[int, set[str]] = field(default_factory=dict)

    def join(self, one: int, other: int) -> bool:
        """Make two groups one, unless they hold facts of the same article or facts that rule each other out."""
        a, b = self._root(one), self._root(other)
        if a == b:
            return True
        if not self.articles[a].isdisjoint(self.articles[b]):
            return False
        ours, theirs = self.members[a], self.members[b]
        for mine, yours in product(ours[:_CHECKED], theirs[:_CHECKED]):
            if (mine, yours) != (one, other) and judge(self.told[mine], self.told[yours]).against:
                return False
        for number in theirs:
            self.group_of[number] = a
        self.members[a] = sorted(ours + theirs)
        self.articles[a] |= self.articles[b]
        del self.members[b], self.articles[b]
        return True

    def _root(self, number: int) -> int:
        if number not in self.group_of:
            self.group_of[number] = number
            self.members[number], self.articles[number] = [number], {self.told[number].row.article}
        return self.group_of[number]


def link(facts: Iterable[FactRow], comparison: Comparison) -> list[Group]:
    """The facts that several articles tell, in groups; the result does not depend on the order of the facts.

    Args:
        facts: Facts of one topic.
        comparison: What the topic declares of its fact types. Types that it does not name are never linked.
    """
    kinds = {kind.name: kind for kind in comparison.types}
    told = {row.number: Told(row, kinds[row.type]) for row in facts if row.type in kinds}
    links = sorted(_links(told), key=lambda found: (-found.score, found.one, found.other))
    union = _Union(told)
    kept = [found for found in links if union.join(found.one, found.other)]
    by_group: dict[int, list[Link]] = {}
    for found in kept:
        by_group.setdefault(union.group_of[found.one], []).append(found)
    groups = [_group([told[number].row for number in union.members[root]], found) for root, found in by_group.items()]
    return sorted(groups, key=lambda group: (-len(group.facts), group.facts[0].number))


def _group(rows: Sequence[FactRow], links: Sequence[Link]) -> Group:
    ordered = sorted(rows, key=lambda row: (row.published or date.max, row.number))
    return Group(tuple(ordered), tuple(links))


def _links(told: dict[int, Told]) -> Iterator[Link]:
    for one, other in _candidates(told):
        found = judge(told[one], told[other])
        if found.same:
            yield Link(one, other, found.score, tuple(found.reasons))


def _candidates(told: dict[int, Told]) -> set[tuple[int, int]]:
    """Pairs of facts of different articles that share a party and a sign."""
    common: Counter[str] = Counter(word for fact in told.values() for words in fact.words() for word in words)
    blocks: dict[tuple[str, ...], list[int]] = {}
    for number in sorted(told):
        for key in set(told[number].keys(common)):
            blocks.setdefault(key, []).append(number)
    return {
        (one, other)
        for block in blocks.values()
        for one, other in _pairs(block, told)
        if told[one].row.article != told[other].row.article and told[one].may_be(told[other])
    }


def _pairs(block: list[int], told: dict[int, Told]) -> Iterator[tuple[int, int]]:
    if len(block) <= _ALL_PAIRS:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda number: (told[number].row.description, number))
    for place, one in enumerate(ordered):
        for other in islice(ordered, place + 1, place + 1 + _WINDOW):
            yield min(one, other), max(one, other)
