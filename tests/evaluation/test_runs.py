"""Runs: made with any system, kept and read again; and the peer of patterns."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.article import Article
from summariser.errors import EvaluationError, ProviderFailed
from summariser.evaluation.cases import Case
from summariser.evaluation.runs import Run, load_run, run_peer, save_run
from summariser.evaluation.scores import score_cases
from summariser.reading.reader import Reader

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def patterns() -> ModuleType:
    """The peer without a model."""
    spec = importlib.util.spec_from_file_location("patterns", ROOT / "evals" / "peers" / "patterns.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_failed_article_is_an_empty_record(cases: list[Case]) -> None:
    """A failure costs recall and is named; the other articles go on."""

    def peer(article: Article) -> tuple[dict[str, object], dict[str, object]]:
        if "Rain" in (article.title or ""):
            raise ProviderFailed("the server was gone")
        return {"agreements": []}, {"calls": 1}

    run = run_peer("peer", peer, cases)
    assert run.failures == {"rain": "the server was gone"}
    assert run.records["rain"] == {}
    assert run.usage.keys() == {"copper", "two-navies"}


def test_a_mistake_in_a_peer_is_not_swallowed(cases: list[Case]) -> None:
    """Only errors of input and model count as failed articles."""

    def peer(article: Article) -> tuple[dict[str, object], dict[str, object]]:
        raise KeyError(article.source)

    with pytest.raises(KeyError):
        run_peer("peer", peer, cases)


def test_a_run_is_read_as_it_was_kept(cases: list[Case], tmp_path: Path) -> None:
    """Records, usage and failures come back."""
    run = Run("x", {case.name: dict(case.gold) for case in cases}, {"rain": {"calls": 1}}, {"copper": "gone"})
    save_run(tmp_path / "run.json", run)
    again = load_run(tmp_path / "run.json")
    assert (again.name, again.records, again.failures) == (run.name, run.records, run.failures)
    assert again.usage["rain"] == {"calls": 1}


@pytest.mark.parametrize("text", ["", "[]", '{"name": "x"}', '{"name": "x", "cases": {"a": 3}}'])
def test_a_broken_run_is_refused(text: str, tmp_path: Path) -> None:
    """The message names the file."""
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"run\.json"):
        load_run(tmp_path / "run.json")


def test_patterns_find_something_and_not_everything(cases: list[Case], patterns: ModuleType) -> None:
    """The floor: above nothing, below what reading gives, and no facts from an article without any."""
    run = run_peer(patterns.NAME, patterns.read, cases)
    scores = score_cases(cases, run.records, COMPARISON)
    assert 0.2 < (scores.micro_f1 or 0) < 0.9
    assert scores.value("evidence.holds_words") == 1
    assert scores.value("empty_articles") == 1


@pytest.mark.parametrize("piece", ["1,234,", "$1 ", "A-1", "India ", "a pact signed by US and India ", "Aa1 "])
def test_patterns_are_quick_on_any_text(piece: str, patterns: ModuleType) -> None:
    """No pattern is slow on hostile text."""
    article = Reader().read_text("x " + piece * (200_000 // len(piece)))
    start = time.process_time()
    patterns.read(article)
    assert time.process_time() - start < 3


def test_a_stopped_run_goes_on_where_it_stopped(cases: list[Case], tmp_path: Path) -> None:
    """What was read and kept before the stop is not read again, and the end equals an undisturbed run."""
    asked: list[str] = []

    def peer(article: Article) -> tuple[dict[str, object], dict[str, object]]:
        asked.append(article.source)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return {"agreements": [], "of": article.source}, {"calls": 1}

    path = tmp_path / "run.json"
    with pytest.raises(KeyboardInterrupt):
        run_peer("peer", peer, cases, keep=lambda run: save_run(path, run))
    first = load_run(path)
    assert 0 < len(first.records) < len(cases)
    whole = run_peer("peer", peer, cases, known=first)
    assert whole.records == {case.name: {"agreements": [], "of": case.article.source} for case in cases}
    assert len(asked) == len(cases) + 1  # the interrupted one twice, no other


def test_cases_read_at_once_are_those_read_one_by_one(cases: list[Case]) -> None:
    """Threads change the time, not the result."""

    def peer(article: Article) -> tuple[dict[str, object], dict[str, object]]:
        return {"of": article.source}, {"calls": 1}

    assert run_peer("peer", peer, cases, at_once=3) == run_peer("peer", peer, cases)
