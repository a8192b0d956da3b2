"""Changes: which way they go, what something changed by, and what it was before."""

from __future__ import annotations

import re

from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold

_FELL = (
    r"fell|falls?|fallen|falling|drop(?:s|ped)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|slipped|shrank|shrunk|plunged|"
    r"slid|dipped|reduced"
)
_ROSE = (
    r"rose|ris(?:es?|en|ing)|gr[eo]wn?|grow(?:s|ing)|increas(?:e[sd]?|ing)|climb(?:s|ed)|jump(?:s|ed)|surged?|soared|"
    r"widened"
)
_FALL = re.compile(
    rf"\b(?:down|{_FELL}|slips|contracted|contracts? by|los[st]|lower|less|fewer|below|off|cut|reduc(?:es?|tion)|"
    r"plunge|eased|minus)\b|(?:^|(?<=[\s|(]))-(?=\d|$)",
    re.IGNORECASE,
)
_RISE = re.compile(
    rf"\b(?:up|{_ROSE}|growth|gain(?:s|ed)|higher|more|above|surges|added|expanded|plus|lift(?:s|ed)|boost(?:s|ed)|"
    r"rais(?:es|ed))\b|(?:^|(?<=[\s|(]))\+(?=\d|$)",
    re.IGNORECASE,
)
_ABOUT = r"(?: (?:about|around|some|a|an|just|only|nearly|almost|over|more than))* $"
_BY = re.compile(
    rf"(?:\b(?:{_FELL}|{_ROSE}|dropping|jump(?:ing)?|climb(?:ing)?|tumbled|widen(?:s|ing)?|narrow(?:s|ed|ing)?"
    rf"|(?:edged|went) (?:up|down))|, (?:up|down))(?: by)?{_ABOUT}",
    re.IGNORECASE,
)
"""Verbs alone: what was "cut", "raised" or "added" is as often an amount of its own."""
_EARLIER = re.compile(
    r"\b(?:had (?:been|stood at|totall?ed|reached|amounted to)|compared (?:with|to)|against|from|versus|vs)"
    rf"{_ABOUT}",
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


def changed_by(before: str) -> bool:
    """Whether the words before an amount, with the space, say that something rose or fell by it; "rose to" does not."""
    return _BY.search(before) is not None


def was_before(before: str) -> bool:
    """Whether the words before an amount, with the space, say that something was so much before: "had been", "from"."""
    return _EARLIER.search(before) is not None
