"""The amounts that stand in a text, each with its unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summariser.values.amounts import amounts_in, is_sum


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Exports rose 30.5% to $4.1 billion.", {(Decimal("30.5"), "percent"), (Decimal(4_100_000_000), "currency")}),
        ("It bought 700,000 tonnes.", {(Decimal(700_000), "tonne")}),
        ("Rs 39,000-crore", {(Decimal(390_000_000_000), "currency")}),
        ("1.5 bln dlrs", {(Decimal(1_500_000_000), "currency")}),
        ("On 5 May 2024 three ministers met for 2 hours with 12 others.", set()),
        ("Several billion dollars were lost.", set()),
        ("", set()),
    ],
)
def test_amounts_are_numbers_with_a_unit(text: str, amounts: set[tuple[Decimal, str]]) -> None:
    """Counts, days, hours and vague sums are none."""
    assert amounts_in(text) == amounts


def test_the_same_amount_is_the_same_however_it_is_printed() -> None:
    """Scale and currency sign do not tell two apart: a headline's sum is the sentence's."""
    assert amounts_in("a $4.1bn deal") == amounts_in("a deal of 4.1 billion dollars") == amounts_in("US$4,100m")


@pytest.mark.parametrize("text", ["$1 billion", "US$5bn", "1 billion dollars", "EUR 7.4 billion"])
def test_a_sum_is_nothing_else(text: str) -> None:
    """Words beside it make it a name, and what is counted is no sum."""
    assert is_sum(text)
    assert not is_sum(f"{text} loan")
    assert not is_sum("5 agreements") and not is_sum("2016 accord") and not is_sum("")
