"""An article as a model sees it: numbered sentences, in parts where it is long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summariser.article import Article, Sentence
from summariser.llm.question import Message

OVERLAP = 2
"""Sentences that a part repeats from the one before, so that no fact falls between two."""
_CONTROL_TOKEN = re.compile(r"<(?=\|)|<(?=/?(?:s|think|tool_call|im_start|im_end)>)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


@dataclass(frozen=True)
class ArticlePart:
    """Some sentences of an article, in its order.

    Attributes:
        sentences: The sentences, with their numbers in the whole article.
    """

    sentences: tuple[Sentence, ...]

    @property
    def first(self) -> int:
        """Number of the first sentence."""
        return self.sentences[0].number

    @property
    def last(self) -> int:
        """Number of the last sentence."""
        return self.sentences[-1].number

    def halves(self) -> tuple[ArticlePart, ArticlePart] | None:
        """Two smaller parts; None where there is nothing to halve."""
        middle = len(self.sentences) // 2
        if middle < 1:
            return None
        return ArticlePart(self.sentences[:middle]), ArticlePart(self.sentences[middle:])


def split_article(article: Article, characters: int) -> list[ArticlePart]:
    """:func:`split_sentences` for a whole article, each part repeating the end of the one before."""
    return split_sentences(article.sentences, characters, overlap=OVERLAP)


def split_sentences(sentences: Sequence[Sentence], characters: int, *, overlap: int = 0) -> list[ArticlePart]:
    """Parts of about equal length, as few as keep to so many characters.

    Sentences stay whole, so a part may be longer by a part of one, and by what it repeats.

    Args:
        sentences: Sentences in the order of the article; without any there are no parts.
        characters: Longest part.
        overlap: How many sentences a part repeats from the one before.
    """
    total = sum(len(sentence.text) for sentence in sentences)
    number = -(-total // characters)
    parts: list[ArticlePart] = []
    begin = read = shares = 0
    for position, sentence in enumerate(sentences, 1):
        read += len(sentence.text)
        if read * number >= total * (shares + 1):
            parts.append(ArticlePart(tuple(sentences[max(0, begin - overlap) : position])))
            begin, shares = position, read * number // total
    return parts


def render(article: Article, part: ArticlePart) -> str:
    """The part as lines ``number| sentence``, under a line with date and title.

    The text is data: a sentence stays on its line, so that nothing in it can pass for another line; marks that control
    a model are broken up and invisible characters are left out.
    """
    published = article.published.isoformat() if article.published else "unknown"
    head = f"Published {published}. {_plain(article.title or '')}".rstrip()
    return "\n".join([head, *(f"{sentence.number}| {_plain(sentence.text)}" for sentence in part.sentences)])


def conversation(system: str, article: Article, part: ArticlePart, question: str) -> tuple[Message, ...]:
    """System, article, question: in the order of how seldom they change, so that a prompt cache holds the beginning."""
    return Message("system", system), Message("user", f"{render(article, part)}\n\n{question}")


def _plain(text: str) -> str:
    return _CONTROL_TOKEN.sub("< ", _INVISIBLE.sub("", " ".join(text.split())))
