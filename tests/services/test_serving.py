"""The commands ``serve`` and ``mcp`` as processes: start, end, refusals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summariser.cli import serving
from summariser.cli.main import app
from summariser.errors import UsageError
from tests.llm.server import FaultServer
from tests.pipeline.answering import well
from tests.services.conftest import Remote, model, wait_for

COMMAND = [sys.executable, "-m", "summariser"]


def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], Remote]]:
    """The command ``serve`` on a free port, when it says that it listens."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"127\.0\.0\.1:(\d+) reads with", line)
        assert found, line + process.stderr.read()
        yield process, Remote(int(found[1]), None)  # type: ignore[arg-type]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_being_told_to_end_finishes_what_is_under_way() -> None:
    """On SIGTERM the article that is being read is answered, no other is taken, and the exit code is 0."""
    good = well()
    slow = FaultServer(model(lambda asked: replace(good(asked), delay=1.0)))
    with slow as server, served("--base-url", server.address, "--log-level", "info") as (process, remote):
        answers: list[int] = []
        reading = threading.Thread(target=lambda: answers.append(remote.read().status))
        reading.start()
        wait_for(lambda: len(server.asked) > 0)
        process.send_signal(signal.SIGTERM)
        reading.join(timeout=60)
        printed, complaint = process.communicate(timeout=60)
    assert answers == [200]
    assert process.returncode == 0
    assert printed == ""
    assert complaint.strip().endswith("summariser: ended")
    assert "summariser.request request done: http.request.method=POST" in complaint
    assert "Muscat" not in complaint


def test_a_port_that_is_taken(model_server: FaultServer) -> None:
    """It is told in a line, with what to do."""
    with served("--base-url", model_server.address) as (_, remote):
        done = call("serve", "--port", str(remote.port), "--base-url", model_server.address)
        assert remote.ask("GET", "/health").status == 200
    assert done.returncode == 8
    assert re.fullmatch(r"summariser: 127\.0\.0\.1:\d+: it cannot listen there .*--port\.\n", done.stderr)


def test_other_machines_need_a_token() -> None:
    """Listening for everybody without a token is refused, unless somebody says that it is meant."""
    result = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--base-url", "http://127.0.0.1:9/v1"])
    assert result.exit_code == 2
    assert "SUMMARISER_TOKEN" in result.stderr


def test_a_model_that_cannot_be_used(tmp_path: Path) -> None:
    """The service does not start at all, rather than failing at the first article."""
    for command in (["serve"], ["mcp"]):
        result = CliRunner().invoke(app, [*command, "--model", str(tmp_path / "none.gguf")])
        assert result.exit_code == 4, command
        assert "no such file" in result.stderr


def test_a_topic_of_a_folder_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service reads for installed topics alone: a folder's code would run for everybody who asks."""
    monkeypatch.setenv("SUMMARISER_TOPIC", "./examples/launches")
    result = CliRunner().invoke(app, ["serve"])
    assert result.exit_code == 2
    assert "Installed: agreements" in result.stderr


@pytest.mark.parametrize(("command", "package"), [("serve", "uvicorn"), ("mcp", "mcp")])
def test_an_extra_that_is_not_installed(command: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says which extra it is."""
    monkeypatch.setitem(sys.modules, package, None)  # as where it is not installed
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 2
    assert f"pip install 'summariser[{command}]'" in result.stderr


def test_a_log_level_that_is_none() -> None:
    """It is a mistake of the call."""
    with pytest.raises(UsageError, match="debug, info"), serving.log_to_stderr("loud"):
        pass


def test_an_agent_that_goes_away_ends_the_server(model_server: FaultServer) -> None:
    """When standard input closes, the process ends; nothing but the protocol was on standard output."""
    process = subprocess.Popen(
        [*COMMAND, "mcp", "--base-url", model_server.address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(hello) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    printed, complaint = process.communicate(timeout=60)
    assert answer["result"]["serverInfo"]["name"] == "summariser"
    assert printed == ""
    assert complaint == ""
    assert process.returncode == 0
