"""What the store costs an article: ``python -m benchmarks.store [articles] [address]``; processor time, model aside.

An article has seven facts with sixty values and four questions; every one is looked up, kept, booked, and written out.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from summariser.schemas.agreements_scoring import COMPARISON

from summariser.linking.groups import link
from summariser.llm.question import Answer, Message, Question
from summariser.output.export import export
from summariser.reading.reader import Reader
from summariser.store.keys import question_key
from summariser.store.store import Store
from summariser.topics.loading import load_topic
from summariser.topics.wire import answer_schema
from tests.store.reports import SETUP, USAGE, agreement, dated, deal, figure, leaf, report

EXAMPLE = Path(__file__).parents[1] / "examples" / "norway-frigates.txt"
US, IN, OM = ("United States", "US"), ("India", "IN"), ("Oman", "OM")
FACTS = {
    "agreements": [
        agreement(US, IN, id=f"A{n}", name=leaf("trade pact"), dates=[dated("2025-10-31", "signed")]) for n in range(2)
    ],
    "arms_deals": [deal(US, OM, "FGM-148 Javelin", "Stryker", id=f"D{n}") for n in range(2)],
    "trade_figures": [figure(US, IN, "4100000000", id=f"T{n}") for n in range(3)],
}
LABELS = (*FACTS, "summary")
AT_ONCE = 64


@contextmanager
def measured(name: str, articles: int) -> Iterator[None]:
    """Print what the work inside took."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    each = (time.process_time() - processor) / articles * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:24} {each:8.2f} ms an article  {time.perf_counter() - wall:8.1f} s  peak {peak:6.0f} MB")


def fill(store: Store, articles: int) -> None:
    """Read that many articles, as a batch does, with a model that answers at once."""
    topic = load_topic("agreements")
    schema = answer_schema(topic.fact_types, topic.limits)
    example = Reader().read(str(EXAMPLE))
    answer = Answer({"agreements": [{"name": "x" * 400}]}, USAGE)
    for start in range(0, articles, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, articles))
        reads = [replace(example, title=f"Number {number}", source=f"{number}.txt") for number in numbers]
        keys = [state.key for state in store.add(reads, SETUP)]
        store.claim(keys, "benchmark")
        for key, article in zip(keys, reads, strict=True):
            for label in LABELS:
                messages = (Message("system", label), Message("user", f"{article.title}\n{article.text}"))
                asked = question_key(SETUP, Question(label, messages, schema, 1_000))
                if store.answer(asked) is None:
                    store.keep_answer(key, asked, label, answer)
            store.finish(key, report(article, **FACTS))
        store.renew("benchmark")
    store.flush()


def main(articles: int, address: str) -> None:
    """Measure writing, writing out and linking."""
    with Store.open(address) as store, tempfile.TemporaryDirectory() as folder:
        with measured("everything kept", articles):
            fill(store, articles)
        for ending in ("jsonl", "csv", "parquet"):
            with measured(f"export to {ending}", articles):
                export(store, Path(folder, f"out.{ending}"))
        with measured("links", articles):
            link(store.facts(), COMPARISON)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as temporary:
        main(count, sys.argv[2] if len(sys.argv) > 2 else str(Path(temporary, "results.db")))
