"""One article to come: where it is, or its text, and what a list or a feed tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from summariser.article import Article
from summariser.errors import InputError
from summariser.reading.reader import Reader
from summariser.reading.sources import Source, expand


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that has not been read yet.

    Attributes:
        name: What to call it in messages and results.
        kind: ``file`` or ``address`` (``place`` says which), ``text``, or ``page`` (HTML in ``text``).
        place: Path or address.
        text: The text, or the page.
        title: Headline; wins over what the article says, as do the following.
        published: Publication date.
        author: Author.
        site: Publisher or site.
        language: ISO 639-1 code.
        feed: Whether the place may be a feed of several articles.
    """

    name: str
    kind: Literal["file", "address", "text", "page"]
    place: str = ""
    text: str = ""
    title: str | None = None
    published: date | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    feed: bool = False


def read(entry: Entry, reader: Reader) -> Article:
    """The article of an entry.

    Raises:
        InputError: It cannot be read; the class says why.
    """
    reader = replace(reader, published=entry.published or reader.published, language=entry.language or reader.language)
    with _named(entry):
        article = _read(entry, reader)
    known = {name: getattr(entry, name) for name in ("title", "author", "site")}
    return replace(article, source=entry.name, **{name: value for name, value in known.items() if value})


def _read(entry: Entry, reader: Reader) -> Article:
    if entry.kind == "text":
        return reader.read_text(entry.text, source=entry.name)
    if entry.kind == "page":
        return reader.read_bytes(entry.text.encode("utf-8", "replace"), source=entry.name, media_type="text/html")
    if entry.kind == "file":
        return reader.read(Source(entry.place, "file"))
    (source,) = expand([entry.place])
    if isinstance(source, InputError):
        raise source
    return reader.read(source)


@contextmanager
def _named(entry: Entry) -> Iterator[None]:
    """Errors say the entry's name where it is another than that of its place."""
    try:
        yield
    except InputError as error:
        if entry.name != error.subject:
            error.subject = f"{entry.name}: {error.subject}" if error.subject else entry.name
        raise
