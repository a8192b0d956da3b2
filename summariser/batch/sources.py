"""What the user names as a stream of entries: files, folders, patterns, addresses, lists and feeds."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from summariser.article import Article
from summariser.batch import feeds, lines
from summariser.batch.entry import Entry, read
from summariser.batch.tripped import tripped
from summariser.errors import InputError, UnreadableSource
from summariser.reading.fetching import READ_TYPES
from summariser.reading.limits import too_large
from summariser.reading.reader import Reader
from summariser.reading.sources import Source, stream


def entries(specs: Iterable[str], *, max_bytes: int) -> Iterator[Entry | InputError]:
    """Entries for what the user named, one by one; the whole is never held.

    A folder stands for the articles in it and below. A file that ends in ``.jsonl`` or ``.ndjson`` is a list, as is
    standard input (``-``); one that ends in ``.rss``, ``.atom``, ``.rdf`` or ``.xml`` is a feed. Whether an address is
    a feed shows when it is read.

    Args:
        specs: Paths, patterns, http(s) addresses, ``-``.
        max_bytes: Longest line of a list.
    """
    for source in stream(specs):
        if isinstance(source, InputError):
            yield source
        elif source.kind == "stdin":
            yield from lines.read_lines(sys.stdin.buffer, "standard input", folder="", max_bytes=max_bytes)
        elif source.kind == "file" and Path(source.name).suffix.lower() in lines.SUFFIXES:
            yield from _list(source.name, max_bytes)
        else:
            is_feed = source.kind == "address" or Path(source.name).suffix.lower() in feeds.SUFFIXES
            yield Entry(source.name, source.kind, place=source.name, feed=is_feed)


def count(specs: Iterable[str]) -> int | None:
    """How many entries the specs stand for, as far as that is known beforehand: feeds count as one.

    None where standard input is among them: it can be read once only.
    """
    known = 0
    for source in stream(specs):
        if not isinstance(source, Source):
            continue
        if source.kind == "stdin":
            return None
        if source.kind == "file" and Path(source.name).suffix.lower() in lines.SUFFIXES:
            try:
                with open(source.name, "rb") as file:
                    known += sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))
            except OSError:
                continue
        else:
            known += 1
    return known


def read_entry(entry: Entry, reader: Reader) -> Article | list[Entry]:
    """The article of an entry, or the entries of the feed that it turns out to be.

    Raises:
        InputError: It cannot be read; the class says why. What trips a parser is told so too.
    """
    try:
        return _read_entry(entry, reader)
    except InputError:
        raise
    except Exception as error:
        raise tripped(error, entry.name, UnreadableSource) from error


def _read_entry(entry: Entry, reader: Reader) -> Article | list[Entry]:
    if not entry.feed:
        return read(entry, reader)
    if entry.kind == "file":
        data = reader.bytes_of(entry.place)
        if len(data) > reader.max_bytes:
            raise too_large(entry.name, reader.max_bytes)
        return feeds.read_feed(data, entry.name, timeout=reader.timeout)
    page = reader.fetch(entry.place, types=READ_TYPES | feeds.TYPES)
    if page.media_type in feeds.TYPES or feeds.is_feed(page.body):
        return feeds.read_feed(page.body, entry.name, timeout=reader.timeout)
    return reader.read_page(page, source=entry.name)


def _list(name: str, max_bytes: int) -> Iterator[Entry | InputError]:
    try:
        with open(name, "rb") as file:
            yield from lines.read_lines(file, name, folder=str(Path(name).parent), max_bytes=max_bytes)
    except OSError as error:
        problem = f"the list cannot be read ({error.strerror})"
        yield UnreadableSource(problem, subject=name, hint="Check its permissions.")
