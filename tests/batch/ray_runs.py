"""Batches with Ray: processes of the command, what they leave, and what their results say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from tests.batch.runs import number_of
from tests.llm.server import Asked, FaultServer, Reply, fault
from tests.pipeline.answering import well

KEY = "sk-abcdefghij0123456789"
PATIENCE = 300
"""Seconds that a run may take on a machine that is busy with other things."""


def refusing(*numbers: int, delay: float = 0) -> Callable[[Asked], Reply]:
    """A script that answers well, but has a filter that stops some articles."""
    good = well()

    def decide(asked: Asked) -> Reply:
        reply = fault(400, code="content_filter") if number_of(asked) in numbers else good(asked)
        return replace(reply, delay=delay)

    return decide


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder of results."""
    return [row for path in sorted(folder.glob("*.parquet")) for row in parquet.read_table(path).to_pylist()]


def reports_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The reports of rows, by source, without the times of the calls."""
    found = {row["source"]: json.loads(row["report"]) for row in rows if row["report"]}
    for report in found.values():
        report["usage"].pop("seconds")
    return found


@dataclass
class Process:
    """One call of the command, in a folder of its own for temporary files."""

    code: int
    stdout: str
    stderr: str
    seconds_to_end: float
    left_behind: list[str]
    files_with_key: list[str]


@dataclass
class Story:
    """A run that is interrupted, and the same command again, of which a worker is killed."""

    folder: Path
    first: Process | None = None
    second: Process | None = None
    asked_by_first: int = 0
    rows_of_first: list[dict[str, Any]] = field(default_factory=list)
    killed: int = 0
    asked: int = 0


def workers_under(temporary: str) -> list[int]:
    """Process ids of the workers whose temporary files are in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes().startswith(b"ray::MapWorker"):
                mine = f"TMPDIR={temporary}".encode() in (process / "environ").read_bytes().split(b"\0")
                found += [int(process.name)] if mine else []
        except OSError:
            continue
    return found


def run_until(words: list[str], act: Callable[[subprocess.Popen[str], str], object]) -> Process:
    """Start the command, do something to it, and see it end."""
    temporary = tempfile.mkdtemp(prefix="t-", dir="/tmp")
    environment = {**os.environ, "TMPDIR": temporary, "SUMMARISER_API_KEY": KEY}
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    try:
        act(process, temporary)
        files = [path for path in Path(temporary).rglob("*") if path.is_file()]
        assert files, "Ray's logs are elsewhere"
        leaks = [path.name for path in files if KEY.encode() in path.read_bytes()]
        acted = time.monotonic()
        stdout, stderr = process.communicate(timeout=PATIENCE)
        left = [path.name for path in Path(temporary).iterdir()]
        return Process(process.returncode, stdout, stderr, time.monotonic() - acted, left, leaks)
    finally:
        process.kill()
        shutil.rmtree(temporary, ignore_errors=True)


def wait_for(server: FaultServer, asked: int, process: subprocess.Popen[str]) -> None:
    """Wait until the server was asked so often."""
    for _ in range(PATIENCE * 20):
        if len(server.asked) >= asked:
            return
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)
    pytest.fail("the run does not begin")
