"""Batches at a provider: made so that none is made twice, found again after any end, collected so that nothing is lost.

A batch is kept in the store with its questions before it is made, with a mark of its own that is written into it
there. Where its id is lost (the process died, or the answer did not arrive), it is looked for by that mark, and by its
file, in the provider's list; only when it has not appeared there for a while do its questions go out again.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from summariser.batch.claims import is_gone
from summariser.batch.provider.files import RequestFile, Results
from summariser.batch.provider.progress import News, What
from summariser.batch.provider.service import Look, LostCall, Service
from summariser.errors import ModelError, ProviderFailed, UsageError
from summariser.llm.deferred import Received
from summariser.store.requests import ProviderBatch, Requests

_KEPT_TOGETHER = 500
_ANSWER_BYTES = 500_000
"""More than the line of any answer has; results that are larger than so many lines are none."""
_TRIES = 4
"""How often the results of a batch are downloaded while lines of them are missing."""
PAUSE = 1.0
"""Seconds between two of them."""
_MISSING = {"expired": "batch_expired", "cancelled": "batch_cancelled"}


@dataclass
class Desk:
    """Makes, finds and collects batches for one run.

    Attributes:
        service: The provider.
        requests: What is kept of them.
        worker: Name of this run.
        on_news: Called with what is new about a batch.
        appears_within: Seconds after which a batch that is not in the provider's list was never made.
    """

    service: Service
    requests: Requests
    worker: str
    on_news: Callable[[News], None]
    appears_within: float = 30.0
    _searched_since: dict[int, float] = field(default_factory=dict, repr=False)
    _told: dict[int, tuple[str, int, int]] = field(default_factory=dict, repr=False)

    def submit(self, file: RequestFile) -> tuple[ProviderBatch, set[str]]:
        """Make a batch; the batch, and the keys of questions that another one has already.

        The batch stays unmade in the store where it is not known whether it was made: :meth:`recover` finds out.

        Raises:
            ModelError: It was not made.
        """
        mark = secrets.token_hex(16)
        batch, out = self.requests.prepare(
            mark,
            file.wanted,
            server=self.service.server,
            worker=self.worker,
            input_tokens=file.input_tokens,
            tokens=file.tokens,
            cost=file.cost,
        )
        if batch.requests == 0:
            self.requests.end(batch.number, None)
            return batch, out
        try:
            name = self.service.upload(file.content(out), f"summariser-{mark}.jsonl")
            self.requests.uploaded(batch.number, name)
            made = self.service.create(name, mark)
        except LostCall:
            return batch, out
        except ModelError:
            self.requests.end(batch.number, None)
            raise
        self._made(batch, made, What.SUBMITTED)
        return batch, out

    def recover(self, batch: ProviderBatch) -> bool:
        """Look for a batch whose id is not known. Whether it is known now that it was never made."""
        other = batch.worker != self.worker
        if other and not is_gone(batch.worker) and self.requests.is_at_work(batch.worker):
            return False
        if batch.file is None and other:
            return self._never_made(batch)
        found = self.service.find(batch.mark, batch.file)
        if found is not None:
            self._made(batch, found, What.FOUND)
            return False
        since = self._searched_since.setdefault(batch.number, time.monotonic())
        if time.monotonic() - since < self.appears_within:
            return False
        return self._never_made(batch)

    def look(self, batch: ProviderBatch) -> Look:
        """How a batch stands; what is new of it is told."""
        look = self.service.look(batch.id or "")
        said = (look.status, look.completed, look.failed)
        if self._told.get(batch.number) != said:
            self._told[batch.number] = said
            self.on_news(
                News(What.STATE, look.id, look.total or batch.requests, look.status, look.completed, look.failed)
            )
        return look

    def collect(self, batch: ProviderBatch, look: Look, *, forget: bool = False) -> None:
        """Bring the answers of a batch that has ended into the store.

        Args:
            batch: The batch.
            look: How it stands.
            forget: Whether questions without an answer are as if never sent; else they have failed.

        Raises:
            ModelError: The provider refused the batch as a whole: its questions are as if never sent.
        """
        results = self._results(batch, look, forget=forget)
        refused = look.status == "failed" and not results.keys
        code = _MISSING.get(look.status, "missing")
        left = self.requests.end(batch.number, None if forget or refused else Received(code=code).to_json())
        self._told.pop(batch.number, None)
        if refused and not forget:
            raise _refused(look)
        came, failed = batch.requests - left, min(len(results.failed), batch.requests - left)
        useless = max(0, results.lines - came) + results.damaged
        self.on_news(News(What.COLLECTED, look.id, batch.requests, look.status, came - failed, failed, left, useless))

    def check_server(self, batch: ProviderBatch) -> None:
        """See that a batch is where this run asks.

        Raises:
            UsageError: It is at another address.
        """
        if batch.server != self.service.server:
            raise UsageError(
                f"questions are out with a batch at {batch.server}", subject=batch.id or batch.mark,
                hint="Collect it there: --base-url with that address.",
            )  # fmt: skip

    def _made(self, batch: ProviderBatch, look: Look, what: What) -> None:
        self.requests.made(batch.number, look.id)
        self._searched_since.pop(batch.number, None)
        self.on_news(News(what, look.id, batch.requests, look.status, tokens=batch.tokens, cost=batch.cost))

    def _never_made(self, batch: ProviderBatch) -> bool:
        self.requests.end(batch.number, None)
        self.on_news(News(What.LOST, batch.mark, batch.requests))
        return True

    def _results(self, batch: ProviderBatch, look: Look, *, forget: bool) -> Results:
        """The results of a batch, kept; fetched again while lines of them are missing, for they may be on their way."""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(PAUSE)
                look = self.service.look(look.id)
            results = Results()
            for name in (look.output, look.errors):
                if name is not None:
                    with tempfile.TemporaryFile() as file:
                        self.service.download(name, file, (batch.requests + 1) * _ANSWER_BYTES)
                        self._keep(batch, results, file, forget=forget)
            told = min(look.completed + look.failed, batch.requests)
            if self.requests.waiting(batch.number) == 0 or (look.status != "completed" and len(results.keys) >= told):
                break
        return results

    def _keep(self, batch: ProviderBatch, results: Results, file: IO[bytes], *, forget: bool) -> None:
        lines = results.read(file)
        while chunk := list(islice(lines, _KEPT_TOGETHER)):
            received: dict[str, str] = {}
            for key, outcome in chunk:
                if outcome.status is not None or not forget:
                    received.setdefault(key, outcome.to_json())
            self.requests.receive(batch.number, received)


def _refused(look: Look) -> ModelError:
    line, words = look.problems[0] if look.problems else (None, "without a reason")
    where = f", line {line} of its file" if line is not None else ""
    more = f" ({len(look.problems) - 1} more)" if len(look.problems) > 1 else ""
    shown = " ".join(words.split())[:200]
    refused = ProviderFailed(
        f"the provider refuses the batch{where}: {shown}{more}", subject=look.id,
        hint="Its questions were not asked, and cost nothing; the same command sends them again.",
    )  # fmt: skip
    refused.hopeless = True
    return refused
