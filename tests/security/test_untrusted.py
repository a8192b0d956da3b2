"""Files and answers from others: recordings, saved runs, settings, what a model writes."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summariser.errors import (
    EvaluationError,
    ModelUnavailable,
    RecordingError,
    RecordingMissing,
    SummariserError,
    UsageError,
)
from summariser.evaluation.cases import load_label
from summariser.evaluation.runs import load_run
from summariser.llm import weights as embedded
from summariser.llm.adapters import find_adapter
from summariser.llm.recording import Cassette, request_key
from summariser.llm.salvage import until_repetition
from summariser.settings import Settings
from tests.llm.server import FaultServer, answer, completion
from tests.pipeline.answering import AGREEMENT, reading, wanted, well
from tests.pipeline.articles import PACT

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions", json={"messages": ["a"]})
DEEP = "[" * 100_000 + "]" * 100_000


def _entry(**changes: Any) -> dict[str, Any]:
    response = {"status": 200, "headers": {"content-type": "application/json"}, "body": {"a": 1}} | changes
    return {"format": 1, "request": {"body": {"messages": ["a"]}}, "response": response}


RECORDINGS: dict[str, str] = {
    "deep": DEEP,
    "deep body": json.dumps(_entry(body="BODY")).replace('"BODY"', DEEP),
    "a number without end": json.dumps(_entry(body="BODY")).replace('"BODY"', "9" * 10_000),
    "half a pair": json.dumps(_entry(body="\ud800")),
    "an outage to wait for": json.dumps(_entry(status=429, headers={"retry-after": "3600"})),
    "a header with a line end": json.dumps(_entry(headers={"content-type": "a\r\nX: y", "é": "ü"})),
}


@pytest.mark.parametrize("text", RECORDINGS.values(), ids=RECORDINGS)
def test_a_recording_from_others_is_an_answer_or_an_error(text: str, tmp_path: Path) -> None:
    """Nothing but the package's own error comes out of a malformed recording, quickly."""
    (tmp_path / f"{request_key(REQUEST)}.json").write_text(text, "utf-8")
    began = time.process_time()
    try:
        response = Cassette(tmp_path).load(REQUEST)
    except RecordingError as error:
        assert error.subject is not None
    else:
        assert response.status_code == 200
    assert time.process_time() - began < 2


def test_headers_of_a_recording_are_those_that_are_recorded(tmp_path: Path) -> None:
    """A recording cannot claim to be packed, set a cookie or send on."""
    headers = {"content-type": "text/plain", "content-encoding": "br", "set-cookie": "a=b", "location": "http://a/"}
    (tmp_path / f"{request_key(REQUEST)}.json").write_text(json.dumps(_entry(headers=headers, body="x")))
    response = Cassette(tmp_path).load(REQUEST)
    assert set(response.headers) <= {"content-type", "content-length"}
    assert response.text == "x"


def test_a_miss_beside_hostile_recordings_is_a_miss(tmp_path: Path) -> None:
    """Huge, deep and broken neighbours neither hide what is missing nor hold it up."""
    (tmp_path / "0.json").write_text(DEEP)
    (tmp_path / "1.json").write_text("{")
    lines = [f"line {number}" for number in range(30_000)]
    (tmp_path / "2.json").write_text(json.dumps(_entry() | {"request": {"body": lines[::-1]}}))
    request = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions", json=lines)
    began = time.process_time()
    with pytest.raises(RecordingMissing):
        Cassette(tmp_path).load(request)
    assert time.process_time() - began < 5


def test_a_request_names_no_file_of_its_own_choice(tmp_path: Path) -> None:
    """The name of a recording is a hash, whatever the request's path says."""
    key = request_key(httpx2.Request("POST", "http://h/../../etc/passwd", content=b"../x"))
    assert key.isalnum()
    assert len(key) == 24


@pytest.mark.parametrize(
    "text", [DEEP, "9" * 10_000, "{", "[]", '{"name": "a", "cases": {"b": {"record": 5}}}', "\xff"]
)
@pytest.mark.parametrize("load", [load_run, load_label])
def test_saved_files_from_others_are_errors(text: str, load: Callable[[Path], object], tmp_path: Path) -> None:
    """Runs and labels that are deep, broken or of another form are told in one error."""
    path = tmp_path / "file.json"
    path.write_bytes(text.encode("latin-1"))
    try:
        load(path)
    except EvaluationError as error:
        assert error.subject == str(path)
    else:
        assert load is load_label


