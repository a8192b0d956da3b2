"""The product itself as a system under evaluation, live, recording or replayed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.errors import RecordingError
from summariser.evaluation.aligned import Record
from summariser.evaluation.runs import Peer, Usage
from summariser.report import Report
from summariser.summariser import Summariser

RECORDINGS = "recordings"


def as_peer(summariser: Summariser[Any]) -> Peer:
    """The summariser as a callable from article to record and usage.

    The summary stands in the record as plain text, as in a label.
    """

    def read(article: Article) -> tuple[Record, Usage]:
        report: Report[Any] = summariser(article)
        record = {
            **report.record.model_dump(mode="json"),
            "summary": report.summary_text,
            "rejected": len(report.rejected),
        }
        return record, report.usage.model_dump(mode="json", exclude_none=True)

    return read


def recordings_folder(evaluation: Path, model: str, split: str) -> Path:
    """Where the recordings of a model for a split lie."""
    return evaluation / RECORDINGS / re.sub(r"[^\w.+-]+", "-", model) / split


def refuse_unused(summariser: Summariser[Any]) -> None:
    """Refuse recordings that no article of the run asked for.

    Raises:
        RecordingError: There are such; names them.
    """
    from summariser.llm.recording import Cassette

    cassette = summariser.client.replay
    unused = cassette.unused() if isinstance(cassette, Cassette) else []
    if isinstance(cassette, Cassette) and unused:
        raise RecordingError(
            f"{len(unused)} recordings answer no request of this run: {', '.join(unused[:5])}",
            subject=str(cassette.folder),
            hint="Delete them, or restore the articles they were recorded for.",
        )
