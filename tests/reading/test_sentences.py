"""Sentences: where they end in news text, and that offsets are exact for any text."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.reading.sentences import split

DATA = Path(__file__).parent / "data" / "sentences.txt"
ESCAPE = re.compile(r"\\(?:[nrt]|x[0-9a-f]{2}|u[0-9a-f]{4})")
BOUNDARY = "¦"
KNOWN_MISSES = {"russian": "the library takes the Russian abbreviation of 'year' as never last"}

WORDS = ["U.S.", "Gen.", "Rs. 500 cr.", "No.", "The", "said", "POLICY", "A", "x", "e\u0301", "🇮🇳", "[1]", "| a | b |"]
SIGNS = ["”", "“", "(", ")", "»", "« ", "...", "…", "!", "?", ".", ";", ":", "。", "।", "- ", "1. ", "(i) ", "# "]
SPACES = [" ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u200b", "\u2029", "\x85", "\x1c", "\0", "\ud800"]
NEWSY = st.lists(st.sampled_from([*WORDS, *SIGNS, *SPACES]), max_size=60).map("".join)


def cases() -> Iterator[tuple[str, str, str]]:
    """Name, language and text with its boundaries marked."""
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, language, text = line.split(" :: ", 2)
            yield name, language, ESCAPE.sub(lambda found: found.group().encode().decode("unicode_escape"), text)


CASES = list(cases())


def check_offsets(text: str, language: str = "en") -> None:
    """The contract of every division into sentences."""
    position = 0
    for number, sentence in enumerate(split(text, language), 1):
        assert sentence.number == number
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text == sentence.text.strip() != ""
        assert text[position : sentence.start].strip() == ""
        assert sentence.start >= position
        position = sentence.end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(("name", "language", "marked"), CASES, ids=[name for name, _, _ in CASES])
def test_ends_sentences_where_news_does(name: str, language: str, marked: str) -> None:
    """Each hand-marked case is divided exactly as marked."""
    if name in KNOWN_MISSES:
        pytest.xfail(KNOWN_MISSES[name])
    wanted = [part.strip() for part in marked.split(BOUNDARY) if part.strip()]
    assert [sentence.text for sentence in split(marked.replace(BOUNDARY, ""), language)] == wanted


def test_cases_are_many_and_named_once() -> None:
    """The table that the library was chosen by keeps its size."""
    names = [name for name, _, _ in CASES]
    assert len(names) >= 120
    assert len(set(names)) == len(names)


@settings(deadline=None)
@given(st.text())
def test_offsets_are_exact_for_any_text(text: str) -> None:
    """Every character that is no white space is in exactly one sentence, whatever the text."""
    check_offsets(text)


@settings(deadline=None, max_examples=300)
@given(NEWSY, st.sampled_from(["en", "hi", "zh", "de", "ar", "xx", ""]))
def test_offsets_are_exact_for_pieces_of_news(text: str, language: str) -> None:
    """The same for stops, quotes, lists and broken characters in any order, in any language."""
    check_offsets(text, language)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None, categories=["Cs", "Cf", "Zs", "Zl", "Zp", "Cc", "Po", "Lu"])))
def test_offsets_are_exact_for_odd_characters(text: str) -> None:
    """The same for surrogates, format characters and every kind of space."""
    check_offsets(text)


def test_no_language_is_english() -> None:
    """None is no error and reads abbreviations as English."""
    assert split("The U.S. Army left. It rained.", None) == split("The U.S. Army left. It rained.", "en")


def test_white_space_has_no_sentences() -> None:
    """A text of white space gives an empty tuple, not an empty sentence."""
    assert split(" \r\n\t\u2029 ") == ()


HOSTILE_SIGNS = [".", "!?", "”", "“a. ", "a. ", ". 🙂", "A.", "… ", "。」と", ".[1]", "'", " ", "a.B", "U.S. Army. "]
HOSTILE_LINES = ["\n", "1.\n", "A: b\n", "a    b    c\n", "THE\n"]


@pytest.mark.parametrize("piece", [*HOSTILE_SIGNS, *HOSTILE_LINES], ids=repr)
def test_time_is_linear(piece: str) -> None:
    """A megabyte of any one thing stays within seconds: ten times the text is not a hundred times the time."""
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    split(text)
    assert time.process_time() - start < 3
