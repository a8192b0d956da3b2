"""CSV: one row for every leaf of every fact, safe for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from summariser.output.flat import rows
from summariser.report import Report
from summariser.safe import cell

COLUMNS = (
    "source", "fact_type", "fact", "field", "value", "words", "start", "end", "support", "note", "sentences", "evidence"
)  # fmt: skip


def to_csv(reports: Iterable[Report[Any]], *, header: bool = True) -> str:
    """All facts of the reports as CSV with the columns of ``COLUMNS``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    for report in reports:
        for fact_type in type(report.record).model_fields:
            for fact in getattr(report.record, fact_type):
                numbers = " ".join(str(citation.sentence) for citation in fact.evidence)
                evidence = " ".join(citation.text for citation in fact.evidence)
                for path, value, leaf in rows(fact):
                    words = (
                        [leaf.raw, str(leaf.span[0]), str(leaf.span[1]), leaf.support, leaf.note or ""]
                        if leaf
                        else [""] * 5
                    )
                    line = [report.article.source, fact_type, fact.id, path, value, *words, numbers, evidence]
                    writer.writerow([cell(entry) for entry in line])
    return out.getvalue()
