"""The names of a text, people, states, organisations and types of arms: what a summary may name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from summariser.article import Article
from summariser.summary_figures import MONTHS, printed_currencies
from summariser.topics.fact import Fact
from summariser.values.currency_forms import attached_pattern
from summariser.values.datewords import month_number
from summariser.values.numbers import read_number_words
from summariser.values.parties import read_party
from summariser.values.surroundings import Surroundings

_NAME = re.compile(r"(?<![\w.’'-])[^\W\d_a-zà-öø-ÿ][\w’']*(?:[-.&][\w’']+)*(?![\w$])\.?")
_RUN = re.compile(r"[A-Z][\w.’'&-]{0,40}(?: (?:of the |of |the |and )?[A-Z][\w.’'&-]{0,40}){0,5}")
_STATE = re.compile(
    r"(?=(?<![\w-])([A-Z][\w.-]{1,30}(?: (?:of )?[A-Z][\w.-]{1,30}){1,2}))[A-Z][\w.-]+ (?:of )?[A-Z][\w.-]+"
)
_DESIGNATION = re.compile(r"(?<![\w.,/-])(?=[\w/-]{0,20}\d)(?=[\w/-]{0,20}[A-Z])[A-Za-z\d][\w/-]{0,24}(?!\w|[.,]\d)")
_SIZE = re.compile(r"\d{1,5}(?:[.,]\d|bn|m\b| (?:m|b|tr)illion| crore)")
"""What makes an amount of digits that are printed together with letters ("RM500m")."""
_NUMBERED = re.compile(r"(?<!\w)([A-Z][a-z]\w+)[ -](\d{1,3}\w?)(?![\w.,])(?! (?:per|pct|million|billion))")
"""A name with a number: "Leopard 2", "Article 5"."""
_WORD = re.compile(r"\w+")
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


class Names:
    """The names of one article and its verified facts.

    Args:
        article: The article.
        text: Its title and text, folded.
        facts: The facts; the states and organisations in them may be named in other words.
        months: Numbers of the months that may be named.
    """

    def __init__(self, article: Article, text: str, facts: Sequence[Fact], months: set[int]) -> None:
        self._article = article
        self._text = text
        self._facts = facts
        self._months = months
        self._words = {word.lower() for word in _WORD.findall(text)}

    def unsupported(self, plain: str) -> Iterator[str]:
        """The names of a folded sentence that the article does not have."""
        first = _WORD.search(plain)
        known = [match.span() for match in _STATE.finditer(plain) if self._is_known_party(match.group(1))]
        known += printed_currencies(plain)  # what the figures are compared by
        for match in _NAME.finditer(plain):
            name = match.group().rstrip(".").removesuffix("'s").rstrip("'")
            opens = first is not None and match.start() == first.start()
            if not any(start <= match.start() < end for start, end in known) and not self._has_name(name, opens=opens):
                yield name
        for match in designated(plain):
            if _squeezed(match.group()) not in self._designations:
                yield match.group()
        for match in _NUMBERED.finditer(plain):
            name = match.group(1).lower()
            common = match.start() > 0 and name in self._words and name not in (*MONTHS, *_OPENERS)
            if common and _squeezed(match.group()) not in self._numbered:
                yield match.group()

    def _has_name(self, name: str, *, opens: bool) -> bool:
        lower = name.lower()
        if lower in MONTHS:
            return month_number(lower) in self._months
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
    def _designations(self) -> set[str]:
        found = {_squeezed(match.group()) for match in designated(self._text)}
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
    def _codes(self) -> set[str]:
        """Codes of the states and organisations in the facts and in the article."""
        around = Surroundings(article=self._article.text)
        named = {part for run in _RUN.finditer(self._text) for part in _parts(run.group())}
        codes = {read_party(name, around).iso for name in named}
        return {code for code in codes if code} | {
            code for fact in self._facts for code in _fact_codes(fact.model_dump())
        }


def designated(text: str) -> Iterator[re.Match[str]]:
    """What looks like the designation of a type and is no amount with its currency."""
    for match in _DESIGNATION.finditer(text):
        money = attached_pattern().match(text, match.start())
        if money is None or not _SIZE.match(text, money.end()):
            yield match


def _parts(run: str) -> set[str]:
    """A run of names, and each of its words."""
    words = [word.rstrip(".,").removesuffix("'s").rstrip("'") for word in run.split()]
    return {run.removesuffix("'s"), *words}


def _squeezed(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", name).lower()


def _fact_codes(data: Any) -> list[str]:
    return values_of(data, "iso") + values_of(data, "country_iso")


def values_of(data: Any, key: str) -> list[str]:
    """All strings under a key, anywhere in a record."""
    if isinstance(data, dict):
        own = [data[key]] if isinstance(data.get(key), str) else []
        return own + [value for child in data.values() for value in values_of(child, key)]
    if isinstance(data, list):
        return [value for child in data for value in values_of(child, key)]
    return []
