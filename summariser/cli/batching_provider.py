"""The work of ``summariser batch --engine openai-batch``: options to a run, its news and its end to words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from summariser.batch.provider.batches import ProviderBatches
from summariser.batch.provider.progress import News, What
from summariser.cli.batch_display import BatchDisplay, counts
from summariser.cli.batching import Job, command_line, store_of, summariser_options, tell_again
from summariser.cli.engines import Engine
from summariser.cli.guard import complain
from summariser.cli.run import SOME_FAILED, parse_date
from summariser.cli.topics import named_topic
from summariser.errors import UsageError
from summariser.reading.reader import Reader

_POLL = 60.0
_ENGINE = ("--engine", Engine.OPENAI_BATCH.value)
_SHOWN = 5
"""How many batches are named that run on."""


@dataclass(frozen=True)
class Manner:
    """The options that this engine has alone.

    Attributes:
        poll: Longest pause between two looks at a batch, in seconds.
        queue_tokens: Most tokens of questions that are out at once.
        wait: Whether to wait for batches.
        cancel: Whether to end those that are open instead.
    """

    poll: float | None
    queue_tokens: int | None
    wait: bool
    cancel: bool


def run_provider(job: Job, manner: Manner) -> int:
    """Do the job.

    Returns:
        0 when every source is read whole, or is out and is not to be waited for; 1 when some are not; the code of what
        stopped it.

    Raises:
        UsageError: An option is of no use with this engine.
    """
    _check(job, manner)
    display = BatchDisplay()
    batches = ProviderBatches(
        store_of(job),
        topic=named_topic(job.topic),
        retry_failed=job.retry_failed,
        reader=Reader(published=parse_date(job.published), max_bytes=job.max_bytes, allow_private=job.allow_private),
        command=command_line(job, "--retry-failed", *_ENGINE),
        poll=manner.poll or _POLL,
        wait=manner.wait,
        queue_tokens=manner.queue_tokens,
        on_news=lambda news: display.line(words(news)),
        on_progress=lambda tally: display.line(counts(tally)),
        on_trouble=display.trouble,
        options=summariser_options(job),
    )
    if manner.cancel:
        display.line(f"{batches.cancel():,} batches were open and are ended; what was answered is collected")
        display.line(f"read the rest with live calls: {command_line(job)}")
        return 0
    tally = batches.run(job.sources or None)
    if batches.stopped is not None:
        complain(batches.stopped)
    _tell_left(job, batches, display)
    tell_again(job, tally, display, *_ENGINE)
    if batches.stopped is not None:
        return batches.stopped.exit_code
    return 0 if tally.clean else SOME_FAILED


def words(news: News) -> str:
    """What is new about a batch, in one line."""
    of = f"batch {news.id}"
    if news.what is What.SUBMITTED:
        return f"{of}: submitted, {news.requests:,} requests, at most {_most(news.tokens, news.cost)}"
    if news.what is What.FOUND:
        return f"{of}: found at the provider, {news.requests:,} requests"
    if news.what is What.LOST:
        return f"{of}: was never made, {news.requests:,} requests go out again"
    if news.what is What.SILENT:
        return f"{of}: the provider does not answer; it is asked again"
    if news.what is What.STATE:
        failed = f", {news.failed:,} failed" if news.failed else ""
        return f"{of}: {news.status}, {news.completed:,} of {news.requests:,} answered{failed}"
    told = ((news.failed, "failed"), (news.unanswered, "without a result"), (news.useless, "lines of no use"))
    rest = "".join(f", {number:,} {what}" for number, what in told if number)
    return f"{of}: collected, {news.completed:,} of {news.requests:,} answered{rest}"


def _check(job: Job, manner: Manner) -> None:
    given = {
        "--calls": job.calls, "--at-once": job.at_once, "--requests-per-minute": job.requests,
        "--tokens-per-minute": job.tokens,
    }  # fmt: skip
    useless = [name for name, value in given.items() if value is not None]
    if job.workers > 1:
        useless.append("--workers")
    if useless:
        raise UsageError(
            "the provider's batch service sets its own pace", subject=useless[0], hint="Leave it away, or --engine."
        )
    if manner.cancel and (not manner.wait or job.sources or job.retry_failed):
        raise UsageError("--cancel stands alone, with --store, --model and --topic", hint="Leave the rest away.")


def _most(tokens: int, cost: Decimal | None) -> str:
    return f"{tokens:,} tokens" + (f", ${cost:.4f}" if cost is not None else "")


def _tell_left(job: Job, batches: ProviderBatches, display: BatchDisplay) -> None:
    """Which batches run on at the provider, and how to collect or end them."""
    left = batches.left
    if left:
        names = ", ".join(batch.id or "one whose id is not known yet" for batch in left[:_SHOWN])
        more = f" and {len(left) - _SHOWN:,} more" if len(left) > _SHOWN else ""
        display.line(f"at the provider these go on: {names}{more}")
        display.line(f"collect them: {command_line(job, *_again(job))}")
        display.line(f"end them: {command_line(job, '--cancel', *_ENGINE)}")
    elif batches.stopped is not None:
        display.line(f"what is not read is pending; go on: {command_line(job, *(job.sources or ()), *_again(job))}")


def _again(job: Job) -> tuple[str, ...]:
    return (*(("--retry-failed",) if job.retry_failed else ()), *_ENGINE)
