"""The facts of a report as flat rows, by the types of their values alone: no topic is known here."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, get_args, get_origin

from summariser.errors import TopicError
from summariser.report import Report
from summariser.store.tables import FACTS_OF_ARTICLE, holdable
from summariser.topics.fact import Fact, Record
from summariser.topics.leaves import in_short, leaves_of
from summariser.topics.loading import load_comparison, topic_of
from summariser.values import edtf
from summariser.values.leaf import Leaf
from summariser.values.leaves import Amount, Date, Designation, Duration, EventDate, Party, Person, Place, Quantity
from summariser.values.wording import fold, singular, squash

_NUL = "\\u0000"
"""How JSON writes the one character that not every database holds; rare, so it is looked for once a fact."""
_WORDS_OF_FACT = ("words", "item", "party", "person", "place")


@dataclass(frozen=True, slots=True)
class FlatFact:
    """One fact: its row, the rows of its leaves, and the words it is found by."""

    row: dict[str, Any]
    leaves: list[dict[str, Any]]
    words: str


@dataclass(slots=True)
class _Leaves:
    """The rows of a fact's leaves so far."""

    fact: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, kind: str, value: str, **more: Any) -> None:
        row = {
            "fact": self.fact, "position": len(self.rows), "path": path, "kind": kind, "value": value, "raw": None,
            "code": None, "folded": None, "number": None, "number_max": None, "first": None, "last": None,
        }  # fmt: skip
        row.update(more)
        self.rows.append(row)


def flatten(report: Report[Any], article: int) -> list[FlatFact]:
    """The facts of a report.

    Args:
        report: The report.
        article: Number of its article; the numbers of the facts are made from it.
    """
    found: list[FlatFact] = []
    record: type[Record] = type(report.record)
    statuses = status_fields(record)
    for name in record.model_fields:
        for fact in getattr(report.record, name):
            number = article * FACTS_OF_ARTICLE + len(found)
            found.append(_flat(fact, name, article, number, statuses.get(name)))
    if len(found) > FACTS_OF_ARTICLE:
        raise ValueError(f"an article cannot have more than {FACTS_OF_ARTICLE} facts")
    return found


def _flat(fact: Fact, type_name: str, article: int, number: int, status: str | None) -> FlatFact:
    leaves = _Leaves(number)
    for path, value in leaves_of(fact):
        _take(leaves, path, value)
    kind = kind_field(type(fact), status)
    chosen = {row["path"]: row["value"] for row in leaves.rows if row["kind"] == "choice"}
    firsts = [row["first"] for row in leaves.rows if row["first"]]
    lasts = [row["last"] for row in leaves.rows if row["last"]]
    description, data = fact.describe(), fact.model_dump_json()
    row = {
        "number": number,
        "article": article,
        "type": type_name,
        "id": fact.id,
        "kind": chosen.get(kind or ""),
        "status": chosen.get(status or ""),
        "first": min(firsts, default=None),
        "last": max(lasts, default=None),
        "description": description,
        "data": data,
    }
    named = [row["value"] for row in leaves.rows if row["kind"] in _WORDS_OF_FACT]
    words = "\n".join([description, *named, *(citation.text for citation in fact.evidence)])
    if _NUL in data:
        return FlatFact(_held(row), [_held(leaf) for leaf in leaves.rows], words)
    return FlatFact(row, leaves.rows, words)


def _held(row: dict[str, Any]) -> dict[str, Any]:
    return {name: holdable(value) if isinstance(value, str) else value for name, value in row.items()}


def _take(leaves: _Leaves, path: str, value: Any) -> None:
    if isinstance(value, Leaf):
        _reader(type(value))(leaves, path, value)
    else:
        leaves.add(path, "choice" if isinstance(value, Enum) else "other", in_short(value))


def _party(leaves: _Leaves, path: str, leaf: Any) -> None:
    leaves.add(path, "party", leaf.name, raw=leaf.raw, code=leaf.iso, folded=fold(leaf.name))


def _person(leaves: _Leaves, path: str, leaf: Any) -> None:
    leaves.add(path, "person", leaf.name, raw=leaf.raw, code=leaf.on_behalf_of, folded=fold(leaf.name))


