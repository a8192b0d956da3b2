"""Times reading: ``python benchmarks/reading.py``.

Each row is the best of several runs in one process, after one run that loads the parsers. The article is an invented
one of about 600 words; the long text is the same one repeated up to 100,000 characters.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from summariser.reading.reader import Reader
from summariser.reading.sentences import split

PARAGRAPHS = (
    "MANILA, April 20 (Agency) -- India and the Philippines signed a framework on Friday for defence co-operation "
    "over the next ten years, Gen. A. K. Rao said. “It is a signal,” he added. The U.S. Army was not asked. The paper "
    "names no price, and officials of both ministries said that none had been agreed.",
    "Under Art. 4 the two sides meet twice a year. Last year's talks, held on Jan. 5 in Washington, D.C., ended "
    "without a text; an earlier draft spoke of Rs. 500 cr. for radars and $3.5 bn. for aircraft. Neither figure is in "
    "the framework. Ship Works Ltd. and Northern Aircraft Co. are named as possible makers, e.g. of patrol boats.",
)
WORDS = 600
CHARACTERS = 100_000


def article() -> str:
    """An article of about 600 words."""
    text = list(PARAGRAPHS)
    while sum(len(paragraph.split()) for paragraph in text) < WORDS:
        text += PARAGRAPHS
    return "\n\n".join(text)


def page(text: str) -> bytes:
    """The article as a page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return f"<html lang='en'><head><title>Pact</title></head><body><article>{body}</article></body></html>".encode()


def best(work: Callable[[], object], runs: int) -> float:
    """The shortest time of several runs, in milliseconds."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> None:
    """Print one row for each kind of reading."""
    reader = Reader()
    short = article()
    long = (short + "\n\n") * (CHARACTERS // len(short) + 1)
    long = long[:CHARACTERS]
    rows: list[tuple[str, Callable[[], object], int]] = [
        ("600 words, sentences", lambda: split(short), 50),
        ("600 words, text", lambda: reader.read_text(short), 50),
        ("600 words, page", lambda: reader.read_bytes(page(short), source="page"), 20),
        ("600 words, Markdown", lambda: reader.read_bytes(short.encode(), source="a", media_type="text/markdown"), 20),
        ("100,000 characters, sentences", lambda: split(long), 10),
        ("100,000 characters, text", lambda: reader.read_text(long), 10),
        ("100,000 characters, page", lambda: reader.read_bytes(page(long), source="page"), 5),
    ]
    for name, work, runs in rows:
        print(f"{name:32}{best(work, runs):10.2f} ms")


if __name__ == "__main__":
    main()
