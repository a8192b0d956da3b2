"""One article after another, as far as the answers that have come lead: to new questions, to waiting, to a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from summariser.article import Article
from summariser.batch.provider.files import RequestFiles
from summariser.batch.provider.waits import Waits
from summariser.batch.tally import Tally, Trouble
from summariser.batch.tripped import tripped
from summariser.errors import ModelError, StoreError, SummariserError
from summariser.llm.client import Attempt
from summariser.llm.deferred import Deferred, Received
from summariser.llm.prices import price
from summariser.llm.question import Answer, Failure, Outcome, Question
from summariser.observing import article_step, note_report
from summariser.report import Report
from summariser.store.keys import Setup, question_key
from summariser.store.requests import Requests
from summariser.store.store import Store
from summariser.summariser import Summariser, advance


@dataclass
class Articles:
    """Takes articles on.

    A plan is made anew each time and led through the answers that are there: so an article that waits takes no room,
    and one of an earlier run goes the same way.

    Attributes:
        summariser: Topic, model and ledger.
        store: Where everything is kept.
        setup: With what articles are read.
        requests: Questions that are out.
        deferred: Writes requests and reads answers.
        files: Where questions go that have to be sent.
        waits: Who waits for what.
        tally: The counts, changed as it goes.
        on_trouble: Called for each article with an error or a part missing.
        hopeless: An error that every further question would meet; the articles that met it are not finished.
    """

    summariser: Summariser[Any]
    store: Store
    setup: Setup
    requests: Requests
    deferred: Deferred
    files: RequestFiles
    waits: Waits
    tally: Tally
    on_trouble: Callable[[Trouble], None]
    hopeless: SummariserError | None = None
    _seen: set[str] = field(default_factory=set, repr=False)

    def advance(self, key: str) -> None:
        """Take an article on, to its end or until it waits.

        Args:
            key: Of an article that is claimed.

        Raises:
            SummariserError: The store fails, or the topic.
        """
        article = self.store.article(key)
        if article is None:
            raise StoreError(f"the article {key[:12]} is gone", subject=self.store.address)
        try:
            report = self._led(key, article)
        except ModelError as error:
            self._failed(key, article, error)
        except SummariserError:
            raise
        except Exception as error:  # noqa: BLE001 (an article that trips the program must not take the others with it)
            self._failed(key, article, tripped(error, article.source, SummariserError))
        else:
            self._seen.add(key)
            if report is not None:
                self._finished(key, report)

    def _led(self, key: str, article: Article) -> Report[Any] | None:
        """The report of an article; None where it waits."""
        plan = self.summariser.plan(article)
        outcomes: list[Outcome] | None = None
        while True:
            questions = advance(plan, outcomes)
            if isinstance(questions, Report):
                return questions
            found = [self._outcome(key, question) for question in questions]
            outcomes = [outcome for outcome in found if outcome is not None]
            if len(outcomes) < len(found):
                return None

    def _outcome(self, article: str, question: Question) -> Outcome | None:
        """What came of a question; None where it is waited for."""
        key = question_key(self.setup, question)
        stored = self.store.answer(key)
        if stored is not None:
            self.tally.reused += article not in self._seen
            return stored.answer
        attempt, used = Attempt(), []

        def received(asked: Question) -> Received | None:
            asked_key = key if asked is question else question_key(self.setup, asked)
            sent = self.requests.sent(asked_key)
            if sent is None or sent.received is None:
                return None
            used.append(asked_key)
            return Received.from_json(sent.received)

        try:
            settled = self.deferred.settle(question, received, attempt)
        except ModelError as error:
            return self._failure(used, question, error, attempt)
        if isinstance(settled, Question):
            self._wait(article, settled)
            return None
        self._book(used, question, settled, attempt)
        return settled

    def _failure(self, keys: list[str], question: Question, error: ModelError, attempt: Attempt) -> Failure | None:
        self._book(keys, question, error, attempt)
        if not error.hopeless:
            return Failure(error, attempt.usage)
        self.requests.take_back(keys)
        self.hopeless = self.hopeless or error
        return None

    def _book(self, keys: list[str], question: Question, outcome: Answer | ModelError, attempt: Attempt) -> None:
        if self.requests.settle(keys, question.label, outcome, attempt.usage):
            self.summariser.ledger.add(attempt.usage)
            self.tally.usage = self.summariser.ledger.spent

    def _wait(self, article: str, question: Question) -> None:
        """Wait for a question: it is out, or it goes out with the next batch."""
        key = question_key(self.setup, question)
        if key not in self.files:
            sent = self.requests.sent(key)
            if sent is not None:
                self.waits.for_batch(article, sent.batch)
                return
            cost = price(self.setup.model, question.tokens_at_most, question.max_tokens, batched=True)
            self.files.add(key, article, question, self.deferred.body(question), cost)
        self.waits.for_question(article, key)

    def _finished(self, key: str, report: Report[Any]) -> None:
        with article_step(self.summariser) as step:
            self.store.finish(key, report)
            note_report(step, report)
        trouble = self.tally.finished(report)
        if trouble is not None:
            self.on_trouble(trouble)

    def _failed(self, key: str, article: Article, error: SummariserError) -> None:
        self.store.fail(key, error)
        self.tally.failed += 1
        self.on_trouble(Trouble(article.source, error))
