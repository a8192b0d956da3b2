"""How a run stands: counted, not collected, so that it takes the same room for any number of articles."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Self

from summariser.errors import SummariserError
from summariser.llm.usage import Usage
from summariser.report import Report

SHOWN = 20
"""How many sources that could not be read are remembered by name."""


@dataclass
class Tally:
    """Counts of one run.

    Attributes:
        expected: How many articles there are, as far as that is known.
        done: Read whole in this run.
        partial: Read in this run, with a part missing.
        failed: Not read in this run: the model did not answer, or nothing useful.
        unread: Sources that hold no readable article; not in the store.
        before: Done in an earlier run, or twice among the sources.
        left_failed: Failed or partial in an earlier run and not tried again.
        elsewhere: Being read by another run.
        facts: Facts found.
        rejected: Facts and parts of facts that the article does not support.
        asked: Questions that went to the model.
        reused: Questions that the store answered.
        usage: Tokens, calls and cost of this run.
        unread_names: The first of the sources that could not be read.
    """

    expected: int | None = None
    done: int = 0
    partial: int = 0
    failed: int = 0
    unread: int = 0
    before: int = 0
    left_failed: int = 0
    elsewhere: int = 0
    facts: int = 0
    rejected: int = 0
    asked: int = 0
    reused: int = 0
    usage: Usage = field(default_factory=Usage)
    unread_names: list[str] = field(default_factory=list)

    @property
    def settled(self) -> int:
        """Sources about which nothing is left to do in this run."""
        return self.read + self.unread + self.before + self.left_failed + self.elsewhere

    @property
    def read(self) -> int:
        """Articles that were asked about in this run to an end."""
        return self.done + self.partial + self.failed

    @property
    def clean(self) -> bool:
        """Whether every source is read whole, now or before."""
        return not (self.partial or self.failed or self.unread or self.left_failed or self.elsewhere)

    @property
    def cost(self) -> Decimal | None:
        """US dollars; None where no price is known."""
        return self.usage.cost

    def not_read(self, name: str) -> None:
        """Count a source that could not be read."""
        self.unread += 1
        if len(self.unread_names) < SHOWN:
            self.unread_names.append(name)

    def finished(self, report: Report[Any]) -> Trouble | None:
        """Count an article that was read, and tell what is missing of it; None where nothing is."""
        self.facts += len(report.facts())
        self.rejected += len(report.rejected)
        if report.complete:
            self.done += 1
            return None
        self.partial += 1
        missing = tuple(
            f"{gap.what.replace('_', ' ')} of sentences {gap.first} to {gap.last}: {gap.reason}"
            for gap in report.missing
        )
        return Trouble(report.article.source, missing=missing)

    def __add__(self, other: Self) -> Self:
        """The sum, of two workers."""
        sums = {
            entry.name: getattr(self, entry.name) + getattr(other, entry.name)
            for entry in fields(self)
            if entry.name not in ("expected", "unread_names")
        }
        names = [*self.unread_names, *other.unread_names][:SHOWN]
        return type(self)(expected=self.expected or other.expected, unread_names=names, **sums)


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong with one article, told as it happens.

    Attributes:
        source: The article.
        error: Why it failed; None where a part is missing.
        missing: What is missing of it.
    """

    source: str
    error: SummariserError | None = None
    missing: tuple[str, ...] = ()
