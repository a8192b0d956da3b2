"""True answers: the hand labels of the evaluation set in the words that a model would write."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.citing import ground_citing
from summariser.evaluation.cases import load_cases
from summariser.grounding import Grounded
from summariser.topics.fact import Fact, Record
from summariser.topics.loading import load_topic
from summariser.topics.topic import Topic
from summariser.topics.wire import wire_schema
from summariser.values.grounds import Grounds
from training.examples import wire_items

TOPIC = load_topic("agreements")
EVALS = Path(__file__).parents[2] / "evals" / "agreements"
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class TrueFact:
    """A labelled fact as a model would answer it.

    Attributes:
        case: Name of the article.
        kind: Its list in the record.
        item: The answer.
        article: The article.
    """

    case: str
    kind: str
    item: Mapping[str, Any]
    article: Article

    @property
    def stated(self) -> str:
        """The cited sentences, as one text."""
        return " ".join(
            sentence.text for sentence in Grounds(self.article, tuple(self.item["evidence"])).cited_sentences()
        )

    def grounded(self, item: Mapping[str, Any] | None = None, article: Article | None = None) -> Grounded[Fact]:
        """What the product makes of the answer, or of another in its place."""
        fact_type = topic().fact_types[self.kind]
        return ground_citing(
            fact_type, item if item is not None else self.item, Grounds(article or self.article), path=self.kind
        )

    def words(self) -> Iterator[tuple[Path_, str]]:
        """The copied words of the answer with where they stand in it; no words of vocabularies."""
        yield from _words(self.item, _schema(self.kind), ())

    def put(self, path: Path_, value: object) -> dict[str, Any]:
        """The answer with something else at a place."""
        item = copy.deepcopy(dict(self.item))
        spot: Any = item
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = value
        return item


@cache
def topic() -> Topic[Record]:
    """The topic of the labels."""
    return load_topic("agreements")


@cache
def _schema(kind: str) -> Mapping[str, Any]:
    return wire_schema(topic().fact_types[kind])


@cache
def true_facts() -> tuple[TrueFact, ...]:
    """All labelled facts of the evaluation set."""
    return tuple(
        TrueFact(case.name, name, item, case.article)
        for case in load_cases(EVALS, ("dev", "test"))
        for name in topic().fact_types
        for item in wire_items(name, case.article, case.gold, topic())
    )


def strings(value: object) -> Iterator[str]:
    """All strings in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from strings(child)


def _words(value: Any, schema: Mapping[str, Any], path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, str):
        if "enum" not in schema:
            yield path, value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _words(child, schema["properties"][key], (*path, key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _words(child, schema["items"], (*path, position))
