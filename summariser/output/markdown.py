"""Markdown: summary, facts with their evidence, and what was rejected."""

from __future__ import annotations

import re
from typing import Any

from summariser.output.flat import rows
from summariser.report import Report
from summariser.safe import one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LEADING = re.compile(r"^(\d{0,9})([-+=.)])(?=[\s=-]|$)")
"""What makes a list, a rule or a heading of a line that begins with it."""


def to_markdown(report: Report[Any]) -> str:
    """One report as a Markdown document."""
    about = [str(report.article.published or "no date"), report.article.site or "", report.article.source]
    lines = [f"# {_text(report.article.title or 'Untitled')}", "", _text(" · ".join(filter(None, about))), ""]
    lines += [_text(report.summary_text), ""]
    for name in type(report.record).model_fields:
        facts = getattr(report.record, name)
        if facts:
            lines += [f"## {name.replace('_', ' ').capitalize()}", ""]
        for fact in facts:
            lines += [
                f"### {fact.id}: {_text(fact.describe())}",
                "",
                "| field | value | words | support |",
                "|---|---|---|---|",
            ]
            lines += [
                f"| {path} | {_text(value)} | {_text(leaf.raw) if leaf else ''} | {leaf.support if leaf else ''} |"
                for path, value, leaf in rows(fact)
            ]
            lines += ["", *(f"> {citation.sentence}. {_text(citation.text)}" for citation in fact.evidence), ""]
    lines += _listing("Rejected", [f"{r.path}: “{r.words}”: {r.reason}" for r in report.rejected])
    lines += _listing("Missing", [f"{m.what}, sentences {m.first} to {m.last}: {m.reason}" for m in report.missing])
    lines += _listing("Suspicious text", [f"{s.kind}: “{s.text}”" for s in report.suspicions])
    lines += _listing("Notes", report.notes)
    used = report.usage
    lines += [f"Model: {_text(report.model)}; {used.calls} calls, {used.tokens} tokens, {used.seconds:.1f} s.", ""]
    return "\n".join(lines)


def _listing(heading: str, entries: list[str]) -> list[str]:
    return [f"## {heading}", "", *(f"- {_text(entry)}" for entry in entries), ""] if entries else []


def _text(text: str) -> str:
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line(text)))
