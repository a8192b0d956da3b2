"""Reports read back from the JSON Lines that ``summarise`` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

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
            value = json.loads(line)
            named = value.get("topic") if isinstance(value, dict) else None
            if named is not None and named != topic.name:
                problem = f"line {number} is of the topic '{named}', not '{topic.name}'"
                raise UnsupportedSource(problem, subject=source, hint="Name the topic with --topic.")
            yield kind.model_validate_json(line)
        except (ValueError, RecursionError, ValidationError) as error:
            raise UnsupportedSource(f"line {number} is no report", subject=source, hint=_HINT) from error
