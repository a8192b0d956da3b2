"""The work behind ``summariser eval``: cases, runs, reports, gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import typer

from summariser.cli.evaluation import View
from summariser.cli.progress import Display
from summariser.cli.topics import named_topic
from summariser.cli.writing import check, write_whole
from summariser.errors import EvaluationError, UsageError
from summariser.evaluation.cases import Case, load_cases, load_label, sample_of
from summariser.evaluation.gate import check_baseline, fail_under, write_baseline
from summariser.evaluation.labels import check_cases
from summariser.evaluation.peers import load_peer
from summariser.evaluation.report import Report, as_json, build_report
from summariser.evaluation.runs import Peer, Run, load_run, run_peer, save_run
from summariser.evaluation.scores import Scores, ceiling, score_cases
from summariser.evaluation.standings import SECOND_LABELS, standings
from summariser.evaluation.system import as_peer, recordings_folder, refuse_unused
from summariser.evaluation.views import as_html, as_markdown, differences_as_markdown, print_report
from summariser.llm.endpoint import EMBEDDED_NAME, resolve
from summariser.settings import Settings
from summariser.summariser import Summariser
from summariser.topics.comparison import Comparison
from summariser.topics.fact import Record
from summariser.topics.loading import load_comparison, load_topic
from summariser.topics.topic import Topic

DEFAULT_SPLITS = ("test",)


@dataclass(frozen=True)
class EvaluationSet:
    """What is evaluated against: the topic, its declaration of comparison, and the labelled articles."""

    topic: Topic[Record]
    comparison: Comparison
    folder: Path
    splits: tuple[str, ...]
    cases: list[Case]
    whole: bool = True


def open_set(
    topic: str | None, folder: Path | None, splits: list[str] | None, sample: int | None = None
) -> EvaluationSet:
    """Load a topic's labelled articles, or a random sample of them; every label is proved first.

    Raises:
        EvaluationError: There is no such set, or a label is wrong.
    """
    loaded = load_topic(named_topic(topic))
    place = folder or loaded.evaluation or Path("evals") / loaded.name
    if not place.is_dir():
        raise EvaluationError("no such evaluation set", subject=str(place), hint="Name it with --set.")
    wanted = tuple(splits or DEFAULT_SPLITS)
    comparison = load_comparison(loaded)
    cases = load_cases(place, wanted)
    check_cases(cases, comparison)
    if sample is not None:
        cases = sample_of(cases, sample)
    return EvaluationSet(loaded, comparison, place, wanted, cases, whole=sample is None)


def check_outputs(*paths: Path | None) -> None:
    """Refuse files that cannot be written before any article is read.

    Raises:
        UsageError: One is a folder, or its folder is not there or cannot be written to.
    """
    for path in paths:
        if path is not None:
            check(path)


def own_run(set_: EvaluationSet, model: str | None, base_url: str | None, *, live: bool) -> Run:
    """Let a model read the articles, live or from its recordings."""
    records: dict[str, Any] = {}
    usage: dict[str, Any] = {}
    failures: dict[str, str] = {}
    name, provenance = "", dict[str, str]()
    with Display(verbose=False) as display:
        for split in set_.splits:
            with _summariser(set_, model, base_url, split, "live" if live else "replay") as summariser:
                name, provenance = summariser.endpoint.name, summariser.endpoint.provenance
                run = run_peer(name, _shown(as_peer(summariser), display, set_), _cases(set_, split))
                if not live and set_.whole:
                    refuse_unused(summariser)
            records |= run.records
            usage |= run.usage
            failures |= run.failures
    if not live:  # the time of reading recordings says nothing
        usage = {case: {key: value for key, value in cost.items() if key != "seconds"} for case, cost in usage.items()}
    return Run(name, records, usage, failures, provenance)


def peer_run(set_: EvaluationSet, path: Path, save: Path | None, *, resume: bool, at_once: int) -> Run:
    """Let a peer read the articles: the function ``read`` of a Python file.

    Args:
        set_: The articles.
        path: The peer's file.
        save: Where the run is kept after each article.
        resume: Whether articles that the kept run has are left as they are there.
        at_once: How many articles are read at the same time.
    """
    loaded = load_peer(path)
    known = load_run(save) if resume and save is not None and save.exists() else None
    with Display(verbose=False) as display:
        read = _shown(loaded.read, display, set_)
        keep = partial(save_run, save) if save is not None else None
        return run_peer(
            loaded.name, read, set_.cases, provenance=loaded.provenance, known=known, keep=keep, at_once=at_once
        )


def record(set_: EvaluationSet, model: str | None, base_url: str | None, *, prune: bool) -> None:
    """Record what is missing; an interrupted recording goes on where it stopped."""
    with Display(verbose=True) as display:
        for split in set_.splits:
            with _summariser(set_, model, base_url, split, "record") as summariser:
                run = run_peer(
                    summariser.endpoint.name, _shown(as_peer(summariser), display, set_), _cases(set_, split)
                )
                cassette = summariser.client.record
                unused = cassette.unused() if cassette else []
            for name, reason in run.failures.items():
                display.line(f"{name}: {reason}")
            if cassette is not None and prune and not run.failures:
                for key in unused:
                    (cassette.folder / f"{key}.json").unlink()
            display.line(
                f"{split}: {len(run.records)} articles, {len(unused)} recordings {'deleted' if prune else 'unused'}"
            )


def write(
    set_: EvaluationSet,
    run: Run,
    view: View,
    output: Path | None,
    errors: int,
    *,
    beside: list[Path] | None = None,
    second: Path | None = None,
) -> None:
    """Score a run and write its report.

    Args:
        set_: The articles.
        run: The run.
        view: How to write the report.
        output: Where to; None for stdout.
        errors: How many of the worst articles a terminal shows with their errors.
        beside: Saved runs of other systems over the same articles.
        second: Folder of second labels.
    """
    scores = scored(set_, run)
    others = [load_run(path) for path in beside or ()]
    labels = second_labels(set_, second) if second is not None else None
    _write(
        build_report(set_.cases, scores, run, standings(set_.cases, scores, run, others, labels)), view, output, errors
    )


def scored(set_: EvaluationSet, run: Run) -> Scores:
    """The scores of a run."""
    return score_cases(set_.cases, run.records, set_.comparison)


def gate(set_: EvaluationSet, run: Run, least: list[str], baseline: Path | None, keep: Path | None) -> None:
    """Refuse a run that is too weak.

    Raises:
        GateFailed: A score is under what was demanded, or dropped by more than its interval.
        UsageError: A demand is not MEASURE=VALUE.
    """
    scores = scored(set_, run)
    for demand in least:
        measure, _, value = demand.partition("=")
        try:
            number = float(value)
        except ValueError:
            raise UsageError("is not MEASURE=VALUE", subject=demand, hint="Write e.g. micro_f1=0.5.") from None
        fail_under(scores, measure, number)
    if baseline is not None:
        check_baseline(baseline, scores, set_.cases)
    if keep is not None:
        write_baseline(keep, scores, set_.cases)


def compare(set_: EvaluationSet, before: Path, after: Path, output: Path | None) -> None:
    """Write the paired differences of two runs."""
    from summariser.evaluation.contrast import compare as contrast

    one, other = load_run(before), load_run(after)
    differences = contrast(scored(set_, one), scored(set_, other))
    _out(differences_as_markdown(differences, len(set_.cases), one.name, other.name), output)


def agreement(set_: EvaluationSet, folder: Path, view: View, output: Path | None) -> None:
    """Score second labels against the first."""
    labels = second_labels(set_, folder)
    cases = [case for case in set_.cases if case.name in labels]
    scores = ceiling(cases, labels, set_.comparison)
    _write(build_report(cases, scores, Run(f"{SECOND_LABELS} in {folder.name}", labels)), view, output, 0)


def second_labels(set_: EvaluationSet, folder: Path) -> dict[str, Mapping[str, object]]:
    """The second labels in a folder, by name of the article.

    Raises:
        EvaluationError: There are none for these articles.
    """
    labels = {case.name: load_label(path) for case in set_.cases if (path := folder / f"{case.name}.json").is_file()}
    if not labels:
        raise EvaluationError("no second labels for these articles", subject=str(folder))
    return labels


def _summariser(set_: EvaluationSet, model: str | None, base_url: str | None, split: str, mode: str) -> Summariser[Any]:
    name = model or EMBEDDED_NAME
    settings = Settings.load()
    if base_url is not None or name == EMBEDDED_NAME:  # that one is in the process, whatever server is configured
        settings = settings.model_copy(update={"base_url": base_url})
    known_as = resolve(name, settings, topic=set_.topic.name, replaying=True).name
    folder = recordings_folder(set_.folder, known_as, split)
    record, replay = folder if mode == "record" else None, folder if mode == "replay" else None
    return Summariser(set_.topic, model=name, settings=settings, record=record, replay=replay)


def _cases(set_: EvaluationSet, split: str) -> list[Case]:
    return [case for case in set_.cases if case.split == split]


def _shown(peer: Peer, display: Display, set_: EvaluationSet) -> Peer:
    """The peer, with progress."""
    numbers = {case.article.source: number for number, case in enumerate(set_.cases, 1)}

    def read(article: Any) -> Any:
        display.article(article.source, numbers[article.source], len(set_.cases))
        return peer(article)

    return read


def _write(report: Report, view: View, output: Path | None, errors: int) -> None:
    if view is View.TERMINAL and output is None:
        from rich.console import Console

        print_report(report, Console(highlight=False), errors=errors)
        return
    writers = {View.JSON: as_json, View.HTML: as_html, View.MARKDOWN: as_markdown, View.TERMINAL: as_markdown}
    _out(writers[view](report), output)


def _out(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text.rstrip("\n"))
    else:
        write_whole(output, text)
