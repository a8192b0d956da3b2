"""One process of a cluster that reads articles: entries in, rows of results out; no article takes another with it."""

from __future__ import annotations

import asyncio
import pickle
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy
import pyarrow

from summariser.article import Article
from summariser.batch.entry import Entry
from summariser.batch.limits import Limits
from summariser.batch.on_ray.results import SCHEMA
from summariser.batch.sources import read_entry
from summariser.batch.tally import Tally, Trouble
from summariser.batch.threads import Threads
from summariser.batch.tripped import tripped
from summariser.errors import InputError, ModelError, SummariserError, TopicError, UnreadableSource
from summariser.llm.client import Attempt
from summariser.llm.question import Failure, Question
from summariser.reading.reader import Reader
from summariser.report import Report
from summariser.store.keys import Setup
from summariser.store.states import State
from summariser.summariser import Summariser, advance

UNREAD, BEFORE, LEFT_FAILED, STOPPED = "unread", "before", "left failed", "stopped"
"""What is told of articles that get no row of their own in the results; those that do have a :class:`State`."""
SAID = SCHEMA.append(pyarrow.field("said", pyarrow.large_binary()))
"""What a worker gives back: rows of results, with a pickled :class:`Trouble` where there is one to tell."""
_READERS, _THINKERS = 8, 2
"""Threads that read sources, and that convert and check."""


class Known:
    """Keys of articles that are in the results already; many, so they are kept packed, and shared by the processes."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = numpy.sort(numpy.array(keys, dtype="S64"))

    def __contains__(self, key: str) -> bool:
        """Whether the article is there."""
        at = int(numpy.searchsorted(self._keys, key.encode()))
        return at < len(self._keys) and self._keys[at] == key.encode()


@dataclass(frozen=True)
class Job:
    """What every worker is told.

    Attributes:
        topic: As for :class:`Summariser`.
        options: Further options of it; among them the key, so that they are never shown.
        reader: How sources are read.
        limits: This worker's share.
        fingerprint: Of the setup of the process that started the run: all have to read alike.
        done: Articles that are read whole.
        left: Articles that failed, or are read in part, and are not tried again.
    """

    topic: Any
    options: dict[str, Any] = field(repr=False)
    reader: Reader
    limits: Limits
    fingerprint: str
    done: Known
    left: Known


class Worker:
    """Reads articles with one summariser; Ray Data makes one in each process.

    Args:
        job: The job.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._stopped: SummariserError | None = None
        self._told = False
        self._places: asyncio.Semaphore | None = None
        self._readers, self._thinkers = Threads(_READERS, "reading"), Threads(_THINKERS, "checking")
        try:
            self._summariser: Summariser[Any] = Summariser(job.topic, **job.options)
            self._setup = Setup.of(self._summariser)
            if self._setup.fingerprint != job.fingerprint:
                raise TopicError(
                    "is another one, or is asked otherwise, on a machine of the cluster",
                    subject=self._setup.topic,
                    hint="Install the same version and the same topic everywhere.",
                )
        except SummariserError as error:
            self._stopped = error  # told as data: an error of this method would be Ray's, with a traceback
            return
        endpoint, client = self._summariser.endpoint, self._summariser.client
        client.pace = job.limits.pace(endpoint, patience=client.retry_for)
        self._places = asyncio.Semaphore(job.limits.of(endpoint)[0])

    async def __call__(self, block: Any) -> Any:
        """Rows of results for the entries of a block; none for what is left to a later run."""
        entries = [pickle.loads(entry) for entry in block["entry"].to_pylist()]  # noqa: S301  (made by our own read task)
        rows = await asyncio.gather(*(self._row(entry) for entry in entries))
        if self._stopped is not None and not self._told:
            self._told = True
            rows.append(_told(STOPPED, Trouble("", self._stopped)))
        return pyarrow.Table.from_pylist([row for row in rows if row is not None], schema=SAID)

    async def aclose(self) -> None:
        """Close connections and threads, where the process goes on without it."""
        self._readers.close()
        self._thinkers.close()
        if self._places is not None:
            await self._summariser.aclose()

    async def _row(self, entry: Entry | InputError) -> dict[str, Any] | None:
        if isinstance(entry, InputError):
            return _told(UNREAD, Trouble(entry.subject or "?", entry))
        if self._stopped is not None or self._places is None:
            return None
        async with self._places:
            try:
                article = await self._readers.do(partial(read_entry, entry, self._job.reader))
                assert isinstance(article, Article)  # lists name no feeds
                key = await self._thinkers.do(partial(self._setup.key, article))
            except InputError as error:
                return _told(UNREAD, Trouble(entry.name, error))
            except Exception as error:  # noqa: BLE001 (nor may one of which no key can be made)
                return _told(UNREAD, Trouble(entry.name, tripped(error, entry.name, UnreadableSource)))
            if key in self._job.done:
                return _told(BEFORE)
            return _told(LEFT_FAILED) if key in self._job.left else await self._read(key, article)

    async def _read(self, key: str, article: Article) -> dict[str, Any] | None:
        """Read one article to an end, whatever that is; None where the run is being stopped."""
        if self._stopped is not None:
            return None
        reading = self._summariser.for_one()
        report: Report[Any] | None = None
        error: SummariserError | None = None
        try:
            report = await self._report(reading, article)
        except _Stopped:
            return None
        except ModelError as failure:
            error = failure
        except SummariserError as failure:
            self._stopped = self._stopped or failure
            return None
        except Exception as failure:  # noqa: BLE001 (an article that trips the program must not take the others with it)
            error = tripped(failure, article.source, SummariserError)
        return {**_about(key, article, self._setup), **_outcome(report, error), **_used(reading)}

    async def _report(self, reading: Summariser[Any], article: Article) -> Report[Any]:
        plan, outcomes = reading.plan(article), None
        while True:
            step = await self._thinkers.do(partial(advance, plan, outcomes))
            if isinstance(step, Report):
                return step
            outcomes = list(await asyncio.gather(*(self._ask(reading, question) for question in step)))
            if self._stopped is not None and None in outcomes:
                raise _Stopped

    async def _ask(self, reading: Summariser[Any], question: Question) -> Any:
        attempt = Attempt()
        try:
            return await reading.client.aask(question, attempt)
        except ModelError as error:
            if not error.hopeless:
                return Failure(error, attempt.usage)
            self._stopped = self._stopped or error
            return None


