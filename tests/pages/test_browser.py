"""The evidence page in Chromium: pointer, keyboard, screen reader, dark, print, and the width of a phone."""

from __future__ import annotations

from typing import Any

import pytest

from summariser.output.page.evidence import to_html
from summariser.topics.loading import load_topic, load_views
from tests.pages.accessibility import violations
from tests.pages.conftest import Reading

VIEWS = load_views(load_topic("agreements"))
MARKED = "els => els.map(e => e.id)"


@pytest.fixture(scope="module")
def html(pact: Reading) -> str:
    """The page of one article."""
    return to_html([pact], VIEWS)


def _marked(page: Any) -> list[str]:
    return page.eval_on_selector_all(".s.on", MARKED)  # type: ignore[no-any-return]


def test_pointing_at_a_fact_marks_its_sentences_and_words(visit: Any, html: str, pact: Reading) -> None:
    """The marks lie on exactly the sentences cited and the words copied, and go when the pointer goes."""
    page = visit(html)
    fact = pact[0].record.arms_deals[0]
    page.hover("#a1-D1 .name")
    assert _marked(page) == [f"a1-s{citation.sentence}" for citation in fact.evidence]
    words = "".join(page.eval_on_selector_all(".w.on", "els => els.map(e => e.textContent)"))
    assert all(leaf in words for leaf in ("P-8I", "six more", "nearly $900 million", "Piyush Goyal"))
    page.hover("h1")
    assert _marked(page) == []


def test_a_click_keeps_the_marks_and_unfolds_the_values(visit: Any, html: str) -> None:
    """What was clicked stays marked when the pointer goes; a second click or Escape ends it."""
    page = visit(html)
    head = page.locator("#a1-A1 .head")
    assert not page.locator("#a1-A1-values").is_visible()
    head.click()
    page.hover("h1")
    assert _marked(page) == ["a1-s1", "a1-s2"]
    assert head.get_attribute("aria-expanded") == "true"
    assert page.locator("#a1-A1-values").is_visible()
    assert "A1: sentences 1, 2 marked" in page.locator("#live").text_content()
    page.keyboard.press("Escape")
    assert head.get_attribute("aria-expanded") == "false"
    page.hover("h1")
    assert _marked(page) == []


def test_a_sentence_shows_its_facts(visit: Any, html: str) -> None:
    """A click on a sentence marks the facts that it states, and says so to a screen reader."""
    page = visit(html)
    page.locator("#a1-s3").click(position={"x": 3, "y": 3})
    page.hover("h1")
    assert page.eval_on_selector_all(".fact.on", MARKED) == ["a1-D1"]
    assert page.locator("#live").text_content() == "Sentence 3 states D1"


def test_the_summary_leads_to_its_evidence(visit: Any, html: str) -> None:
    """A sentence of the summary marks the sentences it rests on; its links open the facts."""
    page = visit(html)
    page.hover(".told >> nth=0")
    assert "a1-s1" in _marked(page)
    page.click(".summary .ref >> nth=0")
    assert page.evaluate("document.activeElement.closest('.fact').id") == "a1-A1"


def test_it_works_by_keyboard_alone(visit: Any, html: str) -> None:
    """Focus marks as pointing does; arrows go from fact to fact, and links carry the focus there and back."""
    page = visit(html)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#a1-A1 .head")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.fact').id") == "a1-D1"
    assert _marked(page) == ["a1-s3"]
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.locator("#a1-A1-values").is_visible()
    page.focus("#a1-A1 .where a >> nth=1")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "a1-s2"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.sentence") == "2"


def test_an_address_leads_to_a_fact(visit: Any, html: str) -> None:
    """A link from elsewhere to a fact or a sentence opens it."""
    page = visit(html, at="#a1-D2")
    assert page.locator("#a1-D2-values").is_visible()
    page = visit(html, at="#a1-s4")
    assert _marked(page) == ["a1-s4"]


def test_of_several_articles_one_is_shown(visit: Any, pact: Reading, hostile: Reading) -> None:
    """The list and the buttons turn the page; the others are out of sight and out of the tab order."""
    page = visit(to_html([pact, hostile], VIEWS))
    assert page.locator("article:visible").count() == 1
    page.click("#next")
    assert page.locator("#a2").is_visible()
    assert not page.locator("#a1").is_visible()
    assert page.locator("#next").is_disabled()
    page.select_option("#choose", "a1")
    assert page.locator("#a1").is_visible()


def test_hostile_text_does_nothing(visit: Any, hostile: Reading) -> None:
    """No dialog opens, nothing is fetched, no error: the markup of an article is text."""
    page = visit(to_html([hostile], VIEWS))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    assert "<img src=x onerror=alert(2)>" in page.locator("#a1-text").inner_text()


def test_without_its_script_the_page_is_whole(visit: Any, html: str) -> None:
    """Facts, values and text are all there, and links lead to sentences."""
    page = visit(html, java_script_enabled=False)
    assert page.locator("#a1-A1-values").is_visible()
    page.click("#a1-D1 .where a")
    assert page.url.endswith("#a1-s3")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_it_fits_and_is_accessible(visit: Any, pact: Reading, hostile: Reading, width: int, scheme: str) -> None:
    """Nothing runs over the edge, and axe finds nothing."""
    html = to_html([pact, hostile], VIEWS)
    page = visit(html, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page.click("#a1-D2 .head")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


def test_on_paper_everything_is_there(visit: Any, html: str) -> None:
    """Printed, the values of every fact and the whole text are there, and what is only for the screen is not."""
    page = visit(html)
    page.emulate_media(media="print")
    assert all(page.locator(f"#a1-{name}-values").is_visible() for name in ("A1", "D1", "D2", "T1"))
    heights = page.eval_on_selector_all(".pane", "els => els.map(e => e.scrollHeight <= e.clientHeight + 1)")
    assert heights == [True, True]
    assert not page.locator(".skip").is_visible()
    assert page.pdf().startswith(b"%PDF")
