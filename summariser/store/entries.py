"""What a store takes and gives back: plain data, so that a caller needs no database library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from summariser.llm.question import Answer
from summariser.store.states import State


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What a store knows of an article.

    Attributes:
        key: Its key.
        state: Where it stands.
        tries: How often it has been claimed so far.
        worker: Who reads it now, or read it last.
        error: Why it failed, in one line; None where it did not.
        known: Whether it was in the store before: of ``add``, False for an article that is new.
    """

    key: str
    state: State
    tries: int = 0
    worker: str | None = None
    error: str | None = None
    known: bool = True

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.state is State.DONE


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer that was paid for already.

    Attributes:
        answer: What came back, with what it cost then.
        label: What it answered.
        kept: When, in seconds since 1970.
    """

    answer: Answer
    label: str
    kept: float


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of a listing. Times are seconds since 1970."""

    key: str
    source: str
    title: str | None
    published: date | None
    topic: str
    model: str
    state: State
    tries: int
    error: str | None
    command: str | None
    added: float
    finished: float | None


@dataclass(frozen=True, slots=True)
class FactQuery:
    """Which facts are asked for; everything that is given has to hold.

    Attributes:
        topic: Name of the topic.
        type: Name of the fact type.
        party: A country code, or the name of a party as printed; case and accents do not matter.
        equipment: Words of a designation.
        kind: Value of the first vocabulary of the fact type that is no status.
        status: Value of its status, as the topic's comparison declares it.
        choices: Further vocabularies: path without positions (``items.category``) and value.
        since: First day; a fact counts with any of its dates, without one with the publication date.
        until: Last day.
        text: Words that stand in the fact or its sentences.
        article: Key of one article.
    """

    topic: str | None = None
    type: str | None = None
    party: str | None = None
    equipment: str | None = None
    kind: str | None = None
    status: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    text: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact with the article that states it.

    Attributes:
        number: Its number in the store.
        article: Key of its article.
        source: Where the article came from.
        title: Its headline.
        published: Its date of publication.
        topic: Name of the topic.
        model: The model that found it.
        type: Name of the fact type.
        id: Its id in the record.
        kind: Value of its first vocabulary that is no status.
        status: Value of its status.
        first: First day of its dates.
        last: Last day of them.
        description: The fact as one plain sentence.
        data: The fact as it stands in the report.
    """

    number: int
    article: str
    source: str
    title: str | None
    published: date | None
    topic: str
    model: str
    type: str
    id: str
    kind: str | None
    status: str | None
    first: date | None
    last: date | None
    description: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact, flat.

    Attributes:
        path: Where it stands, e.g. ``items[0].designation``.
        kind: party, person, place, item, amount, quantity, date, duration, words; choice for an entry of a vocabulary,
            other for the rest.
        value: What it comes to, in short: a name, a number with its unit, an EDTF date.
        raw: The words as printed; None where it is no leaf.
        code: Country of a party, person or place; currency or unit of an amount; what happened on a date.
        number: The number of an amount or quantity.
        number_max: The upper end of a range.
        first: First day of a date.
        last: Last day of it.
    """

    path: str
    kind: str
    value: str
    raw: str | None
    code: str | None
    number: float | None
    number_max: float | None
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, with words around the place."""

    key: str
    source: str
    title: str | None
    published: date | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What the questions to one model came to.

    Attributes:
        model: Its name.
        questions: How many were asked; answers from the store are no questions.
        failed: How many of them no answer came of.
        calls: Calls, repeated ones included.
        input_tokens: Tokens read.
        output_tokens: Tokens written.
        seconds: Seconds of waiting, added up.
        cost: US dollars; None where no price is known.
    """

    model: str
    questions: int
    failed: int
    calls: int
    input_tokens: int
    output_tokens: int
    seconds: float
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class ErrorCount:
    """How often an error was met: its class, number of times, and one of its messages."""

    error: str
    times: int
    example: str
