"""A summary in the article's own words: the sentences that say most of what was found in it.

A small model points better than it writes: three in ten of the sentences that the embedded one wrote were false, though
every number, date and name in them was the article's (docs/accuracy.md). What is quoted is true to the article, and
costs no call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
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
LONGEST = 400
_FIRST = 6.0
"""What the article's first sentence counts for beside the words of facts in it; the n-th counts for an n-th of that."""
_LEANING = 2.0
"""What a sentence that leans on the one before it, or is the end of a list, counts less."""
_WORDS = 6
"""Words of a sentence that is more than the end of a list."""
_LEANS = re.compile(
    r"[\"“‘'(]|(?:and|but|however|also|meanwhile|earlier|such|both|another|here|there|i|you|we|he|she|it|they|this|that|"
    r"these|those|my|our|your|his|her|its|their)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[-–—•*·▪●◦]+\s+")
_STOPS = ".!?\u0589\u104b\u1362\u1367\u1368\u17d4" + marks.FULL_STOPS
"""What ends a sentence in the scripts of the world: besides those of the most read, Armenian, Burmese, Ethiopic and
Khmer."""
_ENDED = re.compile(rf"[{_STOPS}][{re.escape(marks.CLOSING_QUOTES + marks.CLOSING_BRACKETS)}]*$")


@dataclass(frozen=True)
class _Candidate:
    """A sentence that could stand in the summary, and the words of facts that it says."""

    sentence: SummarySentence
    place: int
    worth: float
    says: frozenset[str]


def quoted(
    article: Article, facts: Sequence[Fact], *, most: int, told: Collection[int] = frozenset()
) -> list[SummarySentence]:
    """Sentences of the article, in its order, that say most of the facts' words.

    A fact that only headings, tables or very long sentences state is told as the fact describes itself. Beyond the
    second, a sentence that says nothing new is left out.

    Args:
        article: The article.
        facts: Its verified facts.
        most: How many sentences at most.
        told: Numbers of the sentences that are told already.
    """
    plain = [sentence for sentence in article.sentences if _is_plain(sentence)]
    barred = addressed_to_models(article).union(told)
    words = {fold_words(leaf.raw).lower() for fact in facts for _, leaf in leaves_of(fact) if isinstance(leaf, Leaf)}
    left = [
        _candidate(sentence, place, facts, words)
        for place, sentence in enumerate(plain)
        if sentence.number not in barred
    ]
    left += _described(facts, {sentence.number for sentence in plain}.union(told), words)
    chosen: list[_Candidate] = []
    said: frozenset[str] = frozenset()
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (len(one.says - said) + one.worth, -one.place))
        if len(chosen) >= FEWEST and best.says <= said:
            break
        chosen.append(best)
        left.remove(best)
        said |= best.says
    return [one.sentence for one in sorted(chosen, key=lambda one: one.place)]


def _candidate(sentence: Sentence, place: int, facts: Sequence[Fact], words: Collection[str]) -> _Candidate:
    text = _BULLET.sub("", " ".join(sentence.text.split()))
    ids = [fact.id for fact in facts if any(one.sentence == sentence.number for one in fact.evidence)]
    worth = _FIRST / (1 + place) - (_LEANING if _LEANS.match(text) or len(text.split()) < _WORDS else 0)
    quote = SummarySentence(text=text, sentences=[sentence.number], facts=ids, origin="article")
    return _Candidate(quote, sentence.number, worth, _said(text, words))


def _described(facts: Sequence[Fact], quotable: set[int], words: Collection[str]) -> list[_Candidate]:
    """The facts that no sentence which could be quoted states, as they describe themselves."""
    found = []
    for fact in facts:
        numbers = [citation.sentence for citation in fact.evidence]
        if quotable.isdisjoint(numbers):
            text = fact.describe()
            sentence = SummarySentence(text=text, sentences=numbers, facts=[fact.id], origin="facts")
            found.append(_Candidate(sentence, numbers[0], 0, _said(text, words)))
    return found


def _said(text: str, words: Collection[str]) -> frozenset[str]:
    folded = fold_words(text).lower()
    return frozenset(word for word in words if word in folded)


def _is_plain(sentence: Sentence) -> bool:
    """Whether it is a whole sentence, no heading and no paragraph."""
    text = " ".join(sentence.text.split())
    return len(text) <= LONGEST and _ENDED.search(text) is not None
