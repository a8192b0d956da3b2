"""Questions whose answers come later, through a provider's batch service: the live client, with the wire taken out.

What goes into a batch is the body that the client would send, byte for byte, because the client itself writes it; and
what comes back goes through the client as if it had just been sent. So neither can drift from the live calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summariser.errors import AnswerInvalid, ModelError, ProviderFailed
from summariser.llm.client import Attempt, ModelClient, asked_again
from summariser.llm.endpoint import Endpoint
from summariser.llm.question import Answer, Question

if TYPE_CHECKING:
    import httpx2

_UNANSWERED = {
    "batch_expired": "the batch ended before it was answered",
    "batch_cancelled": "the batch was cancelled before it was answered",
    "missing": "the provider's results do not hold it",
}
"""Codes of requests that were never made, as people read them."""
_SHOWN = 200
_NOTHING = {
    "object": "chat.completion",
    "choices": [{"index": 0, "finish_reason": "length", "message": {"role": "assistant", "content": ""}}],
}
"""What a request gets that is only to be written: an answer cut off before its beginning, which is no error."""


@dataclass(frozen=True, slots=True)
class Received:
    """What the provider's results say of one request.

    Attributes:
        status: HTTP status of the answer; None where the request was never made.
        body: Its body: JSON, parsed.
        code: Why it was not made, in the provider's code.
        message: The same in words.
    """

    status: int | None = None
    body: Any = None
    code: str | None = None
    message: str | None = None

    def to_json(self) -> str:
        """As one JSON text without any character beyond ASCII: what hostile text there is, every database holds."""
        return json.dumps([self.status, self.body, self.code, self.message])

    @classmethod
    def from_json(cls, text: str) -> Received:
        """What :meth:`to_json` wrote."""
        return cls(*json.loads(text))


@dataclass
class _Wire:
    """What stands in the place of the network: keeps the request, gives what came for it.

    Attributes:
        model: Name of the model, for errors.
        received: What came for the next request; None where nothing has yet.
        body: Of the last request.
    """

    model: str
    received: Received | None = None
    body: bytes = b""

    def load(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to a request, as :class:`~summariser.llm.recording.Played` has it."""
        import httpx2

        self.body = request.read()
        came = self.received
        if came is None:
            return httpx2.Response(200, json=_NOTHING, request=request)
        if came.status is None:
            raise _unanswered(came, self.model)
        try:
            return httpx2.Response(
                came.status, headers={"content-type": "application/json"}, content=json.dumps(came.body).encode(),
                request=request,
            )  # fmt: skip
        except ValueError:
            raise ProviderFailed("the provider's results are malformed", subject=self.model) from None


def _unanswered(came: Received, model: str) -> ModelError:
    problem = _UNANSWERED.get(came.code or "")
    if problem is None:
        from summariser.llm.secrets import without_secrets

        said = " ".join(without_secrets(f"{came.code}: {came.message}", {}).split())[:_SHOWN]
        problem = f"the provider did not make the request: {said}"
    return ProviderFailed(problem, subject=model, hint="Read it again with --retry-failed.")


@dataclass
class Deferred:
    """Writes requests and reads answers for one model; for one thread at a time.

    Attributes:
        endpoint: The model; one that speaks OpenAI's interface.
    """

    endpoint: Endpoint
    client: ModelClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._wire = _Wire(self.endpoint.name)
        self.client = ModelClient(self.endpoint, retry_for=0, replay=self._wire, batched=True)

    def body(self, question: Question) -> bytes:
        """The body of the request that the live client would send: a JSON object on one line."""
        self._wire.received = None
        self.client.ask_once(question, Attempt())
        return self._wire.body

    def settle(
        self, question: Question, received: Callable[[Question], Received | None], attempt: Attempt
    ) -> Answer | Question:
        """The answer to a question; or the question that has to be asked, which is it or its correction.

        Args:
            question: The question.
            received: What came for a question; None where nothing has.
            attempt: Where to keep what the answers used.

        Raises:
            ModelError: As of :meth:`ModelClient.ask`.
        """
        asked = question
        while True:
            came = received(asked)
            if came is None:
                return asked
            self._wire.received = came
            try:
                return self.client.ask_once(asked, attempt)
            except AnswerInvalid as problem:
                if asked is not question:
                    raise
                asked = asked_again(question, attempt, problem)

    def close(self) -> None:
        """Close what the client opened."""
        self.client.close()
