"""The batch: many sources in, one store of results out; gone on with after any stop, nothing paid for twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.batch.claims import Claims
from summariser.batch.entry import Entry
from summariser.batch.limits import Limits
from summariser.batch.runner import Item, Runner
from summariser.batch.signals import stopped_by_signals
from summariser.batch.sources import count, entries
from summariser.batch.tally import Tally, Trouble
from summariser.batch.threads import from_thread
from summariser.errors import Interrupted, SummariserError
from summariser.reading.reader import Reader
from summariser.store.keys import Setup
from summariser.store.states import State
from summariser.store.store import Store
from summariser.summariser import Summariser

Given = str | Entry | Article
_TOLD_EVERY = 0.5
"""Seconds between two calls of ``on_progress``."""


@dataclass
class Batch:
    """Reads many articles with one model for one topic, and keeps everything in a store.

    ::

        batch = Batch("results.db", topic="agreements", model="openai/gpt-5-mini")
        tally = batch.run(["articles/", "more.jsonl"])

    Articles that are in the store already are not read again; what was paid for once is not paid for again.

    Attributes:
        store: Path of a file (SQLite) or address of a database.
        topic: A topic's name or folder, a record class, or a loaded topic. Several workers need a name or a folder.
        limits: How much is done at the same time and in a minute.
        retry_failed: Whether articles that failed, or of which a part is missing, are read again.
        reader: How sources are read.
        command: The command that reads the rest; the store shows it with what failed.
        on_progress: Called about twice a second with the counts.
        on_trouble: Called for each article with an error or a part missing.
        options: Further options of :class:`~summariser.Summariser`: model, base_url, api_key, sentences, budget, ...
        stopped: Why the last run ended before its sources did; None where it did not.
    """

    store: str | Path
    topic: Any = None
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    reader: Reader = field(default_factory=Reader)
    command: str | None = None
    on_progress: Callable[[Tally], None] = lambda _: None
    on_trouble: Callable[[Trouble], None] = lambda _: None
    options: dict[str, Any] = field(default_factory=dict)
    stopped: SummariserError | None = field(default=None, init=False)
    _stop: Callable[[SummariserError], None] | None = field(default=None, init=False, repr=False)

    async def arun(self, sources: Iterable[Given] | None = None, *, expected: int | None = None) -> Tally:
        """Read the sources; see :meth:`run`. Cancelling it ends it as :meth:`stop` does.

        Args:
            sources: Paths, patterns, addresses, lists, feeds, articles; may be endless. None goes on with what the
                store holds unread.
            expected: How many articles there are, where the caller knows.
        """
        self.stopped = None
        with Store.open(self.store) as store, Summariser(self.topic, **self.options) as summariser:
            setup = Setup.of(summariser, command=self.command)
            summariser.client.pace = self.limits.pace(summariser.endpoint, patience=summariser.client.retry_for)
            runner = Runner(
                summariser,
                store,
                Claims(store, setup, self.retry_failed),
                self.reader,
                self.limits.of(summariser.endpoint)[0],
                Tally(expected=expected),
                self.on_trouble,
            )
            self._stop = runner.stop
            telling = asyncio.create_task(self._tell(runner.tally))
            try:
                await runner.run(from_thread(self.items(sources, store, setup, runner.tally)))
            finally:
                self.stopped, self._stop = runner.stopped, None
                telling.cancel()
                await summariser.aclose()
            self.on_progress(runner.tally)
            return runner.tally

    def run(self, sources: Iterable[Given] | None = None, *, workers: int = 1) -> Tally:
        """Read the sources, and return the counts when all is settled or the run was stopped (``stopped`` says why).

        Ctrl-C and SIGTERM stop it: calls in flight are cancelled, and the next run goes on from there.

        Args:
            sources: As for :meth:`arun`.
            workers: Processes; limits and budget are shared out among them.

        Raises:
            StoreError: The store cannot be used.
            TopicError: The topic does not load.
            ModelUnavailable: No such model here.
        """
        if workers > 1:
            from summariser.batch.workers import run_workers

            return run_workers(self, sources, workers)
        return asyncio.run(self._run_alone(sources))

    def stop(self, reason: SummariserError | None = None) -> None:
        """End the run that is under way; to be called in its event loop."""
        if self._stop is not None:
            self._stop(reason or Interrupted("the run was stopped", hint="The same command goes on with it."))

    async def _run_alone(self, sources: Iterable[Given] | None) -> Tally:
        with stopped_by_signals(asyncio.get_running_loop().call_soon_threadsafe, self.stop):
            return await self.arun(sources)

    def items(
        self, sources: Iterable[Given] | None, store: Store | None, setup: Setup | None, tally: Tally
    ) -> Iterator[Item]:
        """Entries and articles of what the caller named, or of what the store holds unread; blocks.

        Args:
            sources: As for :meth:`run`.
            store: The store; of use without sources alone, as the setup is.
            setup: With what articles are read.
            tally: Is told how many there are, when that is known.
        """
        if sources is None:
            if store is not None and setup is not None:
                yield from self._left(store, setup, tally)
            return
        if tally.expected is None and isinstance(sources, list | tuple):
            threading.Thread(target=_count, args=(sources, tally), daemon=True).start()
        for source in sources:
            if isinstance(source, str):
                yield from entries([source], max_bytes=self.reader.max_bytes)
            else:
                yield source

    def _left(self, store: Store, setup: Setup, tally: Tally) -> Iterator[Item]:
        """The articles of the store that are not read, or failed, with this topic and model."""
        states = [State.PENDING, State.RUNNING, *((State.FAILED, State.PARTIAL) if self.retry_failed else ())]
        counts = store.counts(setup=setup)
        tally.expected = sum(counts.get(state, 0) for state in states)
        for row in store.articles(states=states, topic=setup.topic, model=setup.model):
            article = store.article(row.key)
            if article is not None:
                yield article

    async def _tell(self, tally: Tally) -> None:
        while True:
            await asyncio.sleep(_TOLD_EVERY)
            self.on_progress(tally)


def _count(sources: list[Given] | tuple[Given, ...], tally: Tally) -> None:
    named = [source for source in sources if isinstance(source, str)]
    known = count(named)
    if known is not None:
        tally.expected = known + len(sources) - len(named)
