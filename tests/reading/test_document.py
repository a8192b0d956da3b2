"""PDF documents: sentences whole again, heads dropped, locked and scanned ones refused."""

from __future__ import annotations

import pytest

from summariser.errors import SourceTooLarge, UnreadableSource, UnsupportedSource
from summariser.reading.pages import mend
from summariser.reading.reader import Reader
from tests.reading.pdfs import encrypted, make_pdf


def test_sentences_are_whole() -> None:
    """Hard wraps and divided words are mended, within a page and over its end."""
    pdf = make_pdf(
        [
            ["India and the United States have signed a pact to deepen long-", "term stra-", "tegic ties and to buy"],
            ["six aircraft. It lasts ten years."],
        ]
    )
    article = Reader().read_bytes(pdf, source="a.pdf")
    assert [sentence.text for sentence in article.sentences] == [
        "India and the United States have signed a pact to deepen long-term strategic ties and to buy six aircraft.",
        "It lasts ten years.",
    ]


def test_metadata_of_the_document() -> None:
    """Title and author are taken; the creation date is not the date of publication."""
    article = Reader().read_bytes(make_pdf([["India signed."]], title="A pact", author="Jane Doe"), source="a")
    assert (article.title, article.author, article.published) == ("A pact", "Jane Doe", None)


@pytest.mark.parametrize("title", ["Microsoft Word - pact.docx", "pact.pdf", "untitled"])
def test_title_of_a_program_is_none(title: str) -> None:
    """A file name that a word processor left is no headline."""
    assert Reader().read_bytes(make_pdf([["India signed."]], title=title), source="a").title is None


def test_running_heads_are_dropped() -> None:
    """Lines at the edges that repeat but for numbers, and page numbers, are not part of the article."""
    pages = [
        [f"THE PAPER - Friday, page {n}", f"Sentence number {word} of this article is here.", str(n)]
        for n, word in enumerate(("one", "two", "three", "four"), 1)
    ]
    text = Reader().read_bytes(make_pdf(pages), source="a").text
    assert text.split("\n\n") == [
        f"Sentence number {word} of this article is here." for word in ("one", "two", "three", "four")
    ]


def test_locked_document() -> None:
    """A password is an error that says so; an empty password opens."""
    pdf = make_pdf([["India signed."]])
    with pytest.raises(UnreadableSource, match="encrypted"):
        Reader().read_bytes(encrypted(pdf, "secret"), source="a")
    assert Reader().read_bytes(encrypted(pdf, ""), source="a").text == "India signed."


def test_scanned_document() -> None:
    """Pages without text are refused; some without are noted."""
    with pytest.raises(UnsupportedSource, match="text recognition"):
        Reader().read_bytes(make_pdf([[], []]), source="a")
    article = Reader().read_bytes(make_pdf([["India signed."], []]), source="a")
    assert "1 of 2 pages hold no text, the first is page 2" in article.notes


def test_page_limit() -> None:
    """A book is no article."""
    with pytest.raises(SourceTooLarge, match="201 pages"):
        Reader().read_bytes(make_pdf([["x"]] * 201), source="a")


def test_time_is_bounded() -> None:
    """Reading ends at the limit."""
    with pytest.raises(UnreadableSource, match=r"within 0\.001 seconds"):
        Reader(timeout=0.001).read_bytes(make_pdf([["India signed."] * 50] * 100), source="a")


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.4\n%%EOF", b"%PDF-1.4\nnonsense", make_pdf([["a"]])[:200]])
def test_damaged_document(data: bytes) -> None:
    """A broken file is an input error with a hint."""
    with pytest.raises((UnreadableSource, UnsupportedSource)):
        Reader().read_bytes(data, source="a")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the agree-", "ment holds"], "the agreement holds"),
        (["a long-", "term pact"], "a long-term pact"),
        (["the India-", "US pact"], "the India-US pact"),
        (["a 10-", "year pact"], "a 10- year pact"),
        (["the info-sharing deal; more info-", "sharing came"], "the info-sharing deal; more info-sharing came"),
        (["the agree\u00ad", "ment holds"], "the agreement holds"),
        (["they signed on", "Friday in the capital"], "they signed on Friday in the capital"),
    ],
)
def test_divided_words(lines: list[str], text: str) -> None:
    """A hyphen at a line's end goes where it only divided the word, and stays where it is the word's own."""
    assert mend(["\n".join(lines)]) == text
