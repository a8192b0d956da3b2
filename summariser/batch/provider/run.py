"""One run over articles that go through a provider's batch service: sources in, batches out, reports into the store."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from summariser.article import Article
from summariser.batch.claims import HEARTBEAT, LEASE, Claims, Verdict, count
from summariser.batch.provider.articles import Articles
from summariser.batch.provider.desk import Desk
from summariser.batch.provider.files import RequestFile, RequestFiles
from summariser.batch.provider.progress import News, What
from summariser.batch.provider.reading import read_all
from summariser.batch.provider.service import Service
from summariser.batch.provider.waits import Waits
from summariser.batch.runner import Item
from summariser.batch.tally import Tally, Trouble
from summariser.errors import BudgetExceeded, ModelError, ModelUnavailable, ProviderFailed, StoreError, SummariserError
from summariser.llm.deferred import Deferred
from summariser.llm.usage import Usage
from summariser.reading.reader import Reader
from summariser.store.keys import Setup
from summariser.store.requests import ProviderBatch, Requests, Stage
from summariser.store.store import Store
from summariser.summariser import Summariser

_ADMITTED = 32
"""Articles that are claimed together."""
FIRST_PAUSE, _GROWTH = 2.0, 1.5
"""The first pause between two looks, in seconds, and how much longer each is than the one before."""
_SLICE = 0.1
"""Seconds after which a pause looks whether the run is to end."""


@dataclass(frozen=True)
class Rules:
    """How a run goes about it; as :class:`~summariser.batch.provider.ProviderBatches` describes them."""

    retry_failed: bool
    reader: Reader
    command: str | None
    poll: float
    wait: bool
    most_requests: int
    most_bytes: int
    queue_tokens: int | None
    patience: float
    appears_within: float
    on_news: Callable[[News], None]
    on_progress: Callable[[Tally], None]
    on_trouble: Callable[[Trouble], None]


class ProviderRun:
    """One run."""

    def __init__(self, rules: Rules, summariser: Summariser[Any], store: Store) -> None:
        self.stopped: SummariserError | None = None
        self._rules = rules
        self._summariser = summariser
        self._store = store
        setup = Setup.of(summariser, command=rules.command)
        self._claims = Claims(store, setup, rules.retry_failed)
        self.requests = Requests(store, setup.asking)
        self._desk = Desk(
            Service(summariser.client), self.requests, self._claims.worker, rules.on_news, rules.appears_within
        )
        self._files = RequestFiles(rules.most_requests, rules.most_bytes, rules.queue_tokens)
        self._waits = Waits()
        self.tally = Tally()
        self._deferred = Deferred(summariser.endpoint)
        self._articles = Articles(
            summariser, store, setup, self.requests, self._deferred, self._files, self._waits, self.tally,
            rules.on_trouble,
        )  # fmt: skip
        self._theirs_until = time.monotonic() + LEASE
        self._failing_since: float | None = None
        self._pause = FIRST_PAUSE

    def stop(self, reason: SummariserError) -> None:
        """End the run at its next step."""
        self.stopped = self.stopped or reason

    def whole(self, items: Callable[[Setup, Tally], Iterable[Item]]) -> Tally:
        """Everything: sources, questions, batches, answers, reports.

        Args:
            items: Gives what is to be read.
        """
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(over,), daemon=True)
        heart.start()
        try:
            self.requests.forget_failures()
            self._take(items(self._claims.setup, self.tally))
            while self.stopped is None and self._step():
                pass
        except ModelError as error:
            self.stop(error)
        finally:
            over.set()
            heart.join()
            self._files.clear()
            self._deferred.close()
            self._store.release(self._claims.worker)
        return self.tally

    def cancel(self) -> int:
        """Cancel, collect, forget."""
        batches = self.requests.open()
        for batch in batches:
            while self._by_number(batch.number) is not None and not self._cancelled(batch):
                self._rest(FIRST_PAUSE)
        self._deferred.close()
        return len(batches)

    def _cancelled(self, batch: ProviderBatch) -> bool:
        """Whether a batch is collected or forgotten."""
        now = self._by_number(batch.number) or batch
        self._desk.check_server(now)
        try:
            if now.stage is Stage.CREATING:
                return self._desk.recover(now)
            look = self._desk.look(now)
            if not look.ended:
                if look.status != "cancelling":
                    with contextlib.suppress(ProviderFailed):  # it may have ended meanwhile: the next look tells
                        self._desk.service.cancel(look.id)
                return False
            self._desk.collect(now, look, forget=True)
        except ModelUnavailable:
            self.requests.end(now.number, None)
        return True

    def _by_number(self, number: int) -> ProviderBatch | None:
        return next((batch for batch in self.requests.open() if batch.number == number), None)

    def _take(self, items: Iterable[Item]) -> None:
        """Make the sources known, and take each article on as far as it leads."""
        articles = read_all(items, self._rules.reader, self.tally, self._rules.on_trouble)
        for chunk in _chunks(articles):
            if self.stopped is not None:
                return
            for key, verdict in self._claims.admit(chunk):
                if verdict is Verdict.READ:
                    self._articles.advance(key)
                else:
                    count(verdict, self.tally)

    def _step(self) -> bool:
        """Send what is to be sent, look at what is out, go on with what has come. False when there is no more to do."""
        if self._articles.hopeless is not None:
            self.stop(self._articles.hopeless)
            return False
        self._send()
        if self.stopped is not None:
            return False
        came = self._look()
        if came:
            if self._waits:
                self._rules.on_progress(self.tally)
            self._pause = FIRST_PAUSE
            return True
        if not self._rules.wait or not (self._theirs() or self._waits):
            return False
        self._rest(min(self._pause, self._rules.poll))
        self._pause *= _GROWTH
        return True

    def _send(self) -> None:
        """Make batches of the questions that are to be sent."""
        files = self._files
        if not files.files:
            return
        self._check_budget()
        for file in list(files.files):
            if self.stopped is not None:
                return
            if not self._has_room(file):
                return
            wanted = [key for key, _, _ in file.wanted]
            batch, out = self._desk.submit(file)
            self.tally.asked += batch.requests
            for key in wanted:
                sent = self.requests.sent(key) if key in out else None
                self._waits.sent(key, batch.number if sent is None else sent.batch)
            files.sent(file)

    def _has_room(self, file: RequestFile) -> bool:
        """Whether the provider's queue takes a file beside what is out; one that is alone is always tried."""
        most = self._rules.queue_tokens
        out = sum(batch.input_tokens for batch in self.requests.open())
        return most is None or out == 0 or out + file.input_tokens <= most

    def _check_budget(self) -> None:
        """See that all that is out and all that goes out cannot pass the budget together."""
        ledger, files = self._summariser.ledger, self._files
        out = self.requests.open()
        tokens = sum(batch.tokens for batch in out) + files.tokens
        costs = [batch.cost for batch in out] + [files.cost]
        known = [cost for cost in costs if cost is not None]
        try:
            reserved = ledger.reserve(tokens, sum(known, Decimal()) if len(known) == len(costs) else None)
        except BudgetExceeded as error:
            why = error.problem.replace("the next call", "with what is out they")
            raise BudgetExceeded(f"{len(files):,} questions were not sent: {why}", hint=error.hint) from error
        ledger.add(Usage(), reserved)

    def _look(self) -> bool:
        """Look at each batch that is waited for; whether one has ended."""
        came = False
        for batch in self.requests.open():
            if self.stopped is not None:
                return came
            if batch.number not in self._waits.batches:
                continue
            self._desk.check_server(batch)
            try:
                came |= self._ended(batch)
            except ProviderFailed as error:
                self._failing(batch, error)
            else:
                self._failing_since = None
        for number in set(self._waits.batches) - {batch.number for batch in self.requests.open()}:
            came = True
            for key in self._waits.ended(number):
                self._articles.advance(key)
        return came

    def _ended(self, batch: ProviderBatch) -> bool:
        """Whether a batch has ended; its answers are in the store then."""
        if batch.stage is Stage.CREATING:
            return self._desk.recover(batch)
        look = self._desk.look(batch)
        if look.ended:
            self._desk.collect(batch, look)
        return look.ended

    def _failing(self, batch: ProviderBatch, error: ProviderFailed) -> None:
        """The provider did not answer, however often it was asked: a day is long, so it is given time."""
        now = time.monotonic()
        self._failing_since = self._failing_since or now
        if error.hopeless or not self._rules.wait or now - self._failing_since >= self._rules.patience:
            self.stop(error)
            return
        self._rules.on_news(News(What.SILENT, batch.id or batch.mark, batch.requests))

    def _theirs(self) -> bool:
        """Go on with articles that another run had and has not any more.

        Whether to look again: one that is dead leaves its articles when its lease ends, one that lives finishes them.
        """
        if not self._claims.elsewhere:
            return False
        for key in self._claims.again():
            self.tally.elsewhere -= 1
            self._articles.advance(key)
        return bool(self._files.files) or time.monotonic() < self._theirs_until

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.stopped is None and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))

    def _beat(self, over: threading.Event) -> None:
        """Renew the claims, so that nobody takes them for left behind."""
        while not over.wait(HEARTBEAT):
            try:
                self._store.renew(self._claims.worker, lease=LEASE)
            except StoreError:
                return  # the run meets it too


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    remaining = iter(articles)
    while chunk := list(islice(remaining, _ADMITTED)):
        yield chunk
