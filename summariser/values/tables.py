"""Kept tables of names, currencies and parties, read once when they are first asked for."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of the table ``data/<name>.csv`` beside this module, a dictionary a row."""
    text = resources.files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list of the table ``words``."""
    return next(frozenset(row["words"].split(" ")) for row in rows("words") if row["list"] == name)


def listed(cell: str) -> list[str]:
    """The entries of a cell that holds several, parted by a bar."""
    return [entry for entry in cell.split("|") if entry]
