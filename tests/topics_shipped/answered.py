"""Reports on the tests' own articles, from answers that stand in the tests."""

from __future__ import annotations

from typing import Any

from summariser.reading.reader import Reader
from summariser.report import Report
from tests.llm.server import FaultServer
from tests.pipeline.answering import reading, well


def report_on(text: str, **lists: list[dict[str, Any]]) -> Report[Any]:
    """The report on a text when the model answers with these lists; the others are empty."""
    answers = {"agreements": [], "arms_deals": [], "trade_figures": [], **lists}
    with FaultServer(well(answers)) as server, reading(server) as summariser:
        report: Report[Any] = summariser(Reader().read_text(text))
        return report
