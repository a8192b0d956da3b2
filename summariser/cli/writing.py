"""Results to stdout, or whole to a file."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from summariser import atomic
from summariser.cli.formats import Format
from summariser.cli.progress import Display
from summariser.errors import UsageError
from summariser.report import Report
from summariser.safe import json_text


def write_reports(reports: Iterator[Report[Any]], format: Format, output: Path | None, display: Display) -> None:
    """Write reports as they come; into a file all at once, when the last is there, and not without any.

    JSON is one object for one report and an array for several, so it is written at the end. What was finished before
    an interrupt or an error is written all the same: it has been paid for.

    Raises:
        UsageError: The file cannot be written.
    """
    if output is None:
        _write(reports, format, sys.stdout, display)
        return
    check(output)
    buffer = io.StringIO()
    try:
        _write(reports, format, buffer, display)
    finally:
        if buffer.getvalue():
            write_whole(output, buffer.getvalue())


def check(output: Path) -> None:
    """Refuse a file that cannot be written before anything is paid for.

    Raises:
        UsageError: It is a folder, or its folder is not there or cannot be written to.
    """
    if output.is_dir():
        raise UsageError("is a folder", subject=str(output), hint="Name a file.")
    if _is_device(output):
        if not os.access(output, os.W_OK):
            raise UsageError("cannot be written to", subject=str(output), hint="Name another file.")
        return
    folder = _target(output).parent
    if not folder.is_dir():
        raise UsageError("its folder does not exist", subject=str(output), hint="Make the folder first.")
    if not os.access(folder, os.W_OK):
        raise UsageError("its folder cannot be written to", subject=str(output), hint="Name another folder.")


def write_whole(output: Path, text: str) -> None:
    """Write a file whole or not at all, where a link points to; a device or a pipe is written to as it is.

    Raises:
        UsageError: The file cannot be written.
    """
    try:
        if _is_device(output):
            output.write_text(text, "utf-8")
        else:
            atomic.write_whole(_target(output), text)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", subject=str(output)) from error


def _is_device(output: Path) -> bool:
    return output.exists() and not output.is_file()


def _target(output: Path) -> Path:
    return Path(os.path.realpath(output))


def _write(reports: Iterator[Report[Any]], format: Format, out: TextIO, display: Display) -> None:
    if format is Format.JSON:
        texts: list[str] = []
        try:
            for report in reports:
                texts.append(json_text(report.model_dump_json(indent=2), ascii_only=_is_narrow(out)))
        finally:
            if texts:
                out.write(texts[0] if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]")
                out.write("\n")
        return
    for number, report in enumerate(reports):
        display.pause()
        out.write(_text(report, format, first=number == 0, terminal=out))
        out.flush()
        display.resume()


def _text(report: Report[Any], format: Format, *, first: bool, terminal: TextIO) -> str:
    if format is Format.JSONL:
        return json_text(report.model_dump_json(), ascii_only=_is_narrow(terminal)) + "\n"
    if format is Format.MARKDOWN:
        from summariser.output.markdown import to_markdown

        return ("" if first else "\n") + to_markdown(report)
    if format is Format.CSV:
        from summariser.output.tables import to_csv

        return to_csv([report], header=first)
    from rich.console import Console

    from summariser.output.terminal import show

    show(report, Console(file=terminal, highlight=False, markup=False))
    return "\n"


def _is_narrow(out: TextIO) -> bool:
    """Whether a stream's encoding cannot hold every character."""
    return not (out.encoding or "utf-8").lower().startswith("utf")
