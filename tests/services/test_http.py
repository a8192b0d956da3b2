"""The HTTP service over a real socket: what it reads, what it refuses, and what it never tells."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from summariser.schemas.agreements import Agreements

from summariser import Report
from summariser.errors import ModelUnavailable
from summariser.services.desk import Desk, Limits, shown_model
from summariser.services.http_guard import LOOPBACK_NAMES, Guard
from summariser.services.problems import problem_of
from summariser.settings import Settings
from tests.llm.server import FaultServer, Reply, fault
from tests.pipeline.answering import except_for, well
from tests.reading.pdfs import make_pdf
from tests.services.conftest import SECRET, TEXT, Remote, model, running, wait_for

PAGE = (
    "<html><head><title>Pact</title><meta property='article:published_time' content='2025-10-31'></head><body><article>"
    f"<h1>Pact</h1><p>{TEXT.partition(chr(10) * 2)[2]}</p></article></body></html>"
)
PDF_LINES = re.findall(r".{1,70}(?: |$)", TEXT.partition("\n\n")[2].strip())


def test_a_text_becomes_a_report(remote: Remote) -> None:
    """The report is the library's, typed, and loads back."""
    answered = remote.read({"text": TEXT, "sentences": 2})
    assert answered.status == 200
    assert answered.headers["content-type"] == "application/json"
    report = Report[Agreements].model_validate_json(answered.body)
    assert report.complete
    assert [party.iso for party in report.record.agreements[0].parties] == ["IN", "OM"]
    assert report.article.title == "Pact in Muscat"
    assert report.record.agreements[0].dates[0].value == "2025-10-31"


def test_what_is_given_fills_in(remote: Remote) -> None:
    """The title of the request wins; its date is for a text that tells none."""
    given = remote.read({"text": TEXT, "title": "Another", "published": "2024-03-15"}).data
    assert given["article"]["title"] == "Another"
    assert given["article"]["published"] == "2025-10-31"
    undated = remote.read({"text": TEXT.partition("\n\n")[2], "published": "2024-03-15"}).data
    assert undated["article"]["published"] == "2024-03-15"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text/plain; charset=utf-8", TEXT.encode()),
        ("text/markdown", TEXT.encode()),
        ("text/html", PAGE.encode()),
        ("application/pdf", make_pdf([PDF_LINES])),
    ],
)
def test_documents_are_read_as_they_are(remote: Remote, kind: str, data: bytes) -> None:
    """A text, a page and a PDF are the body itself; options stand in the query."""
    answered = remote.ask("POST", "/v1/articles?published=2025-10-31&title=Given", data, Content_Type=kind)
    assert answered.status == 200, answered.data
    assert answered.data["article"]["title"] == "Given"
    assert answered.data["article"]["published"] == "2025-10-31"
    assert len(answered.data["record"]["agreements"]) == 1


def test_a_part_that_is_missing_is_named() -> None:
    """A report that is not whole is a success that says so."""
    with FaultServer(model(except_for("arms_deals", fault(500)))) as server, running(server.address) as remote:
        answered = remote.read()
    assert answered.status == 200
    assert [gap["what"] for gap in answered.data["missing"]] == ["arms_deals"]


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({}, 422, "UsageError"),
        ({"text": TEXT, "url": "http://example.org"}, 422, "UsageError"),
        ({"text": TEXT, "sentences": 9}, 422, "UsageError"),
        ({"text": TEXT, "published": "yesterday"}, 422, "UsageError"),
        ({"text": TEXT, "colour": "red"}, 422, "UsageError"),
        ({"text": " ... "}, 422, "EmptySource"),
        ({"text": TEXT, "topic": "nonesuch"}, 404, "TopicError"),
        ({"text": TEXT, "topic": "./examples/launches"}, 404, "TopicError"),
        ({"text": TEXT, "topic": "../../etc"}, 404, "TopicError"),
        ({"url": "http://127.0.0.1/"}, 422, "ForbiddenAddress"),
        ({"url": "http://[::1]/"}, 422, "ForbiddenAddress"),
        ({"url": "http://169.254.169.254/latest"}, 422, "ForbiddenAddress"),
        ({"url": "http://2130706433/"}, 422, "ForbiddenAddress"),
        ({"url": "file:///etc/passwd"}, 422, "ForbiddenAddress"),
        ({"url": "/etc/passwd"}, 422, "ForbiddenAddress"),
        ({"url": "-"}, 422, "ForbiddenAddress"),
        (b"{", 400, "UsageError"),
        (b"\xff", 400, "UsageError"),
        (b"[" * 100_000, 400, "UsageError"),
        (b'{"text": "\\ud800 and more"}', 400, "UsageError"),
    ],
)
def test_what_cannot_be_read_is_told(remote: Remote, body: object, status: int, error: str) -> None:
    """Problem details name the class of the error; no request is read as a path, a file or a private host."""
    answered = remote.read(body, Content_Type="application/json")
    assert (answered.status, answered.data["error"]) == (status, error), answered.data
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.data["status"] == status
    assert answered.data["detail"]
    assert answered.data["type"] == f"urn:summariser:error:{error}"


