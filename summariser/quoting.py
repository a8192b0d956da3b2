"""A summary in the article's own words: the sentences that say most of what was found in it.

A small model points better than it writes: a third of the sentences that the embedded one wrote were false, though all
numbers, dates and names in them were the article's (docs/accuracy.md). What is quoted is true to the article, and costs
no call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summariser.article import Article, Sentence
from summariser.reading import marks
from summariser.report import SummarySentence
from summariser.suspicion import addressed_to_models
from summariser.topics.fact import Fact
from summariser.topics.leaves import leaves_of
from summariser.values.folding import fold_words
from summariser.values.leaf import Leaf

FEWEST = 2
"""Sentences of a summary, where the article has as many, even if the later ones tell nothing new."""
LONGEST = 500
"""Characters of the longest sentence that is quoted."""
_FIRST = 4.0
"""What the article's first sentence counts for, in words of facts; the n-th counts for an n-th of that."""
_LEANING = 2.0
"""What a sentence that leans on the one before it, asks, or is the end of a list counts less."""
_SHORT = 6
"""Words of a sentence that is more than the end of a list."""
_STATED = 0.4
"""Share of a fact's words that a sentence says at least which states it."""
_LEANS = re.compile(
    rf"[{re.escape(marks.OPENING_QUOTES + marks.OPENING_BRACKETS)}]|"
    r"(?:And|But|However|Also|Then|Yet|Meanwhile|Earlier|Such|Both|Another|Here|There|I|You|We|He|She|It|They|This|That|"
    r"These|Those|My|Our|Your|His|Her|Its|Their)\b|.{0,30}?\b(?:of|in|for|by|on|to|with) (?:that|this|these|those)\b"
)
_ASKS = re.compile(r"[?\uff1f\u061f]$")
_BULLET = re.compile(rf"^[{re.escape(marks.BULLETS)}]+\s+")
_STOPS = ".!?\u0589\u104b\u1362\u1367\u1368\u17d4" + marks.FULL_STOPS
"""What ends a sentence in the scripts of the world: besides those of the most read, Armenian, Burmese, Ethiopic and
Khmer."""
_ENDED = re.compile(
    rf"[{_STOPS}{marks.ELLIPSIS}][{re.escape(marks.CLOSING_QUOTES + marks.CLOSING_BRACKETS)}]*(?:\[\d{{1,3}}\])*$"
)


@dataclass(frozen=True)
class _Candidate:
    """A sentence that could stand in the summary, and what it says: facts that it states, and words of any."""

    sentence: SummarySentence
    place: int
    worth: float
    says: frozenset[str]


def quoted(
    article: Article, facts: Sequence[Fact], *, most: int, told: Collection[int] = frozenset()
) -> list[SummarySentence]:
    """Sentences of the article, in its order, that state most facts and say most of their words.

    A fact of which no whole sentence says much, for it stands in headings, lists or very long sentences, is told as it
    describes itself, behind them. Beyond the second, a sentence that says nothing new is left out. An article without a
    whole sentence is quoted as it begins.

    Args:
        article: The article.
        facts: Its verified facts.
        most: How many sentences at most.
        told: Numbers of the sentences that are told already.
    """
    if most < 1:
        return []
    barred = addressed_to_models(article).union(told)
    rest = [sentence for sentence in article.sentences if sentence.number not in barred]
    plain = [sentence for sentence in rest if _is_plain(sentence)]
    words = _Words(raw for fact in facts for raw in _raws(fact))
    left = [_candidate(sentence, before, facts, words) for before, sentence in enumerate(plain)]
    left += _described(facts, {sentence.number: sentence for sentence in plain}, told, words)
    left = left or [_candidate(sentence, before, facts, words) for before, sentence in enumerate(rest)]
    chosen: list[_Candidate] = []
    said: frozenset[str] = frozenset()
    while len(chosen) < most:
        useful = left if len(chosen) < FEWEST else [one for one in left if len(one.says - said) + min(one.worth, 0) > 0]
        if not useful:
            break
        best = max(useful, key=lambda one: (len(one.says - said) + one.worth, -one.place))
        chosen.append(best)
        left = [one for one in left if one.sentence.text != best.sentence.text]
        said |= best.says
    chosen.sort(key=lambda one: (one.sentence.origin == "facts", one.place))
    return [one.sentence for one in chosen]


class _Words:
    """The printed words of facts, to be found in sentences."""

    def __init__(self, raws: Iterable[str]) -> None:
        folded = {fold_words(raw).lower() for raw in raws} - {""}
        self._patterns = {raw: re.compile(rf"(?<!\w){re.escape(raw)}(?!\w)") for raw in folded}

    def __len__(self) -> int:
        return len(self._patterns)

    def said_by(self, text: str) -> frozenset[str]:
        """Those that stand in a text as whole words."""
        folded = fold_words(text).lower()
        return frozenset(raw for raw, pattern in self._patterns.items() if raw in folded and pattern.search(folded))


def _candidate(sentence: Sentence, before: int, facts: Sequence[Fact], words: _Words) -> _Candidate:
    text = _cut(_BULLET.sub("", " ".join(sentence.text.split())))
    ids = [fact.id for fact in facts if any(one.sentence == sentence.number for one in fact.evidence)]
    leans = _LEANS.match(text) or _ASKS.search(text) or len(text.split()) < _SHORT
    worth = _FIRST / (1 + before) - (_LEANING if leans else 0)
    quote = SummarySentence(text=text, sentences=[sentence.number], facts=ids, origin="article")
    return _Candidate(quote, sentence.number, worth, words.said_by(text).union(ids))


def _described(
    facts: Sequence[Fact], plain: Mapping[int, Sentence], told: Collection[int], words: _Words
) -> list[_Candidate]:
    """The facts that no sentence which could be quoted states, as they describe themselves."""
    found = []
    for fact in facts:
        numbers = [citation.sentence for citation in fact.evidence]
        own = _Words(_raws(fact))
        most = max((len(own.said_by(plain[number].text)) for number in numbers if number in plain), default=0)
        if most < len(own) * _STATED and not set(numbers).intersection(told):
            text = _cut(fact.describe())
            sentence = SummarySentence(text=text, sentences=numbers, facts=[fact.id], origin="facts")
            found.append(_Candidate(sentence, numbers[0], 0, words.said_by(text) | {fact.id}))
    return found


def _raws(fact: Fact) -> Iterator[str]:
    return (leaf.raw for _, leaf in leaves_of(fact) if isinstance(leaf, Leaf))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + marks.ELLIPSIS


def _is_plain(sentence: Sentence) -> bool:
    """Whether it is a whole sentence, no heading and no paragraph."""
    text = " ".join(sentence.text.split())
    return len(text) <= LONGEST and _ENDED.search(text) is not None
