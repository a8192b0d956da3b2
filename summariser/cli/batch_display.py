"""How a batch is going, on stderr: a live line on a terminal, else a plain line every few seconds."""

from __future__ import annotations

import sys
import time
from collections import deque
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from summariser.batch.tally import Tally, Trouble
from summariser.cli.guard import complain
from summariser.safe import one_line

_EVERY = 5.0
"""Seconds between two plain lines."""
_WINDOW = 120
"""How many looks the rate is taken over: about a minute."""


class BatchDisplay:
    """Shows counts, rate and time left."""

    def __init__(self) -> None:
        self.console = Console(file=sys.stderr, stderr=True)
        self._live = self.console.is_terminal
        self._progress = Progress(
            SpinnerColumn(), BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn(),
            console=self.console, transient=True,
        )  # fmt: skip
        self._task: Any = None
        self._rate = Rate()
        self._told = time.monotonic()

    def __enter__(self) -> Self:
        """Start the live line, on a terminal."""
        if self._live:
            self._progress.start()
            self._task = self._progress.add_task("starting", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the live line away."""
        if self._live:
            self._progress.stop()

    def progress(self, tally: Tally) -> None:
        """Show how it stands."""
        self._rate.look(tally)
        if self._live:
            self._progress.update(
                self._task, description=self._text(tally), total=tally.expected, completed=tally.settled
            )
        elif time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            self.line(self._text(tally))

    def trouble(self, trouble: Trouble) -> None:
        """Tell what went wrong with one article."""
        error = trouble.error
        if error is None:
            for gap in trouble.missing:
                self.line(f"{trouble.source}: {gap}")
        elif error.subject is None or trouble.source not in error.subject:
            self.line(f"{trouble.source}: {error}")
        elif self._live:
            self.line(str(error))
        else:
            complain(error)

    def line(self, text: str) -> None:
        """One plain line."""
        self.console.print(f"summariser: {one_line(text)}", markup=False, highlight=False, soft_wrap=True)

    def _text(self, tally: Tally) -> str:
        of = f" of {tally.expected:,}" if tally.expected is not None else ""
        text = f"{tally.settled:,}{of}: {counts(tally)}, {self._rate.text()}"
        left = self._rate.left(tally)
        return f"{text}, {_duration(left)} left" if left is not None else text


class Rate:
    """Articles read a minute, over the last minute or so."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, int]] = deque(maxlen=_WINDOW)

    def look(self, tally: Tally) -> None:
        """Note how many are read now."""
        self._looks.append((time.monotonic(), tally.read))

    def a_second(self) -> float | None:
        """Articles a second; None where nothing can be told yet."""
        if len(self._looks) < 2:
            return None
        (first, before), (last, now) = self._looks[0], self._looks[-1]
        return (now - before) / (last - first) if last > first else None

    def text(self) -> str:
        """The rate in words."""
        rate = self.a_second()
        return f"{rate * 60:,.0f} a minute" if rate is not None else "-"

    def left(self, tally: Tally) -> float | None:
        """Seconds until all is settled; None where that cannot be told."""
        rate = self.a_second()
        if not rate or tally.expected is None or tally.expected <= tally.settled:
            return None
        return (tally.expected - tally.settled) / rate


def counts(tally: Tally) -> str:
    """The counts in words; what is nothing is left out."""
    told = [
        (tally.done, "read"),
        (tally.partial, "read in part"),
        (tally.failed, "failed"),
        (tally.unread, "unreadable"),
        (tally.before, "done before"),
        (tally.left_failed, "failed before"),
        (tally.facts, "facts"),
        (tally.rejected, "rejected"),
    ]
    words = [f"{number:,} {word}" for number, word in told if number] or ["nothing read"]
    words.append(f"{tally.usage.tokens:,} tokens")
    if tally.cost is not None:
        words.append(f"${tally.cost:.4f}")
    return ", ".join(words)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
