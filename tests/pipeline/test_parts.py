"""Parts of an article: all of it, in order, of about equal length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.article import Article
from summariser.parts import OVERLAP, split_article
from summariser.reading.reader import Reader

WORDS = st.lists(st.integers(min_value=1, max_value=60), min_size=1, max_size=40)


def article(lengths: list[int]) -> Article:
    """An article of sentences with so many words."""
    return Reader().read_text(" ".join(f"It{' is' * words} so." for words in lengths))


@given(WORDS, st.integers(min_value=20, max_value=2_000))
def test_parts_are_the_whole_article(lengths: list[int], characters: int) -> None:
    """No sentence is lost or torn, and each part repeats the end of the one before."""
    whole = article(lengths)
    parts = split_article(whole, characters)
    read = 0
    for part in parts:
        numbers = [sentence.number for sentence in part.sentences]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert numbers[0] == max(1, read + 1 - OVERLAP)
        assert numbers[-1] > read
        read = numbers[-1]
    assert read == len(whole.sentences)


@given(WORDS, st.integers(min_value=20, max_value=2_000))
def test_parts_are_of_about_equal_length(lengths: list[int], characters: int) -> None:
    """None is a rest of a sentence or two, and none is longer than was asked by more than its last sentence."""
    whole = article(lengths)
    sizes = [len(sentence.text) for sentence in whole.sentences]
    own = [part.sentences[OVERLAP if place else 0 :] for place, part in enumerate(split_article(whole, characters))]
    assert len(own) <= -(-sum(sizes) // characters)
    for sentences in own:
        assert sum(len(sentence.text) for sentence in sentences[:-1]) < characters


@pytest.mark.parametrize("text", ["", "One sentence, and no more of them."])
def test_what_is_short_is_one_part_or_none(text: str) -> None:
    """Nothing is divided that fits."""
    one = Article(text="", sentences=(), source="x") if not text else Reader().read_text(text)
    assert len(split_article(one, 1_000)) == len(one.sentences)
