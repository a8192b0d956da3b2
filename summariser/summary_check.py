"""Whether a sentence of a summary says only what the article has: its numbers, its dates, its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

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
from summariser.topics.fact import Fact
from summariser.values.datewords import month_number
from summariser.values.folding import fold
from summariser.values.numbers import read_number_words
from summariser.values.parties import read_party
from summariser.values.surroundings import Surroundings

_NAME = re.compile(r"(?<![\w.’'-])[^\W\d_a-zà-öø-ÿ][\w’']*(?:[-.&][\w’']+)*(?![\w$])\.?")
_RUN = re.compile(r"[A-Z][\w.’'&-]{0,40}(?: (?:of the |of |the |and )?[A-Z][\w.’'&-]{0,40}){0,5}")
_STATE = re.compile(
    r"(?=(?<![\w-])([A-Z][\w.-]{1,30}(?: (?:of )?[A-Z][\w.-]{1,30}){1,2}))[A-Z][\w.-]+ (?:of )?[A-Z][\w.-]+"
)
_DESIGNATION = re.compile(
    r"(?<![\w.,/-])(?!(?:RM|Rs|Tk|Sh|R|P)\d{1,5}(?:[.,]\d|bn|m\b| (?:m|b|tr)illion| crore))"
    r"(?=[\w/-]{0,20}\d)(?=[\w/-]{0,20}[A-Z])[A-Za-z\d][\w/-]{0,24}"
    r"(?!\w|[.,]\d)"
)
_NUMBERED = re.compile(r"(?<!\w)([A-Z][a-z]\w+)[ -](\d{1,3}\w?)(?![\w.,])(?! (?:per|pct|million|billion))")
"""A name with a number: "Leopard 2", "Article 5"."""
_WORD = re.compile(r"\w+")
_BOTH = re.compile(r"\b(?:the|these|those|both|other|all) (?:other )?two\b", re.IGNORECASE)
_LITTLE = 4
"""An opening word of which so many letters begin a word of the article is a form of that word."""
_OPENERS = frozenset(
    (
        "a about according after all also although amid among an analyst and another any arms as at because before "
        "both but by daily deliveries despite during each earlier eight following for four from further he her his "
        "however if in it its last later listed many meanwhile members money more most neither nine no none nor "
        "number of offers official officials on once one only other over part plans readers separately seven several "
        "she since six some such talks ten that the their there these they this those three through to two under "
        "unlike until what when where which while with within without "
    ).split()
)


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
        """The numbers, dates and names of the sentence that the article does not have; empty if it has all."""
        plain = fold(sentence).text
        return [*self._figures(plain), *self._counts(plain), *self._dated(plain), *self._names(plain)]

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
        named = [match.span() for match in _DESIGNATION.finditer(plain)]
        dated = {number for _, day, words in days(plain) for number in (str(day), *re.findall(r"\d+", words))}
        said = figures(_blank(plain, named))
        had = {
            figure.words for figure in said if self._has_figure(figure) or (figure.number in dated and _bare(figure))
        }
        yield from dict.fromkeys(figure.words for figure in said if figure.words not in had)

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

    def _names(self, plain: str) -> Iterator[str]:
        first = _WORD.search(plain)
        known = [match.span() for match in _STATE.finditer(plain) if self._is_known_party(match.group(1))]
        for match in _NAME.finditer(plain):
            name = match.group().rstrip(".").removesuffix("'s").rstrip("'")
            opens = first is not None and match.start() == first.start()
            if not any(start <= match.start() < end for start, end in known) and not self._has_name(name, opens=opens):
                yield name
        for match in _DESIGNATION.finditer(plain):
            if _squeezed(match.group()) not in self._designations:
                yield match.group()
        for match in _NUMBERED.finditer(plain):
            name = match.group(1).lower()
            common = match.start() > 0 and name in self._words and name not in (*MONTHS, *_OPENERS)
            if common and _squeezed(match.group()) not in self._numbered:
                yield match.group()

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
        monies = {other.money for other in self._article_figures} | {money_of(word) for word in self._words}
        return (figure.scale in scales or (figure.scale == "percent" and "%" in self._text)) and figure.money in {
            None,
            *monies,
        }

    def _has_name(self, name: str, *, opens: bool) -> bool:
        lower = name.lower()
        if lower in MONTHS:
            return month_number(lower) in self._month_names
        parts = [word for word in _WORD.findall(name) if not word.isdigit()]
        if all(self._has_word(part) for part in parts):
            return True
        if self._is_known_party(name):
            return True
        return opens and (
            lower in _OPENERS
            or read_number_words(lower) is not None
            or (self._is_form(lower) and read_party(name).iso is None)
        )

    def _has_word(self, word: str) -> bool:
        lower = word.lower()
        forms = {lower, lower.removesuffix("s"), f"{lower}s", f"{lower}es"}
        return not forms.isdisjoint(self._words) or word in self._acronyms

    def _is_form(self, opener: str) -> bool:
        stem = opener[: max(_LITTLE, len(opener) - 3)]
        return len(opener) > _LITTLE and any(word.startswith(stem) for word in self._plain_words)

    def _is_known_party(self, name: str) -> bool:
        """Whether the article names the same state or organisation in other words."""
        trimmed = name.rstrip(".").removesuffix("'s").rstrip("'")
        party = read_party(trimmed, Surroundings(article=self._article.text))
        return party.iso in self._codes and party.type in ("state", "igo")

    @cached_property
    def _printed_figures(self) -> list[Figure]:
        return figures(self._text)

    @cached_property
    def _article_figures(self) -> list[Figure]:
        return [*self._printed_figures, *number_words(self._text)]

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
    def _designations(self) -> set[str]:
        found = {_squeezed(match.group()) for match in _DESIGNATION.finditer(self._text)}
        joined = {_squeezed(match.group()) for match in re.finditer(r"\b[A-Z][\w-]{0,12} \d[\w-]{0,8}", self._text)}
        return found | joined | {form + "s" for form in found} | {form.removesuffix("s") for form in found}

    @cached_property
    def _numbered(self) -> set[str]:
        return {_squeezed(match.group()) for match in re.finditer(r"(?<!\w)\w{1,40}[ -]\d{1,3}\w?(?!\w)", self._text)}

    @cached_property
    def _plain_words(self) -> set[str]:
        return set(re.findall(r"(?<!\w)[a-z]{4,}", self._text))

    @cached_property
    def _acronyms(self) -> set[str]:
        """Initials of the names that the article writes out."""
        runs = [[word[0] for word in run.group().split() if word[0].isupper()] for run in _RUN.finditer(self._text)]
        return {"".join(run[i:j]) for run in runs for i in range(len(run)) for j in range(i + 2, len(run) + 1)}

    @cached_property
    def _telling_words(self) -> dict[int, set[str]]:
        """The telling words of each sentence of the article."""
        return {sentence.number: _telling(sentence.text) for sentence in self._article.sentences}

    @cached_property
    def _codes(self) -> set[str]:
        """Codes of the states and organisations in the facts and in the article."""
        around = Surroundings(article=self._article.text)
        named = {part for run in _RUN.finditer(self._text) for part in _parts(run.group())}
        codes = {read_party(name, around).iso for name in named}
        return {code for code in codes if code} | {
            code for fact in self._facts for code in _fact_codes(fact.model_dump())
        }


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


def _parts(run: str) -> set[str]:
    """A run of names, and each of its words."""
    words = [word.rstrip(".,").removesuffix("'s").rstrip("'") for word in run.split()]
    return {run.removesuffix("'s"), *words}


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with stretches blanked out."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _squeezed(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", name).lower()


def _telling(text: str) -> set[str]:
    return {word for word in _WORD.findall(fold(text).text.lower()) if len(word) > 3 or word.isdigit()}


def _resolved_dates(facts: Sequence[Fact]) -> list[str]:
    """The EDTF values of all dates in the facts."""
    return [value for fact in facts for value in _values(fact.model_dump(), "value") if re.match(r"\d{4}", value)]


def _fact_codes(data: Any) -> list[str]:
    return _values(data, "iso") + _values(data, "country_iso")


def _values(data: Any, key: str) -> list[str]:
    """All strings under a key, anywhere in a record."""
    if isinstance(data, dict):
        own = [data[key]] if isinstance(data.get(key), str) else []
        return own + [value for child in data.values() for value in _values(child, key)]
    if isinstance(data, list):
        return [value for child in data for value in _values(child, key)]
    return []
