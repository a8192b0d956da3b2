"""The targets: functions that take any bytes. What may escape from one is in ``ALLOWED``; all else is a finding."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from summariser.errors import SummariserError

Target = Callable[[bytes], None]
ALLOWED = (SummariserError,)
"""The package's own errors: each says what happened and what to do."""
LONGEST = 100_000
"""Bytes of an input; what takes longer than ``SLOW`` seconds for so few is a finding."""
SLOW = 2.0
_TIMEOUT = 20.0
_PUBLISHED = date(2025, 10, 31)
_TEXT = (
    "India and Oman signed a trade pact in Muscat on Friday. It is worth $2.5 billion over ten years. "
    "The United States will deliver six more P-8I aircraft to Oman, nearly $900 million in all. "
    "Exports of India to Oman rose 30.5% to $4.1 billion in 2024."
)


def decoding(data: bytes) -> None:
    """Bytes to text; what stands before the first line feed is the charset that is declared."""
    from summariser.reading.decoding import decode

    charset, _, body = data.partition(b"\n")
    decode(body, source="fuzz", charset=charset.decode("ascii", "ignore") or None)


def page(data: bytes) -> None:
    """An HTML page."""
    _read(data, "text/html")


def document(data: bytes) -> None:
    """A PDF document."""
    _read(data, "application/pdf")


def markdown(data: bytes) -> None:
    """A Markdown file, with its front matter."""
    _read(data, "text/markdown")


def text(data: bytes) -> None:
    """A plain text: metadata, blocks, sentences, suspicions, quotations; offsets are exact."""
    from summariser.quoting import LONGEST, quoted
    from summariser.reading.reader import Reader
    from summariser.suspicion import addressed_to_models, find_suspicions

    article = Reader().read_text(_words(data))
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
    addressed_to_models(article)
    find_suspicions(article.text)
    assert all(len(sentence.text) <= LONGEST for sentence in quoted(article, [], most=3))


def values(data: bytes) -> None:
    """Every converter: words with the text before and behind them, parted by zero bytes."""
    from summariser.values.amounts import read_amount
    from summariser.values.changes import read_direction
    from summariser.values.dates import read_date, read_event_date
    from summariser.values.designations import normalise_designation
    from summariser.values.durations import read_duration
    from summariser.values.parties import read_party
    from summariser.values.people import read_person
    from summariser.values.places import read_place
    from summariser.values.quantities import read_quantity
    from summariser.values.roles import read_role
    from summariser.values.surroundings import Surroundings

    parts = [*_words(data).split("\0"), "", ""]
    left, words, right = (parts[0], parts[1], parts[2]) if data.count(b"\0") > 1 else ("", parts[0], parts[1])
    sentence = left + words + right
    published = _PUBLISHED if len(data) % 2 else None
    around = Surroundings(sentence, len(left), len(left) + len(words), sentence, published)
    read_person(words)
    for read in (
        read_amount, read_quantity, read_duration, read_date, read_event_date, read_party, read_place, read_direction,
        normalise_designation,
    ):  # fmt: skip
        read(words, around)
    with contextlib.suppress(ValueError):  # words that are no name cost the leaf
        read_role(words, around)


def answer(data: bytes) -> None:
    """The content of a model's answer, through instructor and all of the pipeline, into a report."""
    content = _words(data)
    finish = "length" if len(data) % 2 else "stop"
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "fuzz", "choices": [choice]}
    response(json.dumps(body).encode())


def response(data: bytes) -> None:
    """The body of a server's response, through the client and all of the pipeline, into a report."""
    import httpx2

    from summariser.settings import Settings
    from summariser.summariser import Summariser

    class Answering:
        """Gives every request the same response."""

        def load(self, request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(200, headers={"content-type": "application/json"}, content=data, request=request)

    settings = Settings(base_url="http://127.0.0.1/v1", retry_for=0, timeout=_TIMEOUT)
    with Summariser("agreements", settings=settings) as summariser:
        summariser.client.connections.replay = cast(Any, Answering())
        _shown(summariser(_article()))


def salvaging(data: bytes) -> None:
    """An answer that breaks off."""
    from summariser.llm.salvage import salvage

    json.dumps(salvage(_words(data)))


def grounding(data: bytes) -> None:
    """One fact of an answer, beside its article: a fact, or rejected with words and reason."""
    from summariser.grounding import ground
    from summariser.values.grounds import Grounds

    with suppress(ValueError, RecursionError):  # a client parses before this is called
        item = json.loads(_words(data))
        for fact_type in _topic().fact_types.values():
            found = ground(fact_type, item, Grounds(_article()), path="facts[0]")
            assert found.fact is not None or found.rejected


def summary(data: bytes) -> None:
    """A sentence of a summary."""
    from summariser.summary_check import SummaryChecker

    checker = SummaryChecker(_article(), [])
    sentence = _words(data)
    checker.unsupported(sentence)
    checker.trace(sentence)


def recording(data: bytes) -> None:
    """A recording that somebody else wrote: a response, or an error that names the file."""
    import httpx2

    from summariser.llm.recording import Cassette, request_key

    request = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions", json={"messages": ["a", "b"]})
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        cassette = Cassette(Path(folder))
        (cassette.folder / "0.json").write_bytes(data)
        with suppress(SummariserError):
            cassette.load(request)  # a miss, which shows the nearest
        (cassette.folder / f"{request_key(request)}.json").write_bytes(data)
        cassette.load(request).read()


def report(data: bytes) -> None:
    """A saved report: refused by its class, or written in every format."""
    from pydantic import ValidationError

    from summariser.report import report_class

    with suppress(ValidationError):
        _shown(report_class(_topic().record).model_validate_json(data))


def saved(data: bytes) -> None:
    """Files that the evaluation and the settings read: a saved run, a label, a configuration."""
    from summariser.evaluation.cases import load_label
    from summariser.evaluation.runs import load_run
    from summariser.settings import Settings

    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        for load in (load_run, load_label, lambda file: Settings.load({}, file)):
            with suppress(SummariserError):
                load(path)


_ALL = (
    decoding, page, document, markdown, text, values, answer, response, salvaging, grounding, summary, recording,
    report, saved,
)  # fmt: skip
TARGETS: dict[str, Target] = {function.__name__: function for function in _ALL}


def _read(data: bytes, media_type: str) -> None:
    from summariser.reading.reader import Reader

    Reader(timeout=_TIMEOUT).read_bytes(data, source="fuzz", media_type=media_type)


def _words(data: bytes) -> str:
    """Text with every kind of character, lone surrogates too."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _shown(report: Any) -> None:
    """Write a report in every format, and read its JSON again."""
    from rich.console import Console

    from summariser.output.markdown import to_markdown
    from summariser.output.tables import to_csv
    from summariser.output.terminal import show
    from summariser.safe import json_text

    line = json_text(report.model_dump_json())
    assert type(report).model_validate_json(line) == report
    assert len(line.splitlines()) == 1
    to_markdown(report)
    to_csv([report])
    show(report, Console(file=io.StringIO(), width=80, highlight=False, markup=False))


@lru_cache(maxsize=1)
def _topic() -> Any:
    from summariser.topics.loading import load_topic

    return load_topic("agreements")


@lru_cache(maxsize=1)
def _article() -> Any:
    from summariser.reading.reader import Reader

    return Reader(published=_PUBLISHED).read_text(_TEXT)


def _memory() -> str | None:
    """A folder in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
