"""The one typed call: instructor over openai, with transport retries, one re-ask and an exact ledger."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summariser.errors import AnswerInvalid, AnswerRefused
from summariser.llm.endpoint import Endpoint
from summariser.llm.envelope import envelope
from summariser.llm.failures import translate
from summariser.llm.prices import price
from summariser.llm.question import Answer, Message, Question
from summariser.llm.salvage import salvage, until_repetition
from summariser.llm.transport import retry_policy
from summariser.llm.usage import Ledger, Usage, total

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summariser.llm.recording import Cassette

_CHARACTERS_PER_TOKEN = 3
"""Few, so that the estimate before a call is on the safe side."""
_REASK_CHARACTERS = 1_000
_PLACEHOLDER = "http://127.0.0.1/v1"
"""Address of requests that are answered from recordings; no part of a recording's key."""


@dataclass
class Attempt:
    """What one question has used so far, and the last raw completion."""

    usages: list[Usage] = field(default_factory=list)
    completion: Any = None


@dataclass
class ModelClient:
    """Asks one model; safe in threads and in an event loop.

    Attributes:
        endpoint: The model.
        ledger: Where every attempt is booked.
        timeout: Longest a call may take, in seconds.
        retry_for: How long transport failures are retried, in seconds.
        record: Recordings to add to.
        replay: Recordings to answer from; nothing is sent then.
    """

    endpoint: Endpoint
    ledger: Ledger = field(default_factory=Ledger)
    timeout: float = 600
    retry_for: float = 120
    record: Cassette | None = None
    replay: Cassette | None = None
    _clients: dict[bool, Any] = field(default_factory=dict, repr=False)

    def ask(self, question: Question) -> Answer:
        """Ask; a wrong answer is asked again once, with the problem.

        Raises:
            ModelError: Unavailable, refused, failed for longer than the retries lasted, or wrong twice.
        """
        attempt = Attempt()
        try:
            return self._ask_once(question, attempt)
        except AnswerInvalid as problem:
            return self._ask_once(_again(question, attempt, problem), attempt)

    async def aask(self, question: Question) -> Answer:
        """:meth:`ask`, asynchronously."""
        attempt = Attempt()
        try:
            return await self._aask_once(question, attempt)
        except AnswerInvalid as problem:
            return await self._aask_once(_again(question, attempt, problem), attempt)

    def close(self) -> None:
        """Close the connections of the synchronous client."""
        client = self._clients.pop(False, None)
        if client is not None and client.client is not None:
            client.client.close()

    def _ask_once(self, question: Question, attempt: Attempt) -> Answer:
        from tenacity import Retrying

        client = self._client(asynchronous=False)
        with self._outcome(question, attempt) as outcome:
            for retry in Retrying(**retry_policy(self.retry_for)):  # type: ignore[arg-type]
                with retry, self._booked(question, attempt) as arguments:
                    outcome.parsed = client.create_with_completion(**arguments)[0]
        return outcome.answer()

    async def _aask_once(self, question: Question, attempt: Attempt) -> Answer:
        from tenacity import AsyncRetrying

        client = self._client(asynchronous=True)
        with self._outcome(question, attempt) as outcome:
            async for retry in AsyncRetrying(**retry_policy(self.retry_for)):  # type: ignore[arg-type]
                with retry, self._booked(question, attempt) as arguments:
                    outcome.parsed = (await client.create_with_completion(**arguments))[0]
        return outcome.answer()

    @contextmanager
    def _booked(self, question: Question, attempt: Attempt) -> Iterator[dict[str, Any]]:
        """Check the budget, give the arguments of one attempt, and book what it used, failed or not."""
        from instructor.core.hooks import Hooks

        asked = sum(len(message.content) for message in question.messages) // _CHARACTERS_PER_TOKEN
        self.ledger.check(asked + question.max_tokens, price(self.endpoint.name, asked, question.max_tokens))
        attempt.completion = None

        def keep(response: Any) -> None:
            attempt.completion = response

        hooks = Hooks()
        hooks.on("completion:response", keep)
        started = time.perf_counter()
        try:
            yield self._arguments(question, hooks)
        finally:
            usage = _usage(attempt.completion, time.perf_counter() - started, self.endpoint.name)
            attempt.usages.append(usage)
            self.ledger.add(usage)

    def _arguments(self, question: Question, hooks: Any) -> dict[str, Any]:
        limit = "max_completion_tokens" if self.endpoint.provider == "openai" else "max_tokens"
        return {
            "messages": [{"role": message.role, "content": message.content} for message in question.messages],
            "response_model": envelope(question.label, question.schema),
            "max_retries": 0,
            "hooks": hooks,
            limit: question.max_tokens,
            **({"model": self.endpoint.model} if self.endpoint.provider in (None, "openai") else {}),
            **self.endpoint.profile.parameters,
        }

    @contextmanager
    def _outcome(self, question: Question, attempt: Attempt) -> Iterator[_Outcome]:
        """Turn what instructor, openai or a provider's library raise into this package's errors."""
        from instructor.core.exceptions import IncompleteOutputException, InstructorError
        from pydantic import ValidationError

        from summariser.errors import SummariserError

        outcome = _Outcome(attempt)
        try:
            yield outcome
        except SummariserError:
            raise
        except IncompleteOutputException:
            outcome.truncated = True
        except (InstructorError, ValidationError, ValueError) as error:
            cause = _provider_error(error)
            if cause is not None:
                raise translate(cause, model=self.endpoint.name) from error
            raise _wrong(attempt, error, self.endpoint.name) from error
        except Exception as error:
            raise translate(error, model=self.endpoint.name) from error

    def _client(self, *, asynchronous: bool) -> Any:
        if asynchronous not in self._clients:
            self._clients[asynchronous] = self._connect(asynchronous=asynchronous)
        return self._clients[asynchronous]

    def _connect(self, *, asynchronous: bool) -> Any:
        import instructor

        endpoint = self.endpoint
        mode = instructor.Mode[endpoint.profile.mode] if endpoint.profile.mode else None
        if endpoint.provider not in (None, "openai"):
            return _other_provider(endpoint, mode, asynchronous=asynchronous)
        import openai

        kind = openai.AsyncOpenAI if asynchronous else openai.OpenAI
        if self.replay is not None:
            address: str | None = _PLACEHOLDER
        else:
            address = endpoint.address() if endpoint.address else None
        client = kind(
            api_key=endpoint.key or "none",
            base_url=address,
            max_retries=0,
            timeout=self.timeout,
            http_client=self._http(asynchronous=asynchronous),
        )
        return instructor.from_openai(client, **({"mode": mode} if mode else {}))

    def _http(self, *, asynchronous: bool) -> Any:
        import httpx2

        from summariser.llm.recording import AsyncRecordTransport, RecordTransport, ReplayTransport

        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
        if self.replay is not None:
            transport: Any = ReplayTransport(self.replay)
        elif self.record is None:
            transport = None
        elif asynchronous:
            transport = AsyncRecordTransport(self.record, httpx2.AsyncHTTPTransport(limits=limits))
        else:
            transport = RecordTransport(self.record, httpx2.HTTPTransport(limits=limits))
        kind = httpx2.AsyncClient if asynchronous else httpx2.Client
        return kind(transport=transport, timeout=self.timeout, limits=limits, trust_env=transport is None)


