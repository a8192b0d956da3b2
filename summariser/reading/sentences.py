"""Sentences of a text, with exact offsets."""

from __future__ import annotations

from itertools import pairwise

from summariser.article import Sentence
from summariser.reading.blocks import blocks
from summariser.reading.boundaries import sentence_starts


def split(text: str, language: str | None = "en") -> tuple[Sentence, ...]:
    """Number the sentences of a text.

    Headings, list items and table rows count as sentences. ``text[s.start:s.end] == s.text`` holds for each; they are
    in order, do not overlap, and between them is nothing but white space.

    Args:
        text: Any text; it is not changed.
        language: ISO 639-1 code that chooses the abbreviations; None is treated as English.

    Returns:
        The sentences, numbered from 1; empty for a text of white space.
    """
    found: list[Sentence] = []
    for start, end in blocks(text):
        block = text[start:end]
        starts = [0, *sentence_starts(block, language or "en"), len(block)]
        for first, behind in pairwise(starts):
            sentence = block[first:behind].rstrip()
            found.append(Sentence(len(found) + 1, start + first, start + first + len(sentence), sentence))
    return tuple(found)
