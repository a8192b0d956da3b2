"""Typographic folding: two printings of the same words become one, and offsets survive.

A model that copies words straightens quotes, dashes and spaces. Folding undoes that on both sides of a comparison and
keeps, for each folded character, the place it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from summariser.values.typography import DASHES, DOUBLE, NOTHING, SINGLE

_TYPOGRAPHY = {**dict.fromkeys(SINGLE, "'"), **dict.fromkeys(DOUBLE, '"'), **dict.fromkeys(DASHES, "-")}
_PLAIN = re.compile(r"[!-_a-~]+(?: [!-_a-~]+)*")
"""A run that folding leaves as it is: printed ASCII but the backtick, with single spaces between."""
_IGNORABLE = frozenset(NOTHING)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    Attributes:
        text: The folded characters.
        origin: For each folded character, the offset it came from; one more entry for the end.
    """

    text: str
    origin: tuple[int, ...]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _IGNORABLE:
        return ""
    if character.isspace():
        return " "
    plain = _TYPOGRAPHY.get(character)
    return plain if plain is not None else unicodedata.normalize("NFKC", character)


def fold(text: str) -> Folded:
    """Fold quotes, dashes, spaces, compatibility forms and loose accents; runs of white space become one space."""
    if _PLAIN.fullmatch(text):
        return Folded(text, tuple(range(len(text) + 1)))
    characters: list[str] = []
    origin: list[int] = []
    at = 0
    for run in _PLAIN.finditer(text):
        _fold_each(text, at, run.start(), characters, origin)
        characters.extend(run.group())
        origin.extend(range(run.start(), run.end()))
        at = run.end()
    _fold_each(text, at, len(text), characters, origin)
    origin.append(len(text))
    return Folded("".join(characters), tuple(origin))


def _fold_each(text: str, start: int, end: int, characters: list[str], origin: list[int]) -> None:
    """Fold a stretch character by character, behind what is folded already."""
    for offset in range(start, end):
        character = text[offset]
        if characters and unicodedata.combining(character):
            composed = unicodedata.normalize("NFC", characters[-1] + character)
            if len(composed) == 1:
                characters[-1] = composed
                continue
        for plain in _fold_character(character):
            if plain == " " and characters and characters[-1] == " ":
                continue
            characters.append(plain)
            origin.append(offset)


def fold_words(words: str) -> str:
    """The folded form of copied words, without white space and double quotes around them."""
    return fold(words).text.strip(' "')
