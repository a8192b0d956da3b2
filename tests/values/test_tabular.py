"""Numbers in tables take their unit from the head of their column or from the line over the table alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summariser.reading.reader import Reader
from summariser.values.amounts import AmountValue, read_amount
from summariser.values.grounds import Grounds

SPACED = """Trade of Freedonia

Main partners, March 2024 (million dollars)

Country          Exports   Share, %
Sylvania         1 669     7.4
USA              1 370     6.1

Country          Imports   Share, %
Ruritania        4 013     13.4

Freedonia sells copper to the United States.
"""
PIPED = """Where the exports of Freedonia went, in euros
Destination | million euros | thousand tonnes | change, percent | note
Sylvania | 1,302 | 27 | -3.1 | 5
Ruritania | 779 | 9.7 | 11 | 2
"""
LOOSE = """Bilateral trade reached 5,600 last year.

Country | Exports
Sylvania | 912

It was 12 | 14 in the second half, in million euros.
"""


def read(text: str, words: str) -> AmountValue:
    """The amount of words that stand once in a text."""
    found = Grounds(Reader().read_text(text)).find(words, anywhere=True)
    assert found is not None
    return read_amount(found.raw, found.around)


@pytest.mark.parametrize(
    ("text", "words", "amount", "unit", "currency"),
    [
        (SPACED, "1 669", "1669000000", "currency", "USD"),
        (SPACED, "7.4", "7.4", "percent", None),
        (SPACED, "4 013", "4013000000", "currency", "USD"),
        (SPACED, "13.4", "13.4", "percent", None),
        (PIPED, "1,302", "1302000000", "currency", "EUR"),
        (PIPED, "779", "779000000", "currency", "EUR"),
        (PIPED, "27", "27000", "tonne", None),
        (PIPED, "-3.1", "-3.1", "percent", None),
    ],
)
def test_the_head_tells_the_unit(text: str, words: str, amount: str, unit: str, currency: str | None) -> None:
    """The scale is part of it; a column's own head comes before the line over the table."""
    value = read(text, words)
    assert (value.amount, value.unit, value.currency) == (Decimal(amount), unit, currency)


@pytest.mark.parametrize(("text", "words"), [(LOOSE, "5,600"), (LOOSE, "912"), (LOOSE, "14")])
def test_no_unit_is_guessed(text: str, words: str) -> None:
    """Running text is no table, and a table that tells no unit has none."""
    value = read(text, words)
    assert value.amount is None or value.unit is None
    assert value.reason


def test_a_long_line_is_no_row() -> None:
    """A megabyte between bars is read at once."""
    text = "Country | million euros\n" + "a | " * 200_000 + "912\n"
    assert read(text, "912").unit is None
