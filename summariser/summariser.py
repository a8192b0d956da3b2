"""The library's face: an article in, a report out; synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Callable, Generator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Generic, Self, TypedDict, TypeVar, Unpack, cast, overload

from summariser.article import Article
from summariser.errors import (
    AuthenticationFailed,
    ModelError,
    ModelUnavailable,
    ServerUnreachable,
    UnsupportedSource,
    UsageError,
)
from summariser.extraction import Extraction, extract
from summariser.llm.client import Attempt, ModelClient
from summariser.llm.endpoint import Endpoint, resolve
from summariser.llm.question import Failure, Outcome, Question
from summariser.llm.usage import Budget, Ledger, Usage
from summariser.llm.weights import Progress
from summariser.observing import aobserved, aobserved_question, observed, observed_question
from summariser.report import Report, Source, report_class
from summariser.settings import Settings
from summariser.summary import Summary, summarise_article
from summariser.suspicion import suspicions_of, without_orders
from summariser.topics.fact import Record
from summariser.topics.loading import load_topic, topic_of
from summariser.topics.topic import Topic

R = TypeVar("R", bound=Record)
_FINAL = (AuthenticationFailed, ModelUnavailable)
"""Errors that no other question of the run can escape."""
DEFAULT_SENTENCES = 3
SENTENCES = range(2, 5)
"""Lengths that a summary can have."""


class Options(TypedDict, total=False):
    """The options of :class:`Summariser`, which describes them."""

    model: str | None
    base_url: str | None
    api_key: str | None
    sentences: int
    budget: Budget | None
    record: Path | None
    replay: Path | None
    settings: Settings | None
    on_weights: Progress | None


@dataclass(frozen=True)
class Step:
    """Where a run stands: shown as progress.

    Attributes:
        label: The question that is being asked.
        done: Questions answered so far for this article.
        tokens: Tokens used so far.
    """

    label: str
    done: int
    tokens: int


def advance(
    plan: Generator[list[Question], list[Outcome], Report[R]], outcomes: list[Outcome] | None
) -> list[Question] | Report[R]:
    """The next questions of an article's plan, or its report where there are none left.

    Args:
        plan: From :meth:`Summariser.plan`.
        outcomes: Of the questions before, in order; None at the beginning.
    """
    try:
        return next(plan) if outcomes is None else plan.send(outcomes)
    except StopIteration as stop:
        report: Report[R] = stop.value
        return report


class Summariser(Generic[R]):
    """Reads articles with one model for one topic; safe in threads and in an event loop.

    Args:
        topic: A record class, a topic's name, a folder with a path, or a loaded topic; None takes the configured one.
            A class makes reports typed:
            ``Summariser(Agreements)("...").record.agreements[0].status``.
        model: ``provider/name``, ``embedded``, a GGUF file, or the name a server knows it by; None takes what is
            configured or at hand.
        base_url: Address of an OpenAI-compatible server.
        api_key: Key for it, or for the provider of the model.
        sentences: How many sentences a summary has at most, 2 to 4.
        budget: Limit on tokens or money for all articles together.
        record: Folder to record answers into.
        replay: Folder of recordings to answer from; nothing is sent then.
        settings: Settings; from environment and configuration file if not given.
        on_weights: Called while the embedded model's file is assembled, with bytes done and in all.

    Raises:
        UsageError: An option is out of range, or two exclude each other.
        TopicError: The topic does not load.
        ModelUnavailable: No such model here; says what to do.
    """

    @overload
    def __init__(self: Summariser[R], topic: type[R] | Topic[R], **options: Unpack[Options]) -> None: ...
    @overload
    def __init__(self: Summariser[Record], topic: str | None = None, **options: Unpack[Options]) -> None: ...

    def __init__(  # noqa: PLR0913  (the options of a run, by name)
        self,
        topic: type[R] | Topic[R] | str | None = None,
        *,
        model: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        sentences: int = DEFAULT_SENTENCES,
        budget: Budget | None = None,
        record: Path | None = None,
        replay: Path | None = None,
        settings: Settings | None = None,
        on_weights: Progress | None = None,
    ) -> None:
        if sentences not in SENTENCES:
            raise UsageError("a summary has 2 to 4 sentences", subject=f"sentences={sentences}", hint="Ask for 2 to 4.")
        if record is not None and replay is not None:
            raise UsageError("record and replay exclude each other", hint="Record first, then replay.")
        settings = settings or Settings.load()
        changes = {name: value for name, value in (("base_url", base_url), ("api_key", api_key)) if value is not None}
        self.settings = settings.model_copy(update=changes)
        self.topic: Topic[R] = cast(Topic[R], _topic(topic or self.settings.topic))
        self.sentences = sentences
        self.endpoint: Endpoint = resolve(
            model,
            self.settings,
            topic=self.topic.name,
            key=api_key,
            progress=on_weights,
            replaying=replay is not None,
        )
        self.ledger = Ledger(budget or Budget())
        self.client = ModelClient(
            self.endpoint,
            self.ledger,
            timeout=self.settings.timeout,
            retry_for=self.settings.retry_for,
            record=_cassette(record, self.endpoint),
            replay=_cassette(replay, self.endpoint),
        )

    @observed
    def __call__(
        self, article: Article | str, *, published: date | None = None, on_step: Callable[[Step], None] | None = None
    ) -> Report[R]:
        """Read one article.

        Args:
            article: An article, or its text.
            published: Publication date of an article that does not tell it.
            on_step: Called before each question.

        Raises:
            ModelError: No question could be answered. Where only some could not, the report says so in ``missing``.
            InputError: The text is empty or no text.
            RecordingError: Answers are to come from recordings, and one is missing or malformed.
        """
        plan = self.plan(_article(article, published))
        outcomes: list[Outcome] | None = None
        lost: ServerUnreachable | None = None
        done = tokens = 0
        while True:
            questions = advance(plan, outcomes)
            if isinstance(questions, Report):
                return questions
            outcomes = []
            for question in questions:
                if on_step is not None:
                    on_step(Step(question.label, done, tokens))
                outcome = self._ask(question) if lost is None else Failure(lost, Usage())
                lost = lost or _lost(outcome)
                outcomes.append(outcome)
                done += 1
                tokens += outcome.usage.tokens

    @aobserved
    async def asummarise(self, article: Article | str, *, published: date | None = None) -> Report[R]:
        """:meth:`__call__`, asynchronously; questions that do not wait for each other are asked at once."""
        import asyncio

        plan = self.plan(_article(article, published))
        outcomes: list[Outcome] | None = None
        lost: ServerUnreachable | None = None
        while True:
            questions = advance(plan, outcomes)
            if isinstance(questions, Report):
                return questions
            if lost is not None:
                outcomes = [Failure(lost, Usage()) for _ in questions]
                continue
            results = await asyncio.gather(*(self._aask(question) for question in questions), return_exceptions=True)
            for result in results:
                if isinstance(result, BaseException):
                    raise result
            outcomes = cast(list[Outcome], results)
            lost = next(filter(None, map(_lost, outcomes)), None)

    def for_one(self, *, sentences: int | None = None) -> Self:
        """One for a single request: the same model and connections, a ledger and a budget of its own.

        Args:
            sentences: How many sentences the summary has, where it differs.
        """
        other = copy(self)
        other.sentences = sentences or self.sentences
        other.ledger = Ledger(self.ledger.budget)
        other.client = replace(self.client, ledger=other.ledger)
        other.client.connections = self.client.connections
        return other

    def close(self) -> None:
        """Close the connections of synchronous calls; with the last connections goes the model in the process."""
        self.client.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop; with the last ones goes the model in the process."""
        await self.client.aclose()

    def __enter__(self) -> Summariser[R]:
        """Use as a context manager: connections are closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close connections."""
        self.close()

    async def __aenter__(self) -> Self:
        """Use as an asynchronous context manager: the event loop's connections are closed at the end."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections of the event loop."""
        await self.aclose()

    @observed_question
    def _ask(self, question: Question) -> Outcome:
        attempt = Attempt()
        try:
            return self.client.ask(question, attempt)
        except _FINAL:
            raise
        except ModelError as error:
            return Failure(error, attempt.usage)

    @aobserved_question
    async def _aask(self, question: Question) -> Outcome:
        attempt = Attempt()
        try:
            return await self.client.aask(question, attempt)
        except _FINAL:
            raise
        except ModelError as error:
            return Failure(error, attempt.usage)

    def plan(self, article: Article) -> Generator[list[Question], list[Outcome], Report[R]]:
        """The questions about an article, for a caller that answers them itself, as a batch does.

        Yields questions that do not wait for each other, is sent their outcomes in the same order, and returns the
        report. It does no input or output.

        Raises:
            ModelError: No question was answered.
        """
        profile, source = self.endpoint.profile, article
        article = without_orders(source)
        found: Extraction = yield from extract(
            article, cast(Topic[Record], self.topic), profile, summary=None if profile.quotes else self.sentences
        )
        lists = _numbered(found)
        record = self.topic.record.model_validate(lists)
        facts = [fact for facts in lists.values() for fact in facts]
        summary: Summary = yield from summarise_article(
            article, self.topic.prompt, profile, facts, length=self.sentences, drafted=found.summary
        )
        notes = [*article.notes, *summary.notes]
        if not facts and not found.missing:
            notes.append(f"The article states no facts of the topic '{self.topic.name}'.")
        return report_class(self.topic.record)(
            topic=self.topic.name,
            model=self.endpoint.name,
            article=Source.of(source),
            summary=summary.sentences,
            record=record,
            rejected=found.rejected,
            missing=[*found.missing, *summary.missing],
            suspicions=suspicions_of(source),
            notes=notes,
            usage=found.usage + summary.usage,
        )


