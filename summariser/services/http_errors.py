"""What is answered when something is wrong, whatever it is: always problem details, never a traceback."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from summariser.errors import ServiceBusy, SummariserError
from summariser.services.http_body import Unreadable
from summariser.services.problems import MEDIA_TYPE, Problem, describe, problem_of, told

HANDLED = (SummariserError, Unreadable, RequestValidationError, HTTPException)
"""What routes raise; everything else is a mistake of this program."""
_log = logging.getLogger("summariser.service")
_SHAPES = "The shapes are in /openapi.json."


def problem_for(error: Exception, secrets: Iterable[str]) -> Problem:
    """The problem details of whatever was raised."""
    if isinstance(error, Unreadable):
        return problem_of(error.error, secrets, status=error.status)
    if isinstance(error, SummariserError):
        return problem_of(error, secrets)
    if isinstance(error, RequestValidationError):
        detail = told((found["loc"][1:], found["msg"]) for found in error.errors())  # the first place is "query"
        return describe("UsageError", HTTPStatus.UNPROCESSABLE_ENTITY, detail=detail, hint=_SHAPES)
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        return describe("UsageError", status, detail=status.phrase.lower(), hint=_SHAPES)
    _log.error("%s at %s", type(error).__name__, _place(error))
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return describe("InternalError", status, detail="an error of the service itself", hint="Its log says where.")


def refusal(error: Exception, secrets: Iterable[str], *, wait: int) -> JSONResponse:
    """The answer to a request that failed.

    Args:
        error: What was raised.
        secrets: What must not stand in the answer.
        wait: Seconds after which a service that is busy may be asked again.
    """
    problem = problem_for(error, secrets)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, ServiceBusy):
        headers["Retry-After"] = str(wait)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(problem.model_dump(exclude_none=True), problem.status, headers=headers, media_type=MEDIA_TYPE)


def _place(error: Exception) -> str:
    """Where it was raised; not its words, which may be an article's."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