@dataclass
class _Outcome:
    """What came of one question: the parsed envelope, or the complete items of a truncated answer."""

    attempt: Attempt
    parsed: BaseModel | None = None
    truncated: bool = False

    def answer(self) -> Answer:
        """The answer, loops cut off."""
        found = salvage(_text(self.attempt.completion)) if self.truncated else (self.parsed.model_extra or {})  # type: ignore[union-attr]
        data = {name: until_repetition(items) for name, items in found.items() if isinstance(items, list)}
        return Answer(data, total(self.attempt.usages), truncated=self.truncated)


def _other_provider(endpoint: Endpoint, mode: Any, *, asynchronous: bool) -> Any:
    import instructor
    from instructor.core.exceptions import ConfigurationError

    from summariser.errors import ModelUnavailable

    extra: dict[str, Any] = {"mode": mode} if mode else {}
    if endpoint.key is not None:
        extra["api_key"] = endpoint.key
    try:
        return instructor.from_provider(f"{endpoint.provider}/{endpoint.model}", async_client=asynchronous, **extra)
    except (ConfigurationError, ImportError, ValueError, TypeError) as error:
        raise ModelUnavailable(
            f"instructor cannot use it: {' '.join(str(error).split())[:200]}",
            subject=endpoint.name,
            hint="Is the provider's package installed and its key set?",
        ) from error


def _again(question: Question, attempt: Attempt, problem: AnswerInvalid) -> Question:
    """The question with the wrong answer, cut short, and what was wrong with it."""
    wrong = _text(attempt.completion)[:_REASK_CHARACTERS] or "(nothing)"
    correction = f"That cannot be used: {problem.problem}. Answer again with the JSON alone."
    return replace(
        question, messages=(*question.messages, Message("assistant", wrong), Message("user", correction))
    )


def _provider_error(error: BaseException) -> Exception | None:
    """The provider's own error that instructor wrapped, if there is one."""
    import openai

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, openai.APIError) or isinstance(getattr(seen, "status_code", None), int):
            return seen if isinstance(seen, Exception) else None
        seen = seen.__cause__ or seen.__context__
    return None


def _wrong(attempt: Attempt, error: Exception, model: str) -> AnswerInvalid | AnswerRefused:
    choices = getattr(attempt.completion, "choices", None)
    if choices:
        refusal = getattr(choices[0].message, "refusal", None)
        if refusal or choices[0].finish_reason == "content_filter":
            return AnswerRefused("the model declined to answer", subject=model, hint="Try another model.")
        if not _text(attempt.completion).strip():
            return AnswerInvalid("the answer is empty", subject=model, hint="Try again, or another model.")
    else:
        return AnswerInvalid("the answer holds no choice", subject=model, hint="Try again, or another model.")
    detail = " ".join(str(error).split())
    shape = detail.partition("Value error, ")[2].partition(" [")[0]
    return AnswerInvalid(shape or "it is not the JSON that was asked for", subject=model, hint="Try another model.")


def _text(completion: Any) -> str:
    """What the model wrote: content, or the arguments of its tool call."""
    choices = getattr(completion, "choices", None)
    if not choices:
        return ""
    message = choices[0].message
    calls = getattr(message, "tool_calls", None)
    return str(calls[0].function.arguments) if calls else (message.content or "")


def _usage(completion: Any, seconds: float, model: str) -> Usage:
    """Usage of one attempt; of one that brought no completion, the call and the time alone."""
    used = getattr(completion, "usage", None)
    asked = getattr(used, "prompt_tokens", None) or getattr(used, "input_tokens", None) or 0
    written = getattr(used, "completion_tokens", None) or getattr(used, "output_tokens", None) or 0
    details = getattr(used, "prompt_tokens_details", None)
    return Usage(
        calls=1,
        input_tokens=asked,
        cached_tokens=getattr(details, "cached_tokens", None) or 0,
        output_tokens=written,
        seconds=seconds,
        cost=price(model, asked, written),
    )
