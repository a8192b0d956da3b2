"""Citations that a model forgot are added where the article leaves no doubt, and facts that say the same are one."""

from __future__ import annotations

from typing import Any

import pytest
from summariser.schemas.agreements import ArmsDeal, TradeFigure

from summariser.article import Article
from summariser.citing import ground_citing
from summariser.reading.reader import Reader
from summariser.report import Report
from summariser.values.grounds import Grounds
from tests.llm.server import FaultServer
from tests.pipeline.answering import reading, well

TEXT = (
    "Title: Jets for Oman\nDate: 2025-10-31\n\n"
    "The United States will sell Rafter radars to Oman. The order is for 12 Rafter radars. "
    "Spare parts cost $40 million. Oman has 30 frigates. India exported $5 billion of copper to Oman in 2024. "
    "India exported nickel for $6 billion. Tin made $7 billion, and tin made $7 billion again. Tin made $7 billion."
)
ARTICLE: Article = Reader().read_text(TEXT)
DEAL: dict[str, Any] = {
    "evidence": [1],
    "supplier": "United States",
    "recipient": "Oman",
    "items": [{"designation": "Rafter radars", "quantity": "12", "category": "radar_sensor"}],
    "status": "contracted",
}
FIGURE: dict[str, Any] = {
    "evidence": [5],
    "measure": "exports",
    "amount": "$6 billion",
    "reporter": "India",
    "product": "nickel",
}


def deal(**changes: Any) -> Any:
    """What the product makes of the deal."""
    return ground_citing(ArmsDeal, {**DEAL, **changes}, Grounds(ARTICLE), path="arms_deals[0]")


def figure(**changes: Any) -> Any:
    """What the product makes of the figure."""
    return ground_citing(TradeFigure, {**FIGURE, **changes}, Grounds(ARTICLE), path="trade_figures[0]")


def test_the_sentence_that_counts_the_item_is_cited() -> None:
    """It alone has the number, and it names the item; the citation says who added it."""
    found = deal()
    assert found.fact.items[0].quantity.value == 12
    assert [(citation.sentence, citation.added) for citation in found.fact.evidence] == [(1, False), (2, True)]
    assert found.rejected == ()


def test_a_fact_is_saved_by_the_sentence_of_its_number() -> None:
    """A figure without its amount would be rejected whole."""
    found = figure()
    assert found.fact.amount.amount == 6_000_000_000
    assert [citation.sentence for citation in found.fact.evidence] == [5, 6]


@pytest.mark.parametrize(
    ("quantity", "why"),
    [("30", "its sentence names other equipment"), ("13", "it stands nowhere"), ("$40", "it counts nothing")],
)
def test_other_numbers_are_not_the_items(quantity: str, why: str) -> None:
    """A country that both sentences name is not enough."""
    found = deal(items=[{**DEAL["items"][0], "quantity": quantity}])
    assert found.fact.items[0].quantity is None, why
    assert [citation.sentence for citation in found.fact.evidence] == [1]
    assert found.rejected


def test_words_that_two_sentences_hold_decide_nothing() -> None:
    """Either could be meant."""
    found = figure(product="tin", amount="$7 billion")
    assert found.fact is None


def test_of_two_sentences_the_one_that_names_the_item_is_cited() -> None:
    """Others count something else with the same number, or state a sum of money with it."""
    text = (
        "The state will sell Rafter radars. Congress gave $12 million. It has 12 frigates. It ordered 12 Rafter radars."
    )
    grounds = Grounds(Reader().read_text(text))
    found = ground_citing(ArmsDeal, DEAL, grounds, path="arms_deals[0]")
    assert [(citation.sentence, citation.added) for citation in found.fact.evidence] == [(1, False), (4, True)]
    again = ground_citing(ArmsDeal, {**DEAL, "evidence": [1, 2]}, grounds, path="arms_deals[0]")
    assert again.fact.items[0].quantity.value == 12


