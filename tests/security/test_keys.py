"""Keys: planted ones are nowhere but in the request's header, whatever goes wrong."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summariser.errors import SummariserError, UsageError
from summariser.llm import transport
from summariser.llm.client import ModelClient
from summariser.llm.endpoint import resolve
from summariser.llm.recording import Cassette
from summariser.llm.secrets import without_secrets
from summariser.settings import Settings
from tests.llm.callers import Ask, exchange
from tests.llm.conftest import ask  # noqa: F401 (a fixture)
from tests.llm.server import FaultServer, Reply, answer, completion, fault, page
from tests.pipeline.answering import AGREEMENT, well

CANARY = "canary-7f3a9c51e2d84b60"
ECHOED = f"Incorrect API key provided: {CANARY}"
FAULTS: dict[str, Reply] = {
    "400": fault(400, ECHOED),
    "401": fault(401, ECHOED),
    "403": fault(403, ECHOED),
    "404": fault(404, ECHOED),
    "422": fault(422, ECHOED),
    "429": fault(429, ECHOED),
    "quota": fault(429, ECHOED, code="insufficient_quota"),
    "500": fault(500, ECHOED),
    "page": Reply(500, f"<h1>{CANARY}</h1>".encode(), {"Content-Type": "text/html"}),
    "page with 200": page(200),
    "error with 200": Reply(body=json.dumps({"error": {"message": ECHOED}}).encode()),
    "no JSON": completion(f"Your key is {CANARY}"),
    "wrong shape": answer({"things": CANARY}),
    "refusal": completion(None, refusal=ECHOED),
    "good": answer({"things": [{"a": 1}]}),
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between retries are short."""
    monkeypatch.setattr(transport, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(transport, "LONGEST_WAIT", 0.02)


@pytest.mark.parametrize("reply", FAULTS.values(), ids=FAULTS)
def test_no_error_and_no_log_tells_the_key(
    reply: Reply,
    ask: Ask,  # noqa: F811 (the fixture)
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Every fault of a server that repeats the key: not in the error, its parts, stdout, stderr or a log at DEBUG."""
    with caplog.at_level(logging.DEBUG):
        done = exchange([reply], ask, api_key=CANARY, retry_for=0)
    (header,) = {value for name, value in done.server.asked[0].headers.items() if name.lower() == "authorization"}
    assert CANARY in header
    if done.error is not None:
        shown = [str(done.error), repr(done.error), repr(done.error.args), done.error.problem, str(done.error.hint)]
        assert not [words for words in shown if CANARY in words]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("summariser")]
    sent = [record.getMessage() for record in caplog.records if "Authorization" in record.getMessage()]
    assert not [line for line in (*ours, *sent) if CANARY in line]
    assert CANARY not in "".join(capfd.readouterr())


def test_no_object_shows_the_key() -> None:
    """Printing settings, endpoints or clients, as a debugger or a log does, shows no key."""
    settings = Settings(base_url="http://127.0.0.1:9/v1", api_key=CANARY)
    endpoint = resolve("fake", settings, topic="none")
    client = ModelClient(endpoint)
    assert CANARY in str(endpoint.key)
    for shown in (settings, endpoint, client, client.connections):
        assert CANARY not in repr(shown)
        assert CANARY not in str(shown)


def test_a_wrong_setting_shows_no_value_at_all() -> None:
    """Neither the error nor what it came from holds a value: one of them may be a key in the wrong place."""
    with pytest.raises(UsageError) as caught:
        Settings.load({"SUMMARISER_TIMEOUT": CANARY, "SUMMARISER_CONFIG": os.devnull})
    error: BaseException | None = caught.value
    while error is not None:
        assert CANARY not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    "text",
    [f"openai_api_key = '{CANARY}'", f"api_key = '{CANARY}", f"api_key = ['{CANARY}']", f"api_key = '{CANARY}\xff'"],
)
def test_a_wrong_file_shows_no_value(text: str, tmp_path: Path) -> None:
    """A key in a configuration file that is wrong in some way is not repeated, nor kept in the error's cause."""
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError) as caught:
        Settings.load({}, path)
    error: BaseException | None = caught.value
    while error is not None:
        assert CANARY not in f"{error} {error!r}"
        error = error.__cause__


def test_no_recording_holds_the_key(tmp_path: Path) -> None:
    """A server that repeats the key in its answer gets it into no recording, no fact and no message."""
    settings = {"SUMMARISER_API_KEY": CANARY, "SUMMARISER_CONFIG": os.devnull}
    article = tmp_path / "a.txt"
    article.write_text("India and Oman signed a trade pact in Muscat on Friday. It was clear.")
    agreement = {**AGREEMENT, "evidence": [1], "name": CANARY}
    with FaultServer(well({"agreements": [agreement], "arms_deals": [], "trade_figures": []})) as server:
        command = ["summarise", article, "--base-url", server.address, "--model", "m", "--record", tmp_path / "r"]
        done = subprocess.run(
            [sys.executable, "-m", "summariser", *map(str, command), "--format", "json", "--verbose"],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
    recordings = [path.read_text("utf-8") for path in (tmp_path / "r").glob("*.json")]
    assert recordings
    assert not [text for text in (done.stderr, *recordings) if CANARY in text]
    report = json.loads(done.stdout)
    assert CANARY not in json.dumps([report["record"], report["missing"], report["notes"], report["model"]])


def test_an_address_with_a_password_is_refused_unseen() -> None:
    """A password in the server's address would stand in logs of libraries; the error does not repeat it either."""
    with pytest.raises(UsageError, match="password") as caught:
        resolve("m", Settings(base_url=f"http://user:{CANARY}@127.0.0.1/v1"), topic="none")
    assert CANARY not in str(caught.value)
    with pytest.raises(UsageError) as caught:
        resolve("m", Settings(base_url=f"user:{CANARY}@127.0.0.1/v1"), topic="none")
    assert CANARY not in str(caught.value)


def test_keys_are_taken_out_by_header_and_by_look() -> None:
    """What was sent goes, in any header that carries keys; so does what looks like a key; words stay."""
    headers = {"Authorization": f"Bearer {CANARY}", "X-API-Key": "another-secret-1", "Accept": "text/plain"}
    text = f"{CANARY} another-secret-1 sk-proj-0123456789abcdef text/plain key-infrastructure-programme"
    assert without_secrets(text, headers) == "[removed] [removed] [removed] text/plain key-infrastructure-programme"


def test_a_recordings_folder_is_not_searched_for_keys_of_others(tmp_path: Path, ask: Ask) -> None:  # noqa: F811
    """A miss shows how a request differs, and never its headers."""
    done = exchange([answer({"things": []})], ask, api_key=CANARY, replay=Cassette(tmp_path))
    assert isinstance(done.error, SummariserError)
    assert CANARY not in str(done.error)
