"""What an application can watch: spans and log records, their attributes, and what is in neither."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes
from opentelemetry.trace import SpanKind, StatusCode

from summariser.batch.batch import Batch
from summariser.errors import ModelError
from summariser.reading.reader import Reader
from summariser.telemetry import Step
from tests.llm.server import FaultServer, completion, fault
from tests.pipeline.answering import except_for, reading, wanted, well
from tests.services.conftest import SECRET, TEXT, model


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """The spans that a test makes. The provider of a process can be set but once, so it is only lent here."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter


def named(exporter: InMemorySpanExporter, start: str) -> list[ReadableSpan]:
    """The finished spans whose name begins so."""
    return [span for span in exporter.get_finished_spans() if span.name.startswith(start)]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_article_is_a_tree_of_spans(spans: InMemorySpanExporter, asynchronous: bool) -> None:
    """Questions and grounding stand below their article; the figures are those of the report."""
    article = Reader().read_text(TEXT)
    with FaultServer(model()) as server, reading(server, api_key=SECRET) as summariser:
        report = asyncio.run(_asked(summariser, article)) if asynchronous else summariser(article)
    (read,) = named(spans, "reading")
    (whole,) = named(spans, "article")
    questions, groundings = named(spans, "chat "), named(spans, "grounding")
    assert {span.parent.span_id for span in (*questions, *groundings) if span.parent} == {whole.context.span_id}
    assert len(questions) == 4
    assert len(groundings) == 3
    assert read.attributes == {"summariser.characters": len(article.text), "summariser.sentences": 5}
    assert whole.attributes is not None
    assert whole.attributes["summariser.facts"] == len(report.facts()) == 3
    assert whole.attributes["summariser.article"] == report.article.sha256[:16]
    told = [dict(span.attributes or {}) for span in questions]
    assert sum(one["gen_ai.usage.input_tokens"] for one in told) == report.usage.input_tokens
    assert sum(one["gen_ai.usage.output_tokens"] for one in told) == report.usage.output_tokens
    assert {one["summariser.question"] for one in told} == {"agreements", "arms_deals", "trade_figures", "summary"}
    assert {span.kind for span in questions} == {SpanKind.CLIENT}


async def _asked(summariser: Any, article: Any) -> Any:
    async with summariser:
        return await summariser.asummarise(article)


def test_a_batch_is_traced_alike(spans: InMemorySpanExporter, tmp_path: Path) -> None:
    """Whichever thread does the work, questions and grounding stand below their article."""
    with FaultServer(model()) as server:
        options = {"base_url": server.address, "model": "fake"}
        assert Batch(tmp_path / "results.db", topic="agreements", options=options).run([Reader().read_text(TEXT)]).done
    (whole,) = named(spans, "article")
    below = [*named(spans, "chat "), *named(spans, "grounding")]
    assert len(below) == 7
    assert {span.parent.span_id for span in below if span.parent} == {whole.context.span_id}
    assert all(span.parent for span in below)


def test_attributes_have_the_names_of_the_conventions(spans: InMemorySpanExporter) -> None:
    """What begins with ``gen_ai.`` is a name that the semantic conventions know."""
    with FaultServer(model()) as server, reading(server) as summariser:
        summariser(Reader().read_text(TEXT))
    known = {value for name, value in vars(gen_ai_attributes).items() if name.startswith("GEN_AI_")}
    used = {name for span in spans.get_finished_spans() for name in span.attributes or {}}
    assert {name for name in used if name.startswith("gen_ai.")} <= known
    assert {name.partition(".")[0] for name in used} <= {"gen_ai", "summariser", "error"}


def test_a_question_that_fails(spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture) -> None:
    """Its span is an error with the class of what happened, and its record a warning; the article goes on."""
    script = model(except_for("arms_deals", fault(500, f"says {SECRET}")))
    with FaultServer(script) as server, reading(server) as summariser:
        summariser(Reader().read_text(TEXT))
    (failed,) = [span for span in named(spans, "chat ") if span.status.status_code is StatusCode.ERROR]
    assert failed.attributes is not None
    assert failed.attributes["error.type"] == "ProviderFailed"
    assert failed.attributes["summariser.question"] == "arms_deals"
    assert not failed.events, "a traceback could hold the article"
    own = [record for record in caplog.records if record.name.startswith("summariser.")]
    (record,) = [record for record in own if record.levelno >= logging.WARNING]
    assert record.name == "summariser.question"
    assert record.__dict__["error.type"] == "ProviderFailed"
    assert SECRET not in str([record.__dict__ for record in own])


