"""Write what follows from the code: the man page, the table of settings, the published shape of reports.

    python docs/reference.py

A published shape is never overwritten by an incompatible one: a new major version goes to a file of its own.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import click
import typer.main
from summariser.schemas.agreements import Agreements

from summariser import __version__
from summariser.cli.main import app
from summariser.report import SCHEMA_VERSION, Report
from summariser.settings import PREFIX, Settings

sys.path.insert(0, str(Path(__file__).parent))
from compatibility import breaks

DOCS = Path(__file__).parent
MAN = DOCS / "summariser.1"
CONFIGURATION = DOCS / "configuration.md"
SCHEMA = DOCS / "schemas" / f"report-agreements-v{SCHEMA_VERSION}.json"
START, END = "<!-- settings: written by docs/reference.py -->", "<!-- end of settings -->"


def settings_table() -> str:
    """The settings as a Markdown table, one row each."""
    rows = ["| environment | file | default | |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "none" if field.default is None else f"`{json.dumps(field.default)}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | `{name}` | {default} | {field.description} |")
    return "\n".join(rows)


def configuration(page: str) -> str:
    """The page with the table as it is now."""
    head, _, rest = page.partition(START)
    return f"{head}{START}\n{settings_table()}\n{END}{rest.partition(END)[2]}"


def schema() -> dict[str, Any]:
    """JSON Schema of a report on agreements."""
    made = Report[Agreements].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def man_page() -> str:
    """The manual of the command and all its subcommands, as roff."""
    group = typer.main.get_command(app)
    lines = [
        f'.TH SUMMARISER 1 "" "summariser {__version__}" "User Commands"',
        ".SH NAME",
        r"summariser \- read news articles into verified records and short summaries",
        ".SH SYNOPSIS",
        r".B summariser",
        r"[\fIOPTIONS\fR] \fICOMMAND\fR [\fIARGS\fR]...",
        ".SH DESCRIPTION",
        *_paragraphs(group.help or ""),
        ".SH COMMANDS",
    ]
    for path, command in _commands(group, "summariser"):
        lines += [f".SS {_roff(path)}", *_paragraphs(command.help or ""), *_options(command, path)]
    lines += [".SH ENVIRONMENT"]
    for name, field in Settings.model_fields.items():
        lines += [".TP", rf"\fB{PREFIX}{name.upper()}\fR", _roff(field.description or "")]
    lines += [
        ".TP",
        rf"\fB{PREFIX}CONFIG\fR",
        "The configuration file, in the place of the user's own.",
        ".SH EXIT STATUS",
    ]
    lines += ["0 when every article was read whole; 1 to 8 as the documentation of errors says."]
    return "\n".join(lines) + "\n"


def _commands(group: Any, path: str) -> list[tuple[str, Any]]:
    found = []
    for name, command in group.commands.items():
        inner = f"{path} {name}"
        found += _commands(command, inner) if hasattr(command, "commands") else [(inner, command)]
    return found


def _options(command: Any, path: str) -> list[str]:
    lines = []
    context = click.Context(command, info_name=path.rpartition(" ")[2])
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None and parameter.name != "help":
            lines += [".TP", rf"\fB{_roff(record[0])}\fR", _roff(record[1])]
    return lines


def _paragraphs(text: str) -> list[str]:
    """Paragraphs of a help text; lines to copy, which stand indented or begin with the command, as they are."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        example = paragraph.strip().startswith(("summariser ", "cat "))
        flat = _roff(" ".join(paragraph.split()))
        lines += [".PP", *([".nf", ".RS", flat, ".RE", ".fi"] if example else [flat])]
    return lines


def _roff(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def main() -> None:
    """Write everything."""
    MAN.write_text(man_page(), "utf-8")
    CONFIGURATION.write_text(configuration(CONFIGURATION.read_text("utf-8")), "utf-8")
    SCHEMA.parent.mkdir(exist_ok=True)
    published = json.loads(SCHEMA.read_text("utf-8")) if SCHEMA.exists() else schema()
    problems = breaks(published, schema())
    if problems:
        sys.exit("Raise SCHEMA_VERSION in summariser/report.py: " + "; ".join(problems))
    SCHEMA.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
