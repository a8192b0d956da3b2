"""Answers to the questions of a plan: from the store where they were paid for before, else from the model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summariser.batch.tally import Tally
from summariser.errors import Interrupted, ModelError, ProviderFailed, SummariserError
from summariser.llm.client import Attempt
from summariser.llm.question import Answer, Failure, Outcome, Question
from summariser.observing import note_outcome, question_step
from summariser.report import Report
from summariser.store.keys import Setup, question_key
from summariser.store.store import Store
from summariser.summariser import Summariser, advance

if TYPE_CHECKING:
    from summariser.store.requests import Requests

Plan = Generator[list[Question], list[Outcome], Report[Any]]
OUTAGE = 20
"""Questions in a row, each tried until its deadline, that the provider fails: then the next ones would fail too."""


class Stopped(Exception):
    """The run is being stopped; the article stays as it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its key, and its answer where the store has one."""

    question: Question
    key: str
    stored: Answer | None


@dataclass
class Answers:
    """Answers questions for one runner.

    Attributes:
        summariser: Whose model is asked.
        store: Where answers come from and go to.
        setup: With what articles are read.
        tally: The counts.
        stop: Called with an error that every further question would meet.
    """

    summariser: Summariser[Any]
    store: Store
    setup: Setup
    tally: Tally
    stop: Callable[[SummariserError], None]
    _in_a_row: int = 0
    _under_way: dict[str, asyncio.Future[Answer | None]] = field(default_factory=dict)
    _out: Requests | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        from summariser.store.requests import Requests

        requests = Requests(self.store, self.setup.asking)
        self._out = requests if requests.open() else None

    def next_step(self, article: str, plan: Plan, outcomes: list[Outcome] | None) -> list[Asked] | Report[Any]:
        """The next questions of a plan, or its report, which is kept; blocks, so it belongs into a thread.

        Raises:
            Stopped: One of them is out with a batch at a provider: it is paid for there, and the article left to that.
        """
        questions = advance(plan, outcomes)
        if isinstance(questions, Report):
            self.store.finish(article, questions)
            return questions
        asked = []
        for question in questions:
            key = question_key(self.setup, question)
            stored = self.store.answer(key)
            if stored is None and self._is_out(key):
                self.tally.elsewhere += 1
                raise Stopped
            asked.append(Asked(question, key, stored.answer if stored else None))
        return asked

    def _is_out(self, key: str) -> bool:
        sent = self._out.sent(key) if self._out is not None else None
        return sent is not None and not sent.booked

    async def all(self, article: str, asked: list[Asked]) -> list[Outcome]:
        """Answers to questions that do not wait for each other, in order.

        Raises:
            Stopped: One of them met an error that ends the run.
        """
        tasks = [asyncio.create_task(self._one(article, question)) for question in asked]
        try:
            outcomes = await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
        if None in outcomes:
            raise Stopped
        return [outcome for outcome in outcomes if outcome is not None]

    async def _one(self, article: str, asked: Asked) -> Outcome | None:
        """The outcome of one question; None where the run is being stopped."""
        if asked.stored is not None:
            self.tally.reused += 1
            return asked.stored
        while (other := self._under_way.get(asked.key)) is not None:
            answer = await asyncio.shield(other)
            if answer is not None:
                self.tally.reused += 1
                return answer
        self._under_way[asked.key] = asyncio.get_running_loop().create_future()
        outcome: Outcome | None = None
        try:
            outcome = await self._ask(article, asked)
        finally:
            self._under_way.pop(asked.key).set_result(outcome if isinstance(outcome, Answer) else None)
        return outcome

    async def _ask(self, article: str, asked: Asked) -> Outcome | None:
        with question_step(self.summariser, asked.question) as step:
            outcome = await self._answer(article, asked)
            if outcome is not None:
                note_outcome(step, outcome)
        return outcome

    async def _answer(self, article: str, asked: Asked) -> Outcome | None:
        attempt = Attempt()
        label = asked.question.label
        self.tally.asked += 1
        try:
            answer = await self.summariser.client.aask(asked.question, attempt)
        except asyncio.CancelledError:
            if attempt.usages:
                self.store.keep_attempt(article, label, attempt.usage, Interrupted("the call was cancelled"))
            raise
        except ModelError as error:
            if attempt.usages:
                self.store.keep_attempt(article, label, attempt.usage, error)
            if error.hopeless or self._is_outage(error):
                self.stop(error)
                return None
            return Failure(error, attempt.usage)
        finally:
            self.tally.usage = self.summariser.ledger.spent
        self._in_a_row = 0
        self.store.keep_answer(article, asked.key, label, answer)
        return answer

    def _is_outage(self, error: ModelError) -> bool:
        self._in_a_row = self._in_a_row + 1 if isinstance(error, ProviderFailed) else 0
        return self._in_a_row >= OUTAGE
