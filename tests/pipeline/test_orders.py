"""Orders are looked for only where one can begin; that must find all that a look everywhere finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summariser import suspicion
from summariser.values.leads import lead
from summariser.values.numbers import _TENS, _UNITS, find_number

FORMS = {
    "orders": (suspicion._ORDERS, re.compile(suspicion._ORDER, re.IGNORECASE | re.MULTILINE)),
    "instruction": (suspicion._PATTERNS["instruction"], re.compile(suspicion._INSTRUCTION, re.IGNORECASE)),
}
BEFORE = ("", "a", "ж", "指", " ", "\n", ". ", '." ', "Word ", "» ")


def alternatives() -> list[tuple[str, str]]:
    """Each alternative of each pattern by itself, so that none is left to chance."""
    found = []
    for name, forms in (("orders", suspicion._ORDER), ("instruction", suspicion._INSTRUCTION)):
        plain = re.sub(r"\\.|\[[^\]]*\]", lambda part: " " * len(part[0]), forms)
        depth, start = 0, 0
        for place, sign in enumerate(plain):
            depth += (sign == "(") - (sign == ")")
            if sign == "|" and depth == 0:
                found.append((name, forms[start:place]))
                start = place + 1
        found.append((name, forms[start:]))
    return found


@pytest.mark.parametrize(("name", "form"), alternatives())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_order_is_passed_over(name: str, form: str, data: st.DataObject) -> None:
    """What a form fits is found at the same places with the look ahead as without it, whatever stands before it."""
    quick, everywhere = FORMS[name]
    drawn = re.sub(r"\(\?=\[\^\.\\n\].*?\\b\)", "", form)  # what is asked of words further on is left to chance
    order = data.draw(st.from_regex(re.compile(drawn, everywhere.flags)))
    text = data.draw(st.sampled_from(BEFORE)) + order
    assert [match.span() for match in quick.finditer(text)] == [match.span() for match in everywhere.finditer(text)]


@pytest.mark.parametrize("text", ["ſystem prompt", "ıgnore all instructions", "İn your summary", "asK"])
def test_letters_that_pass_for_others_hide_no_order(text: str) -> None:
    """Letters that count as "s", "i" and "k" where case does not matter are leads as well."""
    for quick, everywhere in FORMS.values():
        assert [match.span() for match in quick.finditer(text)] == [match.span() for match in everywhere.finditer(text)]


@given(st.lists(st.text("abz ", min_size=1, max_size=4), min_size=1), st.text("abz ", max_size=6))
def test_a_lead_fits_where_a_word_begins(words: list[str], text: str) -> None:
    """The grouped pattern says the same as a look for each word."""
    assert bool(re.match(lead(words), text)) is any(text.startswith(word) for word in words)


@pytest.mark.parametrize("word", [*_UNITS, *_TENS, "a hundred", "half a million", "dozen", "quarter of a million"])
def test_every_number_in_words_is_seen(word: str) -> None:
    """A number is found behind other words, in capitals too."""
    for text in (f"They saw {word} ships", f"THEY SAW {word.upper()} SHIPS"):
        number = find_number(text)
        assert number is not None
        assert number.start == len("They saw ")
