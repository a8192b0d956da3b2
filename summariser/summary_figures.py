"""The figures of a text, each with its scale and currency, and its days and months: what a summary may repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from summariser.values import datewords, numbers
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
_MONEY = {
    "dollar": "$ dollar dollars dlr dlrs",
    "US dollar": "us$ usd",
    "Australian dollar": "a$ aud",
    "Canadian dollar": "c$ cad",
    "New Zealand dollar": "nz$ nzd",
    "Taiwan dollar": "t$ nt$ twd",
    "Hong Kong dollar": "hk$ hkd",
    "Singapore dollar": "s$ sgd",
    "euro": "€ eur euro euros",
    "pound": "£ gbp pound pounds sterling",
    "yen": "¥ jpy yen",
    "rupee": "₹ rs inr rupee rupees",
    "won": "₩ krw won",
    "crown": "crown crowns krona kronor krone kroner koruna dkk sek nok czk",
    "franc": "franc francs chf",
    "mark": "mark marks",
    "yuan": "yuan renminbi rmb cny",
    "zloty": "zloty zlotys pln",
    "lira": "lira liras",
    "rouble": "rouble roubles ruble rubles",
    "peso": "p peso pesos",
    "real": "reais reals brl",
    "rand": "r rand zar",
    "baht": "baht",
    "taka": "tk taka",
    "shilling": "sh shilling shillings",
    "ringgit": "ringgit rm myr",
}
_SCALE_OF = {
    **{form: _SCALES[value] for form, value in numbers.SCALES.items() if value in _SCALES},
    **{form: _SCALES[value] for form, value in numbers.LETTER_SCALES.items() if form.islower()},
    **dict.fromkeys(_PERCENT, "percent"),
}
_MONEY_OF = {form: money for money, forms in _MONEY.items() for form in forms.split()}


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


_LONGEST_MONEY = max(map(len, _MONEY_OF))
_FIGURE = re.compile(
    # A look ahead for the digit, or the word ahead of it, leaves most places at once.
    rf"(?<![a-z])(?=[^\d\s]{{0,{_LONGEST_MONEY}}}+ ?\d)"
    rf"(?:(?P<before>{_alternatives(_MONEY_OF)})[ ]?)?"
    rf"(?(before)|(?<![\w.,])(?<![a-z]-))(?P<number>\d+(?:[.,:/]\d+)*)"
    rf"(?:[ -]?(?P<scale>{_alternatives(_SCALE_OF)})(?!\w|(?<=[ -]\w)-\w))?"
    rf"(?:[ -]?(?P<behind>{_alternatives(_MONEY_OF)})(?!\w))?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?: ?- ?| to | and | or )(?:\w+ )?")
_MONTH = "|".join([*MONTHS, *(month[:3] for month in MONTHS), "sept"])
_BEFORE = re.compile(rf"(?<![a-z])({_alternatives(_MONEY_OF)}) ?$", re.IGNORECASE)
_BEHIND = re.compile(
    rf"[ -]?({_alternatives({form: '' for form in _MONEY_OF if len(form) > 1})})(?!\w|-)", re.IGNORECASE
)
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


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what is said of it.

    Attributes:
        number: Its digits, without grouping.
        scale: thousand to trillion, or percent; None for none.
        money: Family of the currency; None for none.
        words: The figure as it stands.
        shared: Whether scale or currency are those of a figure joined to it.
    """

    number: str
    scale: str | None
    money: str | None
    words: str
    shared: bool = False


def figures(text: str) -> list[Figure]:
    """The figures of a folded text; of "25 to 50 per cent", 25 both as it stands and in per cent."""
    matches = list(_FIGURE.finditer(text))
    found = [_figure(match) for match in matches]
    shared = []
    for (i, match), behind in zip(enumerate(matches), matches[1:], strict=False):
        left, right = found[i], found[i + 1]
        if right.scale is not None and _JOINED.fullmatch(text[match.end() : behind.start()]):
            shared.append(replace(left, scale=left.scale or right.scale, money=left.money or right.money, shared=True))
            shared.append(replace(right, money=right.money or left.money, shared=True))
    return found + shared


def days(text: str) -> Iterator[tuple[int, int, str]]:
    """The days named with their month: (month, day, words)."""
    for match in _DAY.finditer(text):
        day, month = match["d1"] or match["d2"], match["m1"] or match["m2"]
        yield month_number(month), int(day), match.group()


def months_of_years(text: str) -> Iterator[tuple[int, int, str]]:
    """The months named with their year: (year, month, words)."""
    for match in _OF_YEAR.finditer(text):
        yield int(match["year"]), month_number(match["month"]), match.group()


def same_money(one: str | None, other: str | None) -> bool:
    """Whether two currencies may be one: "$" may be any dollar, "A$" is not "US$"."""
    if one == other:
        return True
    names = {one or "", other or ""}
    return "dollar" in names and all(name.endswith("dollar") for name in names)


def number_words(text: str) -> Iterator[Figure]:
    """The numbers written in words, also as part of a compound ("ten-year"), with the currency beside them."""
    for number in numbers.find_numbers(text, _MOST):
        words = text[number.start : number.end]
        if words[0].isdigit() or words[0] in "+-" or words.strip().lower() in ("a", "an"):
            continue
        if number.value is None or number.bare is None:
            yield from _each_word(words)
            continue
        before = _BEFORE.search(text, max(0, number.start - _LONGEST_MONEY - 1), number.start)
        money = _BEHIND.match(text, number.end) or before
        family = _MONEY_OF[money.group(1).lower()] if money else None
        yield Figure(f"{numbers.plain(number.bare):f}", _SCALES.get(number.scale), family, words)


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


def money_of(word: str) -> str | None:
    """The family of currencies that a word names."""
    return _MONEY_OF.get(word)


def _figure(match: re.Match[str]) -> Figure:
    money = (match["before"] or match["behind"] or "").lower()
    scale = (match["scale"] or "").lower()
    number = re.sub(r"(?<=\d),(?=\d{3})", "", match["number"])
    return Figure(number, _SCALE_OF.get(scale), _MONEY_OF.get(money), match.group().strip())
