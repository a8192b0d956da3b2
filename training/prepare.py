"""Write training examples from folders of labelled articles.

python -m training.prepare evals/agreements/train --out examples.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from summariser.reading.reader import Reader
from summariser.reading.sources import Source
from summariser.settings import DEFAULT_TOPIC
from summariser.topics.fact import Record
from summariser.topics.loading import load_topic
from summariser.topics.topic import Topic
from training.examples import Example, examples


def prepare(folders: Sequence[Path], topic: Topic[Record]) -> Iterator[Example]:
    """The examples of all labelled articles in the folders, by name."""
    reader = Reader()
    for folder in folders:
        for text in sorted(folder.glob("*.txt")):
            gold = json.loads(text.with_suffix(".json").read_text("utf-8"))
            yield from examples(text.stem, reader.read(Source(str(text), "file")), gold, topic)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of NAME.txt and NAME.json")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--topic", default=DEFAULT_TOPIC)
    options = parser.parse_args(arguments)
    lines = [
        json.dumps(asdict(example), ensure_ascii=False)
        for example in prepare(options.folders, load_topic(options.topic))
    ]
    options.out.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} examples")


if __name__ == "__main__":
    main()
