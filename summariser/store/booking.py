"""Rows of answers and attempts: what a question brought, and what it cost."""

from __future__ import annotations

import json
import time
from typing import Any

from summariser.errors import SummariserError
from summariser.llm.question import Answer
from summariser.llm.usage import Usage

_SHOWN = 500
"""Longest error message that is kept."""


def answer_row(key: str, article: int, label: str, answer: Answer) -> dict[str, Any]:
    """The row of an answer that just came.

    Args:
        key: Of the question.
        article: Number of the article that it was asked for.
        label: ``Question.label``.
        answer: What came back.
    """
    return {
        "key": key, "article": article, "label": label, "data": json.dumps(answer.data),
        "truncated": int(answer.truncated), "kept": time.time(), **_used(answer.usage),
    }  # fmt: skip


def attempt_row(article: int, label: str, usage: Usage, error: SummariserError | None = None) -> dict[str, Any]:
    """The row of a question that was asked, with its error where no answer came of it."""
    return {
        "article": article, "label": label, "at": time.time(), **_used(usage),
        "error_class": type(error).__name__ if error else None, "error": message(error),
    }  # fmt: skip


def message(error: SummariserError | None) -> str | None:
    """An error's message as it is kept."""
    return str(error).replace("\x00", "")[:_SHOWN] if error else None


def _used(usage: Usage) -> dict[str, Any]:
    from summariser.store.tables import PICODOLLARS

    return {
        "calls": usage.calls,
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.cached_tokens,
        "output_tokens": usage.output_tokens,
        "seconds": usage.seconds,
        "cost": None if usage.cost is None else int((usage.cost * PICODOLLARS).to_integral_value()),
    }
