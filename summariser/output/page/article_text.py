"""The article's text in pieces: paragraphs, sentences, and in them the words that values were copied from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summariser.article import Article, Sentence
from summariser.reading.blocks import blocks

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Words of a sentence that belong to the same values.

    Attributes:
        text: The words.
        leaves: Numbers of the values copied from them.
        suspicious: Whether they look meant for a model.
    """

    text: str
    leaves: tuple[int, ...]
    suspicious: bool


@dataclass(frozen=True)
class Line:
    """A sentence with the facts that cite it.

    Attributes:
        number: Its number.
        pieces: Its words, in order; together they are the sentence.
        facts: Ids of the facts that cite it.
    """

    number: int
    pieces: tuple[Piece, ...]
    facts: tuple[str, ...]


def paragraphs(
    article: Article, leaves: Sequence[Span], suspicious: Sequence[Span], cited: Mapping[int, Sequence[str]]
) -> list[list[Line]]:
    """The text as paragraphs of sentences.

    Args:
        article: The article.
        leaves: Where each value was copied from; the position in the list is its number.
        suspicious: Where text looks meant for a model.
        cited: Ids of facts by the number of the sentence that they cite.
    """
    marks = _by_sentence(article.sentences, [*leaves, *suspicious])
    starts = [start for start, _ in blocks(article.text)]
    found: dict[int, list[Line]] = {}
    for sentence, numbers in zip(article.sentences, marks, strict=True):
        pieces = _pieces(sentence, numbers, [*leaves, *suspicious], len(leaves))
        line = Line(sentence.number, pieces, tuple(cited.get(sentence.number, ())))
        found.setdefault(bisect_right(starts, sentence.start), []).append(line)
    return list(found.values())


def sentence_at(article: Article, offset: int) -> int | None:
    """Number of the sentence that an offset of the text is in; None between sentences."""
    at = bisect_right(article.sentences, offset, key=lambda sentence: sentence.start) - 1
    inside = at >= 0 and offset < article.sentences[at].end
    return article.sentences[at].number if inside else None


def _by_sentence(sentences: Sequence[Sentence], spans: Sequence[Span]) -> list[list[int]]:
    """For each sentence the positions of the spans that touch it."""
    ends = [sentence.end for sentence in sentences]
    starts = [sentence.start for sentence in sentences]
    found: list[list[int]] = [[] for _ in sentences]
    for position, (start, end) in enumerate(spans):
        for at in range(bisect_right(ends, start), bisect_left(starts, end)):
            found[at].append(position)
    return found


def _pieces(sentence: Sentence, numbers: Sequence[int], spans: Sequence[Span], leaves: int) -> tuple[Piece, ...]:
    """A sentence cut wherever a span begins or ends; spans from position ``leaves`` on are suspicious."""
    inside = [(max(spans[n][0], sentence.start), min(spans[n][1], sentence.end), n) for n in numbers]
    cuts = sorted({sentence.start, sentence.end, *(edge for start, end, _ in inside for edge in (start, end))})
    pieces = []
    for start, end in pairwise(cuts):
        here = [n for first, behind, n in inside if first <= start and end <= behind]
        text = sentence.text[start - sentence.start : end - sentence.start]
        pieces.append(Piece(text, tuple(n for n in here if n < leaves), any(n >= leaves for n in here)))
    return tuple(pieces)
