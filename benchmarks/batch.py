"""A batch beside the libraries it is built on: ``python -m benchmarks.batch``.

Every contender sends the same articles to the same local server, which answers each request after 200 ms, with 64
requests in flight, and runs in a process of its own, one after another. Instructor and openai make one call for an
article, with the record's class; the batch asks two questions (as it asks a provider's large model) or four (as it
asks a small one), checks every word of the answers and keeps everything in a store.

What is compared is the time of the processor for an article: it is the limit of what one process can do.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import os
import platform
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from benchmarks.answering import answering
from benchmarks.reading import PARAGRAPHS, WORDS
from summariser.reading.reader import Reader
from tests.pipeline.articles import PACT, PUBLISHED

DELAY, IN_FLIGHT, WARM = 0.2, 64, 10
PARTS = {
    "reading": ("/reading/",),
    "prompts and schemas": ("/parts.py", "/extraction.py", "/topics/", "/llm/envelope", "/llm/question"),
    "conversion and checks": ("/values/", "/grounding.py", "/summary", "/suspicion.py", "schemas/", "/report.py"),
    "store": ("/store/", "sqlalchemy", "sqlite3"),
    "the batch": ("/batch/", "/llm/", "/summariser.py"),
    "instructor": ("/instructor/",),
    "openai": ("/openai/",),
    "HTTP": ("httpx2", "httpcore2", "h11", "anyio", "/ssl.py", "_socket", "_ssl"),
    "pydantic": ("pydantic",),
    "event loop and threads": ("asyncio", "selectors", "threading", "concurrent", "select."),
}
"""Parts of the work, by what the file names of a profile contain; the first that fits counts."""


def text(number: int) -> str:
    """An article of about 600 words, each another."""
    return f"{_example()}\n\nThis is article number {number}."


@cache
def _example() -> str:
    paragraphs = [PACT]
    while len(" ".join(paragraphs).split()) < WORDS:
        paragraphs.append(PARAGRAPHS[len(paragraphs) % len(PARAGRAPHS)])
    return "\n\n".join(paragraphs)


@cache
def _messages() -> list[dict[str, str]]:
    """What the batch would send about an article, as one question; made once, it is no work of a library's."""
    from summariser.extraction import extract
    from summariser.llm.profile import STRONG
    from summariser.topics.loading import load_topic

    article = Reader(published=PUBLISHED).read_text(text(0))
    (question,) = next(extract(article, load_topic("agreements"), STRONG))
    return [{"role": message.role, "content": message.content} for message in question.messages]


def _messages_of(number: int) -> list[dict[str, str]]:
    numbered = f"article number {number}."
    return [{**said, "content": said["content"].replace("article number 0.", numbered)} for said in _messages()]


async def plain(kind: str, address: str, articles: int) -> None:
    """Instructor or openai as their documentation shows them: one call for an article."""
    import instructor
    import openai

    record = record_class()
    client = openai.AsyncOpenAI(api_key="none", base_url=address, max_retries=0)
    wrapped: Any = instructor.from_openai(client)
    schema = {"type": "json_schema", "json_schema": {"name": "record", "schema": record.model_json_schema()}}
    completions: Any = client.chat.completions
    sending: dict[str, Callable[[Any], Awaitable[Any]]] = {
        "instructor": lambda body: wrapped.create(model="m", messages=body, response_model=record, max_retries=0),
        "openai parse": lambda body: completions.parse(model="m", messages=body, response_format=record),
        "openai": lambda body: completions.create(model="m", messages=body, response_format=schema),
    }
    places = asyncio.Semaphore(IN_FLIGHT)

    async def one(number: int) -> None:
        async with places:
            await sending[kind](_messages_of(number))

    async with asyncio.TaskGroup() as group:
        for number in range(articles):
            await places.acquire()  # no more tasks than may run, so that memory is that of the calls
            places.release()
            group.create_task(one(number))
    await client.close()


def record_class() -> Any:
    """The topic's record as a user of instructor would write it: the same fields, with plain types."""
    from summariser.topics.loading import load_topic
    from summariser.topics.wire import answer_schema

    topic = load_topic("agreements")
    return _class(answer_schema(topic.fact_types, topic.limits), "Record")


def _class(schema: dict[str, Any], name: str) -> Any:
    """Plain types for a JSON Schema without references."""
    from pydantic import create_model

    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    if schema["type"] == "array":
        return list[_class(schema["items"], name)]  # type: ignore[misc]
    if schema["type"] != "object" or "properties" not in schema:
        return {"integer": int, "number": float, "boolean": bool, "object": dict[str, Any]}.get(schema["type"], str)
    fields: dict[str, Any] = {}
    for field, value in schema["properties"].items():
        kind = _class(value, f"{name}{field.title()}")
        fields[field] = (kind, ...) if field in schema["required"] else (kind | None, None)
    return create_model(name, **fields)


