"""A batch beside the libraries it is built on: ``python -m benchmarks.batch``.

Every contender sends the same questions about the same articles to the same local server, which answers each after
200 ms with the same words, with 64 requests in flight, and runs in a process of its own. Instructor and openai make
the call and validate the answer's form, with the schema that pydantic writes for the class; the batch also reads the
article, checks every word of the answer against it, and keeps everything in a store. Instructor is measured as its
documentation shows it, and with a class that was prepared once, which spares it the work on the class at each call.

Contenders take turns, round by round, and medians are shown: the rate is what one process does where the processor is
the limit, so both depend on what else the machine does, and the processor's time for an article is the steadier one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from benchmarks.answering import answering
from benchmarks.reading import PARAGRAPHS, WORDS
from benchmarks.sampling import Samples
from summariser.reading.reader import Reader
from summariser.reading.sentences import split
from tests.pipeline.articles import PACT, PUBLISHED

DELAY, IN_FLIGHT, WARM = 0.2, 64, 10
BATCH, SMALL, PLAIN = "summariser batch", "a question a type", "instructor"
"""The batch as it asks a provider's large model, all at once, and as it asks a small one, four questions an article."""
PREPARED = "instructor, class prepared"
CONTENDERS = ("openai", "openai parse", PREPARED, PLAIN, BATCH)


def text(number: int) -> str:
    """An article of about 700 words; no sentence of it stands in another one, so that no cache knows it."""
    return _example().replace(" \0 ", f" {_name(number)} ")


def _name(number: int) -> str:
    """A name that no other number has."""
    letters = [chr(ord("a") + int(digit) * 2) for digit in f"{number:06}"]
    return "Z" + "o".join(letters)


@cache
def _example() -> str:
    paragraphs = [PACT]
    while len(" ".join(paragraphs).split()) < WORDS:
        paragraphs.append(PARAGRAPHS[len(paragraphs) % len(PARAGRAPHS)])
    return "\n\n".join(
        " ".join(sentence.text.removesuffix(".") + ", \0 said." for sentence in split(paragraph))
        for paragraph in paragraphs
    )


@cache
def _messages() -> list[dict[str, str]]:
    """What the batch would send about an article; made once, it is no work of a library's."""
    from summariser.extraction import extract
    from summariser.llm.profile import STRONG
    from summariser.summariser import DEFAULT_SENTENCES
    from summariser.topics.loading import load_topic

    article = Reader(published=PUBLISHED).read_text(text(0))
    (question,) = next(extract(article, load_topic("agreements"), STRONG, summary=DEFAULT_SENTENCES))
    return [{"role": message.role, "content": message.content} for message in question.messages]


def _messages_of(number: int) -> list[dict[str, str]]:
    return [{**said, "content": said["content"].replace(_name(0), _name(number))} for said in _messages()]


