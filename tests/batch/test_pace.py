"""The pace of an endpoint: calls at once, requests and tokens a minute, and what a provider's refusals do to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from summariser.batch.limits import Limits
from summariser.errors import UsageError
from summariser.llm.endpoint import resolve
from summariser.llm.pace import Bucket, Pace
from summariser.settings import Settings
from tests.batch.runs import Bench, article, asked_twice
from tests.llm.server import Asked, FaultServer, Reply, fault
from tests.pipeline.answering import well


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_no_minute_lets_more_through_than_its_share() -> None:
    """Whoever waits as told takes 600 a minute and a burst of 60, in any minute."""
    clock = Clock()
    bucket = Bucket(600, clock)
    taken: list[float] = []
    while clock.now < 400:
        clock.now += bucket.wait(1) + 1e-5
        bucket.take(1)
        taken.append(clock.now)
    for start in range(100, 340, 7):
        assert sum(start <= moment < start + 60 for moment in taken) <= 660
    assert len(taken) >= 3000


def test_an_estimate_is_put_right() -> None:
    """What was taken too much comes back, and what was taken too little is waited for."""
    bucket = Bucket(6000, Clock())
    bucket.take(600)
    assert bucket.wait(600) == pytest.approx(6, abs=0.01)
    bucket.take(-600)
    assert bucket.wait(600) == 0
    bucket.take(1200)
    assert bucket.wait(1) > 6


def test_what_never_fits_goes_when_the_bucket_is_full() -> None:
    """A call larger than a minute's burst is late, not stuck."""
    assert Bucket(600, Clock()).wait(10_000) == 0


def test_a_refusal_halves_and_success_wins_back() -> None:
    """Calls that were out together halve once; success after success the places come back, to the limit."""

    async def run() -> tuple[list[float], int]:
        clock = Clock()
        pace = Pace(16, clock=clock)
        seen = []
        turns = [pace.turn(1) for _ in range(4)]
        opened = [await turn.__aenter__() for turn in turns]
        for turn, leave in zip(turns, opened, strict=True):
            leave.throttled, leave.wait = True, 0.0
            await turn.__aexit__(None, None, None)
        seen.append(pace.allowed)
        for _ in range(400):
            async with pace.turn(1) as leave:
                leave.used = 1
        seen.append(pace.allowed)
        return seen, pace.pauses

    assert asyncio.run(run()) == ([8.0, 16.0], 1)


def test_a_refusal_pauses_every_call(tmp_path: Path) -> None:
    """After ``Retry-After`` no request of any article comes before its time."""
    good = well()
    refused: list[float] = []

    def decide(asked: Asked) -> Reply:
        if not refused and len(server.asked) > 8:
            refused.append(asked.at)
            return fault(429, Retry_After="1.5")
        return replace(good(asked), delay=0.05)

    with FaultServer(decide) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n) for n in range(6)])
        after = sorted(asked.at - refused[0] for asked in server.asked if asked.at > refused[0] + 0.5)
    assert tally.done == 6
    assert after[0] >= 1.4
    assert len(asked_twice(server)) == 1


def test_the_server_never_sees_more_at_once(tmp_path: Path) -> None:
    """By the server's own count no more requests are in flight than the limit, and the limit is used."""
    good = well()
    with FaultServer(lambda asked: replace(good(asked), delay=0.1)) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(12)], limits=Limits(calls=3, at_once=12))
        assert server.most_in_flight == 3


def test_requests_a_minute_are_held(tmp_path: Path) -> None:
    """The server sees requests no faster than the limit and its burst allow."""
    with FaultServer(well()) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(5)], limits=Limits(calls=8, requests=300))
        moments = sorted(asked.at for asked in server.asked)
    in_the_first_second = sum(moment < moments[0] + 1 for moment in moments)
    assert in_the_first_second <= 300 * 0.1 + 5 + 1


def test_limits_of_nothing_are_refused_and_shares_are_whole() -> None:
    """A limit of nothing would wait for ever; workers share what there is, at least one call each."""
    with pytest.raises(UsageError):
        Limits(calls=0)
    endpoint = resolve("m", Settings(base_url="http://127.0.0.1/v1"), topic="none")
    shares = [Limits(calls=5, requests=60).share(number, 3, endpoint) for number in range(3)]
    assert [share.calls for share in shares] == [2, 2, 1]
    assert sum(share.requests or 0 for share in shares) == pytest.approx(60)
