"""A server with OpenAI's files and batches on a loopback port: it fails on demand, and counts what it was asked."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.llm.server import Asked, LocalServer, Reply, fault, reset

STEPS = ("validating", "in_progress", "finalizing")
_NAME = re.compile(rb'filename="([^"]+)"')


@dataclass
class Trouble:
    """Something that goes wrong with one call.

    Attributes:
        call: ``POST /files``, ``POST /batches``, ``GET /batches`` (the list), ``GET /batches/``, ``GET /files/``.
        times: How often.
        reply: What is sent instead of the answer.
        done: Whether the call has its effect all the same.
        cut: Bytes of the answer after which the connection is reset; None for none.
        after: Calls of that kind that go well before.
        spoil: Changes the body of the answer.
    """

    call: str
    times: int = 1
    reply: Reply | None = None
    done: bool = False
    cut: int | None = None
    after: int = 0
    spoil: Callable[[bytes], bytes] | None = None


@dataclass
class Job:
    """One batch at the server."""

    id: str
    file: str
    metadata: dict[str, str]
    status: str
    output: bytes | None = None
    errors: bytes | None = None
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)


class BatchServer(LocalServer):
    """Answers batches by a script, as a provider does.

    Args:
        script: What it answers to each request.
        troubles: What goes wrong.
        spoil: Changes a file of results before it is stored.
        ending: In which state a batch ends, by its number from 0: completed, failed, expired, cancelled.
        answered: Of a batch that expires or is cancelled, the part of its requests that are answered.
        steps: States that a batch goes through, one a look.
        marks: Whether it keeps the metadata of batches.

    Attributes:
        hold: While it is set, batches do not end.
        listed_after: Looks at the list after which a new batch appears there.
        drip: Seconds between two bytes of a file.
        before, behind: Called with each call, before and behind its effect; the answer is sent then.
    """

    def __init__(
        self,
        script: Callable[[Asked], Reply],
        *,
        troubles: tuple[Trouble, ...] = (),
        spoil: Callable[[bytes], bytes] = lambda content: content,
        ending: Callable[[int], str] = lambda _: "completed",
        answered: float = 0.5,
        steps: tuple[str, ...] = STEPS,
        marks: bool = True,
    ) -> None:
        self.script, self.troubles, self.spoil, self.ending = script, list(troubles), spoil, ending
        self.answered, self.steps, self.marks = answered, steps, marks
        self.hold = threading.Event()
        self.before: Callable[[str], None] = lambda _: None
        self.behind: Callable[[str], None] = lambda _: None
        self.live: list[bytes] = []
        self.drip: float = 0
        self.listed_after = 0
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.jobs: dict[str, Job] = {}
        self.submitted: Counter[str] = Counter()
        self.bodies: dict[str, bytes] = {}
        self.billed = [0, 0]
        self.calls: list[str] = []
        self._lock = threading.RLock()
        super().__init__()

    @property
    def twice(self) -> list[str]:
        """Questions that were submitted more than once."""
        return [key for key, times in self.submitted.items() if times > 1]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one call."""
        length = int(handler.headers.get("Content-Length") or 0)
        content = handler.rfile.read(length)
        if len(content) < length:
            return
        path = handler.path.removeprefix("/v1")
        call = f"{handler.command} {_kind(path)}"
        with self._lock:
            self.before(call)
            trouble = self._trouble(call)
            reply = trouble.reply if trouble is not None else None
            if reply is None or (trouble is not None and trouble.done):
                made = self._answer(handler.command, path, content, handler.headers.get("Content-Type") or "")
                reply = reply or made
            if trouble is not None and trouble.spoil is not None:
                reply = replace(reply, body=trouble.spoil(reply.body))
            self.calls.append(call)
            self.behind(call)
        self._send(handler, reply, trouble.cut if trouble is not None else None)

    def _trouble(self, call: str) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.call == call:
                if trouble.after > 0:
                    trouble.after -= 1
                elif trouble.times > 0:
                    trouble.times -= 1
                    return trouble
        return None

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply, cut: int | None) -> None:
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        body = reply.body if cut is None else reply.body[:cut]
        drips = self.drip and reply.headers.get("Content-Type") == "application/octet-stream"
        for piece in [body[at : at + 1] for at in range(len(body))] if drips else [body]:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(self.drip if drips else 0)
        if cut is not None:
            reset(handler.connection)
            handler.close_connection = True

    def _answer(self, method: str, path: str, content: bytes, kind: str) -> Reply:
        parts = path.partition("?")[0].strip("/").split("/")
        if (method, parts) == ("POST", ["files"]):
            return self._upload(content, kind)
        if (method, parts) == ("POST", ["batches"]):
            return self._create(json.loads(content))
        if (method, parts) == ("GET", ["batches"]):
            return self._list(path)
        if parts[0] == "batches" and parts[1] in self.jobs:
            job = self.jobs[parts[1]]
            if parts[-1] == "cancel":
                job.status = "cancelling"
            else:
                self._step(job)
            return _json(self._shown(job))
        if parts == ["chat", "completions"]:
            self.live.append(content)
            return self.script(Asked(path, {}, json.loads(content), time.monotonic()))
        if parts[0] == "files" and parts[1] in self.files:
            return Reply(body=self.files[parts[1]], headers={"Content-Type": "application/octet-stream"})
        return fault(404, "no such thing")

    def _upload(self, content: bytes, kind: str) -> Reply:
        boundary = kind.partition("boundary=")[2].strip('"').encode()
        for part in content.split(b"--" + boundary):
            head, _, body = part.partition(b"\r\n\r\n")
            named = _NAME.search(head)
            if named is not None:
                id = f"file-{len(self.files)}"
                self.files[id], self.names[id] = body.removesuffix(b"\r\n"), named.group(1).decode()
                return _json({"id": id, "object": "file", "bytes": len(body), "purpose": "batch"})
        return fault(400, "no file")

    def _create(self, asked: dict[str, Any]) -> Reply:
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        job = Job(
            f"batch_{len(self.jobs)}", asked["input_file_id"], asked["metadata"] if self.marks else {}, self.steps[0]
        )
        for line in self.files[job.file].splitlines():
            key = json.loads(line)["custom_id"]
            self.submitted[key] += 1
            self.bodies[key] = line.partition(b', "body": ')[2].removesuffix(b"}")
        self.jobs[job.id] = job
        return _json(self._shown(job))

    def _list(self, path: str) -> Reply:
        if self.listed_after > 0:
            self.listed_after -= 1
            return _json({"object": "list", "data": [], "has_more": False})
        newest = list(reversed(self.jobs.values()))
        after = re.search(r"after=([^&]+)", path)
        start = next((n + 1 for n, job in enumerate(newest) if after and job.id == after.group(1)), 0)
        page = newest[start : start + 2]  # pages of two, whatever is asked for
        shown = [self._shown(job) for job in page]
        return _json({"object": "list", "data": shown, "has_more": start + 2 < len(newest)})

    def _step(self, job: Job) -> None:
        """Go on by one state."""
        if job.status == "cancelling":
            self._end(job, "cancelled")
        elif job.status in self.steps:
            place = self.steps.index(job.status) + 1
            if place < len(self.steps):
                job.status = self.steps[place]
            elif not self.hold.is_set():
                self._end(job, self.ending(list(self.jobs).index(job.id)))

    def _end(self, job: Job, status: str) -> None:
        job.status = status
        requests = [json.loads(line) for line in self.files[job.file].splitlines()]
        if status == "failed":
            job.problems = [{"code": "token_limit_exceeded", "message": "Too many tokens are enqueued.", "line": None}]
            job.counts = {"total": len(requests), "completed": 0, "failed": 0}
            return
        most = len(requests) if status == "completed" else int(len(requests) * self.answered)
        good, bad = [], []
        for number, request in enumerate(requests):
            if number >= most:
                error = {"code": f"batch_{status}", "message": f"This request was not made: {status}."}
                bad.append({"id": "r", "custom_id": request["custom_id"], "response": None, "error": error})
                continue
            reply = self.script(Asked("/v1/chat/completions", {}, request["body"], time.monotonic()))
            self.billed[0] += reply.billed[0]
            self.billed[1] += reply.billed[1]
            response = {"status_code": reply.status, "request_id": "x", "body": json.loads(reply.body)}
            line = {"id": "r", "custom_id": request["custom_id"], "response": response, "error": None}
            (good if reply.status < 400 else bad).append(line)
        good.reverse()  # results come in any order
        job.counts = {"total": len(requests), "completed": len(good), "failed": len(requests) - len(good)}
        for name, lines in (("output", good), ("errors", bad)):
            if lines:
                id = f"file-{name}-{job.id}"
                content = "".join(json.dumps(line) + "\n" for line in lines).encode()
                self.files[id] = self.spoil(content)
                setattr(job, name, id.encode())

    def _shown(self, job: Job) -> dict[str, Any]:
        return {
            "id": job.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "input_file_id": job.file,
            "completion_window": "24h",
            "status": job.status,
            "created_at": 1,
            "output_file_id": job.output.decode() if job.output else None,
            "error_file_id": job.errors.decode() if job.errors else None,
            "errors": {"object": "list", "data": job.problems} if job.problems else None,
            "request_counts": job.counts or {"total": 0, "completed": 0, "failed": 0},
            "metadata": job.metadata,
        }


def _kind(path: str) -> str:
    """The call without names: /files, /batches, /batches/, /files/, /cancel."""
    parts = path.partition("?")[0].strip("/").split("/")
    if len(parts) == 1:
        return f"/{parts[0]}"
    return "/cancel" if parts[-1] == "cancel" else f"/{parts[0]}/"


def _json(value: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(value).encode())
