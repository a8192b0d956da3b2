"""The article: its text, what is known about it, and its numbered sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or heading, list item, table row) of an article.

    Attributes:
        number: Position in the article, from 1.
        start: Offset of the first character in ``Article.text`` (code points).
        end: Offset behind the last character.
        text: ``Article.text[start:end]``, exactly.
    """

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Article:
    """A text with its sentences and metadata.

    ``text[s.start:s.end] == s.text`` holds for every sentence; sentences are in order and do not overlap.

    Attributes:
        text: The body, without title or metadata lines.
        sentences: Its sentences, numbered from 1.
        source: Where it came from, as the user named it.
        title: Headline, if known.
        published: Publication date, if known. Relative dates are resolved against it alone.
        author: Author as printed, if known.
        site: Publisher or site, if known.
        language: ISO 639-1 code, if known.
        notes: What a reader should know about the reading, e.g. that no publication date was found.
    """

    text: str
    sentences: tuple[Sentence, ...]
    source: str = "text"
    title: str | None = None
    published: date | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = field(default=())

    def sentence(self, number: int) -> Sentence | None:
        """The sentence of that number, or None where there is none."""
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text, hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()
