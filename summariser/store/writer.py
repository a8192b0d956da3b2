"""The one writer: a thread that commits what has come together, so that keeping something costs nearly nothing."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from summariser.errors import StoreError
from summariser.store.database import WRITES, broken
from summariser.store.writing import Batch

T = TypeVar("T")
Keep = Callable[[Batch], None]
_MOST = 500
"""Most entries of one transaction, so that others that write are not kept waiting."""
_PATIENCE = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Pauses, in seconds, before a transaction is tried again where the database was busy or away."""


class Writer:
    """Writes to one database from one thread, in the order in which things come.

    Args:
        engine: The database.
        subject: Its name in errors.
        delay: Longest time, in seconds, that something waits for others to be committed with.
    """

    def __init__(self, engine: Engine, subject: str, delay: float) -> None:
        self._engine = engine.execution_options(**WRITES)
        self._subject = subject
        self._delay = delay
        self._waiting: deque[Keep | _Call] = deque()
        self._changed = threading.Condition()
        self._urgent = self._closing = self._busy = False
        self._failure: StoreError | None = None
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def keep(self, entry: Keep) -> None:
        """Hand over something to be written with the next transaction.

        Raises:
            StoreError: An earlier transaction failed, or the store is closed.
        """
        self._put(entry, urgent=False)

    def call(self, work: Callable[[Connection], T]) -> T:
        """Do something in a transaction, behind all that was handed over, and wait for its commit.

        Raises:
            StoreError: It could not be written.
        """
        call = _Call(work)
        self._put(call, urgent=True)
        result: T = call.done.result()
        return result

    def flush(self) -> None:
        """Wait until all that was handed over is committed."""
        if self._waiting or self._busy or self._failure:
            self.call(lambda _: None)

    def close(self) -> None:
        """Write what is left and end the thread.

        Raises:
            StoreError: Something could not be written. A second call is silent.
        """
        with self._changed:
            first = not self._closing
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        if first and self._failure is not None:
            raise self._failure

    def _put(self, entry: Keep | _Call, *, urgent: bool) -> None:
        with self._changed:
            if self._failure is not None:
                raise self._failure
            if self._closing:
                raise StoreError("is closed", subject=self._subject)
            self._waiting.append(entry)
            self._urgent |= urgent
            if urgent or len(self._waiting) in (1, _MOST):
                self._changed.notify_all()

    def _run(self) -> None:
        while True:
            entries = self._next()
            if not entries:
                return
            try:
                self._commit(entries)
            except Exception as error:  # noqa: BLE001  nothing may end the thread unseen: it is told to every caller
                self._fail(entries, error)
                return
            self._busy = False

    def _next(self) -> list[Keep | _Call]:
        """What has come together; empty when the store is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            self._changed.wait_for(
                lambda: self._urgent or self._closing or len(self._waiting) >= _MOST, timeout=self._delay
            )
            entries = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
            self._urgent = any(isinstance(entry, _Call) for entry in self._waiting)
            self._busy = bool(entries)
            return entries

    def _commit(self, entries: list[Keep | _Call]) -> None:
        for pause in (*_PATIENCE, None):
            try:
                results = self._write(entries)
            except OperationalError:
                if pause is None:
                    raise
                time.sleep(pause)
                continue
            except SQLAlchemyError:
                if len(entries) == 1:
                    raise
                self._commit_apart(entries)
                return
            for call, result in results:
                call.done.set_result(result)
            return

    def _commit_apart(self, entries: list[Keep | _Call]) -> None:
        """Each in a transaction of its own, so that one that the database refuses takes no other along.

        Who waits behind one that was refused is not told that all is well.
        """
        refused: list[SQLAlchemyError] = []
        for entry in entries:
            if refused and isinstance(entry, _Call):
                continue
            try:
                self._commit([entry])
            except SQLAlchemyError as error:
                refused.append(error)
        if refused:
            raise refused[0]

    def _write(self, entries: list[Keep | _Call]) -> list[tuple[_Call, Any]]:
        results = []
        with self._engine.begin() as connection:
            batch = Batch()
            for entry in entries:
                if isinstance(entry, _Call):
                    batch.write(connection)
                    results.append((entry, entry.work(connection)))
                else:
                    entry(batch)
            batch.write(connection)
        for done in batch.written:
            done()
        return results

    def _fail(self, entries: list[Keep | _Call], error: Exception) -> None:
        failure = error if isinstance(error, StoreError) else None
        if failure is None:
            failure = (
                broken(error, self._subject)
                if isinstance(error, SQLAlchemyError)
                else StoreError(f"could not be written to: {error!r}", subject=self._subject)
            )
            failure.__cause__ = error
        with self._changed:
            self._failure = failure
            left = [*entries, *self._waiting]
        for entry in left:
            if isinstance(entry, _Call) and not entry.done.done():
                entry.done.set_exception(failure)


class _Call:
    """Work that somebody waits for."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.done: Future[Any] = Future()
