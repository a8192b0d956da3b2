"""How currencies are printed: their symbols, codes and words, alone and beside a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from summariser.values.countries import country_of
from summariser.values.numbers import Number
from summariser.values.tables import listed, rows

_RECENT = 9999
_CODE = re.compile(r"[A-Z]{3}")
_ADJECTIVE = r"(?:[A-Z][\w.]*[ -]){0,3}"
_OWNERS = {
    "H.K.": "HK", "HK": "HK", "N.Z.": "NZ", "NZ": "NZ", "N.T.": "TW", "NT": "TW", "Cdn": "CA", "Aust": "AU",
    "Sing": "SG",
}  # fmt: skip
"""Countries as wires shorten them before a currency and nowhere else."""
_LETTER = re.compile(r"(?<![A-Za-z])[A-Z]$")
_SMALLEST_WITH_LETTER = 100
_BEFORE, _BEHIND = 12, 200
"""Characters beside a number in which a form of a currency is looked for: more than any takes, with its adjective."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One country's currency of a name that several share.

    Attributes:
        code: ISO 4217 code.
        countries: ISO 3166 codes of those that use it.
        until: Last year of use, a large number if it is current.
    """

    code: str
    countries: frozenset[str]
    until: int


@cache
def kinds() -> dict[str, tuple[Kind, ...]]:
    """The currencies that share a name: "dollar" -> USD, AUD, ..."""
    found: dict[str, list[Kind]] = {}
    for row in rows("currency_kinds"):
        kind = Kind(row["code"], frozenset(listed(row["iso"])), int(row["until"] or _RECENT))
        found.setdefault(row["kind"], []).append(kind)
    return {name: tuple(entries) for name, entries in found.items()}


@cache
def forms() -> dict[str, str]:
    """Printed forms of currencies -> ISO code or shared name; letter case as printed."""
    found = {row["form"]: row["kind"] for row in rows("currency_forms")}
    codes = {kind.code for entries in kinds().values() for kind in entries}
    codes |= {kind for kind in found.values() if _CODE.fullmatch(kind)}
    return {**{code: code for code in codes}, **found}


@cache
def _lowered() -> dict[str, str]:
    return {form.casefold(): kind for form, kind in forms().items() if len(form) > 3 and form[0].isalpha()}


def kind_of(form: str) -> str | None:
    """ISO code or shared name for a printed form ("US$", "kroner", "EUR"); None if it is no currency.

    Words of more than three letters are found in any letter case, since old wires print all capitals.
    """
    return forms().get(form) or _lowered().get(form.casefold()) or _telex(form)


def _telex(form: str) -> str | None:
    return forms().get(form.casefold()) if form.isupper() else None


def is_code(kind: str) -> bool:
    """Whether what a form stands for is one currency with an ISO 4217 code, and not a name that several share."""
    return _CODE.fullmatch(kind) is not None


def _alternatives(places: tuple[str, ...]) -> str:
    known = {row["form"] for row in rows("currency_forms") if row["place"] in places}
    known |= {form for form in forms() if _CODE.fullmatch(form)}
    return "|".join(re.escape(form) for form in sorted(known, key=lambda form: (-len(form), form)))


@cache
def before_pattern() -> re.Pattern[str]:
    """Finds a currency form at the end of the text before a number ("... worth US$ ")."""
    return re.compile(rf"(?<![A-Za-z$£€¥.])(?P<form>{_alternatives(('before', 'both'))})[ ]?-?$")


@cache
def attached_pattern() -> re.Pattern[str]:
    """Finds a currency form of letters that is printed together with its number ("AED8.1")."""
    letters = "|".join(form for form in _alternatives(("before", "both")).split("|") if form[-1].isalpha())
    return re.compile(rf"(?<![A-Za-z0-9$])(?P<form>{letters})(?=\d)")


@cache
def after_pattern() -> re.Pattern[str]:
    """Finds a currency behind a number, with the adjective before it ("Australian dollars")."""
    words = _alternatives(("after", "both"))
    plain = {form for form in words.split("|") if form.isalpha() and form.islower()}
    caps = "|".join(sorted({spelling for form in plain for spelling in (form.upper(), form.capitalize())}))
    return re.compile(
        rf"(?:[ -]?(?P<symbol>[$£€¥₹₩₽₺฿₫₱₦₪₴₸₾₼](?!\d))"
        rf"|[ -](?:of )?(?P<adjective>{_ADJECTIVE})(?P<form>{words}|{caps})(?![A-Za-z0-9$]|'[A-Za-z]))"
    )


def form_before(text: str, start: int) -> re.Match[str] | None:
    """The form of a currency before a number of a folded text that begins at ``start``."""
    return before_pattern().search(text, max(0, start - _BEFORE), start)


def form_behind(text: str, end: int) -> re.Match[str] | None:
    """The form of a currency behind a number that ends at ``end``, with the adjective before it."""
    return after_pattern().match(text, end, end + _BEHIND)


def forms_beside(text: str, number: Number) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The forms of a currency before and behind a number of a folded text.

    A single letter counts before large numbers alone ("K2", "R5"), and pounds that weigh are no money.
    """
    before, behind = form_before(text, number.start), form_behind(text, number.end)
    if before is not None and _LETTER.search(before["form"]) and not _large(number):
        before = None
    if behind is not None and _is_weight(behind, number, text):
        behind = None
    return before, behind


def _large(number: Number) -> bool:
    return number.scale > 1 or (number.value is not None and number.value >= _SMALLEST_WITH_LETTER)


def _is_weight(behind: re.Match[str], number: Number, text: str) -> bool:
    """Pounds that weigh: "a 2,000-pound bomb", "500 pounds of powder"."""
    form = (behind["form"] or "").casefold()
    if form not in ("pound", "pounds") or number.scale > 1:
        return False
    return text[behind.start()] == "-" or text.startswith(" of ", behind.end())


def printed(behind: re.Match[str]) -> str:
    """The form that stands behind a number, without its adjective."""
    return behind["symbol"] or behind["form"]


def owner_of(adjective: str) -> str | None:
    """The country that the words before a currency name ("Australian", "H.K."); None if they name none."""
    words = adjective.strip(" -")
    last = words.rsplit(" ", maxsplit=1)[-1]
    return country_of(words) or country_of(last) or _OWNERS.get(last) if words else None


def codes_of(form: str, adjective: str = "") -> frozenset[str]:
    """The currencies that a form may mean: "$" any dollar, "A$" and "Australian dollars" one, "lire" Italian ones.

    Args:
        form: As printed.
        adjective: The words before it that may say whose, "" if none.

    Returns:
        ISO 4217 codes, or the form's own name where it has none ("toman"); nothing for what is no currency, and for
        one that its country does not have.
    """
    kind = kind_of(form)
    if kind is None:
        return frozenset()
    shared = kinds().get(kind)
    if shared is None:
        return frozenset({kind})
    iso = owner_of(adjective)
    return frozenset(choice.code for choice in shared if not iso or iso in choice.countries)
