"""Scores and times verification: ``python -m benchmarks.verification``.

The cases are the near-misses and the typographic variants of ``tests/verification``, made from the evaluation set's own
texts. Beside the product stand, where they are installed, langextract's alignment (its word aligner with the settings
of its ``extract``: a quotation counts that it aligns in any way) and instructor's ``CitationMixin`` (a quotation counts
that it keeps). Both get the article and the words; neither knows what the words are to mean.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summariser.article import Article
from summariser.reading.reader import Reader
from summariser.values.grounds import Grounds
from summariser.values.leaves import Amount, Date, Party, Person, Quantity
from tests.verification.answers import Path_, TrueFact, strings, true_facts
from tests.verification.near_misses import near_misses
from tests.verification.variants import OF_WORDS

SAMPLE = 60
"""Cases of each kind, at most; drawn with a fixed seed."""
CHARACTERS, LEAVES = 100_000, 50
Accepts = Callable[["Trial"], bool]


@dataclass(frozen=True, eq=False)
class Trial:
    """Words in place of a true answer's.

    Attributes:
        kind: What was done to them.
        true: Whether they say what the article says.
        fact: The true answer.
        path: Where in it.
        words: The words.
    """

    kind: str
    true: bool
    fact: TrueFact
    path: Path_
    words: str


def trials() -> list[Trial]:
    """The cases: near-misses and true words in other typography."""
    found: dict[tuple[bool, str], list[Trial]] = defaultdict(list)
    for fact in true_facts():
        for miss in near_misses(fact):
            found[False, miss.kind].append(Trial(miss.kind, False, fact, miss.path, miss.words))
        for path, words in fact.words():
            for kind, variant in OF_WORDS.items():
                if variant(words) != words:
                    found[True, kind].append(Trial(kind, True, fact, path, variant(words)))
    chance = random.Random(1)
    return [trial for cases in found.values() for trial in chance.sample(cases, min(SAMPLE, len(cases)))]


def product(trial: Trial) -> bool:
    """Whether the words get into the record."""
    grounded = trial.fact.grounded(trial.fact.put(trial.path, trial.words))
    return grounded.fact is not None and trial.words in set(strings(grounded.kept))


def langextract() -> Accepts:
    """Langextract's aligner; ImportError where it is not installed."""
    from langextract.core.data import Extraction
    from langextract.resolver import WordAligner

    def accepts(trial: Trial) -> bool:
        extraction = Extraction(extraction_class="words", extraction_text=trial.words)
        aligned = WordAligner().align_extractions([[extraction]], trial.fact.article.text, enable_fuzzy_alignment=True)
        return aligned[0][0].char_interval is not None

    return accepts


def instructor() -> Accepts:
    """Instructor's mixin; ImportError where it is not installed."""
    from instructor import CitationMixin

    class Cited(CitationMixin):
        """Nothing but the quotation."""

    def accepts(trial: Trial) -> bool:
        cited = Cited.model_validate({"substring_quotes": [trial.words]}, context={"context": trial.fact.article.text})
        return bool(cited.substring_quotes)

    return accepts


def installed() -> Iterator[tuple[str, Accepts]]:
    """The product and the peers that are here."""
    yield "summariser", product
    for name, peer in (("langextract", langextract), ("instructor", instructor)):
        try:
            yield name, peer()
        except ImportError:
            print(f"{name} is not installed")


def table() -> None:
    """One row for each kind: how many of how many were accepted by whom."""
    cases = trials()
    peers = list(installed())
    print(f"{'':8}{'kind':24}{'cases':>6}", *(f"{name:>12}" for name, _ in peers))
    for true in (False, True):
        rows: dict[str, list[Trial]] = defaultdict(list)
        for trial in cases:
            if trial.true is true:
                rows[trial.kind].append(trial)
        totals = [0] * len(peers)
        for kind, row in rows.items():
            accepted = [sum(map(accepts, row)) for _, accepts in peers]
            totals = [total + more for total, more in zip(totals, accepted, strict=True)]
            print(f"{'true' if true else 'false':8}{kind:24}{len(row):6}", *(f"{number:12}" for number in accepted))
        print(
            f"{'true' if true else 'false':8}{'all':24}{sum(map(len, rows.values())):6}", *(f"{n:12}" for n in totals)
        )


def long_article() -> Article:
    """The evaluation set's texts, one behind the other, up to 100,000 characters."""
    texts = dict.fromkeys(fact.article.text for fact in true_facts())
    return Reader().read_text("\n\n".join(texts)[:CHARACTERS])


def leaves(article: Article) -> list[tuple[type, str, tuple[int, ...]]]:
    """Fifty leaves of a model's answer: half of them stand in the article, half do not."""
    numbers = [sentence.number for sentence in article.sentences]
    words = ["$6.51 billion", "31 February 2025", "Ruritania", "Rudolf Rassendyll", "seventy-three more"]
    classes = [Amount, Date, Party, Person, Quantity]
    chance = random.Random(2)
    found: list[tuple[type, str, tuple[int, ...]]] = []
    for position in range(LEAVES):
        cited = tuple(chance.sample(numbers, 3))
        kind = classes[position % len(classes)]
        printed = article.sentences[cited[0] - 1].text.split()
        found.append((kind, words[position % len(words)] if position % 2 else " ".join(printed[:2]), cited))
    return found


def timing() -> None:
    """How long fifty leaves take against a long article, folding of its sentences included."""
    article = long_article()
    asked = leaves(article)
    best = float("inf")
    for _ in range(5):
        grounds = Grounds(article)
        started = time.perf_counter()
        for kind, words, cited in asked:
            try:
                kind.model_validate(words, context=grounds.citing(cited))  # type: ignore[attr-defined]
            except ValueError:
                continue
        best = min(best, time.perf_counter() - started)
    print(f"{LEAVES} leaves against {len(article.text):,} characters: {best * 1000:.0f} ms")


if __name__ == "__main__":
    timing()
    table()
