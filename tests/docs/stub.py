"""A server with OpenAI's interface on a loopback port: it knows some articles, and what a person answered about them.

It knows an article by its title and a question by the lists that its schema demands, so it does not mind how a prompt
is worded. The real client talks to it over real HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.batch.provider_server import BatchServer
from tests.llm.server import Asked, Reply, answer

ANSWERS = Path(__file__).parent / "answers"


@contextmanager
def serve(folder: Path = ANSWERS) -> Iterator[str]:
    """Serve the answers of a folder, live and in batches; yields the address to give as ``--base-url``."""
    entries = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    known = {entry["title"]: entry["answers"] for entry in entries}

    def reply(asked: Asked) -> Reply:
        answers = next((lists for title, lists in known.items() if title in asked.prompt), {})
        return answer({name: answers.get(name, []) for name in asked.schema["required"]})

    with BatchServer(reply, steps=("in_progress",)) as server:
        yield server.address
