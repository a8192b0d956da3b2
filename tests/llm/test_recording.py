"""Record and replay at the HTTP boundary, with the real client and a real server."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summariser.errors import ModelUnavailable, RecordingError, RecordingMissing, UsageError
from summariser.llm.client import ModelClient
from summariser.llm.connections import Connections
from summariser.llm.endpoint import resolve
from summariser.llm.recording import AsyncRecordTransport, Cassette, RecordTransport, ReplayTransport
from summariser.settings import Settings
from tests.llm.callers import QUESTION, Ask, client_for, exchange
from tests.llm.server import FaultServer, Reply, answer, fault

GOOD = answer({"things": [{"a": "key infrastructure-programme"}]})
KEY = "sk-planted-4f9c2b7a1e8d"
TICKET = "ticket-without-any-prefix"
NOWHERE = "http://127.0.0.1:9/v1"


def recorded(folder: Path, ask: Ask, reply: Reply = GOOD, **options: Any) -> dict[str, Any]:
    """Record one answer; the recording."""
    done = exchange([reply], ask, record=Cassette(folder, {"model": "fake"}), **options)
    assert done.answer is not None
    (path,) = folder.iterdir()
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def replay(folder: Path, ask: Ask, cassette: Cassette | None = None, **changes: Any) -> Any:
    """Ask with answers from recordings alone."""
    with client_for(NOWHERE, replay=cassette or Cassette(folder)) as client:
        return ask(client, replace(QUESTION, **changes))


def test_what_was_recorded_is_replayed(tmp_path: Path, ask: Ask) -> None:
    """The same answer with the same usage, from the file alone; ordinary words in it are not taken for keys."""
    recorded(tmp_path, ask)
    again = replay(tmp_path, ask)
    assert again.data == {"things": [{"a": "key infrastructure-programme"}]}
    assert (again.usage.calls, again.usage.input_tokens) == (1, 11)


def test_a_recording_says_where_it_comes_from(tmp_path: Path, ask: Ask) -> None:
    """Kind, date and model stand in it; nothing of the machine, the address or the moment."""
    entry = recorded(tmp_path, ask)
    assert entry["provenance"].keys() == {"kind", "date", "model"}
    assert entry["provenance"]["kind"] == "recorded"
    assert not {"id", "created"} & entry["response"]["body"].keys()
    assert "127.0.0.1" not in json.dumps(entry)


@pytest.mark.parametrize(
    ("named", "kept"), [("/home/me/models/m.gguf", "m.gguf"), ("C:\\models\\m.gguf", "m.gguf"), ("gpt-5/x", "gpt-5/x")]
)
def test_no_path_of_a_machine_gets_into_a_recording(named: str, kept: str, tmp_path: Path) -> None:
    """A server that names its model by the path of a file is recorded with the file's name alone."""
    request = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions", json={"messages": []})
    content = json.dumps({"model": named, "choices": []}).encode()
    Cassette(tmp_path).save(request, httpx2.Response(200, content=content), content)
    (path,) = tmp_path.glob("*.json")
    assert json.loads(path.read_text())["response"]["body"]["model"] == kept


@pytest.mark.parametrize("key", [KEY, TICKET])
def test_no_key_gets_into_a_recording(key: str, tmp_path: Path, ask: Ask) -> None:
    """The key that was sent is removed even where the server repeats it, and so is what looks like another."""
    reply = answer({"things": [{"sent": key, "other": "Bearer abcdefgh01234567", "third": "sk-proj-0123456789abcdef"}]})
    text = json.dumps(recorded(tmp_path, ask, reply, api_key=key))
    assert key not in text
    assert "abcdefgh01234567" not in text
    assert "0123456789abcdef" not in text
    assert text.count("[removed]") == 3


def test_recording_again_answers_from_the_recording(tmp_path: Path, ask: Ask) -> None:
    """What is recorded is not paid twice."""
    recorded(tmp_path, ask)
    done = exchange([GOOD], ask, record=Cassette(tmp_path))
    assert done.answer is not None
    assert done.server.asked == []


def test_failures_are_not_recorded(tmp_path: Path, ask: Ask) -> None:
    """An outage is no answer: only what came of the retry is kept."""
    exchange([fault(500), GOOD], ask, record=Cassette(tmp_path))
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_text("utf-8"))["response"]["status"] == 200


