"""Markdown: marks come off, words stay, each block is a sentence of its own."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.reading.markup import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("India *signed* a **pact** with [the U.S.](http://x.example 'title').", "India signed a pact with the U.S.."),
        ("One\nparagraph.\n\nAnother.", "One paragraph.\n\nAnother."),
        ("# Head\nText.", "Head\n\nText."),
        ("Head\n====\nText.", "Head\n\nText."),
        ("- one\n- two\n  - three\n\n7. seven\n8. eight", "- one\n\n- two\n\n- three\n\n7. seven\n\n8. eight"),
        ("0. none\n1. one", "0. none\n\n1. one"),
        ("- one\n\n  more of one", "- one\n\nmore of one"),
        ("| a | b |\n|---|---|\n| 1 | *2* |", "| a | b |\n\n| 1 | 2 |"),
        ("Text<!-- hidden --> and <b>bold</b>.\n\n<div>block</div>", "Text and bold."),
        ("![A chart](a.png) shows `code`.", "A chart shows code."),
        ("```\ncode\n```\n> quoted", "code\n\nquoted"),
        ("$3.5 bn &amp; more \\* x", "$3.5 bn & more * x"),
        ("", ""),
    ],
)
def test_text_of_markdown(markdown: str, text: str) -> None:
    """Each construct gives the words that are shown."""
    assert plain_text(markdown) == text


@settings(deadline=None)
@given(st.text(alphabet="a*_[]()#>-|`\n 1.<&!\\\t"))
def test_any_markdown_is_text(markdown: str) -> None:
    """No mixture of marks raises."""
    assert isinstance(plain_text(markdown), str)


@pytest.mark.parametrize(
    "piece", ["*a ", "[", "> ", "- ", "`", "![](", "<a ", "| a ", "**a_b_", "&amp;", "\\", "[a](b "]
)
def test_hostile_markdown_takes_no_time(piece: str) -> None:
    """100,000 characters of nesting and open marks are read in seconds, of the processor's time."""
    start = time.process_time()
    plain_text(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 5
