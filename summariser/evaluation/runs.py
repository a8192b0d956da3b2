"""Runs: what a system answered for every case, made, kept and read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.atomic import write_whole
from summariser.errors import EvaluationError, InputError, ModelError
from summariser.evaluation.aligned import Record
from summariser.evaluation.cases import Case

Usage = Mapping[str, object]
"""What an answer cost: numbers by name, e.g. calls, input_tokens, output_tokens, seconds, cost."""
Peer = Callable[[Article], tuple[Record, Usage]]
"""A system under evaluation: an article in, a record and what it cost out."""


@dataclass(frozen=True)
class Run:
    """The answers of one system.

    Attributes:
        name: What to call it in reports.
        records: By name of the case, the predicted record; an empty one where the system failed.
        usage: By name of the case, what it cost.
        failures: By name of the case, why the system failed.
        provenance: What the answers were made with: versions, model, settings, date.
    """

    name: str
    records: Mapping[str, Record]
    usage: Mapping[str, Usage] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)


def run_peer(
    name: str,
    peer: Peer,
    cases: Iterable[Case],
    *,
    provenance: Mapping[str, str] | None = None,
    known: Run | None = None,
    keep: Callable[[Run], object] | None = None,
    at_once: int = 1,
) -> Run:
    """Let a system read every case. An article on which it fails counts as an empty record.

    Args:
        name: What to call it in reports.
        peer: The system.
        cases: The articles.
        provenance: What it is made with; kept with the run.
        known: An earlier run of the same system: its cases are not read again.
        keep: Called with the run so far after each case, so that a long run can be stopped and go on later.
        at_once: How many cases are read at the same time, each in a thread.
    """
    cases = list(cases)
    found = {case.name: found for case in cases if (found := _known(case, known)) is not None}
    to_read = [case for case in cases if case.name not in found]
    for case, answer in _each(peer, to_read, at_once):
        found[case] = answer
        if keep is not None:
            keep(_run(name, found, provenance))
    return _run(name, found, provenance)


_Found = tuple[Record, Usage | None, str | None]
"""Of one case: the record, what it cost, why it failed."""


def _each(peer: Peer, cases: list[Case], at_once: int) -> Iterator[tuple[str, _Found]]:
    if at_once == 1:  # without a thread, so that an interruption stops the article in hand
        yield from ((case.name, _read(peer, case)) for case in cases)
        return
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        reading = {pool.submit(_read, peer, case): case.name for case in cases}
        try:
            for done in as_completed(reading):
                yield reading[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _read(peer: Peer, case: Case) -> _Found:
    try:
        return *peer(case.article), None
    except (InputError, ModelError) as error:
        return {}, None, str(error)


def _known(case: Case, run: Run | None) -> _Found | None:
    if run is None or case.name not in run.records:
        return None
    return run.records[case.name], run.usage.get(case.name), run.failures.get(case.name)


def _run(name: str, found: Mapping[str, _Found], provenance: Mapping[str, str] | None) -> Run:
    return Run(
        name,
        {case: record for case, (record, _, _) in found.items()},
        {case: usage for case, (_, usage, _) in found.items() if usage is not None},
        {case: failure for case, (_, _, failure) in found.items() if failure is not None},
        provenance or {},
    )


def total_usage(usage: Mapping[str, Usage]) -> dict[str, Decimal]:
    """The sums of all numbers in the usage of a run, by name; what is no number is left out."""
    total: dict[str, Decimal] = {}
    for name in sorted(usage):
        for key, value in usage[name].items():
            if isinstance(value, int | float | Decimal | str) and not isinstance(value, bool):
                number = _decimal(value)
                if number is not None:
                    total[key] = total.get(key, Decimal()) + number
    return dict(sorted(total.items()))


def save_run(path: Path, run: Run) -> None:
    """Write a run as JSON; the folder is made where it is missing, so that a long run is not lost for it.

    Raises:
        EvaluationError: The file cannot be written.
    """
    data = {
        "name": run.name,
        "provenance": dict(run.provenance),
        "cases": {
            name: {"record": run.records[name], "usage": run.usage.get(name, {}), "failure": run.failures.get(name)}
            for name in sorted(run.records)
        },
    }
    text = json.dumps(data, indent=1, ensure_ascii=False, default=str)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text + "\n")
    except OSError as error:
        raise EvaluationError(
            f"the run cannot be written: {error.strerror}", subject=str(path), hint="Name another file."
        ) from error


def load_run(path: Path) -> Run:
    """Read a run that was saved.

    Raises:
        EvaluationError: If it cannot be read or has another form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        cases = data["cases"].items()
        return Run(
            name=str(data["name"]),
            records={name: _object(case["record"]) for name, case in cases},
            usage={name: _object(case["usage"]) for name, case in cases},
            failures={name: case["failure"] for name, case in cases if case["failure"]},
            provenance={str(key): str(value) for key, value in data.get("provenance", {}).items()},
        )
    except FileNotFoundError:
        raise EvaluationError("no such run", subject=str(path), hint="Keep one with --save.") from None
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"the run cannot be read: {error!r}", subject=str(path), hint="Make the run again."
        ) from error


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a record or usage that is no object")
    return value


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
