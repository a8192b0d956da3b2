"""The same question asked synchronously and asynchronously, so that a test holds for both."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from summariser.errors import SummariserError
from summariser.llm.client import Attempt, ModelClient
from summariser.llm.endpoint import resolve
from summariser.llm.question import Answer, Message, Question
from summariser.llm.usage import Ledger
from summariser.settings import Settings
from tests.llm.server import FaultServer, Script

THINGS = {
    "type": "object",
    "properties": {"things": {"type": "array", "items": {"type": "object"}}},
    "required": ["things"],
    "additionalProperties": False,
}
QUESTION = Question("things", (Message("system", "Answer."), Message("user", "1| Text.\n\nList.")), THINGS, 100)


def ask_now(client: ModelClient, question: Question, attempt: Attempt | None = None) -> Answer:
    """Ask synchronously and close."""
    try:
        return client.ask(question, attempt)
    finally:
        client.close()


def ask_later(client: ModelClient, question: Question, attempt: Attempt | None = None) -> Answer:
    """Ask in an event loop of its own and close."""

    async def ask() -> Answer:
        try:
            return await client.aask(question, attempt)
        finally:
            await client.aclose()

    return asyncio.run(ask())


Ask = Callable[..., Answer]
BOTH = {"sync": ask_now, "async": ask_later}


@dataclass
class Exchange:
    """What came of a question to a server that fails by a script."""

    server: FaultServer
    ledger: Ledger
    attempt: Attempt = field(default_factory=Attempt)
    answer: Answer | None = None
    error: SummariserError | None = None


@contextlib.contextmanager
def client_for(address: str, **options: Any) -> Iterator[ModelClient]:
    """A client for a server."""
    settings = Settings(base_url=address, api_key=options.pop("api_key", None))
    yield ModelClient(resolve("fake", settings, topic="none"), **{"timeout": 5.0, "retry_for": 5.0, **options})


def exchange(script: Script, ask: Ask, **options: Any) -> Exchange:
    """Ask one question of a server with that script."""
    with FaultServer(script) as server, client_for(server.address, **options) as client:
        done = Exchange(server, client.ledger)
        try:
            done.answer = ask(client, QUESTION, done.attempt)
        except SummariserError as error:
            done.error = error
        return done
