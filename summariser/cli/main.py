"""The command line: parse, call, print, exit."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from summariser import __version__
from summariser.cli import batch, evaluation, services, store
from summariser.cli.formats import Format
from summariser.cli.guard import guarded
from summariser.cli.report import report

app = typer.Typer(
    name="summariser",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read news articles into verified records and short summaries.\n\n"
    "  summariser summarise article.txt\n\n"
    "  summariser summarise https://example.org/news --model openai/gpt-5-mini\n\n"
    "  summariser summarise *.html --format jsonl > records.jsonl",
)

Model = Annotated[
    str | None,
    typer.Option("--model", "-m", help="provider/name, embedded, a GGUF file, or the name a --base-url server uses."),
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="Address of an OpenAI-compatible server.")]
TopicName = Annotated[str | None, typer.Option("--topic", "-t", help="Topic: a name, or a folder such as ./mytopic.")]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"summariser {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    del version


@app.command()
@guarded
def summarise(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, patterns, http(s) addresses, or -."),
    ],
    model: Model = None,
    base_url: BaseUrl = None,
    topic: TopicName = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the results.")] = Format.TERMINAL,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write to instead of stdout.")] = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of articles that do not tell it.")
    ] = None,
    sentences: Annotated[int, typer.Option(min=2, max=4, help="Most sentences of the summary.")] = 3,
    record: Annotated[Path | None, typer.Option(help="Folder to record the model's answers into.")] = None,
    replay: Annotated[Path | None, typer.Option(help="Folder of recordings to answer from, offline.")] = None,
    budget: Annotated[int | None, typer.Option(min=1, help="Most tokens to use, all articles together.")] = None,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest source, in bytes.")] = 10_000_000,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Allow addresses of private hosts.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show calls, tokens and cost.")] = False,
) -> None:
    """Read articles and show what they state.

    summariser summarise article.txt

    cat article.txt | summariser summarise - --published 2025-10-31

    summariser summarise news/ --format json --output records.json
    """
    from summariser.cli.run import Job, run

    job = Job(
        sources=sources, model=model, base_url=base_url, topic=topic, format=format, output=output,
        published=published, sentences=sentences, record=record, replay=replay, budget=budget,
        max_bytes=max_bytes, allow_private=allow_private, verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(run(job))


@app.command()
@guarded
def models() -> None:
    """Show which models can be used here, and why the rest cannot.

    summariser models
    """
    from summariser.cli.inspect import show_models

    show_models()


@app.command()
@guarded
def doctor() -> None:
    """Check the installation and say what to do.

    summariser doctor
    """
    from summariser.cli.inspect import diagnose

    raise typer.Exit(diagnose())


@app.command()
@guarded
def topics() -> None:
    """List the topics that are installed.

    summariser topics
    """
    from summariser.cli.inspect import show_topics

    show_topics()


@app.command()
@guarded
def schema(
    topic: Annotated[str | None, typer.Argument(help="Topic: a name or a folder.")] = None,
    answer: Annotated[bool, typer.Option("--answer", help="The view that a model fills, not the record.")] = False,
) -> None:
    """Print the JSON Schema of a topic's record.

    summariser schema agreements

    summariser schema agreements --answer
    """
    from summariser.cli.inspect import print_schema

    print_schema(topic, answer=answer)


app.command()(report)
app.command()(batch.batch)
app.add_typer(evaluation.app, name="eval")
app.add_typer(store.app, name="store")
app.add_typer(services.app)


def main() -> Any:
    """Entry point of the command ``summariser``; what the terminal's encoding lacks is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(app())
