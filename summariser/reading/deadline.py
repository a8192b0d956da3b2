"""Work that must end in time, though it blocks in places that take no limit of their own."""

from __future__ import annotations

import contextlib
import ctypes
import socket
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import Generic, TypeVar

T = TypeVar("T")


class OutOfTime(Exception):
    """The work did not end in time. Callers turn it into an error that names the input."""


class _Stopped(BaseException):
    """Raised inside a thread that is late. No ``Exception``, which a parser that catches those would pass over."""


class Deadline:
    """A moment by which the work must have ended, and the connection that is cut when it has not."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._connection: socket.socket | None = None
        self._lock = threading.Lock()

    def remaining(self) -> float:
        """Seconds left.

        Raises:
            OutOfTime: None are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left

    def guard(self, connection: socket.socket) -> None:
        """Cut this connection at the deadline: a server that sends a byte a second resets every time-out of its own.

        A duplicate is kept, because wrapping a socket in TLS takes the original away.
        """
        with self._lock:
            self._close()
            self._connection = connection.dup()

    def cut(self) -> None:
        """End a guarded connection at once, in both directions; the thread that reads from it sees it end."""
        with self._lock:
            if self._connection is not None:
                with contextlib.suppress(OSError):
                    self._connection.shutdown(socket.SHUT_RDWR)
            self._close()

    def release(self) -> None:
        """Give the duplicate back; the connection itself stays its owner's."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Outcome(Generic[T]):
    """What the thread leaves behind: a value or an exception."""

    def __init__(self) -> None:
        self.value: T | None = None
        self.error: BaseException | None = None
        self._over = False
        self._lock = threading.Lock()

    def run(self, work: Callable[[], T]) -> None:
        """Do the work and keep what comes of it."""
        try:
            try:
                self.value = work()
            except BaseException as error:  # noqa: BLE001 (it is raised again in the thread that waits)
                self.error = error
            with self._lock:
                self._over = True
        except _Stopped:  # it arrived between the lines above
            pass

    def stop(self, thread: threading.Thread) -> None:
        """Raise :class:`_Stopped` in the thread that runs the work, at its next step in Python."""
        with self._lock:
            if not self._over and thread.ident is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Stopped))


def within(seconds: float, work: Callable[[Deadline], T], *, uses: str | None = None) -> T:
    """Do the work in a thread of its own and wait for it no longer than the limit.

    A thread that is late is stopped: its connection is cut, and an exception raised in it. Where it is in a library's
    native code, it ends behind that. Its result is dropped, and it does not keep the process from ending. (Left alone,
    half a megabyte of Markdown made to be slow kept a core busy for 20 seconds beyond any limit.)

    Args:
        seconds: The limit.
        work: Called with the deadline, which it should ask between steps.
        uses: A library that the work imports. It is imported before: an import that is stopped midway leaves a broken
            module behind for the life of the process.

    Raises:
        OutOfTime: The work did not end in time.
    """
    if uses is not None:
        import_module(uses)
    deadline = Deadline(seconds)
    outcome: _Outcome[T] = _Outcome()

    def run() -> T:
        try:
            return work(deadline)
        finally:
            deadline.release()

    thread = threading.Thread(target=outcome.run, args=(run,), name="reading", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        deadline.cut()
        outcome.stop(thread)
        raise OutOfTime
    if outcome.error is not None:
        raise outcome.error
    return outcome.value  # type: ignore[return-value]  # without an error the work returned a T
