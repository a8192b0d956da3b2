"""The store: what is kept comes back, on both databases."""

from __future__ import annotations

from summariser.schemas.agreements import Agreements

from summariser.report import Report
from summariser.store.entries import FactQuery, State
from summariser.store.store import Store
from tests.store.reports import SETUP, agreement, answer, article, dated, deal, report

US, IN = ("United States", "US"), ("India", "IN")


def test_a_report_comes_back_as_it_was(store: Store) -> None:
    """A finished article is done, and its report and the article itself are equal to what was kept."""
    read = article(title="Pact «signed» in Muscat", site="Ωmega")
    state = store.add([read], SETUP)[0]
    assert (state.state, state.known) == (State.PENDING, False)
    original = report(read, agreements=[agreement(US, IN, dates=[dated("2025-10-31", "signed")])])
    store.finish(state.key, original)
    kept = store.report(state.key)
    assert kept is not None
    assert Report[Agreements].model_validate_json(kept) == original
    assert store.article(state.key) == read
    found = store.state(state.key)
    assert found is not None
    assert found.state is State.DONE
    rows = list(store.facts(FactQuery(party="IN", kind="trade", status="signed")))
    assert [row.id for row in rows] == ["A1"]
    assert [hit.key for hit in store.search('"trade pact" muscat')] == [state.key]
    assert store.claim([state.key], "me") == set()
    store.keep_answer(state.key, "q", "agreements", answer())
    assert store.answer("q") is not None
    store.flush()
    kept_answer = store.answer("q")
    assert kept_answer is not None
    assert kept_answer.answer == answer()
    assert store.spent()[0].calls == 1
    assert [row.source for row in store.articles()] == ["pact.txt"]
    assert store.counts()[State.DONE] == 1
    assert [row.key for row in store.find(state.key[:8])] == [state.key]
    store.finish(state.key, report(read, arms_deals=[deal(US, IN, "FGM-148 Javelin")]))
    assert [row.id for row in store.facts(FactQuery(equipment="javelins"))] == ["D1"]
