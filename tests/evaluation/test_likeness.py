"""How values compare."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.evaluation.likeness import is_right, likeness
from summariser.topics.comparison import How

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "likeness.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = st.text(alphabet=st.sampled_from("abF16- éÜ.,/0'"), max_size=12)
VALUES = st.one_of(
    WORDS,
    st.integers(-5, 5),
    st.floats(allow_nan=False),
    st.none(),
    st.sampled_from(["2025", "2025-10", "2025-10-31", "2008/..", "2025-13"]),
    st.fixed_dictionaries({"name": WORDS, "iso": st.sampled_from(["US", "IN", None])}),
    st.fixed_dictionaries({"amount": st.one_of(st.none(), st.integers(0, 3)), "raw": WORDS}),
)


@pytest.mark.parametrize(("how", "one", "other", "least", "most"), ROWS)
def test_pairs_of_the_table(how: str, one: str, other: str, least: str, most: str) -> None:
    """The variants that count as the same, and the near-misses that do not."""
    assert float(least) <= likeness(How(how), one, other) <= float(most)


@given(how=st.sampled_from(list(How)), one=VALUES, other=VALUES)
def test_symmetric_and_bounded(how: How, one: object, other: object) -> None:
    """Which side is the label makes no difference."""
    found = likeness(how, one, other)
    assert found == likeness(how, other, one)
    assert 0 <= found <= 1


@given(how=st.sampled_from(list(How)), value=VALUES)
def test_a_value_is_like_itself(how: How, value: object) -> None:
    """A label scored against itself has no wrong value."""
    assert likeness(how, value, value) == 1
    assert is_right(how, value, value)


def test_country_by_code_wins_over_its_name() -> None:
    """The names "US" and "United States" are one party, and one name with two codes are two."""
    assert is_right(How.PARTY, {"name": "US", "iso": "US"}, {"raw": "United States", "iso": "US"})
    assert not is_right(How.PARTY, {"name": "Congo", "iso": "CG"}, {"name": "Congo", "iso": "CD"})


@pytest.mark.parametrize("other", ["50000000000", 5e10, {"amount": "5.0E+10", "raw": "$50bn"}])
def test_numbers_of_every_json_form_are_equal(other: object) -> None:
    """A decimal written as a string is the number it stands for."""
    assert is_right(How.NUMBER, {"amount": 50000000000}, other)


def test_near_is_one_per_cent_and_exact_is_exact() -> None:
    """Figures are found within one per cent; their amount is right only if it is the same."""
    assert likeness(How.NEAR, 100, 101) == 1
    assert likeness(How.NEAR, 100, 102) == 0
    assert not is_right(How.NUMBER, 100, 101)


def test_vague_amounts_compare_by_their_words() -> None:
    """Where there is no number, the printed words decide."""
    vague = {"amount": None, "raw": "many billions of dollars"}
    assert likeness(How.NEAR, vague, {"amount": None, "raw": "by many billions of dollars"}) == 1
    assert likeness(How.NEAR, vague, {"amount": None, "raw": "hundreds of tonnes"}) == 0
    assert likeness(How.NEAR, vague, {"amount": 5, "raw": "many billions of dollars"}) == 0


def test_designations_may_be_leaves() -> None:
    """A predicted item carries its designation as an object with the printed form."""
    leaf = {"designation": {"raw": "P-81", "designation": "P-8I"}, "quantity": None}
    assert likeness(How.DESIGNATION, {"designation": "P-8I", "raw": "P-81"}, leaf) == 1
