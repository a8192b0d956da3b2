"""Amounts of money, percentages, tonnes and counts: words -> Decimal, unit, ISO 4217, qualifier."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from summariser.values.currencies import CurrencyChoice, currency_of
from summariser.values.currency_forms import attached_pattern, forms_beside, printed
from summariser.values.ellipsis import Lent, elided_unit
from summariser.values.fractions import read_share
from summariser.values.numbers import SCALES, Number, find_number, find_numbers, find_vague, plain
from summariser.values.qualifiers import WINDOW, Qualifier, read_qualifier
from summariser.values.surroundings import NOWHERE, Surroundings
from summariser.values.tabular import head_of
from summariser.values.typography import MAX_WORDS, fold, fold_words
from summariser.values.units import Unit, read_unit

_SCALE_FOLLOWS = re.compile(rf"[ -]?(?:{'|'.join(sorted(SCALES, key=len, reverse=True))})\b", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"\d[.,]?$")
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_CHANGE = re.compile(r"\bfrom (?:about |some |around |just |over |under )?$", re.IGNORECASE)
_JOINT = re.compile(r"\s?(?P<joint>-|to|and|or)\s?(?:as much as |about |even |perhaps |possibly )?$", re.IGNORECASE)
_SPACED_LETTER = re.compile(r"((?:[$£€¥₹]|[A-Z]{3}) ?[\d.,]+) ([mMbBkK])(?![\w.])")
"""A letter for the scale that stands apart: "$4.67 B"; only behind a currency, since it could be metres."""
_MINUS = re.compile(r"(?<=[\s(|:])-$|\bminus $", re.IGNORECASE)
"""A sign before a currency; at the head of a sentence it opens an entry of a list."""
_DUTY = re.compile(
    r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|tax(?:es)?|interest rates?|rates? of (?:duty|interest))\b", re.IGNORECASE
)

_LONGEST_TEXT, _MOST_NUMBERS = 2_000, 40
"""Characters and numbers of a text in which amounts are looked for."""


@dataclass(frozen=True, slots=True)
class AmountValue:
    """An amount as far as the words decide it.

    Attributes:
        amount: The number with its scale; None where there is none or it is vague or ambiguous.
        amount_max: Upper end of a range.
        unit: What is counted; None for a unit outside the vocabulary, told in ``reason``.
        currency: ISO 4217 code, historic ones too; None where the words do not decide, told in ``reason``.
        qualifier: How the words qualify the number.
        reason: Why something is None, or what the vocabulary cannot say ("percentage points").
        inferred: Something (currency, unit) was decided by other words of the article, not by the words themselves.
    """

    amount: Decimal | None = None
    amount_max: Decimal | None = None
    unit: Unit | None = None
    currency: str | None = None
    qualifier: Qualifier = "exact"
    reason: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number with the unit and currency around it; offsets into the text it stands in.

    ``lent`` tells that unit, currency or scale are those of a neighbour.
    """

    number: Number
    start: int
    end: int
    unit: Unit | None = None
    currency: CurrencyChoice | None = None
    note: str | None = None
    lent: bool = False


def read_amount(raw: str, around: Surroundings = NOWHERE) -> AmountValue:
    """The amount that the copied words state.

    Args:
        raw: Copied words, such as "$20 billion", "between 40 and 50 per cent", "Rs 39,000-crore".
        around: The sentence and article they stand in: cues beside the words, countries named, date.

    Returns:
        The amount; where the words do not decide, the field is None and ``reason`` says why.
    """
    if len(raw) > MAX_WORDS:
        return AmountValue(reason=f"{len(raw)} characters are no amount")
    words = _SPACED_LETTER.sub(r"\1\2", attached_pattern().sub(r"\g<form> ", fold_words(raw)))
    left, right = fold(around.left[-WINDOW:]), fold(around.right[:WINDOW])
    return (
        _read_vague(words, left, right, around)
        or _read_share(words, left, right)
        or _read_numbers(words, left, right, around)
    )


def amounts_in(text: str) -> frozenset[tuple[Decimal, Unit]]:
    """The numbers of a text that have a currency, per cent or a weight beside them, each with its unit."""
    return frozenset(
        (one.number.value, one.unit)
        for one in _measured_in(_spaced(text))
        if one.number.value is not None and one.unit is not None and one.unit != "item"
    )


