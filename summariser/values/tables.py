"""Kept tables of names, currencies and parties, read once when they are first asked for."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of the table ``data/<name>.csv`` beside this module, a dictionary a row."""
    source = resources.files(__package__).joinpath("data", f"{name}.csv")
    with source.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def listed(cell: str) -> list[str]:
    """The entries of a cell that holds several, parted by a bar."""
    return [entry for entry in cell.split("|") if entry]
