"""Results as a folder of Parquet files: one row an article, written as they come, known again by the next run."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow.parquet import ParquetFile, ParquetWriter

from summariser.atomic import whole_file
from summariser.errors import UsageError
from summariser.store.states import State

SCHEMA = pyarrow.schema(
    [
        *((name, pyarrow.string()) for name in ("key", "source", "title")),
        ("published", pyarrow.date32()),
        *((name, pyarrow.string()) for name in ("state", "topic", "model", "report")),
        *((name, pyarrow.int32()) for name in ("facts", "rejected", "calls")),
        *((name, pyarrow.int64()) for name in ("input_tokens", "cached_tokens", "output_tokens")),
        *((name, pyarrow.float64()) for name in ("seconds", "cost")),
        *((name, pyarrow.string()) for name in ("error", "missing")),
    ]
)
"""``report`` is the report as JSON, ``cost`` US dollars, ``missing`` has a line for each question without answer."""
ROWS = 1_000
"""Rows of a row group, and of a file from which on it is left as it is."""
_MOST_ROWS = 10_000
"""Rows of one file."""
_LATEST = 5.0
"""Seconds after which a row is in a file, whatever comes: more is lost only with the machine."""
_RANK = {State.FAILED: 0, State.PARTIAL: 1, State.DONE: 2}
_FILES, _LOCK = "part-*.parquet", ".lock"


class Results:
    """The folder of one run's results, with those of the runs before it.

    Attributes:
        folder: The folder.
        states: The state of each article that is there, by key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: dict[str, State] = {}
        self._added: dict[str, State] = {}
        self._waiting: list[dict[str, Any]] = []
        self._since = 0.0
        self._number = 0
        self._lock = threading.Lock()

    def add(self, row: dict[str, Any]) -> bool:
        """Take the row of an article; False where this run has one as good, of the same article in another place."""
        state = State(row["state"])
        if _RANK[self._added.get(row["key"], State.FAILED)] > _RANK[state] or self._added.get(row["key"]) is state:
            return False
        self._added[row["key"]] = state
        with self._lock:
            self._since = self._since if self._waiting else time.monotonic()
            self._waiting.append(row)
        if len(self._waiting) >= ROWS:
            self.flush()
        return True

    def flush(self, *, late_only: bool = False) -> None:
        """Write what waits; with ``late_only`` only where it has waited for long.

        Raises:
            UsageError: The folder cannot be written to.
        """
        with self._lock:
            if not self._waiting or (late_only and time.monotonic() - self._since < _LATEST):
                return
            with _told(self.folder), self._new_file() as file:
                _write(file, self._waiting)
            self._waiting = []

    def settle(self) -> None:
        """Leave the best row of each article, the latest of equal ones, and join small files.

        A file is removed when what stays of it is in another; what a run that is killed meanwhile leaves twice is
        settled by the next.

        Raises:
            UsageError: A file is damaged, or none of these.
        """
        files = sorted(self.folder.glob(_FILES))
        with _told(self.folder):
            best: dict[str, tuple[int, int]] = {}
            rows = Counter[int]()
            for number, path in enumerate(files):
                for key, state in _keys(path):
                    rows[number] += 1
                    best[key] = max(best.get(key, (-1, -1)), (_RANK[state], number))
            self.states = {key: _STATES[rank] for key, (rank, _) in best.items()}
            self._number = max((int(path.name.split("-")[1]) for path in files), default=-1) + 1
            stays = Counter(number for _, number in best.values())
            small = {number for number in rows if rows[number] < ROWS}
            again = {number for number in range(len(files)) if stays[number] < rows[number] or rows[number] == 0}
            again |= small if len(small) > 1 else set()
            if again:
                self._join([(files[number], number) for number in sorted(again)], best)

    def _join(self, files: list[tuple[Path, int]], best: dict[str, tuple[int, int]]) -> None:
        """Write what stays of some files into new ones, and remove them."""
        taken: set[str] = set()
        rows = (row for path, number in files for row in _stays(path, number, best, taken))
        group = list(islice(rows, ROWS))
        while group:
            with self._new_file() as file:
                for _ in range(_MOST_ROWS // ROWS):
                    _write(file, group)
                    group = list(islice(rows, ROWS))
                    if not group:
                        break
        for path, _ in files:
            path.unlink(missing_ok=True)

    @contextmanager
    def _new_file(self) -> Iterator[Any]:
        """A file that is there when it is whole, under a name of its own that stands behind all before it."""
        path = self.folder / f"part-{self._number:06}-{secrets.token_hex(4)}.parquet"
        self._number += 1
        with whole_file(path) as file, ParquetWriter(file, SCHEMA, compression="zstd") as writer:
            yield writer


def _write(file: Any, rows: list[dict[str, Any]]) -> None:
    """Write rows as one group."""
    file.write_table(pyarrow.Table.from_pylist(rows, schema=SCHEMA))


_STATES = {rank: state for state, rank in _RANK.items()}


def _keys(path: Path) -> Iterator[tuple[str, State]]:
    for batch in ParquetFile(path).iter_batches(columns=["key", "state"]):
        yield from (
            (key, State(state)) for key, state in zip(*map(pyarrow.Array.to_pylist, batch.columns), strict=True)
        )


def _stays(path: Path, number: int, best: dict[str, tuple[int, int]], taken: set[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file that are the best of their article; of equal ones in a file the first."""
    for batch in ParquetFile(path).iter_batches(batch_size=ROWS):
        for row in batch.to_pylist():
            key = row["key"]
            if best[key] == (_RANK[State(row["state"])], number) and key not in taken:
                taken.add(key)
                yield row


@contextmanager
def opened(folder: Path) -> Iterator[Results]:
    """The results in a folder, made where it is missing; what has come is in files when the block ends, well or not.

    Raises:
        UsageError: It cannot be written to, holds other Parquet files under these names, or another run has it.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        results = Results(folder)
        results.settle()
        try:
            yield results
        finally:
            results.flush()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror or type(error).__name__}",
            subject=str(folder),
            hint="Check the folder.",
        ) from error
    except (pyarrow.ArrowException, KeyError, ValueError) as error:
        raise UsageError(
            "holds a Parquet file that is damaged, or none of this program",
            subject=str(folder),
            hint="Name another folder.",
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One run at a time; the lock of a run that died is free."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    with _told(folder):
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise UsageError("another run writes there", subject=str(folder), hint="Wait, or name another.") from None
    try:
        yield
    finally:
        os.close(descriptor)
