"""Questions that are out at a provider's batch service: kept before they go, until their answers are booked.

A question is in one batch at a time, whoever asks it: its key is the row's. What is written here is committed when a
method returns.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from summariser.errors import SummariserError
from summariser.llm.question import Answer
from summariser.llm.usage import Usage
from summariser.store.booking import answer_row, attempt_row
from summariser.store.states import State
from summariser.store.store import Store
from summariser.store.tables import PICODOLLARS, answers, articles, attempts, provider_batches, provider_requests
from summariser.store.workers import clock
from summariser.store.writing import insert_for

_TOGETHER = 500
"""Rows of one statement."""
_FINAL = (State.DONE.value, State.PARTIAL.value, State.FAILED.value)


class Stage(StrEnum):
    """Where a batch stands, as far as the store knows."""

    CREATING = "creating"
    """About to be made at the provider: it may be there, but its id is not known."""
    OPEN = "open"
    """There, under its id."""
    ENDED = "ended"
    """Ended, and its answers are here."""


@dataclass(frozen=True, slots=True)
class ProviderBatch:
    """A batch at a provider.

    Attributes:
        number: Its number in the store.
        mark: What it is marked with at the provider.
        server: Address of the provider.
        stage: Where it stands.
        id: The provider's name for it; None where that is not known.
        file: The provider's name for its file of requests.
        requests: How many requests it has.
        input_tokens: Most tokens that it can read.
        tokens: Most tokens that it can use.
        cost: Most US dollars that it can cost; None where no price is known.
        worker: Who made it.
        created: When, in seconds since 1970.
    """

    number: int
    mark: str
    server: str
    stage: Stage
    id: str | None
    file: str | None
    requests: int
    input_tokens: int
    tokens: int
    cost: Decimal | None
    worker: str
    created: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A question that was sent.

    Attributes:
        batch: Number of its batch.
        received: What came back, as the caller wrote it; None where nothing has yet.
        booked: Whether its failure is booked.
    """

    batch: int
    received: str | None
    booked: bool


