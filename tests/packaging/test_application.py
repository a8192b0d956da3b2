"""A program with a package ``schemas`` of its own uses the installed library."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from summariser import Reader, Summariser
from summariser.llm.client import ModelClient
from summariser.llm.recording import Cassette
from tests.docs.stub import serve
from tests.packaging.conftest import ROOT, Run

ARTICLE = ROOT / "examples" / "norway-frigates.txt"


def test_an_application_with_schemas_of_its_own(installed: Path, run: Run, tmp_path: Path) -> None:
    """docs/application runs on recorded answers: its schemas and summariser's do not meet."""
    shutil.copytree(ROOT / "docs/application", tmp_path / "application")
    record(tmp_path / "recordings")
    arguments = (ARTICLE, "--replay", tmp_path / "recordings")
    done = run(installed, "app.py", *arguments, cwd=tmp_path / "application", SUMMARISER_MODEL="embedded")
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert line == {
        "buyer": "NO",
        "seller": "GB",
        "goods": ["Type 26 frigates"],
        "status": "agreed",
        "worth": "10000000000",
        "currency": "GBP",
        "sentences": [1, 5, 6],
    }


def record(folder: Path) -> None:
    """Recordings of answers that a person wrote, as the embedded model would be asked; they say that they are that."""
    with serve() as address, Summariser("agreements", model="embedded") as read:
        endpoint = replace(read.endpoint, address=lambda: address)
        read.client = ModelClient(endpoint, record=Cassette(folder, {"kind": "authored", "model": "none"}))
        read(Reader().read(str(ARTICLE)))
    kinds = {json.loads(path.read_text("utf-8"))["provenance"]["kind"] for path in folder.glob("*.json")}
    assert kinds == {"authored"}
