"""Evidence: from sentence numbers or quotations to the same thing, sets of sentence numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from summariser.article import Article

_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
"""Quotation marks and dashes of typography, as typed on a keyboard."""


def sentence_numbers(article: Article, evidence: Iterable[object]) -> frozenset[int]:
    """The numbers of the sentences that a list of citations points to.

    A citation is a number, an object with a number under ``sentence``, or a verbatim quotation. Numbers outside the
    article and quotations that it does not hold point to nothing.
    """
    found: set[int] = set()
    for citation in evidence:
        entry = citation.get("sentence") if isinstance(citation, Mapping) else citation
        if isinstance(entry, int) and not isinstance(entry, bool):
            if article.sentence(entry):
                found.add(entry)
        elif isinstance(entry, str):
            found.update(_sentences_of(article, entry))
    return frozenset(found)


def cited_text(article: Article, numbers: Iterable[int]) -> str:
    """The text of the numbered sentences, in order."""
    cited = (article.sentence(number) for number in sorted(numbers))
    return "\n".join(sentence.text for sentence in cited if sentence)


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, apart from typography, case and white space."""
    return _level(words) in _level(text)


def _level(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_MARKS)).strip().casefold()


def _sentences_of(article: Article, quotation: str) -> Iterable[int]:
    """Numbers of the sentences that the quotation touches by more than white space."""
    start = article.text.find(quotation)
    if not quotation.strip() or start < 0:
        return ()
    start += len(quotation) - len(quotation.lstrip())
    end = start + len(quotation.strip())
    return (sentence.number for sentence in article.sentences if sentence.start < end and start < sentence.end)
