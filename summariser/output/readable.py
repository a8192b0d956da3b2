"""Values as a person reads them: digits in groups, units in words, codes beside names."""

from __future__ import annotations

import re
from decimal import Decimal

from summariser.topics.leaves import in_short
from summariser.values.leaf import Leaf
from summariser.values.leaves import (
    Amount,
    Date,
    Designation,
    Duration,
    EventDate,
    Participant,
    Party,
    Person,
    Place,
    Quantity,
)

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_PARTS = ("year", "month", "week", "day")


def readable(leaf: Leaf) -> str:
    """What a leaf comes to, for a person; its words where nothing was converted."""
    match leaf:
        case Amount():
            text = _amount(leaf)
        case Quantity():
            text = _bounded(leaf.qualifier, leaf.value, leaf.value_max)
        case Party():
            text = _beside(leaf.name, leaf.iso, leaf.type if leaf.type != "state" else None)
        case Participant():
            text = f"{_beside(leaf.name, leaf.role, leaf.on_behalf_of)}, {words(leaf.capacity)}"
        case Person():
            text = _beside(leaf.name, leaf.role, leaf.on_behalf_of)
        case Place():
            text = _beside(leaf.place, leaf.country_iso)
        case EventDate():
            text = f"{words(leaf.role)}: {leaf.value or leaf.raw}"
        case Date():
            text = leaf.value or ""
        case Duration():
            text = _duration(leaf.iso8601)
        case Designation():
            text = leaf.designation
        case _:
            text = in_short(leaf)
    return text or leaf.raw


def words(name: str) -> str:
    """A name from a vocabulary or of a field, as words: ``trade_figures`` is "trade figures"."""
    return name.replace("_", " ")


def number(value: Decimal) -> str:
    """A number with its digits in groups: 10,000,000,000 or 4.8."""
    return f"{value.normalize():,f}"


def _amount(leaf: Amount) -> str:
    text = _bounded(leaf.qualifier, leaf.amount, leaf.amount_max)
    if not text:
        return ""
    unit = "%" if leaf.unit == "percent" else leaf.currency or (words(leaf.unit) if leaf.unit else "")
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".rstrip()


def _bounded(qualifier: str, value: Decimal | None, most: Decimal | None) -> str:
    if value is None:
        return ""
    text = number(value) if most is None else f"{number(value)} to {number(most)}"
    return text if qualifier in ("exact", "range") else f"{words(qualifier)} {text}"


def _beside(name: str, *notes: str | None) -> str:
    """A name with what is known of it in brackets."""
    said = ", ".join(note for note in notes if note and note != name)
    return f"{name} ({said})" if said else name


def _duration(iso: str | None) -> str:
    found = _DURATION.fullmatch(iso or "")
    if found is None:
        return iso or ""
    counts = [(int(count), part) for count, part in zip(found.groups(), _PARTS, strict=True) if count]
    return ", ".join(f"{count} {part}{'s' if count != 1 else ''}" for count, part in counts)
