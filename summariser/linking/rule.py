"""The rule: when two articles tell the same fact, and why.

Both are compared by the clues that the topic declares for its evaluation (``Match``), the sentences and the status
aside: sentences are an article's own, and a status moves on. Clues that one of the two is silent on do not count. Two
facts are one where

1. the parties that both name agree, and each group of clues that the declaration needs is there;
2. nothing that both say rules it out: other items, other counts of the same item, another date of the same event,
   statuses of which the declaration says that the one must not be read as the other;
3. a sign of its own agrees: a distinctive item, a date no wider than a month, an amount, three words of a name; two
   signs where the vocabularies differ;
4. the weighted mean of the clues reaches ``THRESHOLD``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summariser.evaluation.likeness import HALF, likeness
from summariser.evaluation.values import at, number_of, printed, text_of
from summariser.linking.told import PARTIES, Dated, Told, date_weight, distinctive, number_paths
from summariser.topics.comparison import Clue, FactType, How, Over
from summariser.values import wording

THRESHOLD = 0.6
_WORDS = 3
"""Common words from which two names are a sign."""


@dataclass
class Judgement:
    """What speaks for and against two facts being one.

    Attributes:
        score: Weighted mean of the clues that both speak of, from 0 to 1.
        reasons: What agrees, in words.
        against: What rules it out, in words.
        signs: How many signs of its own agree.
        same: Whether they are one.
    """

    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    signs: int = 0
    same: bool = False


@dataclass
class _Sum:
    """Weights and likenesses so far, by clue, and how much of the vocabularies agrees."""

    total: float = 0.0
    weight: float = 0.0
    alike: dict[str, float] = field(default_factory=dict)
    parties: bool = False
    chosen: float = 0.0
    choices: float = 0.0

    def add(self, name: str, weight: float, value: float) -> None:
        self.total += weight * value
        self.weight += weight
        self.alike[name] = value


def judge(one: Told, other: Told) -> Judgement:
    """Judge two facts of one type, of different articles. Symmetric but for the order of words in the reasons."""
    judgement, found = Judgement(), _Sum()
    for clue in one.kind.match.clues:
        ours, theirs = one.clues.get(clue.name), other.clues.get(clue.name)
        if clue.how is How.DATE or not ours or not theirs or _is_status(one.kind, clue):
            continue
        _CLUES[clue.how](clue, ours, theirs, one.kind, judgement, found)
    _judge_dates(one, other, judgement, found)
    judgement.against += _misread(one, other)
    judgement.score = round(found.total / found.weight, 3) if found.weight else 0.0
    needed = 2 if found.choices and found.chosen <= HALF * found.choices else 1
    judgement.same = (
        not judgement.against
        and found.parties
        and judgement.signs >= needed
        and judgement.score >= THRESHOLD
        and _needs_met(one, other, found)
    )
    return judgement


def _parties(
    clue: Clue, ours: Sequence[Any], theirs: Sequence[Any], kind: FactType, judgement: Judgement, found: _Sum
) -> None:
    alike = _set_likeness(clue, ours, theirs)
    found.add(clue.name, clue.weight, alike)
    if alike >= PARTIES:
        found.parties = True
        judgement.reasons.append(f"same {_plain(clue.name)} {_common_parties(ours, theirs)}")
    else:
        judgement.against.append(f"{_plain(clue.name)}: {_listed(ours)} and {_listed(theirs)}")


def _designations(
    clue: Clue, ours: Sequence[Any], theirs: Sequence[Any], kind: FactType, judgement: Judgement, found: _Sum
) -> None:
    found.add(clue.name, clue.weight, _set_likeness(clue, ours, theirs))
    counts = number_paths(kind, clue)
    alike = [(a, b) for a in ours for b in theirs if likeness(clue.how, a, b) >= HALF]
    if not alike:
        judgement.against.append(f"{_plain(clue.name)}: {_listed(ours)} and {_listed(theirs)}")
        return
    counted = [(a, b) for a, b in alike if not _other_count(a, b, counts)]
    if not counted:
        a, b = alike[0]
        judgement.against.append(f"another number of {text_of(a)}")
        return
    for a, b in counted:
        common = distinctive(a) & distinctive(b)
        if common:
            judgement.signs += 1
            judgement.reasons.append(f"{_plain(clue.name)} {text_of(a)}")
            return


def _numbers(
    clue: Clue, ours: Sequence[Any], theirs: Sequence[Any], kind: FactType, judgement: Judgement, found: _Sum
) -> None:
    same = [
        a
        for a in ours
        for b in theirs
        if number_of(a) is not None and number_of(b) is not None and not _other_unit(a, b) and likeness(clue.how, a, b)
    ]
    found.add(clue.name, clue.weight, float(bool(same)))
    if same:
        judgement.signs += 1
        judgement.reasons.append(f"{_plain(clue.name)} {printed(same[0]) or number_of(same[0])}")


def _named(
    clue: Clue, ours: Sequence[Any], theirs: Sequence[Any], kind: FactType, judgement: Judgement, found: _Sum
) -> None:
    alike, a, b = max((likeness(clue.how, a, b), str(text_of(a)), str(text_of(b))) for a in ours for b in theirs)
    found.add(clue.name, clue.weight, alike)
    common = wording.words(a) & wording.words(b)
    if alike >= HALF and len(common) >= _WORDS:
        judgement.signs += 1
        judgement.reasons.append(f"{_plain(clue.name)} “{min(a, b, key=len)}”")


def _chosen(
    clue: Clue, ours: Sequence[Any], theirs: Sequence[Any], kind: FactType, judgement: Judgement, found: _Sum
) -> None:
    alike = max(likeness(clue.how, a, b) for a in ours for b in theirs)
    found.add(clue.name, clue.weight, alike)
    found.choices += clue.weight
    if alike:
        found.chosen += clue.weight
        if "." not in clue.paths[0]:  # a unit says nothing beside its amount
            judgement.reasons.append(f"{_plain(clue.name)} {_plain(str(ours[0]))}")


_CLUES = {
    How.PARTY: _parties,
    How.DESIGNATION: _designations,
    How.NEAR: _numbers,
    How.NUMBER: _numbers,
    How.WORDS: _named,
    How.TEXT: _named,
    How.PERSON: _named,
    How.EXACT: _chosen,
}


def _judge_dates(one: Told, other: Told, judgement: Judgement, found: _Sum) -> None:
    pairs = [(a, b) for a in one.dates for b in other.dates if a.label == b.label]
    agreeing = [(a, b) for a, b in pairs if a.near(b) and a.narrow and b.narrow]
    sure = {a.label for a, _ in agreeing}
    for a, b in pairs:
        if a.label not in sure and not a.near(b):
            judgement.against.append(f"{_plain(a.label)}: {a.shown} and {b.shown}")
    agreeing += [(a, b) for a in one.dates for b in other.dates if _same_day(a, b)] if not agreeing else []
    if agreeing:
        a, b = agreeing[0]
        judgement.signs += 1
        same = a.shown == b.shown
        judgement.reasons.append(f"date {a.shown}" if same else f"dates {a.shown} and {b.shown} agree")
        found.add("dates", date_weight(one.kind), 1.0)
    elif any(a.near(b) for a, b in pairs):
        found.add("dates", date_weight(one.kind), HALF)


def _same_day(a: Dated, b: Dated) -> bool:
    return a.first == a.last == b.first == b.last


def _misread(one: Told, other: Told) -> Iterator[str]:
    """Statuses of which the topic declares that the one must not be taken for the other."""
    ladder = one.kind.ladder
    for misreading in one.kind.misreadings:
        if ladder is None or misreading.field != ladder.field:
            continue
        mine, yours = (next(iter(at(told.row.data, ladder.field)), None) for told in (one, other))
        for a, b in ((mine, yours), (yours, mine)):
            if a in misreading.of and b in misreading.taken_for:
                yield f"{_plain(ladder.field)}: {_plain(str(mine))} and {_plain(str(yours))}"
                return


def _needs_met(one: Told, other: Told, found: _Sum) -> bool:
    """Whether of each group that the declaration needs a clue is there; silence of both counts as it declares."""
    clues = {clue.name: clue for clue in one.kind.match.clues}
    for group in one.kind.match.needs:
        alike = (
            found.alike.get(name, 0.0 if one.clues.get(name) or other.clues.get(name) else clues[name].absent)
            >= clues[name].least
            for name in group
        )
        if not any(alike):
            return False
    return True


def _is_status(kind: FactType, clue: Clue) -> bool:
    return kind.ladder is not None and kind.ladder.field in clue.paths


def _set_likeness(clue: Clue, ours: Sequence[Any], theirs: Sequence[Any]) -> float:
    """Twice the likeness of the best pairs over the values of both; of ``ANY`` that of the best pair."""
    if len(ours) == len(theirs) == 1:
        return likeness(clue.how, ours[0], theirs[0])
    pairs = sorted(
        ((likeness(clue.how, a, b), -i, -j) for i, a in enumerate(ours) for j, b in enumerate(theirs)), reverse=True
    )
    if clue.over is Over.ANY:
        return pairs[0][0]
    taken: tuple[set[int], set[int]] = (set(), set())
    total = 0.0
    for alike, i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            total += alike
    return 2 * total / (len(ours) + len(theirs))


def _other_count(one: Any, other: Any, paths: Sequence[str]) -> bool:
    """Whether both say exactly how many, and not the same."""
    return any(
        _is_exact(a) and _is_exact(b) and number_of(a) != number_of(b)
        for path in paths
        for a in at(one, path)
        for b in at(other, path)
    )


def _is_exact(value: Any) -> bool:
    return number_of(value) is not None and isinstance(value, Mapping) and value.get("qualifier") == "exact"


def _other_unit(one: Any, other: Any) -> bool:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    return any(one.get(key) and other.get(key) and one[key] != other[key] for key in ("unit", "currency"))


def _common_parties(ours: Sequence[Any], theirs: Sequence[Any]) -> str:
    return _listed([a for a in ours if any(likeness(How.PARTY, a, b) for b in theirs)])


def _listed(values: Sequence[Any]) -> str:
    names = {(value.get("iso") if isinstance(value, Mapping) else None) or str(text_of(value)) for value in values}
    return ", ".join(sorted(names))


def _plain(name: str) -> str:
    return name.replace("_", " ")
