"""The command ``report``: saved reports of many articles as one page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from summariser.cli.pages import INDEX
from summariser.cli.topics import named_topic
from summariser.cli.writing import check, write_whole
from summariser.errors import EmptySource, SourceNotFound
from summariser.report import Report
from summariser.topics.loading import load_topic, load_views
from summariser.topics.topic import Topic


@dataclass(frozen=True)
class Collecting:
    """The options of one call of the command.

    Attributes:
        records: Files of JSON Lines; ``-`` is the standard input.
        output: The page to write; stdout if not given.
        topic: The topic that the reports are of.
        pages: Folder of evidence pages to link to.
    """

    records: list[Path]
    output: Path | None
    topic: str | None
    pages: Path | None


def write_collection(job: Collecting) -> None:
    """Write the page.

    Raises:
        UsageError: The page cannot be written.
        InputError: A file cannot be read, or holds something else than reports.
        TopicError: The topic or its views do not load.
    """
    from summariser.output.page.collection import to_collection

    if job.output is not None:
        check(job.output)
    topic = load_topic(named_topic(job.topic))
    pages = _pages(job.pages, job.output)
    html = to_collection(_reports(job.records, topic), load_views(topic), pages=pages)
    if job.output is None:
        sys.stdout.write(html + "\n")
        return
    write_whole(job.output, html + "\n")
    typer.echo(f"summariser: {job.output} is written", err=True)


def _reports(records: list[Path], topic: Topic[Any]) -> Iterator[Report[Any]]:
    from summariser.output.records import parse_reports, read_reports

    found = False
    for path in records:
        reports = parse_reports(sys.stdin, topic, source="-") if str(path) == "-" else read_reports([path], topic)
        for report in reports:
            found = True
            yield report
    if not found:
        raise EmptySource("holds no reports", subject=", ".join(map(str, records)), hint="Run summarise first.")


def _pages(folder: Path | None, output: Path | None) -> dict[str, str]:
    """Addresses of the evidence pages in a folder, as seen from the page that is written."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise SourceNotFound("no such folder", subject=str(folder), hint="Make it with 'summarise --format html -o'.")
    import os
    from urllib.parse import quote

    base = output.parent if output is not None else Path()
    beside = Path(os.path.relpath(folder, base)).as_posix()
    return {path.name: quote(f"{beside}/{path.name}") for path in folder.glob("*.html") if path.name != INDEX}
