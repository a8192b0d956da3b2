"""Facts of many articles as a table: one row a fact, one column a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from summariser.store.entries import FactRow, Value

FIXED = (
    "article", "source", "title", "published", "topic", "model", "fact_type", "fact", "first_date", "last_date",
    "description",
)  # fmt: skip
EVIDENCE = ("sentences", "evidence")
_ENTRY = re.compile(r"^[^.\[]+(?:\[\d+\])?")
_POSITION = re.compile(r"\[(\d+)\]$")


def header(fields: Sequence[str]) -> list[str]:
    """The names of the columns; a field that is called like one of ours stands behind ``field_``."""
    taken = {*FIXED, *EVIDENCE}
    return [*FIXED, *(f"field_{name}" if name in taken else name for name in fields), *EVIDENCE]


def line(row: FactRow, values: Iterable[Value], fields: Sequence[str]) -> list[str]:
    """One fact as text; the entries of a list are parted by semicolons."""
    cells = field_texts(values)
    fixed: list[Any] = [
        row.article, row.source, row.title, row.published, row.topic, row.model, row.type, row.id, row.first, row.last,
        row.description,
    ]  # fmt: skip
    numbers, sentences = evidence(row)
    texts = ["" if value is None else str(value) for value in fixed]
    return [*texts, *(cells.get(name, "") for name in fields), " ".join(map(str, numbers)), " ".join(sentences)]


def field_texts(values: Iterable[Value]) -> dict[str, str]:
    """What each field of a fact comes to, in one line."""
    entries: dict[str, list[str]] = {}
    for entry, parts in groupby(values, key=lambda value: _entry(value.path)):
        text = " ".join(part.value for part in parts)
        entries.setdefault(_POSITION.sub("", entry), []).append(text)
    return {name: "; ".join(texts) for name, texts in entries.items()}


def evidence(row: FactRow) -> tuple[list[int], list[str]]:
    """Numbers and texts of the sentences that state a fact."""
    cited = row.data.get("evidence") or []
    return [int(entry["sentence"]) for entry in cited], [str(entry["text"]) for entry in cited]


def _entry(path: str) -> str:
    found = _ENTRY.match(path)
    return found[0] if found else path
