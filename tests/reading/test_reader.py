"""The reader: one source of any kind in, one article out, or an error that says what to do."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.errors import (
    EmptySource,
    InputError,
    SourceNotFound,
    SourceTooLarge,
    UnreadableSource,
    UnsupportedSource,
    UsageError,
)
from summariser.reading.reader import NO_DATE, Reader
from tests.reading.pdfs import make_pdf

DAY = date(2025, 10, 31)
OTHER = date(2024, 3, 5)


def test_text_is_kept_as_it_is() -> None:
    """Line ends, odd spaces and hidden characters stay, so that offsets are those of the text that was given."""
    text = "India\u00a0signed.\r\n\r\n  It \u200blasts.\r\n"
    article = Reader().read_text(text)
    assert article.text == text
    assert [sentence.text for sentence in article.sentences] == ["India\u00a0signed.", "It \u200blasts."]


def test_metadata_is_cut_off() -> None:
    """Metadata lines become fields and are not part of the text."""
    article = Reader().read_text("# Pact | The Paper | published 2025-10-31\n\nIndia signed.")
    assert (article.title, article.site, article.published, article.text) == ("Pact", "The Paper", DAY, "India signed.")
    assert article.notes == ()


def test_given_values_win() -> None:
    """The call's date wins over the text's, and that over the reader's, which is for texts that tell none."""
    text = "---\ntitle: A\ndate: 2020-01-01\nlanguage: hi\n---\nIndia signed."
    assert Reader(published=DAY).read_text(text).published == date(2020, 1, 1)
    assert Reader(published=DAY).read_text("India signed.").published == DAY
    article = Reader(published=DAY, language="en").read_text(text, published=OTHER, title="B", source="s")
    assert (article.published, article.title, article.language, article.source) == (OTHER, "B", "en", "s")


def test_missing_date_is_none_with_a_note() -> None:
    """Without a date there is none, never today, and the article says so."""
    article = Reader().read_text("India signed on Friday.")
    assert article.published is None
    assert article.notes == (NO_DATE,)


@pytest.mark.parametrize("text", ["", " \n", "date 2025-10-31 ", "# Only a title", "\u200b\ufeff", "---", "..."])
def test_nothing_to_read_is_empty(text: str) -> None:
    """A text without a word, or with metadata alone, is an error."""
    with pytest.raises(EmptySource, match="Give a source"):
        Reader().read_text(text)


def test_limits_hold(tmp_path: Path) -> None:
    """The size limit holds for text, bytes and files, and exactly that size is allowed."""
    reader = Reader(max_bytes=10)
    path = tmp_path / "a.txt"
    path.write_text("x" * 11)
    with pytest.raises(SourceTooLarge, match="limit of 10 bytes"):
        reader.read_text("x" * 11)
    with pytest.raises(SourceTooLarge, match="limit of 10 bytes"):
        reader.read_bytes(b"x" * 11, source="a")
    with pytest.raises(SourceTooLarge, match="limit of 10 bytes"):
        reader.read(str(path))
    assert reader.read_bytes(b"x" * 10, source="a").text == "x" * 10


def test_files_by_their_kind(tmp_path: Path) -> None:
    """Text, Markdown, page and PDF are each read by their own reader, and the source is named as given."""
    files = {
        "a.txt": b"India *signed*.",
        "a.md": b"India *signed*.",
        "a.html": b"<html><body><p>India and the United States have signed a pact for ten years.</p></body></html>",
        "a.pdf": make_pdf([["India signed."]]),
        "page": b"<!DOCTYPE html><html><body><p>India and the United States signed a pact today.</p></body></html>",
    }
    texts = {}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        article = Reader().read(str(tmp_path / name))
        assert article.source == str(tmp_path / name)
        texts[name] = article.text
    assert texts == {
        "a.txt": "India *signed*.",
        "a.md": "India signed.",
        "a.html": "India and the United States have signed a pact for ten years.",
        "a.pdf": "India signed.",
        "page": "India and the United States signed a pact today.",
    }


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hyphen reads bytes from standard input, in any encoding."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("India’s pact.".encode("utf-16"))))
    article = Reader().read("-")
    assert (article.text, article.source) == ("India’s pact.", "standard input")


def test_file_errors(tmp_path: Path) -> None:
    """A missing file, a folder given as a file and a binary file are each the error of their kind."""
    (tmp_path / "b.txt").write_bytes(b"\x89PNG")
    with pytest.raises(SourceNotFound):
        Reader().read(str(tmp_path / "none"))
    with pytest.raises(UnsupportedSource):
        Reader().read(str(tmp_path / "b.txt"))
    from summariser.reading.sources import Source

    with pytest.raises(UnreadableSource):
        Reader().read(Source(str(tmp_path), "file"))
    with pytest.raises(SourceNotFound):
        Reader().read(Source(str(tmp_path / "none"), "file"))


def test_one_name_for_several_sources_is_a_usage_error(tmp_path: Path) -> None:
    """A folder of two articles cannot be one article."""
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    with pytest.raises(UsageError, match="stands for 2 sources"):
        Reader().read(str(tmp_path))


@settings(deadline=None)  # parsers are loaded on the way
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([None, "text/plain", "text/markdown", "text/html", "application/pdf", "nonsense"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"<html>", b"# a\n", b"\xff\xfe", b"---\n"]),
)
def test_any_bytes_are_an_article_or_an_input_error(data: bytes, media_type: str | None, head: bytes) -> None:
    """Whatever bytes come in, the only exception out is one of the tree, with a hint."""
    try:
        article = Reader().read_bytes(head + data, source="a", media_type=media_type)
    except InputError as error:
        assert error.hint
        assert error.subject == "a"
    else:
        assert all(article.text[s.start : s.end] == s.text for s in article.sentences)


@settings(deadline=None)
@given(st.data())
def test_damaged_documents_are_input_errors(data: st.DataObject) -> None:
    """A PDF with bytes cut out or changed reads or fails as an input error."""
    pdf = bytearray(make_pdf([["India signed a pact.", "It lasts."]]))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(pdf) - 1))
        pdf[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
        if not pdf:
            return
    try:
        Reader().read_bytes(bytes(pdf), source="a")
    except InputError as error:
        assert error.hint


def test_importing_is_light() -> None:
    """The parsers and the HTTP library are loaded when they are needed, not before."""
    heavy = "lxml trafilatura pypdf httpx2 charset_normalizer markdown_it sentencex"
    code = (
        "import sys, summariser.reading.reader, summariser.reading.sentences, summariser.reading.sources\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