async def plain(kind: str, address: str, articles: int) -> None:
    """Instructor or openai as their documentation shows them: one call for an article."""
    import instructor
    import openai

    record = record_class()
    prepared: Any = instructor.openai_schema(record)
    client = openai.AsyncOpenAI(api_key="none", base_url=address, max_retries=0)
    wrapped: Any = instructor.from_openai(client)
    schema = {"type": "json_schema", "json_schema": {"name": "record", "schema": record.model_json_schema()}}
    completions: Any = client.chat.completions
    sending: dict[str, Callable[[Any], Awaitable[Any]]] = {
        PLAIN: lambda body: wrapped.create(model="m", messages=body, response_model=record, max_retries=0),
        PREPARED: lambda body: wrapped.create(model="m", messages=body, response_model=prepared, max_retries=0),
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
    from summariser.summariser import DEFAULT_SENTENCES
    from summariser.topics.loading import load_topic
    from summariser.topics.wire import answer_schema, with_summary

    topic = load_topic("agreements")
    return _class(with_summary(answer_schema(topic.fact_types, topic.limits), DEFAULT_SENTENCES), "Record")


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
    if (tally.done, tally.facts) != (articles, 3 * articles):
        raise SystemExit(f"{tally} {runs.stopped}")


def contend(name: str, address: str, articles: int, workers: int, *, sampled: bool) -> dict[str, Any]:
    """Run one contender in this process, after a few articles that are not counted."""

    def work(count: int, folder: str) -> None:
        if name in (BATCH, SMALL):
            batch(address, count, folder, strong=name == BATCH, workers=workers)
        else:
            asyncio.run(plain(name, address, count))

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as warm:
        work(WARM, warm)
        samples = Samples()
        used, started = _cpu(), time.perf_counter()
        if sampled:
            _in_one_thread()
            with samples.taken():
                work(articles, folder)
        else:
            work(articles, folder)
        rate, cpu = articles / (time.perf_counter() - started), (_cpu() - used) / articles * 1000
    return {"rate": rate, "cpu": cpu, "megabytes": _peak(), "shares": samples.shares()}


def _in_one_thread() -> None:
    """Do in the event loop what is done beside it: samples are of that thread."""
    from summariser.batch.threads import Threads

    async def do(_: Threads, work: Callable[[], Any]) -> Any:
        return work()

    Threads.do = do  # type: ignore[assignment, method-assign]


def _usages() -> list[resource.struct_rusage]:
    """Of this process, and of those that it waited for."""
    return [resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)]


def _cpu() -> float:
    """Seconds of the processor."""
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _peak() -> float:
    """Megabytes of the largest process."""
    return max(usage.ru_maxrss for usage in _usages()) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def in_process(name: str, address: str, articles: int, *, workers: int = 1, sampled: bool = False) -> dict[str, Any]:
    """Run one contender in a process of its own, so that its memory is its own."""
    words = [sys.executable, "-m", "benchmarks.batch", "--contender", name, "--address", address]
    words += ["--articles", str(articles), "--workers", str(workers), *(["--sampled"] if sampled else [])]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes of the last contender")
    parser.add_argument("--small", action="store_true", help="also ask as a small model is asked")
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    parser.add_argument("--sampled", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.contender:
        print(json.dumps(contend(given.contender, given.address, given.articles, given.workers, sampled=given.sampled)))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f};", end=" ")
    print(f"{given.articles} articles, {IN_FLIGHT} calls in flight, rounds: {given.rounds}")
    with answering(DELAY) as address:
        _rates(address, given)
        _memory(address, given)
        _where(address, given)


def _rates(address: str, given: argparse.Namespace) -> None:
    several = f"{BATCH}, {given.workers} processes"
    processes = {**dict.fromkeys((*CONTENDERS, *([SMALL] if given.small else [])), 1), several: given.workers}
    rounds = [
        {
            name: in_process(BATCH if name == several else name, address, given.articles, workers=workers)
            for name, workers in processes.items()
        }
        for _ in range(given.rounds)
    ]
    print(f"{'':32}{'articles/s':>12}{'of instructor':>15}{'CPU ms/article':>16}{'of instructor':>15}{'peak MB':>9}")
    for name in processes:
        rate, cpu, peak = (
            statistics.median(found[name][key] for found in rounds) for key in ("rate", "cpu", "megabytes")
        )
        faster, dearer = (
            statistics.median(found[name][key] / found[PLAIN][key] for found in rounds) for key in ("rate", "cpu")
        )
        print(f"{name:32}{rate:12.1f}{faster:15.0%}{cpu:16.2f}{dearer:15.0%}{peak:9.0f}", flush=True)


def _memory(address: str, given: argparse.Namespace) -> None:
    fewer = max(1, given.articles // 5)
    print(f"{BATCH}, {fewer:,} articles: peak {in_process(BATCH, address, fewer)['megabytes']:.0f} MB", flush=True)


def _where(address: str, given: argparse.Namespace) -> None:
    for name in (PLAIN, BATCH):
        shares = in_process(name, address, min(given.articles, 1000), sampled=True)["shares"]
        print(f"{name}: " + ", ".join(f"{part} {share:.0%}" for part, share in shares.items() if share >= 0.01))


if __name__ == "__main__":
    main()
