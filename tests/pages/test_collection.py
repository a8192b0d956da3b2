"""The page of a collection: what stands in it, and in Chromium with two thousand reports."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html as markup

from summariser.output.page.collection import to_collection
from summariser.output.page.evidence import page_name
from summariser.topics.loading import load_topic, load_views
from tests.pages.accessibility import violations
from tests.pages.conftest import Reading
from tests.pages.synthetic import synthetic_reports

VIEWS = load_views(load_topic("agreements"))
MANY = 2000
LOADED_WITHIN = 30.0
"""Seconds: ten times what it takes on a quiet machine, for a machine that is not."""


@pytest.fixture(scope="module")
def some() -> str:
    """The page of sixty reports."""
    return to_collection(synthetic_reports(60), VIEWS)


def _contents(html: str) -> Any:
    return json.loads(markup.document_fromstring(html).get_element_by_id("data").text)


def test_every_fact_is_there_with_its_sentences() -> None:
    """Each fact of each report is in the data, with article, sentences and values."""
    reports = list(synthetic_reports(20))
    contents = _contents(to_collection(reports, VIEWS))
    facts = [(report.article.title, fact) for report in reports for fact in report.facts()]
    assert len(contents["facts"]) == len(facts)
    for entry, (title, fact) in zip(contents["facts"], facts, strict=True):
        assert contents["articles"][entry["in"]]["title"] == title
        assert (entry["id"], entry["title"]) == (fact.id, fact.describe())
        cited = [(number, contents["texts"][text]) for number, text in entry["cites"]]
        assert cited == [(citation.sentence, citation.text) for citation in fact.evidence]


def test_what_is_drawn_is_what_the_facts_say() -> None:
    """Points carry the dates, parties and amounts of their facts; what says too little is counted, not guessed."""
    reports = list(synthetic_reports(40))
    contents = _contents(to_collection(reports, VIEWS))
    timeline, flows, series = contents["charts"]
    facts = [fact for report in reports for fact in report.facts()]
    for number, first, last, lane, role in timeline["points"]:
        assert first <= last
        assert first.startswith(facts[number].dates[0].value)
        assert (lane, role) == (facts[number].kind.replace("_", " "), "signed")
    for number, source, target, kinds in flows["points"]:
        codes = [contents["parties"][party]["code"] for party in (source, target)]
        assert codes == [facts[number].supplier.iso, facts[number].recipient.iso]
        assert kinds == [facts[number].items[0].category.replace("_", " ")]
    for number, first, last, measure, unit, amount, _, of, _ in series["points"]:
        figure = facts[number]
        assert (first, last) == (f"{figure.period.value}-01-01", f"{figure.period.value}-12-31")
        assert (measure, unit) == (figure.measure.replace("_", " "), figure.amount.currency)
        assert amount == float(figure.amount.amount)
        assert contents["parties"][of]["code"] == figure.reporter.iso
    undrawn = [fact for fact in facts if fact.id.startswith("D") and fact.recipient is None]
    assert flows["without"] == len(undrawn) > 0


def test_hostile_text_stays_data(hostile: Reading) -> None:
    """A report whose texts hold markup and overrides cannot leave its script element, and nothing is hidden in it."""
    html = to_collection([hostile[0]], VIEWS)
    document = markup.document_fromstring(html)
    assert len(document.xpath("//script")) == 2
    assert not set("\x1b\u202e\u202c\u2028") & set(html.replace("\u2028", "\\u2028"))
    contents = _contents(html)
    assert any("<script>alert(1)" in fact["title"] for fact in contents["facts"])
    assert contents["articles"][0]["title"] == "<b>Bold</b> [U+202E]title"


def test_facts_lead_to_pages_at_hand(pact: Reading) -> None:
    """Where the article's own page is there, it is linked; else not."""
    name = page_name(pact[0].article)
    linked = _contents(to_collection([pact[0]], VIEWS, pages={name: f"pages/{name}"}))
    assert linked["articles"][0]["page"] == f"pages/{name}"
    assert _contents(to_collection([pact[0]], VIEWS))["articles"][0]["page"] is None


