"""The commands ``summariser store ...``: declarations; the work is in ``storing``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from summariser.cli.formats import Format
from summariser.cli.guard import guarded
from summariser.store.states import State

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look into a store of results: what was read, what it states, what failed, what it cost.\n\n"
    "  summariser store list --store results.db\n\n"
    "  summariser store facts --store results.db --party IN --since 2025-01\n\n"
    "  summariser store export --store results.db -o facts.csv",
)


class FactFormat(StrEnum):
    """How facts and links are written."""

    TERMINAL = "terminal"
    JSONL = "jsonl"
    CSV = "csv"


class LinkFormat(StrEnum):
    """How links are written."""

    TERMINAL = "terminal"
    JSONL = "jsonl"


Address = Annotated[
    str, typer.Option("--store", "-s", help="The store: a file, or postgresql+psycopg://user@host/database.")
]
TopicName = Annotated[str | None, typer.Option("--topic", "-t", help="Only of this topic.")]
Model = Annotated[str | None, typer.Option("--model", "-m", help="Only read by this model.")]
Type = Annotated[str | None, typer.Option("--type", help="Fact type, e.g. agreements.")]
Party = Annotated[str | None, typer.Option("--party", help="A party: ISO code or name.")]
Equipment = Annotated[str | None, typer.Option("--equipment", help="Words of a designation, e.g. Javelin.")]
Kind = Annotated[str | None, typer.Option("--kind", help="What the fact is about, as the topic's vocabulary says it.")]
Status = Annotated[str | None, typer.Option("--status", help="Its status.")]
Choice = Annotated[
    list[str] | None, typer.Option("--choice", help="Another vocabulary: FIELD=VALUE, e.g. items.category=missile.")
]
Since = Annotated[str | None, typer.Option("--since", help="Dated on or after: 2025, 2025-01 or 2025-01-31.")]
Until = Annotated[str | None, typer.Option("--until", help="Dated on or before.")]
Text = Annotated[str | None, typer.Option("--text", help='Words in the fact or its sentences; "in quotes" together.')]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Most rows.")]


@app.command("list")
@guarded
def list_(
    store: Address,
    state: Annotated[list[State] | None, typer.Option("--state", help="Only in this state; may be repeated.")] = None,
    topic: TopicName = None,
    model: Model = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Words in the article or its summary, best match first.")
    ] = None,
    limit: Limit = None,
) -> None:
    """List articles and where they stand.

    summariser store list --store results.db --state failed --state partial

    summariser store list --store results.db --text 'frigates "type 26"'
    """
    from summariser.cli import storing

    storing.list_articles(store, tuple(state or ()), topic, model, text, limit)


@app.command()
@guarded
def show(
    store: Address,
    wanted: Annotated[str, typer.Argument(metavar="KEY|SOURCE", help="A key, its beginning, or a source.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the report.")] = Format.TERMINAL,
    topic: Annotated[
        str | None, typer.Option("--topic", "-t", help="Folder of the topic, where it is not installed.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write to instead of stdout.")] = None,
) -> None:
    """Show the report of an article.

    summariser store show --store results.db articles/pact.txt --format markdown
    """
    from summariser.cli import storing

    storing.show(store, wanted, format, topic, output)


@app.command()
@guarded
def facts(
    store: Address,
    topic: TopicName = None,
    type: Type = None,
    party: Party = None,
    equipment: Equipment = None,
    kind: Kind = None,
    status: Status = None,
    choice: Choice = None,
    since: Since = None,
    until: Until = None,
    text: Text = None,
    limit: Limit = None,
    format: Annotated[FactFormat, typer.Option("--format", "-f", help="How to write them.")] = FactFormat.TERMINAL,
) -> None:
    """List facts of all articles.

    summariser store facts --store results.db --party IN --equipment Javelin --since 2025-01

    summariser store facts --store results.db --status signed --format csv > signed.csv
    """
    from summariser.cli import storing
    from summariser.store.entries import FactQuery

    asked = FactQuery(topic=topic, type=type, party=party, equipment=equipment, kind=kind, status=status, text=text)
    query = storing.query(asked, choice or (), since, until)
    storing.list_facts(store, query, limit, format)


@app.command()
@guarded
def links(
    store: Address,
    topic: Annotated[str | None, typer.Option("--topic", "-t", help="Topic: a name or a folder.")] = None,
    party: Party = None,
    limit: Limit = None,
    format: Annotated[LinkFormat, typer.Option("--format", "-f", help="How to write them.")] = LinkFormat.TERMINAL,
) -> None:
    """Show facts that several articles tell, with the reasons for taking them as one.

    summariser store links --store results.db --party IN
    """
    from summariser.cli import storing

    storing.list_links(store, topic, party, limit, format)


@app.command()
@guarded
def export(
    store: Address,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="*.jsonl for whole reports, *.csv or *.parquet for facts.")
    ],
    topic: TopicName = None,
    model: Annotated[str | None, typer.Option("--model", "-m", help="Of *.jsonl: only read by this model.")] = None,
) -> None:
    """Write everything out: reports as JSON Lines, facts as CSV or Parquet.

    summariser store export --store results.db -o reports.jsonl

    summariser store export --store results.db -o facts.parquet
    """
    from summariser.cli import storing

    storing.export_to(store, output, topic, model)


@app.command()
@guarded
def failed(store: Address, limit: Limit = None) -> None:
    """Show what failed or lacks a part, why, and the command that reads it again.

    summariser store failed --store results.db
    """
    from summariser.cli import storing

    storing.list_failed(store, limit)


@app.command()
@guarded
def attempts(store: Address) -> None:
    """Show what all questions cost, by model, and which errors there were.

    summariser store attempts --store results.db
    """
    from summariser.cli import storing

    storing.show_attempts(store)
