"""What comes back from a cluster: counted, told and kept, until the last article, or until something ends the run."""

from __future__ import annotations

import pickle
import queue
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from summariser.batch.ray_lists import ArticleList, count
from summariser.batch.ray_results import Results
from summariser.batch.ray_worker import BEFORE, LEFT_FAILED, STOPPED, UNREAD
from summariser.batch.tally import Tally, Trouble
from summariser.errors import Interrupted, ProviderFailed, SummariserError
from summariser.llm.usage import Usage
from summariser.store.states import State

OUTAGE = 20
"""Articles in a row that the provider fails: then the next ones would fail too."""
_TOLD_EVERY = 0.5
_LOOKS = 0.2
_AHEAD = 8
"""Blocks of results that wait to be written."""


class Run:
    """One run, as the process that started it sees it.

    Args:
        results: Where rows are kept.
        on_progress: Called about twice a second with the counts.
        on_trouble: Called for each article with an error or a part missing.

    Attributes:
        tally: The counts.
        stopped: Why it is being stopped.
    """

    def __init__(
        self, results: Results, on_progress: Callable[[Tally], None], on_trouble: Callable[[Trouble], None]
    ) -> None:
        self.tally = Tally()
        self.stopped: SummariserError | None = None
        self._progress = on_progress
        self._trouble = on_trouble
        self._results = results
        self._heard: queue.Queue[Any] = queue.Queue(_AHEAD)
        self._over = threading.Event()
        self._in_a_row = 0

    def stop(self, reason: SummariserError) -> None:
        """End the run."""
        self.stopped = self.stopped or reason

    def expect(self, lists: list[ArticleList]) -> None:
        """Count what there is to read."""
        self.tally.expected = count(lists)

    def all(self, dataset: Any) -> None:
        """Write what the workers give back, until the last has, or the run is stopped."""
        listener = threading.Thread(target=self._listen, args=(dataset,), name="ray", daemon=True)
        listener.start()
        told = time.monotonic()
        try:
            while self.stopped is None and self._take_next(_LOOKS):
                self._results.flush(late_only=True)
                if time.monotonic() - told >= _TOLD_EVERY:
                    told = time.monotonic()
                    self._progress(self.tally)
        finally:
            self._over.set()
        while not self._heard.empty() and self._take_next(0):
            pass  # what has been paid for and is here is kept

    def _take_next(self, wait: float) -> bool:
        """Take the next block, if one comes in time; False after the last."""
        try:
            rows = self._heard.get(timeout=wait)
        except queue.Empty:
            return True
        for row in rows or ():
            self._hear(row)
        return rows is not None

    def _listen(self, dataset: Any) -> None:
        """Take blocks from Ray as they come; in a thread, since waiting for one cannot be ended."""
        try:
            for block in dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
                if not self._put(block.to_pylist()):
                    return
        except Exception as error:  # noqa: BLE001 (whatever happens in a cluster, with words that tell its machines)
            if not self._over.is_set():
                self.stop(
                    Interrupted(
                        f"the cluster failed ({type(error).__name__})", hint="The same command goes on with it."
                    )
                )
        self._put(None)

    def _put(self, rows: list[dict[str, Any]] | None) -> bool:
        while not self._over.is_set():
            try:
                self._heard.put(rows, timeout=_LOOKS)
            except queue.Full:
                continue
            return True
        return False

    def _hear(self, row: dict[str, Any]) -> None:
        said = row.pop("said")
        trouble: Trouble = pickle.loads(said) if said else Trouble(row["source"] or "")  # noqa: S301  (a worker's own)
        state = row["state"]
        if state == STOPPED and trouble.error is not None:
            self.stop(trouble.error)
        elif state == UNREAD:
            self.tally.not_read(trouble.source)
            self._trouble(trouble)
        elif state == BEFORE:
            self.tally.before += 1
        elif state == LEFT_FAILED:
            self.tally.left_failed += 1
        else:
            self._take(row, Trouble(row["source"], trouble.error, trouble.missing))

    def _take(self, row: dict[str, Any], trouble: Trouble) -> None:
        """Count a row and keep it; of an article that comes twice, the first."""
        self.tally.usage += _usage(row)
        if not self._results.add(row):
            self.tally.before += 1
            return
        state = State(row["state"])
        if state is State.FAILED:
            self.tally.failed += 1
        else:
            self.tally.done += state is State.DONE
            self.tally.partial += state is State.PARTIAL
            self.tally.facts += row["facts"]
            self.tally.rejected += row["rejected"]
        if state is not State.DONE:
            self._trouble(trouble)
        self._in_a_row = self._in_a_row + 1 if isinstance(trouble.error, ProviderFailed) else 0
        if self._in_a_row >= OUTAGE and trouble.error is not None:
            self.stop(trouble.error)


def _usage(row: dict[str, Any]) -> Usage:
    cost = row["cost"]
    names = ("calls", "input_tokens", "cached_tokens", "output_tokens", "seconds")
    return Usage(cost=None if cost is None else Decimal(str(cost)), **{name: row[name] for name in names})
