"""Currencies: what is printed -> ISO 4217, decided by the words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summariser.values.countries import choose, named_apart
from summariser.values.currency_forms import Kind, forms, is_code, kind_of, kinds, owner_of
from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold

_DOLLAR = "dollar"
_BARE = frozenset({"US", "AU", "CA", "NZ", "SG"})
"""Countries whose own texts print a bare "$"; international news marks the dollars of all others (J$, HK$, NT$)."""


@dataclass(frozen=True, slots=True)
class CurrencyChoice:
    """A currency, or why there is none.

    Attributes:
        code: ISO 4217 code, historic ones too; None where the words do not decide.
        reason: Why ``code`` is None.
        inferred: The article's other words decided, not the currency words themselves.
    """

    code: str | None
    reason: str | None = None
    inferred: bool = False


def currency_of(form: str, adjective: str, around: Surroundings) -> CurrencyChoice:
    """The currency that a printed form means here.

    Args:
        form: As printed: "$", "kroner", "EUR".
        adjective: The words before it that may say whose: "Australian", "" if none.
        around: Sentence, article and date.
    """
    kind = kind_of(form)
    if kind is None:
        return CurrencyChoice(None, f'"{form}" is no known currency')
    if kind not in kinds():
        if is_code(kind):
            return CurrencyChoice(kind)
        return CurrencyChoice(None, f'"{form}" has no ISO 4217 code')
    choices = _in_use(kind, around)
    if (iso := owner_of(adjective)) is not None:
        owned = next((choice.code for choice in choices if iso in choice.countries), None)
        return CurrencyChoice(owned) if owned else CurrencyChoice(None, f'no "{adjective.strip(" -")} {form}" is known')
    if kind == _DOLLAR:
        return _dollar(form, around)
    return _by_country(form, choices, around)


def _in_use(kind: str, around: Surroundings) -> tuple[Kind, ...]:
    """The currencies of a name that were in use when the article appeared; all of them if that is not known."""
    year = around.published.year if around.published else None
    if year is None:
        return kinds()[kind]
    return tuple(choice for choice in kinds()[kind] if choice.until >= year - 1)


def _by_country(form: str, choices: tuple[Kind, ...], around: Surroundings) -> CurrencyChoice:
    candidates = frozenset(iso for choice in choices for iso in choice.countries)
    choice = choose(candidates, around)
    codes = {kind.code for kind in choices if kind.countries & set(choice.named)}
    if choice.iso is not None:
        codes = {kind.code for kind in choices if choice.iso in kind.countries}
    if len(codes) == 1:
        return CurrencyChoice(codes.pop(), inferred=True)
    if {kind.code for kind in choices} == {"KRW", "KPW"} and not named_apart(around.article or around.sentence, "KP"):
        return CurrencyChoice("KRW", inferred=True)
    if form == "£" and not codes:
        return CurrencyChoice("GBP", inferred=True)
    if not codes:
        return CurrencyChoice(None, f'"{form}": the article names no country that uses it')
    return CurrencyChoice(
        None, f'"{form}" could be {", ".join(sorted(codes))}: the article names all of their countries'
    )


_MARKED = re.compile(r"(?<![A-Za-z])([A-Z][A-Za-z.]{0,3} ?\$|\$US)")
_OWNED = re.compile(r"(?:\d|\bmillion|\bbillion|bn|mln) ([A-Z][\w.]+(?: [A-Z]\w+)?) (?:dollars?|dlrs?)\b")


@lru_cache(maxsize=64)
def _marks(article: str) -> frozenset[str]:
    """Codes of dollars that the article marks as such somewhere ("A$", "US dollars")."""
    text = fold(article)
    found = set()
    for match in _MARKED.finditer(text) if "$" in text else ():
        kind = forms().get(match[1]) or forms().get(match[1].replace(" ", ""))
        if kind and kind not in kinds():
            found.add(kind)
    for match in _OWNED.finditer(text) if "dollar" in text or "dlr" in text else ():
        found |= _dollars_of(match[1])
    return frozenset(found)


def _dollars_of(adjective: str) -> set[str]:
    iso = owner_of(adjective)
    return {choice.code for choice in kinds()[_DOLLAR] if iso in choice.countries}


_ALL_FIGURES = re.compile(
    r"\b(?:figures|amounts|values|sums|prices|dollars?|\$)\b[^.!?]{0,80}?\b(?:in|are|is) "
    r"((?:[A-Z][\w.]+ )?[A-Z][\w.]+) (?:dollars|currency|funds)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _declared(article: str) -> str | None:
    """Code of the dollars in which the article says its figures are ("All figures are in Canadian dollars")."""
    text = fold(article)
    lower = text.casefold()
    if not any(word in lower for word in ("dollars", "currency", "funds")):
        return None  # the pattern asks for one of them, and a look for them takes a tenth of its time
    codes: set[str] = set()
    for match in _ALL_FIGURES.finditer(text):
        codes |= _dollars_of(match[1])
    return codes.pop() if len(codes) == 1 else None


def _dollar(form: str, around: Surroundings) -> CurrencyChoice:
    """Whose a bare "$" is.

    A text that marks one country's dollars ("A$") keeps the bare sign for another's. Dollars are American where
    no other dollar country could be meant; where one could, the words do not decide.
    """
    text = around.article or around.sentence
    if not text:
        return CurrencyChoice(None, f'"{form}" alone does not say whose')
    declared = _declared(text)
    if declared is not None:
        return CurrencyChoice(declared, inferred=True)
    marked = _marks(text)
    candidates = frozenset(
        iso
        for kind in kinds()[_DOLLAR]
        if kind.code == "USD" or kind.code not in marked
        for iso in kind.countries
        if iso in _BARE
    )
    choice = choose(candidates, around)
    if choice.iso == "US" or not choice.named:
        return CurrencyChoice("USD", inferred=True)
    others = [iso for iso in choice.named if iso != "US"]
    if "USD" in marked and len(others) == 0:
        return CurrencyChoice("USD", inferred=True)
    return CurrencyChoice(
        None, f'"{form}" is not marked, and the article names {", ".join(others)}, which have dollars'
    )