LONG = (
    "Delegates met on Monday. It was fine. The United States will sell Rafter radars to Oman. A band played. "
    "It ordered 12 Rafter radars. Lunch was late. The sale was never signed. Nobody spoke."
)


def test_a_whole_article_is_no_citation() -> None:
    """A weak model cites everything; what remains are the sentences with the fact's words."""
    item = {**DEAL, "evidence": list(range(1, 9))}
    found = ground_citing(ArmsDeal, item, Grounds(Reader().read_text(LONG)), path="arms_deals[0]")
    assert [citation.sentence for citation in found.fact.evidence] == [3, 5]
    assert found.rejected == ()


def test_a_sentence_that_the_status_rests_on_stays() -> None:
    """Nothing was copied from it, and yet the fact does not stand without it."""
    text = LONG.replace("It ordered 12 Rafter radars", "It wants 12 Rafter radars").replace(
        "The sale was never signed", "The contract was signed"
    )
    item = {**DEAL, "status": "contracted", "evidence": list(range(1, 9))}
    found = ground_citing(ArmsDeal, item, Grounds(Reader().read_text(text)), path="arms_deals[0]")
    assert found.fact.status == "contracted"
    assert len(found.fact.evidence) == 8


def test_a_few_citations_stay_as_they_are() -> None:
    """A sentence may state a fact in other words than those that were copied."""
    item = {**DEAL, "evidence": [1, 3, 5, 7]}
    found = ground_citing(ArmsDeal, item, Grounds(Reader().read_text(LONG)), path="arms_deals[0]")
    assert [citation.sentence for citation in found.fact.evidence] == [1, 3, 5, 7]


def test_a_sentence_that_speaks_to_a_model_is_never_cited() -> None:
    """Withheld sentences support nothing, whatever they hold."""
    grounds = Grounds(ARTICLE, withheld=frozenset({2}))
    found = ground_citing(ArmsDeal, DEAL, grounds, path="arms_deals[0]")
    assert found.fact is not None and found.fact.items[0].quantity is None


def test_an_answer_without_citations_gets_none() -> None:
    """Nothing was cited, so nothing was read: the program does not search for a fact."""
    assert deal(evidence=[]).fact is None
    assert deal(evidence="1").fact is None
    assert deal(evidence=[99]).fact is None


def read(lists: dict[str, list[Any]]) -> Report[Any]:
    """The report when the model answers with these lists."""
    empty: dict[str, list[Any]] = {"agreements": [], "arms_deals": [], "trade_figures": []}
    with FaultServer(well({**empty, **lists})) as server, reading(server) as summariser:
        report: Report[Any] = summariser(ARTICLE)
        return report


def test_two_facts_that_say_the_same_are_one() -> None:
    """The one that says more is kept; what the other said is told, with the reason."""
    plain = {**DEAL, "evidence": [1, 2]}
    report = read({"arms_deals": [plain, {**plain, "assertion": {"mode": "official", "source": "Oman"}}]})
    assert len(report.record.arms_deals) == 1
    assert report.record.arms_deals[0].assertion.source.raw == "Oman"
    assert [told.whole for told in report.rejected if "says the same" in told.reason] == [True]


def test_another_stage_or_item_is_another_fact() -> None:
    """Identity is both sides, items and stage."""
    one = {**DEAL, "evidence": [1, 2]}
    other = {**one, "items": [{"designation": "frigates", "category": "warship"}], "evidence": [4]}
    assert len(read({"arms_deals": [one, other]}).record.arms_deals) == 2


def test_the_quantity_of_an_arms_item_is_no_figure() -> None:
    """One printed number is one fact."""
    counted = {"evidence": [2], "measure": "purchase", "amount": "12 Rafter radars", "reporter": "Oman"}
    counted["product"] = "radars"
    right = {**FIGURE, "evidence": [6]}
    report = read({"arms_deals": [{**DEAL, "evidence": [1, 2]}], "trade_figures": [counted, right]})
    assert [figure.amount.raw for figure in report.record.trade_figures] == ["$6 billion"]
    assert any("quantity of an item" in rejection.reason for rejection in report.rejected)
