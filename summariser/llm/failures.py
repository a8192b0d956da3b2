"""What went wrong between here and a provider, as errors of this package's tree."""

from __future__ import annotations

from summariser.errors import AuthenticationFailed, ModelError, ModelUnavailable, ProviderFailed

_UNAUTHORISED = frozenset({401, 403})
_NOT_FOUND = 404
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_SHOWN = 200
"""Longest part of a provider's message that is shown."""


def is_transient(error: BaseException) -> bool:
    """Whether the same request may succeed later: rate limits, outages, time-outs, broken connections."""
    import openai

    if isinstance(error, openai.APIConnectionError):
        return True
    status = getattr(error, "status_code", None)
    return isinstance(status, int) and status in _TRANSIENT


def retry_after(error: BaseException) -> float | None:
    """Seconds the provider asks to wait, if it says so in seconds."""
    response = getattr(error, "response", None)
    value = response.headers.get("retry-after") if response is not None else None
    try:
        return max(0.0, float(value)) if value is not None else None
    except ValueError:
        return None


def translate(error: Exception, *, model: str) -> ModelError:
    """The error of this package that a provider's error means. Messages of the provider are shortened, never whole."""
    import openai

    status = getattr(error, "status_code", None)
    if status in _UNAUTHORISED:
        return AuthenticationFailed(
            "the provider refuses the key", subject=model, hint="Check the key and what it may be used for."
        )
    if status == _NOT_FOUND:
        return ModelUnavailable("the provider knows no such model or address", subject=model, hint="Check the name.")
    if isinstance(error, openai.APITimeoutError):
        return ProviderFailed("no answer in time", subject=model, hint="Raise --timeout, or try again later.")
    if isinstance(error, openai.APIConnectionError):
        return ProviderFailed(
            "the server cannot be reached", subject=model, hint="Is it running, and is --base-url right?"
        )
    if isinstance(status, int) and status in _TRANSIENT:
        return ProviderFailed(f"the provider answers {status}", subject=model, hint="Try again later.")
    detail = " ".join(str(getattr(error, "message", error)).split())[:_SHOWN]
    return ModelError(f"the provider refuses the request: {detail}", subject=model)
