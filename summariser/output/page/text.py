"""Text from outside on a page: escaped, and what is hidden in it made visible."""

from __future__ import annotations

from markupsafe import Markup, escape

from summariser.reading.hidden import find_hidden

_MOST_NAMED = 3
"""Characters of a hidden run that are named; the rest are counted."""


def shown(text: str) -> Markup:
    """The text, escaped; a run of characters that a reader does not see stands there as a mark that names them.

    Args:
        text: Any text.

    Returns:
        Markup without overrides of direction and control characters.
    """
    parts: list[Markup] = []
    done = 0
    for start, end, name in find_hidden(text):
        parts += [escape(text[done:start]), _mark(text[start:end], name)]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def spelled(text: str) -> str:
    """The text as plain text, with the characters that a reader does not see spelled out: ``[U+202E]``."""
    parts: list[str] = []
    done = 0
    for start, end, _ in find_hidden(text):
        parts += [text[done:start], f"[{_codes(text[start:end])}]"]
        done = end
    return "".join([*parts, text[done:]])


def _mark(run: str, name: str) -> Markup:
    return Markup('<span class="hidden-run" title="{}">{}</span>').format(name, _codes(run))


def _codes(run: str) -> str:
    codes = " ".join(f"U+{ord(character):04X}" for character in run[:_MOST_NAMED])
    return f"{codes} and {len(run) - _MOST_NAMED} more" if len(run) > _MOST_NAMED else codes
