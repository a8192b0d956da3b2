"""Batches with Ray on processes of this machine: every article has one row, whatever dies, and nothing leaks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytest.importorskip("ray", reason="the engine needs the extra ray")
pytest.importorskip("pyarrow", reason="the engine needs the extra ray")

from tests.batch.ray_runs import KEY, Story, refusing, reports_of, rows_of, run_until, wait_for, workers_under
from tests.batch.runs import Bench, write_list
from tests.llm.server import FaultServer

pytestmark = pytest.mark.long
ARTICLES, REFUSED = 40, 39


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Forty articles, one of which is refused, and a line that is none."""
    if sys.platform != "linux":
        pytest.skip("looks for processes in /proc")
    folder = tmp_path_factory.mktemp("ray")
    told = Story(folder)
    sources = write_list(folder / "articles.jsonl", ARTICLES)
    with sources.open("a", encoding="utf-8") as file:
        file.write("{wrong\n")
    with FaultServer(refusing(REFUSED, delay=0.2)) as server:
        words = [sys.executable, "-m", "summariser", "batch", str(sources), "--engine", "ray", "--workers", "2"]
        words += ["--output", str(folder / "results"), "--base-url", server.address, "--model", "fake", "--calls", "4"]

        def interrupt(process: subprocess.Popen[str], _: str) -> None:
            wait_for(server, 110, process)
            process.send_signal(signal.SIGINT)

        def kill_worker(process: subprocess.Popen[str], temporary: str) -> None:
            wait_for(server, told.asked_by_first + 12, process)
            for worker in workers_under(temporary)[:1]:
                os.kill(worker, signal.SIGKILL)
                told.killed += 1

        told.first = run_until(words, interrupt)
        told.asked_by_first = len(server.asked)
        told.rows_of_first = rows_of(folder / "results")
        told.second = run_until(words, kill_worker)
        told.asked = len(server.asked)
    yield told


def test_a_worker_that_is_killed_costs_no_record(story: Story) -> None:
    """After an interrupt and a killed worker each article has exactly one row; the one that is refused fails alone."""
    assert story.second is not None
    assert story.killed == 1
    rows = rows_of(story.folder / "results")
    states = {row["source"]: row["state"] for row in rows}
    assert len(rows) == len(states) == ARTICLES
    assert {source for source, state in states.items() if state != "done"} == {f"article {REFUSED}"}
    assert story.second.code == 1
    assert f"article {REFUSED}" in story.second.stderr
    assert f"line {ARTICLES + 1}" in story.second.stderr
    assert "--retry-failed" in story.second.stderr


def test_reports_are_those_of_a_batch_on_this_machine(story: Story) -> None:
    """The pipeline is the same: an undisturbed batch into a store gives equal reports, and equal counts of tokens."""
    rows = rows_of(story.folder / "results")
    with FaultServer(refusing(REFUSED)) as server:
        local = Bench(server.address, story.folder / "r.db")
        local.run([str(story.folder / "articles.jsonl")])
    assert reports_of(rows) == local.reports()
    assert {row["source"]: row["state"] for row in rows} == local.states()
    assert all(row["calls"] == 4 and row["facts"] == 3 for row in rows if row["state"] == "done")


def test_a_second_run_reads_the_rest_alone(story: Story) -> None:
    """What the interrupted run has written is not asked about again; what was in flight, and a killed worker, cost."""
    assert story.second is not None
    kept = {row["source"] for row in story.rows_of_first}
    known = len(kept)
    assert 0 < known < ARTICLES
    assert f"{known:,} done before" in story.second.stderr
    in_flight = 2 * 4 * 4  # two workers, four tasks of an article, four questions
    assert story.asked - story.asked_by_first <= (ARTICLES - known) * 4 + in_flight


def test_an_interrupt_ends_it_in_time_and_cleanly(story: Story) -> None:
    """Ctrl-C ends the run within seconds, keeps what has come, and leaves no temporary files."""
    assert story.first is not None
    assert story.second is not None
    assert story.first.code == 130
    assert story.first.seconds_to_end < 60
    assert "interrupted" in story.first.stderr
    assert "go on: summariser batch" in story.first.stderr
    assert story.first.left_behind == story.second.left_behind == []


def test_nothing_of_ray_or_of_a_key_gets_out(story: Story) -> None:
    """Stdout is empty and stderr ours alone; the key is in no log of Ray's, in no message and in no result."""
    for run in (story.first, story.second):
        assert run is not None
        assert run.stdout == ""
        assert all(line.startswith("summariser: ") for line in run.stderr.splitlines()), run.stderr
        assert "Traceback" not in run.stderr
        assert KEY not in run.stderr
        assert run.files_with_key == []
    kept = b"".join(path.read_bytes() for path in (story.folder / "results").iterdir())
    words = json.dumps(rows_of(story.folder / "results"), default=str)
    assert KEY.encode() not in kept
    assert KEY not in words
    assert str(story.folder) not in words.replace(str(story.folder / "articles.jsonl"), "")
