"""The work of ``summariser batch --engine ray``: options to a batch, its end to words and an exit code."""

from __future__ import annotations

from summariser.batch.limits import Limits
from summariser.batch.on_ray.engine import RayBatch
from summariser.batch.tally import Tally
from summariser.cli.batch_display import BatchDisplay, counts
from summariser.cli.batching import Job, command_line, summariser_options
from summariser.cli.engines import Engine
from summariser.cli.guard import complain
from summariser.cli.run import SOME_FAILED, parse_date
from summariser.cli.topics import named_topic
from summariser.errors import UsageError
from summariser.reading.reader import Reader

_LIMIT = "no count of what all machines spend is exact"


def run_ray(job: Job) -> int:
    """Do the job.

    Returns:
        0 when every article is read whole, now or before; 1 when some are not; the code of what stopped it.

    Raises:
        UsageError: An option cannot be honoured; nothing has been started then.
    """
    _refuse(job)
    if job.output is None:
        raise UsageError("no folder for the results is named", subject="--output", hint="Name one: --output results/.")
    display = BatchDisplay()
    batch = RayBatch(
        job.output,
        topic=named_topic(job.topic),
        workers=job.workers,
        limits=Limits(job.at_once, job.calls, job.requests, job.tokens),
        retry_failed=job.retry_failed,
        reader=Reader(published=parse_date(job.published), max_bytes=job.max_bytes, allow_private=job.allow_private),
        on_progress=display.progress,
        on_trouble=display.trouble,
        options=summariser_options(job),
    )
    with display:
        tally = batch.run(job.sources or [])
    display.line(counts(tally))
    if batch.stopped is not None:
        complain(batch.stopped)
        display.line(f"go on: {_command(job)}")
        return batch.stopped.exit_code
    _tell_again(job, tally, display)
    return 0 if tally.clean else SOME_FAILED


def _refuse(job: Job) -> None:
    """Refuse what this engine cannot do."""
    for option, given, problem, hint in (
        ("--store", job.store, "this engine needs no store", "Leave it away; results are in --output."),
        ("--budget", job.budget, _LIMIT, "Set a limit with the provider."),
        ("--budget-cost", job.budget_cost, _LIMIT, "Set a limit with the provider."),
    ):
        if given is not None:
            raise UsageError(f"is not taken by --engine ray: {problem}", subject=option, hint=hint)


def _tell_again(job: Job, tally: Tally, display: BatchDisplay) -> None:
    """The command that reads what failed."""
    if tally.failed or tally.partial or tally.left_failed:
        display.line(f"read what failed again: {_command(job, '--retry-failed')}")
    if tally.unread:
        display.line("what could not be read is tried again by the same command; the rest costs nothing then")


def _command(job: Job, *rest: str) -> str:
    """The same command with further words."""
    workers = ("--workers", str(job.workers)) if job.workers > 1 else ()
    engine = ("--engine", Engine.RAY.value, "--output", str(job.output))
    return command_line(job, *(job.sources or ()), *engine, *workers, *rest)