class _Stopped(Exception):
    """The run is being stopped; the article is left to the next one."""


def _told(state: str, trouble: Trouble | None = None) -> dict[str, Any]:
    """What is no row of the results."""
    return {"state": state, "said": pickle.dumps(trouble) if trouble else None}


def _about(key: str, article: Article, setup: Setup) -> dict[str, Any]:
    return {
        "key": key,
        "source": _text(article.source),
        "title": _text(article.title),
        "published": article.published,
        "topic": setup.topic,
        "model": setup.model,
    }


def _outcome(report: Report[Any] | None, error: SummariserError | None) -> dict[str, Any]:
    if report is None:
        return {"state": State.FAILED, "error": _text(str(error)), "said": pickle.dumps(Trouble("", error))}
    tally = Tally()
    trouble = tally.finished(report)
    return {
        "state": State.PARTIAL if trouble else State.DONE,
        "report": _text(report.model_dump_json()),
        "facts": tally.facts,
        "rejected": tally.rejected,
        "missing": _text("\n".join(trouble.missing)) if trouble else None,
        "said": pickle.dumps(trouble) if trouble else None,
    }


def _used(reading: Summariser[Any]) -> dict[str, Any]:
    """What an article has cost, failed calls included."""
    spent = reading.ledger.spent
    return {
        **spent.model_dump(include={"calls", "input_tokens", "cached_tokens", "output_tokens", "seconds"}),
        "cost": float(spent.cost) if spent.cost is not None else None,
    }


def _text(text: str | None) -> str | None:
    """The text as Parquet holds it: halves of pairs are escaped."""
    return text if text is None else text.encode("utf-8", "backslashreplace").decode()
