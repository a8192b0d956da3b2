"""What went wrong between here and a provider, as errors of this package's tree."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from summariser.errors import (
    AnswerInvalid,
    AnswerRefused,
    AuthenticationFailed,
    ModelError,
    ModelUnavailable,
    ProviderFailed,
    ServerUnreachable,
    SummariserError,
)
from summariser.llm.secrets import without_secrets

_UNAUTHORISED = frozenset({401, 403})
_NOT_FOUND = 404
_TOO_MANY, _UNAVAILABLE = 429, 503
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_SPENT = "insufficient_quota"
"""OpenAI's code for an account without money: answered with 429, but waiting does not help."""
_FILTERED = "content_filter"
_SHOWN = 200
"""Longest part of a provider's message that is shown."""


class BrokenBody(Exception):
    """An answer whose body ends early or is no JSON: the connection's failure, not the model's."""


class NoConnection(Exception):
    """The server could not be reached at all: no request was sent."""


_NO_CONNECTION = frozenset({"ConnectError", "ConnectTimeout"})
"""What the HTTP libraries of all providers call it."""


def root(error: BaseException, completion: object) -> BaseException:
    """What an error of instructor is about: our own error, a missing connection, the provider's error, a broken body.

    instructor wraps what the call raised, and openai wraps what the transport raised; both name the cause.

    Args:
        error: The error as raised.
        completion: The completion that came, None if none did.

    Returns:
        The error itself where it is about the answer.
    """
    import openai

    chain = [error]
    while (cause := chain[-1].__cause__) is not None and cause not in chain:
        chain.append(cause)
    for link in chain:
        if isinstance(link, SummariserError):
            return link
    if completion is None and any(type(link).__name__ in _NO_CONNECTION for link in chain):
        return NoConnection("no connection")
    for link in chain:
        if isinstance(link, openai.APIError) or isinstance(getattr(link, "status_code", None), int):
            return link
    if completion is None and isinstance(chain[-1], json.JSONDecodeError | UnicodeDecodeError):
        return BrokenBody("the body is no JSON")
    return error


def is_transient(error: BaseException) -> bool:
    """Whether the same request may succeed later: rate limits, outages, time-outs, broken connections."""
    import openai

    if isinstance(error, openai.APIConnectionError | BrokenBody | NoConnection | TimeoutError):
        return True
    status = getattr(error, "status_code", None)
    return isinstance(status, int) and status in _TRANSIENT and getattr(error, "code", None) != _SPENT


def is_throttled(error: BaseException) -> bool:
    """Whether the provider says that it is asked too much, or to be left alone for a while."""
    status = getattr(error, "status_code", None)
    if getattr(error, "code", None) == _SPENT:
        return False
    return status == _TOO_MANY or (status == _UNAVAILABLE and retry_after(error) is not None)


def retry_after(error: BaseException) -> float | None:
    """Seconds the provider asks to wait, if it says so: in seconds or as a date."""
    response = getattr(error, "response", None)
    value = response.headers.get("retry-after") if response is not None else None
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def translate(error: BaseException, *, model: str) -> ModelError:
    """The error of this package that a provider's error means. Messages of the provider are shortened, never whole."""
    import openai

    status = getattr(error, "status_code", None)
    code = getattr(error, "code", None)
    if status in _UNAUTHORISED:
        return AuthenticationFailed(
            "the provider refuses the key", subject=model, hint="Check the key and what it may be used for."
        )
    if status == _NOT_FOUND:
        return ModelUnavailable("the provider knows no such model or address", subject=model, hint="Check the name.")
    if code == _FILTERED:
        return AnswerRefused("a filter of the provider stopped it", subject=model, hint="Try another model.")
    if code == _SPENT:
        spent = ProviderFailed("the account's quota is used up", subject=model, hint="Check its plan and billing.")
        spent.hopeless = True
        return spent
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return ProviderFailed("no answer in time", subject=model, hint="Raise SUMMARISER_TIMEOUT, or try again later.")
    if isinstance(error, NoConnection):
        return ServerUnreachable(
            "the server cannot be reached", subject=model, hint="Is it running, and is --base-url right?"
        )
    if isinstance(error, openai.APIConnectionError):
        return ProviderFailed("the server broke off", subject=model, hint="Try again later.")
    if isinstance(error, BrokenBody):
        return ProviderFailed("the server's answers break off", subject=model, hint="Try again later.")
    if isinstance(status, int) and status in _TRANSIENT:
        return ProviderFailed(f"the provider answers {status}", subject=model, hint="Try again later.")
    return ModelError(f"the provider refuses the request: {_message(error)}", subject=model)


def wrong_answer(error: BaseException, completion: Any, *, model: str) -> ModelError:
    """The error of this package for a completion that came but cannot be used.

    :class:`AnswerInvalid` alone is worth asking again.
    """
    choices = getattr(completion, "choices", None)
    if (
        completion is None
        or isinstance(completion, str)
        or (hasattr(completion, "choices") and not isinstance(choices, list))
    ):
        return ProviderFailed(
            "what the server answers is no completion",
            subject=model,
            hint="Is --base-url right? It mostly ends with /v1.",
        )
    if choices and (getattr(choices[0].message, "refusal", None) or choices[0].finish_reason == _FILTERED):
        return AnswerRefused("the model declined to answer", subject=model, hint="Try another model.")
    if hasattr(completion, "choices") and not written(completion).strip():
        return AnswerInvalid("the answer is empty", subject=model, hint="Try again, or another model.")
    detail = " ".join(str(error).split())
    shape = detail.partition("Value error, ")[2].partition(" [")[0]
    return AnswerInvalid(shape or "it is not the JSON that was asked for", subject=model, hint="Try another model.")


def written(completion: Any) -> str:
    """What the model wrote: content, or the arguments of its tool call."""
    choices = getattr(completion, "choices", None)
    message = getattr(choices[0], "message", None) if choices else None
    calls = getattr(message, "tool_calls", None)
    return str(calls[0].function.arguments) if calls else str(getattr(message, "content", None) or "")


def _message(error: BaseException) -> str:
    """The provider's own words, on one line, cut short, without the key: some repeat it."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    words = said if isinstance(said, str) else str(getattr(error, "message", error))
    request = getattr(error, "request", None) or getattr(getattr(error, "response", None), "request", None)
    return " ".join(without_secrets(words, getattr(request, "headers", {})).split())[:_SHOWN]
