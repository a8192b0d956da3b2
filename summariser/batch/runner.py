"""One event loop that reads articles: sources in, reports into the store."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from summariser.article import Article
from summariser.batch.answers import Answers, Asked, Stopped
from summariser.batch.claims import HEARTBEAT, LEASE, Claims, Verdict, count
from summariser.batch.entry import Entry
from summariser.batch.sources import read_entry
from summariser.batch.tally import Tally, Trouble
from summariser.batch.threads import Threads
from summariser.batch.tripped import tripped
from summariser.errors import InputError, ModelError, SummariserError
from summariser.observing import article_step, note_report
from summariser.reading.reader import Reader
from summariser.report import Report
from summariser.store.store import Store
from summariser.summariser import Summariser

_READERS = 8
"""Most sources that are read at the same time."""
_THINKERS = 2
"""Threads that convert and check: one more than can work at a time, so that a huge article stops none behind it."""
_ADMITTED = 32
"""Most articles that are claimed together."""
_LOOKS = 2.0
"""Seconds between looks at the articles that another run had."""
Item = Entry | Article | InputError


@dataclass
class Runner:
    """Reads one stream of articles.

    Attributes:
        summariser: Topic, model and ledger; its client has the pace.
        store: Where everything is kept.
        claims: The articles that are this runner's.
        reader: How sources are read.
        at_once: Most articles under way.
        tally: The counts, changed as it goes.
        on_trouble: Called for each article with an error or a part missing.
    """

    summariser: Summariser[Any]
    store: Store
    claims: Claims
    reader: Reader
    at_once: int
    tally: Tally = field(default_factory=Tally)
    on_trouble: Callable[[Trouble], None] = lambda _: None
    stopped: SummariserError | None = None

    def __post_init__(self) -> None:
        self._readers = Threads(min(self.at_once, _READERS), "reading")
        self._thinkers = Threads(_THINKERS, "checking")
        self._keepers = Threads(2, "store")
        self._places = asyncio.Semaphore(self.at_once)
        self._reading = asyncio.Semaphore(min(self.at_once, _READERS))
        self._ready: asyncio.Queue[Article | None] = asyncio.Queue(self.at_once)
        self._main: asyncio.Task[Any] | None = None
        self._answers = Answers(self.summariser, self.store, self.claims.setup, self.tally, self.stop)

    def stop(self, reason: SummariserError) -> None:
        """End the run: what is in flight is cancelled, what is not finished becomes pending again."""
        if self.stopped is None:
            self.stopped = reason
            if self._main is not None:
                self._main.cancel()

    async def run(self, items: AsyncIterable[Item]) -> None:
        """Read everything; returns when all is settled, or after :meth:`stop`.

        Raises:
            StoreError: The store could not be written.
        """
        self._main = asyncio.current_task()
        try:
            if self.stopped is None:
                async with asyncio.TaskGroup() as group:
                    heart = group.create_task(self._beat())
                    await self._all(items)
                    heart.cancel()
        except asyncio.CancelledError:
            if self.stopped is None or self._main is None:
                raise
            self._main.uncancel()
        except BaseExceptionGroup as errors:
            raise _first(errors) from None
        finally:
            await self._end()

    async def _end(self) -> None:
        """Give back what is not finished, and wait until everything is written; no cancelling gets between."""
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(self._keepers.do(lambda: self.store.release(self.claims.worker)))
        self.store.flush()
        for threads in (self._readers, self._thinkers, self._keepers):
            threads.close()

    async def _all(self, items: AsyncIterable[Item]) -> None:
        async with asyncio.TaskGroup() as articles:
            articles.create_task(self._admit(articles))
            async with asyncio.TaskGroup() as reading:
                await self._take(items, reading)
            await self._ready.put(None)
        async with asyncio.TaskGroup() as articles:
            await self._again(articles)

    async def _take(self, items: AsyncIterable[Item], reading: asyncio.TaskGroup) -> None:
        async for item in items:
            if isinstance(item, InputError):
                self._not_read(item.subject or "?", item)
            elif isinstance(item, Article):
                await self._ready.put(item)
            else:
                await self._reading.acquire()
                reading.create_task(self._read(item, reading))

    async def _read(self, entry: Entry, reading: asyncio.TaskGroup) -> None:
        """Read one source; the items of a feed are read as sources of their own."""
        try:
            found = await self._readers.do(lambda: read_entry(entry, self.reader))
        except InputError as error:
            self._not_read(entry.name, error)
            return
        finally:
            self._reading.release()
        if isinstance(found, Article):
            await self._ready.put(found)
            return
        if self.tally.expected is not None:
            self.tally.expected += len(found) - 1
        for item in found:
            await self._reading.acquire()
            reading.create_task(self._read(item, reading))

    def _not_read(self, name: str, error: InputError) -> None:
        self.tally.not_read(name)
        self.on_trouble(Trouble(name, error))

    async def _admit(self, articles: asyncio.TaskGroup) -> None:
        """Claim what is ready, as many together as there are, and start on each as a place gets free."""
        more = True
        while more:
            batch: list[Article] = []
            while more and (not batch or (len(batch) < _ADMITTED and not self._ready.empty())):
                article = await self._ready.get()
                if article is None:
                    more = False
                    break
                batch.append(article)
            if not batch:
                return
            verdicts = await self._keepers.do(partial(self.claims.admit, batch))
            for (key, verdict), article in zip(verdicts, batch, strict=True):
                if verdict is Verdict.READ:
                    await self._places.acquire()
                    articles.create_task(self._article(key, article))
                else:
                    count(verdict, self.tally)

    async def _again(self, articles: asyncio.TaskGroup) -> None:
        """Look at what others had: one that is dead leaves it when its lease ends, one that lives finishes it."""
        for _ in range(int(LEASE / _LOOKS) + 1):
            if not self.claims.elsewhere:
                return
            before = len(self.claims.elsewhere)
            for key in await self._keepers.do(self.claims.again):
                article = await self._keepers.do(partial(self.store.article, key))
                self.tally.elsewhere -= 1
                if article is not None:
                    await self._places.acquire()
                    articles.create_task(self._article(key, article))
            if len(self.claims.elsewhere) == before:
                await asyncio.sleep(_LOOKS)

    async def _article(self, key: str, article: Article) -> None:
        """Read one article to an end, whatever that is."""
        try:
            self._finished(await self._report(key, article))
        except Stopped:
            return
        except ModelError as error:
            self._failed(key, article, error)
        except Exception as error:  # noqa: BLE001 (an article that trips the program must not take the others with it)
            if isinstance(error, SummariserError):
                self.stop(error)
                return
            self._failed(key, article, tripped(error, article.source, SummariserError))
        finally:
            self.claims.mine.discard(key)
            self._places.release()

    async def _report(self, key: str, article: Article) -> Report[Any]:
        plan = self.summariser.plan(article)
        outcomes = None
        with article_step(self.summariser) as watched:
            while True:
                step = await self._step(partial(self._answers.next_step, key, plan, outcomes))
                if isinstance(step, Report):
                    note_report(watched, step)
                    return step
                outcomes = await self._answers.all(key, step)

    async def _step(self, work: Callable[[], list[Asked] | Report[Any]]) -> list[Asked] | Report[Any]:
        """A step of a plan. One that has begun cannot be cancelled: a report that it keeps is counted even so."""
        step = asyncio.ensure_future(self._thinkers.do(work))
        try:
            return await asyncio.shield(step)
        except asyncio.CancelledError:
            if isinstance(kept := await step, Report):
                self._finished(kept)
            raise

    def _finished(self, report: Report[Any]) -> None:
        trouble = self.tally.finished(report)
        if trouble is not None:
            self.on_trouble(trouble)

    def _failed(self, key: str, article: Article, error: SummariserError) -> None:
        self.store.fail(key, error)
        self.tally.failed += 1
        self.on_trouble(Trouble(article.source, error))

    async def _beat(self) -> None:
        """Renew the claims, so that nobody takes them for left behind."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            await self._keepers.do(lambda: self.store.renew(self.claims.worker, lease=LEASE))


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first error in a group of groups."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
