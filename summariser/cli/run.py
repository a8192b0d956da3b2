"""The command ``summarise``: every source read, asked about and written; what fails is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.cli.formats import Format
from summariser.cli.guard import complain
from summariser.cli.progress import Display
from summariser.cli.topics import named_topic
from summariser.cli.writing import write_reports
from summariser.errors import (
    InputError,
    ModelError,
    RecordingError,
    ServerUnreachable,
    SummariserError,
    UsageError,
)
from summariser.llm.usage import Budget
from summariser.reading.reader import Reader
from summariser.reading.sources import expand
from summariser.report import Report
from summariser.summariser import Summariser
from summariser.topics.loading import load_views

SOME_FAILED = 1


@dataclass(frozen=True)
class Job:
    """The options of one call of the command."""

    sources: list[str]
    model: str | None
    base_url: str | None
    topic: str | None
    format: Format
    output: Path | None
    published: str | None
    sentences: int
    record: Path | None
    replay: Path | None
    budget: int | None
    max_bytes: int
    allow_private: bool
    verbose: bool


def run(job: Job) -> int:
    """Do the job.

    Returns:
        0 when every article is read whole; the error's own code when the only source fails; 1 when some of several
        fail, or when an article is read in part.
    """
    if job.record is not None and job.replay is not None:
        raise UsageError("--record and --replay exclude each other", hint="Record first, then replay.")
    display = Display(verbose=job.verbose)
    reader = Reader(published=parse_date(job.published), max_bytes=job.max_bytes, allow_private=job.allow_private)
    expanded = expand(job.sources)
    problems = _Problems([entry for entry in expanded if isinstance(entry, InputError)])
    for problem in problems.errors:
        complain(problem)
    readable = [entry for entry in expanded if not isinstance(entry, InputError)]
    if readable:
        with display, _summariser(job, display) as summariser:
            load_views(summariser.topic)  # a mistake in it is told before anything is paid for
            readings = _readings(readable, reader, summariser, display, problems)
            if job.format is Format.HTML:
                from summariser.cli.pages import write_pages

                write_pages(readings, summariser.topic, job.output)
            else:
                write_reports((report for report, _ in readings), job.format, job.output, display)
            display.total(summariser.ledger.spent)
    return problems.exit_code(alone=len(expanded) == 1)


@dataclass
class _Problems:
    """What failed so far."""

    errors: list[SummariserError]
    partial: int = 0

    def exit_code(self, *, alone: bool) -> int:
        if self.errors:
            return self.errors[0].exit_code if alone else SOME_FAILED
        return SOME_FAILED if self.partial else 0


def _summariser(job: Job, display: Display) -> Summariser[Any]:
    return Summariser(
        named_topic(job.topic),
        model=job.model,
        base_url=job.base_url,
        sentences=job.sentences,
        budget=Budget(tokens=job.budget) if job.budget else None,
        record=job.record,
        replay=job.replay,
        on_weights=display.weights,
    )


def _readings(
    sources: list[Any], reader: Reader, summariser: Summariser[Any], display: Display, problems: _Problems
) -> Iterator[tuple[Report[Any], Article]]:
    for number, source in enumerate(sources, 1):
        try:
            display.article(source.name, number, len(sources))
            article = reader.read(source)
            report = summariser(article, on_step=display.step)
        except (InputError, ModelError, RecordingError) as error:
            problems.errors.append(error)
            if error.subject is None or not isinstance(error, InputError):
                error.subject = f"{source.name}: {error.subject}" if error.subject else source.name
            display.say(complain, error)
            if error.hopeless or isinstance(error, ServerUnreachable):
                left = len(sources) - number
                if left:
                    display.line(f"{left} more not tried")
                return
            continue
        display.done(report)
        if not report.complete:
            problems.partial += 1
            display.missing(report)
        yield report, article


def parse_date(text: str | None) -> date | None:
    """A date as an option gives it.

    Raises:
        UsageError: It is none.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("is no date", subject=str(text), hint="Write it as YYYY-MM-DD.") from None
