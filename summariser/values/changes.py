"""The direction of a change, from its words and those before them."""

from __future__ import annotations

import re

from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold

_FALL = re.compile(
    r"\b(?:down|fell|falls?|fallen|falling|drop(?:s|ped)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|slip(?:s|ped)|"
    r"shrank|shrunk|contracted|contracts? by|los[st]|lower|less|fewer|below|off|cut|reduc(?:e[sd]?|tion)|plunged?|slid|"
    r"dipped|eased|minus)\b|(?:^|(?<=[\s|(]))-(?=\d|$)",
    re.IGNORECASE,
)
_RISE = re.compile(
    r"\b(?:up|rose|ris(?:es?|en|ing)|gr[eo]wn?|grow(?:s|th|ing)|increas(?:e[sd]?|ing)|gain(?:s|ed)|climb(?:s|ed)|higher|"
    r"more|above|jump(?:s|ed)|surg(?:es?|ed)|soared|added|expanded|plus|widened|lift(?:s|ed)|boost(?:s|ed)|rais(?:es|ed))\b"
    r"|(?:^|(?<=[\s|(]))\+(?=\d|$)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(r"\b(?:more|less|fewer|lower|higher) than ?(?=$|\d)", re.IGNORECASE)
"""Before a number these qualify it; behind it they say where it went."""
_REACH = 60
"""How many characters before the words are looked at."""


def read_direction(raw: str, around: Surroundings) -> int:
    """1 for a rise, -1 for a fall, 0 where the words say neither.

    The words themselves decide; else the nearest verb before them within the clause, else the one right behind them
    ("a 4 percent drop").
    """
    before = _QUALIFIED.sub("", fold(around.left[-_REACH:]))
    words = _QUALIFIED.sub("", fold(raw))
    for text, nearest_last in ((words, True), (before, True), (fold(around.right[: _REACH // 2]), False)):
        falls = [m.start() for m in _FALL.finditer(text)]
        rises = [m.start() for m in _RISE.finditer(text)]
        if not falls and not rises:
            continue
        pick = max if nearest_last else min
        if not rises:
            return -1
        if not falls:
            return 1
        return -1 if pick(falls) == pick(falls[:] + rises) else 1
    return 0