def is_sum(text: str) -> bool:
    """Whether a text is a sum of money and nothing else: "$1 billion", not "$1 billion loan"."""
    words = _spaced(text)
    return any(one.unit == "currency" and (one.start, one.end) == (0, len(words)) for one in _measured_in(words))


def _spaced(text: str) -> str:
    return attached_pattern().sub(r"\g<form> ", fold_words(text[:_LONGEST_TEXT]))


def _measured_in(words: str) -> list[_Measured]:
    return [_measure(number, words, NOWHERE) for number in find_numbers(words, _MOST_NUMBERS)]


def _read_share(words: str, left: str, right: str) -> AmountValue | None:
    share = read_share(words, right)
    if share is None:
        return None
    qualifier = read_qualifier(left + words[: share.start], words[share.end :] + right)
    return AmountValue(share.percent, None, "percent", None, qualifier, share.reason)


def _read_numbers(words: str, left: str, right: str, around: Surroundings) -> AmountValue:
    text, offset = left + words + right, len(left)
    numbers = [_shifted(number, offset) for number in find_numbers(words)]
    problem = _cut(numbers[0], text, offset, offset + len(words)) if numbers else f'no number in "{words}"'
    if problem:
        return AmountValue(reason=problem)
    measured = [_measure(number, text, around) for number in numbers]
    return _settle(measured, text, offset + len(words), around)


def _shifted(number: Number, offset: int) -> Number:
    return replace(number, start=number.start + offset, end=number.end + offset)


def _cut(first: Number, text: str, start: int, end: int) -> str | None:
    """Why the words are only part of a number, if they are."""
    if first.start == start and _NUMBER_BEFORE.search(text[:start]):
        return "the words begin inside a number"
    if first.end == end and (re.match(r"\d|[.,]\d", text[end:]) or _SCALE_FOLLOWS.match(text[end:])):
        return "the words end before their number does"
    return None


def _read_vague(words: str, left: str, right: str, around: Surroundings) -> AmountValue | None:
    span = find_vague(words)
    if span is None:
        return None
    number = find_number(words)
    if number is not None and not span[0] <= number.start <= span[1] + 1:
        return None
    start, end = span[0], max(span[1], number.end if number else 0)
    place = Number(None, start, end)
    text = left + words + right
    rest = re.match(rf"(?: of)?(?:[ -](?:{'|'.join(SCALES)})\b)*(?: of)?", words[end:], re.IGNORECASE)
    end += rest.end() if rest else 0
    if words[:end].endswith(" of"):
        end -= len(" of")
    measured = _measure(_shifted(replace(place, end=end), len(left)), text, around)
    choice = measured.currency
    return AmountValue(
        None,
        None,
        measured.unit,
        choice.code if choice else None,
        "vague",
        (choice.reason if choice else None) or f'"{words}" is no definite number',
        bool(choice and choice.inferred),
    )


def _measure(number: Number, text: str, around: Surroundings) -> _Measured:
    """The number with its currency or unit, looked for directly before and behind it."""
    start, end = number.start, number.end
    prefix, behind = forms_beside(text, number)
    if behind is not None:
        choice = currency_of(printed(behind), behind["adjective"] or "", around)
        if prefix is not None and choice.code is None:
            choice = currency_of(prefix["form"], "", around)
        return _Measured(number, prefix.start() if prefix else start, behind.end(), "currency", choice)
    if prefix is not None:
        if number.value and _MINUS.search(text[: prefix.start()]):
            number = replace(number, value=-number.value)
        return _Measured(number, prefix.start(), end, "currency", currency_of(prefix["form"], "", around))
    found = read_unit(text[end : end + WINDOW])
    if found is not None:
        return _Measured(number, start, end + found.length, found.unit, None, found.note)
    return _Measured(number, start, end)


