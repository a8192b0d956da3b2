"""Many questions at once: threads, event loops, connections and budgets."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest

from summariser.errors import BudgetExceeded
from summariser.llm.client import ModelClient
from summariser.llm.usage import Budget, Ledger, Usage
from tests.llm.callers import QUESTION, client_for
from tests.llm.server import FaultServer, answer

GOOD = answer({"things": [{"a": 1}]})
SLOW = replace(GOOD, delay=0.2)


def test_threads_share_one_connection_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that ask for the first time at once make one client, so that closing closes everything."""
    made = []
    with FaultServer([GOOD]) as server, client_for(server.address) as client:
        connect = client.connections._connect
        monkeypatch.setattr(client.connections, "_connect", lambda **how: made.append(how) or connect(**how))
        barrier = threading.Barrier(8)

        def ask() -> object:
            barrier.wait()
            return client.ask(QUESTION).data

        with ThreadPoolExecutor(8) as pool:
            answers = [future.result() for future in [pool.submit(ask) for _ in range(8)]]
        client.close()
    assert answers == [{"things": [{"a": 1}]}] * 8
    assert len(made) == 1
    assert client.ledger.spent.calls == len(server.asked) == 8


def test_questions_of_an_event_loop_go_out_at_once() -> None:
    """Four questions to a slow server take the time of one."""

    async def ask_four(client: ModelClient) -> None:
        await asyncio.gather(*(client.aask(QUESTION) for _ in range(4)))
        await client.aclose()

    with FaultServer([SLOW]) as server, client_for(server.address) as client:
        asyncio.run(ask_four(client))
        moments = [asked.at for asked in server.asked]
    assert max(moments) - min(moments) < 0.2
    assert len(moments) == 4


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_client_serves_one_event_loop_after_another() -> None:
    """Connections of a loop that is gone, left open, are not used in the next."""

    async def ask(client: ModelClient) -> object:
        return (await client.aask(QUESTION)).data

    with FaultServer([GOOD]) as server, client_for(server.address) as client:
        assert asyncio.run(ask(client)) == asyncio.run(ask(client)) == {"things": [{"a": 1}]}
        assert len(server.asked) == 2
    del client
    gc.collect()


def test_threads_with_loops_of_their_own() -> None:
    """One client serves several event loops at the same time."""

    async def ask(client: ModelClient) -> object:
        try:
            return (await client.aask(QUESTION)).data
        finally:
            await client.aclose()

    with FaultServer([SLOW]) as server, client_for(server.address) as client, ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(asyncio.run, ask(client)) for _ in range(4)]
        assert [future.result() for future in futures] == [{"things": [{"a": 1}]}] * 4
        assert client.ledger.spent.calls == len(server.asked) == 4


def test_closing_leaves_nothing_open() -> None:
    """After close and aclose no socket is left to the garbage collector."""

    async def ask(client: ModelClient) -> None:
        await client.aask(QUESTION)
        await client.aclose()

    with FaultServer([GOOD]) as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with client_for(server.address) as client:
            client.ask(QUESTION)
            client.close()
            asyncio.run(ask(client))
        del client
        gc.collect()
    assert [str(warning.message) for warning in caught if issubclass(warning.category, ResourceWarning)] == []


def test_closing_twice_or_before_asking_is_fine() -> None:
    """Closing what was never opened does nothing, and a closed client opens again."""
    with FaultServer([GOOD]) as server, client_for(server.address) as client:
        client.close()
        client.ask(QUESTION)
        client.close()
        client.close()
        assert client.ask(QUESTION).data
        client.close()


def test_a_budget_is_checked_before_the_call() -> None:
    """A call that could pass the budget is not made."""
    with FaultServer([GOOD]) as server, client_for(server.address, ledger=Ledger(Budget(tokens=150))) as client:
        with pytest.raises(BudgetExceeded, match="of 150"):
            client.ask(QUESTION)
            client.ask(QUESTION)
        client.close()
        assert client.ledger.spent.calls == len(server.asked) < 2


def test_calls_at_once_cannot_pass_a_budget_together() -> None:
    """Each call that is under way counts with the most it can use."""

    async def ask_ten(client: ModelClient) -> list[object]:
        try:
            return await asyncio.gather(*(client.aask(QUESTION) for _ in range(10)), return_exceptions=True)
        finally:
            await client.aclose()

    most = 500
    with FaultServer([SLOW]) as server, client_for(server.address, ledger=Ledger(Budget(tokens=most))) as client:
        outcomes = asyncio.run(ask_ten(client))
    refused = [outcome for outcome in outcomes if isinstance(outcome, BudgetExceeded)]
    assert 0 < len(server.asked) <= most // QUESTION.max_tokens
    assert len(refused) == 10 - len(server.asked)


def test_what_was_set_aside_is_free_again_afterwards() -> None:
    """A budget that allows one call at a time allows several, one after the other."""
    with FaultServer([GOOD]) as server, client_for(server.address, ledger=Ledger(Budget(tokens=300))) as client:
        for _ in range(4):
            client.ask(QUESTION)
        client.close()
        assert len(server.asked) == 4


def test_a_budget_in_money_needs_prices() -> None:
    """Without a price a budget in money cannot be held, so nothing is called."""
    with FaultServer([GOOD]) as server, client_for(server.address, ledger=Ledger(Budget(cost=Decimal(1)))) as client:
        with pytest.raises(BudgetExceeded, match="no price"):
            client.ask(QUESTION)
        assert server.asked == []
        client.close()


def test_a_budget_in_money_is_held() -> None:
    """The cost of what is spent and of what is set aside counts."""
    ledger = Ledger(Budget(cost=Decimal("1.00")))
    first = ledger.reserve(10, Decimal("0.60"))
    with pytest.raises(BudgetExceeded, match=r"\$0\.6000 of \$1\.00"):
        ledger.reserve(10, Decimal("0.60"))
    ledger.add(Usage(calls=1, cost=Decimal("0.10")), first)
    ledger.reserve(10, Decimal("0.60"))
    assert ledger.spent.cost == Decimal("0.10")
