"""The work of ``summariser batch``: options to a batch, its end to words and an exit code."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from summariser.batch.batch import Batch
from summariser.batch.limits import Limits
from summariser.batch.tally import Tally
from summariser.cli.batch_display import BatchDisplay, counts
from summariser.cli.guard import complain
from summariser.cli.run import SOME_FAILED, parse_date
from summariser.cli.topics import named_topic
from summariser.errors import UsageError
from summariser.llm.secrets import split_login
from summariser.llm.usage import Budget
from summariser.reading.reader import Reader
from summariser.summariser import DEFAULT_SENTENCES


@dataclass(frozen=True)
class Job:
    """The options of one call of the command; each engine refuses those that it cannot honour."""

    sources: list[str] | None
    store: str | None
    output: Path | None
    model: str | None
    base_url: str | None
    topic: str | None
    at_once: int | None
    calls: int | None
    requests: float | None
    tokens: float | None
    workers: int
    budget: int | None
    budget_cost: float | None
    retry_failed: bool
    published: str | None
    sentences: int
    max_bytes: int
    allow_private: bool


def run(job: Job) -> int:
    """Do the job.

    Returns:
        0 when every source is read whole, now or before; 1 when some are not; the code of what stopped it.

    Raises:
        UsageError: No store is named, or a folder that this engine does not write.
    """
    display = BatchDisplay()
    batch = Batch(
        store_of(job),
        topic=named_topic(job.topic),
        limits=Limits(job.at_once, job.calls, job.requests, job.tokens),
        retry_failed=job.retry_failed,
        reader=Reader(published=parse_date(job.published), max_bytes=job.max_bytes, allow_private=job.allow_private),
        command=command_line(job, "--retry-failed"),
        on_progress=display.progress,
        on_trouble=display.trouble,
        options=summariser_options(job),
    )
    with display:
        tally = batch.run(job.sources or None, workers=job.workers)
    display.line(counts(tally))
    if batch.stopped is not None:
        complain(batch.stopped)
        display.line(f"what is not read is pending; go on: {command_line(job, *(job.sources or ()))}")
    tell_again(job, tally, display)
    if batch.stopped is not None:
        return batch.stopped.exit_code
    return 0 if tally.clean else SOME_FAILED


def store_of(job: Job) -> str:
    """The store of a job that needs one.

    Raises:
        UsageError: None is named, or a folder besides, which only another engine writes.
    """
    if job.output is not None:
        hint = "Use --engine ray, or summariser store export afterwards."
        raise UsageError("results of this engine are in the store", subject="--output", hint=hint)
    if job.store is None:
        raise UsageError("no store is named", subject="--store", hint="Name one: --store results.db.")
    return job.store


def summariser_options(job: Job) -> dict[str, Any]:
    """The options of :class:`~summariser.Summariser` that a job names."""
    cost = Decimal(str(job.budget_cost)) if job.budget_cost is not None else None
    budget = Budget(job.budget, cost) if job.budget is not None or cost is not None else None
    return {"model": job.model, "base_url": job.base_url, "sentences": job.sentences, "budget": budget}


def tell_again(job: Job, tally: Tally, display: BatchDisplay, *rest: str) -> None:
    """The command that reads just what failed, with further options of it."""
    if tally.failed or tally.partial or tally.left_failed:
        display.line(f"read what failed again: {command_line(job, '--retry-failed', *rest)}")
    places = [name for name in tally.unread_names if "\n" not in name and ", line " not in name]
    if tally.unread and len(tally.unread_names) == tally.unread == len(places):
        display.line(f"read what could not be read again: {command_line(job, *places, *rest)}")
    elif tally.unread:
        display.line("what could not be read is tried again by the same command; the rest costs nothing then")
    if tally.elsewhere:
        display.line(f"{tally.elsewhere:,} are being read by another run")


def command_line(job: Job, *rest: str) -> str:
    """A command with the same store, model and topic."""
    given = (("--store", job.store), ("--topic", job.topic), ("--model", job.model), ("--base-url", job.base_url))
    words = ["summariser", "batch", *rest]
    for option, value in given:
        if value is not None:
            words += [option, _shown(value)]
    if job.sentences != DEFAULT_SENTENCES:
        words += ["--sentences", str(job.sentences)]
    return shlex.join(words)


def _shown(address: str) -> str:
    """An address without a password."""
    scheme, login, host = split_login(address)
    return f"{scheme}{login.partition(':')[0]}@{host}" if login else address
