"""Evidence pages to stdout, into one file, or one file each into a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.cli.writing import check, write_whole
from summariser.errors import UsageError
from summariser.report import Report
from summariser.topics.loading import load_views
from summariser.topics.topic import Topic

INDEX = "index.html"


def write_pages(readings: Iterable[tuple[Report[Any], Article]], topic: Topic[Any], output: Path | None) -> None:
    """Write one page of all articles; into a folder one page an article as they come, and a list of them.

    Args:
        readings: Reports with the articles they are about.
        topic: Their topic.
        output: A file, or a folder (one that is there, or a new one without a suffix); stdout if not given.

    Raises:
        UsageError: It cannot be written.
        TopicError: The topic's views do not load.
    """
    from summariser.output.page.evidence import to_html

    views = load_views(topic)
    if output is not None and is_folder(output):
        _make(output)
        _write_each(readings, topic, output)
        return
    if output is not None:
        check(output)
    together = list(readings)
    if not together:
        return
    html = to_html(together, views)
    if output is None:
        sys.stdout.write(html + "\n")
    else:
        write_whole(output, html + "\n")


def is_folder(output: Path) -> bool:
    """Whether a path means a folder: one that is there, or a new one without a suffix."""
    return output.is_dir() or (not output.exists() and not output.suffix)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot be made: {error.strerror}", subject=str(folder), hint="Name another.") from error
    if not os.access(folder, os.W_OK):
        raise UsageError("cannot be written to", subject=str(folder), hint="Name another folder.")


def _write_each(readings: Iterable[tuple[Report[Any], Article]], topic: Topic[Any], folder: Path) -> None:
    from summariser.output.page.evidence import index_html, page_name, to_html

    views = load_views(topic)
    entries: dict[str, Report[Any]] = {}
    for report, article in readings:
        name = page_name(report.article)
        write_whole(folder / name, to_html([(report, article)], views) + "\n")
        entries[name] = report
    if entries:
        write_whole(folder / INDEX, index_html(list(entries.items())) + "\n")
