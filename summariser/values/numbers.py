"""Numbers as newspapers print them: digits with any grouping, number words, scale words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from summariser.values.leads import lead

SCALES: Final = {
    "hundred": 100,
    "thousand": 10**3,
    "thousands": 10**3,
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "lacs": 10**5,
    "million": 10**6,
    "millions": 10**6,
    "millon": 10**6,
    "milion": 10**6,
    "mln": 10**6,
    "mlns": 10**6,
    "mio": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "cr": 10**7,
    "billion": 10**9,
    "billions": 10**9,
    "billon": 10**9,
    "bilion": 10**9,
    "milliard": 10**9,
    "milliards": 10**9,
    "bln": 10**9,
    "blns": 10**9,
    "bn": 10**9,
    "bio": 10**9,
    "trillion": 10**12,
    "trillions": 10**12,
    "trln": 10**12,
    "trn": 10**12,
    "tln": 10**12,
    "tn": 10**12,
}
LETTER_SCALES: Final = {"k": 10**3, "K": 10**3, "m": 10**6, "M": 10**6, "MM": 10**6, "b": 10**9, "B": 10**9}

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_UNITS = {word: value for value, word in enumerate((_ONES + " seventeen eighteen nineteen").split())}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_DOZENS = {"dozen": 12, "score": 20}
_HUNDRED = 100
_TEN = 10
_HALVES = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "three quarters": Decimal("0.75")}

_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_SMALL = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_DIGITS = r"(?>\d{1,3}(?:[ ]\d{3}){1,6}(?![\d.,]*\d)|\d[\d,.']*\d|\d)"
_NUMBER = re.compile(
    rf"""
    (?<![A-Za-z0-9_])(?=[-+\d]|{lead((*_UNITS, *_TENS, "a", "half", "quarter", "hundred", "dozen"))})
    (?<![A-Za-z]-)(?<!\d[.,])
    (?:
      (?P<digits>(?:(?<![\w)%])[-+])?{_DIGITS})
      (?:[ ](?P<fraction>1/2|1/4|3/4)(?![\d/]))?
      (?P<letter>(?-i:MM|[kKmMbB])(?![A-Za-z0-9]))?
      (?P<scales>(?:[ -]?(?:{_SCALE})(?![A-Za-z])){{0,3}})
      (?P<plushalf>[ -]and[ -]a[ -]half(?![A-Za-z]))?
      (?!st\b|nd\b|rd\b|th\b)
    |
      (?P<part>(?:(?:a[ -])?(?:half|quarter)|three[ -]quarters)[ -]?(?:of[ -])?(?:an?[ -])?)
      (?P<partscale>{_SCALE}|dozen)(?![A-Za-z])
    |
      (?P<words>(?:an?[ -](?={_SCALE}|dozen|score\b|half)|(?:{_SMALL}|hundred|dozen)(?![A-Za-z]))
      (?:(?:[ -]|[ -]and[ -](?!a\b))?(?:{_SMALL}|{_SCALE}|dozen|score)(?![A-Za-z])){{0,12}})
      (?P<half>[ -]and[ -]a[ -]half(?![A-Za-z]))?
      (?P<halfscale>[ -](?:{_SCALE})(?![A-Za-z]))?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TAIL = re.compile(rf" (?:and )?(?P<digits>\d{{1,3}}) (?P<scale>{_SCALE})(?![A-Za-z])", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_RESTATED = re.compile(r" ?[(\[](?P<digits>\d[\d,.]*)[)\]]")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}|0,\d+|\d+,\d{4,}")