def batch(address: str, articles: int, folder: str, *, strong: bool, workers: int) -> None:
    """The batch: everything it does for an article."""
    from summariser.batch.batch import Batch
    from summariser.batch.entry import Entry
    from summariser.batch.limits import Limits

    options: dict[str, Any] = {"base_url": address, "model": "m"}
    if strong:
        os.environ["OPENAI_BASE_URL"] = address
        options = {"model": "openai/gpt-5-mini", "api_key": "none"}
    runs = Batch(Path(folder) / "r.db", "agreements", limits=Limits(calls=IN_FLIGHT), options=options)
    sources = (Entry(f"article {n}", "text", text=text(n), published=PUBLISHED) for n in range(articles))
    tally = runs.run(sources, workers=workers)
    if tally.done != articles:
        raise SystemExit(f"{tally} {runs.stopped}")


def contend(name: str, address: str, articles: int, workers: int, *, profiled: bool) -> dict[str, Any]:
    """Run one contender in this process, after a few articles that are not counted."""

    def work(count: int, folder: str) -> None:
        if name.startswith("batch"):
            batch(address, count, folder, strong="2 calls" in name, workers=workers)
        else:
            asyncio.run(plain(name, address, count))

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as warm:
        work(WARM, warm)
        profile = cProfile.Profile(time.thread_time)
        if profiled:
            _in_one_thread()
        used, started = _cpu(), time.perf_counter()
        if profiled:
            profile.enable()
        work(articles, folder)
        profile.disable()
        found = {"name": name, "seconds": time.perf_counter() - started, "cpu": _cpu() - used}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    return {**found, "megabytes": peak, "parts": _parts(profile, articles) if profiled else {}}


def _in_one_thread() -> None:
    """Do in the event loop what is done beside it: a profile is of one thread."""
    from summariser.batch.threads import Threads

    async def do(_: Threads, work: Callable[[], Any]) -> Any:
        return work()

    Threads.do = do  # type: ignore[assignment, method-assign]


def _cpu() -> float:
    """Seconds of the processor, of this process and of those that it waited for."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def _parts(profile: cProfile.Profile, articles: int) -> dict[str, float]:
    """Own time of each part, in milliseconds for an article; what is built in counts for who called it."""
    sums: dict[str, float] = defaultdict(float)
    stats: Any = pstats.Stats(profile)
    for (file, _, function), (_, _, own, _, callers) in stats.stats.items():
        if file == "~" and callers:
            for (caller, _, _), (_, _, part, _) in callers.items():
                sums[_part(caller + function)] += part
        else:
            sums[_part(file + function)] += own
    return {part: own / articles * 1000 for part, own in sorted(sums.items(), key=lambda entry: -entry[1])}


def _part(place: str) -> str:
    return next((part for part, marks in PARTS.items() if any(mark in place for mark in marks)), "other")


def in_process(name: str, address: str, arguments: argparse.Namespace, articles: int, *, profiled: bool = False) -> Any:
    """Run one contender in a process of its own, so that its memory is its own."""
    words = [sys.executable, "-m", "benchmarks.batch", "--contender", name, "--address", address]
    words += ["--articles", str(articles), "--workers", str(arguments.workers), *(["--profile"] if profiled else [])]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--contender")
    parser.add_argument("--address")
    parser.add_argument("--profile", action="store_true", help="also show where the batch's own time goes")
    arguments = parser.parse_args()
    if arguments.contender:
        found = contend(
            arguments.contender, arguments.address, arguments.articles, arguments.workers, profiled=arguments.profile
        )
        print(json.dumps(found))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f};", end=" ")
    print(f"{arguments.articles} articles, {IN_FLIGHT} calls in flight, {arguments.workers} process(es)")
    print(f"{'':24}{'articles/s':>12}{'CPU ms/article':>16}{'peak MB':>10}")
    with answering(DELAY) as address:
        for name in ("openai", "openai parse", "instructor", "batch, 2 calls", "batch, 4 calls"):
            _row(in_process(name, address, arguments, arguments.articles), arguments.articles)
        fewer = max(1, arguments.articles // 5)
        _row(in_process("batch, 2 calls", address, arguments, fewer), fewer)
        if arguments.profile:
            for name in ("batch, 2 calls", "batch, 4 calls"):
                _where(in_process(name, address, arguments, min(arguments.articles, 200), profiled=True))


def _row(found: dict[str, Any], articles: int) -> None:
    rate, cpu = articles / found["seconds"], found["cpu"] / articles * 1000
    name = f"{found['name']} ({articles:,})"
    print(f"{name:24}{rate:12.1f}{cpu:16.2f}{found['megabytes']:10.0f}", flush=True)


def _where(found: dict[str, Any]) -> None:
    print(f"\n{found['name']}: own time of each part under the profiler, ms/article; only their proportions count")
    for part, own in found["parts"].items():
        print(f"  {part:24}{own:8.2f}")


if __name__ == "__main__":
    main()
