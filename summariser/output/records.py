"""Reports read back from the JSON Lines that ``summarise`` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from summariser.errors import SourceNotFound, UnreadableSource, UnsupportedSource
from summariser.report import Report, report_class
from summariser.topics.topic import Topic

_HINT = "Give what 'summarise --format jsonl' wrote, of one topic."


def read_reports(paths: Iterable[Path], topic: Topic[Any]) -> Iterator[Report[Any]]:
    """The reports of files, in order, one at a time.

    Args:
        paths: Files of JSON Lines.
        topic: The topic that the reports are of.

    Raises:
        SourceNotFound: There is no such file.
        UnreadableSource: It cannot be read.
        UnsupportedSource: A line is no report of this topic; says which.
    """
    for path in paths:
        try:
            with path.open(encoding="utf-8") as lines:
                yield from parse_reports(lines, topic, source=str(path))
        except FileNotFoundError:
            raise SourceNotFound("no such file", subject=str(path), hint=_HINT) from None
        except UnicodeDecodeError:
            raise UnsupportedSource("is no text in UTF-8", subject=str(path), hint=_HINT) from None
        except OSError as error:
            raise UnreadableSource(f"cannot be read: {error.strerror}", subject=str(path)) from error


def parse_reports(lines: Iterable[str] | TextIO, topic: Topic[Any], *, source: str) -> Iterator[Report[Any]]:
    """The reports of lines of JSON; empty lines are passed over.

    Args:
        lines: The lines.
        topic: The topic that the reports are of.
        source: What to call them in errors.

    Raises:
        UnsupportedSource: A line is no report of this topic; says which.
    """
    kind = report_class(topic.record)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            report = kind.model_validate_json(line)
        except (ValueError, RecursionError) as error:
            named = _named_topic(line)
            if named is None or named == topic.name:
                raise UnsupportedSource(f"line {number} is no report", subject=source, hint=_HINT) from error
            raise _other_topic(named, topic, number, source) from error
        if report.topic != topic.name:
            raise _other_topic(report.topic, topic, number, source)
        yield report


def _named_topic(line: str) -> object:
    """The topic that a line of JSON names, if it is one and names one."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value.get("topic") if isinstance(value, dict) else None


def _other_topic(named: object, topic: Topic[Any], number: int, source: str) -> UnsupportedSource:
    problem = f"line {number} is of the topic '{named}', not '{topic.name}'"
    return UnsupportedSource(problem, subject=source, hint="Name the topic with --topic.")
