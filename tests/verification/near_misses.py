"""Near-misses: true answers of real texts, each changed in one thing that the text does not say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summariser.values.grounds import Grounds
from summariser.values.parties import read_party
from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold
from tests.verification.answers import Path_, TrueFact

SEED = 7
SCALES = {
    "billion": "million", "million": "billion", "bn": "m", "trillion": "billion", "crore": "lakh",
    "thousand": "million", "mln": "bln", "bln": "mln", "tn": "bn", "lakh": "crore", "m": "bn",
}  # fmt: skip
CURRENCIES = {
    "US$": "A$", "A$": "US$", "$": "€", "€": "£", "£": "€", "¥": "$", "dollars": "euros", "dlrs": "marks",
    "euros": "pounds", "euro": "yen", "yen": "won", "marks": "francs", "francs": "marks", "crowns": "zloty",
    "rupees": "dollars", "pounds": "euros", "USD": "EUR", "EUR": "USD", "won": "yen", "koruna": "zloty",
    "pesos": "reals", "rubles": "dollars", "baht": "ringgit",
}  # fmt: skip
_UNITS = {
    "per cent": "tonnes", "percent": "tonnes", "%": " tonnes", "pct": "tonnes", "tonnes": "barrels", "tons": "barrels",
    "tonne": "barrel", "years": "months", "year": "month", "months": "weeks", "days": "years",
}  # fmt: skip
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SIDES = {"last": "next", "next": "last", "early": "late", "late": "early", "today": "yesterday", "yesterday": "today"}
STATES = "Bhutan Lesotho Paraguay Suriname Tonga Belize Eritrea Gabon Uruguay Malta Laos Honduras Iceland Togo".split()
SURNAMES = "Okonjo Baranov Whitlock Lindqvist Ferreira Dubois Tanaka".split()
_PARTY = frozenset("supplier recipient parties reporter partner".split())
_PERSON = frozenset("signatories other_participants".split())
_MONEY = frozenset("value amount previous change_pct".split())


@dataclass(frozen=True, eq=False)
class NearMiss:
    """A true answer with one thing changed.

    Attributes:
        kind: What was changed.
        fact: The true answer.
        path: Where.
        words: What stands there now.
    """

    kind: str
    fact: TrueFact
    path: Path_
    words: str


def near_misses(fact: TrueFact) -> Iterator[NearMiss]:
    """The near-misses of a fact, one of each kind and place; none whose words the cited sentences do say."""
    chance = random.Random(f"{SEED} {fact.case} {fact.item}")
    for path, words in fact.words():
        for kind, change in _changes(path).items():
            changed = change(words, chance, fact)
            if changed is not None and changed != words and not _says(fact, path, changed):
                yield NearMiss(kind, fact, path, changed)


def _changes(path: Path_) -> dict[str, Callable[[str, random.Random, TrueFact], str | None]]:
    """The changes that make sense at a place."""
    field = str(path[0])
    if field in _PARTY:
        return {"party": _other_state}
    if field in _PERSON:
        return {"name": _other_name}
    if field == "items" and path[-1] == "designation":
        return {"digit": other_digit}
    if field == "items" and path[-1] == "quantity":
        return {"digit": other_digit, "number word": other_number_word}
    if field in ("dates", "period"):
        return {"digit": other_digit, "date": other_date}
    if field in _MONEY or field == "duration":
        return {
            "digit": other_digit,
            "scale": swap(SCALES),
            "currency": swap(CURRENCIES),
            "unit": swap(_UNITS),
            "number word": other_number_word,
        }
    return {}


def _says(fact: TrueFact, path: Path_, words: str) -> bool:
    """Whether the text says the changed words too; what makes the fact may stand anywhere in it."""
    text = fact.article.text if path[-1] in ("designation", "amount") else fact.stated
    return re.search(rf"(?<!\w){re.escape(fold(words))}(?!\w)", fold(text), re.IGNORECASE) is not None


def other_digit(words: str, chance: random.Random, fact: TrueFact) -> str | None:
    del fact
    places = [match.start() for match in re.finditer(r"\d", words)]
    if not places:
        return None
    at = chance.choice(places)
    other = chance.choice([digit for digit in "123456789" if digit != words[at]])
    return words[:at] + other + words[at + 1 :]


def swap(table: dict[str, str]) -> Callable[[str, random.Random, TrueFact], str | None]:
    names = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    pattern = re.compile(rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])")

    def change(words: str, chance: random.Random, fact: TrueFact) -> str | None:
        del chance, fact
        match = pattern.search(words)
        return None if match is None else words[: match.start()] + table[match.group()] + words[match.end() :]

    return change


def other_number_word(words: str, chance: random.Random, fact: TrueFact) -> str | None:
    del fact
    return _other_of(_NUMBERS, words, chance)


def other_date(words: str, chance: random.Random, fact: TrueFact) -> str | None:
    return (
        _other_of(_MONTHS, words, chance)
        or _other_of(_SHORT, words, chance)
        or _other_of(_DAYS, words, chance)
        or swap(_SIDES)(words, chance, fact)
    )


def _other_of(words: list[str], text: str, chance: random.Random) -> str | None:
    match = re.search(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", text, re.IGNORECASE)
    if match is None:
        return None
    other = chance.choice([word for word in words if word.lower()[:3] != match.group().lower()[:3]])
    return text[: match.start()] + (other if match.group()[0].isupper() else other.lower()) + text[match.end() :]


def _other_state(words: str, chance: random.Random, fact: TrueFact) -> str | None:
    around = Surroundings(article=fact.article.text)
    if read_party(words, around).iso is None:
        return None
    return chance.choice([state for state in STATES if state not in fact.article.text])


def _other_name(words: str, chance: random.Random, fact: TrueFact) -> str | None:
    del fact
    first, _, _ = words.rpartition(" ")
    return f"{first} {chance.choice(SURNAMES)}".strip()


def neighbours(fact: TrueFact) -> Iterator[NearMiss]:
    """Deals with the quantity that stands with another of their items, in the same sentence."""
    items = fact.item.get("items", ()) if fact.kind == "arms_deals" else ()
    sentences = [sentence.text for sentence in Grounds(fact.article, tuple(fact.item["evidence"])).cited_sentences()]
    for position, item in enumerate(items):
        for other in items:
            words = other.get("quantity")
            if other is item or words is None or words.lower() == str(item.get("quantity", "")).lower():
                continue
            pair = re.compile(rf"(?<!\w){re.escape(words)} (?:[\w-]+ ){{0,2}}{re.escape(other['designation'])}")
            if any(item["designation"] in text and pair.search(text) for text in sentences):
                yield NearMiss("neighbour's quantity", fact, ("items", position, "quantity"), words)
