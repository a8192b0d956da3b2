"""Declaration of the command ``report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summariser.cli.guard import guarded


@guarded
def report(
    records: Annotated[
        list[Path], typer.Argument(metavar="RECORDS...", help="JSON Lines from summarise --format jsonl, or -.")
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Page to write instead of stdout.")] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", "-t", help="Topic of the reports: a name, or a folder such as ./mytopic.")
    ] = None,
    pages: Annotated[
        Path | None, typer.Option(help="Folder of pages from summarise --format html, to link to.")
    ] = None,
) -> None:
    """Draw and list the facts of many articles on one page.

    summariser report records.jsonl -o report.html

    summariser report 2024.jsonl 2025.jsonl --pages pages -o report.html
    """
    from summariser.cli.collecting import Collecting, write_collection

    write_collection(Collecting(records, output, topic, pages))
