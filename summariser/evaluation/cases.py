"""Cases: an article with its label."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summariser.article import Article
from summariser.errors import EvaluationError
from summariser.evaluation.files import read_object
from summariser.reading.reader import Reader

ReadArticle = Callable[[Path], Article]
"""Reads the text file of a case."""


def read_article(path: Path) -> Article:
    """The article in a text file of an evaluation set, with the metadata at its head.

    Raises:
        EvaluationError: If the file cannot be read as UTF-8.
        InputError: If there is no text in it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"the text cannot be read: {error}", subject=str(path), hint="Write it in UTF-8."
        ) from error
    return Reader().read_text(text, source=path.name)


@dataclass(frozen=True, eq=False)
class Case:
    """One article with its gold label.

    Attributes:
        name: Unique name, from the file's.
        split: The part of the evaluation set it belongs to, e.g. ``dev``.
        article: The article.
        gold: The label.
    """

    name: str
    split: str
    article: Article
    gold: Mapping[str, object]


def load_cases(folder: Path, splits: Iterable[str], read: ReadArticle = read_article) -> list[Case]:
    """The cases of an evaluation set: ``folder/SPLIT/NAME.txt`` with ``NAME.json`` beside it, by name.

    Args:
        folder: The evaluation set.
        splits: Names of its sub-folders.
        read: How a text file becomes an article.

    Raises:
        EvaluationError: If a split is missing, a text or label stands alone, a label is no JSON object, or a name is
            used twice.
    """
    cases: dict[str, Case] = {}
    for split in splits:
        for case in _load_split(folder / split, split, read):
            if case.name in cases:
                raise EvaluationError(
                    f"the name is used in {cases[case.name].split} and in {split}",
                    subject=case.name,
                    hint="Rename one of the two pairs of files.",
                )
            cases[case.name] = case
    return [cases[name] for name in sorted(cases)]


def sample_of(cases: Sequence[Case], size: int) -> list[Case]:
    """A random sample, the same every time, for a system too slow to read them all; smaller ones lie within larger.

    Args:
        cases: The cases.
        size: How many to take; all where there are no more.
    """
    shuffled = sorted(cases, key=lambda case: hashlib.sha256(case.name.encode()).digest())
    return sorted(shuffled[:size], key=lambda case: case.name)


def load_label(path: Path) -> Mapping[str, object]:
    """The label in a file.

    Raises:
        EvaluationError: If it cannot be read or is no JSON object.
    """
    return read_object(path, "label", hint="Write it as one JSON object in UTF-8; see docs/labelling.md.")


def _load_split(folder: Path, split: str, read: ReadArticle) -> list[Case]:
    if not folder.is_dir():
        raise EvaluationError("no such split", subject=str(folder), hint="Name a sub-folder of the evaluation set.")
    texts = {path.stem: path for path in sorted(folder.glob("*.txt"))}
    labels = {path.stem: path for path in sorted(folder.glob("*.json"))}
    alone = sorted(texts.keys() ^ labels.keys())
    if alone:
        raise EvaluationError(
            "has no label" if alone[0] in texts else "has no text",
            subject=str(folder / alone[0]),
            hint="A case is NAME.txt with NAME.json beside it.",
        )
    return [Case(name, split, read(texts[name]), load_label(labels[name])) for name in texts]
