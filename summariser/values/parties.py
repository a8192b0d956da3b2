"""Parties: names, demonyms, capitals and institutions -> ISO 3166 and a type. Kept tables only, nothing fuzzy."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Literal

from summariser.values.countries import country_of, named
from summariser.values.institutions import InstitutionType, institution_type
from summariser.values.namesakes import namesakes
from summariser.values.surroundings import NOWHERE, Surroundings
from summariser.values.tables import listed, rows
from summariser.values.typography import MAX_WORDS, fold, fold_words

PartyType = Literal["state", "igo", "subnational", "agency", "company", "nonstate", "person"]

_SOVIET_END = date(1991, 12, 26)
_SHORT = 3
_ARTICLE = re.compile(r"^the (?!Hague)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_DIVISION = re.compile(
    r"(?: (?:Defen[cs]e|Space|Systems?|Land|Marine|Naval|Aeronautics|Helicopters|Aviation|Group|Deutschland"
    r"|International|and|&))+$"
)
"""Words behind a company's name that name a part of it: "Airbus Defence and Space"."""
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){1,4}[A-Z]\b\.?")
_GOVERNMENT = re.compile(
    r"^(?:(?:the )?(?:royal |federal |interim |transitional |military )?(?:government|govt|state|kingdom"
    r"|republic|emirate|sultanate"
    r"|principality|commonwealth|regime|authorities|administration|islamic republic|federal republic|people's republic"
    r"|democratic republic|democratic socialist republic|armed republic) of )(?P<of>.+)$"
    r"|^(?P<whose>.+?)(?:'s)? (?:interim |transitional |military |federal |royal )?(?:government|govt"
    r"|authorities|regime|state|leadership"
    r"|side|administration)$",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"^(?:the |its |their |our |this |that |both |two |all )?(?:[a-z-]+ )?(?:kingdom|bloc|island|country"
    r"|countries|nation|republic|government"
    r"|state|states|side|sides|party|parties|neighbours?|ally|allies|sultanate|emirate|monarchy|regime|capital"
    r"|union)s?$"
)
_HONORIFIC = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Sir|Lord|President|Prime Minister|Premier|Chancellor|King|Queen|Emir|Crown Prince|General"
    r"|Gen|Admiral|Minister|Secretary|Senator|Sheikh)\.? (?!.*\b(?:Court|Audit|Authority|Assembly|Corporation|Company"
    r"|City|Cent(?:re|er)|Hospital|University|Foundation|Institute|Academy|Airport|Port|Base)\b)[A-Z]"
)
_INITIALS = re.compile(r"[A-Z]{2,6}")
_LONGEST_NAME, _MOST_PLACES = 90, 20
_UNION = frozenset({"union", "commission", "community", "bloc", "council", "twenty-seven", "ten", "twelve"})
_EU_NAMED = re.compile(
    r"\bEU\b|\bE\.U\.|European (?:Union|Commission|Community|Communities|Economic Community)|\bEEC\b"
)


@dataclass(frozen=True, slots=True)
class PartyValue:
    """A party as far as the words decide it.

    Attributes:
        iso: ISO 3166 alpha-2; also EU, XK and the historic SU, YU, CS, DD, YD; None where there is none or the words
            do not decide.
        type: Kind of party; None where the words do not say.
        reason: Why something is None.
        inferred: The name stands for the party ("Moscow", "the Kremlin") or the article's other words decided.
    """

    iso: str | None = None
    type: PartyType | None = None
    reason: str | None = None
    inferred: bool = False


def read_party(name: str, around: Surroundings = NOWHERE) -> PartyValue:
    """The party that ``name`` stands for.

    Args:
        name: As printed: "the Emirates", "Swedish", "Moscow", "India's Ministry of Defence".
        around: Sentence, article and date, which decide names that several parties share.
    """
    if len(name) > MAX_WORDS:
        return PartyValue(reason=f"{len(name)} characters are no name")
    words = _ABBREVIATION.sub(_without_points, _POSSESSIVE.sub("", _ARTICLE.sub("", fold_words(name)).strip()))
    if not words:
        return PartyValue(reason="no name")
    return (
        _tabled(words)
        or _shared(words, around)
        or _state(words, around)
        or _official(words)
        or _government(words, around)
        or _union(words, around)
        or _institution(words, around)
        or _spelled_out(words, around)
        or _unknown(words)
    )


