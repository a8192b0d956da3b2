"""How many things an order, a gift or an inventory counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from summariser.values.currency_forms import form_before, form_behind
from summariser.values.numbers import Number, find_numbers, find_vague
from summariser.values.qualifiers import WINDOW, Qualifier, read_qualifier
from summariser.values.surroundings import NOWHERE, Surroundings
from summariser.values.typography import MAX_WORDS, fold, fold_words
from summariser.values.units import read_unit

_FORMATIONS = re.compile(
    r"(?: more| additional| further| full| new)?[ -](?P<word>(?:air )?squadrons?|wings?|regiments?|brigades?"
    r"|battalions?|divisions?"
    r"|fleets?|flights?|flotillas?|consignments?|batch(?:es)?|shipments?|tranches?|packages?|cargo(?:es)?|planeloads?"
    r"|shiploads?|containers?)\b",
)
_GROUPS = {"pair": 2, "both": 2, "trio": 3, "quartet": 4, "single": 1}
_GROUP = re.compile(r"\b(?P<group>pair|both|trio|quartet|single)\b(?P<plural>s?)", re.IGNORECASE)
_AMMUNITION = re.compile(
    r" ?(?:rounds?|shells?|bullets?|cartridges?|pieces|units|grenades?|mines?|drones?)\b", re.IGNORECASE
)
_LETTER = re.compile(r"\d[mMbB]$")
_LINK = re.compile(r"(?: [a-z]+){0,2}?\s?(?:-|to|and|or)\s?(?:even |perhaps |possibly )?", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"\d[.,]?$")
_HEADS = frozenset({"people", "persons"})
"""Units that are no measure: who is counted is as good as what is counted."""
_MODEL = re.compile(r"\b(?:no|nos|type|model|mark|mk|block|batch|class|project|number|number of)\.? $", re.IGNORECASE)


MONEY = "an amount of money"
"""The reason why money is no quantity."""


@dataclass(frozen=True, slots=True)
class QuantityValue:
    """A quantity as far as the words decide it.

    Attributes:
        value: The number; an int unless it is not whole. None where the words give none.
        value_max: Upper end of a range.
        qualifier: How the words qualify the number.
        reason: Why ``value`` is None.
    """

    value: int | Decimal | None = None
    value_max: int | Decimal | None = None
    qualifier: Qualifier = "exact"
    reason: str | None = None


def read_quantity(raw: str, around: Surroundings = NOWHERE) -> QuantityValue:
    """The quantity that the copied words state.

    Batteries, pods, systems and sets are counted as they are ordered; squadrons, regiments, shipments and the like
    count formations or loads and not the things themselves, so that no number is known. "A", "the" and ordinals
    ("the first") state none. "Six more" are six.

    Args:
        raw: Copied words, such as "six more", "up to 100", "twenty (20)", "a dozen".
        around: The sentence they stand in, for cues beside the words.
    """
    if len(raw) > MAX_WORDS:
        return QuantityValue(reason=f"{len(raw)} characters are no quantity")
    words = fold_words(raw)
    left, right = fold(around.left[-WINDOW:]), fold(around.right[:WINDOW])
    vague = find_vague(words)
    numbers = find_numbers(words, 3)
    if vague is not None and (not numbers or vague[0] <= numbers[0].start <= vague[1] + 1):
        return QuantityValue(qualifier="vague", reason=f'"{words}" is no definite number')
    return _counted(numbers, words, left, right) if numbers else _group(words)


def _counted(numbers: list[Number], words: str, left: str, right: str) -> QuantityValue:
    first = numbers[0]
    problem = _problem(first, words, left, right)
    if problem or first.value is None:
        return QuantityValue(reason=problem or first.reason)
    ranged = _range(first, numbers[1], words) if len(numbers) > 1 else None
    if ranged is not None:
        return ranged
    qualifier = read_qualifier(left + words[: first.start], words[first.end :] + right)
    return QuantityValue(_whole(first.value), None, qualifier)


def _group(words: str) -> QuantityValue:
    match = _GROUP.search(words)
    if match is not None and not match["plural"]:
        return QuantityValue(_GROUPS[match["group"].casefold()])
    if _ORDINAL.search(words):
        return QuantityValue(reason="an ordinal names one of several and does not count them")
    return QuantityValue(reason=f'no number in "{words}"' if words else "no words")


def _problem(first: Number, words: str, left: str, right: str) -> str | None:
    """Why the first number of the words is no quantity, if it is none."""
    text, start, end = left + words + right, len(left) + first.start, len(left) + first.end
    unit = read_unit(text[end : end + WINDOW])
    problem = None
    if (first.start == 0 and _CUT.search(left)) or (first.end == len(words) and re.match(r"\d|[.,]\d", right)):
        problem = "the words are only part of a number"
    elif form_before(text, start) or form_behind(text, end):
        problem = MONEY
    elif re.match(r" ?[+x] ?\d", text[end:]):
        problem = "a sum, not a number"
    elif _MODEL.search(text[:start]):
        problem = "a number of a type or a mark"
    elif formation := _FORMATIONS.match(text, end):
        problem = f"{formation['word']} are counted, not what is in them"
    elif _LETTER.search(text[start:end]) and not _AMMUNITION.match(text, end):
        problem = f'"{text[start:end]}" could be millions or metres'
    elif unit is not None and unit.unit != "item" and (unit.note or "").casefold() not in _HEADS:
        problem = f"a measure ({unit.note or unit.unit}), not a number of things"
    return problem


def _range(low: Number, high: Number, words: str) -> QuantityValue | None:
    if low.value is None or high.value is None or not _LINK.fullmatch(words[low.end : high.start]):
        return None
    link = words[low.end : high.start]
    if "and" in link and "between" not in words[: low.start].casefold():
        return None
    bottom = low.value * high.scale if low.scale == 1 and high.scale > 1 else low.value
    if bottom >= high.value:
        return None
    return QuantityValue(_whole(bottom), _whole(high.value), "range")


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()
