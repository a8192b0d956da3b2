"""Cases and tools that the tests of the evaluation share."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.evaluation.cases import Case, load_cases
from summariser.evaluation.scores import Scores, score_cases

DATA = Path(__file__).parent / "data"
Label = dict[str, Any]


@pytest.fixture(scope="session")
def cases() -> list[Case]:
    """Three labelled articles: two navies, copper, and one without facts."""
    return load_cases(DATA / "set", ["dev", "more"])


@pytest.fixture(scope="session")
def navies(cases: list[Case]) -> Case:
    """The article with facts of every type."""
    return next(case for case in cases if case.name == "two-navies")


@pytest.fixture
def gold(navies: Case) -> Label:
    """A copy of its label, free to be changed."""
    return copy.deepcopy(dict(navies.gold))


@pytest.fixture
def score(navies: Case) -> Callable[[Label], Scores]:
    """Scores a prediction for the article of the two navies."""
    return lambda record: score_cases([navies], {navies.name: record}, COMPARISON)
