"""The commands that look at the installation, and the help of all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from summariser.cli.main import app
from tests.cli.conftest import Call


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", [path for path in ALL if path], ids=" ".join)
def test_every_command_has_help_with_a_line_to_copy(path: tuple[str, ...], call: Call) -> None:
    """Help says what a command does and shows a call; every option is explained."""
    result = call(*path, "--help")
    assert result.exit_code == 0
    group = hasattr(ALL[path], "commands")
    assert group or f"summariser {' '.join(path)}" in result.stdout
    for parameter in ALL[path].params:
        assert getattr(parameter, "help", None) or parameter.name == "help", f"{parameter.name} is not explained"


def test_models_tells_each_way_and_why(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Usable or not, with the reason; never a key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted")
    result = call("models")
    assert result.exit_code == 0
    assert "OPENAI_API_KEY is set" in result.stdout
    assert "Used if none is named: openai/" in result.stdout
    assert "sk-planted" not in result.output


def test_doctor_says_what_to_do(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a model it is ready; the exit code says so."""
    monkeypatch.setenv("SUMMARISER_BASE_URL", "http://127.0.0.1:9/v1")
    result = call("doctor")
    assert result.exit_code == 0
    assert "Ready." in result.stdout
    assert "topic agreements" in result.stdout


@pytest.mark.parametrize(
    ("model", "reason"), [("foo/bar", "foo"), ("none.gguf", "no such file"), ("gpt", "no model name")]
)
def test_doctor_tells_why_the_configured_model_is_none(
    model: str, reason: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that cannot be used is not called ready, and the reason is the real one."""
    monkeypatch.setenv("SUMMARISER_MODEL", model)
    result = call("doctor")
    assert result.exit_code == 1
    assert "Ready." not in result.stdout
    assert reason in result.stdout.partition("Not ready: ")[2]


def test_topics_lists_the_fact_types(call: Call) -> None:
    """Each topic with what it reads."""
    assert "agreements, arms_deals, trade_figures" in call("topics").stdout


def test_schema_prints_both_views(call: Call) -> None:
    """The record's schema and the one that a model fills, as JSON."""
    record, answer = json.loads(call("schema").stdout), json.loads(call("schema", "agreements", "--answer").stdout)
    assert "$defs" in record
    assert answer["required"] == ["agreements", "arms_deals", "trade_figures"]
    assert call("schema", "nonesuch").exit_code == 5


@pytest.mark.parametrize("command", ["models", "doctor", "topics", "schema"])
def test_a_wrong_setting_is_told(command: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong value in the environment is a line with the variable's name, never a traceback."""
    monkeypatch.setenv("SUMMARISER_THREADS", "many")
    monkeypatch.setenv("SUMMARISER_CONFIG", os.devnull)
    result = call(command)
    assert "Traceback" not in result.output
    if command != "topics":
        assert result.exit_code == 2
        assert "SUMMARISER_THREADS" in result.stderr
