"""A server with OpenAI's interface on a loopback port: it knows some articles, and what a person answered about them.

It knows an article by its title and a question by the lists that its schema demands, so it does not mind how a prompt
is worded. The real client talks to it over real HTTP.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parent / "answers"


@contextmanager
def serve(folder: Path = ANSWERS) -> Iterator[str]:
    """Serve the answers of a folder; yields the address to give as ``--base-url``."""
    entries = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    known = {entry["title"]: entry["answers"] for entry in entries}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"known": known}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    known: dict[str, dict[str, list[Any]]]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        conversation = "\n".join(str(message["content"]) for message in body["messages"])
        answers = next((lists for title, lists in self.known.items() if title in conversation), {})
        wanted = body["response_format"]["json_schema"]["schema"]["required"]
        self._send(_completion(body["model"], {name: answers.get(name, []) for name in wanted}))

    def _send(self, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _completion(model: str, data: dict[str, list[Any]]) -> dict[str, Any]:
    message = {"role": "assistant", "content": json.dumps(data)}
    return {
        "id": "stub",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
    }
