"""The same value printed otherwise: "US$5bn" in an answer, "$5 billion" in the sentence.

A model is asked to copy, and now and then rewrites. An amount or date that does not stand in the cited sentences counts
where the same digits stand there in words that come to the very same value; a value is never taken for a near one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from summariser.values.amounts import AmountValue, read_amount
from summariser.values.dates import read_date
from summariser.values.grounds import Found, Grounds
from summariser.values.surroundings import Surroundings
from summariser.values.typography import MAX_WORDS, fold

_Agrees = Callable[[str, Surroundings], bool]
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d[\d.,]*")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_TOKEN = re.compile(r"\S+")
_BEFORE, _LONGEST = 2, 5
"""How many words before a number, and how many in all, a value is looked for in."""
_MOST = 40
"""Numbers of a sentence that are looked at."""
_EMPTY = frozenset("the and for".split())


def find_same_amount(words: str, grounds: Grounds) -> Found | None:
    """The words of the cited sentences that come to the same number, unit and currency.

    A bare number may be qualified in print ("more than $5 billion"), never the other way.
    """
    said = _decided(words, _alone(words, grounds))
    if said is None or len(_NUMBER.findall(words)) != (1 if said.amount_max is None else 2):
        return None

    def agrees(text: str, around: Surroundings) -> bool:
        printed = _decided(text, around)
        return (
            printed is not None
            and _digits(text) == _digits(words)
            and said.qualifier in ("exact", printed.qualifier)
            and (said.amount, said.amount_max, said.unit, said.currency)
            == (printed.amount, printed.amount_max, printed.unit, printed.currency)
        )

    return _search(words, grounds, agrees)


def find_same_date(words: str, grounds: Grounds) -> Found | None:
    """The words of the cited sentences that come to the same date; a year or month in figures may be unprinted."""
    value = read_date(words, _alone(words, grounds)).value if len(words) <= MAX_WORDS else None
    if value is None:
        return None
    parts = {part.lstrip("0") for part in _DIGITS.findall(value)}

    def agrees(text: str, around: Surroundings) -> bool:
        unprinted = _digits(words) - _digits(text)
        return unprinted <= parts and _letters(words) <= _letters(text) and read_date(text, around).value == value

    return _search(words, grounds, agrees)


def _alone(words: str, grounds: Grounds) -> Surroundings:
    return Surroundings(words, 0, len(words), grounds.article.text, grounds.published)


def _decided(words: str, around: Surroundings) -> AmountValue | None:
    """The amount; None where the words do not decide number, unit and currency."""
    if len(words) > MAX_WORDS:
        return None
    value = read_amount(words, around)
    decided = value.amount is not None and value.unit is not None and (value.unit != "currency" or value.currency)
    return value if decided else None


def _search(words: str, grounds: Grounds, agrees: _Agrees) -> Found | None:
    """The shortest stretch that agrees, by itself rather than with its neighbours ("50 per cent" rather than "50")."""
    digits = _digits(words)
    for sentence in grounds.cited_sentences() if digits else ():
        stretches = list(_stretches(sentence.text, digits))
        for alone in (True, False):
            for start, end in stretches:
                text = sentence.text[start:end]
                around = grounds.surroundings(sentence, start, end)
                if agrees(text, replace(around, sentence=text, start=0, end=len(text)) if alone else around):
                    return grounds.found(sentence, start, end, exact=False, cited=True)
    return None


def _digits(words: str) -> frozenset[str]:
    return frozenset(run.lstrip("0") for run in _DIGITS.findall(fold(words).replace(",", "")))


def _letters(words: str) -> frozenset[str]:
    """The first three letters of each word that says something, so that "Oct" is "October"."""
    return frozenset(word.lower()[:3] for word in _LETTERS.findall(fold(words)) if word.lower() not in _EMPTY)


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
