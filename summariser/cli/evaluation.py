"""The commands ``summariser eval ...``: declarations; the work is in ``measuring``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from summariser.cli.extras import need
from summariser.cli.guard import guarded

SCORING = ("evaluation", "scipy")
"""The extra that scoring needs, and its package; to prove labels and to record needs neither."""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Measure how good the results are, on labelled articles.\n\n"
    "  summariser eval run --split test\n\n"
    "  summariser eval record --split test --model embedded\n\n"
    "  summariser eval compare before.json after.json --split test",
)


class View(StrEnum):
    """How a report is written."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


Folder = Annotated[
    Path | None, typer.Option("--set", help="Evaluation set; evals/<topic> here, or the topic's own, if not given.")
]
Split = Annotated[list[str] | None, typer.Option("--split", "-s", help="Part of the set; may be given several times.")]
Sample = Annotated[
    int | None, typer.Option(min=1, help="Read only so many articles, chosen at random, the same every time.")
]
TopicName = Annotated[str | None, typer.Option("--topic", "-t", help="Topic: a name, or a folder.")]
Model = Annotated[str | None, typer.Option("--model", "-m", help="Model; the embedded one if not given.")]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="Address of an OpenAI-compatible server.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write to instead of stdout.")]
Beside = Annotated[
    list[Path] | None, typer.Option(help="Saved run of another system to show beside; may be given several times.")
]
Second = Annotated[
    Path | None, typer.Option(help="Folder of second labels to show beside: how far two labellings agree.")
]
AsView = Annotated[View, typer.Option("--format", "-f", help="How to write the report.")]


@app.command()
@guarded
def run(
    split: Split = None,
    folder: Folder = None,
    sample: Sample = None,
    topic: TopicName = None,
    model: Model = None,
    base_url: BaseUrl = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the model itself, not the recordings.")] = False,
    peer: Annotated[
        Path | None, typer.Option(help="Evaluate a peer instead: a Python file with a function 'read'.")
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Keep the answers as a run, for compare and report.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a peer's run kept by --save.")] = False,
    at_once: Annotated[int, typer.Option(min=1, help="Articles that a peer reads at the same time.")] = 1,
    format: AsView = View.TERMINAL,
    output: Output = None,
    errors: Annotated[int, typer.Option(min=0, help="How many errors to list on the terminal.")] = 0,
    beside: Beside = None,
    second: Second = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(help="MEASURE=VALUE that must be reached, e.g. micro_f1=0.5.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Baseline that must not be missed by more than its interval.")
    ] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Keep this run's scores as a baseline.")] = None,
) -> None:
    """Evaluate a model on labelled articles; offline, from recordings, unless --live.

    summariser eval run --split test --format html --output report.html

    summariser eval run --split dev --split test --fail-under micro_f1=0.5 --baseline evals/agreements/baseline.json
    """
    from summariser.cli import measuring
    from summariser.evaluation.runs import save_run

    need(*SCORING)
    measuring.check_outputs(output, write_baseline)
    set_ = measuring.open_set(topic, folder, split, sample)
    if peer:
        answers = measuring.peer_run(set_, peer, save, resume=resume, at_once=at_once)
    else:
        answers = measuring.own_run(set_, model, base_url, live=live)
    if save is not None:
        save_run(save, answers)
    measuring.write(set_, answers, format, output, errors, beside=beside, second=second)
    measuring.gate(set_, answers, fail_under or [], baseline, write_baseline)


@app.command()
@guarded
def record(
    split: Split = None,
    folder: Folder = None,
    topic: TopicName = None,
    model: Model = None,
    base_url: BaseUrl = None,
    prune: Annotated[bool, typer.Option("--prune", help="Delete recordings that are not used any more.")] = False,
) -> None:
    """Record a model's answers for labelled articles; what is recorded already is not asked again.

    summariser eval record --split dev --split test
    """
    from summariser.cli import measuring

    measuring.record(measuring.open_set(topic, folder, split), model, base_url, prune=prune)


@app.command()
@guarded
def compare(
    before: Annotated[Path, typer.Argument(help="A saved run.")],
    after: Annotated[Path, typer.Argument(help="Another saved run of the same articles.")],
    split: Split = None,
    folder: Folder = None,
    sample: Sample = None,
    topic: TopicName = None,
    output: Output = None,
) -> None:
    """Compare two saved runs, article by article, with a permutation test.

    summariser eval compare before.json after.json --split test
    """
    from summariser.cli import measuring

    need(*SCORING)
    measuring.compare(measuring.open_set(topic, folder, split, sample), before, after, output)


@app.command()
@guarded
def report(
    saved: Annotated[Path, typer.Argument(help="A saved run.")],
    split: Split = None,
    folder: Folder = None,
    sample: Sample = None,
    topic: TopicName = None,
    format: AsView = View.HTML,
    output: Output = None,
    beside: Beside = None,
    second: Second = None,
) -> None:
    """Write the report of a saved run.

    summariser eval report run.json --split test --output report.html

    summariser eval report ours.json --beside theirs.json --split test --format terminal
    """
    from summariser.cli import measuring
    from summariser.evaluation.runs import load_run

    need(*SCORING)
    set_ = measuring.open_set(topic, folder, split, sample)
    measuring.write(set_, load_run(saved), format, output, 0, beside=beside, second=second)


@app.command()
@guarded
def check(split: Split = None, folder: Folder = None, topic: TopicName = None) -> None:
    """Prove every label: words in their evidence, evidence in the text, vocabularies, codes, dates, ids.

    summariser eval check --split dev
    """
    from summariser.cli import measuring

    set_ = measuring.open_set(topic, folder, split)
    typer.echo(f"{len(set_.cases)} labels are sound", err=True)


@app.command()
@guarded
def agreement(
    other: Annotated[Path, typer.Argument(help="Folder with second labels, NAME.json, of articles in the set.")],
    split: Split = None,
    folder: Folder = None,
    topic: TopicName = None,
    format: AsView = View.TERMINAL,
    output: Output = None,
) -> None:
    """Measure how far two labellings of the same articles agree: the ceiling of every score.

    summariser eval agreement evals/agreements/second --split test
    """
    from summariser.cli import measuring

    need(*SCORING)
    measuring.agreement(measuring.open_set(topic, folder, split), other, format, output)
