"""The article's text in pieces, and text from outside made safe to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from summariser.article import Article
from summariser.output.page.article_text import paragraphs, sentence_at
from summariser.output.page.text import shown, spelled
from summariser.reading.sentences import split

TEXT = "One is here. Two is there, and long.\n\nThree stands in a paragraph of its own. Four ends it."
ARTICLE = Article(TEXT, split(TEXT))
SPANS = st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)), max_size=8)


@given(SPANS, SPANS)
def test_pieces_are_the_sentence(leaves: list[tuple[int, int]], suspicious: list[tuple[int, int]]) -> None:
    """Whatever is marked, no character is lost or doubled, and each carries exactly the values copied from it."""
    spans = [(start, min(start + length, len(TEXT))) for start, length in leaves]
    odd = [(start, min(start + length, len(TEXT))) for start, length in suspicious]
    lines = [line for paragraph in paragraphs(ARTICLE, spans, odd, {}) for line in paragraph]
    for sentence, line in zip(ARTICLE.sentences, lines, strict=True):
        assert "".join(piece.text for piece in line.pieces) == sentence.text
        at = sentence.start
        for piece in line.pieces:
            for offset in range(at, at + len(piece.text)):
                assert piece.leaves == tuple(n for n, (start, end) in enumerate(spans) if start <= offset < end)
                assert piece.suspicious == any(start <= offset < end for start, end in odd)
            at += len(piece.text)


def test_paragraphs_are_those_of_the_text() -> None:
    """A blank line parts paragraphs, and each sentence knows the facts that cite it."""
    found = paragraphs(ARTICLE, [], [], {3: ["A1", "D1"]})
    assert [[line.number for line in paragraph] for paragraph in found] == [[1, 2], [3, 4]]
    assert found[1][0].facts == ("A1", "D1")


def test_an_offset_leads_to_its_sentence() -> None:
    """Words lead to the sentence they stand in; white space between sentences to none."""
    assert sentence_at(ARTICLE, TEXT.index("Three")) == 3
    assert sentence_at(ARTICLE, TEXT.index("\n\n")) is None


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x1b\u202e\u200b\x07<>&\"'")))
def test_nothing_hidden_reaches_a_page(text: str) -> None:
    """Control characters and overrides of direction stand there by their names, and markup is text."""
    for made in (str(shown(text)), spelled(text)):
        assert not set(made) & set("\x00\x07\x1b\x9b\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b")
    assert "<script" not in shown(f"<script>{text}")
    assert (
        shown("a < b & \u202ec")
        == f'{escape("a < b & ")}<span class="hidden-run" title="bidirectional override">U+202E</span>c'
    )
    assert spelled("a\u202e\u202e\u202e\u202eb") == "a[U+202E U+202E U+202E and 1 more]b"
