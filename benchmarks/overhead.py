"""The program's own time for an article of about 600 words: ``python -m benchmarks.overhead``.

The model's answers are recorded, so that what is measured is reading, prompts, the client, checks and the report. The
work is timed in one process after a first article, which loads what is loaded late.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.reading import PARAGRAPHS
from summariser.article import Article
from summariser.llm.question import Outcome
from summariser.reading.reader import Reader
from summariser.summariser import Summariser
from tests.docs.stub import serve

EXAMPLE = Path(__file__).parents[1] / "examples" / "norway-frigates.txt"
WORDS, RUNS = 600, 30


def long_example() -> str:
    """The example article, lengthened to about 600 words with paragraphs that state no fact of its answers."""
    text = EXAMPLE.read_text("utf-8").rstrip()
    paragraphs = list(PARAGRAPHS)
    while len(text.split()) < WORDS:
        text += "\n\n" + paragraphs[0]
        paragraphs = paragraphs[1:] + paragraphs[:1]
    return text


def stages(text: str, summariser: Summariser[Any]) -> dict[str, float]:
    """Seconds that one article takes in each stage; the work of the plan is parted by which question it leads to."""
    taken: dict[str, float] = defaultdict(float)

    @contextmanager
    def timed(stage: str) -> Any:
        started = time.perf_counter()
        yield
        taken[stage] += time.perf_counter() - started

    with timed("reading"):
        article = Reader(published=date(2025, 8, 31)).read_text(text)
    plan = summariser.plan(article)
    with timed("prompts and schemas"):
        questions = next(plan)
    names = iter(["checking the facts", "checking the summary, report", "second summary, report"])
    while True:
        with timed("client: instructor, openai, replay"):
            outcomes: list[Outcome] = [summariser._ask(question) for question in questions]
        with timed(next(names)):
            try:
                questions = plan.send(outcomes)
            except StopIteration as stop:
                report = stop.value
                break
    with timed("report as JSON"):
        report.model_dump_json()
    return dict(taken)


def main() -> None:
    """Print medians of the whole and of each stage, in milliseconds."""
    text = long_example()
    with tempfile.TemporaryDirectory() as folder, serve() as address:
        where: dict[str, Any] = {"base_url": address, "model": "bench"}
        article: Article = Reader(published=date(2025, 8, 31)).read_text(text)
        with Summariser("agreements", **where, record=Path(folder)) as summariser:
            report = summariser(article)
        with Summariser("agreements", **where, replay=Path(folder)) as summariser:
            stages(text, summariser)
            runs = [stages(text, summariser) for _ in range(RUNS)]
    facts, words = len(report.facts()), len(text.split())
    print(
        f"{words} words, {len(article.sentences)} sentences, {facts} facts, {report.usage.calls} answers; {RUNS} runs"
    )
    for stage in runs[0]:
        print(f"{stage:36}{_middle(run[stage] for run in runs):8.2f} ms")
    print(f"{'in all':36}{_middle(sum(run.values()) for run in runs):8.2f} ms")


def _middle(seconds: Iterable[float]) -> float:
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
