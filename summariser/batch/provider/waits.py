"""Which article waits for which batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Waits:
    """Articles that wait: for questions that are not sent yet, and for batches that have not ended.

    Attributes:
        unsent: Articles that wait for a question, by the question's key.
        batches: Articles that wait for a batch, by its number.
    """

    unsent: dict[str, set[str]] = field(default_factory=dict)
    batches: dict[int, set[str]] = field(default_factory=dict)
    _open: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many articles wait."""
        return len(self._open)

    def for_question(self, article: str, key: str) -> None:
        """An article waits for a question that is to be sent."""
        self._add(self.unsent.setdefault(key, set()), article)

    def for_batch(self, article: str, number: int) -> None:
        """An article waits for a batch."""
        self._add(self.batches.setdefault(number, set()), article)

    def sent(self, key: str, number: int) -> None:
        """A question has gone out with a batch: who waits for it waits for that."""
        for article in sorted(self.unsent.pop(key, ())):
            self.for_batch(article, number)
            self._less(article)

    def ended(self, number: int) -> list[str]:
        """A batch has ended; the articles that wait for nothing more."""
        return self._free(self.batches.pop(number, ()))

    def _free(self, articles: Iterable[str]) -> list[str]:
        return [article for article in sorted(articles) if self._less(article) == 0]

    def _add(self, waiting: set[str], article: str) -> None:
        if article not in waiting:
            waiting.add(article)
            self._open[article] = self._open.get(article, 0) + 1

    def _less(self, article: str) -> int:
        left = self._open[article] - 1
        if left:
            self._open[article] = left
        else:
            del self._open[article]
        return left