def _settle(measured: list[_Measured], text: str, end: int, around: Surroundings) -> AmountValue:
    first = measured[0]
    if len(measured) > 1:
        second = measured[1]
        joint = _JOINT.fullmatch(text[first.end : second.start])
        if joint is not None and _CHANGE.search(text[: first.start]) and joint["joint"] == "to":
            return AmountValue(
                unit=first.unit or second.unit, reason="a change from one amount to another, not one amount"
            )
        if (
            joint is not None
            and joint["joint"] != "or"
            and (joint["joint"] != "and" or _BETWEEN.search(text[: first.start]))
        ):
            return _range(first, second)
        if (
            second.unit in ("currency", "percent")
            and second.unit == first.unit
            and not _conversion(text, first, second)
        ):
            return AmountValue(unit=first.unit, reason="two amounts, and the words do not say which")
    if (beyond := _range_beside(first, text, end, around)) is not None:
        return beyond
    if first.unit is None and first.note is None:
        first = _with_elided_unit(first, around)
    value = _value(first, None, read_qualifier(text[: first.start], text[first.end :]))
    if value.amount == 0 and value.unit is None and _DUTY.search(fold(around.sentence)):
        return replace(value, unit="percent", reason=None, inferred=True)
    return value


def _conversion(text: str, first: _Measured, second: _Measured) -> bool:
    """Whether the second amount restates the first: it stands in brackets or behind "or" or "equal to"."""
    between = text[first.end : second.start]
    return "(" in between or "[" in between or bool(re.search(r"\b(?:or|equal to|equivalent to|i\.e\.)\b|=", between))


def _range(low: _Measured, high: _Measured) -> AmountValue:
    """A range; the lower number takes the scale and unit that are printed only once."""
    number = low.number
    if number.scale == 1 and high.number.scale > 1 and number.value is not None:
        number = replace(number, value=number.value * high.number.scale)
    unit, currency = high.unit or low.unit, high.currency or low.currency
    if low.currency and currency and low.currency.code and low.currency.code != currency.code:
        currency = (
            low.currency if currency.code is None or high.currency is None else CurrencyChoice(None, "two currencies")
        )
    if number.value is None or high.number.value is None or number.value > high.number.value:
        return AmountValue(unit=unit, qualifier="range", reason="the ends of the range are not clear")
    joined = replace(low, number=number, unit=unit, currency=currency, note=high.note or low.note)
    return _value(joined, high.number.value, "range")


def _range_beside(first: _Measured, text: str, end: int, around: Surroundings) -> AmountValue | None:
    """The range that "between ... and ..." makes of a number of which only one side was copied."""
    if _BETWEEN.search(text[: first.start]):
        other = find_number(text, first.end)
        if other is not None and other.start >= end:
            high = _measure(other, text, around)
            if re.fullmatch(r"\s?and\s?", text[first.end : high.start]):
                return _range(first, high)
    return None


def _with_elided_unit(measured: _Measured, around: Surroundings) -> _Measured:
    """The unit that the head of a table, or a neighbouring amount of the sentence, lends to a number without one."""
    lent = _table_unit(measured.number, around) or elided_unit(measured.number, around)
    if lent is None:
        return measured
    number = measured.number
    if lent.scale > 1 and number.value is not None and number.scale == 1:
        number = replace(number, value=number.value * lent.scale, scale=lent.scale)
    return replace(measured, number=number, unit=lent.unit, currency=lent.currency, lent=True)


def _table_unit(number: Number, around: Surroundings) -> Lent | None:
    """What the head of the number's column, or the line over the table, says of each number below."""
    if number.scale > 1:
        return None
    for phrase in head_of(around):
        one = find_number(phrase)
        found = _measure(one, phrase, around) if one is not None and one.value is not None else None
        if found is None or found.unit in (None, "item") or (found.start, found.end) != (0, len(phrase)):
            continue
        return Lent(found.unit, found.currency, int(found.number.value or 1))
    return None


def _value(measured: _Measured, high: Decimal | None, qualifier: Qualifier) -> AmountValue:
    choice, number = measured.currency, measured.number
    reason = number.reason or (choice.reason if choice else None) or measured.note
    amount = None if number.value is None else plain(number.value)
    if measured.unit is None and reason is None:
        if qualifier != "range" and amount != 0:
            amount = None
        reason = "neither unit nor currency stands with the number"
    return AmountValue(
        amount,
        None if high is None else plain(high),
        measured.unit,
        choice.code if choice else None,
        qualifier,
        reason,
        measured.lent or bool(choice and choice.inferred),
    )
