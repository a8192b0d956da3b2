"""The complete items of a truncated answer."""

from __future__ import annotations

from typing import Any

_ITEM_DEPTH = 2
"""Open brackets between two items of an answer's list: those of the object and of the list."""


def salvage(text: str) -> dict[str, list[Any]]:
    """The list properties of a JSON object that breaks off, each without an unfinished last item.

    An item that repeats an earlier one is dropped with everything after it: a model that loops adds nothing more.
    Returns an empty dict where the text is not the beginning of an object.
    """
    import jiter

    start = text.find("{")
    if start < 0:
        return {}
    try:
        data = jiter.from_json(text[start : _last_complete(text, start)].encode(), partial_mode=True)
    except ValueError:
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: until_repetition(items) for name, items in data.items() if isinstance(items, list)}


def until_repetition(items: list[Any]) -> list[Any]:
    """The items up to the first that is written as an earlier one."""
    kept: dict[str, Any] = {}
    for item in items:
        written = repr(item)
        if written in kept:
            break
        kept[written] = item
    return list(kept.values())


def without_duplicates(items: list[Any]) -> list[Any]:
    """The items of a whole answer, each once."""
    kept: list[Any] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


def _last_complete(text: str, start: int) -> int:
    """Offset behind the last complete item of a list, or behind the whole object."""
    depth, quoted, escaped, end = 0, False, False, start
    for offset in range(start, len(text)):
        character = text[offset]
        closed = False
        if quoted:
            closed = character == '"' and not escaped
            escaped = character == "\\" and not escaped
            quoted = not closed
        elif character == '"':
            quoted = True
        elif character in "{[":
            depth += 1
        elif character in "}]":
            depth -= 1
            closed = True
        if closed and depth <= _ITEM_DEPTH:
            end = offset + 1
        if closed and depth == 0:
            break
    return end
