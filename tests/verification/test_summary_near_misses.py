"""Sentences of a summary: true ones are accepted, those with another number, date or name never."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from functools import cache

import pytest

from summariser.article import Article
from summariser.evaluation.cases import load_cases
from summariser.reading.reader import Reader
from summariser.reading.sentences import split
from summariser.summary_check import SummaryChecker
from summariser.summary_figures import number_words
from summariser.topics.fact import Fact
from tests.verification.answers import EVALS, TrueFact, true_facts
from tests.verification.near_misses import (
    CURRENCIES,
    SCALES,
    STATES,
    SURNAMES,
    other_date,
    other_digit,
    other_number_word,
    swap,
)

MONTHS = "January February March April May June July August September October November December".split()
Change = Callable[[str, random.Random, TrueFact], str | None]


def other_surname(text: str, chance: random.Random, fact: TrueFact) -> str | None:
    """Another name in place of a capitalised word inside the sentence."""
    del fact
    names = list(re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w-])", text))
    if not names:
        return None
    name = chance.choice(names)
    return text[: name.start()] + chance.choice(SURNAMES) + text[name.end() :]


def other_state(text: str, chance: random.Random, fact: TrueFact) -> str | None:
    """Another state at the head of the sentence."""
    del fact
    return re.sub(r"^(?:The )?\w+", chance.choice(STATES), text, count=1)


CHANGES: dict[str, tuple[Change, int]] = {
    "digit": (other_digit, 90),
    "scale": (swap(SCALES), 25),
    "currency": (swap(CURRENCIES), 25),
    "date": (other_date, 30),
    "number word": (other_number_word, 15),
    "name": (other_surname, 80),
    "state": (other_state, 80),
}
"""What is changed in a sentence, and in how many at least."""


@cache
def summaries() -> tuple[tuple[Article, SummaryChecker, str], ...]:
    """The sentences of the labels' summaries, each with its article and a checker that knows the labelled facts."""
    facts: dict[str, list[Fact]] = {}
    for fact in true_facts():
        grounded = fact.grounded().fact
        facts.setdefault(fact.case, []).extend([grounded] if grounded else [])
    return tuple(
        (case.article, checker, " ".join(sentence.text.split()))
        for case in load_cases(EVALS, ("dev", "test"))
        for checker in [SummaryChecker(case.article, facts.get(case.name, ()))]
        for sentence in split(str(case.gold.get("summary") or ""))
    )


def test_true_sentences_are_accepted() -> None:
    """At least 95 in 100 sentences that people wrote about the articles say nothing that is not there."""
    refused = [sentence for _, checker, sentence in summaries() if checker.unsupported(sentence)]
    assert len(summaries()) > 150
    assert len(refused) <= 0.05 * len(summaries())


@pytest.mark.parametrize("kind", CHANGES)
def test_sentences_with_something_else_are_refused(kind: str) -> None:
    """A changed figure, day or name that the article does not have is never accepted."""
    change, fewest = CHANGES[kind]
    tried = 0
    for article, checker, sentence in summaries():
        changed = change(sentence, random.Random(sentence), true_facts()[0])
        if changed is None or checker.unsupported(sentence) or _has(article, sentence, changed):
            continue
        tried += 1
        assert checker.unsupported(changed), changed
    assert tried >= fewest


def _has(article: Article, sentence: str, changed: str) -> bool:
    """Whether the article has what was put in: the changed words with what stands beside them."""
    months = {
        word[:3]
        for word in re.findall(
            r"[A-Z][a-z]{2,}", f"{article.text} {article.published:%b}" if article.published else article.text
        )
    }
    new = [word for word in changed.split() if word not in sentence.split()]
    text = f"{article.title} {article.text} {article.published}".lower()
    new = [word for word in new if not (word.strip(".,") in MONTHS and word[:3] in months)]
    figures = {figure.number for word in new for figure in number_words(word)}
    if figures and figures <= set(re.findall(r"\d+", text)):
        return True
    return all(re.search(rf"(?<!\w){re.escape(_stem(word))}", text) for word in new)


def _stem(word: str) -> str:
    """A word without its ending, so that "Honduran" is Honduras."""
    word = word.strip(".,;:()").removesuffix("'s").lower()
    return word[:5] if word.isalpha() else word


