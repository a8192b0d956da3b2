"""True words are found whatever the typesetter did, and their spans are exact."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from summariser.values.leaf import Leaf
from tests.verification.answers import strings, true_facts
from tests.verification.variants import OF_ARTICLE, OF_WORDS, reset

FEWEST = {"curly quotes": 10, "decomposed accents": 40, "en dash": 80, "no-break hyphen": 80, "minus": 80}
NOT_HERE = ("straight quotes",)
"""Variants that no labelled words of the set can show; they are done to articles."""


def leaves(value: object) -> Iterator[Leaf]:
    """All leaves of a fact, in its order."""
    if isinstance(value, Leaf):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name))
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child)


def test_every_span_holds_its_words() -> None:
    """``article.text[start:end]`` is the leaf's raw words, for every leaf of every labelled fact."""
    count = 0
    for fact in true_facts():
        for leaf in leaves(fact.grounded().fact):
            assert fact.article.text[slice(*leaf.span)] == leaf.raw
            count += 1
    assert count > 2_000


@pytest.mark.parametrize("name", [name for name in OF_WORDS if name not in NOT_HERE])
def test_true_words_are_found_in_other_typography(name: str) -> None:
    """At least 99 in 100 of the true words, printed otherwise, are supported with exact spans."""
    tried = found = 0
    for fact in true_facts():
        for path, words in fact.words():
            changed = OF_WORDS[name](words)
            if changed == words:
                continue
            tried += 1
            grounded = fact.grounded(fact.put(path, changed))
            exact = all(fact.article.text[slice(*leaf.span)] == leaf.raw for leaf in leaves(grounded.fact))
            found += grounded.fact is not None and exact and changed in set(strings(grounded.kept))
    assert tried >= FEWEST.get(name, 500)
    assert found >= 0.99 * tried


@pytest.mark.parametrize("name", OF_ARTICLE)
def test_plain_words_are_found_in_articles_of_other_typography(name: str) -> None:
    """The article may have no-break spaces, soft hyphens or loose accents: spans are those of its own text."""
    tried = found = 0
    articles = {fact.case: reset(fact.article, OF_WORDS[name]) for fact in true_facts()}
    for fact in true_facts():
        article = articles[fact.case]
        wanted = list(leaves(fact.grounded().fact))
        got = list(leaves(fact.grounded(article=article).fact))
        tried += len(wanted)
        found += sum(article.text[slice(*leaf.span)] == leaf.raw for leaf in got)
    assert found >= 0.99 * tried
