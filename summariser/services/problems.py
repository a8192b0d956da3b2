"""Errors as those outside see them: RFC 9457 problem details, without keys and paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from itertools import islice
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summariser import errors
from summariser.errors import SummariserError

MEDIA_TYPE = "application/problem+json"
STATUS: tuple[tuple[type[SummariserError], HTTPStatus], ...] = (
    (errors.SourceTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (errors.InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.UsageError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.TopicError, HTTPStatus.NOT_FOUND),
    (errors.AnswerInvalid, HTTPStatus.BAD_GATEWAY),
    (errors.AnswerRefused, HTTPStatus.BAD_GATEWAY),
    (errors.BudgetExceeded, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.ModelUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.AuthenticationFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.ProviderFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.ModelError, HTTPStatus.BAD_GATEWAY),
    (errors.ServiceBusy, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.RequestTimedOut, HTTPStatus.GATEWAY_TIMEOUT),
    (errors.AccessDenied, HTTPStatus.UNAUTHORIZED),
)
"""The status of each class of errors; the first line that fits holds."""
HIDDEN = "***"
_SHOWN_PROBLEMS = 10
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Problem(BaseModel):
    """What went wrong: problem details of RFC 9457, with the class of the error and what to do."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="A name for this kind of problem.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened this time.")
    error: str = Field(description="Class of the error, as in the documentation.")
    subject: str | None = Field(default=None, description="What it happened to.")
    hint: str | None = Field(default=None, description="What to do about it.")


def problem_of(error: SummariserError, secrets: Iterable[str] = (), *, status: HTTPStatus | None = None) -> Problem:
    """The problem details of an error.

    Args:
        error: The error.
        secrets: What must not stand in them.
        status: The status, where it is not the one of the error's class.
    """
    secrets = list(secrets)
    parts = shown_parts(error, secrets)
    found = status or next((s for kind, s in STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    return describe(type(error).__name__, found, **parts)


def describe(
    error: str, status: HTTPStatus, *, detail: str, subject: str | None = None, hint: str | None = None
) -> Problem:
    """Problem details by the name of an error's class."""
    title = _WORDS.sub(" ", error).capitalize()
    return Problem(
        type=f"urn:summariser:error:{error}",
        title=title,
        status=int(status),
        detail=detail,
        error=error,
        subject=subject,
        hint=hint,
    )


def shown_parts(error: SummariserError, secrets: Iterable[str]) -> dict[str, Any]:
    """What happened, to what, and what to do, without the secrets."""
    secrets = sorted(secrets, key=len, reverse=True)
    parts = {"detail": error.problem, "subject": error.subject, "hint": error.hint}
    return {name: hide(text, secrets) for name, text in parts.items() if text is not None}


def hide(text: str, secrets: Iterable[str]) -> str:
    """The text with secrets made unreadable."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def in_words(error: ValidationError) -> str:
    """What is wrong with a request, in one line, without its values."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return told((problem["loc"], problem["msg"]) for problem in found)


def told(problems: Iterable[tuple[Sequence[int | str], str]]) -> str:
    """Problems in one line, each with its place."""
    shown = islice(problems, _SHOWN_PROBLEMS)
    lines = [f"{'.'.join(map(str, place))}: {problem}" if place else problem for place, problem in shown]
    return "; ".join(lines).replace("Value error, ", "")
