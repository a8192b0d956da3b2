"""The same value printed otherwise: "US$5bn" in an answer, "$5 billion" in the sentence.

A model is asked to copy, and now and then rewrites. Words that do not stand in the cited sentences count where the same
digits stand there in words that come to the very same value; a value is never taken for a near one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import eq
from typing import Any

from summariser.article import Sentence
from summariser.values.grounds import Found, Grounds
from summariser.values.surroundings import Surroundings
from summariser.values.typography import MAX_WORDS, fold

Read = Callable[[str, Surroundings], Any]
"""What words come to, by their surroundings; None where they come to nothing."""
Same = Callable[[Any, Any], bool]
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"\S+")
_BEFORE, _LONGEST = 2, 5
"""How many words before a number, and how many in all, a value is looked for in."""
_MOST = 40
"""Numbers of a sentence that are looked at."""


def find_same_value(words: str, grounds: Grounds, read: Read, same: Same = eq) -> Found | None:
    """The shortest stretch of a cited sentence that has the digits of the words and comes to the same value.

    One that does so by itself is preferred to one that needs its neighbours ("50 per cent" to "50").

    Args:
        words: The copied words, which stand nowhere as they are.
        grounds: The article and the cited sentences.
        read: How words of this kind are read.
        same: Whether what the words say is what the sentence says.
    """
    if len(words) > MAX_WORDS:
        return None
    digits = _digits(words)
    alone = Surroundings(words, 0, len(words), grounds.article.text, grounds.published)
    wanted = read(words, alone) if digits else None
    if wanted is None:
        return None
    for sentence in grounds.cited_sentences():
        stretches = list(_stretches(sentence.text, digits))
        for lonely in (True, False):
            for start, end in stretches:
                text = sentence.text[start:end]
                around = grounds.surroundings(sentence, start, end)
                if same(
                    wanted, read(text, replace(around, sentence=text, start=0, end=len(text)) if lonely else around)
                ):
                    return _found(sentence, start, end, around)
    return None


def _digits(words: str) -> frozenset[str]:
    return frozenset(run.lstrip("0") for run in _DIGITS.findall(fold(words).replace(",", "")))


def _stretches(text: str, digits: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of words around a number that have no other digits, shortest first."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    numbered = [i for i, (start, end) in enumerate(tokens) if digits & _digits(text[start:end])][:_MOST]
    spans = {
        (tokens[first][0], tokens[last][1])
        for i in numbered
        for first in range(max(0, i - _BEFORE), i + 1)
        for last in range(i, min(len(tokens), first + _LONGEST))
    }
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        stretch = text[start:end].rstrip(".,;:)\"'”’")
        found = _digits(stretch)
        if found and found <= digits:
            yield start, start + len(stretch)


def _found(sentence: Sentence, start: int, end: int, around: Surroundings) -> Found:
    return Found(
        raw=sentence.text[start:end],
        start=sentence.start + start,
        end=sentence.start + end,
        exact=False,
        cited=True,
        around=around,
    )
