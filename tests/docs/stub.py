"""A server with OpenAI's interface on a loopback port: it knows some articles, and what a person answered about them.

It knows an article by its title and a question by the lists that its schema demands, so it does not mind how a prompt
is worded. The real client talks to it over real HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.batch.provider_server import BatchServer
from tests.llm.server import Asked, Reply

ANSWERS = Path(__file__).parent / "answers"


@contextmanager
def serve(folder: Path = ANSWERS) -> Iterator[str]:
    """Serve the answers of a folder, live and in batches; yields the address to give as ``--base-url``."""
    entries = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    known = {entry["title"]: entry["answers"] for entry in entries}

    def reply(asked: Asked) -> Reply:
        answers = next((lists for title, lists in known.items() if title in asked.prompt), {})
        wanted = asked.body["response_format"]["json_schema"]["schema"]["required"]
        data = {name: answers.get(name, []) for name in wanted}
        return Reply(body=json.dumps(_completion(asked.body["model"], data)).encode())

    with BatchServer(reply, steps=("in_progress",)) as server:
        yield server.address


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
