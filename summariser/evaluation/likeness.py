"""How like two values are, from 0 to 1, for every way of comparing that a topic can declare."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from summariser.evaluation.values import number_of, plain, printed, text_of
from summariser.topics.comparison import How
from summariser.values import edtf, wording

NEAR = Decimal("0.01")
"""Relative tolerance of `How.NEAR`."""
HALF = 0.5
"""From here on free text and designations count as right."""
_WITHIN = 0.75
"""Likeness of two texts of which one holds all words of the other."""
_ALPHA_2 = re.compile(r"[A-Z]{2}")
_RIGHT_FROM_HALF = frozenset({How.WORDS, How.DESIGNATION})


def likeness(how: How, one: object, other: object) -> float:
    """The similarity of two values, from 0 to 1; symmetric, and 1 for a value and itself."""
    return 1.0 if one == other else _WAYS[how](one, other)


def is_right(how: How, one: object, other: object) -> bool:
    """Whether a predicted value counts as right."""
    return likeness(how, one, other) >= (HALF if how in _RIGHT_FROM_HALF else 1.0)


def _exact(one: object, other: object) -> float:
    return float(plain(one) == plain(other))


def _text(one: object, other: object) -> float:
    a, b = text_of(one), text_of(other)
    return float(a is not None and b is not None and wording.fold(a) == wording.fold(b))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return float(one == other)
    common = len(one & other)
    if common == len(one) == len(other):
        return 1.0
    dice = 2 * common / (len(one) + len(other))
    return max(dice, _WITHIN) if common and common == min(len(one), len(other)) else dice


def _words(one: object, other: object) -> float:
    a, b = text_of(one), text_of(other)
    return _share(wording.words(a), wording.words(b)) if a is not None and b is not None else 0.0


def _designation(one: object, other: object) -> float:
    ours, theirs = _designations(one), _designations(other)
    return max((_one_designation(a, b) for a in ours for b in theirs), default=0.0)


def _designations(value: object) -> list[str]:
    """The designation of an item and its printed form; either may be a leaf."""
    if isinstance(value, Mapping):
        forms = [form for key in ("designation", "raw") for form in _designations(value.get(key))]
        return list(dict.fromkeys(forms))
    return [value] if isinstance(value, str) else []


def _one_designation(one: str, other: str) -> float:
    if wording.squash(one) == wording.squash(other):
        return 1.0
    models = wording.models(one), wording.models(other)
    share = _share(wording.terms(one), wording.terms(other))
    if models[0] and models[1]:
        return HALF + share * HALF if models[0] & models[1] else 0.0
    return share


def _party(one: object, other: object) -> float:
    (a_iso, a_name), (b_iso, b_name) = _party_keys(one), _party_keys(other)
    if a_iso and b_iso:
        return float(a_iso == b_iso)
    if a_name is None or b_name is None:
        return 0.0
    return float(wording.body_name(a_name) == wording.body_name(b_name))


def _party_keys(value: object) -> tuple[str | None, str | None]:
    if isinstance(value, str):
        return (value, None) if _ALPHA_2.fullmatch(value) else (None, value)
    if isinstance(value, Mapping):
        iso = value.get("iso")
        return (iso if isinstance(iso, str) and iso else None), text_of(value)
    return None, None


def _person(one: object, other: object) -> float:
    a, b = text_of(one), text_of(other)
    return float(bool(a and b) and wording.surname(a or "") == wording.surname(b or "") != "")


def _number(one: object, other: object) -> float:
    a, b = number_of(one), number_of(other)
    if a is None and b is None:
        return _same_print(one, other)
    return float(a is not None and b is not None and a == b)


def _near(one: object, other: object) -> float:
    a, b = number_of(one), number_of(other)
    if a is None and b is None:
        return _same_print(one, other)
    return float(a is not None and b is not None and abs(a - b) <= NEAR * max(abs(a), abs(b)))


def _same_print(one: object, other: object) -> float:
    a, b = printed(one), printed(other)
    return float(a is not None and b is not None and _share(wording.words(a), wording.words(b)) >= HALF)


def _date(one: object, other: object) -> float:
    a, b = _date_of(one), _date_of(other)
    if a is None and b is None:
        return _same_print(one, other)
    return edtf.closeness(a, b) if a is not None and b is not None else 0.0


def _date_of(value: object) -> str | None:
    value = value.get("value") if isinstance(value, Mapping) else value
    return value if isinstance(value, str) else None


_WAYS: dict[How, Callable[[object, object], float]] = {
    How.EXACT: _exact,
    How.TEXT: _text,
    How.WORDS: _words,
    How.DESIGNATION: _designation,
    How.PARTY: _party,
    How.PERSON: _person,
    How.NUMBER: _number,
    How.NEAR: _near,
    How.DATE: _date,
    How.SENTENCES: _exact,
}
