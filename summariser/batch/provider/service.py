"""A provider's batch service over HTTP: files and batches, as OpenAI has them. One place for its calls and retries."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from summariser.errors import ModelError, ModelUnavailable, ProviderFailed, SummariserError
from summariser.llm.client import ModelClient
from summariser.llm.failures import BrokenBody, NoConnection, root, translate
from summariser.llm.secrets import split_login
from summariser.llm.transport import retry_policy
from summariser.reading.deadline import OutOfTime, within

T = TypeVar("T")
PATH = "/v1/chat/completions"
"""The address within the service that the requests of a batch go to."""
MARK = "summariser"
"""Name of the entry of a batch's metadata that holds its mark."""
ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_WINDOW = "24h"
_PAGE = 100
_SLOWEST = 10_000
"""Bytes a second that a download has to bring, beyond the limit of time of a call."""
_NOT_FOUND, _TIMED_OUT = 404, 408
_GRACE = 0.5


class LostCall(Exception):
    """A call that may have arrived, though nothing came back: whether the batch was made has to be looked up."""


@dataclass(frozen=True, slots=True)
class Look:
    """A batch as the provider describes it.

    Attributes:
        id: Its name there.
        status: validating, in_progress, finalizing, completed, failed, expired, cancelling or cancelled.
        total: How many requests it has.
        completed: How many of them are answered.
        failed: How many of them failed.
        output: Name of the file of answers.
        errors: Name of the file of errors.
        problems: What the provider says is wrong with the batch: line of the file, counted from 1, and words.
    """

    id: str
    status: str
    total: int = 0
    completed: int = 0
    failed: int = 0
    output: str | None = None
    errors: str | None = None
    problems: tuple[tuple[int | None, str], ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in ENDED


class Service:
    """The batch service of a model's provider.

    Args:
        client: Of the model: its connections, its limit of time, and how long it retries.
    """

    def __init__(self, client: ModelClient) -> None:
        self._client = client
        self._name = client.endpoint.name

    @property
    def server(self) -> str:
        """Its address, without a login."""
        scheme, _, rest = split_login(str(self._openai().base_url))
        return f"{scheme}{rest}".rstrip("/")

    def upload(self, file: IO[bytes], name: str) -> str:
        """Upload a file of requests; its name there. One that is uploaded twice costs nothing."""

        def send() -> Any:
            file.seek(0)
            return self._openai().files.create(file=(name, file, "application/jsonl"), purpose="batch")

        return self._retried(lambda: _text(send(), "id"))

    def create(self, file: str, mark: str) -> Look:
        """Make a batch of a file. Never tried again here where the call may have arrived.

        Raises:
            LostCall: It may have been made all the same.
            ModelError: It was not made.
        """

        def send() -> Look:
            try:
                return self._once(
                    lambda: self._openai().batches.create(
                        input_file_id=file, endpoint=PATH, completion_window=_WINDOW, metadata={MARK: mark}
                    )
                )
            except Exception as error:
                if _may_have_arrived(error):
                    raise LostCall("the answer was lost") from error
                raise

        return self._retried(send)

    def look(self, id: str) -> Look:
        """How a batch stands."""
        return self._retried(lambda: self._once(lambda: self._openai().batches.retrieve(id)))

    def cancel(self, id: str) -> Look:
        """Ask for the end of a batch; what is answered by then is still to be had."""
        return self._retried(lambda: self._once(lambda: self._openai().batches.cancel(id)))

    def find(self, mark: str, file: str | None) -> Look | None:
        """The batch with that mark, or of that file, in the list of all; None where there is none."""

        def search() -> Look | None:
            after: dict[str, str] = {}
            while True:
                given = dict(after)
                page = self._in_time(lambda: self._openai().batches.list(limit=_PAGE, **given))  # noqa: B023
                found = getattr(page, "data", None)
                if not isinstance(found, list):
                    raise BrokenBody("no list of batches")
                for batch in found:
                    metadata = getattr(batch, "metadata", None)
                    marked = isinstance(metadata, Mapping) and metadata.get(MARK) == mark
                    if marked or (file is not None and getattr(batch, "input_file_id", None) == file):
                        return _look(batch)
                last = getattr(found[-1], "id", None) if found else None
                if not getattr(page, "has_more", False) or not isinstance(last, str) or after.get("after") == last:
                    return None
                after["after"] = last

        return self._retried(search)

    def download(self, file: str, into: IO[bytes], most: int) -> int:
        """Write the content of a file; how many bytes. A download that breaks off begins anew.

        Args:
            file: Its name at the provider.
            into: Where to write it.
            most: Most bytes that are taken.

        Raises:
            ProviderFailed: It could not be had, is larger, or drips.
        """

        def fetch() -> int:
            import httpx2

            into.seek(0)
            into.truncate()
            started = time.monotonic()
            with self._openai().files.with_streaming_response.content(file) as response:
                try:
                    for piece in response.iter_bytes():
                        into.write(piece)
                        if into.tell() > most:
                            raise ProviderFailed(f"a file of results is larger than {most:,} bytes", subject=self._name)
                        if time.monotonic() - started > self._client.timeout + into.tell() / _SLOWEST:
                            raise TimeoutError
                except httpx2.HTTPError as error:
                    raise BrokenBody("the file breaks off") from error
            return into.tell()

        return self._retried(fetch)

    def _openai(self) -> Any:
        return self._client.connections.plain()

    def _once(self, call: Callable[[], Any]) -> Look:
        return _look(self._in_time(call))

    def _in_time(self, call: Callable[[], T]) -> T:
        try:
            return within(self._client.timeout + _GRACE, lambda _: call())
        except OutOfTime:
            raise TimeoutError from None

    def _retried(self, call: Callable[[], T]) -> T:
        """Call, and again after failures of transport; errors come out as this package's."""
        from tenacity import Retrying

        try:
            for attempt in Retrying(**retry_policy(self._client.retry_for)):
                with attempt:
                    return _with_cause(call)
        except (SummariserError, LostCall):
            raise
        except Exception as error:
            if getattr(error, "status_code", None) == _NOT_FOUND:
                raise self._unknown() from error
            raise self._told(error) from error
        raise AssertionError("tenacity neither returned nor raised")

    def _told(self, error: Exception) -> ModelError:
        return translate(error, model=self._name)

    def _unknown(self) -> ModelUnavailable:
        return ModelUnavailable(
            "the server has no such batch or file, or no batch service",
            subject=self._name,
            hint="Is it the account and the --base-url that the batch was made with? --cancel forgets batches.",
        )


def _with_cause(call: Callable[[], T]) -> T:
    """Call; what is raised comes out as what it is about, so that the retries see the provider's own errors."""
    try:
        return call()
    except (SummariserError, LostCall):
        raise
    except Exception as error:
        cause = root(error, None)
        if cause is error:
            raise
        raise cause from error


def _may_have_arrived(error: Exception) -> bool:
    """Whether a call that failed may have had its effect: it was sent, and no answer of the provider denies it."""
    cause = root(error, None)
    if isinstance(cause, NoConnection):
        return False
    status = getattr(cause, "status_code", None)
    return not isinstance(status, int) or status == _TIMED_OUT or status >= 500


def _look(batch: Any) -> Look:
    """A batch as the service's library gives it; what is no batch is a broken answer."""
    id, status = _text(batch, "id"), _text(batch, "status")
    counts = getattr(batch, "request_counts", None)
    said = getattr(getattr(batch, "errors", None), "data", None)
    problems = []
    for entry in said if isinstance(said, list) else []:
        line = getattr(entry, "line", None)
        words = ": ".join(str(word) for name in ("code", "message") if (word := getattr(entry, name, None)))
        problems.append((line if isinstance(line, int) else None, words))
    return Look(
        id, status, _count(counts, "total"), _count(counts, "completed"), _count(counts, "failed"),
        _name(batch, "output_file_id"), _name(batch, "error_file_id"), tuple(problems),
    )  # fmt: skip


def _text(value: Any, name: str) -> str:
    found = getattr(value, name, None)
    if not isinstance(found, str) or not found:
        raise BrokenBody(f"an answer without {name}")
    return found


def _name(value: Any, name: str) -> str | None:
    found = getattr(value, name, None)
    return found if isinstance(found, str) and found else None


def _count(value: Any, name: str) -> int:
    found = getattr(value, name, None)
    return found if isinstance(found, int) and found > 0 else 0
