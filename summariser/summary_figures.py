"""The figures of a text, each with its scale and currency, and its days and months: what a summary may repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from summariser.values import datewords, numbers
from summariser.values.currency_forms import codes_of, forms_beside, printed
from summariser.values.datewords import month_number

MONTHS = [next(name for name, number in datewords.MONTHS.items() if number == month) for month in range(1, 13)]
_SCALES = {
    10**3: "thousand",
    10**5: "lakh",
    10**6: "million",
    10**7: "crore",
    10**9: "billion",
    10**12: "trillion",
}
_PERCENT = ("%", "percent", "pct", "pc", "per cent")
_SCALE_OF = {
    **{form: _SCALES[value] for form, value in numbers.SCALES.items() if value in _SCALES},
    **{form: _SCALES[value] for form, value in numbers.LETTER_SCALES.items() if form.islower()},
    **dict.fromkeys(_PERCENT, "percent"),
}


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


_FIGURE = re.compile(
    rf"(?P<number>\d+(?:[.,:/]\d+)*)(?:[ -]?(?P<scale>{_alternatives(_SCALE_OF)})(?!\w|(?<=[ -]\w)-\w))?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:[\w.,]|[a-z]-)\Z", re.IGNORECASE)
"""What stands before digits that are part of a word or of another number."""
_JOINED = re.compile(r"(?: ?- ?| to | and | or )(?:\w+ )?")
_MONTH = "|".join([*MONTHS, *(month[:3] for month in MONTHS), "sept"])
_MOST = 10_000
"""Numbers of a text that are looked at."""
_SHARES = (
    "half halves halve halved halving 50",
    "third thirds 3rd",
    "quarter quarters quarterly quartered 25 q1 q2 q3 q4",
    "double doubles doubled doubling twice twofold two-fold",
    "triple triples tripled tripling treble trebled trebling threefold three-fold",
    "quadruple quadrupled quadrupling fourfold four-fold",
)
"""Figures in one word, each with the words and numbers that say the same."""
_SHARE_OF = {word: frozenset(words.split()) for words in _SHARES for word in words.split() if not word[-1].isdigit()}
_SHARE = re.compile(rf"(?<![\w-])(?:{_alternatives(_SHARE_OF)})(?!\w)", re.IGNORECASE)
_DAY = re.compile(
    rf"(?<!\w)(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}))(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(rf"(?<!\w)(?P<month>{_MONTH})\.?,? (?:of )?(?P<year>(?:1[89]|20)\d\d)(?!\w)", re.IGNORECASE)


Money = frozenset[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what is said of it.

    Attributes:
        number: Its digits, without grouping.
        scale: thousand to trillion, or percent; None for none.
        money: ISO 4217 codes of the currencies that the words beside it can mean; None where none is named.
        words: The figure as it stands.
    """

    number: str
    scale: str | None
    money: Money | None
    words: str


def figures(text: str) -> list[Figure]:
    """The figures of a folded text; of "25 to 50 per cent", 25 both as it stands and in per cent."""
    placed = [entry for match in _FIGURE.finditer(text) if (entry := _placed(match, text)) is not None]
    found = [figure for figure, _, _ in placed]
    for (left, _, end), (right, start, _) in pairwise(placed):
        if right.scale is not None and _JOINED.fullmatch(text[end:start]):
            found.append(replace(left, scale=left.scale or right.scale, money=left.money or right.money))
            found.append(replace(right, money=right.money or left.money))
    return found


def days(text: str) -> Iterator[tuple[int, int, str]]:
    """The days named with their month: (month, day, words)."""
    for match in _DAY.finditer(text):
        day, month = match["d1"] or match["d2"], match["m1"] or match["m2"]
        yield month_number(month), int(day), match.group()


def months_of_years(text: str) -> Iterator[tuple[int, int, str]]:
    """The months named with their year: (year, month, words)."""
    for match in _OF_YEAR.finditer(text):
        yield int(match["year"]), month_number(match["month"]), match.group()


def same_money(one: Money | None, other: Money | None) -> bool:
    """Whether two currencies may be one: "$" may be any dollar, "A$" is not "US$"."""
    return one == other or (one is not None and other is not None and not one.isdisjoint(other))


def number_words(text: str) -> Iterator[Figure]:
    """The numbers written in words, also as part of a compound ("ten-year"), with the currency beside them."""
    for number in numbers.find_numbers(text, _MOST):
        words = text[number.start : number.end]
        if words[0].isdigit() or words[0] in "+-" or words.strip().lower() in ("a", "an"):
            continue
        if number.value is None or number.bare is None:
            yield from _each_word(words)
            continue
        money, _, _ = _money(text, number)
        yield Figure(f"{numbers.plain(number.bare):f}", _SCALES.get(number.scale), money, words)


def _each_word(words: str) -> Iterator[Figure]:
    """Number words that make no one number ("three and four billion"), one by one with the scale behind them."""
    tokens = re.findall(r"[a-z]+", words.lower())
    scale = next((scale_of(token) for token in reversed(tokens) if scale_of(token)), None)
    for token in tokens:
        value = numbers.read_number_words(token)
        if value and scale_of(token) is None:
            yield Figure(f"{value:f}", scale, None, token)


def shares(text: str) -> Iterator[tuple[frozenset[str], str]]:
    """Figures in one word ("halved"): what a text must have one of to say the same, and the word."""
    for match in _SHARE.finditer(text):
        yield _SHARE_OF[match.group().lower()], match.group()


def scale_of(word: str) -> str | None:
    """The scale that a word names, in the plural too."""
    return _SCALE_OF.get(word) or _SCALE_OF.get(word.removesuffix("s"))


def money_of(word: str) -> Money | None:
    """The currencies that a word names."""
    return codes_of(word) or None


def printed_currencies(text: str) -> Iterator[tuple[int, int]]:
    """Where the forms of currencies stand beside numbers; what is printed together with its number, with that."""
    for match in _FIGURE.finditer(text):
        before, behind = forms_beside(text, _number(match))
        if before is not None:
            yield before.start("form"), match.end()
        if behind is not None and behind["form"]:
            yield behind.span("form")


def _number(match: re.Match[str]) -> numbers.Number:
    scale = _SCALE_OF.get((match["scale"] or "").lower())
    size = next((value for value, name in _SCALES.items() if name == scale), 1)
    value = numbers.read_digits(match["number"], scaled=scale is not None)
    return numbers.Number(value, match.start(), match.end(), size)


def _placed(match: re.Match[str], text: str) -> tuple[Figure, int, int] | None:
    """A figure, and where it begins and ends with its currency; None for digits inside a word or another number."""
    digits = re.sub(r"(?<=\d),(?=\d{3})", "", match["number"])
    scale = _SCALE_OF.get((match["scale"] or "").lower())
    money, start, end = (None, *match.span()) if scale == "percent" else _money(text, _number(match))
    if start == match.start() and _INSIDE.search(text, max(0, start - 2), start):
        return None
    return Figure(digits, scale, money, text[start:end].strip()), start, end


def _money(text: str, number: numbers.Number) -> tuple[Money | None, int, int]:
    """The currencies that stand beside a number, and where it begins and ends with them."""
    before, behind = forms_beside(text, number)
    named = [codes_of(before["form"])] if before else []
    named += [codes_of(printed(behind), behind["adjective"] or "")] if behind else []
    if not named:
        return None, number.start, number.end
    start, end = before.start() if before else number.start, behind.end() if behind else number.end
    return frozenset.intersection(*named) or named[-1], start, end
