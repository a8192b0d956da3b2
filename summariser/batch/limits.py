"""How much a batch may do at the same time and in a minute."""

from __future__ import annotations

from dataclasses import dataclass

from summariser.errors import UsageError
from summariser.llm.endpoint import Endpoint
from summariser.llm.pace import Pace

_CALLS, _CALLS_OF_ONE_PROCESS = 16, 1


@dataclass(frozen=True)
class Limits:
    """Limits of a batch; None leaves a limit to the model's kind.

    Attributes:
        at_once: Most articles under way; as many as calls, if not given.
        calls: Most calls in flight; 16, or 1 for a model in the process.
        requests: Most requests a minute.
        tokens: Most tokens a minute.
    """

    at_once: int | None = None
    calls: int | None = None
    requests: float | None = None
    tokens: float | None = None

    def __post_init__(self) -> None:
        for name in ("at_once", "calls", "requests", "tokens"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise UsageError(f"a limit of {value} lets nothing through", subject=name, hint="Give a larger one.")

    def of(self, endpoint: Endpoint) -> tuple[int, int]:
        """Most articles under way, and most calls in flight, for a model."""
        in_process = "runtime" in endpoint.provenance
        calls = self.calls or (_CALLS_OF_ONE_PROCESS if in_process else _CALLS)
        return self.at_once or calls, calls

    def pace(self, endpoint: Endpoint, *, patience: float) -> Pace:
        """A pace within the limits, for one event loop."""
        return Pace(self.of(endpoint)[1], requests=self.requests, tokens=self.tokens, patience=patience)

    def share(self, number: int, workers: int, endpoint: Endpoint) -> Limits:
        """The limits of one of several workers; what does not divide goes to the first."""
        at_once, calls = self.of(endpoint)
        return Limits(
            at_once=_share(at_once, number, workers),
            calls=_share(calls, number, workers),
            requests=self.requests / workers if self.requests else None,
            tokens=self.tokens / workers if self.tokens else None,
        )


def _share(whole: int, number: int, workers: int) -> int:
    return max(1, whole // workers + (number < whole % workers))
