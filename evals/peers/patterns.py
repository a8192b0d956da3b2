"""A peer without a model: patterns only. It shows what a model adds.

It reads each sentence for itself. Two countries and a word such as "pact" beside a verb make an agreement; a type name
or a word such as "frigates" beside a country makes an arms deal; an amount beside a word such as "exports" makes a
figure.
Whatever needs reading (who sells to whom, what is only planned, who claims it) it guesses from the order of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from summariser.article import Article, Sentence

NAME = "patterns"

_DEMONYMS = {
    "US": "US U.S. USA America American Washington", "GB": "UK U.K. Britain British London", "RU": "Russian Moscow",
    "CN": "Chinese Beijing", "KR": "Seoul", "KP": "Pyongyang", "TR": "Turkey Türkiye Turkish Ankara", "IN": "Indian",
    "FR": "French Paris", "DE": "German Berlin", "JP": "Japanese Tokyo", "IL": "Israeli", "EU": "EU E.U. Brussels",
    "PL": "Polish Warsaw", "SE": "Swedish", "IT": "Italian Rome", "ES": "Spanish", "NL": "Netherlands Dutch",
    "UA": "Ukrainian Kyiv", "IR": "Iranian Tehran", "SA": "Saudi", "AE": "UAE", "EG": "Egyptian", "BR": "Brazilian",
    "AU": "Australian Canberra", "CA": "Canadian Ottawa", "MX": "Mexican", "ID": "Indonesian Jakarta",
    "VN": "Vietnam Vietnamese Hanoi", "TW": "Taiwan Taiwanese", "PK": "Pakistani Islamabad", "GR": "Greek",
    "NO": "Norwegian", "DK": "Danish", "FI": "Finnish", "CH": "Swiss", "CZ": "Czech", "HU": "Hungarian",
    "RO": "Romanian", "RS": "Serbian Belgrade", "AR": "Argentine", "CL": "Chilean", "PH": "Philippine Manila",
}  # fmt: skip
_TWO_WORDS = {"United States": "US", "United Kingdom": "GB", "South Korea": "KR", "North Korea": "KP",
              "European Union": "EU", "Saudi Arabia": "SA", "Soviet Union": "SU", "West Germany": "DE"}  # fmt: skip

_PACT = re.compile(
    r"\b(agreement|pact|treaty|accord|memorand(?:um|a) of understanding|MoU|framework|protocol|ceasefire|truce|"
    r"joint statement|declaration|letter of intent|partnership)\b",
    re.IGNORECASE,
)
_INSTRUMENTS = {
    "agreement": "agreement", "treaty": "treaty", "framework": "framework", "protocol": "protocol", "mou": "mou",
    "memorandum of understanding": "mou", "memoranda of understanding": "mou", "joint statement": "joint_statement",
    "declaration": "declaration", "letter of intent": "letter_of_intent",
}  # fmt: skip
_PACT_STATUS = (
    ("in_force", re.compile(r"\b(?:in(?:to)? force|in(?:to)? effect|took effect)\b", re.IGNORECASE)),
    ("ratified", re.compile(r"\bratifi", re.IGNORECASE)),
    ("signed", re.compile(r"\b(?:signed|inked|concluded)\b", re.IGNORECASE)),
    ("approved", re.compile(r"\b(?:approved|cleared)\b", re.IGNORECASE)),
    ("under_negotiation", re.compile(r"\b(?:talks|negotiat|draft)", re.IGNORECASE)),
    ("announced", re.compile(r"\b(?:announced|agreed|reached)\b", re.IGNORECASE)),
)
_PACT_KIND = (
    ("peace_ceasefire", re.compile(r"\b(?:ceasefire|truce|peace)\b", re.IGNORECASE)),
    ("defence_cooperation", re.compile(r"\b(?:defen[cs]e|military|security)\b", re.IGNORECASE)),
    ("trade", re.compile(r"\b(?:trade|tariff|quota)", re.IGNORECASE)),
    ("energy_resources", re.compile(r"\b(?:oil|gas|nuclear|minerals?|energy)\b", re.IGNORECASE)),
    ("finance_debt", re.compile(r"\b(?:debt|loan|swap)", re.IGNORECASE)),
    ("economic_investment", re.compile(r"\b(?:investment|economic)\b", re.IGNORECASE)),
)
_TYPE_NAME = re.compile(r"\b[A-Z]{1,5}-?\d{1,4}[A-Z]{0,3}\b")
_WEAPON = re.compile(
    r"\b(?P<designation>[A-Z][\w-]{1,20} )?(?P<noun>fighters?|jets?|helicopters?|drones?|missiles?|tanks?|howitzers?|"
    r"frigates?|corvettes?|submarines?|torpedoes|radars?|rifles|ammunition|shells|aircraft)\b"
)
_CATEGORY = {
    "fighter": "fighter_aircraft", "jet": "fighter_aircraft", "helicopter": "helicopter", "drone": "uav",
    "missile": "missile", "tank": "armoured_vehicle", "howitzer": "artillery", "frigate": "warship",
    "corvette": "warship", "submarine": "submarine", "torpedoe": "naval_weapon", "radar": "radar_sensor",
    "rifle": "small_arms", "ammunition": "ammunition", "shell": "ammunition",
}  # fmt: skip
_DEAL_STATUS = (
    ("delivered", re.compile(r"\b(?:delivered|arrived|handed over)\b", re.IGNORECASE)),
    ("contracted", re.compile(r"\b(?:contract|ordered|bought|order for)\b", re.IGNORECASE)),
    ("approved", re.compile(r"\b(?:approv|notified)", re.IGNORECASE)),
    ("negotiating", re.compile(r"\b(?:talks|tender|negotiat|bid)", re.IGNORECASE)),
    ("planned", re.compile(r"\b(?:plans?|will|would|expected)\b", re.IGNORECASE)),
    ("offered", re.compile(r"\boffer", re.IGNORECASE)),
    ("in_service", re.compile(r"\b(?:in use|in service|operates)\b", re.IGNORECASE)),
)
_MONEY = re.compile(
    r"(?P<sign>US\$|\$|£|€|¥|Rs\.? ?)(?P<number>\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,6})?)"
    r"[ -]?(?P<scale>trillion|billion|million|crore|tn|bn|mn|m|b)?\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,4})?) ?(?:%|per ?cent\b|pct\b|pc\b)", re.IGNORECASE)
_SCALE = {"trillion": 12, "tn": 12, "billion": 9, "bn": 9, "b": 9, "million": 6, "mn": 6, "m": 6, "crore": 7}
_CURRENCY = {"us$": "USD", "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "rs": "INR"}
_MEASURE = (
    ("tariff_rate", re.compile(r"\b(?:tariff|dut(?:y|ies)|levy)", re.IGNORECASE)),
    ("trade_surplus", re.compile(r"\bsurplus", re.IGNORECASE)),
    ("trade_deficit", re.compile(r"\b(?:deficit|shortfall|trade gap)", re.IGNORECASE)),
    ("total_trade", re.compile(r"\b(?:two-way|bilateral|total) trade|\btrade between\b", re.IGNORECASE)),
    ("exports", re.compile(r"\bexport", re.IGNORECASE)),
    ("imports", re.compile(r"\bimport", re.IGNORECASE)),
    ("investment_commitment", re.compile(r"\binvest", re.IGNORECASE)),
    ("debt", re.compile(r"\b(?:debt|loan|owes?)\b", re.IGNORECASE)),
    ("aid", re.compile(r"\b(?:aid|assistance|grant)\b", re.IGNORECASE)),
    ("purchase", re.compile(r"\b(?:bought|purchase)", re.IGNORECASE)),
)
_QUANTITY = re.compile(r"(\d{1,4}) (?:[a-z-]{1,20} )?$")
_CAPITALISED = re.compile(r"[A-Z][\w.]*(?: [A-Z]\w*)?")

Fields = dict[str, Any]


def read(article: Article) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The record that patterns find in an article, and that it cost nothing."""
    record: dict[str, list[Fields]] = {"agreements": [], "arms_deals": [], "trade_figures": []}
    for sentence in article.sentences:
        countries = _countries(sentence.text)
        record["agreements"] += _agreements(sentence, countries, record["agreements"])
        record["arms_deals"] += _deals(sentence, countries)
        record["trade_figures"] += _figures(sentence, countries)
    summary = " ".join(sentence.text for sentence in article.sentences[:2])
    return {**record, "summary": summary}, {"calls": 0}