def _without_points(match: re.Match[str]) -> str:
    return match[0].replace(".", "")


@cache
def _parties() -> dict[str, dict[str, str]]:
    return {_key(row["name"]): row for row in rows("parties")}


def _key(name: str) -> str:
    """Names are found in any letter case, short ones only as printed ("AU", not "au")."""
    plain = name.replace(".", "")
    return plain if len(plain) <= _SHORT else plain.casefold()


@cache
def _capitals() -> dict[str, str]:
    """Capital, in lower case -> ISO code."""
    return {capital.casefold(): row["iso"] for row in rows("states") for capital in listed(row["capitals"])}


def _tabled(words: str) -> PartyValue | None:
    row = _parties().get(_key(words)) or _parties().get(_key(_DIVISION.sub("", words)))
    if row is None or (row["type"] != "company" and _DIVISION.search(words) and _key(words) not in _parties()):
        return None
    if not row["type"]:
        return PartyValue(reason=f'"{words}" is no one party')
    kinds: dict[str, PartyType] = {
        "state": "state",
        "igo": "igo",
        "subnational": "subnational",
        "agency": "agency",
        "company": "company",
        "nonstate": "nonstate",
    }
    reason = None if row["iso"] else _no_code(kinds[row["type"]])
    return PartyValue(row["iso"] or None, kinds[row["type"]], reason, bool(row["inferred"]))


def _no_code(kind: PartyType) -> str:
    return "an organisation of states has no country code" if kind == "igo" else "the words name no country for it"


def _shared(words: str, around: Surroundings) -> PartyValue | None:
    """Names that fit several parties, decided only by what else the article says."""
    codes = namesakes(words, around)
    if codes is None:
        return None
    if len(codes) != 1:
        return PartyValue(reason=f'"{words}" could be {", ".join(codes)}')
    if codes == ("US",):  # the state of Georgia
        return PartyValue("US", "subnational", None, True)
    return PartyValue(codes[0], "igo" if codes == ("EU",) else "state", None, True)


def _state(words: str, around: Surroundings) -> PartyValue | None:
    iso = country_of(words)
    if iso is None or (
        len(words.replace(".", "")) <= _SHORT
        and not words.replace(".", "").isupper()
        and words.casefold() not in _capitals()
    ):
        return None
    capital = words.casefold() in _capitals()
    if iso == "RU" and capital and _soviet(around):
        return PartyValue("SU", "state", None, True)
    if iso in _TERRITORIES:
        return PartyValue(iso, "subnational")
    return PartyValue(iso, "state", None, capital)


_TERRITORIES = frozenset({"HK", "BM", "GL", "FO", "GI", "NC", "PF"})


def _soviet(around: Surroundings) -> bool:
    """Whether "Moscow" is the Soviet capital here: by the date, or because the article names only the Soviet Union."""
    if around.published is not None:
        return around.published < _SOVIET_END
    counts = named(around.article or around.sentence)
    return counts["SU"] > 0


@cache
def _official_names() -> dict[str, tuple[str, bool]]:
    """Official and common names of ISO 3166, in lower case -> (code, whether it is a territory)."""
    import pycountry
    from babel import Locale

    states = {row["iso"] for row in rows("states")}
    found: dict[str, tuple[str, bool]] = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            name = getattr(country, attribute, None)
            if name:
                found[fold(name).casefold()] = (country.alpha_2, country.alpha_2 not in states)
    for code, name in Locale("en").territories.items():
        if len(code) == len("XX") and code.isalpha() and pycountry.countries.get(alpha_2=code) is not None:
            found.setdefault(fold(name).casefold(), (code, code not in states))
    for name in ("georgia", "guinea"):
        found.pop(name, None)
    return found


def _official(words: str) -> PartyValue | None:
    """Official names ("Republic of Moldova"), from ISO 3166 and CLDR; only asked where such a name could be."""
    if not words[:1].isupper() or any(sign.isdigit() for sign in words):
        return None
    match = _official_names().get(words.casefold())
    if match is None:
        return None
    return PartyValue(match[0], "subnational" if match[1] else "state")