def test_a_miss_shows_the_difference_and_nothing_is_sent(tmp_path: Path, ask: Ask) -> None:
    """The message holds the line that changed; it is no outage, so nothing is retried."""
    recorded(tmp_path, ask)
    with pytest.raises(RecordingMissing) as caught:
        replay(tmp_path, ask, max_tokens=222)
    assert '-"max_tokens": 100' in str(caught.value).replace(" ", "").replace('":', '": ')
    assert '+"max_tokens": 222' in str(caught.value).replace(" ", "").replace('":', '": ')
    assert "-  Answer." not in str(caught.value)


def test_a_miss_in_an_empty_folder(tmp_path: Path, ask: Ask) -> None:
    """An empty or absent folder is a miss like any other."""
    with pytest.raises(RecordingMissing, match="holds no recording"):
        replay(tmp_path / "none", ask)


def _edited(change: Callable[[dict[str, Any]], None]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        entry = json.loads(text)
        change(entry)
        return json.dumps(entry)

    return edit


MALFORMED: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[:-20],
    "empty": lambda _: "",
    "a list": lambda _: "[]",
    "another format": _edited(lambda e: e.update(format=2)),
    "no response": _edited(lambda e: e.pop("response")),
    "no body": _edited(lambda e: e["response"].pop("body")),
    "status in words": _edited(lambda e: e["response"].update(status="fine")),
    "no such status": _edited(lambda e: e["response"].update(status=7)),
    "headers in a row": _edited(lambda e: e["response"].update(headers=["x"])),
    "a number as header": _edited(lambda e: e["response"].update(headers={"retry-after": 3})),
    "no request": _edited(lambda e: e.update(request="?")),
}


