"""Progress on stderr: what is being done, how many tokens, how long; nothing of it reaches stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from summariser.llm.usage import Usage
from summariser.report import Report
from summariser.safe import one_line
from summariser.summariser import Step


class Display:
    """Shows progress on a terminal; elsewhere only what ``verbose`` asks for.

    Args:
        verbose: Whether to print a line for every article with calls, tokens and cost.
    """

    def __init__(self, *, verbose: bool) -> None:
        self.console = Console(file=sys.stderr, stderr=True)
        self._verbose = verbose
        self._live = self.console.is_terminal
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
        )
        self._task: Any = None
        self._assembly: Progress | None = None
        self._started = time.perf_counter()
        self._article = ""

    def __enter__(self) -> Self:
        """Start the live display, on a terminal."""
        if self._live:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the live display away."""
        self.pause()
        if self._assembly is not None and self._live:
            self._assembly.stop()

    def article(self, source: str, number: int, count: int) -> None:
        """A new article begins."""
        self._article = one_line(source) if count == 1 else f"{one_line(source)} ({number} of {count})"
        self._started = time.perf_counter()
        if self._live:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._task = self._progress.add_task(f"{self._article}: reading", total=None)

    def step(self, step: Step) -> None:
        """A question is being asked."""
        if self._live and self._task is not None:
            label = step.label.replace("_", " ")
            self._progress.update(self._task, description=f"{self._article}: {label}, {step.tokens:,} tokens")

    def weights(self, done: int, size: int) -> None:
        """The embedded model's file is being assembled."""
        if self._assembly is None:
            if not self._live:
                self.line("assembling the embedded model's file, once")
            self.pause()
            self._assembly = Progress(
                TextColumn("preparing the embedded model, once"), BarColumn(), DownloadColumn(), console=self.console
            )
            self._assembly.add_task("", total=size)
            if self._live:
                self._assembly.start()
        self._assembly.update(self._assembly.task_ids[0], completed=done)
        if done >= size and self._live:
            self._assembly.stop()
            self._progress.start()

    def done(self, report: Report[Any]) -> None:
        """An article is finished."""
        if self._verbose:
            seconds = time.perf_counter() - self._started
            facts, rejected = len(report.facts()), len(report.rejected)
            self.line(
                f"{self._article}: {facts} facts, {rejected} rejected, {_used(report.usage)}, {seconds:.1f} s in all"
            )

    def missing(self, report: Report[Any]) -> None:
        """Say what of an article is missing."""
        for gap in report.missing:
            where = f"sentences {gap.first} to {gap.last}"
            self.line(f"{report.article.source}: {gap.what.replace('_', ' ')} of {where} missing: {gap.reason}")

    def total(self, usage: Usage) -> None:
        """All articles are finished."""
        if self._verbose:
            self.line(f"in all: {_used(usage)}")

    def say(self, speak: Callable[[Any], None], what: Any) -> None:
        """Let something print to stderr without tearing the live display."""
        self.pause()
        speak(what)
        self.resume()

    def pause(self) -> None:
        """Take the live display away while results are written to the same terminal.

        Elsewhere there is none, and rich would print an empty line in its place.
        """
        if self._live:
            self._progress.stop()

    def resume(self) -> None:
        """Show the live display again."""
        if self._live:
            self._progress.start()

    def line(self, text: str) -> None:
        """One plain line on stderr."""
        self.pause()
        self.console.print(f"summariser: {one_line(text)}", markup=False, highlight=False, soft_wrap=True)
        self.resume()


def _used(usage: Usage) -> str:
    cost = f", ${usage.cost:.4f}" if usage.cost is not None else ""
    tokens = f"{usage.input_tokens:,} + {usage.output_tokens:,} tokens ({usage.cached_tokens:,} cached)"
    return f"{usage.calls} calls, {tokens}{cost}, {usage.seconds:.1f} s of the model"
