"""What holds for every text: no error, one value for all typography, linear time."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import TABLES, Row, actual, rows

from summariser.values.amounts import amounts_in, read_amount
from summariser.values.dates import read_date, read_event_date
from summariser.values.designations import normalise_designation
from summariser.values.durations import read_duration
from summariser.values.parties import read_party
from summariser.values.people import read_person
from summariser.values.quantities import read_quantity
from summariser.values.surroundings import Surroundings

# fmt: off
PIECES = (
    "$", "US$", "€", "£", "Rs", "kr", "crowns", "dollars", "pct", "per", "cent", "%", "bn", "mln", "million",
    "crore", "lakh", "1", "12", "3.5", "1,234", "1.234", "20", "2025", "2024-25", "31", "October", "Friday", "last",
    "next", "this", "since", "until", "by", "before", "after", "between", "and", "to", "-", "from", "the", "first",
    "second", "quarter", "half", "of", "year", "month", "week", "ago", "two", "a", "dozen", "pair", "more", "than",
    "up", "nearly", "over", "under", "about", "(", ")", ".", ",", "'", "Korea", "Congo", "Moscow", "Ministry",
    "Government", "President", "will", "signed", "FY2024", "'90s", "1980s", "spring", "'s", "F-16s", "~", "..",
    "9999", "0", "00",
)
# fmt: on
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
READERS: dict[str, Callable[[str, Surroundings], object]] = {
    "amount": read_amount,
    "amounts": lambda words, _: amounts_in(words),
    "quantity": read_quantity,
    "duration": read_duration,
    "date": read_date,
    "event date": read_event_date,
    "party": read_party,
    "designation": normalise_designation,
    "person": lambda words, _: read_person(words),
}


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.one_of(st.none(), st.dates()))
def test_no_text_raises(left: str, words: str, right: str, published: date | None) -> None:
    """A model may copy anything, and an article may say anything: every converter answers with a value."""
    sentence = left + words + right
    around = Surroundings(sentence, len(left), len(left) + len(words), sentence, published)
    for read in READERS.values():
        read(words, around)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.one_of(st.none(), st.dates()))
def test_a_missing_value_has_a_reason(words: str, right: str, published: date | None) -> None:
    """Nothing is None without saying why."""
    around = Surroundings(words + right, 0, len(words), words + right, published)
    amount, quantity = read_amount(words, around), read_quantity(words, around)
    assert amount.reason or (amount.amount is not None and amount.unit)
    assert amount.reason or amount.currency or amount.unit != "currency"
    assert quantity.reason or quantity.value is not None
    assert read_date(words, around).reason or read_date(words, around).value
    assert read_duration(words, around).reason or read_duration(words, around).iso8601
    party = read_party(words, around)
    assert party.reason or party.iso


VARIANTS = {
    "no-break space": str.maketrans({" ": "\u00a0"}),
    "narrow no-break space": str.maketrans({" ": "\u202f"}),
    "en dash": str.maketrans({"-": "\u2013"}),
    "non-breaking hyphen": str.maketrans({"-": "\u2011"}),
    "curly quote": str.maketrans({"'": "\u2019"}),
    "full-width digits": str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)}),
    "soft hyphen": str.maketrans({"i": "i\u00ad"}),
}
WORDED = ("raw", "name", "words", "left", "right", "article")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("table", [table for table in TABLES if table not in ("people", "designations")])
def test_typography_changes_no_value(table: str, variant: str) -> None:
    """How an editor sets spaces, dashes, quotes and digits makes no difference to any row of the tables."""
    for row in rows(table):
        changed: Row = {key: cell.translate(VARIANTS[variant]) if key in WORDED else cell for key, cell in row.items()}
        assert actual(table, changed) == actual(table, row), row


@pytest.mark.parametrize("table", ["amounts", "parties", "dates"])
def test_loose_accents_change_no_value(table: str) -> None:
    """A name whose accents are characters of their own is the same name."""
    for row in rows(table):
        changed: Row = {key: unicodedata.normalize("NFD", cell or "") for key, cell in row.items()}
        composed: Row = {key: unicodedata.normalize("NFC", cell or "") for key, cell in row.items()}
        assert actual(table, changed) == actual(table, composed), row


HOSTILE = {
    "digits": "1" * 50_000,
    "groups": "1," * 25_000,
    "spaced digits": "1 111 " * 9_000,
    "number words": "one " * 12_000,
    "halves": "a half " * 8_000,
    "modals": "will not also then " * 3_000,
    "told": "told a b c d " * 4_000,
    "capitals": "A. " * 17_000,
    "names": "United States of " * 3_000,
    "dollars": "$" * 50_000,
    "months": "May 1 May " * 5_000,
    "brackets": "(" * 50_000,
    "possessives": "Korea's " * 6_000,
    "to": "to to " * 9_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_time_is_bounded(reader: str, text: str) -> None:
    """50,000 hostile characters as words, sentence and article take every converter well under a second."""
    words = "$5 on Friday"
    sentence = text + words + text
    began = time.process_time()
    READERS[reader](words, Surroundings(sentence, len(text), len(text) + len(words), sentence, date(2025, 10, 31)))
    READERS[reader](text, Surroundings(text, 0, len(text), text, date(2025, 10, 31)))
    READERS[reader](text[:400], Surroundings(text, 0, 400, text, date(2025, 10, 31)))
    assert time.process_time() - began < 1.0