@pytest.mark.parametrize("spoil", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_recording_is_an_error(spoil: Callable[[str], str], tmp_path: Path, ask: Ask) -> None:
    """It names the file; it is neither a miss nor an outage."""
    recorded(tmp_path, ask)
    (path,) = tmp_path.iterdir()
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(RecordingError, match=path.name) as caught:
        replay(tmp_path, ask)
    assert type(caught.value) is RecordingError


def test_what_was_not_asked_for_is_told(tmp_path: Path, ask: Ask) -> None:
    """unused() names the recordings that nothing has asked for."""
    recorded(tmp_path, ask)
    (path,) = tmp_path.iterdir()
    orphan = path.with_name("0123456789abcdef01234567.json")
    orphan.write_text(path.read_text("utf-8"), "utf-8")
    cassette = Cassette(tmp_path)
    assert cassette.unused() == sorted([path.stem, orphan.stem])
    replay(tmp_path, ask, cassette)
    assert cassette.unused() == [orphan.stem]


def test_a_folder_that_cannot_be_written(tmp_path: Path, ask: Ask) -> None:
    """A file in the place of the folder is told as that, not as an outage that is retried."""
    (tmp_path / "file").write_text("x")
    done = exchange([GOOD], ask, record=Cassette(tmp_path / "file"))
    assert isinstance(done.error, RecordingError)
    assert len(done.server.asked) == 1


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording is there whole or not at all, also where moving it into place fails."""

    def interrupted(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", interrupted)
    request = httpx2.Request("POST", "http://host/v1/x", json={"a": 1})
    with pytest.raises(RecordingError, match="No space left"):
        Cassette(tmp_path).save(request, httpx2.Response(200), b"{}")
    assert list(tmp_path.iterdir()) == []


def test_many_threads_record_one_file(tmp_path: Path) -> None:
    """Threads that record the same answer at once leave one whole recording."""
    cassette = Cassette(tmp_path)

    def save() -> None:
        request = httpx2.Request("POST", "http://host/v1/x", json={"a": 1})
        cassette.save(request, httpx2.Response(200), b'{"b": 2}')

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_text("utf-8"))["response"]["body"] == {"b": 2}


STREAM = b'data: {"delta": "Ind"}\n\ndata: {"delta": "ia"}\n\ndata: [DONE]\n\n'


def test_a_streamed_body_is_recorded_and_replayed(tmp_path: Path) -> None:
    """An event stream goes through as the same events, live and replayed."""
    reply = Reply(body=STREAM, headers={"Content-Type": "text/event-stream"})
    cassette = Cassette(tmp_path)
    with FaultServer([reply]) as server:
        url = f"{server.address}/chat/completions"
        with httpx2.Client(transport=RecordTransport(cassette, httpx2.HTTPTransport())) as client:
            assert _streamed(client, url) == STREAM
    with httpx2.Client(transport=ReplayTransport(cassette)) as client:
        assert _streamed(client, url) == STREAM


def _streamed(client: httpx2.Client, url: str) -> bytes:
    with client.stream("POST", url, json={"stream": True}) as response:
        assert response.headers["content-type"] == "text/event-stream"
        return b"".join(response.iter_bytes())


def test_a_streamed_body_is_recorded_and_replayed_asynchronously(tmp_path: Path) -> None:
    """The same in an event loop."""
    reply = Reply(body=STREAM, headers={"Content-Type": "text/event-stream"})
    cassette = Cassette(tmp_path)

    async def streamed(transport: httpx2.AsyncBaseTransport, url: str) -> bytes:
        async with (
            httpx2.AsyncClient(transport=transport) as client,
            client.stream("POST", url, json={"stream": True}) as response,
        ):
            return b"".join([chunk async for chunk in response.aiter_bytes()])

    with FaultServer([reply]) as server:
        url = f"{server.address}/chat/completions"
        assert asyncio.run(streamed(AsyncRecordTransport(cassette, httpx2.AsyncHTTPTransport()), url)) == STREAM
    assert asyncio.run(streamed(ReplayTransport(cassette), url)) == STREAM


def test_a_compressed_body_is_kept_as_text(tmp_path: Path) -> None:
    """What is recorded can be read; replaying it does not claim to be compressed."""
    import gzip

    body = gzip.compress(b'{"plain": true}')
    reply = Reply(body=body, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
    cassette = Cassette(tmp_path)
    live = RecordTransport(cassette, httpx2.HTTPTransport())
    with FaultServer([reply]) as server, httpx2.Client(transport=live) as client:
        assert client.post(server.address, json={}).json() == {"plain": True}
    with httpx2.Client(transport=ReplayTransport(cassette)) as client:
        assert client.post(server.address, json={}).json() == {"plain": True}


def test_the_order_of_keys_and_the_host_do_not_matter(tmp_path: Path) -> None:
    """The same question at another address, written in another order, is the same recording."""
    cassette = Cassette(tmp_path)
    cassette.save(httpx2.Request("POST", "http://one/v1/x", json={"a": 1, "b": 2}), httpx2.Response(200), b"{}")
    assert cassette.has(httpx2.Request("POST", "http://two/v1/x", json={"b": 2, "a": 1}))
    assert not cassette.has(httpx2.Request("POST", "http://two/v1/y", json={"b": 2, "a": 1}))
    assert not cassette.has(httpx2.Request("POST", "http://two/v1/x", json={"b": 2, "a": 2}))


def test_a_provider_that_cannot_be_replayed_is_not_asked(tmp_path: Path, ask: Ask) -> None:
    """With recordings wanted, a provider with a library of its own is refused before anything is sent."""
    endpoint = resolve("anthropic/claude", Settings(), topic="none", replaying=True)
    with pytest.raises(UsageError, match="recorded or replayed"):
        ask(ModelClient(endpoint, replay=Cassette(tmp_path)), QUESTION)


def test_a_provider_that_is_not_installed(ask: Ask) -> None:
    """A provider whose package is missing is told in one line."""
    endpoint = resolve("nosuchprovider/model", Settings(), topic="none")
    with pytest.raises(ModelUnavailable) as caught:
        ask(ModelClient(endpoint), QUESTION)
    assert "\n" not in str(caught.value)


def test_a_mode_that_does_not_exist(ask: Ask) -> None:
    """A wrong instructor mode is told by its name."""
    endpoint = resolve("fake", Settings(base_url=NOWHERE, mode="TELEPATHY"), topic="none")
    with pytest.raises(UsageError, match="TELEPATHY"):
        ask(ModelClient(endpoint), QUESTION)


def test_other_providers_retry_at_one_place_too() -> None:
    """The SDK's own retries are off for a provider that instructor connects."""
    endpoint = resolve("ollama/llama3", Settings(), topic="none")
    client = Connections(endpoint, timeout=7).shared().client
    assert (client.max_retries, client.timeout) == (0, 7)
    client.close()
