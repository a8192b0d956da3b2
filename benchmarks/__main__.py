"""Measure start-up, reading, and the work per article; prints medians in milliseconds.

No model is asked: answers come from recordings of what a person wrote.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from summariser import Reader, Summariser
from summariser.reading.sentences import split
from tests.docs.stub import serve

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "examples" / "norway-frigates.txt"
PROCESSES, CALLS = 5, 20
MEGABYTE = 1_000_000


def median(work: Callable[[], object], times: int) -> float:
    """Median time of some calls in milliseconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def process(*arguments: str) -> Callable[[], object]:
    """A run of this interpreter."""
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def start_up() -> None:
    """How long a process takes before it does anything."""
    show("python", median(process("-c", "pass"), PROCESSES))
    show("import summariser", median(process("-c", "import summariser"), PROCESSES))
    show("summariser --version", median(process("-m", "summariser", "--version"), PROCESSES))
    show("summariser topics", median(process("-m", "summariser", "topics"), PROCESSES))
    show("first import of the client", median(process("-c", "import openai, instructor"), PROCESSES))


def reading() -> None:
    """How long it takes to read an article and a very long text."""
    text = ARTICLE.read_text("utf-8")
    long = text * (MEGABYTE // len(text))
    show("read the example article", median(lambda: Reader().read(str(ARTICLE)), CALLS))
    show("sentences of one megabyte", median(lambda: split(long), PROCESSES))


def articles() -> None:
    """How long the program works on an article whose answers are recorded: prompts, client, checks, report."""
    article = Reader().read(str(ARTICLE))
    with tempfile.TemporaryDirectory() as folder, serve() as address:
        where = {"base_url": address, "model": "bench"}
        with Summariser("agreements", **where, record=Path(folder)) as read:
            calls = read(article).usage.calls
        with Summariser("agreements", **where, replay=Path(folder)) as read:
            show(f"an article of {calls} recorded answers", median(lambda: read(article), CALLS))


def show(what: str, milliseconds: float) -> None:
    """Print one line of the table."""
    print(f"{what:34} {milliseconds:9.1f} ms", flush=True)


if __name__ == "__main__":
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores{load}; medians")
    start_up()
    reading()
    articles()
