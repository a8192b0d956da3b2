"""Single rows by key, over one connection that is kept open: the questions a run asks for each article."""

from __future__ import annotations

import json
import threading
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from summariser.article import Article
from summariser.llm.question import Answer
from summariser.llm.usage import Usage
from summariser.store.compiled import first
from summariser.store.database import LOOKS_UP, broken
from summariser.store.entries import ArticleState, StoredAnswer
from summariser.store.queries import KNOWN, state_of
from summariser.store.tables import PICODOLLARS, answers, articles, reports, texts
from summariser.store.workers import rebuilt

# Built once: SQLAlchemy then finds the compiled statement without looking at it anew.
_BY_KEY = articles.c.key == bindparam("key")
_STATE = select(*KNOWN).where(_BY_KEY)
_REPORT = select(reports.c.report).join(articles, articles.c.number == reports.c.article).where(_BY_KEY)
_ARTICLE = (
    select(articles.c.source, articles.c.title, articles.c.published, texts.c.text, texts.c.about)
    .join(texts, texts.c.article == articles.c.number)
    .where(_BY_KEY)
)
_ANSWER = select(answers).where(answers.c.key == bindparam("key"))


class Lookups:
    """Looks up what is committed; safe in threads, one at a time."""

    def __init__(self, engine: Engine, subject: str) -> None:
        self._engine = engine
        self._subject = subject
        self._connection: Connection | None = None
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._drop()

    def number(self, key: str) -> int | None:
        """The number of an article."""
        row = self._first(_STATE, key)
        return None if row is None else int(row.number)

    def state(self, key: str) -> ArticleState | None:
        """The state of an article."""
        row = self._first(_STATE, key)
        return None if row is None else state_of(row)

    def article(self, key: str) -> Article | None:
        """An article as it was added."""
        row = self._first(_ARTICLE, key)
        return None if row is None else rebuilt(row)

    def report(self, key: str) -> str | None:
        """The report of an article as JSON."""
        row = self._first(_REPORT, key)
        return None if row is None else str(row.report)

    def answer(self, key: str) -> StoredAnswer | None:
        """The answer to a question."""
        row = self._first(_ANSWER, key)
        if row is None:
            return None
        answer = Answer(json.loads(row.data), _usage(row), truncated=bool(row.truncated))
        return StoredAnswer(answer, row.label, row.kept)

    def _first(self, query: Select[Any], key: str) -> Any:
        """The row or None; a connection that broke meanwhile is opened again, once."""
        with self._lock:
            for again in (True, False):
                try:
                    if self._connection is None:
                        self._connection = self._engine.connect().execution_options(**LOOKS_UP)
                    return first(self._connection, query, {"key": key})
                except (SQLAlchemyError, self._driver_error) as error:
                    self._drop()
                    if not again:
                        raise broken(error, self._subject) from error

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _usage(row: Any) -> Usage:
    cost = None if row.cost is None else Decimal(row.cost) / PICODOLLARS
    return Usage(
        calls=row.calls, input_tokens=row.input_tokens, cached_tokens=row.cached_tokens,
        output_tokens=row.output_tokens, seconds=row.seconds, cost=cost,
    )  # fmt: skip
