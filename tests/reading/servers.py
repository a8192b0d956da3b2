"""A local web server that misbehaves as it is told."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PARAGRAPH = "India and the United States have signed a pact to deepen strategic ties, officials said on Friday. "
ARTICLE = (
    "<!doctype html><html lang='en'><head><title>India signs pact</title>"
    "<meta property='article:published_time' content='2025-10-31T09:00:00+05:30'></head><body><article>"
    f"<h1>India signs pact</h1><p>{PARAGRAPH}</p><p>It lasts ten years and is worth $3.5 billion.</p>"
    "</article></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    """One path, one behaviour; ``requests`` of the server keeps what was asked."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 5

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer by the path."""
        name = urlsplit(self.path).path.strip("/").split("/")
        self.server.requests.append((self.path, self.headers))  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            getattr(self, f"_{name[0]}")(*name[1:])

    def _answer(self, body: bytes, media_type: str | None = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(200)
        if media_type:
            self.send_header("Content-Type", media_type)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _article(self) -> None:
        self._answer(ARTICLE.encode())

    def _gzip(self) -> None:
        self._answer(gzip.compress(ARTICLE.encode()), Content_Encoding="gzip")

    def _bomb(self) -> None:
        self._answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def _twice(self) -> None:
        self._answer(gzip.compress(gzip.compress(ARTICLE.encode())), Content_Encoding="gzip, gzip")

    def _notgzip(self) -> None:
        self._answer(b"this is no gzip", Content_Encoding="gzip")

    def _text(self) -> None:
        self._answer("Le traité est signé.".encode("latin-1"), "text/plain; charset=iso-8859-1")

    def _untyped(self) -> None:
        self._answer(ARTICLE.encode(), None)

    def _image(self) -> None:
        self._answer(b"\x89PNG", "image/png")

    def _liar(self) -> None:
        self._answer(b"\x89PNG\r\n\x1a\n", "text/html")

    def _empty(self) -> None:
        self._answer(b"")

    def _large(self) -> None:
        self._answer(b"", Content_Length="99999999999")

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Connection", "close")
        self.end_headers()
        while True:
            self.wfile.write(b"word " * 20_000)

    def _status(self, code: str) -> None:
        self.send_response(int(code))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _go(self, count: str) -> None:
        self._redirect("/article" if count == "1" else f"/go/{int(count) - 1}")

    def _circle(self) -> None:
        self._redirect("/circle")

    def _to(self) -> None:
        self._redirect(urlsplit(self.path).query)

    def _redirect(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _slow(self) -> None:
        time.sleep(2)

    def _drip(self) -> None:
        """A header that never ends, a byte at a time, so that no single read takes long."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(100):
            time.sleep(0.05)
            self.wfile.write(b"x")
            self.wfile.flush()

    def _dripbody(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            time.sleep(0.05)
            self.wfile.write(b"x")
            self.wfile.flush()

    def _hangup(self) -> None:
        self.close_connection = True

    def _short(self) -> None:
        self._answer(b"half", "text/plain", Content_Length="1000")
        self.close_connection = True


class Server(ThreadingHTTPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, object]] = []

    @property
    def address(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are what is tested."""


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A running server."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
