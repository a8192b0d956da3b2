"""The terminal view of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summariser.output.cards import Card, Tag, Value, cards
from summariser.output.readable import words
from summariser.report import Report
from summariser.safe import printable
from summariser.topics.loading import views_of
from summariser.topics.views import Tone
from summariser.values.leaf import Support

WIDEST = 110
"""Columns: longer lines are hard to read, however wide the terminal is."""
_LABELS = 18
"""Least columns of the names of fields, so that values stand below each other from fact to fact."""
_SIGNS = {Tone.FIRM: "● ", Tone.OPEN: "○ ", Tone.DOUBTFUL: "? ", Tone.AGAINST: "✕ ", Tone.PLAIN: ""}
_STYLES = {Tone.FIRM: "green", Tone.OPEN: "cyan", Tone.DOUBTFUL: "yellow", Tone.AGAINST: "bold red", Tone.PLAIN: "dim"}
_TOLD = {Tone.FIRM: "happened", Tone.OPEN: "not yet", Tone.DOUBTFUL: "somebody says so", Tone.AGAINST: "does not hold"}
_SUPPORT = {Support.NORMALISED: " ≈", Support.INFERRED: " ~"}
LEGEND = "≈ printed in another form   ~ decided by the context   [n] sentence of the article"


def show(report: Report[Any], console: Console) -> None:
    """Print one report."""
    console.print(Constrain(_render(report), WIDEST))


def _render(report: Report[Any]) -> RenderableType:
    article = report.article
    about = " · ".join(filter(None, [str(article.published or "no date"), article.site, article.source, report.model]))
    blocks: list[RenderableType] = [
        Text(printable(article.title or "Untitled"), style="bold"),
        Text(printable(about), style="dim"),
        Text(),
        Text(printable(report.summary_text)),
    ]
    views = views_of(type(report.record))
    tones: set[Tone] = set()
    for name in type(report.record).model_fields:
        found = cards(getattr(report.record, name), views.badges.get(name, ()))
        if found:
            blocks += [Text(), Text(words(name).upper(), style="bold")]
        for position, card in enumerate(found):
            blocks += [Text(), _fact(card)] if position else [_fact(card)]
            tones.update(tag.tone for tag in card.tags)
    if report.facts():
        signs = [f"{_SIGNS[tone]}{told}" for tone, told in _TOLD.items() if tone in tones]
        blocks += [Text(), Text("   ".join([*signs, LEGEND]), style="dim")]
    blocks += _listing("REJECTED", "yellow", [f"{r.path} “{r.words}”: {r.reason}" for r in report.rejected])
    blocks += _listing(
        "MISSING", "red", [f"{m.what}, sentences {m.first}-{m.last}: {m.reason}" for m in report.missing]
    )
    blocks += _listing("SUSPICIOUS TEXT", "yellow", [f"{s.kind}: {s.text}" for s in report.suspicions])
    blocks += _listing("NOTES", "dim", report.notes)
    return Group(*blocks)


def _fact(card: Card) -> RenderableType:
    """Name, badges, and a line for each entry of each field."""
    numbers = "".join(f"[{number}]" for number in card.sentences)
    head = Text.assemble((printable(card.title), "bold"), "  ", (numbers, "dim"))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True, min_width=_LABELS)
    table.add_column(overflow="fold")
    for row in card.rows:
        for position, line in enumerate(row.lines):
            table.add_row("" if position else row.label, _line(line))
    body: list[RenderableType] = [table]
    if card.tags:
        body.insert(0, Text().join(_between(map(_tag, card.tags))))
    fact = Table.grid(padding=(0, 2))
    fact.add_row(Text(card.id, style="bold"), Group(head, *body))
    return Padding(fact, (0, 0, 0, 2))


def _between(tags: Iterable[Text]) -> Iterator[Text]:
    for position, tag in enumerate(tags):
        yield from [Text(" · ", style="dim"), tag] if position else [tag]


def _tag(tag: Tag) -> Text:
    by = f" by {tag.by}" if tag.by else ""
    return Text(printable(f"{_SIGNS[tag.tone]}{tag.value}{by}"), style=_STYLES[tag.tone])


def _line(line: tuple[Value, ...]) -> Text:
    """The values of an object, each after its name; of a plain field the value alone."""
    text = Text()
    for position, value in enumerate(line):
        if position or len(line) == 1:
            text.append(", " if position else "", style="dim")
            text.append(f"{value.name} " if value.name else "", style="dim")
        text.append(printable(value.text))
        text.append(_SUPPORT.get(value.support, "") if value.support else "")
        if value.raw:
            text.append(f"  “{printable(value.raw)}”", style="dim")
        if value.note:
            text.append(f"  ({printable(value.note)})", style="yellow")
    return text


def _listing(heading: str, style: str, entries: list[str]) -> list[RenderableType]:
    if not entries:
        return []
    return [Text(), Text(heading, style=f"bold {style}"), *(Padding(Text(printable(e)), (0, 0, 0, 2)) for e in entries)]
