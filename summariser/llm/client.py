"""The one typed call: instructor over openai, with transport retries, one re-ask and an exact ledger."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summariser.errors import AnswerInvalid, BudgetExceeded, SummariserError
from summariser.llm.connections import Connections
from summariser.llm.endpoint import Endpoint
from summariser.llm.envelope import envelope
from summariser.llm.failures import NoConnection, is_throttled, retry_after, root, translate, written, wrong_answer
from summariser.llm.prices import price
from summariser.llm.question import Answer, Message, Question
from summariser.llm.salvage import salvage, without_duplicates
from summariser.llm.transport import retry_policy
from summariser.llm.usage import Ledger, Reservation, Usage, total
from summariser.reading.deadline import OutOfTime, within

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summariser.llm.pace import Pace, Turn
    from summariser.llm.recording import Cassette, Played

_REASK_CHARACTERS = 1_000
_GRACE = 0.5
"""Seconds that a whole call may take beyond the limit of a read: where nothing comes, that limit ends it first."""
_MOST_TOKENS = 10**9
"""More than any call uses: a number that is larger is nonsense, and one that no database takes."""
_BUDGET_LOOKS = 0.05
"""Seconds between looks at a budget that other calls have set aside."""


@dataclass
class Attempt:
    """What one question has used so far, failed calls included, and the last raw completion.

    ``waited`` are the seconds in which a pace kept it at the door; they do not count as time of retrying.
    """

    usages: list[Usage] = field(default_factory=list)
    completion: Any = None
    waited: float = 0

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
        pace: When asynchronous calls may go out; at once, where there is none. Of use in one event loop.
        batched: Whether the calls are made through the provider's batch service, which costs less.
    """

    endpoint: Endpoint
    ledger: Ledger = field(default_factory=Ledger)
    timeout: float = 600
    retry_for: float = 120
    record: Cassette | None = None
    replay: Played | None = None
    pace: Pace | None = None
    batched: bool = False
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
            return self.ask_once(question, attempt)
        except AnswerInvalid as problem:
            again = asked_again(question, attempt, problem)
        return self.ask_once(again, attempt)

    async def aask(self, question: Question, attempt: Attempt | None = None) -> Answer:
        """:meth:`ask`, asynchronously."""
        attempt = attempt or Attempt()
        try:
            return await self._aask_once(question, attempt)
        except AnswerInvalid as problem:
            again = asked_again(question, attempt, problem)
        return await self._aask_once(again, attempt)

    def close(self) -> None:
        """Close the synchronous connections."""
        self.connections.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self.connections.aclose()

    def ask_once(self, question: Question, attempt: Attempt) -> Answer:
        """:meth:`ask`, without asking again.

        Raises:
            AnswerInvalid: The answer is wrong; :func:`asked_again` makes the question that says so.
        """
        from tenacity import Retrying

        client = self.connections.shared()
        with self._outcome(attempt) as outcome:
            for retry in Retrying(**retry_policy(self.retry_for)):
                with retry:
                    reserved = self._reserve(question)
                    with self._booked(question, attempt, reserved) as arguments:
                        outcome.parsed = self._within_time(client.create_with_completion, arguments)[0]
        return outcome.answer()

    async def _aask_once(self, question: Question, attempt: Attempt) -> Answer:
        import asyncio

        from tenacity import AsyncRetrying

        client = await self.connections.of_loop()
        with self._outcome(attempt) as outcome:
            async for retry in AsyncRetrying(**retry_policy(self.retry_for, attempt)):
                with retry:
                    async with self._turn(question, attempt) as reserved:
                        with self._booked(question, attempt, reserved) as arguments:
                            async with asyncio.timeout(self.timeout + _GRACE):
                                outcome.parsed = (await client.create_with_completion(**arguments))[0]
        return outcome.answer()

    def _within_time(self, create: Any, arguments: dict[str, Any]) -> Any:
        """Call with a limit on the whole: that of the HTTP library is for a read, so bytes that drip never reach it."""
        try:
            return within(self.timeout + _GRACE, lambda _: create(**arguments))
        except OutOfTime:
            raise TimeoutError from None

    def _reserve(self, question: Question) -> Reservation:
        """Set aside what the next call may use."""
        asked = question.tokens_at_most
        cost = price(self.endpoint.name, asked, question.max_tokens, batched=self.batched)
        return self.ledger.reserve(asked + question.max_tokens, cost)

    @asynccontextmanager
    async def _turn(self, question: Question, attempt: Attempt) -> AsyncIterator[Reservation]:
        """Wait until the call may go out, and tell the pace what came of it."""
        if self.pace is None:
            yield self._reserve(question)
            return
        asked = time.monotonic()
        async with self.pace.turn(question.tokens_likely) as turn:
            reserved = await self._reserve_in_turn(question)
            attempt.waited += time.monotonic() - asked
            booked = len(attempt.usages)
            try:
                yield reserved
            except Exception as error:
                _learn(turn, error)
                raise
            finally:
                turn.used = sum(usage.tokens for usage in attempt.usages[booked:]) or None

    async def _reserve_in_turn(self, question: Question) -> Reservation:
        """As :meth:`_reserve`; where calls under way hold what is left of the budget, their end is waited for."""
        import asyncio

        while True:
            try:
                return self._reserve(question)
            except BudgetExceeded:
                if not self.ledger.under_way:
                    raise
            await asyncio.sleep(_BUDGET_LOOKS)

    @contextmanager
    def _booked(self, question: Question, attempt: Attempt, reserved: Reservation) -> Iterator[dict[str, Any]]:
        """Give the arguments of one attempt, and book what it used, failed or not.

        What is raised inside comes out as what it is about, so that the retries see the provider's own errors.
        """
        from instructor.core.exceptions import IncompleteOutputException
        from instructor.core.hooks import Hooks

        attempt.completion = None

        def keep(response: Any) -> None:
            # A synchronous call that was given up goes on in its thread; what comes late is no part of the next one.
            if not over:
                attempt.completion = response

        over = False
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
            over = True
            seconds = time.perf_counter() - started
            usage = _usage(attempt.completion, seconds, self.endpoint.name, batched=self.batched)
            usage = usage.model_copy(update={"calls": calls})
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


def _learn(turn: Turn, error: Exception) -> None:
    """Tell a turn whether the provider says that it is asked too much, and how long it wants to be left alone."""
    if is_throttled(error):
        turn.throttled = True
        turn.wait = retry_after(error)


def asked_again(question: Question, attempt: Attempt, problem: AnswerInvalid) -> Question:
    """The question with the wrong answer, cut short, and what was wrong with it."""
    wrong = written(attempt.completion)[:_REASK_CHARACTERS] or "(nothing)"
    correction = f"That cannot be used: {problem.problem}. Answer again with the JSON alone."
    return replace(question, messages=(*question.messages, Message("assistant", wrong), Message("user", correction)))


def _usage(completion: Any, seconds: float, model: str, *, batched: bool) -> Usage:
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
        cost=price(model, asked, written_tokens, cached, batched=batched),
    )


def _count(used: object, name: str) -> int:
    """A number of tokens; 0 where the server says none, or nonsense."""
    value = getattr(used, name, None)
    return value if isinstance(value, int) and 0 < value < _MOST_TOKENS else 0
