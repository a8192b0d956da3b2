"""Articles of what a caller named, read a few at a time in threads, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from summariser.article import Article
from summariser.batch.entry import Entry
from summariser.batch.runner import Item
from summariser.batch.sources import read_entry
from summariser.batch.tally import Tally, Trouble
from summariser.errors import InputError
from summariser.reading.reader import Reader

_READERS = 8
_AHEAD = 32
"""Sources that are read before they are asked for."""


def read_all(
    items: Iterable[Item], reader: Reader, tally: Tally, on_trouble: Callable[[Trouble], None]
) -> Iterator[Article]:
    """The articles, one by one; what cannot be read is counted and told.

    Args:
        items: Entries, articles, and errors of what named nothing.
        reader: How sources are read.
        tally: The counts.
        on_trouble: Called for each source that cannot be read.
    """

    def not_read(name: str, error: InputError) -> None:
        tally.not_read(name)
        on_trouble(Trouble(name, error))

    with ThreadPoolExecutor(_READERS, thread_name_prefix="reading") as readers:
        for found in _ahead(readers, items, reader):
            if isinstance(found, InputError):
                not_read(found.subject or "?", found)
            elif isinstance(found, Article):
                yield found
            else:
                if tally.expected is not None:
                    tally.expected += len(found) - 1
                yield from read_all(found, reader, tally, on_trouble)


def _ahead(
    readers: ThreadPoolExecutor, items: Iterable[Item], reader: Reader
) -> Iterator[Article | InputError | list[Entry]]:
    waiting: deque[Future[Article | InputError | list[Entry]]] = deque()
    try:
        for item in items:
            waiting.append(readers.submit(partial(_read, item, reader)))
            if len(waiting) >= _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _read(item: Item, reader: Reader) -> Article | InputError | list[Entry]:
    if not isinstance(item, Entry):
        return item
    try:
        return read_entry(item, reader)
    except InputError as error:
        error.subject = error.subject or item.name
        return error