def _agreements(sentence: Sentence, countries: list[Fields], before: list[Fields]) -> Iterator[Fields]:
    pact, status = _PACT.search(sentence.text), _first(_PACT_STATUS, sentence.text)
    parties = countries[:2]
    known = [{party["iso"] for party in agreement["parties"]} for agreement in before]
    if not pact or not status or len(parties) < len(("one", "other")) or {p["iso"] for p in parties} in known:
        return
    yield {
        "name": pact[0],
        "kind": _first(_PACT_KIND, sentence.text) or "other",
        "instrument": _INSTRUMENTS.get(pact[1].lower(), "unspecified"),
        "status": status,
        "parties": parties,
        **_always(sentence),
    }


def _deals(sentence: Sentence, countries: list[Fields]) -> Iterator[Fields]:
    items = _items(sentence.text)
    if not items or not countries:
        return
    yield {
        "supplier": next((party for party in countries if f"from {party['name']}" in sentence.text), None),
        "recipient": next((party for party in countries if f"from {party['name']}" not in sentence.text), None),
        "items": items,
        "transfer_kind": "sale",
        "status": _first(_DEAL_STATUS, sentence.text) or "planned",
        "funding": "unspecified",
        "value": next(_amounts(_MONEY, sentence.text), None),
        **_always(sentence),
    }


