"""What may read a batch, and the options that all of them are given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Engine(StrEnum):
    """What reads a batch."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True)
class Job:
    """The options of one call of the command; each engine refuses those that it cannot honour."""

    sources: list[str] | None
    store: str | None
    output: Path | None
    model: str | None
    base_url: str | None
    topic: str | None
    at_once: int | None
    calls: int | None
    requests: float | None
    tokens: float | None
    workers: int
    budget: int | None
    budget_cost: float | None
    retry_failed: bool
    published: str | None
    sentences: int
    max_bytes: int
    allow_private: bool
