"""The report of a run as plain data: everything the terminal, JSON, Markdown and HTML views show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.findings import Finding, findings_of
from summariser.evaluation.measures import HEADLINES, PRECISIONS, measures_of
from summariser.evaluation.runs import Run, total_usage
from summariser.evaluation.scores import Prf, Scores
from summariser.evaluation.standings import Standing
from summariser.evaluation.statistics import Interval, intervals

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Score:
    """A measure with its interval and the counts it comes from.

    Attributes:
        name: Name of the measure.
        value: Its value, None where there is nothing to measure.
        interval: Where it lies, None where that cannot be said.
        over: What stands above the line.
        under: What stands below it.
        higher_is_better: False for a rate of errors, None where neither is better.
    """

    name: str
    value: float | None
    interval: Interval | None
    over: int
    under: int
    higher_is_better: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of a fact type or field.

    Attributes:
        name: The type, or type and field.
        prf: Right, predicted and gold.
        omitted: Of gold, missed: facts that nothing was taken for, values left out.
        invented: Of predicted, made up: facts that match no label, values where the label has none.
        wrong: Values that stand in both and differ; 0 for facts.
    """

    name: str
    prf: Prf
    omitted: int
    invented: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Gold status against predicted status of one fact type; `cells` has a row for each gold value."""

    kind: str
    gold: tuple[str, ...]
    predicted: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class CaseReport:
    """One case with all its errors."""

    name: str
    split: str
    title: str
    facts: Prf
    failure: str | None
    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Everything there is to say of a run.

    Attributes:
        topic: Name of the topic.
        system: Name of the run.
        articles: How many cases.
        scores: All measures by name, headlines first.
        types: Facts, type by type.
        fields: Fields of matched facts.
        matrices: Statuses.
        usage: Sums of what the run cost, in words.
        cases: The cases, those with most errors first.
        standings: The run beside others over the same articles; empty where none are given.
    """

    topic: str
    system: str
    articles: int
    scores: Mapping[str, Score]
    types: tuple[Row, ...]
    fields: tuple[Row, ...]
    matrices: tuple[Matrix, ...]
    usage: Mapping[str, str]
    cases: tuple[CaseReport, ...]
    standings: tuple[Standing, ...] = ()

    @property
    def headlines(self) -> tuple[Score, ...]:
        """The overall scores."""
        return tuple(self.scores[name] for name in HEADLINES)

    @property
    def costly(self) -> tuple[Score, ...]:
        """Rates of costly errors that could have been made."""
        return tuple(score for score in self.scores.values() if score.higher_is_better is False and score.under)

    @property
    def others(self) -> tuple[Score, ...]:
        """Dates, empty articles, evidence and summary, where there is something to measure."""
        prefixes = (*(f"dates.{name}" for name in PRECISIONS), "empty_articles", "evidence.", "summary.")
        lists = tuple(f"{row.name}.empty_lists" for row in self.types)
        found = (score for name, score in self.scores.items() if name.startswith(prefixes) or name in lists)
        return tuple(score for score in found if score.under)


def build_report(cases: Sequence[Case], scores: Scores, run: Run, standings: Sequence[Standing] = ()) -> Report:
    """Put the report of a run together.

    Args:
        cases: The cases, as they were scored.
        scores: Their scores.
        run: The run, for its name, usage and failures.
        standings: The run beside others.

    Raises:
        EvaluationError: If cases and scores are not the same articles.
    """
    if [case.name for case in cases] != [score.name for score in scores.cases]:
        raise EvaluationError("cases and scores are not the same articles", subject=run.name)
    return Report(
        topic=scores.comparison.topic,
        system=run.name,
        articles=len(cases),
        scores=_scores(scores),
        types=_types(scores),
        fields=_fields(scores),
        matrices=_matrices(scores),
        usage={key: f"{value.normalize():f}" for key, value in total_usage(run.usage).items()},
        cases=_case_reports(cases, scores, run),
        standings=tuple(standings),
    )


def as_json(report: Report) -> str:
    """The report as JSON, without the texts of the articles."""
    data = asdict(report)
    data["scores"] = {
        name: {
            "value": _rounded(score.value),
            "low": _rounded(score.interval.low if score.interval else None),
            "high": _rounded(score.interval.high if score.interval else None),
            "of": [score.over, score.under],
        }
        for name, score in report.scores.items()
    }
    for case in data["cases"]:
        del case["sentences"]
    for standing in data["standings"]:
        standing["values"] = {name: _rounded(value) for name, value in standing["values"].items()}
    return json.dumps(data, indent=1, ensure_ascii=False, default=str) + "\n"


def _scores(scores: Scores) -> dict[str, Score]:
    measures = measures_of(scores.comparison)
    spans = intervals([score.counts for score in scores.cases], measures)
    return {
        name: Score(
            name,
            measure.value(scores.totals),
            spans.get(name) if measure.value(scores.totals) is not None else None,
            *measure.fraction(scores.totals),
            measure.higher_is_better,
        )
        for name, measure in measures.items()
    }


def _types(scores: Scores) -> tuple[Row, ...]:
    rows = []
    for kind in scores.comparison.all_types():
        prf = scores.of(kind.name)
        rows.append(Row(kind.name, prf, prf.gold - prf.right, prf.predicted - prf.right, 0))
    return tuple(rows)


def _fields(scores: Scores) -> tuple[Row, ...]:
    rows = []
    for kind in scores.comparison.all_types():
        for field in kind.fields:
            name = f"{kind.name}.{field.name}"
            prf, wrong = scores.of(name), scores.totals[f"{name}:wrong"]
            rows.append(Row(name, prf, prf.gold - prf.right - wrong, prf.predicted - prf.right - wrong, wrong))
    return tuple(rows)


def _matrices(scores: Scores) -> tuple[Matrix, ...]:
    """One matrix a status, its values in the order of the ladder, those on no rung behind."""
    found = []
    for kind in scores.comparison.all_types():
        cells = {(gold, given): n for (name, gold, given), n in scores.confusion.items() if name == kind.name}
        if kind.ladder is None or not cells:
            continue
        order = [stage for rung in kind.ladder.rungs for stage in rung]
        gold, given = (_ordered({pair[side] for pair in cells}, order) for side in (0, 1))
        rows = tuple(tuple(cells.get((one, other), 0) for other in given) for one in gold)
        found.append(Matrix(kind.name, gold, given, rows))
    return tuple(found)


def _ordered(stages: set[str], order: Sequence[str]) -> tuple[str, ...]:
    return (*(stage for stage in order if stage in stages), *sorted(stages.difference(order)))


def _case_reports(cases: Sequence[Case], scores: Scores, run: Run) -> tuple[CaseReport, ...]:
    found = [
        CaseReport(
            name=case.name,
            split=case.split,
            title=case.article.title or "",
            facts=Prf(score.counts["facts:right"], score.counts["facts:predicted"], score.counts["facts:gold"]),
            failure=run.failures.get(case.name),
            findings=tuple(findings_of(score.aligned)),
            sentences=tuple(sentence.text for sentence in case.article.sentences),
        )
        for case, score in zip(cases, scores.cases, strict=True)
    ]
    return tuple(sorted(found, key=lambda case: (-len(case.findings), case.name)))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