def test_an_article_that_fails(spans: InMemorySpanExporter) -> None:
    """The span of the article ends too, as an error."""
    refusing = FaultServer(model(lambda _: fault(400)))
    with refusing as server, reading(server) as summariser, pytest.raises(ModelError):
        summariser(Reader().read_text(TEXT))
    (whole,) = named(spans, "article")
    assert whole.status.status_code is StatusCode.ERROR
    assert (whole.attributes or {})["error.type"] == "ModelError"


def test_asking_again_is_counted(spans: InMemorySpanExporter) -> None:
    """A wrong answer is asked for once more: one question, two calls, one of them again."""
    wrong = [completion("no JSON at all")]
    good = well()
    script = lambda asked: wrong.pop() if wrong and "arms_deals" in wanted(asked) else good(asked)  # noqa: E731
    with FaultServer(script) as server, reading(server) as summariser:
        summariser(Reader().read_text(TEXT))
    retries = {
        str(span.attributes["summariser.question"]): span.attributes["summariser.retries"]
        for span in named(spans, "chat ")
        if span.attributes
    }
    assert retries == {"agreements": 0, "arms_deals": 1, "trade_figures": 0, "summary": 0}


def test_nothing_of_the_article_is_told(spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture) -> None:
    """Neither spans nor records, down to DEBUG, hold words of the article, its title, the server or the key."""
    caplog.set_level("DEBUG", logger="summariser")
    with FaultServer(model()) as server, reading(server, api_key=SECRET) as summariser:
        summariser(Reader().read_text(TEXT, source="planted-source"))
    told = caplog.text + str([record.__dict__ for record in caplog.records])
    told += "".join(span.to_json() for span in spans.get_finished_spans())
    for planted in ("India", "Muscat", "Goyal", "planted-source", server.address, SECRET):
        assert planted not in told
    assert {record.name for record in caplog.records} == {
        "summariser.reading",
        "summariser.question",
        "summariser.grounding",
        "summariser.article",
    }


def test_records_carry_the_same_attributes(caplog: pytest.LogCaptureFixture) -> None:
    """A handler that writes JSON has the figures without parsing a sentence."""
    caplog.set_level("INFO", logger="summariser")
    with FaultServer(model()) as server, reading(server) as summariser:
        report = summariser(Reader().read_text(TEXT))
    (record,) = [record for record in caplog.records if record.name == "summariser.article"]
    assert record.__dict__["summariser.facts"] == len(report.facts())
    assert record.__dict__["gen_ai.usage.input_tokens"] == report.usage.input_tokens
    assert record.__dict__["summariser.seconds"] >= 0
    assert f"facts={len(report.facts())}" in record.getMessage()


def test_silent_and_untraced_unless_asked_for() -> None:
    """A program that neither logs nor traces sees nothing on stderr, and loads no tracing library."""
    code = (
        "import sys\n"
        "from summariser.telemetry import Step\n"
        "from summariser.reading.reader import Reader\n"
        "Reader().read_text('India and Oman signed a pact.')\n"
        "step = Step('article'); step.__enter__(); step.fail(ValueError()); step.__exit__(None, None, None)\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=True)
    assert done.stdout.decode().strip() == "[]"
    assert done.stderr == b""


def test_watching_costs_nothing_when_nobody_watches() -> None:
    """A step that nobody watches takes microseconds of the processor; an article has about ten of them."""
    loops = 2_000
    spent = []
    for _ in range(5):
        started = time.process_time()
        for _ in range(loops):
            with Step("silent", {"summariser.topic": "t"}) as step:
                step.note({"summariser.facts": 1})
        spent.append((time.process_time() - started) / loops)
    assert min(spent) < 100e-6
