"""Record and replay at the HTTP boundary: transports for the client's own HTTP library.

A recording is one JSON file for one request, named by the hash of the canonical request: method, path and body, never
headers or host. It holds the request's body (so that a miss can show what changed), the answer's status, the few
headers that matter and body, and where it came from.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx2

from summariser.atomic import write_whole
from summariser.errors import RecordingError, RecordingMissing
from summariser.llm.secrets import without_secrets

FORMAT = 1
_KEPT_HEADERS = ("content-type", "retry-after")
_VOLATILE = ("created", "id", "system_fingerprint", "timings", "__verbose")
"""Fields of an answer that differ from run to run or tell about the machine; they are not kept."""
_SHOWN_LINES = 24
_COMPARED_LINES = 2_000
"""Lines of a request that are compared to show a difference: comparing takes time in the square of their number."""


def request_key(request: httpx2.Request) -> str:
    """Hash of what a request asks: method, path and body with sorted keys."""
    body = _parsed(request.read())
    canonical = json.dumps([request.method, request.url.path, body], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:24]


class Played(Protocol):
    """Something that has the answers to requests, so that nothing is sent."""

    def load(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to a request."""


@dataclass
class Cassette:
    """A folder of recordings.

    Attributes:
        folder: Where they lie.
        provenance: What new recordings say of themselves: model, file hash or provider, server version.
    """

    folder: Path
    provenance: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def load(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer to a request.

        Raises:
            RecordingMissing: There is none; says how the request differs from the nearest recording.
            RecordingError: The recording is malformed.
        """
        key = request_key(request)
        path = self.folder / f"{key}.json"
        if not path.exists():
            raise RecordingMissing(
                f"no recording answers this request\n{self._difference(request)}",
                subject=str(self.folder),
                hint="Record it, or restore the prompt, schema and parameters it was recorded with.",
            )
        entry = _read(path)
        with self._lock:
            self.used.add(key)
        answer = entry["response"]
        body = answer["body"]
        headers = {name: answer["headers"][name] for name in _KEPT_HEADERS if name in answer["headers"]}
        try:
            content = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
            return httpx2.Response(answer["status"], headers=headers, content=content, request=request)
        except (ValueError, RecursionError) as error:
            raise RecordingError("is no recording", subject=str(path), hint=_AGAIN) from error

    def has(self, request: httpx2.Request) -> bool:
        """Whether a recording answers the request."""
        return (self.folder / f"{request_key(request)}.json").exists()

    def save(self, request: httpx2.Request, response: httpx2.Response, content: bytes) -> None:
        """Write one recording, whole or not at all.

        Raises:
            RecordingError: It cannot be written.
        """
        key = request_key(request)
        entry = {
            "format": FORMAT,
            "provenance": {"kind": "recorded", "date": datetime.now(UTC).date().isoformat(), **self.provenance},
            "request": {"method": request.method, "path": request.url.path, "body": _parsed(request.read())},
            "response": {
                "status": response.status_code,
                "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
                "body": _without_volatile(_parsed(content)),
            },
        }
        text = without_secrets(json.dumps(entry, ensure_ascii=False, indent=1), request.headers) + "\n"
        try:
            with self._lock:
                self.folder.mkdir(parents=True, exist_ok=True)
                write_whole(self.folder / f"{key}.json", text)
                self.used.add(key)
        except OSError as error:
            raise RecordingError(
                f"a recording cannot be written: {error.strerror}", subject=str(self.folder), hint="Check the folder."
            ) from error

    def keys(self) -> set[str]:
        """Keys of all recordings in the folder."""
        return {path.stem for path in self.folder.glob("*.json")}

    def unused(self) -> list[str]:
        """Keys of the recordings that nothing has asked for, sorted."""
        return sorted(self.keys() - self.used)

    def _difference(self, request: httpx2.Request) -> str:
        """How the request differs from the recording that is most like it."""
        wanted = _lines(_parsed(request.read()))[:_COMPARED_LINES]
        closest: list[str] = []
        best = 0.0
        for path in sorted(self.folder.glob("*.json")):
            try:
                lines = _lines(_read(path)["request"]["body"])[:_COMPARED_LINES]
            except (RecordingError, RecursionError):
                continue  # it cannot be what was asked for
            score = len(set(lines) & set(wanted)) / max(1, len(set(lines) | set(wanted)))
            if score > best:
                best, closest = score, lines
        if not closest:
            return "the folder holds no recording"
        changes = [
            line[:160]
            for line in difflib.unified_diff(closest, wanted, "nearest recording", "this request", lineterm="", n=0)
        ]
        shown = changes[:_SHOWN_LINES]
        if len(changes) > len(shown):
            shown.append(f"... {len(changes) - len(shown)} more lines")
        return "\n".join(shown)


class RecordTransport(httpx2.BaseTransport):
    """Passes requests on and records the answers; a request that has a recording is answered from it."""

    def __init__(self, cassette: Cassette, inner: httpx2.BaseTransport) -> None:
        self.cassette = cassette
        self.inner = inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer from the recording, or pass on and record."""
        if self.cassette.has(request):
            return self.cassette.load(request)
        response = self.inner.handle_request(request)
        content = response.read()
        if response.status_code < httpx2.codes.BAD_REQUEST:
            self.cassette.save(request, response, content)
        return _rebuilt(request, response, content)

    def close(self) -> None:
        """Close the transport beneath."""
        self.inner.close()


class AsyncRecordTransport(httpx2.AsyncBaseTransport):
    """:class:`RecordTransport` for asynchronous clients."""

    def __init__(self, cassette: Cassette, inner: httpx2.AsyncBaseTransport) -> None:
        self.cassette = cassette
        self.inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer from the recording, or pass on and record."""
        await request.aread()
        if self.cassette.has(request):
            return self.cassette.load(request)
        response = await self.inner.handle_async_request(request)
        content = await response.aread()
        if response.status_code < httpx2.codes.BAD_REQUEST:
            self.cassette.save(request, response, content)
        return _rebuilt(request, response, content)

    async def aclose(self) -> None:
        """Close the transport beneath."""
        await self.inner.aclose()


class ReplayTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers from recordings alone; nothing leaves the process."""

    def __init__(self, cassette: Played) -> None:
        self.cassette = cassette

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer."""
        return self.cassette.load(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer."""
        await request.aread()
        return self.cassette.load(request)


def _rebuilt(request: httpx2.Request, response: httpx2.Response, content: bytes) -> httpx2.Response:
    """The response with its body read: as it was, but for the encoding that reading undid."""
    headers = [(k, v) for k, v in response.headers.multi_items() if k not in ("content-encoding", "content-length")]
    return httpx2.Response(response.status_code, headers=headers, content=content, request=request)


def _parsed(content: bytes) -> Any:
    """The body as JSON where it is JSON, else as text."""
    text = content.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _without_volatile(body: Any) -> Any:
    """The answer without what differs from run to run; of a model named by a path, the file's name alone stays."""
    if not isinstance(body, dict):
        return body
    kept = {key: value for key, value in body.items() if key not in _VOLATILE}
    if isinstance(model := kept.get("model"), str) and (model.startswith("/") or model[1:3] == ":\\"):
        kept["model"] = re.split(r"[/\\]", model)[-1]
    return kept


def _lines(body: object) -> list[str]:
    return json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False).replace("\\n", "\n").splitlines()


def _read(path: Path) -> dict[str, Any]:
    try:
        entry = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordingError("is no JSON", subject=str(path), hint=_AGAIN) from error
    except OSError as error:
        raise RecordingError(f"cannot be read: {error.strerror}", subject=str(path)) from error
    if not (isinstance(entry, dict) and entry.get("format") == FORMAT and _is_exchange(entry)):
        raise RecordingError("is no recording", subject=str(path), hint=_AGAIN)
    return entry


_AGAIN = "Delete it and record again."


def _is_exchange(entry: dict[str, Any]) -> bool:
    """Whether there is a request with a body, and a response that can be given."""
    request, response = entry.get("request"), entry.get("response")
    if not (isinstance(request, dict) and "body" in request and isinstance(response, dict) and "body" in response):
        return False
    status, headers = response.get("status"), response.get("headers")
    if not (isinstance(status, int) and status in list(httpx2.codes) and status < httpx2.codes.BAD_REQUEST):
        return False  # failures are not recorded: one that stands there would be waited for and asked again
    return isinstance(headers, dict) and all(isinstance(value, str) for value in headers.values())
