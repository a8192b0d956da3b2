"""A batch that is killed again and again, beside one that is not."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.batch.runs import Bench, number_of, write_list
from tests.llm.server import Asked, FaultServer, Reply
from tests.pipeline.answering import well


@dataclass(frozen=True)
class Killed:
    """What came of a batch that was killed.

    Attributes:
        kills: How often it was.
        same: Whether its store equals that of a batch that was not.
        requests: Requests that the server saw.
        repeated: Those of them that it had answered before.
        code: Exit code of the run that was not killed.
    """

    kills: int
    same: bool
    requests: int
    repeated: int
    code: int


def answering_after(delay: Callable[[], float]) -> FaultServer:
    """A server that answers well, after so many seconds."""
    good = well()

    def decide(asked: Asked) -> Reply:
        number_of(asked)
        return replace(good(asked), delay=delay())

    return FaultServer(decide)


def command(sources: list[str], store: str, address: str, *options: str) -> list[str]:
    """The command line of a batch."""
    program = [sys.executable, "-m", "summariser", "batch", *sources, "--store", store]
    return [*program, "--base-url", address, "--model", "fake", *options]


@contextlib.contextmanager
def started(words: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that does not outlive the test."""
    process = subprocess.Popen(
        words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "SUMMARISER_CONFIG": ""}
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def kill_again_and_again(
    folder: Path, store: str, undisturbed: str, *, articles: int, kills: int, calls: int, delay: float, seed: int
) -> Killed:
    """Kill a batch at random moments until it was killed so often, let it end, and compare.

    Args:
        folder: Where the list is written.
        store: Its store.
        undisturbed: The store of the batch that is not killed.
        articles: How many articles.
        kills: How often.
        calls: Most calls in flight.
        delay: Seconds that the server takes to answer.
        seed: Of the random moments.
    """
    chance = random.Random(seed)
    sources = [str(write_list(folder / "articles.jsonl", articles))]
    options = ("--calls", str(calls))
    step = articles * 4 / (kills + 1)
    with answering_after(lambda: delay) as server:
        for kill in range(kills):
            moment = step * (kill + chance.random())
            with started(command(sources, store, server.address, *options)) as process:
                while len(server.asked) < moment and process.poll() is None:
                    time.sleep(0.005)
                time.sleep(chance.random() * delay)
                process.send_signal(signal.SIGKILL)
                process.wait()
        ended = subprocess.run(command(sources, store, server.address, *options), capture_output=True, check=False)
        seen = Counter(asked.prompt for asked in server.asked)
        requests = len(server.asked)
        ours, other = Bench(server.address, store), Bench(server.address, undisturbed, calls=calls)
        other.run(sources)
    same = ours.reports() == other.reports() and ours.states() == other.states() and len(ours.states()) == articles
    return Killed(kills, same, requests, sum(seen.values()) - len(seen), ended.returncode)