class Requests:
    """The questions of one way of asking that are out.

    Args:
        store: Where they are kept.
        asking: ``Setup.asking``.
    """

    def __init__(self, store: Store, asking: str) -> None:
        self._store = store
        self._asking = asking

    def sent(self, key: str) -> Sent | None:
        """What is known of a question by its key; None where it is not out."""
        columns = (provider_requests.c.batch, provider_requests.c.received, provider_requests.c.booked)
        for row in self._store.rows(select(*columns).where(provider_requests.c.key == key)):
            return Sent(row.batch, row.received, bool(row.booked))
        return None

    def open(self) -> list[ProviderBatch]:
        """The batches that have not ended, in the order in which they were made."""
        query = select(provider_batches).where(
            provider_batches.c.asking == self._asking, provider_batches.c.state != Stage.ENDED.value
        )
        return [_batch(row) for row in self._store.rows(query.order_by(provider_batches.c.number))]

    def prepare(
        self,
        mark: str,
        wanted: Sequence[tuple[str, str, str]],
        *,
        server: str,
        worker: str,
        input_tokens: int,
        tokens: int,
        cost: Decimal | None,
    ) -> tuple[ProviderBatch, set[str]]:
        """Keep a batch that is about to be made, with its questions.

        Args:
            mark: Of the batch, unique.
            wanted: Key, key of the article, and label of each question.
            server: Address of the provider.
            worker: Who makes it.
            input_tokens: Most tokens that it can read.
            tokens: Most tokens that it can use.
            cost: Most US dollars that it can cost.

        Returns:
            The batch, and the keys of those questions that are out already, with another batch: they stay there.
        """
        values = {
            "mark": mark, "asking": self._asking, "server": server, "state": Stage.CREATING.value, "tokens": tokens,
            "requests": len(wanted), "cost": None if cost is None else int(cost * PICODOLLARS), "worker": worker,
            "created": time.time(), "input_tokens": input_tokens,
        }  # fmt: skip

        def put(connection: Connection) -> tuple[ProviderBatch, set[str]]:
            connection.execute(provider_batches.insert().values(values))
            row = connection.execute(select(provider_batches).where(provider_batches.c.mark == mark)).one()
            out = _put_requests(connection, row.number, wanted)
            return _batch(row), out

        return self._store.transact(put)

    def uploaded(self, number: int, file: str) -> None:
        """Keep the provider's name for a batch's file."""
        self._change(number, {"file": file})

    def made(self, number: int, id: str) -> None:
        """Keep the provider's name for a batch: from now on it is found by that."""
        self._change(number, {"id": id, "state": Stage.OPEN.value})

    def receive(self, number: int, received: Mapping[str, str]) -> None:
        """Keep what came back for questions of a batch, by key; what is kept stays."""
        waiting = (provider_requests.c.batch == number) & provider_requests.c.received.is_(None)
        come = update(provider_requests).where(waiting, provider_requests.c.key == bindparam("of"))
        rows = [{"of": key, "text": text} for key, text in received.items()]
        if rows:
            come = come.values(received=bindparam("text"))
            self._store.transact(lambda connection: connection.execute(come, rows))

    def end(self, number: int, missing: str | None) -> int:
        """Keep that a batch has ended and everything of it is here. How many questions got no answer.

        Args:
            number: Its number.
            missing: What to keep for them; with None they are as if never sent.
        """
        unanswered = provider_requests.c.received.is_(None) & (provider_requests.c.batch == number)

        def put(connection: Connection) -> int:
            changes: Any = delete(provider_requests)
            if missing is not None:
                changes = update(provider_requests).values(received=missing)
            left = connection.execute(changes.where(unanswered)).rowcount
            ended = update(provider_batches).where(provider_batches.c.number == number)
            connection.execute(ended.values(state=Stage.ENDED.value, ended=time.time()))
            return left

        return self._store.transact(put)

    def take_back(self, keys: Iterable[str]) -> None:
        """Forget questions: they are as if never sent."""
        gone = list(keys)
        self._store.transact(
            lambda connection: connection.execute(delete(provider_requests).where(provider_requests.c.key.in_(gone)))
        )

    def settle(self, keys: Sequence[str], label: str, outcome: Answer | SummariserError, usage: Usage) -> bool:
        """Book a question, once: its answer or its failure, and what all its requests used.

        Args:
            keys: Of the question, and of its correction where that was asked for too.
            label: ``Question.label``.
            outcome: What came of it.
            usage: What it used.

        Returns:
            False where it was booked before.
        """
        mine = provider_requests.c.key.in_(list(keys)) & (provider_requests.c.booked == 0)

        def put(connection: Connection) -> bool:
            answered = isinstance(outcome, Answer)
            change: Any = delete(provider_requests) if answered else update(provider_requests).values(booked=1)
            changed = connection.scalars(change.where(mine).returning(provider_requests.c.article)).all()
            if not changed:
                return False
            article = changed[0]
            if isinstance(outcome, Answer):
                keep = insert_for[connection.dialect.name](answers).on_conflict_do_nothing()
                connection.execute(keep, answer_row(keys[0], article, label, outcome))
            error = outcome if isinstance(outcome, SummariserError) else None
            connection.execute(attempts.insert().values(attempt_row(article, label, usage, error)))
            return True

        return self._store.transact(put)

    def forget_failures(self) -> None:
        """Forget the booked failures of articles that have come to an end: who reads those again asks anew."""
        ended = select(articles.c.number).where(articles.c.state.in_(_FINAL))
        old = delete(provider_requests).where(provider_requests.c.booked == 1, provider_requests.c.article.in_(ended))
        self._store.transact(lambda connection: connection.execute(old))

    def is_at_work(self, worker: str) -> bool:
        """Whether a worker has claims that it still renews."""
        mine = (articles.c.worker == worker) & (articles.c.state == State.RUNNING.value)

        def look(connection: Connection) -> bool:
            query = select(articles.c.number).where(mine, articles.c.lease > clock(connection)).limit(1)
            return connection.execute(query).first() is not None

        return self._store.transact(look)

    def waiting(self, number: int) -> int:
        """How many questions of a batch have no answer yet."""
        query = select(func.count().label("times")).where(
            provider_requests.c.batch == number, provider_requests.c.received.is_(None)
        )
        return int(next(iter(self._store.rows(query))).times)

    def _change(self, number: int, values: Mapping[str, Any]) -> None:
        change = update(provider_batches).where(provider_batches.c.number == number).values(**values)
        self._store.transact(lambda connection: connection.execute(change))


def _put_requests(connection: Connection, batch: int, wanted: Sequence[tuple[str, str, str]]) -> set[str]:
    """Put the questions of a batch; the keys of those that are out with another."""
    numbers = _numbers(connection, {article for _, article, _ in wanted})
    put = insert_for[connection.dialect.name](provider_requests).on_conflict_do_nothing()
    rows = [
        {"key": key, "batch": batch, "article": numbers[article], "label": label, "booked": 0}
        for key, article, label in wanted
    ]
    for at in range(0, len(rows), _TOGETHER):
        connection.execute(put, rows[at : at + _TOGETHER])
    mine = select(provider_requests.c.key).where(provider_requests.c.batch == batch)
    out = {key for key, _, _ in wanted} - set(connection.scalars(mine))
    change = update(provider_batches).where(provider_batches.c.number == batch)
    connection.execute(change.values(requests=len(wanted) - len(out)))
    return out


def _numbers(connection: Connection, keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    ordered = sorted(keys)
    for at in range(0, len(ordered), _TOGETHER):
        query = select(articles.c.key, articles.c.number).where(articles.c.key.in_(ordered[at : at + _TOGETHER]))
        found.update((row.key, row.number) for row in connection.execute(query))
    return found


def _batch(row: Any) -> ProviderBatch:
    return ProviderBatch(
        number=row.number, mark=row.mark, server=row.server, stage=Stage(row.state), id=row.id, file=row.file,
        requests=row.requests, input_tokens=row.input_tokens, tokens=row.tokens,
        cost=None if row.cost is None else Decimal(row.cost) / PICODOLLARS, worker=row.worker, created=row.created,
    )  # fmt: skip


def batches(store: Store) -> Iterator[ProviderBatch]:
    """All batches of a store."""
    query = select(provider_batches).order_by(provider_batches.c.number)
    return (_batch(row) for row in store.rows(query))
