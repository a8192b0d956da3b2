"""Whose number it is: a type that runs into the name is part of it, another thing is not."""

from __future__ import annotations

import pytest

from summariser.values.counted import miscounted


@pytest.mark.parametrize(
    ("sentence", "quantity", "name"),
    [
        ("Poland ordered 66 F-16 fighter jets.", "66", "fighter jets"),
        ("Norway ordered five Type 26 frigates.", "five", "frigates"),
        ("India bought six P-8I maritime patrol aircraft.", "six", "maritime patrol aircraft"),
        ("Poland bought 116 M1A1 Abrams tanks.", "116", "Abrams tanks"),
        ("Kyiv got 18 Leopard 2 tanks.", "18", "tanks"),
        ("Turkey asked for 16 Block 70 F-16s.", "16", "F-16s"),
        ("Brazil flies 12 JAS 39 Gripen fighters.", "12", "Gripen"),
    ],
)
def test_a_type_that_runs_into_the_name_is_part_of_it(sentence: str, quantity: str, name: str) -> None:
    """The number before "F-16 fighter jets" counts the fighter jets, and the number of the type counts nothing."""
    assert miscounted([sentence], quantity, name) is None


@pytest.mark.parametrize(
    ("sentence", "quantity", "name"),
    [
        ("Brazil has 12 Gripens and 30 missiles.", "12", "missiles"),
        ("Brazil got 12 F-16s, missiles and spares.", "12", "missiles"),
        ("Brazil got 12 F-16s with AIM-9 missiles.", "12", "missiles"),
        ("Brazil got 24 F-16 AIM-120 missiles.", "24", "AIM-120"),
        ("Brazil got 12 jets in 2020, 30 tanks.", "12", "tanks"),
    ],
)
def test_what_is_counted_by_itself_keeps_its_number(sentence: str, quantity: str, name: str) -> None:
    """A comma, "and", "with" or a second designation ends what the number counts."""
    assert miscounted([sentence], quantity, name)


def test_another_item_of_the_deal_is_not_part_of_a_name() -> None:
    """Where the type is an item of its own, the number is that item's."""
    assert miscounted(["Brazil got 24 F-16 missiles."], "24", "missiles", ["F-16"])
    assert miscounted(["Brazil got 24 F-16 missiles."], "24", "missiles") is None
