"""A run through a batch service, ended from outside at every stage; and its command."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summariser.cli.main import app
from summariser.store.states import State
from tests.batch.killing import command, started
from tests.batch.provider_runs import ProviderBench
from tests.batch.provider_server import BatchServer, Trouble
from tests.batch.runs import STAGES, article, write_list
from tests.llm.server import fault
from tests.pipeline.answering import well
from tests.store.conftest import address, postgres  # noqa: F401

pytestmark = pytest.mark.long
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
ENGINE = ("--engine", "openai-batch", "--poll", "0.1")
MOMENTS = [
    ("POST /files", "before"),
    ("POST /files", "behind"),
    ("POST /batches", "behind"),
    ("GET /batches/", "behind"),
    ("GET /files/", "before"),
    ("GET /files/", "behind"),
    ("POST /batches", "behind"),
    ("GET /files/", "late"),
]
"""When a run is killed: at a call, before its effect, behind it and before its answer, or a little later."""


class Killer:
    """Kills the process that calls, at one moment."""

    def __init__(self, server: BatchServer) -> None:
        self.process: subprocess.Popen[str] | None = None
        self._moment: tuple[str, str] | None = None
        server.before = lambda call: self._at(call, "before")
        server.behind = lambda call: self._at(call, "behind")
        self._server = server

    def kill_at(self, process: subprocess.Popen[str], moment: tuple[str, str]) -> None:
        """Kill it there, and wait for its end."""
        self.process, self._moment = process, moment
        process.wait(timeout=120)
        assert process.returncode == -signal.SIGKILL, f"not reached: {moment}"

    def _at(self, call: str, when: str) -> None:
        if self._moment is None or self.process is None or self._moment[0] != call:
            return
        if self._moment[1] == "late" and when == "behind":
            threading.Timer(0.05, self.process.kill).start()
        elif self._moment[1] == when:
            self.process.kill()
            self.process.wait()
            self._moment = None


@posix
def test_killed_at_every_stage(address: str, tmp_path: Path) -> None:  # noqa: F811
    """``kill -9`` at each call, one run after another on one store: in the end all is there, and paid for once."""
    sources = [str(write_list(tmp_path / "a.jsonl", 6))]
    with BatchServer(well()) as server:
        killer = Killer(server)
        words = [*command(sources, address, server.address), *ENGINE]
        for moment in MOMENTS if address.endswith(".db") else MOMENTS[2:6]:
            with started(words) as process:
                killer.kill_at(process, moment)
        killer.process = None
        server.before = server.behind = lambda _: None
        runs = ProviderBench(server.address, address)
        tally = runs.run(sources)
        assert tally.clean
        assert set(runs.states().values()) == {State.DONE}
        assert server.twice == []
        assert len(server.submitted) == 6 * len(STAGES)
        assert runs.spent()[1:] == tuple(server.billed)


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_the_batch_running_and_says_how_to_collect_it(number: int, tmp_path: Path) -> None:
    """The process ends within seconds; what it says, run as it stands, collects the batch."""
    sources = [str(write_list(tmp_path / "a.jsonl", 3))]
    store = tmp_path / "r.db"
    with BatchServer(well()) as server:
        server.hold.set()
        with started([*command(sources, str(store), server.address), *ENGINE]) as process:
            while server.calls.count("GET /batches/") < 3:
                assert process.poll() is None
                time.sleep(0.01)
            process.send_signal(number)
            _, said = process.communicate(timeout=30)
        assert process.returncode == 128 + number
        assert "these go on: batch_0" in said
        found = re.search(r"collect them: summariser (.+)", said)
        assert found is not None
        runs = ProviderBench(server.address, store)
        assert set(runs.states().values()) == {State.PENDING}
        server.hold.clear()
        result = CliRunner().invoke(app, [*found.group(1).split(), "--poll", "0.1"])
        assert result.exit_code == 0, result.stderr
        assert server.twice == []
        assert runs.spent()[1:] == tuple(server.billed)


def test_both_databases_hold_it(address: str) -> None:  # noqa: F811
    """A run with a failure, a lost id and a retry gives the same in SQLite and PostgreSQL."""
    troubles = (Trouble("POST /batches", reply=fault(500), done=True),)
    with BatchServer(well(), troubles=troubles, ending=lambda n: "completed" if n else "expired") as server:
        runs = ProviderBench(server.address, address)
        first = runs.run([article(n) for n in range(4)])
        assert first.failed + first.partial > 0
        runs.run(None, retry_failed=True)
        assert set(runs.states().values()) == {State.DONE}
        assert runs.spent()[1:] == tuple(server.billed)


Run = Callable[..., "tuple[int, str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on one store against a server."""
    sources = str(write_list(tmp_path / "a.jsonl", 2))
    monkeypatch.chdir(tmp_path)

    def invoke(server: BatchServer, *options: str, named: bool = True) -> tuple[int, str]:
        words = ["batch", *([sources] if named else []), "--store", "r.db", "--base-url", server.address]
        result = CliRunner().invoke(app, [*words, "--model", "fake", *options])
        assert result.stdout == ""
        return result.exit_code, result.stderr

    return invoke


