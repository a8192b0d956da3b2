"""What the facts of one article say of each other: one agreement is one entry, a purchase is a deal."""

from __future__ import annotations

from typing import Any

import pytest

from summariser.extraction import SAID_TWICE
from summariser.report import Report
from tests.topics_shipped.answered import report_on

TEXT = (
    "Title: Two ministers in Muscat\nDate: 2025-10-31\n\n"
    "India and Oman signed the Free Trade Agreement (FTA) on Friday. The FTA had been under negotiation since 2023. "
    "Talks on a protocol go on. Oman ordered 12 Rafter radars from India. "
    "In 2019 India and Oman signed a Free Trade Agreement that never came into force. "
    "India and Qatar signed the FTA too. India and Oman signed a contract for the radars. "
    "Oman flies Indian Rafter radars already, plans to buy 12 Rafter radars more, "
    "and Qatar plans to buy 12 Rafter radars from India. "
    "India will deliver 12 Rafter radars with generators, spare and repair parts, training devices and spare antennas "
    "to Oman. The Quad met in Muscat. Acme Corp. and Beta Steel Ltd of India and Oman signed a memorandum. "
    "India and the Reserve Bank of India signed a swap agreement. Oman will give arms and other military aid to Qatar, "
    "and arms and 12 Rafter radars. India and Indian rebels signed a truce."
)
PACT: dict[str, Any] = {
    "evidence": [1],
    "name": "Free Trade Agreement (FTA)",
    "parties": ["India", "Oman"],
    "kind": "trade",
    "instrument": "agreement",
    "status": "signed",
    "dates": {"signed": "on Friday"},
}
SHORT = {**PACT, "evidence": [2], "name": "FTA", "status": "under_negotiation", "dates": {}}
BUY = {**PACT, "evidence": [4], "name": "12 Rafter radars", "kind": "arms_procurement", "dates": {}}
BUY |= {"status": "signed", "instrument": "unspecified"}
DEAL: dict[str, Any] = {
    "evidence": [4],
    "supplier": "India",
    "recipient": "Oman",
    "items": [{"designation": "Rafter radars", "quantity": "12", "category": "radar_sensor"}],
    "status": "contracted",
}


def read(*agreements: dict[str, Any], deals: tuple[dict[str, Any], ...] = ()) -> Report[Any]:
    """The report when the model answers so."""
    return report_on(TEXT, agreements=list(agreements), arms_deals=list(deals))


def names(report: Report[Any]) -> list[str]:
    """The names of the agreements that were kept."""
    return [agreement.name.raw for agreement in report.record.agreements]


@pytest.mark.parametrize("order", [(PACT, SHORT), (SHORT, PACT)])
def test_a_stage_told_by_another_name_is_no_second_agreement(order: tuple[dict[str, Any], ...]) -> None:
    """An abbreviation or a shorter name of the same parties' agreement; what went is told."""
    report = read(*order)
    assert names(report) == ["Free Trade Agreement (FTA)"]
    assert [told.reason for told in report.rejected if told.whole] == [SAID_TWICE]


def test_the_same_name_at_two_stages_is_one_agreement() -> None:
    """The first is kept, and not both dropped for each other."""
    again = {**PACT, "evidence": [2], "name": "FTA", "status": "under_negotiation", "dates": {}}
    report = read(SHORT, {**again, "status": "proposed"})
    assert names(report) == ["FTA"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"evidence": [6], "parties": ["India", "Qatar"]}, "other parties"),
        ({"evidence": [3], "name": "protocol"}, "a common word is no name"),
        ({"kind": "finance_debt"}, "another kind"),
        ({"evidence": [5], "name": "Free Trade Agreement", "dates": {"signed": "In 2019"}}, "signed another time"),
    ],
)
def test_other_agreements_stay(change: dict[str, Any], why: str) -> None:
    """Near is not the same."""
    assert len(read(PACT, {**SHORT, **change}).record.agreements) == 2, why


def test_a_purchase_without_an_instrument_is_the_deal() -> None:
    """What one sentence says is ordered is a transfer of arms; an agreement needs an instrument."""
    report = read(BUY, deals=(DEAL,))
    assert names(report) == []
    assert len(report.record.arms_deals) == 1
    signed = {**BUY, "evidence": [4, 7], "instrument": "contract", "name": "contract for the radars"}
    assert names(read(signed, deals=(DEAL,))) == ["contract for the radars"]
    assert names(read({**BUY, "evidence": [4, 7]})) == ["12 Rafter radars"]


