"""The command ``summariser batch``: its declaration; the work is in ``batching``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summariser.cli.engines import Engine
from summariser.cli.guard import guarded
from summariser.errors import UsageError


@guarded
def batch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Files, folders, patterns, addresses, lists (.jsonl), feeds; - is a list on standard input. "
            "None goes on with what the store holds unread.",
        ),
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Database of results: a file, or postgresql+psycopg://user@host/name.")
    ] = None,
    engine: Annotated[
        Engine,
        typer.Option("--engine", help="What reads: this machine, a provider's batch service, or Ray, into --output."),
    ] = Engine.LOCAL,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder of Parquet files, with --engine ray.")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", "-m", help="provider/name, embedded, or the name a --base-url server uses.")
    ] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="Address of an OpenAI-compatible server.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", "-t", help="Topic: a name, or a folder.")] = None,
    at_once: Annotated[int | None, typer.Option(min=1, help="Most articles under way; as many as calls.")] = None,
    calls: Annotated[int | None, typer.Option(min=1, help="Most calls in flight; 16, or 1 for embedded.")] = None,
    requests_per_minute: Annotated[float | None, typer.Option(min=0.1, help="Most requests a minute.")] = None,
    tokens_per_minute: Annotated[float | None, typer.Option(min=1, help="Most tokens a minute.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes; limits and budget are shared out.")] = 1,
    budget: Annotated[int | None, typer.Option(min=1, help="Most tokens to use in this run.")] = None,
    budget_cost: Annotated[float | None, typer.Option(min=0, help="Most US dollars to spend in this run.")] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Read again what failed, or lacks a part.")
    ] = False,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of articles that do not tell it.")
    ] = None,
    sentences: Annotated[int, typer.Option(min=2, max=4, help="Most sentences of the summary.")] = 3,
    poll: Annotated[
        float | None, typer.Option(min=0.1, help="openai-batch: longest pause between two looks, in seconds; 60.")
    ] = None,
    queue_tokens: Annotated[
        int | None, typer.Option(min=1, help="openai-batch: most tokens of questions that are out at once.")
    ] = None,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="openai-batch: collect what is ready, send what is new, and end.")
    ] = False,
    cancel: Annotated[
        bool, typer.Option("--cancel", help="openai-batch: end the open batches, and collect what is answered.")
    ] = False,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest source, in bytes.")] = 10_000_000,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Allow addresses of private hosts.")] = False,
) -> None:
    """Read many articles into a store, and go on where it was stopped; nothing is paid for twice.

    summariser batch articles/ --store results.db

    summariser batch articles.jsonl https://example.org/feed --store results.db --calls 32 --budget-cost 5

    summariser batch --store results.db --retry-failed

    summariser batch articles.jsonl --engine ray --workers 8 --output results/

    summariser batch articles/ --store results.db --engine openai-batch --model openai/gpt-5-mini

    Exit codes: 0 all read; 1 some failed; 2 wrong usage; 4 stopped by the budget or the model; 130 interrupted.
    """
    from summariser.cli.batching import Job, run

    job = Job(
        sources=sources, store=store, output=output, model=model, base_url=base_url, topic=topic, at_once=at_once,
        calls=calls, requests=requests_per_minute, tokens=tokens_per_minute, workers=workers, budget=budget,
        budget_cost=budget_cost, retry_failed=retry_failed, published=published, sentences=sentences,
        max_bytes=max_bytes, allow_private=allow_private,
    )  # fmt: skip
    if engine is Engine.OPENAI_BATCH:
        from summariser.cli.batching_provider import Manner, run_provider

        manner = Manner(poll=poll, queue_tokens=queue_tokens, wait=not no_wait, cancel=cancel)
        raise typer.Exit(run_provider(job, manner))
    if poll is not None or queue_tokens is not None or no_wait or cancel:
        problem = "--poll, --queue-tokens, --no-wait and --cancel are for batches at a provider"
        raise UsageError(problem, hint="Add --engine openai-batch, or leave them away.")
    if engine is Engine.RAY:
        from summariser.cli.batching_ray import run_ray

        raise typer.Exit(run_ray(job))
    raise typer.Exit(run(job))
