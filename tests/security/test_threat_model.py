"""The threat model is no promise without proof: each line names tests, and they exist."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "threat-model.md"
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def _lines() -> list[list[str]]:
    """The lines of the tables of attacks, as cells."""
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in DOCUMENT.read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    start = next(number for number, row in enumerate(rows) if row[0] == "attack")
    return [row for row in rows[start:] if row[0] != "attack"]


@lru_cache(maxsize=64)
def _tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(function.name for function in functions if function.name.startswith("test_"))


@pytest.mark.parametrize("row", _lines(), ids=lambda row: row[0][:50])
def test_every_line_is_proved(row: list[str]) -> None:
    """Attack, defence, and one test at least, each of which is in the file that is named."""
    assert len(row) == 3
    assert all(row)
    named = _TEST.findall(row[2])
    assert named
    assert _TEST.sub("", row[2]).strip(" ,|") == ""
    for path, test in named:
        assert test in _tests(path), f"{path}::{test}"


def test_the_tables_are_all_read() -> None:
    """The reading of the tables itself finds all of them."""
    assert len(_lines()) > 35
