"""Title, date and origin that a plain text states at its head.

Four forms are known. The lines that hold them are not part of the article's text::

    date 2025-10-31 India and the United States ...

    # India signs a pact | https://news.example/1 | published 2025-10-31

    ---
    title: India signs a pact
    published: 2025-10-31
    ---

    Title: India signs a pact
    Date: 31 October 2025
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from summariser.reading.dates import parse_date

_KEYS = {
    "title": "title",
    "headline": "title",
    "published": "published",
    "date": "published",
    "pubdate": "published",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "by": "author",
    "site": "site",
    "source": "site",
    "publisher": "site",
    "language": "language",
    "lang": "language",
}
_DATE_LINE = re.compile(r"\s{0,20}date:?[ \t]{1,20}(\d{4}-\d{2}-\d{2})(?=\s|\Z)\s*", re.IGNORECASE | re.ASCII)
_TITLE_LINE = re.compile(r"\s{0,20}#[ \t]{1,20}([^\r\n]{1,2000})(?:[\r\n]|\Z)\s*")
_FENCE = re.compile(r"\s{0,20}---[ \t]*\r?\n")
_LINE = re.compile(r"([^\r\n]*)(\r\n|[\r\n]|\Z)")
_PAIR = re.compile(r"([A-Za-z_]{1,20})[ \t]{0,4}:[ \t]{1,20}(\S[^\r\n]{0,2000})")
_NESTED = re.compile(r"\s*|[ \t#-].*|[\w-]{1,40}:\s*")
"""Lines of front matter that hold no pair: blank, indented, comment, list item, key of a nested value."""
_PUBLISHED = re.compile(r"published:?[ \t]{0,20}(.{0,60})", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z]{2,4})?")
_NO_DATE = frozenset(["", "unknown", "none", "n/a", "null", "-", "?"])
_MOST_LINES = 60
_MOST_HEADERS = 8


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source says about itself; None where it says nothing.

    Attributes:
        title: Headline.
        published: Publication date.
        author: Author as printed.
        site: Publisher, or the host of the address that is given as source.
        language: ISO 639-1 code, lower case.
        notes: What was there but could not be read.
        behind: Offset in the text behind the metadata lines, 0 where there are none.
    """

    title: str | None = None
    published: date | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    behind: int = 0


def read_metadata(text: str) -> Metadata:
    """The metadata at the head of a text; empty where none of the known forms is there."""
    for form in (_date_line, _front_matter, _title_line, _headers):
        found = form(text)
        if found is not None:
            return found
    return Metadata()


def _date_line(text: str) -> Metadata | None:
    """``date 2025-10-31``, alone on the first line or with the text behind it."""
    found = _DATE_LINE.match(text)
    if found is None:
        return None
    published = parse_date(found.group(1))
    if published is None:
        return Metadata(notes=(_unreadable_date(found.group(1)),))
    return Metadata(published=published, behind=found.end())


def _title_line(text: str) -> Metadata | None:
    """``# Title | source | published 2025-10-31``; source and date may be missing."""
    found = _TITLE_LINE.match(text)
    if found is None:
        return None
    parts = [part.strip() for part in found.group(1).split(" | ")]
    given: dict[str, str] = {}
    dated = _PUBLISHED.fullmatch(parts[-1]) if len(parts) > 1 else None
    if dated:
        given["published"] = dated.group(1)
        parts.pop()
    if len(parts) > 1:
        given["site"] = parts.pop()
    return _metadata(given | {"title": " | ".join(parts)}, found.end())


def _front_matter(text: str) -> Metadata | None:
    """Pairs between two lines of three hyphens; nested values and unknown keys are passed over."""
    opening = _FENCE.match(text)
    if opening is None:
        return None
    position = opening.end()
    given: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        line = _LINE.match(text, position)
        if line is None or position >= len(text):
            return None
        position = line.end()
        if line.group(1).rstrip() in ("---", "..."):
            return _metadata(given, _behind_space(text, position))
        pair = _PAIR.fullmatch(line.group(1))
        if pair and pair.group(1).lower() in _KEYS:
            given.setdefault(_KEYS[pair.group(1).lower()], pair.group(2))
        elif not pair and not _NESTED.fullmatch(line.group(1)):
            return None
    return None


def _headers(text: str) -> Metadata | None:
    """Lines such as ``Title: ...`` and ``Date: ...`` at the head; a title or a readable date must be among them."""
    position = _behind_space(text, 0)
    given: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = _LINE.match(text, position)
        pair = _PAIR.fullmatch(line.group(1)) if line else None
        key = _KEYS.get(pair.group(1).lower()) if pair else None
        if line is None or pair is None or key is None or key in given:
            break
        given[key] = pair.group(2)
        position = line.end()
    if "title" in given or parse_date(given.get("published", "")):
        return _metadata(given, _behind_space(text, position))
    return None


def _metadata(given: dict[str, str], behind: int) -> Metadata:
    """Values as written, turned into metadata."""
    values = {key: value.strip().strip("\"'").strip() for key, value in given.items()}
    words = values.get("published", "")
    published = parse_date(words)
    unreadable = published is None and words.lower() not in _NO_DATE
    language = _LANGUAGE.fullmatch(values.get("language", ""))
    return Metadata(
        title=values.get("title") or None,
        published=published,
        author=values.get("author") or None,
        site=_site(values.get("site", "")),
        language=language.group(1).lower() if language else None,
        notes=(_unreadable_date(words),) if unreadable else (),
        behind=behind,
    )


def _site(origin: str) -> str | None:
    """The host where the origin is an address, else the origin as printed."""
    if not origin.lower().startswith(("http://", "https://")):
        return origin or None
    try:
        return urlsplit(origin.split(maxsplit=1)[0]).hostname
    except ValueError:
        return None


def _behind_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _unreadable_date(words: str) -> str:
    return f"the date {words!r} at the head of the text could not be read; give it as YYYY-MM-DD"