_APOSTROPHES = re.compile(r"\d{1,3}(?:'\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_THREE = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_GROUPINGS: Final = (
    (_COMMAS, ",", "."),
    (_PLAIN, ",", "."),
    (_POINTS, ".", ","),
    (_DECIMAL_COMMA, " ", ","),
    (_APOSTROPHES, "'", "."),
    (_SPACED, " ", "."),
)
"""Spelling of digits, the sign that groups them, and the sign of the decimals."""
_VAGUE = re.compile(
    r"\b(?:multi-?(?:million|billion|trillion)\b|(?:tens|hundreds|thousands|millions|billions|trillions|dozens"
    r"|scores|lakhs|crores)\b(?! and )"
    r"|(?:many|several|a few|few|a couple of|multiple|numerous|some) (?:of the |more )?"
    rf"(?:(?:{_SCALE}|dozen)\b)"
    r"|(?:many|several|a few|few|a couple|numerous|multiple|countless|a handful|a number|unspecified|undisclosed"
    r"|an unspecified|an undisclosed|an unknown)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text.

    Attributes:
        value: The number with its scale; None where its spelling is ambiguous.
        start: Offset of its first character.
        end: Offset behind its last character, scale word included.
        scale: Product of its scale words, 1 without any.
        bare: The number without its scale, as printed ("20" of "20 billion").
        reason: Why ``value`` is None.
    """

    value: Decimal | None
    start: int
    end: int
    scale: int = 1
    bare: Decimal | None = None
    reason: str | None = None


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent or trailing zeros: 1.30E+9 -> 1300000000."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def read_digits(digits: str, *, scaled: bool = False) -> Decimal | None:
    """The value of digits with English, Indian, Swiss, spaced or continental grouping.

    "1,234" is a thousand and "1,5" one and a half. "1.234" alone could be either: None unless ``scaled``, that
    is, unless a scale word or a percent sign follows, before which nobody groups by points.
    """
    sign = -1 if digits.startswith("-") else 1
    body = digits.lstrip("+-")
    if _THREE.fullmatch(body) and not scaled:
        return None
    for pattern, group, point in _GROUPINGS:
        if pattern.fullmatch(body):
            return sign * Decimal(body.replace(group, "").replace(point, "."))
    return None


def read_number_words(words: str) -> Decimal | None:
    """The value of number words: "two hundred and six", "nine mln", "two dozen"; None if they are no one number."""
    total, group, small = Decimal(0), None, 0
    for token in _WORD.findall(words.casefold()):
        if token in ("a", "an", "and"):
            continue
        value = _UNITS.get(token, _TENS.get(token))
        if value is not None:
            fits = small == 0 or (value < _TEN <= small and small % _TEN == 0 and small >= 2 * _TEN)
            if not fits:
                return None
            group, small = (group or Decimal(0)) + value, small + value
        elif token in _DOZENS:
            group, small = (group if group is not None else Decimal(1)) * _DOZENS[token], 0
        elif token == "hundred":
            group, small = (group if group is not None else Decimal(1)) * _HUNDRED, 0
        elif token in SCALES:
            if group is None and total:
                total *= SCALES[token]
            else:
                total += (group if group is not None else Decimal(1)) * SCALES[token]
            group, small = None, 0
        else:
            return None
    return total + (group or 0)


def _scale_of(words: str) -> int:
    scale = 1
    for token in _WORD.findall(words.casefold()):
        scale *= SCALES.get(token, 1)
    return scale


def _from_digits(match: re.Match[str], percent_follows: bool) -> Number:
    letter = match["letter"] or ""
    scale = LETTER_SCALES.get(letter, 1) * _scale_of(match["scales"] or "")
    bare = read_digits(match["digits"], scaled=scale > 1 or percent_follows)
    if bare is None:
        return Number(None, match.start(), match.end(), scale, None, f'"{match["digits"]}" can be read in two ways')
    fraction = match["fraction"]
    if fraction:
        over, under = fraction.split("/")
        bare += Decimal(over) / Decimal(under)
    if match["plushalf"]:
        bare += Decimal("0.5")
    return Number(bare * scale, match.start(), match.end(), scale, bare)


def _continued(number: Number, text: str) -> Number:
    """The number with a smaller scale behind it: "22 billion 577 million" is one number."""
    tail = _TAIL.match(text, number.end)
    if number.value is None or tail is None:
        return number
    scale = SCALES[tail["scale"].casefold()]
    value = Decimal(tail["digits"]) * scale
    if scale >= number.scale or value >= number.scale:
        return number
    whole = number.value + value
    return Number(whole, number.start, tail.end(), number.scale, whole / number.scale)


def _from_part(match: re.Match[str]) -> Number:
    part = match["part"].casefold()
    share = _HALVES["half" if "half" in part else "three quarters" if part.startswith("three") else "quarter"]
    word = match["partscale"].casefold()
    scale = SCALES.get(word) or _DOZENS[word]
    return Number(share * scale, match.start(), match.end(), scale, share)


def _from_words(match: re.Match[str], text: str) -> Number | None:
    words, start, end = match["words"], match.start(), match.end()
    value = read_number_words(words)
    if value is None:
        return Number(None, start, end, 1, None, f'"{words}" is no one number')
    scales = [SCALES.get(token, 1) for token in _WORD.findall(words.casefold())]
    scale = max((scale for scale in scales if scale > _HUNDRED), default=1)
    if match["half"]:
        scale = _scale_of(match["halfscale"] or "") if match["halfscale"] else scale
        half = Decimal("0.5") * scale
        value = value * scale + half if match["halfscale"] else value + half
    elif match["halfscale"]:
        end = match.start("halfscale")
    restated = _RESTATED.match(text, end)
    if restated and read_digits(restated["digits"], scaled=True) == value:
        end = restated.end()
    elif restated and (digits := read_digits(restated["digits"], scaled=True)) is not None and digits < scale:
        end = restated.end() if digits * scale == value else end
    return Number(value, start, end, scale, value / scale)


def find_number(text: str, start: int = 0) -> Number | None:
    """The first number in ``text`` (folded) from ``start`` on; None if there is none.

    Digits that are part of a designation ("F-16", "K2") or an ordinal ("21st") are no number.
    """
    match = _NUMBER.search(text, start)
    while match is not None:
        if match["digits"]:
            percent_follows = text[match.end() : match.end() + 10].lstrip(" -").startswith(("%", "per", "pc"))
            return _continued(_from_digits(match, percent_follows), text)
        if match["partscale"]:
            return _from_part(match)
        found = _from_words(match, text)
        if found is not None:
            return found
        match = _NUMBER.search(text, match.end())
    return None


def find_numbers(text: str, limit: int = 8) -> list[Number]:
    """Up to ``limit`` numbers of ``text`` (folded), in order."""
    found: list[Number] = []
    at = 0
    while len(found) < limit and (number := find_number(text, at)) is not None:
        found.append(number)
        at = number.end
    return found


def find_vague(text: str) -> tuple[int, int] | None:
    """Where ``text`` gives a vague number ("hundreds of millions", "several"), as offsets; None if nowhere."""
    match = _VAGUE.search(text)
    return (match.start(), match.end()) if match else None
