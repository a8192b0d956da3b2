"""The commands ``summariser store``: results on stdout, at 80 columns, safe; errors in one line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from summariser.schemas.agreements import Agreements
from typer.testing import CliRunner

from summariser.cli.main import app
from summariser.errors import ProviderFailed
from summariser.report import Report
from summariser.store.store import Store
from tests.store.reports import SETUP, USAGE, agreement, answer, article, dated, deal, report

US, IN = ("United States", "US"), ("India", "IN")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
COMMAND = "summariser batch --retry-failed --store results.db --model openai/test"
Call = Callable[..., Any]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A store with articles in every state; one has a hostile title."""
    path = tmp_path / "results.db"
    reads = [
        article(f"Number {number}.", source=f"news/{number}.txt", title="\x1b[31mRed\u202e") for number in range(6)
    ]
    signed = agreement(US, IN, dates=[dated("2025-10-31", "signed")])
    with Store.open(path) as store:
        keys = [state.key for state in store.add(reads, replace(SETUP, command=COMMAND))]
        store.keep_answer(keys[0], "q", "agreements", answer())
        store.finish(keys[0], report(reads[0], agreements=[signed], arms_deals=[deal(US, IN, "FGM-148 Javelin")]))
        store.finish(keys[1], report(reads[1], agreements=[signed | {"status": "in_force"}]))
        store.finish(keys[2], report(reads[2], missing=True))
        failure = ProviderFailed("rate \x1b[2Jlimit", subject="openai/test")
        store.keep_attempt(keys[3], "agreements", USAGE, failure)
        store.fail(keys[3], failure)
        store.claim(keys[4:5], "me")
    return path


@pytest.fixture
def call(results: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls a command on that store, on a terminal of 80 columns; its output steers nothing and fits."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object, code: int = 0) -> Any:
        result = CliRunner().invoke(app, ["store", *map(str, arguments), "--store", str(results)])
        assert result.exit_code == code, f"{result.output}{result.exception!r}"
        assert CONTROL.findall(result.output.replace("\r", "")) == []
        return result

    return run


def test_articles_are_listed(call: Call) -> None:
    """A line an article with key, state, date, source and title; counts go to stderr."""
    result = call("list")
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) == 7
    assert "news/0.txt" in lines[1]
    assert "[31mRed" in lines[1]
    assert "1 pending, 1 running, 2 done, 1 partial, 1 failed" in result.stderr
    assert "news/3.txt" in call("list", "--state", "failed").stdout
    assert "news/0.txt" not in call("list", "--state", "failed").stdout
    assert call("list", "--topic", "other").stdout == ""
    assert "news/1.txt" in call("list", "--text", "number 1").stdout


def test_a_report_is_shown_in_every_format(call: Call, results: Path, tmp_path: Path) -> None:
    """A report by source or key; JSON is equal to what is kept."""
    assert "signed" in call("show", "news/0.txt").stdout
    shown = call("show", "news/0.txt", "--format", "json").stdout
    with Store.open(results) as store:
        key = store.find("news/0.txt")[0].key
        assert json.loads(shown) == json.loads(store.report(key) or "")
    assert Report[Agreements].model_validate_json(shown).record.agreements[0].status == "signed"
    assert call("show", key[:9], "--format", "markdown").stdout.startswith("# ")
    assert call("show", key, "--format", "csv").stdout.startswith("source,")
    call("show", key, "--format", "json", "--output", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["topic"] == "agreements"
    assert "has no report, it is failed: openai/test: rate" in call("show", "news/3.txt", code=8).stderr
    assert "no such article" in call("show", "nothing.txt", code=8).stderr


def test_facts_are_listed(call: Call) -> None:
    """Facts as sentences, JSON Lines or CSV, filtered."""
    shown = call("facts", "--party", "India", "--equipment", "javelin").stdout
    assert "FGM-148 Javelin" in shown
    assert max(map(len, shown.splitlines())) <= 80
    lines = call("facts", "--since", "2025-10", "--until", "2025", "--format", "jsonl", "--type", "agreements").stdout
    assert [json.loads(line)["status"] for line in lines.splitlines()] == ["signed", "in_force"]
    table = list(csv.DictReader(io.StringIO(call("facts", "--status", "signed", "--format", "csv").stdout)))
    assert [row["parties"] for row in table] == ["United States; India"]
    assert call("facts", "--choice", "items.category=missile", "--limit", "1").stdout.count("D1") == 1
    assert "is no date" in call("facts", "--since", "yesterday", code=2).stderr
    assert "is no choice" in call("facts", "--choice", "salience", code=2).stderr


def test_links_are_shown_with_reasons(call: Call) -> None:
    """The agreement that two articles tell is one group, with the reason."""
    shown = call("links").stdout
    assert "same parties IN, US" in shown
    assert "date 2025-10-31" in shown
    group = json.loads(call("links", "--format", "jsonl", "--party", "IN").stdout)
    assert [fact["status"] for fact in group["facts"]] == ["signed", "in_force"]
    assert group["links"][0]["reasons"]


def test_failures_are_shown_with_the_command_that_reads_them_again(call: Call) -> None:
    """What failed and what lacks a part, why, and what to run, to be copied."""
    result = call("failed")
    assert "rate [2Jlimit" in result.stdout
    assert "arms_deals, sentences 1 to 1" in " ".join(result.stdout.split())
    assert result.stdout.splitlines()[-1] == f"read it again: {COMMAND}"


def test_costs_are_summed(call: Call) -> None:
    """Questions, calls, tokens and money by model, and errors by class."""
    shown = call("attempts").stdout
    assert "0.0002" in shown
    assert "ProviderFailed" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_everything_is_written_out(call: Call, tmp_path: Path) -> None:
    """The ending says the format; how much it was goes to stderr."""
    assert "3 reports" in call("export", "-o", tmp_path / "out.jsonl").stderr
    assert "3 facts" in call("export", "-o", tmp_path / "out.csv").stderr
    assert ".parquet" in call("export", "-o", tmp_path / "out.txt", code=2).stderr


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """Looking into a store that is not there is an error, and makes none."""
    result = CliRunner().invoke(app, ["store", "list", "--store", str(tmp_path / "none.db")])
    assert (result.exit_code, result.stdout) == (8, "")
    assert "there is no such store" in result.stderr
    assert list(tmp_path.iterdir()) == []
