"""What a format's reader hands over: text and what the format says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Extract:
    """Text taken out of a page or a document, with its metadata; None where it says nothing."""

    text: str
    title: str | None = None
    published: date | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
