"""The terminal view of a report."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summariser.output.flat import rows
from summariser.output.safe import printable
from summariser.report import Report
from summariser.topics.fact import Fact
from summariser.values.leaf import Support

_MARKS = {Support.VERBATIM: "", Support.NORMALISED: " ≈", Support.INFERRED: " ~"}
_STYLES = {Support.VERBATIM: "", Support.NORMALISED: "", Support.INFERRED: "italic"}
LEGEND = "≈ printed in another form   ~ decided by the context   [n] sentence of the article"


def show(report: Report[Any], console: Console) -> None:
    """Print one report."""
    console.print(_render(report))


def _render(report: Report[Any]) -> RenderableType:
    article = report.article
    about = " · ".join(filter(None, [str(article.published or "no date"), article.site, article.source, report.model]))
    blocks: list[RenderableType] = [
        Text(printable(article.title or "Untitled"), style="bold"),
        Text(printable(about), style="dim"),
        Text(),
        Text(printable(report.summary_text)),
    ]
    marked = False
    for name in type(report.record).model_fields:
        facts = getattr(report.record, name)
        if facts:
            marked = True
            blocks += [Text(), Text(name.replace("_", " ").upper(), style="bold cyan")]
            blocks += [_fact(fact) for fact in facts]
    if marked:
        blocks += [Text(), Text(LEGEND, style="dim")]
    blocks += _listing("REJECTED", "yellow", [f"{r.path} “{r.words}”: {r.reason}" for r in report.rejected])
    blocks += _listing(
        "MISSING", "red", [f"{m.what}, sentences {m.first}-{m.last}: {m.reason}" for m in report.missing]
    )
    blocks += _listing("SUSPICIOUS TEXT", "yellow", [f"{s.kind}: {s.text}" for s in report.suspicions])
    blocks += _listing("NOTES", "dim", report.notes)
    return Group(*blocks)


def _fact(fact: Fact) -> RenderableType:
    numbers = "".join(f"[{citation.sentence}]" for citation in fact.evidence)
    head = Text.assemble((fact.id, "bold"), "  ", printable(fact.describe()), "  ", (numbers, "dim"))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for path, value, leaf in rows(fact):
        text = Text(printable(value))
        if leaf is not None:
            text.stylize(_STYLES[leaf.support])
            text.append(_MARKS[leaf.support])
            if leaf.raw.lower() not in value.lower():
                text.append(f"  “{printable(leaf.raw)}”", style="dim")
            if leaf.note:
                text.append(f"  ({printable(leaf.note)})", style="dim yellow")
        table.add_row(path, text)
    return Padding(Group(head, Padding(table, (0, 0, 0, 4))), (0, 0, 0, 2))


def _listing(heading: str, style: str, entries: list[str]) -> list[RenderableType]:
    if not entries:
        return []
    return [Text(), Text(heading, style=f"bold {style}"), *(Padding(Text(printable(e)), (0, 0, 0, 2)) for e in entries)]
