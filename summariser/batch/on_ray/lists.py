"""Lists of articles as a source of Ray Data: JSON Lines and Parquet, a few articles a block, none held whole."""

from __future__ import annotations

import glob
import json
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow
from pyarrow.parquet import ParquetFile
from ray.data import Datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

from summariser.batch import lines
from summariser.batch.entry import Entry
from summariser.errors import InputError, UnreadableSource, UsageError

PARQUET = ".parquet"
SUFFIXES = frozenset({*lines.SUFFIXES, PARQUET})
_ROWS = 256
"""Rows of a Parquet file that are in memory at once."""
_HINT = "This engine takes lists (.jsonl, .ndjson), Parquet files with the same columns, and folders of them."


@dataclass(frozen=True)
class ArticleList:
    """One list.

    Attributes:
        name: As the user named it.
        base: Absolute path of the folder that relative paths start from, for tasks that run elsewhere.
    """

    name: str
    base: str

    @property
    def place(self) -> str:
        """Its absolute path."""
        return os.path.join(self.base, self.name)


def named_lists(sources: Iterable[str]) -> list[ArticleList]:
    """The lists that the user named: files, folders, patterns; each once.

    Raises:
        UsageError: One of them is no list, or cannot be read; nothing has been asked then.
    """
    found: dict[str, ArticleList] = {}
    for source in sources:
        for path in _files(source):
            if path.suffix.lower() not in SUFFIXES:
                raise UsageError("is no list of articles", subject=source, hint=_HINT)
            _check(path)
            listed = ArticleList(str(path), os.getcwd())
            found.setdefault(listed.place, listed)
    if not found:
        raise UsageError("no list of articles is named", hint=_HINT)
    return list(found.values())


def _files(source: str) -> list[Path]:
    path = Path(source)
    if source == "-" or "://" in source:
        raise UsageError("is no file", subject=source, hint=_HINT)
    if path.is_dir():
        # Who wrote a folder chose its links, not the user: they are not followed.
        inside = [f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file() and not f.is_symlink()]
        files = [file for file in inside if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    elif path.exists() or not glob.has_magic(source):
        return [path]
    else:
        files = [file for match in glob.glob(source, recursive=True) if (file := Path(match)).is_file()]
    if not files:
        raise UsageError("no list of articles is there", subject=source, hint=_HINT)
    return sorted(files)


def _check(path: Path) -> None:
    """Refuse what cannot be opened, or has none of the columns, before a cluster is started for it."""
    try:
        with path.open("rb") as file:
            if path.suffix.lower() != PARQUET:
                return
            columns = ParquetFile(file).schema_arrow.names
    except (OSError, pyarrow.ArrowException) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise UsageError(f"the list cannot be read ({reason})", subject=str(path), hint="Check the path.") from None
    if not {"text", "url", "path"} & set(columns):
        raise UsageError("has no column text, url or path", subject=str(path), hint=_HINT)


def articles_of(listed: ArticleList, *, max_bytes: int) -> Iterator[Entry | InputError]:
    """The entries of a list, one by one; an error in the place of each that is wrong.

    Args:
        listed: The list.
        max_bytes: Longest line of it.
    """
    folder = str(Path(listed.name).parent)
    try:
        with open(listed.place, "rb") as file:
            for entry in _entries(file, listed.name, folder, max_bytes):
                if isinstance(entry, Entry) and entry.kind == "file":
                    yield replace(entry, place=os.path.join(listed.base, entry.place))
                else:
                    yield entry
    except (OSError, pyarrow.ArrowException) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        yield UnreadableSource(f"the list cannot be read ({reason})", subject=listed.name, hint="Check it.")


def _entries(file: BinaryIO, name: str, folder: str, max_bytes: int) -> Iterator[Entry | InputError]:
    if not name.lower().endswith(PARQUET):
        yield from lines.read_lines(file, name, folder=folder, max_bytes=max_bytes)
        return
    for number, row in enumerate(_rows(file), 1):
        yield lines.read_line(row, f"{name}, row {number}", folder=folder)


def count(lists: Iterable[ArticleList]) -> int:
    """How many articles the lists name, about: empty lines count too."""
    known = 0
    for listed in lists:
        with suppress(OSError, pyarrow.ArrowException), open(listed.place, "rb") as file:
            if listed.place.lower().endswith(PARQUET):
                known += ParquetFile(file).metadata.num_rows
            else:
                known += sum(piece.count(b"\n") for piece in iter(partial(file.read, 1 << 20), b""))
    return known


def _rows(file: BinaryIO) -> Iterator[bytes]:
    """The rows of a Parquet file as lines of a list."""
    parquet = ParquetFile(file)
    columns = [name for name in parquet.schema_arrow.names if name in lines.Line.model_fields]
    for batch in parquet.iter_batches(batch_size=_ROWS, columns=columns):
        for row in batch.to_pylist():
            yield json.dumps(row, default=_plain).encode("utf-8", "replace")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


class Lists(Datasource):  # type: ignore[misc]  # Ray is taken as unknown
    """Lists as a source of Ray Data, read where the run was started: workers on other machines need not see them.

    Rows have one column, ``entry``: a pickled :class:`Entry` or :class:`~summariser.errors.InputError`.

    Args:
        lists: The lists.
        max_bytes: Longest line of a list.
    """

    def __init__(self, lists: list[ArticleList], max_bytes: int) -> None:
        super().__init__()
        self._lists = lists
        self._max_bytes = max_bytes

    @property
    def supports_distributed_reads(self) -> bool:
        """False: Ray Data then reads on the machine that started the run."""
        return False

    def estimate_inmemory_data_size(self) -> int:
        """Bytes of all lists."""
        return sum(Path(listed.place).stat().st_size for listed in self._lists)

    def get_read_tasks(
        self, parallelism: int, per_task_row_limit: int | None = None, data_context: Any = None
    ) -> list[Any]:
        """One task for each list."""
        del parallelism, data_context
        return [
            ReadTask(_Reading(listed, self._max_bytes), _unknown(listed), per_task_row_limit=per_task_row_limit)
            for listed in self._lists
        ]


def _unknown(listed: ArticleList) -> Any:
    size = Path(listed.place).stat().st_size
    return BlockMetadata(num_rows=None, size_bytes=size, input_files=None, exec_stats=None)


@dataclass(frozen=True)
class _Reading:
    """What one read task does."""

    listed: ArticleList
    max_bytes: int

    def __call__(self) -> Iterator[Any]:
        entries = articles_of(self.listed, max_bytes=self.max_bytes)
        for entry in entries:
            yield pyarrow.table({"entry": pyarrow.array([pickle.dumps(entry)], pyarrow.large_binary())})
