"""Several workers: an article is read by one at a time, and what a dead one had is read by another."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from summariser.errors import ProviderFailed
from summariser.store.states import State
from summariser.store.store import Store
from tests.store.reports import SETUP, article, report

READS = [article(f"Number {number}.") for number in range(30)]


def test_an_article_has_one_worker(address: str) -> None:
    """Four programs that claim everything at once get each article once."""
    stores = [Store.open(address) for _ in range(4)]
    keys = [state.key for state in stores[0].add(READS, SETUP)]
    try:
        with ThreadPoolExecutor(len(stores)) as pool:
            claims = [pool.submit(store.claim, keys, f"worker {number}") for number, store in enumerate(stores)]
            claimed = Counter(key for claim in claims for key in claim.result())
        left = [key for key in keys if key not in claimed]
        claimed.update(stores[0].claim(left, "worker 0"))
        assert claimed == Counter(keys)
        state = stores[0].state(keys[0])
        assert state is not None
        assert (state.state, state.tries) == (State.RUNNING, 1)
    finally:
        for store in stores:
            store.close()


def test_a_claim_ends_when_its_worker_is_silent(store: Store) -> None:
    """A lease that ran out can be claimed by another; one that is renewed cannot."""
    dead, alive, own = (state.key for state in store.add(READS[:3], SETUP))
    assert store.claim([dead], "dead", lease=-1) == {dead}
    assert store.claim([alive], "alive", lease=-1) == {alive}
    assert store.claim([own], "me", lease=60) == {own}
    assert store.renew("alive", lease=60) == 1
    assert store.claim([dead, alive, own], "me") == {dead, own}
    assert store.claim([dead, alive, own], "another") == set()
    state = store.state(dead)
    assert state is not None
    assert (state.worker, state.tries) == ("me", 2)


def test_done_is_not_claimed_and_failed_is(store: Store) -> None:
    """What is done is never read again; what failed, or lacks a part, may be."""
    done, partial, failed, pending = (state.key for state in store.add(READS[:4], SETUP))
    store.finish(done, report(READS[0]))
    store.finish(partial, report(READS[1], missing=True))
    store.fail(failed, ProviderFailed("away"))
    assert store.claim([done, partial, failed, pending, "0" * 64], "me") == {partial, failed, pending}


def test_what_is_given_back_is_what_it_was(store: Store) -> None:
    """A worker that stops gives back what it did not finish, and only that."""
    finished, partial, failed, pending, foreign = (state.key for state in store.add(READS[:5], SETUP))
    store.finish(partial, report(READS[1], missing=True))
    store.fail(failed, ProviderFailed("away"))
    store.claim([finished, partial, failed, pending], "me")
    store.claim([foreign], "another")
    store.finish(finished, report(READS[0]))
    assert store.release("me") == 3
    assert store.release("me") == 0
    expected = [State.DONE, State.PARTIAL, State.FAILED, State.PENDING, State.RUNNING]
    assert [row.state for row in store.articles()] == expected
