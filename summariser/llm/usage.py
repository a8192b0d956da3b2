"""What calls cost: usage of each attempt, the ledger of all, and the budget that is checked before a call."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from summariser.errors import BudgetExceeded


class Usage(BaseModel):
    """Tokens and time of one or more attempts.

    Attributes:
        calls: Attempts that reached a model, failed ones included; not those that found no connection.
        input_tokens: Tokens read, cached ones included.
        cached_tokens: Those of them that came from a prompt cache.
        output_tokens: Tokens written.
        seconds: Wall-clock seconds of the attempts, added up.
        cost: Price in US dollars; None where no price is known.
    """

    model_config = ConfigDict(frozen=True)

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    cost: Decimal | None = None

    @property
    def tokens(self) -> int:
        """Tokens read and written."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        """Sum; a cost that is not known on one side counts as nothing."""
        costs = [usage.cost for usage in (self, other) if usage.cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            seconds=self.seconds + other.seconds,
            cost=sum(costs, Decimal()) if costs else None,
        )


def total(usages: Iterable[Usage]) -> Usage:
    """The sum of usages."""
    return sum(usages, Usage())


@dataclass(frozen=True)
class Budget:
    """A limit on what may be spent.

    Attributes:
        tokens: Most tokens, read and written.
        cost: Most money, in US dollars.
    """

    tokens: int | None = None
    cost: Decimal | None = None


@dataclass(eq=False)
class Reservation:
    """What a call that is under way may use at most: US dollars and tokens."""

    tokens: int
    cost: Decimal | None


@dataclass
class Ledger:
    """What all attempts of a model client have used together; safe in threads.

    Calls that are under way count with the most they can use, so that calls at the same time cannot pass a budget
    together. Sums are kept, not entries: booking costs the same after a million calls as at the first.

    Attributes:
        budget: The limit.
        spent: The sum of all attempts.
        under_way: Calls for which something is set aside.
    """

    budget: Budget = field(default_factory=Budget)
    spent: Usage = field(default_factory=Usage, init=False)
    under_way: int = field(default=0, init=False)
    _open_tokens: int = field(default=0, init=False, repr=False)
    _open_cost: Decimal = field(default_factory=Decimal, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, usage: Usage, reservation: Reservation | None = None) -> None:
        """Book one attempt, in the place of what was reserved for it."""
        with self._lock:
            self.spent += usage
            if reservation is not None:
                self.under_way -= 1
                self._open_tokens -= reservation.tokens
                self._open_cost -= reservation.cost or Decimal()

    def reserve(self, tokens: int, cost: Decimal | None) -> Reservation:
        """Set aside what a call may use, or refuse a call that could pass the budget.

        Args:
            tokens: Most tokens that the call can use.
            cost: Most it can cost in US dollars, if prices are known.

        Raises:
            BudgetExceeded: The call was not made.
        """
        with self._lock:
            used = self.spent.tokens + self._open_tokens
            if self.budget.tokens is not None and used + tokens > self.budget.tokens:
                raise BudgetExceeded(
                    f"the next call may use {tokens} tokens, {used} of {self.budget.tokens} are spent or set aside",
                    hint="Raise the budget, or go on with what is there.",
                )
            self._check_cost((self.spent.cost or Decimal()) + self._open_cost, cost)
            self.under_way += 1
            self._open_tokens += tokens
            self._open_cost += cost or Decimal()
            return Reservation(tokens, cost)

    def _check_cost(self, paid: Decimal, cost: Decimal | None) -> None:
        if self.budget.cost is None:
            return
        if cost is None:
            raise BudgetExceeded(
                "a budget in money was set, but no price is known for this model", hint="Set a budget in tokens."
            )
        if paid + cost > self.budget.cost:
            raise BudgetExceeded(
                f"the next call may cost ${cost:.4f}, ${paid:.4f} of ${self.budget.cost} are spent or set aside",
                hint="Raise the budget, or go on with what is there.",
            )
