"""What a summary mentions, and what it makes up."""

from __future__ import annotations

import time

import pytest

from summariser.evaluation.summary import inventions, mentioned

ARTICLE = """India and the European Union signed a pact on Friday worth $1,500 million. Rajnath Singh met Pete Hegseth
in Kuala Lumpur in February for six more P-8I aircraft; the U.S. spent 20.50 billion since 2008."""


@pytest.mark.parametrize(
    ("summary", "asked", "found"),
    [
        ("Signed for 10 years.", "10 years|decade", True),
        ("A decade of ties.", "10 years|decade", True),
        ("Ties.", "10 years|decade", False),
        ("A Mexican duty.", "Mexic", True),
        ("They used it.", "US", False),
        ("The US did.", "US", True),
        ("Worth $8.1bn.", "8.1 billion", True),
        ("Worth R57.4bn.", "57.4", True),
        ("Eighteen F-16s.", "F-16", True),
        ("24 M-346 jets.", "M-346", True),
        ("At 50%.", "%", True),
    ],
)
def test_must_mention(summary: str, asked: str, found: bool) -> None:
    """Alternatives, stems, scales and plurals are named; parts of other short words are not."""
    assert mentioned(summary, [asked]) == [found]


@pytest.mark.parametrize(
    "summary",
    [
        "India and the EU signed a pact worth $1500 million.",
        "Indian minister Singh met Hegseth.",
        "Six P-8I aircraft (6) were sold; the US spent 20.5 billion.",
        "In February they met in Kuala Lumpur.",
        "It was signed on 31 October 2025.",
        "It was signed in October.",
        "",
    ],
)
def test_what_the_article_says_is_no_invention(summary: str) -> None:
    """Other forms of its numbers, names and dates are allowed; relative dates may be written out."""
    assert len(inventions(summary, ARTICLE, ["2025-10-31"])) == 0


@pytest.mark.parametrize(
    ("summary", "numbers", "names", "dates"),
    [
        ("They signed for $1600 million.", ("1600",), (), ()),
        ("The pact buys seven aircraft.", ("seven",), (), ()),
        ("Singh met Lavrov.", (), ("Lavrov",), ()),
        ("They signed a pact with Denmark.", (), ("Denmark",), ()),
        ("The pact with India dates from 3 May 2019.", (), (), ("3 May 2019",)),
        ("It was signed on 30 October 2025.", (), (), ("30 October 2025",)),
    ],
)
def test_inventions_are_found(
    summary: str, numbers: tuple[str, ...], names: tuple[str, ...], dates: tuple[str, ...]
) -> None:
    """Each is given as it stands in the summary, by its kind."""
    found = inventions(summary, ARTICLE, ["2025-10-31"])
    assert (found.numbers, found.names, found.dates) == (numbers, names, dates)


@pytest.mark.parametrize("piece", ["1,", "A ", "A-", "may ", "Aa of ", "9" * 40, "'", "3 May "])
def test_a_megabyte_is_read_in_a_moment(piece: str) -> None:
    """No pattern is slow on any text."""
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    inventions(text[:20_000], text)
    inventions(text, "A pact.")
    assert time.process_time() - start < 5
