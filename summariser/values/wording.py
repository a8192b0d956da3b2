"""Folding of words, so that typography and spelling variants do not count as differences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s/,;()]+")
_CALIBRE = re.compile(r"\d{1,6}(?:mm|cm|km|m|kg|lb|ft|in)")
_FILLERS = frozenset({"the", "a", "an", "of", "and", "for", "in", "on", "with", "to"})
_STATE_WORDS = frozenset({"government", "republic", "kingdom", "state"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PLURAL_FROM = 4


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, words parted by one space, nothing else."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_WORD.findall(plain))


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """The folded text without spaces: "MH-60R" and "MH 60R" give "mh60r"."""
    return fold(text).replace(" ", "")


def singular(word: str) -> str:
    """The word without a plural s, so that "missiles" equals "missile"."""
    if len(word) >= _PLURAL_FROM and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, folded and singular."""
    found = frozenset(singular(word) for word in fold(text).split())
    return found - _FILLERS or found


@lru_cache(maxsize=65536)
def terms(text: str) -> frozenset[str]:
    """The words of a designation; a hyphen joins: "F-16 fighters" gives "f16" and "fighter"."""
    found = frozenset(singular(term) for term in map(squash, _GAP.split(text)) if term)
    return found - _FILLERS or found


@lru_cache(maxsize=65536)
def models(text: str) -> frozenset[str]:
    """The terms that name a model: those with a digit, but no calibre."""
    return frozenset(
        term for term in terms(text) if any(char.isdigit() for char in term) and not _CALIBRE.fullmatch(term)
    )


@lru_cache(maxsize=65536)
def body_name(text: str) -> frozenset[str]:
    """The words that tell one country or body from another: without "Government of", "the" and the like."""
    found = words(text)
    return found - _STATE_WORDS or found


@lru_cache(maxsize=65536)
def surname(text: str) -> str:
    """The last word of a name that is no suffix; an empty string for an empty name."""
    parts = [part for part in fold(text).split() if part not in _SUFFIXES]
    return parts[-1] if parts else ""
