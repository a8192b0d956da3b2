"""Signs that end, open and close sentences, in the scripts that news is read in."""

from __future__ import annotations

FULL_STOPS = "\u3002\uff01\uff1f\uff61\u0964\u0965\u061f\u06d4"
"""Ideographic full stop, full-width exclamation and question mark, half-width stop, danda, double danda, Arabic
question mark, Urdu full stop: they end a sentence whatever follows."""

OPENING_QUOTES = "\"'\u201c\u2018\u201e\u201a\u00ab\u2039\u300c\u300e\u300a"
CLOSING_QUOTES = "\"'\u201d\u2019\u201c\u00bb\u203a\u00ab\u300d\u300f\u300b"
"""German closes with the sign that English opens with, and Danish turns the guillemets around."""

OPENING_BRACKETS = "([{\uff08\u3010"
CLOSING_BRACKETS = ")]}\uff09\u3011"

SINGLE_QUOTES = "'\u2018\u2019"
"""Also apostrophes, so they are quotes only beside a space or another sign."""

DASHES = "-\u2013\u2014"
ELLIPSIS = "\u2026"
BULLETS = "*\u2022\u2023\u25e6\u25aa\u25ab\u25a0\u25a1\u25cf\u25cb" + DASHES
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
PARAGRAPH_ENDS = "\v\f\x1c\x1d\x1e\u2029"
PICTOGRAPHS = "\u2600-\u27bf\U0001f000-\U0001faff"
"""Ranges for a character class: symbols, flags and emoji."""
