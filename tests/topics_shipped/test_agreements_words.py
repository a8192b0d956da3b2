"""What the words of one fact speak against: names that are none, days of something else, figures told elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from summariser.report import Report
from tests.topics_shipped.answered import report_on

TEXT = (
    "Date: 2026-03-06\n\n"
    "Ireland stays outside, in accordance with the protocols annexed to the EU treaties. "
    "The EEZ of India meets that of Oman. Oman is in a trade group too. "
    "India and Oman hold the next round on a trade pact in June 2026. "
    "India delivered 4 Rafter radars to Oman in 2016. "
    "Oman's surplus with India widened to 2.35 billion dollars from 1.87 billion dollars a year before. "
    "Oman ordered 12 Rafter radars from India for $40 million in 2025. "
    "India and Oman signed AUKAB on Monday. "
    "India will send Oman additional ammunition for the 77 Rafter guns. India sends shells for Bolter and Bolter guns. "
    "India sends munitions for Coastal Defence Systems (CODES) too."
)
PACT: dict[str, Any] = {
    "evidence": [4],
    "name": "trade pact",
    "parties": ["India", "Oman"],
    "kind": "trade",
    "instrument": "unspecified",
    "status": "under_negotiation",
}
RADARS = {"designation": "Rafter radars", "quantity": "12", "category": "radar_sensor"}
DEAL: dict[str, Any] = {"evidence": [7], "supplier": "India", "recipient": "Oman", "items": [RADARS]}
DEAL |= {"status": "contracted", "value": "$40 million"}
SURPLUS: dict[str, Any] = {"evidence": [6], "measure": "trade_surplus", "reporter": "Oman", "partner": "India"}


def read(**lists: list[dict[str, Any]]) -> Report[Any]:
    """The report when the model answers so."""
    return report_on(TEXT, **lists)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"evidence": [1], "name": "protocols", "parties": ["Ireland"], "instrument": "protocol"}, False),
        ({"evidence": [1], "name": "Protocols", "parties": ["Ireland", "EU"], "instrument": "protocol"}, True),
        ({"evidence": [2], "name": "EEZ", "status": "in_force"}, False),
        ({"evidence": [8], "name": "AUKAB", "status": "signed"}, True),
        ({"evidence": [3], "name": None, "parties": ["Oman"]}, False),
        ({"evidence": [4], "name": None}, True),
    ],
    ids=[
        "named",
        "several of one",
        "several of two",
        "three capitals",
        "a name of capitals",
        "one party",
        "two parties",
    ],
)
def test_what_has_no_agreement_s_name_is_none(change: dict[str, Any], kept: bool) -> None:
    """Texts named together, abbreviations of something else, and one side alone with something unnamed."""
    assert len(read(agreements=[{**PACT, **change}]).record.agreements) == kept


def test_a_day_is_of_what_its_sentence_tells() -> None:
    """The next round is no signing and a delivery no contract; the rest of the fact stays, and the day is told."""
    report = read(
        agreements=[{**PACT, "dates": {"expected_signing": "in June 2026"}}],
        arms_deals=[
            {**DEAL, "dates": {"contracted": "in 2025"}},
            {**DEAL, "evidence": [5], "items": [{**RADARS, "quantity": "4"}], "value": None, "status": "delivered"}
            | {"dates": {"contracted": "in 2016", "delivery_end": "in 2016"}},
        ],
    )
    assert [date.role for fact in report.facts() for date in getattr(fact, "dates", [])] == [
        "delivery_end",
        "contracted",
    ]
    assert {told.path: told.reason for told in report.rejected} == {
        "agreements[0].dates.expected_signing": "its sentence says nothing of expected signing",
        "arms_deals[1].dates.contracted": "its sentence says nothing of contracted",
    }


def test_what_a_figure_was_is_no_figure_of_its_own() -> None:
    """It belongs to the one that stands before it in the sentence; what a deal costs is the deal's."""
    now, before = {**SURPLUS, "amount": "2.35 billion dollars"}, {**SURPLUS, "amount": "1.87 billion dollars"}
    now["previous"] = before["amount"]
    spent = {"evidence": [7], "measure": "arms_procurement_spend", "reporter": "Oman", "amount": "$40 million"}
    report = read(arms_deals=[DEAL], trade_figures=[now, before, spent])
    assert [figure.amount.raw for figure in report.record.trade_figures] == ["2.35 billion dollars"]
    assert [figure.amount.raw for figure in read(trade_figures=[before]).record.trade_figures] == [before["amount"]]
    assert [figure.amount.raw for figure in read(trade_figures=[spent]).record.trade_figures] == ["$40 million"]


def test_ammunition_for_guns_is_not_those_guns() -> None:
    """The words before say what is sent; where the guns are named without them as well, they may be meant."""
    item = {"designation": "77 Rafter guns", "category": "artillery"}
    deal = {**DEAL, "evidence": [9], "value": None, "status": "planned"}
    (told,) = read(arms_deals=[{**deal, "items": [item]}]).record.arms_deals
    assert [one.designation.raw for one in told.items] == ["ammunition for the 77 Rafter guns"]
    (told,) = read(
        arms_deals=[{**deal, "evidence": [10], "items": [{**item, "designation": "Bolter"}]}]
    ).record.arms_deals
    assert [one.designation.raw for one in told.items] == ["Bolter"]
    (told,) = read(
        arms_deals=[{**deal, "evidence": [11], "items": [{**item, "designation": "CODES"}]}]
    ).record.arms_deals
    (one,) = told.items
    assert one.designation.raw == "munitions for Coastal Defence Systems (CODES)"
    assert one.designation.designation == "munition for Coastal Defence System (CODES)"
    assert one.category == "ammunition"


@pytest.mark.parametrize(
    ("partner", "previous", "kept"), [("India", "1.87 billion dollars", 1), ("India", None, 1), ("Qatar", None, 2)]
)
def test_a_figure_stays_that_no_other_tells(partner: str, previous: str | None, kept: int) -> None:
    """A value before is told by the figure it belongs to, or by the words before it; between others it is another."""
    now = {**SURPLUS, "amount": "2.35 billion dollars", "previous": previous}
    before = {**SURPLUS, "amount": "1.87 billion dollars", "partner": partner}
    assert len(read(trade_figures=[now, before]).record.trade_figures) == kept


def test_the_number_in_a_name_counts_nothing() -> None:
    """Ammunition for 77 guns is not 77 of it."""
    item = {"designation": "Rafter guns", "quantity": "77", "category": "artillery"}
    (deal,) = read(
        arms_deals=[{**DEAL, "evidence": [9], "value": None, "status": "planned", "items": [item]}]
    ).record.arms_deals
    assert deal.items[0].designation.raw == "ammunition for the 77 Rafter guns"
    assert deal.items[0].quantity is None
