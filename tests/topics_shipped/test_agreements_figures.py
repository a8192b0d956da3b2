"""Figures that are none: in units that their measure does not come in, changes, and what others were before."""

from __future__ import annotations

from typing import Any

import pytest
from summariser.schemas.agreements_vocabulary import MEASURED_IN, Measure

from summariser.report import Report
from tests.topics_shipped.answered import report_on

TEXT = (
    "India's exports to Oman fell by $2 million to $90 million. The talks took 12 months and cost 65,000 jobs. "
    "India supplied 81 per cent of Oman's rice; it had been 74 per cent before. "
    "Oman's surplus with India was $5 billion, down $1 billion from May. The beef quota rises by 60,000 tonnes. "
    "Oman got 70 trucks as aid, and 40,000 tonnes of rice. Oman's share of the rice was 9 per cent."
)
EXPORTS: dict[str, Any] = {"measure": "exports", "reporter": "India", "partner": "Oman"}
SHARE: dict[str, Any] = {"measure": "trade_share", "reporter": "Oman", "partner": "India"}


def read(*figures: dict[str, Any]) -> Report[Any]:
    """The report when the model answers so."""
    return report_on(TEXT, trade_figures=list(figures))


@pytest.mark.parametrize(
    ("measure", "amount", "sentence", "kept"),
    [
        ("exports", "$90 million", 1, True),
        ("exports", "$2 million", 1, False),
        ("purchase_commitment", "12 months", 2, False),
        ("economic_impact", "65,000 jobs", 2, False),
        ("trade_share", "81 per cent", 3, True),
        ("total_trade", "81 per cent", 3, False),
        ("trade_surplus", "$5 billion", 4, True),
        ("trade_surplus", "$1 billion", 4, False),
        ("quota", "60,000 tonnes", 5, True),
        ("aid", "70", 6, False),
        ("aid", "40,000 tonnes", 6, True),
    ],
)
def test_a_measure_has_its_units_and_is_no_change(measure: str, amount: str, sentence: int, kept: bool) -> None:
    """What it is told in decides whether it can be one; quotas are told by what is added."""
    report = read({"evidence": [sentence], "measure": measure, "amount": amount, "reporter": "Oman"})
    assert len(report.record.trade_figures) == kept
    assert any(rejection.whole for rejection in report.rejected) != kept


def test_every_measure_has_its_units() -> None:
    """One that is added to the vocabulary says what it comes in."""
    assert set(MEASURED_IN) == set(Measure)


def test_what_a_figure_had_been_is_told_with_it() -> None:
    """Alone it is a figure; beside the one that it became it is none."""
    now, before = {**SHARE, "evidence": [3], "amount": "81 per cent"}, {**SHARE, "evidence": [3]}
    before["amount"] = "74 per cent"
    assert [figure.amount.raw for figure in read(now, before).record.trade_figures] == ["81 per cent"]
    assert [figure.amount.raw for figure in read(before).record.trade_figures] == ["74 per cent"]
    elsewhere = {**SHARE, "evidence": [7], "amount": "9 per cent"}
    assert len(read(elsewhere, before).record.trade_figures) == 2


def test_a_figure_is_somebody_s() -> None:
    """The share of a trade that no country or organisation has is no trade between countries."""
    rice = {"evidence": [7], "measure": "trade_share", "amount": "9 per cent"}
    assert read(rice).record.trade_figures == []
    assert len(read({**rice, "partner": "Oman"}).record.trade_figures) == 1


def test_a_change_is_a_percentage() -> None:
    """A sum beside a figure is no percentage, and is cut from it."""
    (figure,) = read(
        {**EXPORTS, "evidence": [1], "amount": "$90 million", "change_pct": "$2 million"}
    ).record.trade_figures
    assert figure.change_pct is None
