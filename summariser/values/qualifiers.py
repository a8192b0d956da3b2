"""Qualifiers of a number, read from the words that adjoin it: "more than", "up to", "or so"."""

from __future__ import annotations

import re
from typing import Final, Literal

Qualifier = Literal["exact", "about", "at_least", "more_than", "nearly", "less_than", "up_to", "range", "vague"]

WINDOW: Final = 60
"""Characters to either side of a number in which its qualifier stands."""

_LEFT: Final[tuple[tuple[Qualifier, str], ...]] = (
    (
        "up_to",
        r"(?<!added )(?<!adds )(?<!add )up to|upto|not (?:go |rise |climb )?(?:beyond|above)|as (?:much|many"
        r"|high|large|great) as|(?:no|not) (?:more|higher|greater|larger) than"
        r"|not exceeding|(?:a )?maximum(?: of)?|(?:within|with) (?:a |the )?(?:ceiling|cap|limit) of|capped at"
        r"|at (?:the )?most"
        r"|not to exceed|not over|does not exceed|will not exceed",
    ),
    (
        "at_least",
        r"at least|(?:no|not) (?:less|fewer|lower) than|(?:a )?minimum(?: of)?|at the (?:very )?least"
        r"|(?:a )?floor of",
    ),
    (
        "more_than",
        r"(?:more|greater|higher|larger|bigger) than|over|above|upwards? of|in excess of|exceed(?:s|ed|ing)?"
        r"|topp(?:ed|ing)|tops|surpass(?:es|ed|ing)?|well over|just over|beyond",
    ),
    ("less_than", r"(?:less|fewer|lower|smaller) than|(?:just |well |slightly )?under|below|short of"),
    ("nearly", r"nearly|almost|close to|approaching|just short of|not quite|near to|virtually"),
    (
        "about",
        r"about|some|around|approximately|approx\.?|roughly|circa|ca\.|c\.|an? estimated|estimated"
        r"|estimates? of|in the region of|in the order of|on the order of|something like|or so|~"
        r"|estimated (?:by [\w ]{1,30} )?at|(?:total )?estimated (?:total )?(?:program(?:me)? "
        r"|combined )?(?:cost|value|price|total|worth)"
        r"(?: is| of| at|:| was| are)?|estimated to (?:be worth|cost|be)",
    ),
)
_SKIP = (
    r"(?:(?:an?|the) (?:(?:total|average|sum|equivalent|value|further|additional|extra|annual|combined|overall|record"
    r"|estimated total)(?: of)?|mere)|another|a(?:dditional)?|only|just|worth|further|extra|additional|record"
    r"|total of) "
)
_LEFT_PATTERN = re.compile(
    r"(?:^|(?<=[\s(\[\"'/,:;-]))(?:"
    + "|".join(f"(?P<{name}>{cues})" for name, cues in _LEFT)
    + rf")\s?(?P<skip>(?:{_SKIP}){{0,2}})[\"'(]?$",
    re.IGNORECASE,
)
_PREPOSITIONS = frozenset({"over", "above", "under", "below", "about", "around", "beyond", "some"})
_NO_CUE: Final = {
    "about": re.compile(
        r"\b(?:talk\w*|speak\w*|spoke|ask\w*|worr\w*|complain\w*|brag\w*|boast\w*|argu\w*|questions?|doubts?"
        r"|concern\w*)\b"
        r"[^,.;:]{0,25} ?$",
        re.IGNORECASE,
    ),
    "over": re.compile(
        r"\b(?:(?:took|takes?|taken|taking|hand\w*|turn\w*|sign\w*) $|(?:dispute[sd]?|rows?|quarrel\w*|clash\w*"
        r"|concern\w*|fight"
        r"|questions?|talks|anger|doubts?|disagree\w*|deadlock|wrangling|spread|paid|repa\w+|lent"
        r"|argu\w*)\b[^,.;:]{0,25} ?$)",
        re.IGNORECASE,
    ),
}
"""What a word must not follow to be a cue: "talks about five ships", "took over three ships"."""
_RIGHT: Final[tuple[tuple[Qualifier, str], ...]] = (
    (
        "at_least",
        r"or more|or above|or over|and above|and over|and more|and upwards?|upwards|at least"
        r"|-plus|\+(?=[ ,.;)]|$)|or higher|at the (?:very )?least",
    ),
    ("up_to", r"or (?:less|fewer|under|below|lower)|and (?:under|below)|at (?:the )?most|maximum\b|max\b|tops\b"),
    (
        "about",
        r"or so|or thereabouts|approximately(?=[,.;)]|$)|approx(?=[,.;)]|$)|more or less|give or take|-odd|-ish"
        r"|\(est(?:imated|\.)?\)|est\.",
    ),
)
_RIGHT_PATTERN = re.compile(
    r"^(?:,? ?|-)(?:" + "|".join(f"(?P<{name}>{cues})" for name, cues in _RIGHT) + r")(?![A-Za-z])(?! than)",
    re.IGNORECASE,
)


def read_qualifier(left: str, right: str) -> Qualifier:
    """The qualifier of a number by the folded words to its left and right; "exact" where there is no cue.

    A cue that also is a preposition must stand next to the number: "over a $5bn loan" says nothing of its size.

    Args:
        left: Words before the number and its currency sign; only the last few count.
        right: Words behind it and its unit.
    """
    match = _LEFT_PATTERN.search(left[-WINDOW:])
    if match is not None:
        name, cue = next((name, match[name]) for name, _ in _LEFT if match[name] is not None)
        loose = bool(match["skip"])
        before = left[-WINDOW:][: match.start()]
        trap = _NO_CUE.get(cue.casefold())
        if not (cue.casefold() in _PREPOSITIONS and loose) and not (trap and trap.search(before)):
            return name
    match = _RIGHT_PATTERN.search(right[:WINDOW])
    if match is not None:
        return next(name for name, _ in _RIGHT if match[name] is not None)
    return "exact"
