"""Whether a sentence of a summary says only what the article has: its numbers, its dates, its names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from summariser.article import Article
from summariser.report import SummarySentence
from summariser.topics.fact import Fact
from summariser.values.folding import fold
from summariser.values.parties import read_party

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_NAME = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w’']*(?:[-.&][\w’']+)*\.?")
_WORD = re.compile(r"\w+")
_MONTHS = ("january february march april may june july august september october november december").split()
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_OPENERS = frozenset(
    "a about according after all also although amid an and another any as at because before both but by despite "
    "during each earlier eight following for four from further he her his however i if in it its last later many "
    "meanwhile more most neither no nine none nor of officials on once one only other over seven several "
    "separately she since six some such ten that the their there these they this those three through to two under "
    "until unlike when where which while with within without what".split()
)


class SummaryChecker:
    """Checks sentences against one article and its verified facts.

    Args:
        article: The article.
        facts: The facts; their resolved dates may be named in full where the article says "Friday".
    """

    def __init__(self, article: Article, facts: Sequence[Fact]) -> None:
        text = f"{article.title or ''}\n{article.text}"
        self._article = article
        self._facts = facts
        self._numbers = {_bare(number) for number in _NUMBER.findall(fold(text).text)}
        self._words = {word.lower() for word in _WORD.findall(fold(text).text)}
        self._dates = _resolved_dates(facts)
        if article.published is not None:
            self._dates.append(article.published.isoformat())
        self._codes = {code for fact in facts for code in _codes(fact.model_dump())}

    def unsupported(self, sentence: str) -> list[str]:
        """The numbers, dates and names of the sentence that the article does not have; empty if it has all."""
        plain = fold(sentence).text
        wrong = [number for number in _NUMBER.findall(plain) if not self._has_number(number)]
        wrong += [
            word
            for word in _WORD.findall(plain.lower())
            if word in _NUMBER_WORDS and word != "one" and not self._has_count(word)
        ]
        first = _WORD.search(plain)
        for match in _NAME.finditer(plain):
            name = match.group().rstrip(".").removesuffix("'s").rstrip("'")
            opens = first is not None and match.start() == first.start()
            if not self._has_name(name, opens=opens):
                wrong.append(name)
        return wrong

    def trace(self, sentence: str) -> SummarySentence:
        """The sentence with the sentences and facts it rests on: those that share most of its telling words."""
        wanted = _telling(sentence)
        shares = {
            other.number: len(wanted & _telling(other.text)) / max(1, len(wanted)) for other in self._article.sentences
        }
        best = sorted(shares, key=lambda number: (-shares[number], number))[:3]
        numbers = sorted(number for number in best if shares[number] >= max(0.2, shares[best[0]] / 2))
        facts = [
            fact.id for fact in self._facts if {citation.sentence for citation in fact.evidence}.intersection(numbers)
        ]
        return SummarySentence(text=sentence, sentences=numbers, facts=facts, origin="model")

    def _has_number(self, number: str) -> bool:
        bare = _bare(number)
        if bare in self._numbers:
            return True
        if bare.isdigit() and any(str(_NUMBER_WORDS[word]) == bare for word in _NUMBER_WORDS.keys() & self._words):
            return True
        parts = {part.lstrip("0") for day in self._dates for part in re.split(r"[-/]", day) if part}
        return bare.lstrip("0") in parts

    def _has_count(self, word: str) -> bool:
        return word in self._words or str(_NUMBER_WORDS[word]) in self._numbers

    def _has_name(self, name: str, *, opens: bool) -> bool:
        words = [word for word in _WORD.findall(name.lower()) if not word.isdigit()]
        if all(word in self._words or word.removesuffix("s") in self._words for word in words):
            return True
        if opens and name.lower() in _OPENERS:
            return True
        if name.lower() in _MONTHS:
            month = f"-{_MONTHS.index(name.lower()) + 1:02d}"
            return any(month in day for day in self._dates)
        if name.lower() in _NUMBER_WORDS:
            return self._has_count(name.lower())
        code = read_party(name).iso
        return code is not None and code in self._codes


def _bare(number: str) -> str:
    """A number without grouping, so that 1,500 and 1500 are the same."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", number)


def _telling(text: str) -> set[str]:
    return {word for word in _WORD.findall(fold(text).text.lower()) if len(word) > 3 or word.isdigit()}


def _resolved_dates(facts: Sequence[Fact]) -> list[str]:
    """The EDTF values of all dates in the facts."""
    return [value for fact in facts for value in _values(fact.model_dump(), "value") if re.match(r"\d{4}", value)]


def _codes(data: Any) -> list[str]:
    return _values(data, "iso") + _values(data, "country_iso")


def _values(data: Any, key: str) -> list[str]:
    """All strings under a key, anywhere in a record."""
    if isinstance(data, dict):
        own = [data[key]] if isinstance(data.get(key), str) else []
        return own + [value for child in data.values() for value in _values(child, key)]
    if isinstance(data, list):
        return [value for child in data for value in _values(child, key)]
    return []