def _items(text: str) -> list[Fields]:
    found: dict[str, Fields] = {}
    nouns = list(_WEAPON.finditer(text))
    if not nouns:
        return []
    category = _CATEGORY.get(nouns[0]["noun"].removesuffix("s"), "other")
    for match in [*_TYPE_NAME.finditer(text)] or nouns:
        words = match[0]
        number = _QUANTITY.search(text[: match.start()])
        quantity = {"value": int(number[1]), "qualifier": "exact", "raw": number[1]} if number else None
        found.setdefault(words, {"designation": words, "raw": words, "category": category, "quantity": quantity})
    return list(found.values())


def _figures(sentence: Sentence, countries: list[Fields]) -> Iterator[Fields]:
    measure = _first(_MEASURE, sentence.text)
    if measure is None or not countries:
        return
    amounts = _amounts(_PERCENT if measure == "tariff_rate" else _MONEY, sentence.text)
    for amount in amounts:
        yield {
            "measure": measure,
            "reporter": countries[0],
            "partner": countries[1] if countries[1:] else None,
            "amount": amount,
            **_always(sentence),
        }


def _amounts(pattern: re.Pattern[str], text: str) -> Iterator[Fields]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        scale = 10 ** _SCALE.get((parts.get("scale") or "").lower(), 0)
        sign = (parts.get("sign") or "").lower().strip(" .")
        yield {
            "amount": float(match["number"].replace(",", "")) * scale,
            "amount_max": None,
            "unit": "currency" if sign else "percent",
            "currency": _CURRENCY.get(sign),
            "qualifier": "exact",
            "raw": match[0],
        }


def _always(sentence: Sentence) -> Fields:
    return {
        "salience": "main",
        "assertion": {"mode": "stated", "source": None},
        "evidence": [sentence.number],
    }


def _first(cues: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((value for value, cue in cues if cue.search(text)), None)


def _countries(text: str) -> list[Fields]:
    """Countries in the order of the text, each once."""
    found: dict[str, Fields] = {}
    for match in _CAPITALISED.finditer(text):
        names = (match[0], *match[0].split())
        name = next((name for name in names if name in _codes()), None)
        if name:
            iso = _codes()[name]
            found.setdefault(iso, {"name": name, "iso": iso, "type": "igo" if iso == "EU" else "state"})
    return list(found.values())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    import pycountry

    codes = {str(country.name).split(",")[0]: str(country.alpha_2) for country in pycountry.countries}
    codes |= {name: iso for iso, names in _DEMONYMS.items() for name in names.split()}
    return codes | _TWO_WORDS
