"""Which countries a text names: by name, demonym or capital."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from summariser.values.surroundings import Surroundings
from summariser.values.tables import listed, rows
from summariser.values.typography import fold

_TOKEN = re.compile(r"(?:[A-Z]\.){2,4}|[^\W\d_]+")
_LEAD = 400
"""Characters at the head of an article that say what it is about: title, dateline, first sentence."""
_SHORT = 3
_EXTRA = (
    ("Congolese", "CD|CG"),
    ("Congo", "CD|CG"),
    ("Korea", "KR|KP"),
    ("Korean", "KR|KP"),
    ("Koreans", "KR|KP"),
    ("Georgia", "GE"),
    ("Guinea", "GN"),
    ("Guinean", "GN"),
    ("Hong Kong", "HK"),
    ("Bermuda", "BM"),
    ("Greenland", "GL"),
    ("Faroes", "FO"),
    ("Faroe Islands", "FO"),
    ("Gibraltar", "GI"),
    ("New Caledonia", "NC"),
    ("French Polynesia", "PF"),
    ("Liechtenstein", "LI"),
)

_Tokens = tuple[str, ...]


def _tokens(name: str) -> _Tokens:
    return tuple(_TOKEN.findall(name))


def _key(token: str) -> str:
    """Letters by which a token is found: case matters only for short all-capital ones (US, UK, UAE)."""
    if len(token) > _SHORT and "." not in token:
        return token.casefold()
    plain = token.replace(".", "")
    return plain if len(plain) <= _SHORT and plain.isupper() else plain.casefold()


@cache
def _index() -> dict[str, list[tuple[_Tokens, str]]]:
    """First token -> (all tokens, ISO codes parted by a bar), longest names first."""
    found: dict[str, list[tuple[_Tokens, str]]] = {}
    names = [
        (name, row["iso"])
        for row in rows("states")
        for cell in ("names", "demonyms", "capitals")
        for name in listed(row[cell])
    ]
    for name, iso in [*names, *_EXTRA]:
        keys = tuple(_key(token) for token in _tokens(name))
        found.setdefault(keys[0], []).append((keys, iso))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


def _fits(token: str, key: str) -> bool:
    return _key(token) == key


def _match(tokens: list[str], at: int) -> tuple[int, str] | None:
    """How many tokens from ``at`` on name a country, and its code; the first begins with a capital.

    In a name all in capitals a short first word is no abbreviation: "NEW DELHI".
    """
    names = _index().get(_key(tokens[at]), [])
    if tokens[at].isupper() and tokens[at + 1 : at + 2] and tokens[at + 1].isupper():
        names = [*names, *_index().get(tokens[at].casefold(), ())]
    for keys, iso in names:
        further = tokens[at + 1 : at + len(keys)]
        if len(further) == len(keys) - 1 and all(map(_fits, further, keys[1:])):
            return len(keys), iso
    return None


@lru_cache(maxsize=128)
def _counted(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each country is named by a name of its own, and how often names that fit two are used."""
    tokens = _TOKEN.findall(fold(text))
    openers = {
        token
        for token in set(tokens)
        if token[0].isupper() and not _index().keys().isdisjoint((_key(token), token.casefold()))
    }
    counts: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    behind = 0
    for at, token in enumerate(tokens):
        if token not in openers or at < behind:
            continue
        match = _match(tokens, at)
        if match is not None:
            length, iso = match
            (shared if "|" in iso else counts)[iso] += 1
            behind = at + length
    return counts, shared


def named_apart(text: str, iso: str) -> bool:
    """Whether ``text`` names the country by a name that is its alone ("North Korea", not "Korea")."""
    return _counted(text)[0][iso] > 0


def named(text: str) -> Counter[str]:
    """How often each country is named in ``text``, by ISO code.

    Names that fit two countries ("Korea", "Congolese") count for those of them that the text also names apart, or,
    if it names none apart, for both, because neither can then be ruled out.
    """
    own, shared = _counted(text)
    counts = own.copy()
    for codes, times in shared.items():
        named_apart = [iso for iso in codes.split("|") if counts[iso]]
        for iso in named_apart or codes.split("|"):
            counts[iso] += times
    return counts


def country_of(name: str) -> str | None:
    """ISO code of the one country that ``name`` (a name, a demonym or a capital, nothing else) stands for."""
    tokens = _TOKEN.findall(fold(name))
    if all(token.islower() for token in tokens):
        return None
    match = _match(tokens, 0)
    if match is None or match[0] != len(tokens) or "|" in match[1]:
        return None
    return match[1]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of several countries is meant.

    Attributes:
        iso: ISO code, None where the words do not decide.
        named: The candidates that are named at all, sorted.
    """

    iso: str | None
    named: tuple[str, ...]


def choose(candidates: frozenset[str], around: Surroundings) -> Choice:
    """The one candidate that the words around a value leave possible.

    A candidate is chosen if it is the only one that the article names; or the only one that the sentence names,
    while no other stands at the head of the article (title, dateline, first sentence), where a text says what
    it is about. Everything else stays open.
    """
    whole = named(around.article or around.sentence)
    sentence = {iso for iso in named(around.sentence) if iso in candidates}
    present = sorted({iso for iso in whole if iso in candidates} | sentence)
    if len(present) == 1:
        return Choice(present[0], tuple(present))
    lead = {iso for iso in named((around.article or around.sentence)[:_LEAD]) if iso in candidates}
    if len(sentence) == 1 and lead <= sentence:
        return Choice(next(iter(sentence)), tuple(present))
    if not sentence and len(lead) == 1:
        iso = next(iter(lead))
        others = sum(whole[other] for other in present if other != iso)
        if whole[iso] >= 2 * others:
            return Choice(iso, tuple(present))
    return Choice(None, tuple(present))
