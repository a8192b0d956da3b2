"""What the tests of the command line share: recordings that a person wrote, a file to read, a way to call."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from summariser.cli.main import app
from summariser.reading.reader import Reader
from summariser.settings import Settings
from summariser.summariser import Summariser
from tests.llm.server import FaultServer
from tests.pipeline.answering import AGREEMENT, well
from tests.pipeline.articles import PACT

NOWHERE = "http://127.0.0.1:9/v1"
TEXT = f"Title: Pact in Muscat\nDate: 2025-10-31\n\n{PACT}\n"
ODD = (
    'Title: =HYPERLINK("http://x") \x1b[31mred\x1b[0m\nDate: 2025-10-31\n\n'
    "India and Oman signed a \u202etrade pact\u202c in Muscat on Friday. It was +clear \x9b31m all day.\n"
)
Call = Callable[..., Any]


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings for the two articles; their provenance says that a person wrote the answers."""
    folder = tmp_path_factory.mktemp("recordings")
    odd = {**AGREEMENT, "evidence": [1], "name": "India and Oman signed a trade pact", "value": "-5", "signatories": []}
    for text, changes in ((TEXT, {}), (ODD, {"agreements": [odd], "arms_deals": [], "trade_figures": []})):
        with FaultServer(well(changes)) as server:
            settings = Settings(base_url=server.address)
            with Summariser("agreements", model="fake", record=folder, settings=settings) as summariser:
                summariser(Reader().read_text(text))
    for path in folder.iterdir():
        entry = json.loads(path.read_text("utf-8"))
        entry["provenance"] = {"kind": "authored", "model": "fake"}
        path.write_text(json.dumps(entry), "utf-8")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with an article."""
    path = tmp_path / "pact.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def odd_source(tmp_path: Path) -> Path:
    """A file with control sequences, turned text and a formula."""
    path = tmp_path / "odd.txt"
    path.write_bytes(ODD.encode())
    return path


@pytest.fixture
def call() -> Call:
    """Calls the command line in this process."""

    def run(*arguments: object, input: str | None = None) -> Any:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)

    return run


@pytest.fixture
def summarise(call: Call, recordings: Path) -> Call:
    """Calls ``summarise`` with answers from the recordings."""

    def run(*arguments: object, input: str | None = None, options: Sequence[object] = ()) -> Any:
        replay = ["--replay", recordings, "--model", "fake", "--base-url", NOWHERE]
        return call("summarise", *arguments, *replay, *options, input=input)

    return run
