"""The code blocks of the documentation, and how each kind is run."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from typer.testing import CliRunner

from summariser.cli.main import app

ROOT = Path(__file__).parents[2]
NOT_RUN = {
    "pip": "reaches a package registry",
    "python3 -m venv": "makes an environment, beside the one that is tested",
    "git": "reaches a host",
    "ollama": "another program",
    "export": "sets a key",
    "source": "is for the reader's own shell",
    "python -m training": "needs PyTorch and the model's file",
    "curl": "asks a service that is not running here",
    "docker": "needs an engine",
    "summariser serve": "runs until it is told to end",
    "summariser mcp": "runs until its client goes",
    "python -m fuzz": "needs Atheris",
}
"""Beginnings of the commands that are not run here, each with the reason."""
_SHELL = re.compile(r"[|<>;&$*]")
_EXIT_CODE = re.compile(r"#.*\bexit code (\d+)")
_ADDRESS = re.compile(r"(--base-url) \S+")
_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its words behind the fence, its text, and the line it starts at."""

    words: tuple[str, ...]
    text: str
    line: int

    @property
    def language(self) -> str:
        """The first word behind the fence."""
        return self.words[0] if self.words else ""


def blocks(document: Path) -> list[Block]:
    """The fenced blocks of a document, in order."""
    tokens = MarkdownIt().parse(document.read_text("utf-8"))
    return [
        Block(tuple(token.info.split()), token.content, token.map[0] + 1 if token.map else 0)
        for token in tokens
        if token.type == "fence"
    ]


def commands(block: Block) -> list[str]:
    """The commands of a shell block, one a line; a line that ends in a backslash goes on."""
    lines = block.text.replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


def targets() -> set[str]:
    """What ``make`` can make."""
    return set(_TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


@dataclass
class Bench:
    """Runs blocks one after another in the current folder; Python blocks share their names.

    Attributes:
        names: Names of the Python blocks so far.
        printed: What the last block or command printed to stdout.
    """

    names: dict[str, object] = field(default_factory=dict)
    printed: str = ""

    def run_python(self, block: Block, *, file: str) -> None:
        """Run a Python block."""
        code = compile("\n" * block.line + block.text, file, "exec")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, self.names)  # noqa: S102  the documentation's own code
        self.printed = out.getvalue()

    def run_command(self, command: str) -> None:
        """Run a command and compare its exit code with the one its comment names, else with 0."""
        expected = _EXIT_CODE.search(command)
        code = int(expected.group(1)) if expected else 0
        command = _ADDRESS.sub(rf"\1 {os.environ['SUMMARISER_BASE_URL']}", command)
        words = shlex.split(command, comments=True)
        first = words[0]
        if first == "make":
            assert set(words[1:2]) <= targets(), f"no such target: {command}"
        elif command.startswith(("summariser serve", "summariser mcp")) or "--engine ray" in command:
            shown = CliRunner().invoke(app, [*words[1:], "--help"])
            assert shown.exit_code == 0, f"{command}: {shown.stderr}"
        elif first == "summariser" and not _SHELL.search(command.partition(" #")[0]):
            result = CliRunner().invoke(app, words[1:])
            self.printed = result.stdout
            assert result.exit_code == code, f"{command}: {result.exit_code}\n{result.stderr}\n{result.exception!r}"
        elif not command.startswith(tuple(NOT_RUN)):
            self._run_in_shell(command, code)

    def _run_in_shell(self, command: str, code: int) -> None:
        scripts = str(Path(sys.executable).parent)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            env={**os.environ, "PATH": f"{scripts}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.printed = done.stdout
        assert done.returncode == code, f"{command}: {done.returncode}\n{done.stderr}"
