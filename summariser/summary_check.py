"""Whether a sentence of a summary says only what the article has: its numbers, its dates, its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from summariser.article import Article
from summariser.report import SummarySentence
from summariser.summary_figures import (
    MONTHS,
    Figure,
    days,
    figures,
    money_of,
    months_of_years,
    number_words,
    same_money,
    scale_of,
    shares,
)
from summariser.summary_names import Names, designated, values_of
from summariser.topics.fact import Fact
from summariser.values.datewords import month_number
from summariser.values.folding import fold

_WORD = re.compile(r"\w+")
_STEM = 5
_TELLING = 3
"""Fewest stems of a sentence that tells what its numbers are of."""
_EMPTY = frozenset(
    "about also been from have into more over said than that their this were which will with year years "
    "million billion trillion percent".split()
)
"""Words of four letters and more that two sentences about different things share."""
_BOTH = re.compile(r"\b(?:the|these|those|both|other|all) (?:other )?two\b", re.IGNORECASE)


class SummaryChecker:
    """Checks sentences against one article and its verified facts.

    Args:
        article: The article.
        facts: The facts; their resolved dates may be named in full where the article says "Friday".
    """

    def __init__(self, article: Article, facts: Sequence[Fact]) -> None:
        self._text = fold(f"{article.title or ''}\n{article.text}").text
        self._article = article
        self._facts = facts
        self._words = {word.lower() for word in set(_WORD.findall(self._text))}
        self._dates = _resolved_dates(facts)
        if article.published is not None:
            self._dates.append(article.published.isoformat())

    def unsupported(self, sentence: str) -> list[str]:
        """The numbers, dates and names of the sentence that the article does not have; empty if it has all.

        A sum or percentage counts as one that it has not where the article says it of something else.
        """
        plain = fold(sentence).text
        return [
            *self._figures(plain), *self._misplaced(plain), *self._counts(plain), *self._dated(plain),
            *self._names.unsupported(plain),
        ]  # fmt: skip

    def trace(self, sentence: str) -> SummarySentence:
        """The sentence with the sentences and facts it rests on: those that share most of its telling words."""
        wanted = _telling(sentence)
        shares = {number: len(wanted & words) / max(1, len(wanted)) for number, words in self._telling_words.items()}
        best = sorted(shares, key=lambda number: (-shares[number], number))[:3]
        numbers = sorted(number for number in best if shares[number] >= max(0.2, shares[best[0]] / 2))
        facts = [
            fact.id for fact in self._facts if {citation.sentence for citation in fact.evidence}.intersection(numbers)
        ]
        return SummarySentence(text=sentence, sentences=numbers, facts=facts, origin="model")

    def _figures(self, plain: str) -> Iterator[str]:
        """Numbers that the article lacks, or has with another scale or currency."""
        named = [match.span() for match in designated(plain)]
        dated = {number for _, day, words in days(plain) for number in (str(day), *re.findall(r"\d+", words))}
        said = figures(_blank(plain, named))
        had = {
            figure.words for figure in said if self._has_figure(figure) or (figure.number in dated and _bare(figure))
        }
        yield from dict.fromkeys(figure.words for figure in said if figure.words not in had)

    def _misplaced(self, plain: str) -> Iterator[str]:
        """Sums and percentages whose sentences, with the one before, share no telling word with this one.

        Short sentences and lines of tables tell too little to say what a number is not.
        """
        said = _stems(plain)
        if len(said) < _TELLING:
            return
        for figure in figures(plain):
            if _bare(figure):
                continue
            told = [(own, before) for numbers, own, before in self._told if figure.number in numbers]
            if told and all(len(own) >= _TELLING and said.isdisjoint(own | before) for own, before in told):
                yield figure.words

    def _counts(self, plain: str) -> Iterator[str]:
        """Numbers in words, and shares and multiples, that the article has neither in words nor in figures."""
        for figure in number_words(_BOTH.sub("", plain)):
            if not (_bare(figure) and figure.number == "1") and not self._has_figure(figure):
                yield figure.words
        for same, word in shares(plain):
            if same.isdisjoint(self._tokens):
                yield word

    def _dated(self, plain: str) -> Iterator[str]:
        """Days and months of years that neither the article nor its facts' dates have."""
        for month, day, words in days(plain):
            if (month, day) not in self._days:
                yield words
        for year, month, words in months_of_years(plain):
            if (year, month) not in self._months:
                yield words

    def _has_figure(self, figure: Figure) -> bool:
        # Numbers in words take longest to find, and most figures stand in the article as figures.
        if _stands_among(figure, self._printed_figures):
            return True
        if _bare(figure) and figure.number in self._plain_numbers | self._date_parts:
            return True
        same = [other for other in self._article_figures if other.number == figure.number]
        if _stands_among(figure, same):
            return True
        return "." in figure.number and bool(same) and all(_bare(other) for other in same) and self._is_heading(figure)

    def _is_heading(self, figure: Figure) -> bool:
        """Whether the scale and currency of a figure of a table are named somewhere, as its heading does."""
        scales = {other.scale for other in self._article_figures} | {scale_of(word) for word in self._words}
        named = {money_of(word) for word in _WORD.findall(self._text)}
        monies = named | {other.money for other in self._article_figures}
        scaled = figure.scale in scales or (figure.scale == "percent" and "%" in self._text)
        return scaled and (figure.money is None or any(same_money(figure.money, money) for money in monies))

    @cached_property
    def _names(self) -> Names:
        return Names(self._article, self._text, self._facts, self._month_names)

    @cached_property
    def _printed_figures(self) -> list[Figure]:
        return figures(self._text)

    @cached_property
    def _article_figures(self) -> list[Figure]:
        return [*self._printed_figures, *number_words(self._text)]

    @cached_property
    def _told(self) -> list[tuple[set[str], set[str], set[str]]]:
        """Of each sentence its numbers, its stems, and those of the one before it; facts, told in a sentence, first."""
        texts = [fold(text).text for text in self._sentences]
        stems = [set[str](), *map(_stems, texts)]
        return [
            ({figure.number for figure in [*figures(text), *number_words(text)]}, own, before)
            for text, (before, own) in zip(texts, pairwise(stems), strict=True)
        ]

    @property
    def _sentences(self) -> list[str]:
        return [fact.describe() for fact in self._facts] + [sentence.text for sentence in self._article.sentences]

    @cached_property
    def _plain_numbers(self) -> set[str]:
        """Numbers without scale and currency, those in words too."""
        return {figure.number for figure in self._article_figures if _bare(figure)}

    @cached_property
    def _tokens(self) -> set[str]:
        """The words of the article, hyphenated ones whole and in parts."""
        return self._words | set(re.findall(r"\b\w+(?:-\w+)+", self._text.lower()))

    @cached_property
    def _date_parts(self) -> set[str]:
        """Years of the resolved dates."""
        return {part for day in self._dates for part in re.findall(r"\d{4}", day)}

    @cached_property
    def _days(self) -> set[tuple[int, int]]:
        resolved = {(int(m), int(d)) for day in self._dates for m, d in re.findall(r"\d{4}-(\d\d)-(\d\d)", day)}
        return resolved | {(month, day) for month, day, _ in days(self._text)}

    @cached_property
    def _months(self) -> set[tuple[int, int]]:
        resolved = {(int(y), int(m)) for day in self._dates for y, m in re.findall(r"(\d{4})-(\d\d)", day)}
        years = {
            int(part) for part in self._date_parts | self._plain_numbers if re.fullmatch(r"(?:1[89]|20)\d\d", part)
        }
        days_named = {month for month, _, _ in days(self._text)}
        printed = {(year, month) for year, month, _ in months_of_years(self._text)}
        return resolved | printed | {(year, month) for year in years for month in days_named}

    @cached_property
    def _month_names(self) -> set[int]:
        """Months named in the article with a capital, or of a resolved date."""
        printed = {month_number(word) for word in re.findall(rf"\b(?:{'|'.join(_CAPITAL_MONTHS)})\b", self._text)}
        return printed | {int(m) for day in self._dates for m in re.findall(r"\d{4}-(\d\d)", day)}

    @cached_property
    def _telling_words(self) -> dict[int, set[str]]:
        """The telling words of each sentence of the article."""
        return {sentence.number: _telling(sentence.text) for sentence in self._article.sentences}


_CAPITAL_MONTHS = [form for month in MONTHS for form in (month.capitalize(), month[:3].capitalize(), month.upper())] + [
    "Sept"
]


def _bare(figure: Figure) -> bool:
    return figure.scale is None and figure.money is None


def _stands_among(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether one of the others is the same number with the same scale, and no other currency."""
    return any(
        figure.number == other.number
        and figure.scale == other.scale
        and (figure.money is None or same_money(figure.money, other.money))
        for other in others
    )


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with stretches blanked out."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _telling(text: str) -> set[str]:
    return {word for word in _WORD.findall(fold(text).text.lower()) if len(word) > 3 or word.isdigit()}


def _stems(text: str) -> set[str]:
    """The beginnings of the telling words, which inflections share."""
    return {word[:_STEM] for word in _telling(text) if not word.isdigit() and word not in _EMPTY}


def _resolved_dates(facts: Sequence[Fact]) -> list[str]:
    """The EDTF values of all dates in the facts."""
    return [value for fact in facts for value in values_of(fact.model_dump(), "value") if re.match(r"\d{4}", value)]
