"""Facts: the entries of a record's lists, and of the lists inside them, in one form for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summariser.article import Article
from summariser.evaluation.evidence import sentence_numbers
from summariser.evaluation.values import at
from summariser.topics.comparison import FactType


@dataclass(frozen=True, eq=False)
class Fact:
    """One entry of a list of facts, of a label or of a prediction.

    Attributes:
        kind: Its type.
        values: Its fields; in a nested fact `parent` holds the fields of the fact around it.
        accept: By field, other values that count as right. Empty in a prediction.
        optional: Whether the label leaves it open if this is a fact.
        evidence: Numbers of its sentences.
        name: Its id, or its place in the list.
    """

    kind: FactType
    values: Mapping[str, object]
    accept: Mapping[str, Sequence[object]]
    optional: bool
    evidence: frozenset[int]
    name: str

    def alternatives(self, path: str, also: Sequence[str] = ()) -> list[list[object]]:
        """The lists of values that count as right at a path; the first is the value itself, a null is an empty list.

        Where a whole may be null (``value``), so may its parts (``value.qualifier``).
        """
        own = list(at(self.values, path))
        others = [entry for key in (path, *also) for entry in self.accept.get(key, ())]
        steps = path.split(".")
        wholes = (".".join(steps[:length]) for length in range(1, len(steps)))
        if any(None in self.accept.get(whole, ()) for whole in wholes):
            others.append(None)
        return [own, *([] if entry is None else [entry] for entry in others)]


def facts_of(kind: FactType, record: Mapping[str, object], article: Article, *, label: bool) -> list[Fact]:
    """The facts of one type in a record.

    Args:
        kind: A type that is a list of the record itself.
        record: A label or a prediction; a list that is missing is empty.
        article: The article it was made from.
        label: Whether `accept` and `optional_ids` of the record are to be heeded.
    """
    optional = set(_list(record.get("optional_ids"))) if label else set()
    facts = []
    for place, entry in enumerate(_list(record.get(kind.name)), start=1):
        if isinstance(entry, Mapping):
            accept = entry.get("accept") if label else None
            facts.append(
                Fact(
                    kind=kind,
                    values=entry,
                    accept=accept if isinstance(accept, Mapping) else {},
                    optional=entry.get("id") in optional,
                    evidence=sentence_numbers(article, _list(entry.get("evidence"))),
                    name=str(entry.get("id") or f"{kind.name}[{place}]"),
                )
            )
    return facts


def nested_facts(kind: FactType, parents: Sequence[Fact]) -> list[Fact]:
    """The facts of a nested type in all facts that hold one."""
    return [fact for parent in parents for fact in _nested(kind, parent)]


def _nested(kind: FactType, parent: Fact) -> Iterator[Fact]:
    own = f"{kind.name}."
    accept = {key.removeprefix(own) if key.startswith(own) else f"parent.{key}": v for key, v in parent.accept.items()}
    for place, entry in enumerate(_list(parent.values.get(kind.name)), start=1):
        if isinstance(entry, Mapping):
            yield Fact(
                kind=kind,
                values={**entry, "parent": parent.values},
                accept=accept,
                optional=parent.optional,
                evidence=parent.evidence,
                name=f"{parent.name}.{kind.name}[{place}]",
            )


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
