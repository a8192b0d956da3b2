"""Units that a sentence prints once and means several times: "28,526 tonnes, Indonesia 24,516 and Thailand 19,000"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summariser.values.currencies import CurrencyChoice, currency_of
from summariser.values.currency_forms import form_before, form_behind, kind_of, printed
from summariser.values.numbers import Number, find_numbers
from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold
from summariser.values.units import Unit, read_unit

_REACH = 160
_LINKS = frozenset(
    [
        "from",
        "to",
        "against",
        "and",
        "or",
        "compared",
        "with",
        "versus",
        "vs",
        "than",
        "in",
        "a",
        "an",
        "the",
        "year",
        "month",
        "quarter",
        "before",
        "earlier",
        "after",
        "up",
        "down",
        "about",
        "around",
        "some",
        "nearly",
        "over",
        "under",
        "just",
        "revised",
        "billion",
        "million",
        "trillion",
        "last",
        "this",
        "previous",
        "same",
        "period",
        "of",
    ]
)
_WORD = re.compile(r"[A-Za-z][\w']*")
_MOST_BETWEEN = 12
_HEADS = re.compile(
    r"\b(?:populations?|populous|people|persons|inhabitants|residents|citizens|nationals|users|customers|consumers|voters"
    r"|members|workers|jobs|employees|refugees|migrants|tourists|visitors|passengers|households|children|students|muslims"
    r"|christians|speakers|subscribers|soldiers|troops|deaths|dead|killed|lives|hectares|acres|barrels|tonnes|tons"
    r"|doses)\b",
    re.IGNORECASE,
)
"""Words that say that a large number beside them counts heads or things and no money."""
_BESIDE = 60
"""Characters to either side of a number in which such a word stands."""
_NEAR = 20
_MILLION = 10**6
_MOST_NUMBERS = 400


@dataclass(frozen=True, slots=True)
class Lent:
    """What a neighbouring amount lends: its unit or currency, and its scale where ours has none."""

    unit: Unit
    currency: CurrencyChoice | None
    scale: int


def elided_unit(number: Number, around: Surroundings) -> Lent | None:
    """The unit of the nearest amount before the words in their sentence, if only links and names stand between.

    The scale is lent too, where the lender has one, ours has none, and both are of one size ("3.47 billion from 3.91").
    """
    left = fold(around.left[-_REACH:])
    for lender in reversed(find_numbers(left)):
        if lender.value is None:
            continue
        lent, end = _unit_of(lender, left, around)
        if lent is None or (lent.unit != "currency" and number.scale > 1 and lender.scale == 1):
            continue
        between = _WORD.findall(left[end:])
        if len(between) > _MOST_BETWEEN or not all(word[0].isupper() or word.casefold() in _LINKS for word in between):
            break
        if number.scale == 1 and lender.scale > 1:
            if not _same_size(number, lender):
                break
            return lent
        return Lent(lent.unit, lent.currency, 1)
    return _only_currency(around) if number.scale >= _MILLION else None


def _only_currency(around: Surroundings) -> Lent | None:
    """The currency of all millions and billions of the article, if all are money and all in one currency.

    A word beside the number that says what else it counts ("population") speaks against it.
    """
    if _HEADS.search(fold(around.left[-_BESIDE:] + " " + around.right[:_BESIDE])):
        return None
    form = _sole_form(around.article)
    return Lent("currency", currency_of(form, "", around), 1) if form else None


@lru_cache(maxsize=64)
def _sole_form(article: str) -> str | None:
    """The printed form of the one currency of all large numbers in ``article``; None if any counts something else."""
    text = fold(article)
    found: dict[str | None, str] = {}
    for number in find_numbers(text, _MOST_NUMBERS):
        if number.scale < _MILLION:
            continue
        behind, before = form_behind(text, number.end), form_before(text, number.start)
        if behind is not None and behind["adjective"]:
            return None
        if behind is not None or before is not None:
            form = printed(behind) if behind is not None else before["form"] if before else ""
            found[kind_of(form)] = form
        elif read_unit(text[number.end : number.end + _REACH]) is not None:
            return None
    return next(iter(found.values())) if len(found) == 1 else None


def _same_size(number: Number, lender: Number) -> bool:
    if number.value is None or not lender.bare or number.value <= 0:
        return False
    ratio = number.value / lender.bare
    return 1 / _NEAR < float(ratio) < _NEAR


def _unit_of(lender: Number, left: str, around: Surroundings) -> tuple[Lent | None, int]:
    behind = form_behind(left, lender.end)
    if behind is not None:
        choice = currency_of(printed(behind), behind["adjective"] or "", around)
        return Lent("currency", choice, lender.scale), behind.end()
    before = form_before(left, lender.start)
    if before is not None:
        return Lent("currency", currency_of(before["form"], "", around), lender.scale), lender.end
    found = read_unit(left[lender.end :])
    if found is not None and found.unit in ("percent", "tonne", "barrel_per_month"):
        return Lent(found.unit, None, lender.scale), lender.end + found.length
    return None, lender.end