@overload
def summarise(
    article: Article | str, topic: type[R] | Topic[R], *, published: date | None = None, **options: Unpack[Options]
) -> Report[R]: ...
@overload
def summarise(
    article: Article | str, topic: str | None = None, *, published: date | None = None, **options: Unpack[Options]
) -> Report[Record]: ...
def summarise(
    article: Article | str, topic: Any = None, *, published: date | None = None, **options: Unpack[Options]
) -> Any:
    """Read one article; ``options`` are those of :class:`Summariser`, which one keeps for several articles."""
    with Summariser(topic, **options) as summariser:
        return summariser(article, published=published)


@overload
async def asummarise(
    article: Article | str, topic: type[R] | Topic[R], *, published: date | None = None, **options: Unpack[Options]
) -> Report[R]: ...
@overload
async def asummarise(
    article: Article | str, topic: str | None = None, *, published: date | None = None, **options: Unpack[Options]
) -> Report[Record]: ...
async def asummarise(
    article: Article | str, topic: Any = None, *, published: date | None = None, **options: Unpack[Options]
) -> Any:
    """:func:`summarise`, asynchronously."""
    async with Summariser(topic, **options) as summariser:
        return await summariser.asummarise(article, published=published)


def _lost(outcome: Outcome) -> ServerUnreachable | None:
    """The error of a server that is gone: the article's other questions are not asked, each would wait as long."""
    error = outcome.error if isinstance(outcome, Failure) else None
    return error if isinstance(error, ServerUnreachable) else None


