"""The command line as a process: signals, pipes, encodings, and what starting costs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import NOWHERE
from tests.llm.server import Asked, FaultServer, Reply
from tests.pipeline.answering import well

pytestmark = pytest.mark.long
COMMAND = [sys.executable, "-m", "summariser"]
HEAVY = ["openai", "instructor", "pydantic", "rich", "httpx2", "trafilatura", "lxml", "babel", "pycountry", "pypdf"]


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def replaying(recordings: Path) -> list[object]:
    """Options that answer from recordings."""
    return ["--replay", recordings, "--model", "fake", "--base-url", NOWHERE]


def test_results_alone_are_on_stdout(source: Path, recordings: Path) -> None:
    """What a pipe gets is the result; nothing is on stderr when nothing is wrong."""
    done = run("summarise", source, "--format", "json", *replaying(recordings))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["topic"] == "agreements"


@pytest.mark.parametrize("format", ["terminal", "json", "csv", "markdown"])
def test_a_terminal_of_another_encoding(format: str, source: Path, recordings: Path) -> None:
    """Characters that stdout cannot show are replaced, not a traceback."""
    done = run("summarise", source, "--format", format, *replaying(recordings), PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout.isascii()
    if format == "json":
        assert "India’s exports" in json.dumps(json.loads(done.stdout), ensure_ascii=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [["topics"], ["schema", "agreements"]])
def test_a_full_disk(arguments: list[str]) -> None:
    """Output that cannot be written is one line and a code, not a traceback."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False, env={**os.environ}
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("summariser: the output cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_goes_away(source: Path, recordings: Path) -> None:
    """A closed pipe ends the program quietly."""
    process = subprocess.Popen(
        [*COMMAND, "summarise", str(source), "--format", "json", *map(str, replaying(recordings))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    complaint = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in complaint
    assert b"Exception ignored" not in complaint


def _heed_interrupts() -> None:
    """Undo that a shell lets its background jobs ignore Ctrl-C, which children inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def second(source: Path, tmp_path: Path) -> Path:
    """Another article, about another town."""
    path = tmp_path / "second.txt"
    path.write_text(source.read_text("utf-8").replace("Muscat on", "Salalah on"), "utf-8")
    return path


def interrupted(*arguments: object) -> tuple[int, bytes, str]:
    """Summarise, and press Ctrl-C while the second article is read: exit code, what was printed, and complaints."""

    def script(asked: Asked) -> Reply:
        reply = well()(asked)
        return replace(reply, delay=30) if "Salalah" in asked.prompt else reply

    with FaultServer(script) as server:
        process = subprocess.Popen(
            [*COMMAND, "summarise", *map(str, arguments), "--base-url", server.address],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 (no lock is taken between fork and start)
        )
        _wait_for(lambda: len(server.asked) >= 5)
        process.send_signal(signal.SIGINT)
        printed, complaint = process.communicate(timeout=20)
    return process.returncode, printed, complaint.decode()


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_an_interruption_leaves_nothing_half_written(format: str, source: Path, second: Path, tmp_path: Path) -> None:
    """Ctrl-C in the middle of a run: the file holds the articles that were finished, whole, and there is no other."""
    target = tmp_path / "out"
    target.write_text("earlier")
    code, printed, complaint = interrupted(source, second, "-f", format, "-o", target)
    assert code == 130
    assert printed == b""
    assert complaint.strip() == "summariser: interrupted"
    text = target.read_text("utf-8")
    assert text.endswith("\n")
    assert str(source) in text
    assert "earlier" not in text
    assert str(second) not in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pact.txt", "second.txt"]


def test_lines_written_before_an_interruption_are_whole(source: Path, second: Path) -> None:
    """JSON Lines on stdout come as they are ready, each whole."""
    code, printed, _ = interrupted(source, second, "-f", "jsonl")
    assert code == 130
    assert [json.loads(line)["article"]["source"] for line in printed.splitlines()] == [str(source)]


def _wait_for(ready: object) -> None:
    until = time.monotonic() + 30
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < until, "the program did not get so far"
        time.sleep(0.02)


def test_help_and_version_import_nothing_heavy() -> None:
    """Asking for help loads neither models nor readers: it has to come at once."""
    code = "import sys, summariser, summariser.cli.main; print([name for name in sys.argv[1:] if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_version() -> None:
    """The version as installed."""
    done = run("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"summariser \d+\.\d+\.\d+\S*\s*", done.stdout.decode())


def test_no_arguments_show_help() -> None:
    """Without a command there is help to copy from."""
    assert b"summariser summarise article.txt" in run().stdout + run().stderr
