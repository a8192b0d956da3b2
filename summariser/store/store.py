"""The store: one database of results for thousands of articles.

Everything that is kept goes through one writer thread, which commits what has come together; so keeping costs a caller
microseconds, and a crash loses at most what was on its way (``DELAY`` seconds, and the calls under way). An article's
final state, report and facts are written in one transaction. All methods are safe in threads. None is a coroutine:
those that only hand over (``keep_answer``, ``keep_attempt``, ``finish``, ``fail``) may be called in an event loop; the
others take milliseconds each, and longer where another program writes to the same file.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from summariser.article import Article
from summariser.errors import StoreError, SummariserError
from summariser.llm.question import Answer
from summariser.llm.usage import Usage
from summariser.report import Report
from summariser.store.booking import answer_row, attempt_row, message
from summariser.store.entries import (
    ArticleRow,
    ArticleState,
    ErrorCount,
    FactQuery,
    FactRow,
    Hit,
    Spent,
    StoredAnswer,
    Value,
)
from summariser.store.keys import Setup
from summariser.store.states import State

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Select

    from summariser.store.writing import Batch

T = TypeVar("T")
DELAY = 0.02
"""Longest time, in seconds, that something kept waits for others to be committed with."""
LEASE = 300.0
"""How long a claim holds, in seconds, if it is not renewed."""
_TOGETHER = 200
"""Articles that are registered or claimed with one statement."""


class Store:
    """A database of articles, answers, attempts and facts; see :meth:`open`."""

    @classmethod
    def open(cls, address: str | Path, *, create: bool = True) -> Self:
        """Open a store, and make it where there is none.

        Args:
            address: Path of a file (SQLite), or ``postgresql+psycopg://user@host/database``.
            create: Whether to make one that is not there.

        Raises:
            StoreError: Not there, not a store, written by a newer version, damaged, or not to be reached; or the
                extra ``batch`` is not installed.
        """
        if find_spec("sqlalchemy") is None:
            raise StoreError("SQLAlchemy is not installed", hint="pip install 'summariser[batch]'")
        from summariser.store.database import connect, shown

        engine = connect(address, create=create)
        return cls(engine, shown(engine.url))

    def __init__(self, engine: Engine, address: str) -> None:
        from summariser.store.lookups import Lookups
        from summariser.store.writer import Writer

        self._engine = engine
        self._address = address
        self._writer = Writer(engine, address, DELAY)
        self._numbers: dict[str, int] = {}
        self._new_answers: dict[str, StoredAnswer] = {}
        self._lookups = Lookups(engine, address)

    @property
    def address(self) -> str:
        """Its address as it may be shown: without a password."""
        return self._address

    def close(self) -> None:
        """Commit everything and close. May be called twice.

        Raises:
            StoreError: Something could not be written.
        """
        try:
            self._writer.close()
        finally:
            self._lookups.close()
            self._engine.dispose()

    def __enter__(self) -> Self:
        """Use as a context manager: it is closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    # Articles

    def add(self, articles: Iterable[Article], setup: Setup) -> list[ArticleState]:
        """Make articles known, and tell what is known of each, in order; committed when it returns.

        An article that is known keeps its state. Of one that comes twice, the second is known.
        The key of an article is ``setup.key(article)``.
        """
        from summariser.store.queries import state_of
        from summariser.store.workers import register

        states: list[ArticleState] = []
        for chunk in _chunks(articles):
            found = [(setup.key(article), article) for article in chunk]
            rows = self._writer.call(partial(register, found=found, setup=setup))
            known = {key for key, (_, before) in rows.items() if before}
            for key, _ in found:
                self._numbers[key] = rows[key][0].number
                states.append(state_of(rows[key][0], known=key in known))
                known.add(key)
        return states

    def state(self, key: str) -> ArticleState | None:
        """What is known of an article; None if nothing is."""
        self.flush()
        return self._lookups.state(key)

    def article(self, key: str) -> Article | None:
        """The article as it was added; so one that failed can be read again without its source."""
        return self._lookups.article(key)

    def finish(self, key: str, report: Report[Any]) -> None:
        """Keep the report of an article: ``done`` where it is complete, else ``partial``. One transaction.

        An earlier report is replaced. Takes about a millisecond.
        """
        from summariser.store.flat import flatten
        from summariser.store.writing import Final

        number = self._number(key)
        state = State.DONE if report.complete else State.PARTIAL
        final = Final(
            row=_final(number, state), report=report.model_dump_json(), summary=report.summary_text,
            facts=flatten(report, number),
        )  # fmt: skip
        self._writer.keep(lambda batch: batch.finals.update({number: final}))

    def fail(self, key: str, error: SummariserError) -> None:
        """Keep that an article could not be read, and why. An earlier report of it stays."""
        from summariser.store.writing import Final

        number = self._number(key)
        final = Final(row=_final(number, State.FAILED, error))
        self._writer.keep(lambda batch: batch.finals.update({number: final}))

    # Questions

    def answer(self, question_key: str) -> StoredAnswer | None:
        """What came back when a question was asked before, with whichever article; None if it never was.

        Args:
            question_key: ``summariser.store.keys.question_key(setup, question)``.
        """
        return self._new_answers.get(question_key) or self._lookups.answer(question_key)

    def keep_answer(self, key: str, question_key: str, label: str, answer: Answer) -> None:
        """Keep an answer that just came, and book its usage as an attempt. The first answer to a question stays.

        Args:
            key: Of the article that the question was asked for.
            question_key: ``summariser.store.keys.question_key(setup, question)``.
            label: ``Question.label``.
            answer: What came back.
        """
        number = self._number(key)
        row = answer_row(question_key, number, label, answer)
        attempt = attempt_row(number, label, answer.usage)
        self._new_answers.setdefault(question_key, StoredAnswer(answer, label, row["kept"]))

        def into(batch: Batch) -> None:
            batch.answers.setdefault(question_key, row)
            batch.attempts.append(attempt)
            batch.written.append(lambda: self._new_answers.pop(question_key, None))

        self._writer.keep(into)

    def keep_attempt(self, key: str, label: str, usage: Usage, error: SummariserError | None = None) -> None:
        """Book a question that no answer came of, with what it cost all the same."""
        row = attempt_row(self._number(key), label, usage, error)
        self._writer.keep(lambda batch: batch.attempts.append(row))

    # Workers

    def claim(self, keys: Sequence[str], worker: str, *, lease: float = LEASE) -> set[str]:
        """Claim articles, and tell which ones are this worker's now: an article is read by one worker at a time.

        An article can be claimed unless it is ``done``, or is another worker's whose lease has not run out. Committed
        when it returns. Claim many at once, it is one statement; and no more than are read within a lease or renewed.

        Args:
            keys: Articles that were added.
            worker: A name that no other worker has, e.g. host and process.
            lease: Seconds after which others may claim what was neither finished nor renewed.
        """
        from summariser.store.workers import claim

        claimed: set[str] = set()
        for chunk in _chunks(keys):
            rows = self._writer.call(partial(claim, keys=chunk, worker=worker, lease=lease))
            self._numbers.update((row.key, row.number) for row in rows)
            claimed.update(row.key for row in rows)
        return claimed

    def renew(self, worker: str, *, lease: float = LEASE) -> int:
        """Renew all claims of a worker; its heartbeat, well before the lease ends. How many there are."""
        from summariser.store.workers import renew

        return self._writer.call(partial(renew, worker=worker, lease=lease))

    def release(self, worker: str) -> int:
        """Give back what a worker has claimed and not finished. How many there were."""
        from summariser.store.workers import release

        return self._writer.call(partial(release, worker=worker))

    def flush(self) -> None:
        """Wait until everything that was kept is committed.

        Raises:
            StoreError: Something could not be written: a full disk, a lost server. From then on every call says so.
        """
        self._writer.flush()

    # Reading

    def counts(self, *, setup: Setup | None = None) -> dict[State, int]:
        """How many articles stand where; of one setup, or of all. States without articles count 0."""
        from summariser.store.queries import state_counts

        fingerprint = setup.fingerprint if setup else None
        found = {row.state: row.times for row in self.rows(state_counts(fingerprint))}
        return {state: found.get(state.value, 0) for state in State}

    def articles(
        self,
        *,
        states: Sequence[State] = (),
        topic: str | None = None,
        model: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[ArticleRow]:
        """Articles in the order in which they came, streamed."""
        from summariser.store.queries import Filter, article_rows, as_article

        query = Filter(tuple(states), topic, model).applied(article_rows())
        return map(as_article, self.rows(query.limit(limit).offset(offset or None)))

    def find(self, wanted: str) -> list[ArticleRow]:
        """Articles by key, by the beginning of a key (six digits or more), or by source."""
        from summariser.store.queries import as_article, found

        return [as_article(row) for row in self.rows(found(wanted))]

    def report(self, key: str) -> str | None:
        """The report of an article as JSON; None where there is none."""
        self.flush()
        return self._lookups.report(key)

    def reports(self, *, topic: str | None = None, model: str | None = None) -> Iterator[str]:
        """All reports as JSON, streamed."""
        from summariser.store.queries import Filter, report_texts

        query = Filter(topic=topic, model=model).applied(report_texts())
        return (str(row.report) for row in self.rows(query))

    def facts(self, query: FactQuery | None = None, *, limit: int | None = None) -> Iterator[FactRow]:
        """Facts, streamed, in the order of their articles; all of them where no query is given."""
        from summariser.store.queries import as_fact, fact_rows

        chosen = fact_rows(query or FactQuery(), self._engine.dialect.name)
        return map(as_fact, self.rows(chosen.limit(limit)))

    def values(self, query: FactQuery | None = None) -> Iterator[tuple[FactRow, list[Value]]]:
        """Facts as :meth:`facts` gives them, each with its values, streamed."""
        from summariser.store.queries import as_fact, as_value, fact_rows, value_rows

        query, dialect = query or FactQuery(), self._engine.dialect.name
        values = groupby(self.rows(value_rows(query, dialect)), key=attrgetter("fact"))
        ready: tuple[int, list[Value]] = (-1, [])
        for row in map(as_fact, self.rows(fact_rows(query, dialect))):
            while ready[0] < row.number and (following := next(values, None)) is not None:
                ready = (following[0], [as_value(value) for value in following[1]])
            yield row, ready[1] if ready[0] == row.number else []

    def fields(self, query: FactQuery | None = None) -> list[str]:
        """The fields that facts have, in the order of their types: the columns of a table of them."""
        from summariser.store.queries import paths

        rows = sorted(map(tuple, self.rows(paths(query or FactQuery(), self._engine.dialect.name))))
        rows.sort(key=lambda row: (row[0], row[2]))
        return list(dict.fromkeys(re.split(r"[.\[]", path, maxsplit=1)[0] for _, path, _ in rows))

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Articles that hold all the words, best first; words in quotes stand together."""
        from summariser.store.queries import as_hit, hits

        return [as_hit(row) for row in self.rows(hits(text, self._engine.dialect.name, limit))]

    def spent(self) -> list[Spent]:
        """What all questions came to, by model."""
        from summariser.store.queries import as_spent, sums

        return [as_spent(row) for row in self.rows(sums())]

    def errors(self) -> list[ErrorCount]:
        """The errors of questions, the most frequent first."""
        from summariser.store.queries import as_error, error_counts

        found = [as_error(row) for row in self.rows(error_counts())]
        return sorted(found, key=lambda entry: (-entry.times, entry.error))

    # Inside

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Do something in one transaction, behind all that was kept; for the modules of this package."""
        return self._writer.call(work)

    def _number(self, key: str) -> int:
        """The number of an article, from memory where it was added or claimed here."""
        number = self._numbers.get(key) or self._lookups.number(key)
        if number is None:
            raise StoreError(f"the article {key[:12]} was not added", subject=self._address)
        self._numbers[key] = number
        return number

    def rows(self, query: Select[Any]) -> Iterator[Any]:
        """The rows of a query; what was kept before is among them."""
        from summariser.store.database import reading
        from summariser.store.queries import streamed

        self.flush()
        with reading(self._engine, self._address) as connection:
            yield from streamed(connection, query)


def _final(number: int, state: State, error: SummariserError | None = None) -> dict[str, Any]:
    return {
        "article": number,
        "state": state.value,
        "error_class": type(error).__name__ if error else None,
        "error": message(error),
        "finished": time.time(),
    }


def _chunks(entries: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(entries)
    while chunk := list(islice(remaining, _TOGETHER)):
        yield chunk
