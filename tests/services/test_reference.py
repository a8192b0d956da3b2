"""What is published of the interface: the shape of reports, the manual, the table of settings, the completion."""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
import typer.main
from summariser.schemas.agreements import Agreements

from summariser import Report
from summariser.cli.main import app
from summariser.report import SCHEMA_VERSION
from summariser.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
STORED = [ROOT / "docs" / "report.json", Path(__file__).parent / "data" / "report-v1.json"]
AGAIN = "run: python docs/reference.py"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compatibility, reference = _load("compatibility"), _load("reference")


@pytest.fixture
def published() -> dict[str, Any]:
    """The published shape of reports."""
    path = ROOT / "docs" / "schemas" / f"report-agreements-v{SCHEMA_VERSION}.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_todays_reports_extend_the_published_shape(published: dict[str, Any]) -> None:
    """A program written for the published shape reads today's reports; else the version has to be raised."""
    assert compatibility.breaks(published, reference.schema()) == []


def test_the_published_shape_is_todays(published: dict[str, Any]) -> None:
    """What was added is published too."""
    assert published == json.loads(json.dumps(reference.schema())), AGAIN


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.name)
def test_stored_reports_load(path: Path, published: dict[str, Any]) -> None:
    """A report that was stored loads, says the same when it is written again, and has the published shape."""
    text = path.read_text("utf-8")
    report = Report[Agreements].model_validate_json(text)
    assert report.schema_version == SCHEMA_VERSION
    stored, again = json.loads(text), json.loads(report.model_dump_json())
    assert _within(stored, again)
    jsonschema.Draft202012Validator(published).validate(stored)


def _within(old: Any, new: Any) -> bool:
    """Whether everything in a stored value is there again; fields may have been added."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(name in new and _within(old[name], new[name]) for name in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(_within, old, new))
    return bool(old == new)


def _rename(schema: Any) -> None:
    properties = schema["$defs"]["Agreement"]["properties"]
    properties["state"] = properties.pop("status")


def _deep(schema: Any) -> None:
    del schema["$defs"]["Party"]["properties"]["iso"]


def _retype(schema: Any) -> None:
    schema["$defs"]["Usage"]["properties"]["calls"]["type"] = "string"


def _fewer_words(schema: Any) -> None:
    schema["$defs"]["AgreementStatus"]["enum"].pop()


def _require(schema: Any) -> None:
    schema["properties"]["note"] = {"type": "string"}
    schema["required"].append("note")


def _unrequire(schema: Any) -> None:
    schema["required"].remove("record")


def _never_null(schema: Any) -> None:
    value = schema["$defs"]["Agreement"]["properties"]["value"]
    value["anyOf"] = value["anyOf"][:1]


def _narrow(schema: Any) -> None:
    schema["$defs"]["Agreement"]["properties"]["evidence"]["maxItems"] = 2


def _reformat(schema: Any) -> None:
    schema["$defs"]["Source"]["properties"]["published"]["anyOf"][0]["format"] = "date-time"


@pytest.mark.parametrize(
    "change", [_rename, _deep, _retype, _fewer_words, _require, _unrequire, _never_null, _narrow, _reformat]
)
def test_what_breaks_is_found(published: dict[str, Any], change: Callable[[Any], None]) -> None:
    """Each kind of break is seen, wherever it is."""
    changed = copy.deepcopy(published)
    change(changed)
    assert compatibility.breaks(published, changed)


def test_what_extends_is_allowed(published: dict[str, Any]) -> None:
    """New optional fields and new words of a vocabulary are no break."""
    changed = copy.deepcopy(published)
    changed["properties"]["pages"] = {"type": "integer", "default": 0}
    changed["$defs"]["AgreementStatus"]["enum"].append("renewed")
    changed["$defs"]["Agreement"]["properties"]["note"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert compatibility.breaks(published, changed) == []


def test_every_setting_is_documented() -> None:
    """The table on the page of the configuration is the class's, with a description of each."""
    page = reference.CONFIGURATION.read_text("utf-8")
    assert reference.configuration(page) == page, AGAIN
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"| `{PREFIX}{name.upper()}` | `{name}` |" in page


def test_the_manual_is_todays() -> None:
    """Every command stands in it, and it is what the command line says now."""
    manual = reference.MAN.read_text("utf-8")
    assert manual == reference.man_page(), AGAIN
    for name in typer.main.get_command(app).commands:  # type: ignore[attr-defined]
        assert f".SS summariser {name}" in manual
    assert not [line for line in manual.splitlines() if line.startswith("'")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    """The script that is printed is the shell's, and what it asks the command for comes back."""
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-c", "from summariser.cli.main import app; app(prog_name='summariser')"]
    shown = subprocess.run(
        [*command, "--show-completion", shell], capture_output=True, text=True, timeout=60, check=True, env=environment
    )
    assert "_SUMMARISER_COMPLETE" in shown.stdout
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=shown.stdout, text=True, timeout=60, check=True)
        asked = {"_SUMMARISER_COMPLETE": "complete_bash", "COMP_WORDS": "summariser su", "COMP_CWORD": "1"}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=True, env={**environment, **asked}
        )
        assert done.stdout.split() == ["summarise"]