@pytest.mark.parametrize("text", ["a = " + "[" * 50_000, "threads = " + "9" * 10_000, "\xff"])
def test_a_hostile_configuration_is_an_error(text: str, tmp_path: Path) -> None:
    """Depth and long numbers end in the error of every other broken file."""
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"config\.toml"):
        Settings.load({}, path)


ANSWERS: dict[str, str] = {
    "deep": '{"agreements": ' + "[" * 5_000 + "]" * 5_000 + "}",
    "deep, inside": '{"agreements": [{"evidence": [1], "name": ' + '{"a":' * 150 + "1" + "}" * 150 + "}]}",
    "no number": '{"agreements": [{"evidence": [NaN, Infinity, 1e999999, -1, 0, 99999999999999999999999]}]}',
    "a number without end": '{"agreements": [{"evidence": [' + "9" * 5_000 + "]}]}",
    "keys twice": '{"agreements": [], "agreements": [{"evidence": [1], "evidence": "x", "name": {}, "name": []}]}',
    "half a pair": '{"agreements": [{"evidence": [1], "name": "\\ud800", "parties": ["\\udfff"]}]}',
    "zeros": '{"agreements": [{"evidence": [1], "name": "\\u0000\\u001b[31m"}]}',
    "lists without end": json.dumps({"agreements": [AGREEMENT | {"parties": ["India"] * 20_000}]}),
    "names without end": json.dumps({"agreements": [AGREEMENT | {"name": "India " * 50_000}]}),
}


@pytest.mark.parametrize("content", ANSWERS.values(), ids=ANSWERS)
def test_whatever_a_model_writes_is_a_report_or_an_error(content: str) -> None:
    """Depth, numbers that are none, keys twice, halves of pairs: rejected, or one error; the rest is there."""
    good = well()

    def reply(asked: Any) -> Any:
        return completion(content) if "agreements" in wanted(asked) else good(asked)

    began = time.process_time()
    with FaultServer(reply) as server, reading(server) as summariser:
        report = summariser(PACT)
    assert report.record.trade_figures
    assert type(report).model_validate_json(report.model_dump_json()) == report
    assert time.process_time() - began < 20


def test_repetitions_are_found_without_comparing_each_with_each() -> None:
    """A list of a hundred thousand different items is looked through at once."""
    began = time.process_time()
    assert len(until_repetition([{"a": number} for number in range(100_000)])) == 100_000
    assert time.process_time() - began < 2


# The embedded model's file


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Weights of nine bytes in two parts; the folder for the whole."""
    import hashlib

    parts = [tmp_path / "1.bin", tmp_path / "2.bin"]
    for part, content in zip(parts, (b"weig", b"hts!!"), strict=True):
        part.write_bytes(content)
    monkeypatch.setattr(embedded, "part_files", lambda: parts)
    monkeypatch.setattr(embedded, "SIZE", 9)
    monkeypatch.setattr(embedded, "SHA256", hashlib.sha256(b"weights!!").hexdigest())
    return tmp_path / "cache"


def test_weights_are_verified_each_time(small: Path) -> None:
    """A file of the right name and size but with other bytes is not loaded: it is assembled anew."""
    path = embedded.weights(small)
    assert path.read_bytes() == b"weights!!"
    path.write_bytes(b"poisoned!")
    assert embedded.weights(small).read_bytes() == b"weights!!"


def test_parts_that_were_changed_are_refused(small: Path, tmp_path: Path) -> None:
    """Parts whose whole has another hash are an error, and nothing is left in the cache."""
    (tmp_path / "2.bin").write_bytes(b"htsXX")
    with pytest.raises(ModelUnavailable, match="expected hash"):
        embedded.weights(small)
    assert list(small.iterdir()) == []


@pytest.mark.parametrize("topic", ["../../evil", "/tmp/evil", ".", "a/b", ""])
def test_an_adapter_is_found_by_a_name_alone(topic: str) -> None:
    """A topic that is named by a path brings no adapter from there."""
    assert find_adapter(topic, embedded.SHA256) is None


def test_an_error_is_one_of_the_tree() -> None:
    """What this module counts as told: every error that may come out has the same base."""
    assert issubclass(RecordingError, SummariserError)
    assert os.sep not in request_key(REQUEST)
    assert answer({}).status == 200
