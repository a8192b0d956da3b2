"""Ended and gone on with: killed, interrupted, stopped; what was paid for is not paid for again."""

from __future__ import annotations

import re
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summariser.article import Article
from summariser.errors import AuthenticationFailed, BudgetExceeded, ModelUnavailable, ProviderFailed, SummariserError
from summariser.llm.usage import Budget
from summariser.store.states import State
from tests.batch.killing import answering_after, command, kill_again_and_again, started
from tests.batch.runs import STAGES, Bench, article, asked_twice, faulty, number_of, write_list
from tests.llm.server import Asked, FaultServer, Reply, fault
from tests.pipeline.answering import except_for, well

pytestmark = pytest.mark.long
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
CALLS = 16


@posix
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """After ``kill -9``, five times over, the store equals that of an undisturbed run, and little was asked again."""
    store, undisturbed = str(tmp_path / "killed.db"), str(tmp_path / "whole.db")
    done = kill_again_and_again(tmp_path, store, undisturbed, articles=60, kills=5, calls=CALLS, delay=0.1, seed=1)
    assert done.code == 0
    assert done.same
    assert done.repeated <= 2 * CALLS * done.kills


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_within_seconds_and_whole(number: int, tmp_path: Path) -> None:
    """Calls in flight are cancelled, states are written, nothing stays claimed; the next run goes on."""
    sources = [str(write_list(tmp_path / "a.jsonl", 40))]
    store = tmp_path / "r.db"
    told = False
    with answering_after(lambda: 0 if told else 0.3) as server:
        with started(command(sources, str(store), server.address, "--calls", "4")) as process:
            while len(server.asked) < 30:
                assert process.poll() is None
                time.sleep(0.01)
            process.send_signal(number)
            sent = time.monotonic()
            _, said = process.communicate(timeout=60)
            assert time.monotonic() - sent < 30
        told = True
        assert process.returncode == 128 + number
        assert "go on: summariser batch" in said
        runs = Bench(server.address, store)
        states = runs.states()
        assert State.RUNNING not in states.values()
        before = len(server.asked)
        tally = runs.run(sources)
    assert tally.done + tally.before == 40
    assert tally.before > 0
    assert len(asked_twice(server)) <= 4
    assert len(server.asked) - before < 40 * len(STAGES) - 30 + 5


def test_what_failed_is_not_asked_again_unless_told(tmp_path: Path) -> None:
    """A second run leaves failed and partial articles; ``retry_failed`` asks exactly what is missing."""
    broken = True
    good = well()

    def decide(asked: object) -> Reply:
        reply = good(asked)  # type: ignore[arg-type]
        if broken and (number_of(asked) == 1 or "arms_deals" in reply.body.decode()):  # type: ignore[arg-type]
            return fault(400, code="content_filter")
        return reply

    with FaultServer(decide) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        articles = [article(n) for n in range(3)]
        first = runs.run(articles)
        assert (first.partial, first.failed) == (2, 1)
        asked = len(server.asked)
        second = runs.run(articles)
        assert (second.left_failed, second.asked) == (3, 0)
        assert len(server.asked) == asked
        broken = False
        third = runs.run(articles, retry_failed=True)
    assert third.done == 3
    assert third.asked == len(server.asked) - asked == 2 + len(STAGES)
    assert third.reused == 2 * (len(STAGES) - 1)
    assert runs.spent() == (len(server.asked), *server.billed)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (fault(401), AuthenticationFailed),
        (fault(404), ModelUnavailable),
        (fault(429, code="insufficient_quota"), ProviderFailed),
    ],
    ids=["key", "model", "quota"],
)
def test_what_every_article_would_meet_ends_the_run(reply: Reply, kind: type[SummariserError], tmp_path: Path) -> None:
    """A wrong key costs a few calls, not one for each article; the rest is pending and not failed."""
    with FaultServer([reply]) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        batch = runs.batch()
        tally = batch.run([article(n) for n in range(20)])
        assert type(batch.stopped) is kind
        assert len(server.asked) <= 3 * runs.calls
        assert tally.failed == 0
        assert State.FAILED not in runs.states().values()
        assert State.RUNNING not in runs.states().values()


def test_an_outage_ends_the_run(tmp_path: Path) -> None:
    """A server that fails on and on is not asked about every article."""
    with FaultServer([fault(500)]) as server:
        runs = Bench(server.address, tmp_path / "r.db", retry_for=0.05)
        batch = runs.batch()
        tally = batch.run([article(n) for n in range(60)])
    assert isinstance(batch.stopped, ProviderFailed)
    assert tally.failed < 20