def test_the_command_tells_what_it_does(run: Run) -> None:
    """Submitted, how it stands, collected, the bill: each on a line of stderr."""
    with BatchServer(well()) as server:
        code, said = run(server, *ENGINE)
    assert code == 0
    told = (
        "batch batch_0: submitted, 6 requests, at most 24,",
        "in_progress",
        "completed, 6 of 6",
        "collected, 6 of 6",
    )
    for words in told:
        assert words in said
    assert "2 read, 6 facts, 144 tokens" in said


def test_the_command_does_not_wait_where_told(run: Run) -> None:
    """Exit code 0 while nothing has failed; the batches that go on are named, and can be ended."""
    with BatchServer(well()) as server:
        server.hold.set()
        code, said = run(server, *ENGINE, "--no-wait")
        assert code == 0
        assert "these go on: batch_0" in said
        code, said = run(server, *ENGINE, "--cancel", named=False)
        assert (code, server.jobs["batch_0"].status) == (0, "cancelled")
        assert "1 batches were open" in said


def test_the_command_fails_where_something_is_missing(run: Run) -> None:
    """Exit code 1, with the command that asks again."""
    with BatchServer(well(), ending=lambda _: "expired") as server:
        code, said = run(server, *ENGINE)
    assert code == 1
    assert "collected, 3 of 6 answered, 3 failed" in said
    assert re.search(
        r"read what failed again: summariser batch --retry-failed --engine openai-batch --store r.db", said
    )


def test_the_command_stops_at_its_budget(run: Run) -> None:
    """Exit code 4, nothing sent, and the command to go on with."""
    with BatchServer(well()) as server:
        code, said = run(server, *ENGINE, "--budget", "100")
        assert server.calls == []
    assert code == 4
    assert "6 questions were not sent" in said
    assert "go on: summariser batch" in said


@pytest.mark.parametrize(
    "options",
    [
        ("--poll", "5"),
        ("--no-wait",),
        ("--cancel",),
        ("--queue-tokens", "5"),
        (*ENGINE, "--calls", "3"),
        (*ENGINE, "--workers", "2"),
        (*ENGINE, "--tokens-per-minute", "100"),
        (*ENGINE, "--cancel"),
        (*ENGINE, "--cancel", "--no-wait"),
        ("--engine", "nonesuch"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...], run: Run) -> None:
    """Exit code 2, before anything is sent."""
    with BatchServer(well()) as server:
        code, _ = run(server, *options)
        assert server.calls == []
    assert code == 2


def test_the_engine_says_why_a_model_in_the_process_is_none_for_it(tmp_path: Path) -> None:
    """With what to do instead."""
    words = ["batch", "x.txt", "--store", str(tmp_path / "r.db"), "--model", "embedded", *ENGINE]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "nobody to leave the work to" in result.stderr
    assert not os.path.exists(tmp_path / "r.db")
