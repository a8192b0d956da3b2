"""Where the requests of all services are worked on: limits, topics by name, and the library behind them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from summariser.article import Article
from summariser.errors import RequestTimedOut, SourceTooLarge, TopicError
from summariser.llm.usage import Budget
from summariser.reading.reader import Reader
from summariser.reading.sources import Source
from summariser.report import Report
from summariser.services.requests import ArticleRequest, Options
from summariser.settings import Settings
from summariser.summariser import Summariser
from summariser.topics.loading import installed_topics, load_topic
from summariser.topics.topic import Topic

T = TypeVar("T")
_SPARE_THREADS = 2


@dataclass(frozen=True)
class Limits:
    """What one service takes on.

    Attributes:
        max_bytes: Largest request, and largest page or document behind an address, in bytes.
        max_characters: Longest article, in characters: what it comes to when it is read.
        concurrent: Most articles that are read at the same time.
        seconds: Longest that one request may take, from its first byte to its answer.
        budget: Most tokens for one article; None sets no limit.
    """

    max_bytes: int = 2_000_000
    max_characters: int = 100_000
    concurrent: int = 4
    seconds: float = 600
    budget: int | None = None


@dataclass
class Desk:
    """Reads the articles that services are asked for; one for all requests.

    Topics are known by their installed name alone: a topic is code, and a path would let whoever asks choose it.

    Attributes:
        settings: Settings; the topic in them is read for where a request names none.
        model: Model; as configured where it is None.
        base_url: Address of an OpenAI-compatible server.
        limits: What is taken on.
    """

    settings: Settings
    model: str | None = None
    base_url: str | None = None
    limits: Limits = field(default_factory=Limits)
    _open: dict[str, Summariser[Any]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _threads: ThreadPoolExecutor | None = field(default=None, repr=False)

    def topics(self) -> dict[str, Topic[Any]]:
        """The installed topics, by name."""
        return {name: load_topic(name) for name in installed_topics()}

    def topic(self, name: str | None) -> Topic[Any]:
        """An installed topic.

        Raises:
            TopicError: There is none of that name.
        """
        name = name or self.settings.topic
        known = installed_topics()
        if name not in known:
            raise TopicError("no such topic", subject=name[:100], hint=f"Topics here: {', '.join(known)}.")
        return load_topic(name)

    def open(self, name: str | None = None) -> Summariser[Any]:
        """The summariser of a topic, made when first needed; blocks while a topic or a model loads.

        Raises:
            TopicError: There is no such topic.
            ModelUnavailable: The model cannot be used here.
        """
        topic = self.topic(name)
        with self._lock:
            if topic.name not in self._open:
                tokens = self.limits.budget
                summariser = Summariser(
                    topic,
                    model=self.model,
                    base_url=self.base_url,
                    budget=Budget(tokens=tokens) if tokens else None,
                    settings=self.settings,
                )
                _load(summariser)
                self._open[topic.name] = summariser
            return self._open[topic.name]

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Work on one request, from the first byte that is read of it to its answer.

        Raises:
            RequestTimedOut: It takes longer than the limit.
        """
        try:
            async with asyncio.timeout(self.limits.seconds):
                yield
        except TimeoutError:
            problem = f"it took longer than {self.limits.seconds:g} seconds"
            raise RequestTimedOut(problem, hint="Give a shorter article, or try later.") from None

    async def read(self, request: ArticleRequest) -> Report[Any]:
        """Read an article that is given as text or by its address.

        Raises:
            SummariserError: It cannot be read; the class says why.
        """
        return await self._read(request, lambda reader: self._given(reader, request))

    async def read_document(self, data: bytes, media_type: str, options: Options) -> Report[Any]:
        """Read an article from the bytes of a text, a page or a PDF."""
        return await self._read(options, lambda reader: reader.read_bytes(data, source="upload", media_type=media_type))

    async def ready(self) -> None:
        """Whether an article could be read now; asks a server for its models, and never asks a model anything.

        Raises:
            SummariserError: Not now; says why.
        """
        from summariser.services.probe import probe

        summariser = await self.in_thread(self.open)
        if summariser.endpoint.address is not None:
            await probe(summariser.endpoint.address(), summariser.endpoint.key, summariser.endpoint.model)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do work that blocks in a thread, in the context of who asks."""
        if self._threads is None:
            # Of their own number: articles that wait for slow hosts must not keep readiness from being asked.
            self._threads = ThreadPoolExecutor(self.limits.concurrent + _SPARE_THREADS, thread_name_prefix="desk")
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: context.run(work))

    async def aclose(self) -> None:
        """Close the connections of the running event loop, and end the threads; what comes later opens them anew."""
        for summariser in self._open.values():
            await summariser.aclose()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    def secrets(self) -> list[str]:
        """What never stands in an answer: keys, and where things lie on this machine."""
        endpoints = [summariser.endpoint for summariser in self._open.values()]
        paths = [path for path in (self.model, self.settings.model) if path and path != Path(path).name]
        paths += [str(self.settings.cache_folder()), str(Path.home()), str(Path.cwd())]
        known = [self.settings.api_key, self.settings.token, *(endpoint.key for endpoint in endpoints), *paths]
        return [secret for secret in known if secret and len(secret) > len("none")]

    async def _read(self, options: Options, article: Callable[[Reader], Article]) -> Report[Any]:
        reader = Reader(published=options.published, max_bytes=self.limits.max_bytes)
        summariser = await self.in_thread(partial(self.open, options.topic))
        read = await self.in_thread(partial(article, reader))
        if len(read.text) > self.limits.max_characters:
            problem = f"it has {len(read.text)} characters, of {self.limits.max_characters} at most"
            raise SourceTooLarge(problem, subject=read.source, hint="Give the part that matters.")
        if options.title is not None:
            read = replace(read, title=options.title)
        report = await summariser.for_one(sentences=options.sentences).asummarise(read)
        return report.model_copy(update={"model": shown_model(report.model)})

    def _given(self, reader: Reader, request: ArticleRequest) -> Article:
        if request.url is not None:
            # Never a name to be looked up: what is no http(s) address is refused, and not taken for a file.
            return reader.read(Source(request.url, "address"))
        return reader.read_text(request.text or "")


def shown_model(name: str) -> str:
    """The name of a model as others may see it: a file without its folder."""
    return Path(name).name if name.endswith(".gguf") else name


def _load(summariser: Summariser[Any]) -> None:
    """Do what is slow at first use: load the libraries, and the embedded model where it is the one."""
    import instructor  # noqa: F401
    import openai  # noqa: F401

    if summariser.endpoint.address is not None:
        summariser.endpoint.address()
