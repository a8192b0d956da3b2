"""What is found: by party, equipment, vocabulary, date and words; a search is data, never a language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summariser.store.entries import FactQuery
from summariser.store.store import Store
from tests.store.reports import SETUP, agreement, article, cited, dated, deal, figure, leaf, report

US, IN, OM = ("United States", "US"), ("India", "IN"), ("Oman", "OM")
INJECTIONS = (
    "'; DROP TABLE articles; --", '" OR 1=1', "NEAR(pact, 5)", "title:pact", "pact*", "^pact", "pact AND", "(", ")",
    '"', '""', "pact -oman", "{title}: pact", "a:b:c", "%", "_", "\\", "\x00", "!&|<->", "pact:*", "'pact'", "*",
)  # fmt: skip


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with facts of several kinds."""
    reads = [article("First. Türkiye said so.", title="Pact"), article("Second.", published=date(2024, 5, 1))]
    first, second = (state.key for state in store.add(reads, SETUP))
    lists: dict[str, Any] = {
        "agreements": [
            agreement(US, IN, id="A1", name=leaf("Framework for Defence"), dates=[dated("2025-10-31", "signed")]),
            agreement(("Türkiye", "TR"), OM, id="A2", kind="alliance", dates=[dated("2008/..", "effective")]),
        ],
        "arms_deals": [
            deal(US, OM, "FGM-148 Javelin", id="D1", evidence=cited("Oman ordered F-16s for its air force."))
        ],
    }
    store.finish(first, report(reads[0], **lists))
    store.finish(second, report(reads[1], trade_figures=[figure(IN, OM, "4100000000", id="T1")]))
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (FactQuery(), "A1 A2 D1 T1"),
        (FactQuery(party="IN"), "A1 T1"),
        (FactQuery(party="in"), "A1 T1"),
        (FactQuery(party="India"), "A1 T1"),
        (FactQuery(party="USA"), "A1 D1"),
        (FactQuery(party="turkiye"), "A2"),
        (FactQuery(party="TÜRKİYE"), "A2"),
        (FactQuery(party="Ind"), ""),
        (FactQuery(equipment="javelins"), "D1"),
        (FactQuery(equipment="FGM148"), "D1"),
        (FactQuery(equipment="fgm 148"), "D1"),
        (FactQuery(equipment="FGM-14"), ""),
        (FactQuery(equipment="%"), ""),
        (FactQuery(type="arms_deals"), "D1"),
        (FactQuery(kind="alliance"), "A2"),
        (FactQuery(kind="exports"), "T1"),
        (FactQuery(status="contracted"), "D1"),
        (FactQuery(status="signed", party="OM"), "A2"),
        (FactQuery(choices={"items.category": "missile"}), "D1"),
        (FactQuery(choices={"instrument": "agreement", "kind": "trade"}), "A1"),
        (FactQuery(choices={"items.category": "%"}), ""),
        (FactQuery(since=date(2025, 10, 31)), "A1 A2 D1"),
        (FactQuery(until=date(2008, 1, 1)), "A2"),
        (FactQuery(since=date(2024, 1, 1), until=date(2024, 12, 31)), "A2 T1"),
        (FactQuery(since=date(2025, 11, 1), until=date(2025, 12, 1)), "A2"),
        (FactQuery(text="framework"), "A1"),
        (FactQuery(text="f-16"), "D1"),
        (FactQuery(text='"air force"'), "D1"),
        (FactQuery(text='"force air"'), ""),
        (FactQuery(topic="other"), ""),
        (FactQuery(topic="agreements", party="OM", text="javelin"), "D1"),
    ],
    ids=str,
)
def test_facts_are_found(filled: Store, query: FactQuery, found: str) -> None:
    """Everything that is asked for has to hold, and only that is found; values come with their facts."""
    assert [row.id for row in filled.facts(query)] == found.split()
    with_values = list(filled.values(query))
    assert [row.id for row, _ in with_values] == found.split()
    assert all(values for _, values in with_values)


def test_a_fact_has_kind_status_and_dates_of_its_types(filled: Store) -> None:
    """Kind, status and days come from the classes and the declaration of the topic."""
    found = {row.id: (row.type, row.kind, row.status, row.first, row.last) for row in filled.facts()}
    day = date(2025, 10, 31)
    assert found["A1"] == ("agreements", "trade", "signed", day, day)
    assert found["A2"] == ("agreements", "alliance", "signed", date(2008, 1, 1), date.max)
    assert found["D1"] == ("arms_deals", "unspecified", "contracted", None, None)
    assert found["T1"] == ("trade_figures", "exports", None, None, None)


@pytest.mark.parametrize("asked", ["pact", "PACT", "turkiye", "türkiye first", '"Türkiye said"', "summaries"])
def test_articles_are_found_by_words(filled: Store, asked: str) -> None:
    """Title, text and summary are searched, without case, accents and endings."""
    assert "pact.txt" in {hit.source for hit in filled.search(asked)}


@pytest.mark.parametrize("asked", ["pact nowhere", '"said Türkiye"', "", "   ", '""'])
def test_what_is_not_there_is_not_found(filled: Store, asked: str) -> None:
    """All words have to be there, those in quotes together; no words find nothing."""
    assert filled.search(asked) == []


@pytest.mark.parametrize("asked", INJECTIONS)
def test_a_search_is_no_language(filled: Store, asked: str) -> None:
    """Operators of both databases are words or nothing; none is an error, and nothing is changed by them."""
    filled.search(asked)
    for query in (FactQuery(text=asked), FactQuery(party=asked), FactQuery(equipment=asked), FactQuery(kind=asked)):
        list(filled.facts(query))
    list(filled.facts(FactQuery(choices={asked: asked})))
    filled.find(asked)
    assert len(list(filled.facts())) == 4


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=60))
def test_any_search_is_answered(filled: Store, asked: str) -> None:
    """No text a user may type is an error."""
    assert len(filled.search(asked)) <= 2
    list(filled.facts(FactQuery(text=asked, equipment=asked, party=asked)))
