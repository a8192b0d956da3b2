"""What is told of a provider's batches while they run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What has happened to a batch."""

    SUBMITTED = "submitted"
    """It is at the provider."""
    FOUND = "found"
    """It was made by an earlier run, or its id was lost: it is looked at from now on."""
    LOST = "lost"
    """It was never made: its questions go out again."""
    STATE = "state"
    """The provider says something new of it."""
    SILENT = "silent"
    """The provider did not answer; it is asked again."""
    COLLECTED = "collected"
    """Its answers are in the store."""


@dataclass(frozen=True)
class News:
    """Something new about a batch.

    Attributes:
        what: What has happened.
        id: The provider's name for it, or its mark where that is not known.
        requests: How many requests it has.
        status: What the provider calls its state.
        completed: Requests that are answered.
        failed: Requests that failed.
        unanswered: Of one that is collected, requests of which nothing came.
        useless: Of one that is collected, lines that belong to no question of it, or came twice, or are damaged.
        tokens: Most tokens that it can use.
        cost: Most US dollars that it can cost; None where no price is known.
    """

    what: What
    id: str
    requests: int = 0
    status: str = ""
    completed: int = 0
    failed: int = 0
    unanswered: int = 0
    useless: int = 0
    tokens: int = 0
    cost: Decimal | None = None
