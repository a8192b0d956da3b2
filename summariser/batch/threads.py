"""Blocking work beside an event loop, in threads that never keep the process from ending."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
_AHEAD = 2
"""How many items of an iterator are fetched before they are asked for."""


class Threads:
    """A few daemon threads: those of the standard library's pool are waited for at exit, however late they are.

    Args:
        count: How many.
        name: What to call them.
    """

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._name = name
        self._work: queue.SimpleQueue[tuple[Any, Any, Callable[[], Any]] | None] = queue.SimpleQueue()
        self._started = 0

    async def do(self, work: Callable[[], T]) -> T:
        """Do the work in one of the threads, in the caller's context, so that its spans stand below the caller's.

        What it raises is raised here. ``StopIteration`` cannot be.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if self._started < self._count:
            self._started += 1
            threading.Thread(target=self._run, name=self._name, daemon=True).start()
        self._work.put((loop, future, partial(copy_context().run, work)))
        return await future

    def close(self) -> None:
        """Let the threads end when they have done what they are at."""
        for _ in range(self._started):
            self._work.put(None)

    def _run(self) -> None:
        while (task := self._work.get()) is not None:
            loop, future, work = task
            if future.cancelled():
                continue
            try:
                settle = partial(_settle, future, result=work())
            except BaseException as error:  # noqa: BLE001 (it is raised again where the work is waited for)
                settle = partial(_settle, future, error=error)
            try:
                loop.call_soon_threadsafe(settle)
            except RuntimeError:
                return  # the loop is closed: nobody waits any more


def _settle(future: asyncio.Future[Any], result: Any = None, error: BaseException | None = None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


async def from_thread(iterator: Iterator[T]) -> AsyncIterator[T]:
    """The items of an iterator that may block, fetched in a daemon thread, no more than two ahead."""
    loop = asyncio.get_running_loop()
    items: asyncio.Queue[tuple[bool, Any]] = asyncio.Queue()
    room = threading.Semaphore(_AHEAD)
    over = threading.Event()

    def put(more: bool, item: Any) -> bool:
        room.acquire()
        if over.is_set():
            return False
        try:
            loop.call_soon_threadsafe(items.put_nowait, (more, item))
        except RuntimeError:
            return False  # the loop is closed: nobody waits any more
        return True

    def run() -> None:
        try:
            for item in iterator:
                if not put(True, item):
                    return
        except BaseException as error:  # noqa: BLE001 (it is raised again where the items are waited for)
            put(False, error)
        else:
            put(False, None)

    threading.Thread(target=run, name="sources", daemon=True).start()
    try:
        while True:
            more, item = await items.get()
            room.release()
            if more:
                yield item
            elif item is not None:
                raise item
            else:
                return
    finally:
        over.set()
        room.release()
