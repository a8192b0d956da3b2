"""An OpenAI-compatible HTTP server on a loopback port that fails on demand and counts what it was asked."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

PROMPT_TOKENS, COMPLETION_TOKENS, CACHED_TOKENS = 11, 7, 3


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    Attributes:
        status: HTTP status.
        body: The body.
        headers: Headers besides length and connection.
        delay: Seconds to wait before anything is sent.
        cut: Send that many bytes of the body and reset the connection.
        billed: Input and output tokens that this reply says it used.
        drip: Seconds between two bytes of the body.
        length: What ``Content-Length`` says, where it is wrong.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    delay: float = 0
    cut: int | None = None
    billed: tuple[int, int] = (0, 0)
    drip: float = 0
    length: int | None = None


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> Reply:
    """A chat completion with that content."""
    return _completion([_choice({"content": content, "refusal": refusal}, finish)])


def answer(data: object, *, finish: str = "stop") -> Reply:
    """A chat completion whose content is that JSON."""
    return completion(json.dumps(data, ensure_ascii=False), finish=finish)


def answer_to(asked: Asked, data: object, *, tokens: tuple[int, int] | None = None) -> Reply:
    """A chat completion with that JSON in the form that was asked for: as its content, or as the call of a tool.

    Args:
        asked: The request.
        data: The answer.
        tokens: Input and output tokens that it is said to have used.
    """
    written = json.dumps(data, ensure_ascii=False)
    tools = asked.body.get("tools")
    if not tools:
        return _completion([_choice({"content": written})], tokens)
    call = {
        "id": "call_1",
        "type": "function",
        "function": {"name": tools[0]["function"]["name"], "arguments": written},
    }
    return _completion([_choice({"content": None, "tool_calls": [call]})], tokens)


def no_choices() -> Reply:
    """A completion without choices."""
    return _completion([])


def fault(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Reply:
    """An error of the interface, as OpenAI writes them."""
    body = json.dumps({"error": {"message": message, "type": "error", "param": None, "code": code}}).encode()
    return Reply(
        status, body, {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    )


def page(status: int) -> Reply:
    """An HTML page, as proxies send them."""
    return Reply(status, b"<html><body><h1>Oops</h1>SECRET-PAGE</body></html>", {"Content-Type": "text/html"})


def _choice(message: dict[str, Any], finish: str = "stop") -> dict[str, Any]:
    return {"index": 0, "finish_reason": finish, "message": {"role": "assistant", **message}}


def _completion(choices: list[dict[str, Any]], tokens: tuple[int, int] | None = None) -> Reply:
    read, written = tokens or (PROMPT_TOKENS, COMPLETION_TOKENS)
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": choices,
        "usage": {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
            "prompt_tokens_details": {"cached_tokens": CACHED_TOKENS},
        },
    }
    return Reply(body=json.dumps(body, ensure_ascii=False).encode(), billed=(read, written))


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float

    @property
    def label(self) -> str:
        """Name of the answer's schema: what is asked for."""
        return str(self.body["response_format"]["json_schema"]["name"]).lower()

    @property
    def schema(self) -> dict[str, Any]:
        """The schema of the answer, whether it is to be the content or the call of a tool."""
        tools = self.body.get("tools")
        found = tools[0]["function"]["parameters"] if tools else self.body["response_format"]["json_schema"]["schema"]
        return dict(found)

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])


Script = Iterable[Reply] | Callable[[Asked], Reply]


class _Patient(ThreadingHTTPServer):
    request_queue_size = 128
    """Connections that may wait: the five of the standard library are refused at random beside other load."""


class LocalServer(ABC):
    """A server with OpenAI's interface on a loopback port, for as long as the ``with`` block lasts."""

    def __init__(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each body waits 40 ms for the answer to its headers

            def do_POST(self) -> None:
                server.handle(self)

            def do_GET(self) -> None:
                server.handle(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

        self._http = _Patient(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @abstractmethod
    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""

    def __enter__(self) -> Self:
        """Listen."""
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class FaultServer(LocalServer):
    """Answers by a script: replies in order (the last one again and again), or a function of the request."""

    def __init__(self, script: Script) -> None:
        self._decide = script if callable(script) else _in_order(script)
        self.asked: list[Asked] = []
        self.billed = [0, 0]
        self.in_flight = 0
        self.most_in_flight = 0
        self._lock = threading.Lock()
        super().__init__()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request by the script."""
        length = int(handler.headers.get("Content-Length") or 0)
        raw = handler.rfile.read(length)
        if len(raw) < length:
            return  # whoever asked is gone
        asked = Asked(handler.path, dict(handler.headers.items()), json.loads(raw or b"{}"), time.monotonic())
        with self._lock:
            self.asked.append(asked)
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            reply = self._decide(asked)
            self.billed[0] += reply.billed[0]
            self.billed[1] += reply.billed[1]
        time.sleep(reply.delay)
        with self._lock:
            self.in_flight -= 1  # before the first byte: the client may ask again as soon as it has the last
        self._send(handler, reply)

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        handler.end_headers()
        body = reply.body if reply.cut is None else reply.body[: reply.cut]
        for piece in [body[at : at + 1] for at in range(len(body))] if reply.drip else [body]:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(reply.drip)
        if reply.cut is not None:
            reset(handler.connection)
        if reply.cut is not None or reply.length is not None:
            handler.close_connection = True


def _in_order(script: Iterable[Reply]) -> Callable[[Asked], Reply]:
    replies = list(script)

    def decide(_: Asked) -> Reply:
        return replies.pop(0) if len(replies) > 1 else replies[0]

    return decide


def reset(connection: socket.socket) -> None:
    """Close with a reset instead of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
