"""The direction of a change, from its words and those before them."""

from __future__ import annotations

import re

from summariser.values.surroundings import Surroundings

_FALL = re.compile(
    r"\b(?:down|fell|falls?|fallen|falling|drop(?:s|ped)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|slip(?:s|ped)|"
    r"shrank|shrunk|contract(?:s|ed)|los[st]|lower|less|cut|reduc(?:e[sd]?|tion)|plunged?|slid|dipped|eased|minus)\b|^[-−]",
    re.IGNORECASE,
)
_RISE = re.compile(
    r"\b(?:up|rose|ris(?:es?|en|ing)|gr[eo]wn?|grow(?:s|th|ing)|increas(?:e[sd]?|ing)|gain(?:s|ed)|climb(?:s|ed)|higher|"
    r"more|jump(?:s|ed)|surg(?:es?|ed)|soared|added|expanded|plus|widened)\b|^\+",
    re.IGNORECASE,
)
_REACH = 60
"""How many characters before the words are looked at."""


def read_direction(raw: str, around: Surroundings) -> int:
    """1 for a rise, -1 for a fall, 0 where the words say neither.

    The words themselves decide; else the nearest verb before them within the clause, else the one right behind them
    ("a 4 percent drop").
    """
    for text, nearest_last in ((raw, True), (around.left[-_REACH:], True), (around.right[: _REACH // 2], False)):
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