def test_a_media_type_that_is_none(remote: Remote) -> None:
    """What cannot be read is refused before it is read."""
    assert remote.ask("POST", "/v1/articles", b"GIF89a", Content_Type="image/gif").status == 415
    assert remote.ask("POST", "/v1/articles", b"text").status == 415


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/articles", 405), ("GET", "/nonesuch", 404), ("POST", "/v1/articles?sentences=9", 422)],
)
def test_mistakes_in_the_request_line_are_problems_too(remote: Remote, method: str, path: str, status: int) -> None:
    """Nothing answers in another shape, not even the framework."""
    answered = remote.ask(method, path, b"x" if method == "POST" else None, Content_Type="text/plain")
    assert answered.status == status
    assert answered.data["status"] == status
    assert answered.data["error"] == "UsageError"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_request_that_is_too_large(model_server: FaultServer, chunked: bool) -> None:
    """It is refused whether it says its size or not, and the answer arrives."""
    with running(model_server.address, Limits(max_bytes=10_000)) as remote:
        body = iter([b"x" * 1_000] * 30) if chunked else b"x" * 30_000
        answered = remote.ask("POST", "/v1/articles", body, Content_Type="text/plain")
    assert (answered.status, answered.data["error"]) == (413, "SourceTooLarge")


def test_an_article_that_is_too_long(model_server: FaultServer) -> None:
    """A small file may unfold into a long text; it is measured when it is read, before a model is asked."""
    before = len(model_server.asked)
    with running(model_server.address, Limits(max_characters=200)) as remote:
        answered = remote.read()
    assert (answered.status, answered.data["error"]) == (413, "SourceTooLarge")
    assert len(model_server.asked) == before


def slow(seconds: float) -> FaultServer:
    """A model that takes its time."""
    good = well()
    return FaultServer(model(lambda asked: replace(good(asked), delay=seconds)))


def test_a_full_service_says_when_to_come_again() -> None:
    """Articles beyond the limit are turned away at once; the others are read."""
    with slow(0.4) as server, running(server.address, Limits(concurrent=2)) as remote:
        remote.desk.open()
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: remote.read(), range(6)))
        assert sorted(answer.status for answer in answers) == [200, 200, 429, 429, 429, 429]
        busy = next(answer for answer in answers if answer.status == 429)
        assert busy.data["error"] == "ServiceBusy"
        assert 1 <= int(busy.headers["retry-after"]) <= 120
        assert remote.read().status == 200, "the places are free again"


def test_the_whole_request_has_a_deadline() -> None:
    """A model that is slow, or a body that never ends, holds a place no longer than the deadline."""
    with slow(20) as server, running(server.address, Limits(seconds=1.5, concurrent=1)) as remote:
        remote.desk.open()
        started = time.monotonic()
        answered = remote.read()
        assert time.monotonic() - started < 10
        assert (answered.status, answered.data["error"]) == (504, "RequestTimedOut")
        with socket.create_connection(("127.0.0.1", remote.port), timeout=20) as connection:
            connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n")
            connection.sendall(b"Content-Length: 99\r\n\r\na beginning")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 504")
        assert remote.ask("GET", "/health").status == 200


