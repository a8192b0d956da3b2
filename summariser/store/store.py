"""The store: one database of results for thousands of articles.

Everything that is kept goes through one writer thread, which commits what has come together; so keeping costs a caller
microseconds, and a crash loses at most what was on its way (``DELAY`` seconds, and the calls under way). An article's
final state, report and facts are written in one transaction. All methods are safe in threads. None is a coroutine:
those that only hand over (``keep_answer``, ``keep_attempt``, ``finish``, ``fail``) may be called in an event loop; the
others take milliseconds each, and longer where another program writes to the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from summariser.article import Article
from summariser.errors import SummariserError
from summariser.llm.question import Answer
from summariser.llm.usage import Usage
from summariser.report import Report
from summariser.store.entries import (
    ArticleRow,
    ArticleState,
    ErrorCount,
    FactQuery,
    FactRow,
    Hit,
    Spent,
    State,
    StoredAnswer,
)
from summariser.store.keys import Setup

DELAY = 0.05
"""Longest time, in seconds, that something kept waits for others to be committed with."""
LEASE = 300.0
"""How long a claim holds, in seconds, if it is not renewed."""


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
        raise NotImplementedError

    @property
    def address(self) -> str:
        """Its address as it may be shown: without a password."""
        raise NotImplementedError

    def close(self) -> None:
        """Commit everything and close. May be called twice."""

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
        raise NotImplementedError

    def state(self, key: str) -> ArticleState | None:
        """What is known of an article; None if nothing is."""
        raise NotImplementedError

    def article(self, key: str) -> Article | None:
        """The article as it was added; so one that failed can be read again without its source."""
        raise NotImplementedError

    def finish(self, key: str, report: Report[Any]) -> None:
        """Keep the report of an article: ``done`` where it is complete, else ``partial``. One transaction.

        An earlier report is replaced.
        """
        raise NotImplementedError

    def fail(self, key: str, error: SummariserError) -> None:
        """Keep that an article could not be read, and why. An earlier report of it stays."""
        raise NotImplementedError

    # Questions

    def answer(self, question_key: str) -> StoredAnswer | None:
        """What came back when a question was asked before, with whichever article; None if it never was.

        Args:
            question_key: ``summariser.store.keys.question_key(setup, question)``.
        """
        raise NotImplementedError

    def keep_answer(self, key: str, question_key: str, label: str, answer: Answer) -> None:
        """Keep an answer that just came, and book its usage as an attempt. The first answer to a question stays.

        Args:
            key: Of the article that the question was asked for.
            question_key: ``summariser.store.keys.question_key(setup, question)``.
            label: ``Question.label``.
            answer: What came back.
        """
        raise NotImplementedError

    def keep_attempt(self, key: str, label: str, usage: Usage, error: SummariserError | None = None) -> None:
        """Book a question that no answer came of, with what it cost all the same."""
        raise NotImplementedError

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
        raise NotImplementedError

    def renew(self, worker: str, *, lease: float = LEASE) -> int:
        """Renew all claims of a worker; its heartbeat, well before the lease ends. How many there are."""
        raise NotImplementedError

    def release(self, worker: str) -> int:
        """Give back what a worker has claimed and not finished. How many there were."""
        raise NotImplementedError

    def flush(self) -> None:
        """Wait until everything that was kept is committed.

        Raises:
            StoreError: Something could not be written: a full disk, a lost server. From then on every call says so.
        """
        raise NotImplementedError

    # Reading

    def counts(self, *, setup: Setup | None = None) -> dict[State, int]:
        """How many articles stand where; of one setup, or of all."""
        raise NotImplementedError

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
        raise NotImplementedError

    def find(self, wanted: str) -> list[ArticleRow]:
        """Articles by key, by the beginning of a key (six digits or more), or by source."""
        raise NotImplementedError

    def report(self, key: str) -> str | None:
        """The report of an article as JSON; None where there is none."""
        raise NotImplementedError

    def reports(self, *, topic: str | None = None, model: str | None = None) -> Iterator[str]:
        """All reports as JSON, streamed."""
        raise NotImplementedError

    def facts(self, query: FactQuery = FactQuery(), *, limit: int | None = None) -> Iterator[FactRow]:  # noqa: B008
        """Facts, streamed, in the order of their articles."""
        raise NotImplementedError

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Articles that hold all the words, best first; words in quotes stand together."""
        raise NotImplementedError

    def spent(self) -> list[Spent]:
        """What all questions came to, by model."""
        raise NotImplementedError

    def errors(self) -> list[ErrorCount]:
        """The errors of questions and articles, the most frequent first."""
        raise NotImplementedError
