"""Units that stand behind a number: percent, tonnes, barrels, things that are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summariser.values.tables import words

Unit = Literal["currency", "percent", "tonne", "barrel_per_month", "item"]

_PERCENT = re.compile(
    r"[ -]?(?:%-?(?P<point>points?\b)?|(?:percentage|percent|per cent|pct)[ -](?P<points>points?|pts?)\b"
    r"|per ?cent\b|percentage\b|pct\b\.?|pc\b|p\.c\.|(?P<pp>pp|ppts?)\b)",
    re.IGNORECASE,
)
_TONNE = re.compile(r"[ -]?(?:metric[ -])?(?:tonnes?|tons?|MT|mt)\b(?![ -]miles?)", re.IGNORECASE)
_BARREL = re.compile(
    r"[ -]?(?:barrels?|bbls?)\b(?: of (?:crude(?: oil)?|oil))?(?P<rate> ?(?:a|per|each|every|/) ?(?P<per>month"
    r"|day|year))?",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"[ -]?(?P<unit>(?:short|long|gross|deadweight)[ -]tons?|kilotons?|megatons?|barrels? (?:a|per) day|bpd|b/d"
    r"|basis points?|bps"
    r"|(?:giga|mega|kilo)?watts?(?:[ -]hours?)?|[kMGT]Wh?|kilomet(?:re|er)s?|km|miles?|(?:milli|centi)?met(?:re"
    r"|er)s?|mm|cm"
    r"|feet|foot|ft|inch(?:es)?|hectares?|acres?|square|cubic|lit(?:re|er)s?|gallons?|bushels?|kilograms?|(?-i:kilos?)"
    r"|kg|grams?"
    r"|ounces?|oz|knots?|hours?|minutes?|days?|weeks?|months?|years?|decades?|people|persons|inhabitants|workers|jobs"
    r"|employees|soldiers|troops|civilians|refugees|voters|votes?|times|fold|degrees?|points?|horsepower|hp|bcm|BTU)\b",
    re.IGNORECASE,
)
_TOKENS = re.compile(r"[ -](?P<token>[A-Za-z0-9][\w'/-]*)")
_MOST_TOKENS = 5


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit behind a number.

    Attributes:
        unit: One of the known units, or None for a unit that the vocabulary does not have.
        length: Characters of text that it takes.
        note: What the unit is exactly, where ``unit`` does not say it all ("percentage points", "barrels a day").
    """

    unit: Unit | None
    length: int
    note: str | None = None


def read_unit(right: str) -> UnitFound | None:
    """The unit at the start of ``right``, the folded words behind a number; None if there is none.

    Currencies are not looked for.
    """
    if match := _PERCENT.match(right):
        points = match["points"] or match["pp"] or match["point"]
        return UnitFound("percent", match.end(), "percentage points" if points else None)
    if match := _BARREL.match(right):
        if match["per"] and match["per"].casefold() == "month":
            return UnitFound("barrel_per_month", match.end())
        return UnitFound(None, match.end(), match[0].strip(" -"))
    if match := _OTHER.match(right):
        return UnitFound(None, match.end(), match["unit"])
    if match := _TONNE.match(right):
        return UnitFound("tonne", match.end())
    return _counted(right)


def _counted(right: str) -> UnitFound | None:
    """A plural noun within the next words, before any preposition or verb: a number of things."""
    at = 0
    for _ in range(_MOST_TOKENS):
        match = _TOKENS.match(right, at)
        if match is None:
            return None
        token = match["token"]
        if token.casefold() in words("not_counted"):
            return None
        if token.casefold() in words("counted") or (
            token[0].islower()
            and len(token) > 2
            and token.endswith("s")
            and not token.endswith(("ss", "us", "is", "'s"))
        ):
            return UnitFound("item", match.end())
        at = match.end()
    return None