def test_who_hangs_up_frees_the_place() -> None:
    """Nobody waits for the answer: the model is not asked further, and the next one is let in."""
    with slow(3.0) as server, running(server.address, Limits(concurrent=1)) as remote:
        remote.desk.open()
        body = json.dumps({"text": TEXT}).encode()
        with socket.create_connection(("127.0.0.1", remote.port)) as connection:
            head = "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            wait_for(lambda: len(server.asked) > 0)
            assert remote.read().status == 429
        wait_for(lambda: remote.read({"text": "..."}).status != 429, seconds=10)


def test_a_token_is_asked_for(model_server: FaultServer) -> None:
    """With a token set, nothing but health and readiness answers without it."""
    with running(model_server.address, guard=Guard("open-sesame-12345"), token="open-sesame-12345") as remote:
        refused = remote.read()
        assert (refused.status, refused.data["error"]) == (401, "AccessDenied")
        assert refused.headers["www-authenticate"] == "Bearer"
        for wrong in ("Bearer wrong", "Basic open-sesame-12345", "open-sesame-12345", "Bearer é"):
            assert remote.ask("GET", "/v1/topics", Authorization=wrong.encode().decode("latin-1")).status == 401
        assert remote.ask("GET", "/v1/topics", Authorization="Bearer open-sesame-12345").status == 200
        assert remote.read(Authorization="bearer open-sesame-12345").status == 200
        assert [remote.ask("GET", path).status for path in ("/health", "/ready")] == [200, 200]
        described = remote.ask("GET", "/openapi.json").data
        assert described["paths"]["/v1/articles"]["post"]["security"] == [{"token": []}]


def test_pages_of_other_sites_are_refused(model_server: FaultServer) -> None:
    """A page in a browser can neither send articles to a local service nor reach it by a name of its own."""
    before = len(model_server.asked)
    with running(model_server.address, guard=Guard(hosts=LOOPBACK_NAMES)) as remote:
        answered = remote.ask("POST", "/v1/articles", b"text", Content_Type="text/plain", Origin="http://evil.example")
        assert (answered.status, answered.data["error"]) == (403, "AccessDenied")
        assert remote.ask("GET", "/v1/topics", Host="evil.example").status == 421
        assert remote.ask("GET", "/health", Host="10.0.0.7:8700").status == 200, "probes come by any name"
        assert remote.ask("GET", "/v1/topics", Host=f"localhost:{remote.port}").status == 200
        assert remote.ask("GET", "/v1/topics", Host="[::1]:80", Origin="http://[::1]:80").status == 200
        assert len(model_server.asked) == before


def test_topics_and_their_schemas(remote: Remote) -> None:
    """What can be asked for is listed, with the shape of what comes back."""
    listed = remote.ask("GET", "/v1/topics").data
    assert listed["default"] == "agreements"
    names = [topic["name"] for topic in listed["topics"]]
    assert "agreements" in names
    schema = remote.ask("GET", "/v1/topics/agreements/schema").data
    assert "Agreement" in schema["$defs"]
    assert remote.ask("GET", "/v1/topics/nonesuch/schema").data["error"] == "TopicError"
    assert remote.ask("GET", "/v1/topics/..%2Fexamples/schema").status == 404


def test_readiness_is_not_liveness() -> None:
    """Without the model's server the service lives and is not ready; nothing is asked of a model."""
    with FaultServer(model()) as server, running(server.address) as remote:
        answered = remote.ask("GET", "/ready")
        assert (answered.status, answered.data["status"]) == (200, "ready")
        assert {asked.path for asked in server.asked} == {"/v1/models"}
    with running("http://127.0.0.1:9/v1") as remote:
        assert remote.ask("GET", "/health").data == {"status": "ok", "model": None}
        answered = remote.ask("GET", "/ready")
        assert (answered.status, answered.data["error"]) == (503, "ModelUnavailable")