def _place(leaves: _Leaves, path: str, leaf: Any) -> None:
    leaves.add(path, "place", leaf.place, raw=leaf.raw, code=leaf.country_iso, folded=fold(leaf.place))


def _designation(leaves: _Leaves, path: str, leaf: Any) -> None:
    leaves.add(path, "item", leaf.designation, raw=leaf.raw, folded=spellings(leaf.designation, leaf.raw))


def _amount(leaves: _Leaves, path: str, leaf: Any) -> None:
    code = leaf.currency or leaf.unit
    _number(leaves, "amount", path, leaf, leaf.amount, leaf.amount_max, code)


def _quantity(leaves: _Leaves, path: str, leaf: Any) -> None:
    _number(leaves, "quantity", path, leaf, leaf.value, leaf.value_max, None)


def _number(
    leaves: _Leaves, kind: str, path: str, leaf: Any, least: Decimal | None, most: Decimal | None, code: str | None
) -> None:
    """A number with its unit; in short "20 to 30 USD", "about 6", or its words where they decide none."""
    qualifier = None if leaf.qualifier in ("exact", "range") else leaf.qualifier.replace("_", " ")
    numbers = " to ".join(in_short(number) for number in (least, most) if number is not None)
    short = " ".join(filter(None, (qualifier, numbers, code))) if numbers else leaf.raw
    row = {"number": _float(least), "number_max": _float(most)}
    leaves.add(path, kind, short, raw=leaf.raw, code=code, **row)


def _date(leaves: _Leaves, path: str, leaf: Any) -> None:
    days = edtf.span(leaf.value) if leaf.value else None
    first, last = (days[0].isoformat(), days[1].isoformat()) if days else (None, None)
    role = leaf.role if isinstance(leaf, EventDate) else None
    leaves.add(path, "date", leaf.value or leaf.raw, raw=leaf.raw, code=role, first=first, last=last)


def _duration(leaves: _Leaves, path: str, leaf: Any) -> None:
    leaves.add(path, "duration", leaf.iso8601 or leaf.raw, raw=leaf.raw)


def _words(leaves: _Leaves, path: str, leaf: Any) -> None:
    leaves.add(path, "words", in_short(leaf), raw=leaf.raw, folded=fold(leaf.raw))


_Reader = Callable[[_Leaves, str, Any], None]
_READERS: dict[type, _Reader] = {
    Party: _party,
    Person: _person,
    Place: _place,
    Designation: _designation,
    Amount: _amount,
    Quantity: _quantity,
    Date: _date,
    Duration: _duration,
    Leaf: _words,
}


@lru_cache(maxsize=256)
def _reader(leaf: type[Leaf]) -> _Reader:
    """The reader of the nearest class; a leaf of a topic's own counts as the one it is made from."""
    return next(_READERS[base] for base in leaf.__mro__ if base in _READERS)


def _float(value: Decimal | None) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def spellings(*names: str) -> str:
    """A designation in the forms it is looked for in, each between spaces: words apart, and joined at hyphens."""
    forms: dict[str, None] = {}
    for name in names:
        forms[" ".join(singular(word) for word in fold(name).split())] = None
        forms[" ".join(singular(squash(word)) for word in name.split())] = None
    return " " + " | ".join(form for form in forms if form) + " "


@lru_cache(maxsize=64)
def kind_field(fact: type[Fact], status: str | None) -> str | None:
    """The first field of a fact that is a choice from a vocabulary, the status aside; None where it has none."""
    names = (name for name, info in fact.model_fields.items() if name != status and _is_vocabulary(info.annotation))
    return next(names, None)


@lru_cache(maxsize=64)
def status_fields(record: type[Record]) -> dict[str, str]:
    """The status of each fact type: the field that the topic's comparison ranks. Empty for a topic without one."""
    try:
        comparison = load_comparison(topic_of(record))
    except TopicError:
        return {}
    return {kind.name: kind.ladder.field for kind in comparison.types if kind.ladder is not None}


def _is_vocabulary(annotation: Any) -> bool:
    options = () if get_origin(annotation) is list else get_args(annotation) or (annotation,)
    return any(isinstance(option, type) and issubclass(option, Enum) for option in options)