def test_a_budget_is_never_passed(tmp_path: Path) -> None:
    """The run stops before its budget is passed, by the server's own count, and goes on with a larger one."""
    most, good = 30_000, well()

    def dear(asked: Asked) -> Reply:
        reply = good(asked)
        body = reply.body.replace(b'"prompt_tokens": 11', b'"prompt_tokens": 900').replace(b": 7", b": 100")
        return replace(reply, body=body, billed=(900, 100))

    with FaultServer(dear) as server:
        runs = Bench(server.address, tmp_path / "r.db", options={"budget": Budget(tokens=most)})
        batch = runs.batch()
        tally = batch.run([article(n) for n in range(20)])
        assert isinstance(batch.stopped, BudgetExceeded)
        assert most // 2 < sum(server.billed) <= most, "what calls in flight hold is waited for"
        runs.options = {}
        rest = runs.run(None)
    assert tally.done + rest.done == len(runs.reports()) > 0
    assert asked_twice(server) == []


def test_the_store_alone_is_enough_to_go_on(tmp_path: Path) -> None:
    """Without sources, a run reads what an earlier one left: from the store, the files may be gone."""
    sources = write_list(tmp_path / "a.jsonl", 6)
    with FaultServer([fault(401)]) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        runs.run([str(sources)])
    left = len(runs.states())
    sources.unlink()
    with FaultServer(well()) as server:
        runs.address = server.address
        assert runs.run(None).done == left > 0


def test_the_same_text_twice_is_read_once(tmp_path: Path) -> None:
    """An article that comes twice, at the same time or later, costs nothing."""
    slow = lambda asked: replace(well()(asked), delay=0.1)  # noqa: E731
    with FaultServer(slow) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n % 3) for n in range(12)])
    assert (tally.done, tally.before) == (3, 9)
    assert len(server.asked) == 3 * len(STAGES)


def test_another_model_reads_anew_and_another_length_asks_the_summary_alone(tmp_path: Path) -> None:
    """The key is content, model, topic and prompt: what does not change is not paid for again."""
    with FaultServer(well()) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        runs.run([article(0)])
        runs.options = {"sentences": 2}
        tally = runs.run([article(0)])
        assert (tally.done, tally.asked, tally.reused) == (1, 1, 3)
        runs.options = {"model": "another"}
        tally = runs.run([article(0)])
    assert (tally.done, tally.asked) == (1, 4)


def test_a_claim_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    """Nobody waits for the lease of a process that is gone; one that lives keeps its articles."""
    import platform

    from summariser.batch.claims import Claims, Verdict
    from summariser.store.keys import Setup
    from summariser.store.store import Store
    from summariser.summariser import Summariser

    with Store.open(tmp_path / "r.db") as store, Summariser("agreements", model="m", base_url="http://x/v1") as read:
        setup = Setup.of(read)
        articles = [article(n) for n in range(3)]
        keys = [state.key for state in store.add(articles, setup)]
        store.claim(keys[:1], f"{platform.node()}/999999999/x", lease=1000)
        store.claim(keys[1:2], f"{platform.node()}/1/x", lease=1000)
        claims = Claims(store, setup, retry_failed=False)
        verdicts = [verdict for _, verdict in claims.admit(articles)]
    assert verdicts == [Verdict.READ, Verdict.ELSEWHERE, Verdict.READ]


def test_a_faulty_article_does_not_take_the_others_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program itself fails on an article, that article alone has failed, and says so."""
    from summariser.summariser import Summariser

    plan = Summariser.plan

    def tripping(self: Summariser[Any], read: Article) -> object:
        if "number 2." in read.text:
            raise ZeroDivisionError("planted")
        return plan(self, read)

    monkeypatch.setattr(Summariser, "plan", tripping)
    with FaultServer(well()) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n) for n in range(4)])
    assert (tally.done, tally.failed) == (3, 1)
    (trouble,) = runs.troubles
    assert re.search("article 2.*ZeroDivisionError: planted", str(trouble.error))


def test_a_stage_that_failed_is_asked_for_alone(tmp_path: Path) -> None:
    """Of a partial article only the missing question goes out again, whichever it was."""
    for stage in STAGES:
        with FaultServer(except_for(stage, fault(400, code="content_filter"))) as server:
            runs = Bench(server.address, tmp_path / f"{stage}.db")
            runs.run([article(0)])
        with FaultServer(faulty(fault(500), stage_of=lambda _: "", times=0)) as server:
            runs.address = server.address
            tally = runs.run(None, retry_failed=True)
            assert [asked.label for asked in server.asked] == [stage.replace("_", "")]
        assert (tally.done, tally.reused) == (1, 3)