def _government(words: str, around: Surroundings) -> PartyValue | None:
    match = _GOVERNMENT.match(words)
    if match is None:
        return None
    inner = read_party(match["of"] or match["whose"], around)
    if inner.type in ("state", "subnational", "igo") and inner.iso:
        return inner
    return inner if inner.reason and "could be" in inner.reason else None


def _union(words: str, around: Surroundings) -> PartyValue | None:
    if words.casefold() in _UNION and _EU_NAMED.search(fold(around.article or around.sentence)):
        if words.casefold() in ("union", "commission", "community") and words[0].isupper():
            return PartyValue("EU", "igo", None, True)
        return PartyValue(None, None, f'"{words}" does not say which')
    return None


def _institution(words: str, around: Surroundings) -> PartyValue | None:
    kind = institution_type(words)
    if kind is None:
        return None
    if kind is InstitutionType.IGO:
        return PartyValue(None, "igo", _no_code("igo"))
    types: dict[InstitutionType, PartyType] = {
        InstitutionType.AGENCY: "agency",
        InstitutionType.COMPANY: "company",
        InstitutionType.NONSTATE: "nonstate",
    }
    iso, inferred = _whose(words, around) if kind is not InstitutionType.NONSTATE else (_inside(words, around), False)
    return PartyValue(iso, types[kind], None if iso else "the words name no country for it", inferred)


def _inside(words: str, around: Surroundings) -> str | None:
    """The one country named inside ``words``, if its name does not fit two."""
    counts = named(words)
    if len(counts) == 1:
        return next(iter(counts))
    for name in ("Korea", "Korean", "Congo", "Congolese", "Georgia", "Guinea"):
        if re.search(rf"\b{name}\b", words):
            return (_shared(name, around) or PartyValue()).iso
    return None


def _whose(words: str, around: Surroundings) -> tuple[str | None, bool]:
    """Whose institution: the country in its name, or else beside it ("Turkey's [defence ministry]")."""
    inside = _inside(words, around)
    if inside is not None:
        return inside, False
    left = fold(around.left[-40:])
    owner = re.search(r"((?:[A-Z][\w.]* ){0,2}[A-Z][\w.]*?)(?:'s?)? (?:own |then |new |federal )?$", left)
    tokens = owner[1].split(" ") if owner is not None else []
    names = [" ".join(tokens[-length:]) for length in range(len(tokens), 0, -1)]
    behind = re.match(r" (?:of|in) (?:the )?((?:[A-Z][\w.]* ){0,2}[A-Z]\w*)", fold(around.right[:40]))
    tokens = behind[1].split(" ") if behind is not None else []
    names += [" ".join(tokens[:length]) for length in range(len(tokens), 0, -1)]
    iso = next((code for name in names if (code := country_of(name)) is not None), None)
    return iso, iso is not None


def _spelled_out(words: str, around: Surroundings) -> PartyValue | None:
    """The party of an abbreviation that the article explains: "the Nigerian Air Force (NAF)"."""
    party = _explained(words, around.article) if _INITIALS.fullmatch(words) else None
    return replace(party, inferred=True) if party is not None and party.iso else None


@lru_cache(maxsize=256)
def _explained(letters: str, article: str) -> PartyValue | None:
    """The party whose name's capitals are these letters, right before them in brackets."""
    text = fold(article)
    for match in islice(re.finditer(rf"(?<= )\({letters}\)", text), _MOST_PLACES):
        before = text[: match.start()][-_LONGEST_NAME:].split()[match.start() > _LONGEST_NAME :]
        for length in range(len(letters), len(before) + 1):
            name = before[-length:]
            if any(word.endswith((".", ";", ":", "!", "?")) for word in name):
                break
            if name[0][0].isupper() and "".join(word[0] for word in name if word[0].isupper()) == letters:
                return read_party(" ".join(name))
    return None


def _unknown(words: str) -> PartyValue:
    if _HONORIFIC.match(words):
        return PartyValue(None, "person", "a person")
    if _ANAPHORA.match(words):
        return PartyValue(reason=f'"{words}" does not say which')
    return PartyValue(reason=f'"{words}" is in no table')
