"""Several processes for one batch: one reads the sources and hands them out, each of the others reads articles."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import pickle
import queue
import signal
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from multiprocessing.connection import Connection, wait
from operator import add
from typing import TYPE_CHECKING, Any

from summariser.batch.runner import Item
from summariser.batch.tally import Tally, Trouble
from summariser.errors import InputError, Interrupted, SummariserError, UsageError
from summariser.llm.usage import Budget
from summariser.summariser import Summariser

if TYPE_CHECKING:
    from summariser.batch.batch import Batch, Given

_AHEAD = 4
"""Sources that wait for each worker."""
_LOOKS = 0.2
_ENDING = 20.0
"""Seconds that workers have to end when they are told to."""


@dataclass
class _Worker:
    """One process: what it said last."""

    process: Any
    pipe: Connection
    tally: Tally
    ended: bool = False


def run_workers(batch: Batch, sources: Iterable[Given] | None, workers: int) -> Tally:
    """Read the sources with several processes; as :meth:`Batch.run`.

    Raises:
        UsageError: The topic or an option cannot be handed to another process.
        SummariserError: As a worker met it when it began.
    """
    context = multiprocessing.get_context("spawn")
    handed: Any = context.Queue(workers * _AHEAD)
    here = Tally()
    team = _start(batch, workers, context, handed)
    whole = _Whole(batch, team, here)
    over = threading.Event()
    feeder = threading.Thread(target=_feed, args=(batch, sources, handed, whole, over), daemon=True)
    with _signals(whole):
        feeder.start()
        try:
            whole.watch()
        finally:
            over.set()
            whole.end()
            handed.cancel_join_thread()
            handed.close()
    if whole.error is not None:
        raise whole.error
    batch.stopped = whole.stopped
    tally = whole.tally()
    batch.on_progress(tally)
    return tally


def _start(batch: Batch, workers: int, context: Any, handed: Any) -> list[_Worker]:
    with Summariser(batch.topic, **batch.options) as summariser:
        endpoint = summariser.endpoint
        if "runtime" in endpoint.provenance:
            raise UsageError(
                "several workers would each load the model", subject=endpoint.name, hint="Leave --workers away."
            )
    team = []
    for number in range(workers):
        mine, theirs = context.Pipe()
        part = replace(
            batch,
            limits=batch.limits.share(number, workers, endpoint),
            options={**batch.options, "budget": _budget(batch.options.get("budget"), workers)},
            on_progress=_nothing,
            on_trouble=_nothing,
        )
        process = context.Process(target=work, args=(part, handed, theirs), daemon=True)
        try:
            process.start()
        except (TypeError, AttributeError, pickle.PicklingError) as error:
            raise UsageError(
                "cannot be handed to another process", subject="topic or options", hint="Name the topic."
            ) from error
        theirs.close()
        team.append(_Worker(process, mine, Tally()))
    return team


def _nothing(_: Any) -> None:
    """A worker's own callbacks: what there is to tell goes through its pipe."""


def _budget(budget: Budget | None, workers: int) -> Budget | None:
    """A worker's share, so that all together cannot pass the whole."""
    if budget is None:
        return None
    return Budget(
        tokens=None if budget.tokens is None else budget.tokens // workers,
        cost=None if budget.cost is None else budget.cost / workers,
    )


def _feed(batch: Batch, sources: Iterable[Given] | None, handed: Any, whole: _Whole, over: threading.Event) -> None:
    """Hand the sources out; no more than a few wait."""
    try:
        for item in _all(batch, sources, whole):
            if isinstance(item, InputError):
                whole.not_read(item)
            elif not _put(handed, item, over):
                return
        for _ in whole.team:
            if not _put(handed, None, over):
                return
    except SummariserError as error:
        whole.error = error


def _all(batch: Batch, sources: Iterable[Given] | None, whole: _Whole) -> Iterator[Item]:
    if sources is not None:
        yield from batch.items(sources, None, None, whole.here)
        return
    from summariser.store.keys import Setup
    from summariser.store.store import Store

    with Store.open(batch.store) as store, Summariser(batch.topic, **batch.options) as summariser:
        yield from batch.items(None, store, Setup.of(summariser), whole.here)


def _put(handed: Any, item: Item | None, over: threading.Event) -> bool:
    while not over.is_set():
        try:
            handed.put(item, timeout=1)
        except queue.Full:
            continue
        return True
    return False


class _Whole:
    """All workers together, as the process that started them sees them."""

    def __init__(self, batch: Batch, team: list[_Worker], here: Tally) -> None:
        self.team = team
        self.here = here
        self.stopped: SummariserError | None = None
        self.error: SummariserError | None = None
        self._batch = batch

    def tally(self) -> Tally:
        """The counts of all."""
        return reduce(add, (worker.tally for worker in self.team), self.here)

    def not_read(self, error: InputError) -> None:
        """Count a source that named nothing readable."""
        name = error.subject or "?"
        self.here.not_read(name)
        self._batch.on_trouble(Trouble(name, error))

    def stop(self, reason: SummariserError) -> None:
        """Tell the workers to end."""
        if self.stopped is None:
            self.stopped = reason
            for worker in self.team:
                with contextlib.suppress(OSError):
                    worker.pipe.send(reason)

    def watch(self) -> None:
        """Listen to the workers until the last has ended."""
        while any(not worker.ended for worker in self.team):
            waiting = [worker for worker in self.team if not worker.ended]
            for ready in wait([worker.pipe for worker in waiting], timeout=_LOOKS):
                worker = next(worker for worker in waiting if worker.pipe is ready)
                try:
                    self._hear(worker, *worker.pipe.recv())
                except (EOFError, OSError):
                    worker.ended = True
                    self.stop(_died())
            if self.error is not None:
                self.stop(self.error)
            self._batch.on_progress(self.tally())

    def _hear(self, worker: _Worker, what: str, said: Any) -> None:
        if what == "trouble":
            self._batch.on_trouble(said)
        elif what == "tally":
            worker.tally = said
        elif what == "stopped":
            self.stop(said)
        elif what == "error":
            self.error = self.error or said
        else:
            worker.ended = True

    def end(self) -> None:
        """See the processes off."""
        for worker in self.team:
            worker.process.join(_ENDING)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()


def _died() -> Interrupted:
    return Interrupted("a worker process died", hint="The same command goes on; is there enough memory?")


@contextlib.contextmanager
def _signals(whole: _Whole) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop all workers."""
    from summariser.batch.signals import stopped_by_signals

    with stopped_by_signals(lambda stop, reason: stop(reason), whole.stop):
        yield


def work(batch: Batch, handed: Any, pipe: Connection) -> None:
    """What a worker process does: read what it is handed, and say how it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all; the one that started us decides
    lock = threading.Lock()

    def say(what: str, said: Any = None) -> None:
        with lock, contextlib.suppress(OSError):
            pipe.send((what, said))

    batch.on_progress = lambda tally: say("tally", tally)
    batch.on_trouble = lambda trouble: say("trouble", trouble)
    try:
        asyncio.run(_read(batch, handed, pipe))
    except SummariserError as error:
        say("error", error)
    else:
        if batch.stopped is not None:
            say("stopped", batch.stopped)
    say("ended")


async def _read(batch: Batch, handed: Any, pipe: Connection) -> None:
    loop = asyncio.get_running_loop()

    def listen() -> None:
        try:
            reason = pipe.recv()
        except (EOFError, OSError):
            reason = Interrupted("the process that started this one is gone")
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(batch.stop, reason)

    threading.Thread(target=listen, daemon=True).start()
    await batch.arun(iter(handed.get, None))
