"""How fast an endpoint is asked: calls at once, requests and tokens a minute; slower where the provider asks for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from summariser.llm import transport

MINUTE = 60.0
_BURST = 0.1
"""Part of a minute's share that may go at once: a whole one would let two minutes' worth through within one."""


class Bucket:
    """A token bucket whose amounts may be put right afterwards, which the limiters at hand do not offer.

    Args:
        per_minute: What flows in within a minute, and so what may be taken.
        clock: Seconds that never go back.
    """

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / MINUTE
        self._most = max(1.0, per_minute * _BURST)
        self._level = self._most
        self._clock = clock
        self._at = clock()

    def wait(self, amount: float) -> float:
        """Seconds until the amount may be taken; one that is more than ever fits may go when the bucket is full."""
        now = self._clock()
        self._level = min(self._most, self._level + (now - self._at) * self._rate)
        self._at = now
        # A clock's rounding must not leave a caller waiting for a part of a nanosecond.
        return max(0.0, (min(amount, self._most) - self._level) / self._rate - 1e-6)

    def take(self, amount: float) -> None:
        """Take it, going below nothing where it has to; a negative amount is given back."""
        self._level = min(self._most, self._level - amount)


@dataclass
class Turn:
    """One call's leave to go out; what it learns is told here.

    Attributes:
        used: Tokens that it used, where the answer says so.
        throttled: Whether the provider answered that it is asked too much.
        wait: Seconds that the provider asked to wait, if it did.
    """

    used: int | None = None
    throttled: bool = False
    wait: float | None = None


class Pace:
    """Lets calls of one event loop out in order, within limits.

    When the provider answers that it is asked too much, every call waits as long as it says (or ever longer, where it
    says nothing), and half as many go out at once; each call that then succeeds wins a part of a place back.

    Args:
        calls: Most calls in flight.
        requests: Most requests a minute; None for no limit.
        tokens: Most tokens a minute, estimated before a call and put right after it; None for no limit.
        patience: Longest that one pause may be, in seconds: who asks for more gets it from the retries' deadline.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        calls: int,
        *,
        requests: float | None = None,
        tokens: float | None = None,
        patience: float = 120,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = calls
        self.allowed = float(calls)
        self.in_flight = 0
        self.pauses = 0
        self._requests = Bucket(requests, clock) if requests else None
        self._tokens = Bucket(tokens, clock) if tokens else None
        self._patience = patience
        self._clock = clock
        self._paused_until = clock()
        self._slowed_at = float("-inf")
        self._throttled_in_a_row = 0
        self._door = asyncio.Lock()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def turn(self, tokens: int) -> AsyncIterator[Turn]:
        """Wait until a call may go out; it is in flight until the context ends.

        Args:
            tokens: What it is expected to use.
        """
        await self._enter(tokens)
        turn = Turn()
        started = self._clock()
        try:
            yield turn
        finally:
            self.in_flight -= 1
            self._leave(turn, tokens, started)
            self._freed.set()

    async def _enter(self, tokens: int) -> None:
        """Wait at the door: it is fair, and only the first in the row looks at the limits."""
        async with self._door:
            while True:
                wait = self._wait(tokens)
                if wait > 0:
                    await asyncio.sleep(wait)
                elif self.in_flight >= int(self.allowed):
                    self._freed.clear()
                    await self._freed.wait()
                else:
                    break
            self.in_flight += 1
            if self._requests is not None:
                self._requests.take(1)
            if self._tokens is not None:
                self._tokens.take(tokens)

    def _wait(self, tokens: int) -> float:
        waits = [self._paused_until - self._clock()]
        if self._requests is not None:
            waits.append(self._requests.wait(1))
        if self._tokens is not None:
            waits.append(self._tokens.wait(tokens))
        return max(waits)

    def _leave(self, turn: Turn, tokens: int, started: float) -> None:
        if self._tokens is not None and turn.used is not None:
            self._tokens.take(turn.used - tokens)
        if turn.throttled:
            self._slow_down(turn, started)
        elif turn.used is not None:
            self._throttled_in_a_row = 0
            self.allowed = min(self.most, self.allowed + 1 / max(1.0, self.allowed))

    def _slow_down(self, turn: Turn, started: float) -> None:
        """Pause everyone; halve once for all calls that were out together, not once for each."""
        now = self._clock()
        if started > self._slowed_at:
            self._slowed_at = now
            self._throttled_in_a_row += 1
            self.pauses += 1
            self.allowed = max(1.0, self.allowed / 2)
        backoff = transport.FIRST_WAIT * 2 ** min(self._throttled_in_a_row, 10)
        wait = turn.wait if turn.wait is not None else min(backoff, transport.LONGEST_WAIT)
        self._paused_until = max(self._paused_until, now + min(wait, self._patience))