@pytest.mark.parametrize(
    ("reply", "status", "error"),
    [
        (fault(401, f"Incorrect key {SECRET}"), 503, "AuthenticationFailed"),
        (fault(500), 503, "ProviderFailed"),
        (fault(400, f"bad request with {SECRET} in it"), 502, "ModelError"),
        (Reply(body=b"no json"), 503, "ProviderFailed"),
    ],
)
def test_failures_of_the_model_are_not_the_callers(reply: Reply, status: int, error: str) -> None:
    """They are 5xx, and tell neither the key nor the server."""
    with FaultServer(model(lambda _: reply)) as server, running(server.address) as remote:
        answered = remote.read()
    assert (answered.status, answered.data["error"]) == (status, error)
    assert SECRET.encode() not in answered.body
    assert server.address.encode() not in answered.body


def test_paths_and_keys_are_hidden() -> None:
    """Whatever an error says, where things lie on the machine and its keys do not get out."""
    desk = Desk(Settings(api_key=SECRET, token="open-sesame-12345"), model="/srv/models/own.gguf")
    words = f"/srv/models/own.gguf {Path.home()}/x {SECRET} open-sesame-12345"
    told = problem_of(ModelUnavailable(words, subject=words, hint=words), desk.secrets()).model_dump_json()
    for hidden in ("/srv", str(Path.home()), SECRET, "open-sesame"):
        assert hidden not in told
    assert shown_model("/srv/models/own.gguf") == "own.gguf"
    assert shown_model("openai/gpt-5-mini") == "openai/gpt-5-mini"


def test_a_budget_is_for_each_article() -> None:
    """An article that could pass it is refused before the model is asked; none pays for another."""
    with FaultServer(model()) as server, running(server.address, Limits(budget=500)) as remote:
        answered = remote.read()
        assert (answered.status, answered.data["error"]) == (422, "BudgetExceeded")
        assert not server.asked
    with FaultServer(model()) as server, running(server.address, Limits(budget=50_000)) as remote:
        used = [remote.read().data["usage"]["calls"] for _ in range(3)]
        assert used == [4, 4, 4]
        assert remote.desk.open().ledger.spent.calls == 0, "a long-lived service does not gather every call ever made"


def test_a_mistake_of_the_program_is_told_without_its_words(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A traceback could hold the article; the log names the class and the place alone."""

    async def broken(*_: object) -> None:
        raise RuntimeError("the article says so")

    monkeypatch.setattr(type(remote.desk), "read", broken)
    answered = remote.read()
    assert (answered.status, answered.data["error"]) == (500, "InternalError")
    assert b"article says" not in answered.body
    assert "RuntimeError at test_http.py" in caplog.text
    assert "article says" not in caplog.text


def test_health_answers_while_articles_are_read() -> None:
    """Reading does not hold up the event loop for long."""
    with slow(0.5) as server, running(server.address) as remote:
        remote.desk.open()
        reading = [threading.Thread(target=remote.read) for _ in range(4)]
        for thread in reading:
            thread.start()
        slowest = 0.0
        while any(thread.is_alive() for thread in reading):
            started = time.monotonic()
            assert remote.ask("GET", "/health").status == 200
            slowest = max(slowest, time.monotonic() - started)
        for thread in reading:
            thread.join()
    assert slowest < 5.0


def test_requests_are_told_in_the_log_without_text(model_server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    """One record a request: method, route and status; no text, no address, no key."""
    caplog.set_level("DEBUG", logger="summariser")
    with running(model_server.address) as remote:
        remote.read({"text": TEXT, "title": "Title-in-the-request"})
    told = [record for record in caplog.records if record.name == "summariser.request"]
    posted = [record for record in told if record.__dict__["http.request.method"] == "POST"]
    # Another service of these tests, in a thread of its own, may still tell of what it answered before this one began.
    (record,) = [record for record in posted if record.thread == posted[-1].thread]
    assert record.__dict__["http.route"] == "/v1/articles"
    assert record.__dict__["http.response.status_code"] == 200
    for planted in ("Muscat", "Title-in-the-request", SECRET):
        assert planted not in str([record.__dict__ for record in caplog.records])
