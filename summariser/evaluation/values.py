"""Reading values out of records: paths, and the plain value inside a leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation


def at(value: object, path: str) -> Iterator[object]:
    """Every value at a dotted path; lists on the way are gone through, and nulls are left out. "." is the whole."""
    if path == ".":
        yield value
        return
    head, _, rest = path.partition(".")
    found = value.get(head) if isinstance(value, Mapping) else None
    entries = found if isinstance(found, Sequence) and not isinstance(found, str | bytes) else (found,)
    for entry in entries:
        if entry is None:
            continue
        if rest:
            yield from at(entry, rest)
        else:
            yield entry


def text_of(value: object) -> str | None:
    """The words of a value: the string itself, or the name, designation or printed form of a leaf."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        for key in ("name", "designation", "value", "raw"):
            words = text_of(value.get(key))
            if words is not None:
                return words
    return None


def printed(value: object) -> str | None:
    """The words as they stand in the article: `raw`, else the name."""
    if isinstance(value, Mapping):
        return next((str(value[key]) for key in ("raw", "name") if isinstance(value.get(key), str)), None)
    return value if isinstance(value, str) else None


def number_of(value: object) -> Decimal | None:
    """The number of a value or of an amount or quantity leaf, or None."""
    if isinstance(value, Mapping):
        value = value.get("amount", value.get("value"))
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def plain(value: object) -> object:
    """A scalar as it is; of a leaf its normalised value, where it has one."""
    if isinstance(value, Mapping):
        for key in ("value", "iso8601", "iso", "amount"):
            if key in value:
                return value[key]
        return text_of(value)
    return value
