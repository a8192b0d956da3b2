"""A store written out: JSON Lines of reports, CSV or Parquet of facts; streamed, so that memory stays flat."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from summariser.atomic import whole_file
from summariser.errors import UsageError
from summariser.output.facts import evidence, field_texts, header, line
from summariser.safe import cell, json_text
from summariser.store.entries import FactQuery, FactRow, Value
from summariser.store.store import Store

if TYPE_CHECKING:
    import pyarrow

_ROW_GROUP = 1_000
"""Facts of one row group of a Parquet file: what is in memory at once."""


class Kind(StrEnum):
    """What a store can be written out as; the ending of a file's name says which."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def export(store: Store, path: Path, query: FactQuery | None = None, *, model: str | None = None) -> int:
    """Write a store to a file, whole or not at all.

    Args:
        store: The store.
        path: ``*.jsonl`` for reports, ``*.csv`` or ``*.parquet`` for facts.
        query: Which facts. Of a JSON Lines file, which holds whole reports, the topic alone counts.
        model: Of a JSON Lines file, reports of this model alone.

    Returns:
        How many reports or facts were written.

    Raises:
        UsageError: The ending is none of these, the file cannot be written, or Parquet's library is missing.
    """
    try:
        kind = Kind(path.suffix.removeprefix(".").lower())
    except ValueError:
        endings = ", ".join(f".{kind}" for kind in Kind)
        raise UsageError("its ending is not known", subject=str(path), hint=f"Known are {endings}.") from None
    query = query or FactQuery()
    if path.is_dir():
        raise UsageError("is a folder", subject=str(path), hint="Name a file.")
    try:
        with whole_file(path) as file:
            if kind is Kind.PARQUET:
                return _write_parquet(store, file, query)
            with io.TextIOWrapper(file, "utf-8", newline="") as out:
                if kind is Kind.CSV:
                    return write_csv(store, out, query)
                return _write_reports(store, out, query.topic, model)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", subject=str(path), hint="Check the folder.") from error


def write_csv(store: Store, out: TextIO, query: FactQuery, *, limit: int | None = None) -> int:
    """Write facts as CSV, one row a fact, safe for spreadsheets; how many there were."""
    fields = store.fields(query)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(name) for name in header(fields)])
    number = 0
    for row, values in islice(store.values(query), limit):
        writer.writerow([cell(text) for text in line(row, values, fields)])
        number += 1
    return number


def _write_reports(store: Store, out: TextIO, topic: str | None, model: str | None) -> int:
    number = 0
    for report in store.reports(topic=topic, model=model):
        out.write(json_text(report) + "\n")
        number += 1
    return number


def _write_parquet(store: Store, file: BinaryIO, query: FactQuery) -> int:
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow", hint="pip install 'summariser[parquet]'")
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema, number = _schema(), 0
    facts = store.values(query)
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while rows := [_record(row, values) for row, values in islice(facts, _ROW_GROUP)]:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
            number += len(rows)
    return number


def _schema() -> pyarrow.Schema:
    import pyarrow as pa

    text, day, number = pa.string(), pa.date32(), pa.float64()
    named = [("path", text), ("name", text), ("words", text), ("code", text)]
    numbered = [("path", text), ("number", number), ("number_max", number), ("unit", text), ("words", text)]
    dated = [("path", text), ("role", text), ("edtf", text), ("first", day), ("last", day), ("words", text)]
    return pa.schema(
        [
            *((name, text) for name in ("article", "source", "title")), ("published", day),
            *((name, text) for name in ("topic", "model", "fact_type", "fact", "kind", "status")),
            ("first_date", day), ("last_date", day), ("description", text),
            *((name, pa.list_(pa.struct(named))) for name in ("parties", "persons", "places", "items")),
            *((name, pa.list_(pa.struct(numbered))) for name in ("amounts", "quantities")),
            ("dates", pa.list_(pa.struct(dated))),
            ("fields", pa.map_(text, text)),
            ("evidence", pa.list_(pa.struct([("sentence", pa.int32()), ("text", text)]))),
            ("data", text),
        ]
    )  # fmt: skip


def _record(row: FactRow, values: list[Value]) -> dict[str, Any]:
    import json

    def named(kind: str) -> list[dict[str, Any]]:
        return [{"path": v.path, "name": v.value, "words": v.raw, "code": v.code} for v in values if v.kind == kind]

    def numbered(kind: str) -> list[dict[str, Any]]:
        return [
            {"path": v.path, "number": v.number, "number_max": v.number_max, "unit": v.code, "words": v.raw}
            for v in values
            if v.kind == kind
        ]

    dates = [
        {"path": v.path, "role": v.code, "edtf": v.value, "first": v.first, "last": v.last, "words": v.raw}
        for v in values
        if v.kind == "date"
    ]
    numbers, sentences = evidence(row)
    return {
        "article": row.article, "source": row.source, "title": row.title, "published": row.published,
        "topic": row.topic, "model": row.model, "fact_type": row.type, "fact": row.id, "kind": row.kind,
        "status": row.status, "first_date": row.first, "last_date": row.last, "description": row.description,
        "parties": named("party"), "persons": named("person"), "places": named("place"), "items": named("item"),
        "amounts": numbered("amount"), "quantities": numbered("quantity"), "dates": dates,
        "fields": list(field_texts(values).items()),
        "evidence": [{"sentence": n, "text": text} for n, text in zip(numbers, sentences, strict=True)],
        "data": json.dumps(row.data, ensure_ascii=False),
    }  # fmt: skip