def _numbered(found: Extraction) -> dict[str, list[Any]]:
    """The facts with their ids, in the order of the sentences that state them."""
    lists: dict[str, list[Any]] = {}
    for name, facts in found.facts.items():
        ordered = sorted(facts, key=lambda fact: fact.evidence[0].sentence)
        lists[name] = [
            fact.model_copy(update={"id": f"{fact.id_prefix}{number}"}) for number, fact in enumerate(ordered, 1)
        ]
    return lists


def _article(article: Article | str, published: date | None) -> Article:
    from summariser.reading.reader import NO_DATE, Reader

    if isinstance(article, str):
        article = Reader(published=published).read_text(article)
    elif published is not None and article.published is None:
        notes = tuple(note for note in article.notes if note != NO_DATE)
        article = replace(article, published=published, notes=notes)
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        raise UnsupportedSource(
            f"character {error.start} is half of a pair", subject=article.source, hint="Decode the text anew."
        ) from error
    return article


def _topic(topic: type[Record] | Topic[Any] | str) -> Topic[Any]:
    if isinstance(topic, Topic):
        return topic
    return load_topic(topic) if isinstance(topic, str) else topic_of(topic)


def _cassette(folder: Path | None, endpoint: Endpoint) -> Any:
    if folder is None:
        return None
    from summariser.llm.recording import Cassette

    return Cassette(folder, endpoint.provenance)