def test_two_reasons_cost_one_fact() -> None:
    """An entry that is doubted twice is taken out once, and its neighbour stays."""
    report = read(PACT, BUY, {**BUY, "name": "Rafter radars", "status": "agreed_in_principle"}, deals=(DEAL,))
    assert names(report) == ["Free Trade Agreement (FTA)"]


RADARS = DEAL["items"][0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"items": [{**RADARS, "designation": "radars"}]}, "named less exactly"),
        ({"items": [{**RADARS, "designation": "radars", "quantity": None}]}, "no number"),
        ({"status": "delivered"}, "another stage of the same number"),
    ],
)
def test_a_deal_that_another_tells_is_no_second_deal(change: dict[str, Any], why: str) -> None:
    """Same sides and items: two entries of one order are one, and what went is told."""
    report = read(deals=(DEAL, {**DEAL, **change}))
    assert [item.designation.raw for deal in report.record.arms_deals for item in deal.items] == ["Rafter radars"], why
    assert [told.reason for told in report.rejected if told.whole] == [SAID_TWICE]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"recipient": "Qatar", "evidence": [8]}, "another recipient"),
        ({"status": "in_service", "items": [{**RADARS, "quantity": None}], "evidence": [8]}, "those that they have"),
        ({"status": "planned", "evidence": [8]}, "as many more, told elsewhere"),
    ],
)
def test_other_deals_stay(change: dict[str, Any], why: str) -> None:
    """An order, a plan and what is in service are separate."""
    assert len(read(deals=({**DEAL, **change}, DEAL)).record.arms_deals) == 2, why


def test_support_that_comes_with_equipment_is_no_item() -> None:
    """Parts, tools and training in the list of a notice are cut and told; equipment, and parts of something, stay."""
    listed = ("generators", "spare and repair parts", "training devices", "spare antennas")
    items = [RADARS, *({"designation": name, "category": "other"} for name in listed)]
    report = read(deals=({**DEAL, "evidence": [9], "status": "contracted", "items": items},))
    (deal,) = report.record.arms_deals
    assert [item.designation.raw for item in deal.items] == ["Rafter radars", "generators", "spare antennas"]
    assert [told.reason.partition(" ")[0] for told in report.rejected] == ["support", "support"]


def test_arms_in_general_are_no_item() -> None:
    """A deal that names nothing is none; beside equipment general words are cut."""
    arms = {"designation": "arms", "category": "other"}
    gift = {**DEAL, "supplier": "Oman", "recipient": "Qatar", "evidence": [13], "status": "planned", "items": [arms]}
    assert read(deals=(gift,)).record.arms_deals == []
    (deal,) = read(deals=({**gift, "items": [arms, RADARS]},)).record.arms_deals
    assert [item.designation.raw for item in deal.items] == ["Rafter radars"]


def test_a_deal_of_parts_alone_stays() -> None:
    """Spare parts may be all that is delivered; a sentence that names them with equipment tells one deal."""
    parts = {**DEAL, "evidence": [9], "items": [{"designation": "spare and repair parts", "category": "other"}]}
    assert len(read(deals=(parts,)).record.arms_deals) == 1
    both = read(deals=({**DEAL, "evidence": [9]}, parts)).record.arms_deals
    assert [item.designation.raw for deal in both for item in deal.items] == ["Rafter radars"]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"evidence": [10], "name": "Quad", "kind": "defence_cooperation"}, []),
        ({"evidence": [11], "name": "memorandum", "parties": ["Acme Corp.", "Beta Steel Ltd"]}, []),
        ({"evidence": [11], "name": "memorandum", "parties": ["Oman", "Beta Steel Ltd"]}, ["memorandum"]),
        ({"evidence": [12], "name": "swap agreement", "parties": ["India", "Reserve Bank of India"]}, []),
        ({"evidence": [14], "name": "truce", "parties": ["India", "Indian rebels"]}, ["truce"]),
    ],
)
def test_groups_and_companies_make_no_agreement(change: dict[str, Any], left: list[str]) -> None:
    """A group of states is none, nor what companies sign, whatever states the sentence names."""
    assert names(read({**PACT, "dates": {}, **change})) == left
