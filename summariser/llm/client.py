"""The one typed call: instructor over openai, with transport retries, one re-ask and an exact ledger."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summariser.errors import AnswerInvalid, SummariserError
from summariser.llm.connections import Connections
from summariser.llm.endpoint import Endpoint
from summariser.llm.envelope import envelope
from summariser.llm.failures import NoConnection, root, translate, written, wrong_answer
from summariser.llm.prices import price
from summariser.llm.question import Answer, Message, Question
from summariser.llm.salvage import salvage, without_duplicates
from summariser.llm.transport import retry_policy
from summariser.llm.usage import Ledger, Usage, total

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summariser.llm.recording import Cassette

_BYTES_PER_TOKEN = 3
"""Few, so that the estimate before a call is on the safe side; bytes, so that it is in every script."""
_REASK_CHARACTERS = 1_000


@dataclass
class Attempt:
    """What one question has used so far, failed calls included, and the last raw completion."""

    usages: list[Usage] = field(default_factory=list)
    completion: Any = None

    @property
    def usage(self) -> Usage:
        """The sum of all calls."""
        return total(self.usages)


@dataclass
class ModelClient:
    """Asks one model; safe in threads and in event loops.

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
    connections: Connections = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.connections = Connections(self.endpoint, self.timeout, self.record, self.replay)

    def ask(self, question: Question, attempt: Attempt | None = None) -> Answer:
        """Ask; a wrong answer is asked again once, with the problem.

        Args:
            question: The question.
            attempt: Where to keep what the question uses; tells it even where the question fails.

        Raises:
            ModelError: Unavailable, refused, failed for longer than the retries lasted, or wrong twice.
            RecordingError: A recording is missing or malformed.
        """
        attempt = attempt or Attempt()
        try:
            return self._ask_once(question, attempt)
        except AnswerInvalid as problem:
            again = _again(question, attempt, problem)
        return self._ask_once(again, attempt)

    async def aask(self, question: Question, attempt: Attempt | None = None) -> Answer:
        """:meth:`ask`, asynchronously."""
        attempt = attempt or Attempt()
        try:
            return await self._aask_once(question, attempt)
        except AnswerInvalid as problem:
            again = _again(question, attempt, problem)
        return await self._aask_once(again, attempt)

    def close(self) -> None:
        """Close the synchronous connections."""
        self.connections.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self.connections.aclose()

    def _ask_once(self, question: Question, attempt: Attempt) -> Answer:
        from tenacity import Retrying

        client = self.connections.shared()
        with self._outcome(attempt) as outcome:
            for retry in Retrying(**retry_policy(self.retry_for)):
                with retry, self._booked(question, attempt) as arguments:
                    outcome.parsed = client.create_with_completion(**arguments)[0]
        return outcome.answer()

    async def _aask_once(self, question: Question, attempt: Attempt) -> Answer:
        from tenacity import AsyncRetrying

        client = await self.connections.of_loop()
        with self._outcome(attempt) as outcome:
            async for retry in AsyncRetrying(**retry_policy(self.retry_for)):
                with retry, self._booked(question, attempt) as arguments:
                    outcome.parsed = (await client.create_with_completion(**arguments))[0]
        return outcome.answer()

    @contextmanager
    def _booked(self, question: Question, attempt: Attempt) -> Iterator[dict[str, Any]]:
        """Reserve the budget, give the arguments of one attempt, and book what it used, failed or not.

        What is raised inside comes out as what it is about, so that the retries see the provider's own errors.
        """
        from instructor.core.exceptions import IncompleteOutputException
        from instructor.core.hooks import Hooks

        asked = _tokens_at_most(question)
        reserved = self.ledger.reserve(
            asked + question.max_tokens, price(self.endpoint.name, asked, question.max_tokens)
        )
        attempt.completion = None

        def keep(response: Any) -> None:
            attempt.completion = response

        hooks = Hooks()
        hooks.on("completion:response", keep)
        started, calls = time.perf_counter(), 1
        try:
            yield self._arguments(question, hooks)
        except IncompleteOutputException:
            raise
        except Exception as error:
            cause = root(error, attempt.completion)
            calls = 0 if isinstance(cause, NoConnection | SummariserError) else 1
            if cause is error:
                raise
            raise cause from error
        finally:
            seconds = time.perf_counter() - started
            usage = _usage(attempt.completion, seconds, self.endpoint.name).model_copy(update={"calls": calls})
            attempt.usages.append(usage)
            self.ledger.add(usage, reserved)

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
    def _outcome(self, attempt: Attempt) -> Iterator[_Outcome]:
        """Turn what instructor, openai or a provider's library raise into this package's errors."""
        from instructor.core.exceptions import IncompleteOutputException, InstructorError
        from pydantic import ValidationError

        outcome = _Outcome(attempt)
        try:
            yield outcome
        except SummariserError:
            raise
        except IncompleteOutputException:
            outcome.truncated = True
        except (InstructorError, ValidationError) as error:
            raise wrong_answer(error, attempt.completion, model=self.endpoint.name) from error
        except Exception as error:
            raise translate(error, model=self.endpoint.name) from error


@dataclass
class _Outcome:
    """What came of one question: the parsed envelope, or the complete items of a truncated answer."""

    attempt: Attempt
    parsed: BaseModel | None = None
    truncated: bool = False

    def answer(self) -> Answer:
        """The answer: of a truncated one what stands before a loop, of a whole one every item once."""
        if self.truncated:
            return Answer(salvage(written(self.attempt.completion)), self.attempt.usage, truncated=True)
        found: dict[str, Any] = getattr(self.parsed, "model_extra", None) or {}
        data = {name: without_duplicates(items) for name, items in found.items() if isinstance(items, list)}
        return Answer(data, self.attempt.usage)


def _tokens_at_most(question: Question) -> int:
    """How many tokens a question may have, its schema included."""
    texts = [*(message.content for message in question.messages), json.dumps(question.schema)]
    return sum(len(text.encode("utf-8", "replace")) for text in texts) // _BYTES_PER_TOKEN


def _again(question: Question, attempt: Attempt, problem: AnswerInvalid) -> Question:
    """The question with the wrong answer, cut short, and what was wrong with it."""
    wrong = written(attempt.completion)[:_REASK_CHARACTERS] or "(nothing)"
    correction = f"That cannot be used: {problem.problem}. Answer again with the JSON alone."
    return replace(question, messages=(*question.messages, Message("assistant", wrong), Message("user", correction)))


def _usage(completion: Any, seconds: float, model: str) -> Usage:
    """Usage of one attempt; of one that brought no completion, the call and the time alone."""
    used = getattr(completion, "usage", None)
    asked = _count(used, "prompt_tokens") or _count(used, "input_tokens")
    written_tokens = _count(used, "completion_tokens") or _count(used, "output_tokens")
    cached = min(asked, _count(getattr(used, "prompt_tokens_details", None), "cached_tokens"))
    return Usage(
        calls=1,
        input_tokens=asked,
        cached_tokens=cached,
        output_tokens=written_tokens,
        seconds=seconds,
        cost=price(model, asked, written_tokens, cached),
    )


def _count(used: object, name: str) -> int:
    """A number of tokens; 0 where the server says none, or nonsense."""
    value = getattr(used, name, None)
    return value if isinstance(value, int) and value > 0 else 0