TEXT = (
    "Rajnath Singh and Pete Hegseth signed a ten-year pact in Kuala Lumpur on 31 October 2025. India will buy "
    "six more P-8I for $6.5 billion, up from $400 million, and duties fall from 25 to 18 per cent. Trade came to 1,500 "
    "million dollars."
)
TRUE = [
    "Rajnath Singh and Pete Hegseth signed a 10-year pact.",
    "India is to buy six P-8I for $6.5bn.",
    "Duties fall to 18%.",
    "They fall from 25% to 18%.",
    "It was signed on October 31.",
    "The pact was signed in October 2025.",
    "Trade is $1,500m.",
    "India buys 6 more.",
    "The US$6.5 billion deal is new.",
]
FALSE = [
    "India is to buy six P-8I for $6.5 million.",
    "India is to buy P-8I for $6.5 trillion.",
    "It pays €6.5 billion.",
    "It pays 6.5 per cent.",
    "Duties fall to 18 billion.",
    "India will buy seven more.",
    "India will buy twenty-six more.",
    "A five-year pact was signed.",
    "It was signed on October 30.",
    "It was signed on 31 November.",
    "It was signed in May.",
    "It was signed in October 2024.",
    "India will buy six P-81.",
    "India will buy six F-35.",
    "Pakistan signed a pact.",
    "Rajnath Sinha signed.",
    "Marco Rubio signed.",
    "The pact was signed in Jakarta.",
    "Trade is $1,500 billion.",
    "Trade is 1,500 million euros.",
    "Duties fall from 52 to 18 per cent.",
    "Up from $40 million.",
    "Up from $400 billion.",
]


@pytest.fixture(scope="module")
def checker() -> SummaryChecker:
    """A checker of one short article."""
    return SummaryChecker(Reader().read_text(TEXT), [])


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_article_says_in_other_words_is_accepted(sentence: str, checker: SummaryChecker) -> None:
    """Figures for words, signs for units, months abroad: all said by the article."""
    assert checker.unsupported(sentence) == []


@pytest.mark.parametrize("sentence", FALSE)
def test_what_the_article_does_not_say_is_refused(sentence: str, checker: SummaryChecker) -> None:
    """The same digits with another scale, currency, unit, month, name or designation are something else."""
    assert checker.unsupported(sentence)


WORDED = (
    "Two ministers signed a five-year deal worth $3 million. It covers a hundred tanks and a third of a million "
    "shells. Trade was five billion dollars."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "A deal worth five billion euros was signed.",
        "The deal is worth three billion dollars.",
        "Two hundred tanks are covered.",
        "It covers five hundred tanks.",
        "Tariffs were halved.",
        "Trade doubled to a trillion dollars.",
        "Trade came to five million dollars.",
        "Half of it is paid.",
        "It covers three dozen tanks.",
    ],
)
def test_number_words_are_figures_of_their_size(sentence: str) -> None:
    """Five is not five billion, two is not two hundred, and a half or a doubling is a figure too."""
    assert SummaryChecker(Reader().read_text(WORDED), []).unsupported(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trade was $5 billion.",
        "Trade was five billion dollars.",
        "It covers 100 tanks.",
        "It covers one hundred tanks.",
        "A 5-year deal was signed.",
        "The deal is worth three million dollars.",
        "One of the two ministers signed.",
        "It covers a third of a million shells.",
    ],
)
def test_the_same_number_in_words_or_figures_is_accepted(sentence: str) -> None:
    """Words for figures and figures for words, with the same scale and currency."""
    assert SummaryChecker(Reader().read_text(WORDED), []).unsupported(sentence) == []


@pytest.mark.parametrize("text", ["A" * 200_000, "1,1" * 70_000, "A b " * 50_000, "$1 to " * 30_000, "F-1" * 60_000])
def test_hostile_sentences_take_no_time(text: str, checker: SummaryChecker) -> None:
    """What a model writes is bounded in time, whatever it is."""
    started = time.process_time()
    checker.unsupported(text[:20_000])
    SummaryChecker(Reader().read_text(text), []).unsupported("India signed.")
    assert time.process_time() - started < 5
