"""The summary of a prediction: what it has to mention, and what it says that the article does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summariser.evaluation.evidence import holds
from summariser.values.edtf import span
from summariser.values.wording import fold, singular, squash

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBER_WORDS = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16},
    **{"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12, "decade": 10},
    **{"once": 1, "twice": 2, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6},
    **{"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10},
}
_NUMBER = re.compile(r"\d{1,30}(?:,\d{3}){0,9}(?:\.\d{1,15})?")
_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{'|'.join(_MONTHS)})(?: (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
    r",?(?: (?P<year>\d{4}))?\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w\u2019'])[A-Z][\w\u2019'-]*")
_OPENING = re.compile(r"(?:^|[.!?:;]\s+|[\"“(]\s*)$")
_SCALE = re.compile(r"(?<=\d)(?:bn|mn|m|tn)\b", re.IGNORECASE)
_SCALES = {"bn": "billion", "mn": "million", "m": "million", "tn": "trillion"}
_ABBREVIATED = 3
"""Letters of an abbreviated month."""
_STEM = 4
"""Letters that two forms of one name share: "India" and "Indian"."""
_LOOK_BACK = 4


@dataclass(frozen=True, slots=True)
class Inventions:
    """What a summary says and the article does not, as written in the summary."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    dates: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.numbers) + len(self.names) + len(self.dates)


def mentioned(summary: str, must_mention: Iterable[str]) -> list[bool]:
    """For each entry whether the summary names it; ``a|b`` asks for one of several."""
    return [any(_names(summary, choice) for choice in entry.split("|")) for entry in must_mention]


def inventions(summary: str, article: str, dates: Sequence[str] = (), names: Sequence[str] = ()) -> Inventions:
    """Numbers, names and dates of a summary that the article does not have.

    Numbers are compared by value, number words included. A name is a capitalised word that does not open a
    sentence; it is known where the article has a word of the same stem, or words whose initials it is. A date is
    known where its day, month and year stand in the article, or where it agrees with one of the given dates.

    Args:
        summary: The summary.
        article: Everything it may be taken from: title and text.
        dates: EDTF dates it may name besides, such as the publication date and those of the record.
        names: Names it may use besides, such as those of countries the article names by adjective.
    """
    known_dates = [known for known in map(span, dates) if known]
    numbers, months = _numbers(article), _months(article)
    said = list(_DATE.finditer(summary))
    strange_dates = [found[0].strip() for found in said if not _date_known(found, numbers, months, known_dates)]
    rest = _DATE.sub(" ", summary)
    years = {str(day.year) for known in known_dates for day in known}
    numbers |= years
    strange_numbers = [found[0] for found in _NUMBER.finditer(rest) if _value(found[0]) not in numbers]
    strange_numbers += [
        word for word in _WORD.findall(rest) if (n := _NUMBER_WORDS.get(word.lower())) and str(n) not in numbers
    ]
    return Inventions(tuple(strange_numbers), _strange_names(rest, " ".join([article, *names])), tuple(strange_dates))


def _names(summary: str, choice: str) -> bool:
    """Whether the words stand in the summary, apart from case and typography.

    A word may go on ("Mexic" is named by "Mexican"), unless it is as short as "US".
    """
    wanted, text = _spelt(choice), _spelt(summary)
    if not wanted:
        return holds(summary, choice)
    if wanted[0].isdigit():
        return holds(text, wanted)
    return f" {wanted}{'' if len(wanted) >= _STEM or wanted[-1].isdigit() else ' '}" in f" {text} "


def _spelt(text: str) -> str:
    """Folded, with "8bn" as "8 billion"."""
    return fold(_SCALE.sub(lambda found: f" {_SCALES[found[0].lower()]}", text))


def _value(number: str) -> str:
    plain = number.replace(",", "")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).lstrip("0") or "0"


def _numbers(text: str) -> set[str]:
    found = {_value(number) for number in _NUMBER.findall(text)}
    return found | {str(_NUMBER_WORDS[word]) for word in map(str.lower, _WORD.findall(text)) if word in _NUMBER_WORDS}


def _months(text: str) -> set[int]:
    """The months a text names, in full or abbreviated, by place from 1."""
    words = {word[:_ABBREVIATED] for word in fold(text).split()}
    return {place for place, month in enumerate(_MONTHS, start=1) if month[:_ABBREVIATED] in words}


def _date_known(
    found: re.Match[str], numbers: set[str], months: set[int], known: Sequence[tuple[object, object]]
) -> bool:
    month, day, year = found["month"].lower(), found["d1"] or found["d2"], found["year"]
    if day is None and year is None and month in ("may", "march") and not found[0].strip()[0].isupper():
        return True
    place = _MONTHS.index(month) + 1
    if any(_within(known_span, year, place, day) for known_span in known):
        return True
    parts = [day.lstrip("0") if day else None, year]
    return place in months and all(part is None or part in numbers for part in parts)


def _within(known: tuple[object, object], year: str | None, month: int, day: str | None) -> bool:
    """Whether a known date is the named one, or lies in it."""
    return any(
        (year is None or int(year) == getattr(end, "year", None))
        and month == getattr(end, "month", None)
        and (day is None or int(day) == getattr(end, "day", None))
        for end in known
    )


def _strange_names(summary: str, article: str) -> tuple[str, ...]:
    words = {singular(word) for form in (fold(article).split(), map(squash, article.split())) for word in form}
    stems = {word[:_STEM] for word in words if len(word) >= _STEM}
    initials = _initials(article)
    strange = []
    for found in _NAME.finditer(summary):
        if _OPENING.search(summary[max(0, found.start() - _LOOK_BACK) : found.start()]) and found[0][1:].islower():
            continue
        parts = [_stemmed(part) for part in fold(found[0]).split()]
        if "".join(parts) in words:
            continue
        unknown = [part for part in parts if part not in words and part.upper() not in initials and len(part) > 1]
        if any(part[:_STEM] not in stems for part in unknown):
            strange.append(found[0])
    return tuple(strange)


def _stemmed(word: str) -> str:
    """Without a plural s, also behind a digit: "TB2s"."""
    return word[:-1] if word.endswith("s") and word[-2:-1].isdigit() else singular(word)


def _initials(article: str) -> set[str]:
    """Initials of runs of two to five capitalised words: "European Union" gives "EU"."""
    found: set[str] = set()
    for run in re.findall(r"[A-Z]\w{0,40}(?:[ -](?:of |the |and |for )?[A-Z]\w{0,40}){1,7}", article):
        letters = "".join(word[0] for word in re.split(r"[ -]", run) if word[:1].isupper())
        found.update(letters[start:end] for start in range(len(letters)) for end in range(start + 2, len(letters) + 1))
    return found
