"""Where the processor's time goes: looks at the stack every few milliseconds of it."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_EVERY = 0.003
"""Seconds of the processor between two looks."""
PARTS = {
    "reading": ("/summariser/reading/", "/batch/sources", "/batch/entry"),
    "checking": ("/summariser/values/", "/grounding.", "/citing.", "/summary", "/suspicion.", "/schemas/"),
    "questions and report": ("/summariser/parts.", "/extraction.", "/topics/", "/report.", "/llm/question."),
    "store": ("/summariser/store/", "sqlalchemy", "sqlite3", "/threading."),
    "instructor": ("/instructor/",),
    "openai": ("/openai/",),
    "HTTP": ("httpx2", "httpcore2", "h11", "anyio"),
    "event loop": ("asyncio", "selectors"),
    "the batch": ("/summariser/", "/benchmarks/"),
}
"""Parts of the work, by what the path of a file contains; of a stack the innermost file that fits decides. A thread
that does everything itself waits for a lock only where it waits for the one that writes the store."""


class Samples:
    """Looks at the stack of the main thread."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Look while the context lasts; in the main thread of a Unix system."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def shares(self) -> dict[str, float]:
        """The share of each part, the largest first."""
        return {part: times / self._seen.total() for part, times in self._seen.most_common()}

    def _look(self, _: int, frame: FrameType | None) -> Any:
        self._seen[_part(frame)] += 1


def _part(frame: FrameType | None) -> str:
    while frame is not None:
        place = frame.f_code.co_filename
        for part, marks in PARTS.items():
            if any(mark in place for mark in marks):
                return part
        frame = frame.f_back
    return "other"
