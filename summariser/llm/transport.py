"""Transport retries, at one place: exponential with jitter, ``Retry-After`` honoured, a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from summariser.llm.failures import is_transient, retry_after

if TYPE_CHECKING:
    from tenacity import RetryCallState
    from tenacity.wait import wait_base

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


class Waiting(Protocol):
    """Something that knows how long it was kept waiting before its calls went out, in seconds."""

    waited: float


def retry_policy(deadline: float, caller: Waiting | None = None) -> dict[str, Any]:
    """Arguments for tenacity's ``Retrying`` and ``AsyncRetrying``.

    Args:
        deadline: Seconds after which nothing is tried again; 0 tries once.
        caller: Whose waiting does not count.
    """
    from tenacity import retry_if_exception, stop_after_attempt

    def late(state: RetryCallState) -> bool:
        waited = caller.waited if caller is not None else 0
        return (state.seconds_since_start or 0) - waited + state.upcoming_sleep >= deadline

    return {
        "retry": retry_if_exception(is_transient),
        "wait": _wait(),
        "stop": late if deadline > 0 else stop_after_attempt(1),
        "reraise": True,
    }


def _wait() -> wait_base:
    from tenacity import wait_random_exponential
    from tenacity.wait import wait_base

    backoff = wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)

    class AsAsked(wait_base):
        """What the provider asks for, else the backoff."""

        def __call__(self, retry_state: RetryCallState) -> float:
            error = retry_state.outcome.exception() if retry_state.outcome else None
            asked = retry_after(error) if error is not None else None
            return asked if asked is not None else backoff(retry_state)

    return AsAsked()
