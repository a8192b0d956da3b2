"""The files of a provider's batches: requests as JSON Lines within its limits, and the lines of its results."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from summariser.batch.provider.service import PATH
from summariser.llm.deferred import Received
from summariser.llm.question import Question

MOST_REQUESTS, MOST_BYTES = 50_000, 200_000_000
"""What one file may hold: requests, and bytes."""
_LONGEST_LINE = 32_000_000
"""Bytes of the longest line of results that is looked at: many times the longest answer."""
_KEY_LENGTH = 64
_STATUS = range(200, 600)


@dataclass(eq=False)
class RequestFile:
    """The requests of one batch, in a file that goes with the process.

    Attributes:
        wanted: Key, key of the article, and label of each question.
        input_tokens: Most tokens that all of them can read.
        tokens: Most tokens that all of them can use.
        cost: Most US dollars; None where no price is known.
    """

    wanted: list[tuple[str, str, str]] = field(default_factory=list)
    input_tokens: int = 0
    tokens: int = 0
    cost: Decimal | None = None
    _file: IO[bytes] = field(default_factory=tempfile.TemporaryFile, repr=False)

    def add(self, key: str, article: str, label: str, line: bytes) -> None:
        """Add a request."""
        self.wanted.append((key, article, label))
        self._file.write(line)

    @property
    def size(self) -> int:
        """Its bytes."""
        return self._file.tell()

    def content(self, leave_out: set[str]) -> IO[bytes]:
        """The file, without some of the requests."""
        if not leave_out:
            return self._file
        self._file.seek(0)
        kept = RequestFile()
        for (key, article, label), line in zip(self.wanted, self._file, strict=True):
            if key not in leave_out:
                kept.add(key, article, label, line)
        self.close()
        self.wanted, self._file = kept.wanted, kept._file
        return self._file

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@dataclass
class RequestFiles:
    """The requests of a round, in as many files as they need.

    Attributes:
        most_requests: Most requests of a file.
        most_bytes: Most bytes of a file.
        most_input: Most tokens that a file may have read; None for no limit.
        files: The files.
    """

    most_requests: int = MOST_REQUESTS
    most_bytes: int = MOST_BYTES
    most_input: int | None = None
    files: list[RequestFile] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set, repr=False)

    def __contains__(self, key: str) -> bool:
        """Whether a question is among them."""
        return key in self._keys

    def __len__(self) -> int:
        """How many requests there are."""
        return len(self._keys)

    def add(self, key: str, article: str, question: Question, body: bytes, cost: Decimal | None) -> None:
        """Add a question.

        Args:
            key: Its key.
            article: Key of its article.
            question: The question.
            body: The body of its request: JSON on one line.
            cost: Most US dollars; None where no price is known.
        """
        line, asked = request_line(key, body), question.tokens_at_most
        file = self.files[-1] if self.files else None
        if file is None or self._is_full(file, len(line), asked):
            file = RequestFile()
            self.files.append(file)
        file.add(key, article, question.label, line)
        file.input_tokens += asked
        file.tokens += asked + question.max_tokens
        file.cost = None if cost is None else (file.cost or Decimal()) + cost
        self._keys.add(key)

    def _is_full(self, file: RequestFile, size: int, tokens: int) -> bool:
        if len(file.wanted) >= self.most_requests or file.size + size > self.most_bytes:
            return True
        return self.most_input is not None and file.input_tokens + tokens > self.most_input

    def sent(self, file: RequestFile) -> None:
        """Let go of a file that has been sent."""
        self.files.remove(file)
        self._keys.difference_update(key for key, _, _ in file.wanted)
        file.close()

    @property
    def tokens(self) -> int:
        """Most tokens that all of them can use."""
        return sum(file.tokens for file in self.files)

    @property
    def cost(self) -> Decimal | None:
        """Most US dollars; None where no price is known."""
        costs = [file.cost for file in self.files if file.cost is not None]
        return sum(costs, Decimal()) if len(costs) == len(self.files) else None

    def clear(self) -> None:
        """Let go of all."""
        for file in self.files:
            file.close()
        self.files, self._keys = [], set()


def request_line(key: str, body: bytes) -> bytes:
    """One request as a line of a batch's file; the body as it is, byte for byte.

    Args:
        key: What the answer is told by.
        body: JSON on one line.
    """
    head = json.dumps({"custom_id": key, "method": "POST", "url": PATH})
    return head[:-1].encode() + b', "body": ' + body + b"}\n"


@dataclass
class Results:
    """What the lines of results come to.

    Attributes:
        lines: Lines that name a request.
        damaged: Lines that are no results: broken off, no JSON, without a key.
        keys: The requests that they name.
        failed: Those of them that failed.
    """

    lines: int = 0
    damaged: int = 0
    keys: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    def read(self, file: IO[bytes]) -> Iterator[tuple[str, Received]]:
        """Key and outcome of each line; a line that is damaged costs that line."""
        file.seek(0)
        while line := file.readline(_LONGEST_LINE):
            if not line.strip():
                continue
            found = _result(line)
            if found is None:
                self.damaged += 1
                continue
            self.lines += 1
            key, outcome = found
            self.keys.add(key)
            if outcome.status is None or outcome.status >= 400:
                self.failed.add(key)
            yield found


def _result(line: bytes) -> tuple[str, Received] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    key = entry.get("custom_id") if isinstance(entry, dict) else None
    if not isinstance(key, str) or len(key) != _KEY_LENGTH:
        return None
    response, error = entry.get("response"), entry.get("error")
    if isinstance(response, dict):
        status = response.get("status_code")
        if isinstance(status, int) and not isinstance(status, bool) and status in _STATUS:
            return key, Received(status, response.get("body"))
    if isinstance(error, dict):
        return key, Received(None, None, _short(error.get("code")), _short(error.get("message")))
    return None


def _short(value: Any) -> str:
    return str(value if value is not None else "")[:500]
