"""Metadata lines at the head of a text, and the strict reading of dates."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.reading.dates import parse_date
from summariser.reading.metadata import read_metadata

DAY = date(2025, 10, 31)


@pytest.mark.parametrize(
    "words",
    [
        "2025-10-31",
        "2025-10-31T09:00:00+05:30",
        "2025-10-31 23:59",
        "2025-10-31T00:00:00Z",
        "31 October 2025",
        "31 Oct 2025",
        "31st October, 2025",
        "October 31, 2025",
        "Oct. 31, 2025",
        "Friday, 31 October 2025",
        "Fri, 31 Oct 2025 09:00:00 +0530",
        "Fri, 31 Oct 2025 09:00:00 GMT",
        "  31   OCTOBER 2025 ",
    ],
)
def test_full_dates_are_read(words: str) -> None:
    """ISO, mail and written-out dates give the day that is printed, whatever the zone."""
    assert parse_date(words) == DAY


@pytest.mark.parametrize(
    "words",
    [
        "",
        "03/04/2025",
        "31.10.2025",
        "Friday",
        "October 2025",
        "2025",
        "2025-13-01",
        "30 February 2025",
        "31 Foo 2025",
        "20251031",
        "2025-W44-5",
        "٢٠٢٥-١٠-٣١",
        "2025-10-31 or so",
        "last Friday",
        "1" * 5000,
        "Fri, 99 Oct 2025 09:00:00 GMT",
    ],
)
def test_anything_else_is_no_date(words: str) -> None:
    """Ambiguous, partial and impossible dates are None, never a guess."""
    assert parse_date(words) is None


@settings(deadline=None)
@given(st.dates())
def test_every_iso_date_comes_back(day: date) -> None:
    """ISO dates of all years are read as they are."""
    assert parse_date(day.isoformat()) == day


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_words_break_the_dates(words: str) -> None:
    """Any words give a date or None."""
    assert parse_date(words) is None or isinstance(parse_date(words), date)


def test_date_before_the_text_on_the_same_line() -> None:
    """``date 2025-10-31`` is cut off with the space behind it; the text begins with its first word."""
    text = " date 2025-10-31 India signed.\n\nIt lasts."
    found = read_metadata(text)
    assert (found.published, text[found.behind :]) == (DAY, "India signed.\n\nIt lasts.")


def test_title_line_with_origin_and_date() -> None:
    """Title, host of the origin and date are taken from the one line."""
    text = "# India | US sign | https://news.example/a (copy) | published 2025-10-31\n\nIndia signed."
    found = read_metadata(text)
    assert (found.title, found.site, found.published) == ("India | US sign", "news.example", DAY)
    assert text[found.behind :] == "India signed."


@pytest.mark.parametrize(
    ("line", "site", "notes"),
    [
        ("# A title", None, 0),
        ("# A title | The Paper", "The Paper", 0),
        ("# A title | The Paper | published unknown", "The Paper", 0),
        ("# A title | published", None, 0),
        ("# A title | published soon", None, 1),
        ("# A title | published 2025-02-30", None, 1),
    ],
)
def test_title_line_without_a_date(line: str, site: str | None, notes: int) -> None:
    """A missing or unknown date is None; one that cannot be read is said in a note."""
    found = read_metadata(f"{line}\r\nText.")
    assert (found.title, found.site, found.published, len(found.notes)) == ("A title", site, None, notes)


def test_front_matter() -> None:
    """Pairs between the fences are read, others are passed over, and all of it is cut off."""
    text = (
        "---\r\ntitle: 'India signs: a pact'\r\ndate: 31 October 2025\r\nauthor: Jane Doe\r\nsite: The Paper\r\n"
        "language: en-IN\r\ntags:\r\n  - pact\r\n# note\r\nother: x\r\n---\r\n\r\nIndia signed.\r\n"
    )
    found = read_metadata(text)
    assert (found.title, found.published, found.author) == ("India signs: a pact", DAY, "Jane Doe")
    assert (found.site, found.language) == ("The Paper", "en")
    assert text[found.behind :] == "India signed.\r\n"


@pytest.mark.parametrize(
    "text", ["---\nIndia signed a pact.\n---\nMore.", "---\ntitle: x\nIndia signed.", "---", "---\n\n"]
)
def test_a_rule_is_not_front_matter(text: str) -> None:
    """Lines of prose after a rule, or a fence that never closes, stay in the text."""
    assert read_metadata(text).behind == 0


def test_mail_like_headers() -> None:
    """A run of known headers is cut off; the first other line begins the text."""
    text = "Title: India signs\nDate: Fri, 31 Oct 2025 09:00:00 +0530\nBy: Jane Doe\n\nIndia: a pact."
    found = read_metadata(text)
    assert (found.title, found.published, found.author) == ("India signs", DAY, "Jane Doe")
    assert text[found.behind :] == "India: a pact."


@pytest.mark.parametrize(
    "text",
    [
        "Source: officials said so.\nMore.",
        "Date: last Friday\nMore.",
        "By: the river\nMore.",
        "India signed.\nTitle: x",
        "date is set. India signed.",
        "date 2025 India",
        "#hashtag first",
        "Update 2025-10-31 India",
    ],
)
def test_prose_is_no_header(text: str) -> None:
    """What only looks like a header stays in the text."""
    assert read_metadata(text).behind == 0


def test_impossible_date_line_stays_and_is_noted() -> None:
    """A date that does not exist is not cut off in silence."""
    found = read_metadata("date 2025-13-41 India signed.")
    assert (found.behind, found.published, len(found.notes)) == (0, None, 1)


@settings(deadline=None)
@given(st.text())
def test_any_head_is_survived(text: str) -> None:
    """Any text gives metadata whose end lies in the text."""
    assert 0 <= read_metadata(text).behind <= len(text)


@pytest.mark.parametrize("piece", ["---\n", "a: b\n", "Title: x\n", "# ", " | ", "date ", "\n", "Title: "])
@pytest.mark.parametrize("head", ["", "---\n", "# "])
def test_hostile_heads_take_no_time(head: str, piece: str) -> None:
    """A megabyte of head is read in well under a second."""
    text = head + piece * (1_000_000 // len(piece))
    start = time.process_time()
    read_metadata(text)
    assert time.process_time() - start < 1
