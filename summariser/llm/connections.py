"""The HTTP connections of a model client: one for threads, one for each event loop, closed when told to."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakKeyDictionary

from summariser.errors import ModelUnavailable, UsageError
from summariser.llm.endpoint import Endpoint
from summariser.reading.addresses import is_loopback

if TYPE_CHECKING:
    from summariser.llm.recording import Cassette, Played

_PLACEHOLDER = "http://127.0.0.1/v1"
"""Address of requests that are answered from recordings; no part of a recording's key."""
_OPENAI = "https://api.openai.com/v1"
_SILENT = logging.NullHandler()
"""instructor logs every failed call as an error, which Python prints where nobody configured logging."""


@dataclass
class Connections:
    """instructor's clients for one endpoint, made when first needed; safe in threads and in event loops.

    Attributes:
        endpoint: The model.
        timeout: Longest a call may take, in seconds.
        record: Recordings to add to.
        replay: Recordings to answer from; nothing is sent then.
    """

    endpoint: Endpoint
    timeout: float
    record: Cassette | None = None
    replay: Played | None = None
    _shared: Any = None
    _by_loop: WeakKeyDictionary[Any, Any] = field(default_factory=WeakKeyDictionary, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def shared(self) -> Any:
        """The synchronous client."""
        if self._shared is None:
            address = self._address()
        with self._lock:
            if self._shared is None:
                self._shared = self._connect(address=address, asynchronous=False)
            return self._shared

    async def of_loop(self) -> Any:
        """The asynchronous client of the running event loop: its connections are of no use in another.

        A model in the process is loaded in a thread, so that the loop goes on meanwhile.
        """
        import asyncio

        loop = asyncio.get_running_loop()
        if loop not in self._by_loop:
            address = await asyncio.to_thread(self._address)
        with self._lock:
            if loop not in self._by_loop:
                self._by_loop[loop] = self._connect(address=address, asynchronous=True)
            return self._by_loop[loop]

    def plain(self) -> Any:
        """The synchronous client beneath instructor's, for what is no question: openai's own, or another provider's."""
        return self.shared().client

    def close(self) -> None:
        """Close the synchronous connections; with the last connections goes the model in the process."""
        with self._lock:
            client, self._shared = self._shared, None
        close = getattr(getattr(client, "client", None), "close", None)
        if close is not None:
            close()
        self._release()

    async def aclose(self) -> None:
        """Close the connections of the running event loop; with the last ones goes the model in the process."""
        import asyncio

        with self._lock:
            client = self._by_loop.pop(asyncio.get_running_loop(), None)
        close = getattr(getattr(client, "client", None), "close", None)
        if close is not None:
            await close()
        await asyncio.to_thread(self._release)

    def _address(self) -> str | None:
        """Where to send requests; None for a provider's own address. A model in the process is loaded first."""
        if self.replay is not None:
            return _PLACEHOLDER
        return self.endpoint.address() if self.endpoint.address else None

    def _release(self) -> None:
        """Let go of a model in the process that no connection needs any more."""
        with self._lock:
            idle = self._shared is None and not self._by_loop
        if idle and self.endpoint.release is not None:
            self.endpoint.release()

    def _connect(self, *, address: str | None, asynchronous: bool) -> Any:
        import instructor

        logging.getLogger("instructor").addHandler(_SILENT)
        endpoint = self.endpoint
        name = endpoint.profile.mode
        if name is not None and name not in instructor.Mode.__members__:
            raise UsageError("is no mode of instructor", subject=name, hint="TOOLS, JSON and JSON_SCHEMA are common.")
        mode = {"mode": instructor.Mode[name]} if name else {}
        if endpoint.provider not in (None, "openai"):
            return self._other_provider(mode, asynchronous=asynchronous)
        import openai

        kind: Any = openai.AsyncOpenAI if asynchronous else openai.OpenAI
        client = kind(
            api_key=endpoint.key or "none",
            base_url=address,
            max_retries=0,
            timeout=self.timeout,
            http_client=self._http(address or _OPENAI, asynchronous=asynchronous),
        )
        from_openai: Any = instructor.from_openai
        return from_openai(client, **mode)

    def _http(self, address: str, *, asynchronous: bool) -> Any:
        import httpx2

        from summariser.llm.recording import AsyncRecordTransport, RecordTransport, ReplayTransport

        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
        if self.replay is not None:
            transport: Any = ReplayTransport(self.replay)
        elif self.record is None:
            transport = None
        elif asynchronous:
            inner = httpx2.AsyncHTTPTransport(limits=limits, proxy=_proxy(address))
            transport = AsyncRecordTransport(self.record, inner)
        else:
            transport = RecordTransport(self.record, httpx2.HTTPTransport(limits=limits, proxy=_proxy(address)))
        kind: Any = httpx2.AsyncClient if asynchronous else httpx2.Client
        trusting = transport is None and not _is_here(address)
        return kind(transport=transport, timeout=self.timeout, limits=limits, trust_env=trusting)

    def _other_provider(self, mode: dict[str, Any], *, asynchronous: bool) -> Any:
        import instructor
        from instructor.core.exceptions import ConfigurationError

        endpoint = self.endpoint
        if self.record is not None or self.replay is not None:
            raise UsageError(
                "its answers cannot be recorded or replayed",
                subject=endpoint.name,
                hint="Recordings work with openai/..., with the embedded model, and with any server at --base-url.",
            )
        key = {"api_key": endpoint.key} if endpoint.key is not None else {}
        from_provider: Any = instructor.from_provider
        try:
            client = from_provider(f"{endpoint.provider}/{endpoint.model}", async_client=asynchronous, **mode, **key)
        except (ConfigurationError, ImportError, ValueError, TypeError) as error:
            raise ModelUnavailable(
                f"instructor cannot use it: {' '.join(str(error).split())[:200]}",
                subject=endpoint.name,
                hint="Is the provider's package installed and its key set?",
            ) from error
        _one_try(client.client, self.timeout)
        return client


def _is_here(address: str) -> bool:
    """Whether an address is on this machine: what is sent there must not leave it through a proxy."""
    return is_loopback(urlsplit(address).hostname or "")


def _proxy(address: str) -> str | None:
    """The proxy that the environment names for an address; a client with a transport of ours does not look itself."""
    parts = urlsplit(address)
    if _is_here(address) or proxy_bypass(parts.hostname or ""):
        return None
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def _one_try(client: Any, timeout: float) -> None:
    """Switch off a provider's own retries, where its client has them: they would hide attempts from the ledger."""
    if isinstance(getattr(client, "max_retries", None), int):
        client.max_retries = 0
        client.timeout = timeout
