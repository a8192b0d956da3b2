"""From a peer's answers to the form of a record, generously: a peer is compared by what it read, not by its spelling.

Names become codes and printed words become values by the package's own tables and converters. Fields that a peer is
not asked for get the value that is the most common one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from summariser.article import Article, Sentence
from summariser.values.amounts import read_amount
from summariser.values.dates import read_date, read_event_date
from summariser.values.durations import read_duration
from summariser.values.parties import read_party
from summariser.values.places import read_place
from summariser.values.quantities import read_quantity
from summariser.values.surroundings import Surroundings

Fields = dict[str, Any]

_BLANK = frozenset(
    {"", "-", "null", "none", "nil", "n/a", "na", "unknown", "unspecified", "not stated", "not specified"}
    | {"not mentioned", "not given", "not available", "undisclosed"}
)
_EDTF = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?:/(?:\.\.|\d{4}(?:-\d{2}(?:-\d{2})?)?))?")
_EMPTY_PART = re.compile(r"(?:-00){1,2}$")
_ISO_DURATION = re.compile(r"P(?:\d{1,4}[YMWD]){1,4}")
_CODE = re.compile(r"[A-Z]{3}")
_AGREEMENT_DATES = {
    "signed": "signed", "in_force": "effective", "ratified": "ratified", "approved": "approved",
    "extended": "extended", "terminated": "terminated", "agreed_in_principle": "agreed",
    "under_negotiation": "negotiation_start",
}  # fmt: skip
_DEAL_DATES = {
    "requested": "requested", "agreed": "agreed", "approved": "approved", "contracted": "contracted",
    "delivering": "delivery_start", "delivered": "delivery_end",
}  # fmt: skip


def stated(words: str | None) -> str | None:
    """The words, or None where they only say that there is nothing to say."""
    plain = (words or "").strip()
    return None if plain.casefold().strip(".") in _BLANK else plain


def chosen(words: str | None, vocabulary: Iterable[str], otherwise: str) -> str:
    """The entry of a vocabulary that the words are, whatever their case and hyphens; else another one."""
    key = re.sub(r"[\s-]+", "_", (words or "").strip().casefold())
    return key if key in set(vocabulary) else otherwise


def place_of(article: Article, words: str | None, near: Sentence | None = None) -> Surroundings:
    """Where words stand in the article: in the sentence they are expected in, else in the first that has them."""
    wanted = words or ""
    sentences = [sentence for sentence in (near, *article.sentences) if sentence and wanted and wanted in sentence.text]
    if not sentences:
        return Surroundings(article=article.text, published=article.published)
    start = sentences[0].text.index(wanted)
    return Surroundings(sentences[0].text, start, start + len(wanted), article.text, article.published)


def party(name: str | None, article: Article) -> Fields | None:
    """A state, organisation or company by its name."""
    known_as = stated(name)
    if known_as is None:
        return None
    value = read_party(known_as, place_of(article, known_as))
    return {"name": known_as, "iso": value.iso, "type": value.type or "state"}


def parties(names: Iterable[str], article: Article) -> list[Fields]:
    """Parties, each once."""
    found = [entry for name in names if (entry := party(name, article))]
    return list({entry["iso"] or entry["name"]: entry for entry in found}.values())


def supplier(name: str | None, company: str | None, article: Article) -> Fields:
    """Who supplies: a maker that is named as the supplier is put where makers belong."""
    given = party(name, article)
    makers = [maker] if (maker := stated(company)) else []
    if given and given["type"] == "company":
        makers = makers or [given["name"]]
        given = given if given["iso"] else None
    return {"supplier": given, "supplier_companies": makers}


def people(names: Iterable[str]) -> list[Fields]:
    """People who signed."""
    return [{"name": name, "role": None, "on_behalf_of": None} for entry in names if (name := stated(entry))]


def location(place: str | None, article: Article) -> Fields | None:
    """A place with the country it decides."""
    words = stated(place)
    if words is None:
        return None
    return {"place": words, "country_iso": read_place(words, place_of(article, words)).iso}


def number_amount(number: float | None, unit: str, currency: str | None, article: Article) -> Fields | None:
    """An amount that was given as a number."""
    if number is None:
        return None
    code = currency_code(currency, article) if unit == "currency" else None
    return {"amount": number, "amount_max": None, "unit": unit, "currency": code, "qualifier": "exact"}


def currency_code(currency: str | None, article: Article) -> str | None:
    """The ISO 4217 code of a code, sign or name."""
    words = stated(currency)
    if words is None:
        return None
    if _CODE.fullmatch(words.upper()):
        return words.upper()
    around = Surroundings(article=article.text, published=article.published)
    return read_amount(f"{words}1", around).currency or read_amount(f"1 {words}", around).currency


def printed_amount(words: str | None, article: Article, near: Sentence | None = None) -> Fields | None:
    """An amount that was given in the article's words."""
    raw = stated(words)
    if raw is None:
        return None
    value = read_amount(raw, place_of(article, raw, near))
    if value.amount is None and value.qualifier != "vague":
        return None
    return {
        "amount": _number(value.amount),
        "amount_max": _number(value.amount_max),
        "unit": value.unit,
        "currency": value.currency,
        "qualifier": value.qualifier,
        "raw": raw,
    }


def printed_quantity(words: str | None, article: Article, near: Sentence | None = None) -> Fields | None:
    """A quantity that was given in the article's words."""
    raw = stated(words)
    value = read_quantity(raw, place_of(article, raw, near)) if raw else None
    if value is None or (value.value is None and value.qualifier != "vague"):
        return None
    return {
        "value": _number(value.value),
        "value_max": _number(value.value_max),
        "qualifier": value.qualifier,
        "raw": raw,
    }


def date_of(words: str | None, article: Article, near: Sentence | None = None, *, event: bool = False) -> str | None:
    """A date in EDTF, whether it was given so or in the article's words."""
    text = stated(words)
    if text is None:
        return None
    plain = _EMPTY_PART.sub("", text.partition("T")[0])
    if _EDTF.fullmatch(plain):
        return plain
    read = read_event_date if event else read_date
    return read(text, place_of(article, text, near)).value


def agreement_dates(words: str | None, status: str, article: Article, near: Sentence | None = None) -> list[Fields]:
    """The one date of an agreement, in the role that its status gives."""
    return _dated(words, _AGREEMENT_DATES.get(status, "announced"), article, near)


def deal_dates(words: str | None, status: str, article: Article, near: Sentence | None = None) -> list[Fields]:
    """The one date of an arms deal, in the role that its status gives."""
    return _dated(words, _DEAL_DATES.get(status, "announced"), article, near)


def duration(words: str | None, article: Article, near: Sentence | None = None) -> Fields | None:
    """A length of time in ISO 8601, whether it was given so or in words."""
    text = stated(words)
    if text is None:
        return None
    value = text if _ISO_DURATION.fullmatch(text) else read_duration(text, place_of(article, text, near)).iso8601
    return {"iso8601": value} if value else None


def always() -> Fields:
    """What peers are not asked for: most facts are news of the day, in the reporter's own voice."""
    return {"salience": "main", "assertion": {"mode": "stated", "source": None}}


def _dated(words: str | None, role: str, article: Article, near: Sentence | None) -> list[Fields]:
    value = date_of(words, article, near, event=True)
    return [{"role": role, "value": value}] if value else []


def _number(value: int | Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
