"""Cases on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case, load_cases, sample_of

DATA = Path(__file__).parent / "data" / "set"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the evaluation set."""
    return Path(shutil.copytree(DATA, tmp_path / "set"))


def test_cases_come_by_name_with_split_and_date(folder: Path) -> None:
    """Order and metadata do not depend on the file system."""
    cases = load_cases(folder, ["more", "dev"])
    assert [(case.name, case.split) for case in cases] == [("copper", "more"), ("rain", "dev"), ("two-navies", "dev")]
    assert [str(case.article.published) for case in cases] == ["2025-04-02", "2025-03-15", "2025-03-14"]


def test_a_name_used_twice_is_refused(folder: Path) -> None:
    """Two splits may not share a case: a test article must not be trained on."""
    for suffix in ("txt", "json"):
        shutil.copy(folder / "dev" / f"rain.{suffix}", folder / "more" / f"rain.{suffix}")
    with pytest.raises(EvaluationError, match=r"rain.*dev.*more"):
        load_cases(folder, ["dev", "more"])


@pytest.mark.parametrize(("gone", "said"), [("rain.json", "has no label"), ("rain.txt", "has no text")])
def test_a_file_alone_is_refused(folder: Path, gone: str, said: str) -> None:
    """Half a case is a mistake, never skipped."""
    (folder / "dev" / gone).unlink()
    with pytest.raises(EvaluationError, match=said):
        load_cases(folder, ["dev"])


@pytest.mark.parametrize(
    ("text", "said"), [("{", "cannot be read"), ("[]", "no JSON object"), ("\u00ff\u00fe", "cannot be read")]
)
def test_a_broken_label_is_refused(folder: Path, text: str, said: str) -> None:
    """The message names the file."""
    (folder / "dev" / "rain.json").write_text(text, encoding="latin-1")
    with pytest.raises(EvaluationError, match=rf"rain\.json.*{said}"):
        load_cases(folder, ["dev"])


def test_a_missing_split_is_refused(folder: Path) -> None:
    """A misspelt split is no empty set."""
    with pytest.raises(EvaluationError, match="no such split"):
        load_cases(folder, ["tset"])


def test_a_sample_is_the_same_every_time_and_lies_within_larger_ones(cases: list[Case]) -> None:
    """Names decide, not their order; so a slow system can read a few articles today and more tomorrow."""
    two = [case.name for case in sample_of(cases, 2)]
    assert two == [case.name for case in sample_of(list(reversed(cases)), 2)]
    assert len(two) == 2
    assert {case.name for case in sample_of(cases, 1)} < set(two)
    assert [case.name for case in sample_of(cases, 99)] == sorted(case.name for case in cases)
