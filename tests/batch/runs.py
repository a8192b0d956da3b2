"""Batches against a local server, and what their stores say afterwards."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summariser.article import Article
from summariser.batch.batch import Batch
from summariser.batch.limits import Limits
from summariser.batch.tally import Tally, Trouble
from summariser.reading.reader import Reader
from summariser.settings import Settings
from summariser.store.states import State
from summariser.store.store import Store
from tests.llm.server import Asked, FaultServer, Reply
from tests.pipeline.answering import wanted, well
from tests.pipeline.articles import PACT, PUBLISHED

STAGES = ("agreements", "arms_deals", "trade_figures", "summary")
"""The questions about an article, by the list that each asks for."""
_NUMBER = re.compile(r"This is article number (\d+)\.")


def text(number: int) -> str:
    """The text of an article that a server can tell from the others."""
    return f"{PACT} This is article number {number}."


def article(number: int) -> Article:
    """An article that a server can tell from the others."""
    return Reader(published=PUBLISHED).read_text(text(number), source=f"article {number}")


def number_of(asked: Asked) -> int:
    """Which article a request is about."""
    found = _NUMBER.search(asked.prompt)
    assert found is not None
    return int(found.group(1))


def write_list(path: Path, count: int) -> Path:
    """A list of articles as JSON Lines."""
    lines = [{"id": f"article {n}", "text": text(n), "published": PUBLISHED.isoformat()} for n in range(count)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def faulty(reply: Reply, *, stage_of: Callable[[int], str], times: int | None) -> Callable[[Asked], Reply]:
    """A script that answers well, but fails each article at one stage, so often (or always)."""
    good = well()
    failed: Counter[int] = Counter()

    def decide(asked: Asked) -> Reply:
        number = number_of(asked)
        if stage_of(number) in wanted(asked) and (times is None or failed[number] < times):
            failed[number] += 1
            return reply
        return good(asked)

    return decide


@dataclass
class Bench:
    """Runs batches on one store against one server."""

    address: str
    store: Path | str
    calls: int = 4
    timeout: float = 20
    retry_for: float = 10
    options: dict[str, Any] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def batch(self, **changes: Any) -> Batch:
        """A batch; ``changes`` are its fields."""
        settings = Settings(base_url=self.address, model="fake", timeout=self.timeout, retry_for=self.retry_for)
        given = {"limits": Limits(calls=self.calls), "on_trouble": self.troubles.append, **changes}
        return Batch(self.store, "agreements", options={"settings": settings, **self.options}, **given)

    def run(self, sources: Any, **changes: Any) -> Tally:
        """Read sources to an end."""
        return self.batch(**changes).run(sources)

    def states(self) -> dict[str, State]:
        """The state of each article, by source."""
        with Store.open(self.store) as store:
            return {row.source: row.state for row in store.articles()}

    def reports(self) -> dict[str, Any]:
        """The reports, by source, without the times of the calls."""
        with Store.open(self.store) as store:
            found = [json.loads(report) for report in store.reports()]
        for report in found:
            report["usage"].pop("seconds")
        return {report["article"]["source"]: report for report in found}

    def spent(self) -> tuple[int, int, int]:
        """Calls, input and output tokens of all attempts."""
        with Store.open(self.store) as store:
            rows = store.spent()
        return sum(r.calls for r in rows), sum(r.input_tokens for r in rows), sum(r.output_tokens for r in rows)


def asked_twice(server: FaultServer) -> list[str]:
    """Prompts that the server saw more than once."""
    seen = Counter(asked.prompt for asked in server.asked)
    return [prompt for prompt, times in seen.items() if times > 1]
