"""The figures of a text, each with its scale and currency, and its days and months: what a summary may repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MONTHS = "january february march april may june july august september october november december".split()
NUMBER_WORDS = {
    **{word: number for number, word in enumerate(ONES)},
    **{word: 20 + 10 * position for position, word in enumerate(TENS)},
    **{f"{ten}-{ones}": 20 + 10 * i + j for i, ten in enumerate(TENS) for j, ones in enumerate(ONES[1:10], 1)},
    "dozen": 12,
    "half-dozen": 6,
}
_SCALES = {
    "thousand": "thousand k",
    "million": "million mln mn m",
    "billion": "billion bln bn b",
    "trillion": "trillion tn trn",
    "crore": "crore cr",
    "lakh": "lakh",
    "percent": "% percent pct pc per_cent",
}
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
_SCALE_OF = {form.replace("_", " "): scale for scale, forms in _SCALES.items() for form in forms.split()}
_MONEY_OF = {form: money for money, forms in _MONEY.items() for form in forms.split()}


def _alternatives(forms: dict[str, str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


_FIGURE = re.compile(
    rf"(?:(?<![a-z])(?P<before>{_alternatives(_MONEY_OF)})[ ]?)?"
    rf"(?(before)|(?<![\w.,])(?<![a-z]-))(?P<number>\d+(?:[.,:/]\d+)*)"
    rf"(?:[ -]?(?P<scale>{_alternatives(_SCALE_OF)})(?!\w|(?<=[ -]\w)-\w))?"
    rf"(?:[ -]?(?P<behind>{_alternatives(_MONEY_OF)})(?!\w))?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
_JOINED = re.compile(r"(?: ?- ?| to | and | or )(?:\w+ )?")
_MONTH = "|".join([*MONTHS, *(month[:3] for month in MONTHS), "sept"])
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


def number_words(text: str) -> Iterator[tuple[int, str]]:
    """The numbers written in words, also as part of a compound ("ten-year"): (number, words)."""
    for match in _IN_WORDS.finditer(text):
        yield NUMBER_WORDS[match.group().lower()], match.group()


def scale_of(word: str) -> str | None:
    """The scale that a word names, in the plural too."""
    return _SCALE_OF.get(word) or _SCALE_OF.get(word.removesuffix("s"))


def money_of(word: str) -> str | None:
    """The family of currencies that a word names."""
    return _MONEY_OF.get(word)


def month_number(name: str) -> int:
    """1 for January or Jan."""
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def _figure(match: re.Match[str]) -> Figure:
    money = (match["before"] or match["behind"] or "").lower()
    scale = (match["scale"] or "").lower()
    number = re.sub(r"(?<=\d),(?=\d{3})", "", match["number"])
    return Figure(number, _SCALE_OF.get(scale), _MONEY_OF.get(money), match.group().strip())
