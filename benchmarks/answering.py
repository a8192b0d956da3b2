"""A server with OpenAI's interface that costs little: it answers each request after a while, in its own process.

It knows no article: every question for facts gets one agreement, one arms deal and one trade figure, every other list
two sentences. What is measured beside it is therefore the client's work, not the server's.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.llm.server import Asked, answer_to
from tests.pipeline.answering import ANSWERS

_TOKENS = (900, 150)
"""What each answer is said to have cost: read and written."""


class _Connection(asyncio.Protocol):
    """One connection: HTTP/1.1 with ``Content-Length``, as HTTP libraries write it."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._received = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._received += data
        while True:
            head, separator, rest = self._received.partition(b"\r\n\r\n")
            if not separator:
                return
            length = _length(head)
            if len(rest) < length:
                return
            self._received = rest[length:]
            answer = _answer(json.loads(rest[:length] or b"{}"))
            asyncio.get_running_loop().call_later(self._delay, self._send, answer)

    def _send(self, body: bytes) -> None:
        if not self._transport.is_closing():
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(head.encode() + body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _answer(request: dict[str, Any]) -> bytes:
    asked = Asked("", {}, request, 0)
    lists = {name: ANSWERS.get(name, []) for name in asked.schema["required"]}
    return answer_to(asked, lists, tokens=_TOKENS).body


def _serve(delay: float, ready: Any) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(delay), "127.0.0.1", 0, backlog=1024)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def answering(delay: float) -> Iterator[str]:
    """Serve from a process of its own; yields the address to give as ``--base-url``.

    Args:
        delay: Seconds between a request and its answer.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(delay, there), daemon=True)
    process.start()
    there.close()  # so that a server that never came is an error and not a wait
    try:
        yield f"http://127.0.0.1:{here.recv()}/v1"
    finally:
        process.terminate()
        process.join()
