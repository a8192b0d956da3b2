"""The engine works from declarations: it imports no topic and uses no topic's words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import summariser
from summariser.topics.loading import DEFAULT_TOPIC, installed_topics, load_topic

ENGINE = Path(str(summariser.__file__)).parent
MODULES = [
    path for path in sorted(ENGINE.rglob("*.py")) if path.relative_to(ENGINE).parts[0] not in {"schemas", "prompts"}
]
DEFAULTS = {Path("settings.py"), Path("topics/loading.py")}
"""Where the topic that is read for when none is named may be named."""


def own_words(name: str) -> set[str]:
    """What only a topic can call so: its lists, and the fields and words of vocabularies that are made of two words."""
    topic = load_topic(name)
    module = __import__(topic.record.__module__, fromlist=["_"])
    fields = {field for fact in topic.fact_types.values() for field in fact.model_fields}
    return {name, *topic.fact_types, *(word for word in (*fields, *_vocabularies(module)) if "_" in word)}


def _vocabularies(module: ModuleType) -> Iterator[str]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__.startswith(module.__name__):
            yield from map(str, value)


def _used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names, attributes, keywords and whole strings of a module; descriptions and docstrings are no use of a word."""
    for node in ast.walk(tree):
        for words in (getattr(node, attribute, None) for attribute in ("id", "attr", "arg", "name", "value")):
            if isinstance(words, str):
                yield words, getattr(node, "lineno", 0)


@pytest.mark.parametrize("topic", sorted(installed_topics()))
def test_the_engine_uses_no_word_of_a_topic(topic: str) -> None:
    """No list, field or vocabulary word of a topic steers the engine; the default topic is named in two places."""
    words = own_words(topic)
    assert len(words) > 10
    found = [
        f"{path.relative_to(ENGINE)}:{line}: {word}"
        for path in MODULES
        for word, line in _used(ast.parse(path.read_text("utf-8")))
        if word in words and not (word == DEFAULT_TOPIC and path.relative_to(ENGINE) in DEFAULTS)
    ]
    assert found == []


@pytest.mark.parametrize("topic", sorted(installed_topics()))
def test_topics_do_not_lean_on_each_other(topic: str) -> None:
    """A topic is a schema, its cues and its comparison; it imports nothing of another."""
    folder = Path(str(__import__("summariser.schemas", fromlist=["_"]).__file__)).parent
    for path in folder.glob(f"{topic}*.py"):
        imported = [
            node.module for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
        ]
        others = [name for name in imported if name and name.split("_")[0] in set(installed_topics()) - {topic}]
        assert others == [], path.name


def test_the_words_are_looked_for_where_code_stands() -> None:
    """The search finds a word as a name, an attribute, a keyword and a string."""
    code = "arms_deals = 1\nx.asset_freeze\nf(trade_figures=2)\ny = 'restrictions'\n"
    assert {word for word, _ in _used(ast.parse(code))} >= {
        "arms_deals",
        "asset_freeze",
        "trade_figures",
        "restrictions",
    }
