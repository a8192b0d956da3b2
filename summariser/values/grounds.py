"""The grounds of a fact: the article and the sentences cited for it, and where copied words stand in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from summariser.article import Article, Sentence
from summariser.values.folding import Folded, fold, fold_words
from summariser.values.surroundings import Surroundings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """Copied words, found in the article.

    Attributes:
        raw: The words as printed: ``article.text[start:end]``.
        start: Offset of the first character in the article.
        end: Offset behind the last character.
        exact: Whether the copy differs from the print in typography at most (not in case).
        cited: Whether they stand in a sentence cited for the fact.
        around: The sentence they stand in, for conversion.
    """

    raw: str
    start: int
    end: int
    exact: bool
    cited: bool
    around: Surroundings

    def widened(self, before: int, behind: int) -> Found:
        """The words with so many characters of their sentence before and behind them."""
        around = replace(self.around, start=self.around.start - before, end=self.around.end + behind)
        raw = around.sentence[around.start : around.end]
        return replace(self, raw=raw, start=self.start - before, end=self.end + behind, around=around)


@dataclass(frozen=True, slots=True)
class _Accept:
    """What counts as a find of words: see `Grounds.find`."""

    plural: bool
    apart: bool


@dataclass
class Grounds:
    """What the leaves of one fact are checked against; the validation context of a fact.

    Attributes:
        article: The article.
        cited: Numbers of the sentences cited for the fact.
        withheld: Numbers of the sentences that speak to a model rather than to a reader: they support nothing.
    """

    article: Article
    cited: tuple[int, ...] = ()
    withheld: frozenset[int] = frozenset()
    _folded: dict[int, Folded] = field(default_factory=dict, repr=False)
    _known: dict[object, Any] = field(default_factory=dict, repr=False)

    def citing(self, numbers: tuple[int, ...]) -> Grounds:
        """The same article with other sentences cited; what is known of the article is shared."""
        return Grounds(self.article, numbers, self.withheld, self._folded, self._known)

    def once(self, find: Callable[[Grounds], T]) -> T:
        """What a function finds in the article, whatever is cited: it is called once for an article."""
        if find not in self._known:
            self._known[find] = find(self)
        found: T = self._known[find]
        return found

    @property
    def published(self) -> date | None:
        """Publication date of the article."""
        return self.article.published

    def cited_sentences(self) -> list[Sentence]:
        """The cited sentences that exist, in citation order."""
        found = (self.article.sentence(number) for number in self.cited if number not in self.withheld)
        return [sentence for sentence in found if sentence is not None]

    def find(self, words: str, *, anywhere: bool = False, plural: bool = False, apart: bool = False) -> Found | None:
        """Where the words stand: in a cited sentence, else (``anywhere``) in any other.

        Words must begin and end at word boundaries, and a number must be whole: "5 billion" does not stand in
        "$6.5 billion". A copy that differs in case alone is found, but is not ``exact``.

        Args:
            words: The copied words.
            anywhere: Whether sentences that are not cited count.
            plural: Whether an "s" may follow: "F-16" stands in "F-16s".
            apart: Whether they must not be part of a hyphenated word: "five" does not stand in "twenty-five".
        """
        return next(self.finds(words, anywhere=anywhere, plural=plural, apart=apart), None)

    def finds(
        self, words: str, *, anywhere: bool = False, plural: bool = False, apart: bool = False
    ) -> Iterator[Found]:
        """Every place where the words stand, in the order in which :meth:`find` prefers them."""
        needle = fold_words(words)
        if not needle:
            return
        accept = _Accept(plural=plural, apart=apart)
        yield from self._find_in(self.cited_sentences(), needle, accept, cited=True)
        if anywhere:
            others = [sentence for sentence in self.article.sentences if not self._is_barred(sentence)]
            yield from self._find_in(others, needle, accept, cited=False)

    def _is_barred(self, sentence: Sentence) -> bool:
        return sentence.number in self.cited or sentence.number in self.withheld

    def found(self, sentence: Sentence, start: int, end: int, *, exact: bool, cited: bool) -> Found:
        """Words at these offsets of a sentence, as a find."""
        return Found(
            raw=sentence.text[start:end],
            start=sentence.start + start,
            end=sentence.start + end,
            exact=exact,
            cited=cited,
            around=self.surroundings(sentence, start, end),
        )

    def surroundings(self, sentence: Sentence, start: int, end: int) -> Surroundings:
        """What a converter may look at for words at these offsets of a sentence."""
        return Surroundings(sentence.text, start, end, self.article.text, self.article.published)

    def _find_in(self, sentences: list[Sentence], needle: str, accept: _Accept, *, cited: bool) -> Iterator[Found]:
        seen = set()
        for exact in (True, False):
            for sentence in sentences:
                for span in self._occurrences(sentence, needle, accept, exact=exact):
                    if (sentence.number, span) not in seen:
                        seen.add((sentence.number, span))
                        yield self.found(sentence, *span, exact=exact, cited=cited)

    def _occurrences(
        self, sentence: Sentence, needle: str, accept: _Accept, *, exact: bool
    ) -> Iterator[tuple[int, int]]:
        folded = self._fold(sentence)
        haystack = folded.text
        if not exact:
            haystack, needle = _lower(haystack), _lower(needle)
        at = haystack.find(needle)
        while at >= 0:
            end = at + len(needle)
            if accept.plural and haystack[end : end + 1] == "s" and not _whole(haystack, at, end):
                whole = _whole(haystack, at, end + 1)
            else:
                whole = _whole(haystack, at, end)
            if whole and not (accept.apart and _hyphenated(sentence.text, folded, at, end)):
                yield folded.origin[at], _behind(sentence.text, folded.origin[end - 1] + 1)
            at = haystack.find(needle, at + 1)

    def _fold(self, sentence: Sentence) -> Folded:
        folded = self._folded.get(sentence.number)
        if folded is None:
            folded = self._folded[sentence.number] = fold(sentence.text)
        return folded


def _behind(text: str, end: int) -> int:
    """The end of a stretch with the loose accents of its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _lower(text: str) -> str:
    """Lower case without changing the length, so that offsets stay."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the stretch begins and ends at word and number boundaries."""
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    if first.isalnum() and before.isalnum():
        return False
    if last.isalnum() and after.isalnum():
        return False
    if first.isdigit() and before and before in ".,:/" and text[start - 2 : start - 1].isdigit():
        return False
    return not (last.isdigit() and after and after in ".,:/" and text[end + 1 : end + 2].isdigit())


_HYPHENS = "-\u2010\u2011\u2012\u2013"
"""Signs that join words; the long dash parts them."""


def _hyphenated(text: str, folded: Folded, start: int, end: int) -> bool:
    """Whether a stretch is part of a hyphenated word of its sentence."""
    plain = folded.text
    return any(
        min(sign, other) >= 0
        and max(sign, other) < len(plain)
        and plain[other].isalnum()
        and text[folded.origin[sign]] in _HYPHENS
        for sign, other in ((start - 1, start - 2), (end, end + 1))
    )
