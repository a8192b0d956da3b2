"""Durations: words -> ISO 8601, in the unit that is printed ("18 months" stays months)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from summariser.values.numbers import Number, find_number, find_vague
from summariser.values.qualifiers import read_qualifier
from summariser.values.surroundings import NOWHERE, Surroundings
from summariser.values.typography import MAX_WORDS, fold, fold_words

_UNITS = {
    "century": (100, "Y"),
    "decade": (10, "Y"),
    "year": (1, "Y"),
    "yr": (1, "Y"),
    "month": (1, "M"),
    "quarter": (3, "M"),
    "fortnight": (2, "W"),
    "week": (1, "W"),
    "day": (1, "D"),
    "hour": (1, "TH"),
    "minute": (1, "TM"),
}
_PLURALS = {"centuries": "century"}
_WORD = r"(?P<unit>centur(?:y|ies)|decades?|years?|yrs?|months?|quarters?|fortnights?|weeks?|days?|hours?|minutes?)"
_UNIT = re.compile(
    rf"[ -]?(?:more |further |additional |full |calendar |consecutive |whole |straight )?{_WORD}\b(?! old| of age)",
    re.IGNORECASE,
)
_HALF_AFTER = re.compile(r"[ -]and[ -]a[ -]half\b", re.IGNORECASE)
_ONE = re.compile(
    rf"\b(?:an?|one|the(?: (?:next|coming|following|entire|whole|past|last))?|next|another|further"
    rf"|per)[ -](?:full |further |whole )?"
    rf"{_WORD}\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"(?<!and )(?<!and a )(?<!and-)(?<!and-a-)\bhalf(?:[ -]an?)?[ -]{_WORD}\b"
    rf"|(?<!and )(?<!and-)\ba half[ -](?P<unit2>year|decade|century|month|day|hour)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?:,? and |, | )", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|to|or)\s?$")
_DISTANCE = re.compile(r"\b(?:ago|later|earlier|hence|from now|before|after)$", re.IGNORECASE)
_LONG = re.compile(r"\b(?P<unit>century|decade|year|month|week|day|hour)-long\b", re.IGNORECASE)
_FREQUENCY = re.compile(r"\b(?:every|each|per|once an?|twice an?|annual(?:ly)?|monthly|yearly)\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:until|till|through|by|since|from|before)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:indefinit\w*|perpetu\w*|permanent\w*|unlimited|forever|open-ended)\b", re.IGNORECASE)
_ORDER = ("Y", "M", "W", "D", "TH", "TM")
_HALVES = {"Y": (6, "M"), "W": None, "M": None, "D": (12, "TH"), "TH": (30, "TM"), "TM": None}


@dataclass(frozen=True, slots=True)
class DurationValue:
    """A duration as far as the words decide it.

    Attributes:
        iso8601: Such as ``P10Y``; None where the words do not decide.
        reason: Why it is None; or how the words qualify it ("up to").
    """

    iso8601: str | None = None
    reason: str | None = None


def read_duration(raw: str, around: Surroundings = NOWHERE) -> DurationValue:
    """The duration that the copied words state.

    Args:
        raw: Copied words, such as "over the next decade", "10-year", "a year and a half".
        around: The sentence they stand in, for words that qualify the number.
    """
    if len(raw) > MAX_WORDS:
        return DurationValue(reason=f"{len(raw)} characters are no duration")
    words = fold_words(raw)
    problem = _problem(words)
    if problem:
        return DurationValue(reason=problem)
    half = _HALF.search(words)
    if half is not None:
        return _composed([(Decimal("0.5"), half["unit"] or half["unit2"])])
    return _with_number(words, around) or _without_number(words)


def _problem(words: str) -> str | None:
    """Why the words are no length of time, if that can be seen at once."""
    if _OPEN.search(words):
        return "without an end"
    if _FREQUENCY.search(words):
        return "how often, not how long"
    if _DISTANCE.search(words):
        return "a distance in time, not a length"
    return f'"{words}" is no definite number' if find_vague(words) else None


def _with_number(words: str, around: Surroundings) -> DurationValue | None:
    """A number and the unit behind it, which may adjoin the words."""
    text = words + fold(around.right[:30])
    number = find_number(words)
    while number is not None:
        if unit := _UNIT.match(text, number.end):
            return _counted(number, unit, text, len(words), fold(around.left[-60:]))
        if find_number(words, number.end) is not None and _RANGE.match(words[number.end : number.end + 4]):
            return DurationValue(reason="a range of durations")
        number = find_number(words, number.end)
    return None


def _without_number(words: str) -> DurationValue:
    """One unit: "a year", "the next decade"."""
    one = _ONE.search(words) or _LONG.search(words)
    if one is not None:
        tail = _HALF_AFTER.match(words, one.end())
        return _composed([(Decimal("1.5") if tail else Decimal(1), one["unit"])])
    if _BOUND.search(words):
        return DurationValue(reason="an end or a beginning, not a length")
    return DurationValue(reason=f'no duration in "{words}"')


def _counted(number: Number, unit: re.Match[str], text: str, end: int, left: str) -> DurationValue:
    if number.value is None:
        return DurationValue(reason=number.reason)
    before = left + text[: number.start]
    if _RANGE.search(text[: number.start]) and find_number(text[: number.start]) is not None:
        return DurationValue(reason="a range of durations")
    parts = [(number.value, unit["unit"])]
    at = unit.end()
    if half := _HALF_AFTER.match(text, at):
        parts[0] = (number.value + Decimal("0.5"), unit["unit"])
        at = half.end()
    link = _NEXT.match(text, at)
    second = find_number(text, link.end()) if link and at < end else None
    if link and second and second.start == link.end() and second.value is not None and second.start < end:
        smaller = _UNIT.match(text, second.end)
        if smaller is not None:
            parts.append((second.value, smaller["unit"]))
            at = smaller.end()
    found = _composed(parts)
    qualifier = read_qualifier(before, text[at:])
    if found.iso8601 and qualifier not in ("exact", "more_than"):
        return DurationValue(found.iso8601, f"the words qualify it: {qualifier}")
    return found


def _base(unit: str) -> tuple[int, str]:
    word = unit.casefold()
    return _UNITS[_PLURALS.get(word, word.removesuffix("s"))]


def _composed(parts: list[tuple[Decimal, str]]) -> DurationValue:
    """ISO 8601 of counted units; halves go to the next smaller unit where that is exact."""
    sums: dict[str, int] = {}
    for count, unit in parts:
        factor, letter = _base(unit)
        whole = count * factor
        if whole != whole.to_integral_value():
            smaller = _HALVES[letter]
            if (whole * 2) != (whole * 2).to_integral_value() or smaller is None:
                return DurationValue(reason=f"{count} {unit} are no whole number of a smaller unit")
            sums[smaller[1]] = sums.get(smaller[1], 0) + smaller[0]
        if int(whole):
            sums[letter] = sums.get(letter, 0) + int(whole)
    if list(sums) == ["W"]:
        return DurationValue(f"P{sums['W']}W")
    if "W" in sums:
        sums["D"] = sums.get("D", 0) + 7 * sums.pop("W")
    dates = "".join(f"{sums[letter]}{letter}" for letter in _ORDER if letter in sums and len(letter) == 1)
    times = "".join(f"{sums[letter]}{letter[1]}" for letter in _ORDER if letter in sums and len(letter) > 1)
    if not dates and not times:
        return DurationValue(reason="a duration of nothing")
    return DurationValue(f"P{dates}" + (f"T{times}" if times else ""))
