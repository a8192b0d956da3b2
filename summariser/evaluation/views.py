"""Views of a report: on the terminal, as Markdown, and as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from summariser.evaluation.contrast import Difference, p_words
from summariser.evaluation.report import Report, Row, Score
from summariser.evaluation.standings import SHOWN_USAGE, Standing
from summariser.evaluation.statistics import Interval
from summariser.safe import printable

if TYPE_CHECKING:
    from jinja2 import Template
    from rich.console import Console

NOT_MEASURED = "-"
_TYPE_HEAD = ("facts", "precision", "recall", "F1", "right", "omitted", "invented")
_FIELD_HEAD = ("field", "precision", "recall", "F1", "right", "wrong", "omitted", "invented")
_SCORE_HEAD = ("measure", "value", "95%", "of")


def print_report(report: Report, console: Console, *, errors: int = 0) -> None:
    """Show a report on a terminal.

    Args:
        report: The report.
        console: Where to.
        errors: How many of the worst cases to show with their errors.
    """
    from rich.table import Table
    from rich.text import Text

    def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, words: bool = False) -> None:
        shown = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for place, name in enumerate(head):
            shown.add_column(name, justify="right" if place and not words else "left")
        for row in rows:
            shown.add_row(*(Text(printable(cell)) for cell in row))
        console.print(shown)
        console.print()

    console.print(Text(printable(_title(report))))
    table("", _SCORE_HEAD, [score_cells(score) for score in report.headlines])
    if report.standings:
        table("Beside others", standing_head(report.standings), standing_rows(report.standings))
    table("Facts", _TYPE_HEAD, [type_cells(row) for row in report.types])
    table("Fields of facts that were found", _FIELD_HEAD, [field_cells(row) for row in _used(report.fields)])
    table("Costly errors", _SCORE_HEAD, [score_cells(score) for score in report.costly])
    table("Dates, empty articles, evidence, summary", _SCORE_HEAD, [score_cells(score) for score in report.others])
    if report.usage:
        table("Cost", ("", "sum"), list(report.usage.items()))
    for case in report.cases[:errors]:
        rows = [(f.what, f.kind, f.field or "", f.gold, f.predicted) for f in case.findings]
        table(case.name, ("error", "facts", "field", "label", "predicted"), rows, words=True)


def as_markdown(report: Report) -> str:
    """The report as Markdown tables, without single errors."""
    parts = [
        f"# {_title(report)}",
        _markdown(_SCORE_HEAD, [score_cells(score) for score in report.headlines]),
        *_beside(report),
        "## Facts",
        _markdown(_TYPE_HEAD, [type_cells(row) for row in report.types]),
        "## Fields of facts that were found",
        _markdown(_FIELD_HEAD, [field_cells(row) for row in _used(report.fields)]),
        "## Costly errors",
        _markdown(_SCORE_HEAD, [score_cells(score) for score in report.costly]),
        "## Dates, empty articles, evidence, summary",
        _markdown(_SCORE_HEAD, [score_cells(score) for score in report.others]),
    ]
    for matrix in report.matrices:
        parts.append(f"## Status of {matrix.kind}: label (rows) against prediction (columns)")
        rows = [(name, *map(_count, row)) for name, row in zip(matrix.gold, matrix.cells, strict=True)]
        parts.append(_markdown(("", *matrix.predicted), rows))
    if report.usage:
        parts += ["## Cost", _markdown(("", "sum"), list(report.usage.items()))]
    return "\n\n".join(parts) + "\n"


def as_html(report: Report) -> str:
    """The report as one HTML page: scores, plots, and every error beside its text. All text is escaped."""
    return _template().render(report=report, types=_used(report.types), fields=_used(report.fields))


def differences_as_markdown(differences: Sequence[Difference], articles: int, one: str, other: str) -> str:
    """Two runs in words: the headlines first, then what differs; the rest is only counted."""
    said = [difference for difference in differences if difference.change is not None]
    real = [difference for difference in said[2:] if difference.verdict != "no difference"]
    lines = [f"# {one} -> {other}, {articles} articles", ""]
    lines += [f"- {difference.sentence(articles)}" for difference in (*said[:2], *real)]
    lines.append(f"- {len(said) - 2 - len(real)} other measures show no difference.")
    return "\n".join(lines) + "\n"


def ratio(value: float | None) -> str:
    """A score in three digits."""
    return NOT_MEASURED if value is None else f"{value:.3f}"


def score_cells(score: Score) -> tuple[str, ...]:
    """Name, value, interval and counts of a score."""
    return score.name, ratio(score.value), _span(score.interval), f"{score.over} / {score.under}"


def type_cells(row: Row) -> tuple[str, ...]:
    """Scores and counts of a fact type."""
    prf = row.prf
    counts = map(str, (prf.right, row.omitted, row.invented))
    return row.name, ratio(prf.precision), ratio(prf.recall), ratio(prf.f1), *counts


def field_cells(row: Row) -> tuple[str, ...]:
    """Scores and counts of a field."""
    prf = row.prf
    counts = map(str, (prf.right, row.wrong, row.omitted, row.invented))
    return row.name, ratio(prf.precision), ratio(prf.recall), ratio(prf.f1), *counts


def standing_head(standings: Sequence[Standing]) -> tuple[str, ...]:
    """The systems, as the head of a table."""
    return ("", *(standing.system for standing in standings))


def standing_rows(standings: Sequence[Standing]) -> list[tuple[str, ...]]:
    """Measures as rows, systems as columns."""
    first, *measures = standings[0].values
    return [
        ("articles", *(str(standing.articles) for standing in standings)),
        (first, *(ratio(standing.values[first]) for standing in standings)),
        ("95%", *(_span(standing.interval) for standing in standings)),
        ("against the first", *(_against(standing) for standing in standings)),
        *((name, *(ratio(standing.values[name]) for standing in standings)) for name in measures),
        *((name, *(_sum(standing, name) for standing in standings)) for name in SHOWN_USAGE),
    ]


def made_with(standings: Sequence[Standing]) -> list[str]:
    """For each system that says so, what it was made with."""
    return [
        f"{standing.system}: {', '.join(f'{key} {value}' for key, value in standing.provenance.items())}"
        for standing in standings
        if standing.provenance
    ]


def _against(standing: Standing) -> str:
    if not standing.verdict:
        return NOT_MEASURED
    return f"{standing.verdict}, {p_words(standing.p)}"


def _span(interval: Interval | None) -> str:
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else NOT_MEASURED


def _sum(standing: Standing, name: str) -> str:
    return f"{standing.usage[name]:,.0f}" if name in standing.usage else NOT_MEASURED


def _beside(report: Report) -> list[str]:
    if not report.standings:
        return []
    made = [f"- {printable(line)}" for line in made_with(report.standings)]
    table = _markdown(standing_head(report.standings), standing_rows(report.standings))
    return ["## Beside others", table, "\n".join(made)]


def _title(report: Report) -> str:
    return f"{report.system} on {report.articles} articles ({report.topic})"


def _used(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.prf.gold or row.prf.predicted]


def _count(number: int) -> str:
    return str(number) if number else ""


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        escaped = (printable(cell).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;") for cell in cells)
        return "| " + " | ".join(escaped) + " |"

    rule = "|" + "|".join([" --- ", *[" ---: "] * (len(head) - 1)]) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["clean"] = printable
    environment.filters["ratio"] = ratio
    environment.filters["score_cells"] = score_cells
    environment.filters["type_cells"] = type_cells
    environment.filters["field_cells"] = field_cells
    environment.filters["standing_head"] = standing_head
    environment.filters["standing_rows"] = standing_rows
    environment.filters["made_with"] = made_with
    source = files("summariser.evaluation").joinpath("templates").joinpath("report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)
