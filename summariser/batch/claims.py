"""Whose turn an article is: made known to the store, claimed, and given back."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from summariser.article import Article
from summariser.batch.tally import Tally
from summariser.store.entries import ArticleState
from summariser.store.keys import Setup
from summariser.store.states import State
from summariser.store.store import Store

LEASE = 60.0
HEARTBEAT = 15.0
"""Seconds between renewals: several are missed before a claim is lost."""
MOST_REMEMBERED = 10_000
"""How many articles that others read are remembered, to look at again at the end."""


class Verdict(Enum):
    """What is to be done about an article."""

    READ = auto()
    BEFORE = auto()
    LEFT_FAILED = auto()
    ELSEWHERE = auto()


def count(verdict: Verdict, tally: Tally) -> None:
    """Count an article that is not read in this run."""
    if verdict is Verdict.BEFORE:
        tally.before += 1
    elif verdict is Verdict.LEFT_FAILED:
        tally.left_failed += 1
    elif verdict is Verdict.ELSEWHERE:
        tally.elsewhere += 1


def worker_name() -> str:
    """A name that no other worker has: host, process, and something at random."""
    return f"{platform.node()}/{os.getpid()}/{secrets.token_hex(4)}"


@dataclass
class Claims:
    """The articles that one worker reads now; its methods block, so they belong into a thread.

    Attributes:
        store: The store.
        setup: With what articles are read.
        retry_failed: Whether failed and partial ones are read again.
        worker: Name of this worker.
        mine: Keys that are claimed and not finished.
        elsewhere: Keys that another worker has.
    """

    store: Store
    setup: Setup
    retry_failed: bool
    worker: str = field(default_factory=worker_name)
    mine: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    _dead: set[str] = field(default_factory=set)

    def admit(self, articles: Sequence[Article]) -> list[tuple[str, Verdict]]:
        """Make articles known and claim those that are to be read: key and verdict of each, in order."""
        states = self.store.add(articles, self.setup)
        for state in states:
            self._release_dead(state)
        wanted = {state.key for state in states if self._wanted(state)} - self.mine
        claimed = self.store.claim(sorted(wanted), self.worker, lease=LEASE) if wanted else set()
        self.mine |= claimed
        return [(state.key, self._verdict(state, wanted, claimed)) for state in states]

    def again(self) -> list[str]:
        """Claim what others had and do not have any more; forget what they have read."""
        waiting = sorted(self.elsewhere)
        states = [state for key in waiting if (state := self.store.state(key)) is not None]
        for state in states:
            self._release_dead(state)
        self.elsewhere = {state.key for state in states if state.state in (State.RUNNING, State.PENDING)}
        claimed = self.store.claim(sorted(self.elsewhere), self.worker, lease=LEASE) if self.elsewhere else set()
        self.elsewhere -= claimed
        self.mine |= claimed
        return sorted(claimed)

    def _wanted(self, state: ArticleState) -> bool:
        if state.state in (State.FAILED, State.PARTIAL):
            return self.retry_failed
        return state.state is not State.DONE

    def _verdict(self, state: ArticleState, wanted: set[str], claimed: set[str]) -> Verdict:
        if state.key in claimed:
            claimed.discard(state.key)  # of an article that comes twice, the second is not read
            return Verdict.READ
        if state.state in (State.FAILED, State.PARTIAL) and not self.retry_failed:
            return Verdict.LEFT_FAILED
        if state.key not in wanted or state.key in self.mine:
            return Verdict.BEFORE
        if len(self.elsewhere) < MOST_REMEMBERED:
            self.elsewhere.add(state.key)
        return Verdict.ELSEWHERE

    def _release_dead(self, state: ArticleState) -> None:
        """Give back what a process of this machine claimed that is gone: nobody need wait for its lease to end."""
        worker = state.worker
        if state.state is not State.RUNNING or worker is None or worker == self.worker or worker in self._dead:
            return
        if is_gone(worker):
            self._dead.add(worker)
            self.store.release(worker)


def is_gone(worker: str) -> bool:
    """Whether a worker was a process of this machine that is not there any more; of others that is not known."""
    host, _, rest = worker.partition("/")
    process = rest.partition("/")[0]
    return host == platform.node() and process.isdigit() and not _lives(int(process))


def _lives(process: int) -> bool:
    """Whether a process of this machine is there; True where that cannot be told."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
