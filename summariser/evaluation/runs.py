"""Runs: what a system answered for every case, made, kept and read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from summariser.article import Article
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


def run_peer(name: str, peer: Peer, cases: Iterable[Case], *, provenance: Mapping[str, str] | None = None) -> Run:
    """Let a system read every case. An article on which it fails counts as an empty record.

    Args:
        name: What to call it in reports.
        peer: The system.
        cases: The articles.
        provenance: What it is made with; kept with the run.
    """
    records: dict[str, Record] = {}
    usage: dict[str, Usage] = {}
    failures: dict[str, str] = {}
    for case in cases:
        try:
            records[case.name], usage[case.name] = peer(case.article)
        except (InputError, ModelError) as error:
            records[case.name] = {}
            failures[case.name] = str(error)
    return Run(name, records, usage, failures, provenance or {})


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
    """Write a run as JSON; the folder is made where it is missing, so that a long run is not lost for it."""
    data = {
        "name": run.name,
        "provenance": dict(run.provenance),
        "cases": {
            name: {"record": run.records[name], "usage": run.usage.get(name, {}), "failure": run.failures.get(name)}
            for name in sorted(run.records)
        },
    }
    text = json.dumps(data, indent=1, ensure_ascii=False, default=str)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


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
            records={name: case["record"] for name, case in cases},
            usage={name: case["usage"] for name, case in cases},
            failures={name: case["failure"] for name, case in cases if case["failure"]},
            provenance={str(key): str(value) for key, value in data.get("provenance", {}).items()},
        )
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"the run cannot be read: {error!r}", subject=str(path), hint="Make the run again."
        ) from error


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
