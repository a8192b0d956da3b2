"""The work of ``summariser store``: what is asked of a store, and how it is written."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from summariser.cli.formats import Format
from summariser.cli.store import FactFormat, LinkFormat
from summariser.cli.topics import named_topic
from summariser.cli.writing import write_reports
from summariser.errors import StoreError, UsageError
from summariser.report import Report, report_class
from summariser.safe import json_text, printable
from summariser.store.entries import ArticleRow, FactQuery, FactRow
from summariser.store.states import State
from summariser.store.store import Store
from summariser.values import edtf

if TYPE_CHECKING:
    from summariser.linking.groups import Group

_SHOWN_KEY = 12
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def query(asked: FactQuery, choices: Iterable[str], since: str | None, until: str | None) -> FactQuery:
    """The query with the options that have to be read.

    Raises:
        UsageError: A date or a choice is not written as one.
    """
    pairs = {choice: choice.partition("=") for choice in choices}
    wrong = next((choice for choice, (name, _, value) in pairs.items() if not (name and value)), None)
    if wrong is not None:
        raise UsageError("is no choice", subject=wrong, hint="Write FIELD=VALUE.")
    return replace(
        asked,
        choices={name: value for name, _, value in pairs.values()},
        since=_day(since, last=False),
        until=_day(until, last=True),
    )


def list_articles(
    address: str, states: tuple[State, ...], topic: str | None, model: str | None, text: str | None, limit: int | None
) -> None:
    """Print articles, or with words to look for, what holds them."""
    from summariser.cli.store_views import show_articles, show_hits

    with Store.open(address, create=False) as store:
        if text is not None:
            hits = store.search(text, limit=limit or 20)
            show_hits(hits)
            return
        show_articles(store.articles(states=states, topic=topic, model=model, limit=limit))
        counts = store.counts()
        typer.echo(", ".join(f"{counts[state]:,} {state}" for state in State if counts[state]) or "empty", err=True)


def show(address: str, wanted: str, format: Format, topic: str | None, output: Path | None) -> None:
    """Print the report of one article."""
    from summariser.cli.progress import Display

    with Store.open(address, create=False) as store:
        row = _one(store, wanted)
        text = store.report(row.key)
    if text is None:
        why = f": {row.error.rstrip('.')}" if row.error else ""
        raise StoreError(f"has no report, it is {row.state}{why}", subject=_shown(row), hint="Read it again.")
    if format in (Format.JSON, Format.JSONL) and output is None:
        indent = 2 if format is Format.JSON else None
        typer.echo(json_text(json.dumps(json.loads(text), indent=indent, ensure_ascii=False)))
        return
    report = _typed(text, topic or row.topic)
    write_reports(iter([report]), format, output, Display(verbose=False))


def list_facts(address: str, asked: FactQuery, limit: int | None, format: FactFormat) -> None:
    """Print the facts that a query asks for."""
    from summariser.cli.store_views import show_facts
    from summariser.output.export import write_csv

    with Store.open(address, create=False) as store:
        if format is FactFormat.CSV:
            write_csv(store, sys.stdout, asked, limit=limit)
        elif format is FactFormat.JSONL:
            for row in store.facts(asked, limit=limit):
                typer.echo(_json(_fact(row) | {"data": row.data}))
        else:
            number = show_facts(store.facts(asked, limit=limit))
            typer.echo(f"{number:,} facts", err=True)


def list_links(address: str, topic: str | None, party: str | None, limit: int | None, format: LinkFormat) -> None:
    """Print the facts that several articles tell."""
    from summariser.cli.store_views import show_groups
    from summariser.linking.groups import link
    from summariser.topics.loading import load_comparison, load_topic

    loaded = load_topic(named_topic(topic))
    comparison = load_comparison(loaded)
    with Store.open(address, create=False) as store:
        groups = link(store.facts(FactQuery(topic=loaded.name, party=party)), comparison)
    if format is LinkFormat.JSONL:
        for group in groups[:limit]:
            typer.echo(_json(_group(group)))
        return
    show_groups(groups[:limit])
    typer.echo(f"{len(groups):,} facts are told by several articles", err=True)


def export_to(address: str, output: Path, topic: str | None, model: str | None) -> None:
    """Write the store to a file."""
    from summariser.output.export import export

    with Store.open(address, create=False) as store:
        number = export(store, output, FactQuery(topic=topic), model=model)
    what = "reports" if output.suffix.lower() == ".jsonl" else "facts"
    typer.echo(f"{number:,} {what} in {printable(str(output))}", err=True)


def list_failed(address: str, limit: int | None) -> None:
    """Print what failed or lacks a part, and the commands that read it again."""
    from summariser.cli.store_views import show_failures

    commands: dict[str, None] = {}
    with Store.open(address, create=False) as store:
        rows = store.articles(states=(State.FAILED, State.PARTIAL), limit=limit)

        def reasons() -> Iterable[tuple[ArticleRow, str]]:
            for row in rows:
                if row.command:
                    commands[row.command] = None
                yield row, row.error or _missing(store.report(row.key))

        number = show_failures(reasons())
    if not number:
        typer.echo("nothing failed", err=True)
    for command in commands:
        typer.echo(f"read it again: {printable(command)}")


def show_attempts(address: str) -> None:
    """Print what questions cost, and their errors."""
    from summariser.cli.store_views import show_spent

    with Store.open(address, create=False) as store:
        show_spent(store.spent(), store.errors())


def _one(store: Store, wanted: str) -> ArticleRow:
    rows = store.find(wanted)
    if not rows:
        raise StoreError(
            "the store holds no such article", subject=wanted, hint="List them: summariser store list --store ..."
        )
    exact = [row for row in rows if row.key == wanted.lower()] or rows
    if len(exact) > 1:
        keys = ", ".join(f"{row.key[:_SHOWN_KEY]} ({row.model}, {row.state})" for row in exact[:5])
        raise StoreError(f"{len(exact)} articles fit: {keys}", subject=wanted, hint="Give a key.")
    return exact[0]


def _typed(text: str, topic: str) -> Report[Any]:
    from pydantic import ValidationError

    from summariser.topics.loading import load_topic

    record = load_topic(named_topic(topic)).record
    try:
        return report_class(record).model_validate_json(text)
    except ValidationError as error:
        raise StoreError(
            f"the report does not fit the topic as it is now: {error.error_count()} differences",
            subject=topic,
            hint="Show it with --format json, or read the article again.",
        ) from error


def _missing(report: str | None) -> str:
    """What a partial report lacks, in one line."""
    entries = json.loads(report)["missing"] if report else []
    return "; ".join(
        f"{entry['what']}, sentences {entry['first']} to {entry['last']}: {entry['reason']}" for entry in entries
    )


def _day(text: str | None, *, last: bool) -> date | None:
    if text is None:
        return None
    days = edtf.span(text) if _DATE.fullmatch(text) else None
    if days is not None:
        return days[1] if last else days[0]
    raise UsageError("is no date", subject=text, hint="Write 2025, 2025-01 or 2025-01-31.")


def _fact(row: FactRow) -> dict[str, Any]:
    fields = asdict(row)
    del fields["data"], fields["number"]
    return fields


def _group(group: Group) -> dict[str, Any]:
    names = {row.number: {"article": row.article, "fact": row.id} for row in group.facts}
    links = [
        {"facts": [names[link.one], names[link.other]], "score": link.score, "reasons": link.reasons}
        for link in group.links
    ]
    return {"facts": [_fact(row) for row in group.facts], "links": links}


def _json(value: dict[str, Any]) -> str:
    return json_text(json.dumps(value, ensure_ascii=False, default=str))


def _shown(row: ArticleRow) -> str:
    return f"{row.source} ({row.key[:_SHOWN_KEY]})"