def test_two_thousand_reports_are_loaded_and_searched(visit: Any) -> None:
    """The page is drawn and ready within seconds, and a search answers without delay."""
    html = to_collection(synthetic_reports(MANY), VIEWS)
    page = visit(html)
    assert page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000") < LOADED_WITHIN
    assert page.locator("#rows tr").count() == 100
    assert page.locator(".drawing").count() == 3
    before = page.locator("#state").inner_text()
    page.fill("#search", "norway rafale")
    page.locator("#state", has_text=" of ").wait_for()
    assert page.locator("#state").inner_text() != before
    assert page.locator("#rows tr").count() > 0
    assert all("Norway" in row and "Rafale" in row for row in page.locator(".open-fact").all_inner_texts())


def test_a_number_leads_to_its_sentence(visit: Any, some: str) -> None:
    """From a count of a flow to its facts, from a fact to its sentence and article, and back with Escape."""
    page = visit(some)
    count = page.locator(".flows .go").first
    number = int(count.inner_text())
    count.click()
    assert page.locator("#detail li .open-fact").count() == number
    page.locator("#detail .open-fact").first.click()
    assert page.locator("#detail blockquote").first.inner_text().startswith("Sentence ")
    assert page.locator("#detail a[href^='https://example.org/']").count() == 1
    page.locator("#detail .all").click()
    assert page.locator("#detail .several").count() == 1
    page.keyboard.press("Escape")
    assert not page.locator("#detail").is_visible()


def test_filters_narrow_drawings_and_list(visit: Any, some: str) -> None:
    """A type, a choice, a party and dates narrow what is counted, drawn and listed, and are cleared together."""
    page = visit(some)
    page.select_option("#kind", label=page.locator("#kind option").nth(1).inner_text())
    page.locator("#state", has_text=" of ").wait_for()
    page.select_option("#party", index=1)
    name = page.locator("#party option").nth(1).inner_text().partition(" (")[0]
    page.fill("#from", "2021-01-01")
    page.wait_for_timeout(400)
    assert page.locator("#rows tr").count() > 0
    assert all(text >= "2021" for text in page.locator("#rows td:first-child").all_inner_texts())
    page.locator(".open-fact").first.click()
    printed = {"Brazil": "Brazil", "China": "China"}[name]
    assert printed in page.locator("#detail").inner_text()
    page.keyboard.press("Escape")
    page.click("#reset")
    page.locator("#state:not(:has-text(' of '))").wait_for()


def test_drawings_are_stepped_through_by_keyboard(visit: Any, some: str) -> None:
    """Arrows go from mark to mark and say what it is; Enter opens it."""
    page = visit(some)
    page.focus(".figure >> nth=0")
    page.keyboard.press("ArrowRight")
    said = page.locator("#live").text_content()
    page.keyboard.press("ArrowRight")
    assert page.locator("#live").text_content() != said != ""
    page.keyboard.press("Enter")
    assert page.locator("#detail").is_visible()


def test_a_mark_is_opened_by_pointer(visit: Any, some: str) -> None:
    """A click on a mark of a drawing opens what it stands for."""
    page = visit(some)
    dot = page.locator(".figure >> nth=0").locator("circle").nth(2)
    dot.hover(force=True)
    dot.click(force=True)
    page.locator("#detail").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_it_fits_and_is_accessible(visit: Any, width: int, scheme: str) -> None:
    """Nothing runs over the edge, and axe finds nothing, with the details closed and open."""
    html = to_collection(synthetic_reports(6), VIEWS)
    page = visit(html, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []
    page.locator(".open-fact").first.click()
    assert violations(page) == []


def test_a_topic_without_drawings_has_its_list(visit: Any) -> None:
    """A topic that declares nothing to draw is listed and searched all the same."""
    from summariser.topics.views import Views

    page = visit(to_collection(synthetic_reports(3), Views()))
    assert page.locator(".drawing").count() == 0
    assert page.locator("#rows tr").count() > 3
