"""What the tests of the services share: a model's server, and the HTTP service on a real socket."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
import uvicorn

from summariser.services.desk import Desk, Limits
from summariser.services.http_app import build_app
from summariser.services.http_guard import Guard
from summariser.settings import Settings
from tests.llm.server import Asked, FaultServer, Reply
from tests.pipeline.answering import well
from tests.pipeline.articles import PACT

TEXT = f"Title: Pact in Muscat\nDate: 2025-10-31\n\n{PACT}\n"
SECRET = "sk-planted-key-1234567890"


@dataclass(frozen=True)
class Answered:
    """What came back: status, headers in lower case, and the JSON in the body (None where there is none)."""

    status: int
    headers: dict[str, str]
    data: Any
    body: bytes = b""


@dataclass
class Remote:
    """A running service."""

    port: int
    desk: Desk
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answered:
        """Send one request over a connection of its own; objects are sent as JSON."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, dict | list):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)  # type: ignore[arg-type]
            return answered(connection.getresponse())
        finally:
            connection.close()

    def read(self, body: object = None, **headers: str) -> Answered:
        """Have an article read."""
        return self.ask("POST", "/v1/articles", {"text": TEXT} if body is None else body, **headers)


def answered(response: HTTPResponse) -> Answered:
    """The whole of a response."""
    body = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    data = json.loads(body) if "json" in headers.get("content-type", "") else None
    return Answered(response.status, headers, data, body)


def model(script: Callable[[Asked], Reply] | None = None) -> Callable[[Asked], Reply]:
    """A script of a model's server that also lists its models."""
    answer = script or well()
    return lambda asked: Reply(body=b'{"data": []}') if asked.path.endswith("/models") else answer(asked)


@contextmanager
def running(
    address: str, limits: Limits | None = None, guard: Guard | None = None, **settings: Any
) -> Iterator[Remote]:
    """Run the service on a free port of this machine, with a model at an address."""
    given: Mapping[str, Any] = {"timeout": 20, "retry_for": 0, "api_key": SECRET, **settings}
    desk = Desk(Settings(base_url=address, **given), limits=limits or Limits())
    config = uvicorn.Config(
        build_app(desk, guard), port=0, log_config=None, access_log=False, timeout_graceful_shutdown=1, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_for(lambda: server.started)
        yield Remote(server.servers[0].sockets[0].getsockname()[1], desk)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()


def wait_for(ready: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something holds, and fail where it does not in time."""
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, "it did not come to hold"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def model_server() -> Iterator[FaultServer]:
    """A model that answers well."""
    with FaultServer(model()) as server:
        yield server


@pytest.fixture(scope="module")
def remote(model_server: FaultServer) -> Iterator[Remote]:
    """A service with a model that answers well."""
    with running(model_server.address) as remote:
        yield remote
