"""What comes back from a cluster: counted, told and kept, until the last article, or until something ends the run."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from summariser.batch.on_ray.lists import ArticleList, count
from summariser.batch.on_ray.results import Results
from summariser.batch.on_ray.worker import BEFORE, LEFT_FAILED, STOPPED, UNREAD
from summariser.batch.tally import Tally, Trouble
from summariser.errors import Interrupted, ProviderFailed, SummariserError
from summariser.llm.usage import Usage
from summariser.store.states import State

OUTAGE = 20
"""Articles in a row that the provider fails: then the next ones would fail too."""
_TOLD_EVERY = 0.5


class _Ended(BaseException):
    """The run is stopped while it waits: no ``except`` of Ray's is meant to hold this."""


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
        self._waits = False
        self._in_a_row = 0

    def stop(self, reason: SummariserError) -> None:
        """End the run; in the thread that reads it, also while that waits for Ray."""
        self.stopped = self.stopped or reason
        if self._waits:
            raise _Ended

    def expect(self, lists: list[ArticleList]) -> None:
        """Count what there is to read."""
        self.tally.expected = count(lists)

    def all(self, dataset: Any) -> None:
        """Take what the workers give back, until the last has, or the run is stopped."""
        over = threading.Event()
        threading.Thread(target=self._tick, args=(over,), name="progress", daemon=True).start()
        blocks = iter(dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0))
        try:
            while self.stopped is None and (block := self._next(blocks)) is not None:
                for row in block.to_pylist():
                    self._hear(row)
        finally:
            over.set()

    def _next(self, blocks: Iterator[Any]) -> Any:
        """The next block of rows; None after the last, and where the run is stopped meanwhile."""
        self._waits = True
        try:
            return next(blocks, None)
        except _Ended:
            return None
        except Exception as error:  # noqa: BLE001 (whatever happens in a cluster, with words that tell its machines)
            self._waits = False
            self.stop(_failed(error))
            return None
        finally:
            self._waits = False

    def _tick(self, over: threading.Event) -> None:
        """Tell how it goes, and write what has waited for long."""
        while not over.wait(_TOLD_EVERY):
            try:
                self._results.flush(late_only=True)
            except SummariserError as error:
                self.stopped = self.stopped or error
            self._progress(self.tally)

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


def _failed(error: Exception) -> Interrupted:
    hint = "The same command goes on with it. Is the same version of summariser[ray] on every machine?"
    failed = Interrupted(f"the cluster failed ({type(error).__name__})", hint=hint)
    failed.exit_code = 1  # nobody asked for it, as with Ctrl-C
    return failed


def _usage(row: dict[str, Any]) -> Usage:
    cost = row["cost"]
    names = ("calls", "input_tokens", "cached_tokens", "output_tokens", "seconds")
    return Usage(cost=None if cost is None else Decimal(str(cost)), **{name: row[name] for name in names})
