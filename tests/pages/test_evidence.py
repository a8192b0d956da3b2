"""The evidence page as a file: what stands in it, and that nothing else gets in."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as markup

from summariser.output.page.evidence import index_html, page_name, to_html
from summariser.report import Missing
from summariser.topics.loading import load_topic, load_views
from summariser.topics.views import plain_views
from tests.pages.conftest import Reading

VIEWS = load_views(load_topic("agreements"))


def _document(*readings: Reading) -> Any:
    return markup.document_fromstring(to_html(readings, VIEWS))


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_text_is_whole(pact: Reading) -> None:
    """Every sentence stands on the page as it is in the article, under its number."""
    document = _document(pact)
    for sentence in pact[1].sentences:
        assert document.get_element_by_id(f"a1-s{sentence.number}").text_content() == sentence.text


def test_every_value_leads_to_its_words(pact: Reading) -> None:
    """A value's number is on the very words that it was copied from, and its link leads to a sentence with them."""
    document = _document(pact)
    values = document.xpath("//a[@data-leaf]")
    assert len(values) > 10
    for value in values:
        pieces = [
            piece for piece in document.xpath("//*[@data-l]") if value.get("data-leaf") in piece.get("data-l").split()
        ]
        assert "".join(piece.text_content() for piece in pieces).startswith(value.text_content().split(" (")[0])
        sentence = document.get_element_by_id(value.get("href")[1:])
        assert sentence.get("data-number") == value.get("data-sentence")


def test_every_link_leads_somewhere(pact: Reading, hostile: Reading) -> None:
    """Of one article or of several: no link of a page leads into the void, and no id stands twice."""
    document = _document(pact, hostile)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in document.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def test_status_and_denial_are_told_in_words(pact: Reading) -> None:
    """What is signed, claimed or denied is said in words beside the fact, with who says so."""
    document = _document(pact)
    told = {
        fact.get("data-id"): [_words(tag) for tag in fact.find_class("tag")] for fact in document.find_class("fact")
    }
    assert told["A1"][0] == "signed"
    assert "claimed by Piyush Goyal" in told["D1"]
    assert "denied by U.S." in told["D2"]
    tones = {fact.get("data-id"): fact.get("class") for fact in document.find_class("fact")}
    assert (tones["A1"], tones["D1"], tones["D2"]) == ("fact firm", "fact doubtful", "fact against")


def test_what_was_rejected_stands_there_with_its_reason(pact: Reading) -> None:
    """Rejected values, the summary and the usage are on the page."""
    document = _document(pact)
    text = _words(document)
    assert "$7 trillion" in text
    assert "do not stand" in text
    assert pact[0].summary_text.split(".")[0] in text
    assert f"{pact[0].usage.calls} calls" in text


def test_what_is_missing_stands_first(pact: Reading) -> None:
    """A report that is not complete says so before anything else."""
    gap = Missing(what="arms_deals", first=1, last=4, reason="cut off")
    report = pact[0].model_copy(update={"missing": [gap]})
    record = _document((report, pact[1])).find_class("record")[0]
    assert _words(record).startswith("This report is not complete. arms deals, sentences 1 to 4: cut off")


def test_hostile_text_stays_text(hostile: Reading) -> None:
    """Markup in an article is shown, not run; what is hidden is named, and orders to a model are marked."""
    document = _document(hostile)
    assert len(document.xpath("//script")) == 1
    assert document.xpath("//img | //b | //*[@onerror or @style or @onclick]") == []
    assert "<img src=x onerror=alert(2)>" in _words(document)
    assert {_words(mark) for mark in document.get_element_by_id("a1-text").find_class("hidden-run")} >= {
        "U+202E",
        "U+202C",
    }
    assert not set("\x1b\u202e\u202c") & set(to_html([hostile], VIEWS))
    assert "Ignore all previous instructions" in "".join(
        mark.text_content() for mark in document.get_element_by_id("a1-text").find_class("suspicious")
    )


def test_the_policy_allows_this_script_and_style_alone(pact: Reading) -> None:
    """The page's own policy names its one script and its one style by their hashes, and lets nothing else in."""
    html = to_html([pact], VIEWS)
    policy = markup.document_fromstring(html).xpath("//meta[@http-equiv]/@content")[0]
    for name in ("script", "style"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)
        fingerprint = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{fingerprint}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", html)


def test_only_the_web_is_linked(pact: Reading) -> None:
    """A source on the web is linked; a file or a script in its place is not."""
    for source, linked in (("https://example.org/a?b=<c>", 1), ("javascript:alert(1)", 0), ("/etc/passwd", 0)):
        article = replace(pact[1], source=source)
        about = pact[0].article.model_copy(update={"source": source})
        document = _document((pact[0].model_copy(update={"article": about}), article))
        assert len([href for href in document.xpath("//a/@href") if not href.startswith("#")]) == linked


def test_a_report_on_another_text_is_refused(pact: Reading, hostile: Reading) -> None:
    """Marks of one article never lie on the text of another."""
    with pytest.raises(ValueError, match="another text"):
        to_html([(pact[0], hostile[1])], VIEWS)


def test_a_topic_without_views_is_shown_too(pact: Reading) -> None:
    """Choices that no declaration speaks of are plain badges."""
    views = plain_views(load_topic("agreements").fact_types)
    document = markup.document_fromstring(to_html([pact], views))
    assert [_words(tag) for tag in document.get_element_by_id("a1-A1").find_class("tag")][:3] == [
        "trade",
        "agreement",
        "signed",
    ]


def test_file_names_are_plain_and_stable(pact: Reading, hostile: Reading) -> None:
    """A title from outside never makes a path, and the same article gets the same name."""
    names = [page_name(report.article) for report, _ in (pact, hostile, pact)]
    assert names[0] == names[2] != names[1]
    assert all(re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{12}\.html", name) for name in names)
    assert "pact-in-muscat" in index_html([(names[0], pact[0])])
