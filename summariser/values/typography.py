"""One spelling for typographic variants, so that a value does not depend on how an editor set the text."""

from __future__ import annotations

import re
import unicodedata

MAX_WORDS = 400
"""Copied words longer than this are a sentence or worse, not a value; in characters."""

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\f\v"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u0060\uff07"
DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_WIDE = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}
_FOLDS: dict[int, str] = {
    **_WIDE,
    **{ord(sign): " " for sign in SPACES},
    **{ord(sign): "-" for sign in DASHES},
    **{ord(sign): "'" for sign in SINGLE},
    **{ord(sign): '"' for sign in DOUBLE},
    **{ord(sign): "" for sign in NOTHING},
    ord("\ufe69"): "$",
    ord("\uffe1"): "£",
    ord("\uffe5"): "¥",
    ord("\uffe6"): "₩",
    ord("½"): " 1/2",
    ord("¼"): " 1/4",
    ord("¾"): " 3/4",
    ord("\u2044"): "/",
}
_FOLDED = re.compile("[" + re.escape("".join(map(chr, _FOLDS))) + "]")
_RUNS = re.compile(r" {2,}")
_EDGES = " \"'()[]{}.,;:!?*_|"


def fold(text: str) -> str:
    """Text with plain spaces, hyphens, straight quotes and whole letters; runs of spaces are one space."""
    if text.isascii() and "  " not in text and not any(sign in text for sign in "\t\n\r\f\v`"):
        return text
    # Signs to fold are rare: a search for them takes a fifth of what translating every character does.
    plain = _FOLDED.sub(lambda sign: _FOLDS[ord(sign[0])], unicodedata.normalize("NFC", text))
    return _RUNS.sub(" ", plain)


def fold_words(raw: str) -> str:
    """Copied words, folded and without the quotes, brackets and stops around them.

    A full stop that belongs to an abbreviation at the end ("U.S.") is dropped too; a sign or symbol stays.
    """
    return fold(raw).strip(_EDGES)
