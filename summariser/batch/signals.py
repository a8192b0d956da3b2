"""Ctrl-C and SIGTERM, as a run that goes on later understands them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from summariser.errors import Interrupted, SummariserError


@contextmanager
def stopped_by_signals(
    call: Callable[[Callable[[SummariserError], None], SummariserError], object],
    stop: Callable[[SummariserError], None],
) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop a run, once; the second time they do what they did before.

    Args:
        call: Calls ``stop`` with a reason, where it may be called.
        stop: Stops the run.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}

    def end(number: int, _: Any) -> None:
        restore()
        reason = Interrupted("interrupted", hint="The same command goes on with it.")
        reason.exit_code = 128 + number
        call(stop, reason)

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.getsignal(number)
        signal.signal(number, end)
    try:
        yield
    finally:
        restore()
