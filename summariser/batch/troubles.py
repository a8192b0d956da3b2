"""What went wrong with one article, in words: for a run that goes on with the others."""

from __future__ import annotations

from typing import Any, TypeVar

from summariser.errors import SummariserError
from summariser.report import Report

E = TypeVar("E", bound=SummariserError)
_SHOWN = 200
"""Longest part of a foreign error's message that is shown."""


def tripped(kind: type[E], error: Exception, source: str) -> E:
    """The error of this package for one that nobody foresaw.

    Args:
        kind: Class of the error that is returned.
        error: What was raised.
        source: The article it was raised for.
    """
    words = " ".join(str(error).split())[:_SHOWN]
    problem = f"the program failed on it: {type(error).__name__}: {words}"
    return kind(problem, subject=source, hint="Please report this, with the article.")


def gaps(report: Report[Any]) -> tuple[str, ...]:
    """What is missing in a report, one text for each question that was not answered."""
    return tuple(
        f"{gap.what.replace('_', ' ')} of sentences {gap.first} to {gap.last}: {gap.reason}" for gap in report.missing
    )
