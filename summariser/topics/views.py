"""How the facts of a topic are shown on pages: declarations only.

A topic says here which choices a reader should see first (how far a matter has come, who says so), and what is worth
drawing over many articles. The pages read the declaration; they know no topic of their own. A topic without one is
shown too: with its choices as they are, and as a table.

Paths are dotted (``assertion.mode``) and go through lists (``items.category``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from summariser.topics.fact import Fact


class Tone(StrEnum):
    """What a choice says about a fact at a glance; each has a sign and a line of its own beside its colour."""

    FIRM = "firm"
    """It happened: signed, delivered."""
    OPEN = "open"
    """It has not happened yet: offered, in negotiation, planned."""
    DOUBTFUL = "doubtful"
    """Somebody says so: claimed, disputed."""
    AGAINST = "against"
    """It does not hold: denied, rejected, terminated."""
    PLAIN = "plain"
    """Nothing of these."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A choice that is shown beside the name of a fact.

    Attributes:
        field: Path of the choice.
        tones: What its values say; those that are not named are plain.
        silent: Values that go without saying and get no badge.
        by: Path of words shown with it, such as who claims it.
    """

    field: str
    tones: Mapping[str, Tone] = dataclasses.field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Facts by their dates.

    Attributes:
        title: Heading.
        facts: Field of the record.
        dates: Path of date leaves; each that is resolved is a point.
        lane: Path of the choice that parts the lanes.
        role: Name of the field of a date that says what happened on it, if it has one.
    """

    title: str
    facts: str
    dates: str
    lane: str
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class Flows:
    """How many facts go from one party to another.

    Attributes:
        title: Heading.
        facts: Field of the record.
        source: Path of the party that gives.
        target: Path of the party that gets.
        group: Path of the choice by which flows can be narrowed.
    """

    title: str
    facts: str
    source: str
    target: str
    group: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """Amounts over time, one measure and one unit at a time.

    Attributes:
        title: Heading.
        facts: Field of the record.
        measure: Path of the choice that says what is measured.
        amount: Path of the amount.
        period: Path of the date.
        of: Path of the party whose measure it is.
        towards: Path of the other party.
    """

    title: str
    facts: str
    measure: str
    amount: str
    period: str
    of: str
    towards: str


Chart = Timeline | Flows | Series


@dataclass(frozen=True, kw_only=True)
class Views:
    """How a topic's facts are shown.

    Attributes:
        badges: The badges of each fact type, by field of the record, the most important first.
        charts: What is drawn over many articles, in this order.
    """

    badges: Mapping[str, tuple[Badge, ...]] = dataclasses.field(default_factory=dict)
    charts: tuple[Chart, ...] = ()

    def problem(self, fact_types: Mapping[str, type[Fact]]) -> str | None:
        """What the declaration names that the record has not; None where all is there."""
        for facts, path in self._paths():
            if facts not in fact_types:
                return f"names the facts '{facts}', which the record has not"
            if not _leads_somewhere(fact_types[facts], path):
                return f"names the field '{path}', which '{facts}' have not"
        return None

    def _paths(self) -> Iterator[tuple[str, str]]:
        for facts, badges in self.badges.items():
            for badge in badges:
                yield from ((facts, path) for path in (badge.field, badge.by) if path)
        for chart in self.charts:
            paths = {name: value for name, value in vars(chart).items() if name not in ("title", "facts", "role")}
            yield from ((chart.facts, path) for path in paths.values())


def plain_views(fact_types: Mapping[str, type[Fact]]) -> Views:
    """The views of a topic that declares none: every choice of a fact as a plain badge."""
    return Views(
        badges={
            name: tuple(
                Badge(field=choice)
                for choice, info in kind.model_fields.items()
                if any(isinstance(t, type) and issubclass(t, StrEnum) for t in _alternatives(info.annotation))
            )
            for name, kind in fact_types.items()
        }
    )


def values_at(value: Any, path: str) -> list[Any]:
    """What stands at a path: every one that is not None, through lists."""
    found = [value]
    for name in path.split("."):
        found = [entry for item in found for entry in _flat(getattr(item, name, None))]
    return found


def _flat(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _leads_somewhere(kind: type[BaseModel], path: str) -> bool:
    """Whether a class has a field at the path."""
    kinds: list[Any] = [kind]
    for name in path.split("."):
        models = [k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel) and name in k.model_fields]
        if not models:
            return False
        kinds = [inner for model in models for inner in _alternatives(model.model_fields[name].annotation)]
    return True


def _alternatives(annotation: Any) -> list[Any]:
    """The classes that an annotation allows: through unions, lists and ``Annotated``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, UnionType, list, tuple):
        return [inner for argument in get_args(annotation) for inner in _alternatives(argument)]
    return [annotation]
