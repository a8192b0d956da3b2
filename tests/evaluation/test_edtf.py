"""Dates as the evaluation reads them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.values.edtf import canonical, closeness, precision, span


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-10-31", "day"),
        ("2025-10", "month"),
        ("2025", "year"),
        ("2025?", "year"),
        ("2008/..", "interval"),
        ("2020-01/2020-08", "interval"),
        (None, "unresolved"),
        ("on Friday", "unresolved"),
    ],
)
def test_precision(value: str | None, expected: str) -> None:
    """Dates are reported by how precise the label is."""
    assert precision(value) == expected


@pytest.mark.parametrize("value", ["2025-13", "2025-02-30", "0000", "2024/2023", "/", "x", "2025-1-1", ""])
def test_what_is_no_date_spans_nothing(value: str) -> None:
    """Impossible dates are refused in labels and match nothing."""
    assert span(value) is None
    assert closeness(value, "2025") == 0


@given(day=st.dates())
def test_a_day_lies_in_its_month_and_year(day: date) -> None:
    """A coarser date is near, never the same."""
    text = day.isoformat()
    assert closeness(text, text[:7]) == closeness(text, text[:4]) == closeness(text, f"{text}/..") == 0.5


@given(value=st.text(alphabet="0123456789-/.?~", max_size=24))
def test_any_text_can_be_asked(value: str) -> None:
    """Predictions hold what they hold; nothing raises."""
    assert closeness(value, value) == 1.0
    assert canonical(canonical(value)) == canonical(value)
    assert precision(value) in ("day", "month", "year", "interval", "unresolved")
