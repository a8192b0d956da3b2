"""The terminal's view of a store: tables for 80 columns, streamed; everything from outside made safe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summariser.linking.groups import Group
from summariser.safe import one_line
from summariser.store.entries import ArticleRow, ErrorCount, FactRow, Hit, Spent
from summariser.store.states import State

T = TypeVar("T")
_PAGE = 200
"""Rows that are laid out together."""
_KEY = 8
_REASONS = 3
_STYLES = {State.DONE: "green", State.PARTIAL: "yellow", State.FAILED: "red", State.RUNNING: "cyan"}


def show_articles(rows: Iterable[ArticleRow]) -> None:
    """Articles, one line each."""
    console = _console()
    for page, first in _pages(rows):
        table = _table(first, ("key", _KEY), ("state", 7), ("published", 10), ("source", None), ("title", None))
        for row in page:
            state = Text(row.state.value, style=_STYLES.get(row.state, ""))
            table.add_row(row.key[:_KEY], state, str(row.published or ""), _end(row.source), _line(row.title or ""))
        console.print(table)


def show_hits(hits: Sequence[Hit]) -> None:
    """Articles that a search found, with the words around."""
    console = _console()
    for hit in hits:
        head = Text.assemble((hit.key[:_KEY], "bold"), "  ", str(hit.published or "no date"), "  ", _line(hit.source))
        console.print(head, overflow="ellipsis", no_wrap=True)
        if hit.title:
            console.print(Padding(_line(hit.title), (0, 0, 0, 2)))
        console.print(Padding(Text(one_line(hit.snippet), style="dim"), (0, 0, 0, 2)))


def show_facts(rows: Iterable[FactRow]) -> int:
    """Facts as sentences with their dates; how many there were."""
    console, number = _console(), 0
    for page, first in _pages(rows):
        table = _table(first, ("key", _KEY), ("fact", 4), ("dates", 10), ("what is stated", None), fold=True)
        for row in page:
            number += 1
            table.add_row(row.article[:_KEY], _line(row.id), _dates(row), Text(one_line(row.description)))
        console.print(table)
    return number


def show_groups(groups: Sequence[Group]) -> None:
    """Facts that several articles tell: each telling, and why they are one."""
    console = _console()
    for group in groups:
        console.print(Text(one_line(group.facts[-1].description), style="bold"))
        table = Table.grid(padding=(0, 2))
        for row in group.facts:
            table.add_row(
                row.article[:_KEY], _line(row.id), str(row.published or "no date"), _line(row.status or ""),
                _end(row.source),
            )  # fmt: skip
        console.print(Padding(table, (0, 0, 0, 2)))
        for found in group.links[:_REASONS]:
            reasons = Text(f"{found.score:.2f}  {one_line('; '.join(found.reasons))}", style="dim")
            console.print(Padding(reasons, (0, 0, 0, 2)))
        if len(group.links) > _REASONS:
            more = Text(f"and {len(group.links) - _REASONS} more links", style="dim")
            console.print(Padding(more, (0, 0, 0, 2)))


def show_failures(rows: Iterable[tuple[ArticleRow, str]]) -> int:
    """What failed, and why; how many there were."""
    console, number = _console(), 0
    for page, first in _pages(rows):
        table = _table(first, ("key", _KEY), ("state", 7), ("tries", 5), ("source", None), ("why", None), fold=True)
        for row, why in page:
            number += 1
            state = Text(row.state.value, style=_STYLES.get(row.state, ""))
            table.add_row(row.key[:_KEY], state, str(row.tries), _end(row.source), Text(one_line(why)))
        console.print(table)
    return number


def show_spent(spent: Sequence[Spent], errors: Sequence[ErrorCount]) -> None:
    """What questions cost, by model, and the errors by class."""
    console = _console()
    columns = ("questions", "failed", "calls", "tokens in", "out", "seconds", "US$")
    table = _table(True, ("model", None), *((name, None) for name in columns), right=columns)
    for entry in spent:
        cost = "" if entry.cost is None else f"{entry.cost:.4f}"
        numbers = (entry.questions, entry.failed, entry.calls, entry.input_tokens, entry.output_tokens)
        shown = [f"{number:,}" for number in numbers]
        table.add_row(Text(one_line(entry.model)), *shown, f"{entry.seconds:,.0f}", cost)
    console.print(table)
    if errors:
        console.print()
        failures = _table(True, ("error", None), ("times", None), ("example", None), right=("times",), fold=True)
        for error in errors:
            failures.add_row(_line(error.error), f"{error.times:,}", Text(one_line(error.example)))
        console.print(failures)


def _console() -> Console:
    return Console(file=sys.stdout, highlight=False, markup=False)


def _pages(rows: Iterable[T]) -> Iterator[tuple[list[T], bool]]:
    """The rows a page at a time, and whether it is the first, which has the headings."""
    remaining, first = iter(rows), True
    while page := list(islice(remaining, _PAGE)):
        yield page, first
        first = False


def _table(headed: bool, *columns: tuple[str, int | None], fold: bool = False, right: Sequence[str] = ()) -> Table:
    table = Table(box=None, show_header=headed, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False)
    for name, width in columns:
        wraps = fold and width is None and name not in ("source", *right)
        table.add_column(
            name, width=width, no_wrap=not wraps, overflow="fold" if wraps else "ellipsis",
            justify="right" if name in right else "left",
        )  # fmt: skip
    return table


def _dates(row: FactRow) -> str:
    if row.first is None:
        return ""
    return str(row.first) if row.first == row.last else f"{row.first}\n{row.last}"


def _line(text: str) -> Text:
    return Text(one_line(text))


def _end(source: str, most: int = 28) -> Text:
    """A source, its end if it is long: what tells paths and addresses apart stands there."""
    plain = one_line(source)
    return Text(plain if len(plain) <= most else f"…{plain[1 - most :]}")
