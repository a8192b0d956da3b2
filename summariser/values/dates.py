"""Dates: words -> EDTF, resolved from the publication date only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summariser.values.calendars import Point, Undecided, step
from summariser.values.datewords import POINT
from summariser.values.moment import Moment
from summariser.values.points import backed, kind_of, read_point
from summariser.values.surroundings import NOWHERE, Surroundings
from summariser.values.typography import MAX_WORDS, fold, fold_words

_BOUND = re.compile(
    r"\b(?<!dating )(?<!dated )(?<!dates )(?:since|until|till|til|before|after|up to|as of)\b"
    r"|\b(?:(?<!dating )(?<!dated )(?<!dates )(?:from|starting|beginning|effective)"
    r"|through|by|between|(?<!compared )(?<!relative )(?<!close )(?<!next )to)\b"
    r"(?=(?:,? (?:at|least|the|an?|its|very|about|around|approximately|and|including|as|early|late|in|on|of|end|close"
    r"|start|beginning|middle|mid)\b-?){0,5}(?:[ ,(\"']{0,3}|-)$)",
    re.IGNORECASE,
)
"""What bounds a period; a preposition of places too only directly before the point: not "to" in "to Norway in 2029"."""
_JOINT = re.compile(
    r"^\s*(?:and running |running )?(?P<joint>-|to|and|until|till|through|up to)\s*(?:the )?(?:(?:end|close"
    r"|middle) of |mid-)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^(?:,? (?:of )?(?:(?:1[5-9]|20)\d\d)\b(?![.,]\d|-)|,? (?:of )?(?:last|next) (?:year|week)\b)", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:^|[\s(\"'])(?P<which>(?:last|next|this|this past|this coming|that) )(?:mid-|late |early )?$", re.IGNORECASE
)
_TAKES_YEAR = ("my", "dmy", "mdy")
_TAKES_WEEK = ("weekday",)
_TAKES_WHICH = ("my", "weekday", "season", "mdy")
_GROWS = {
    **{kind: (kind,) for kind in ("dmy", "mdy", "my", "quarter", "firstn", "season", "holiday", "span12")},
    "weekday": ("dmy", "mdy", "weekdayof"),
    "days": ("days",),
    "mdays": ("mdays",),
}
"""Which expressions an expression that was copied in part may turn out to be."""
_REACH = 40
"""Characters behind the words in which the rest of their date is looked for."""
_AND = re.compile(r"\s?(?:-|to|and|or|until|till|through)\s?(?:(?:early|late|mid)[ -])?", re.IGNORECASE)
_DATED = re.compile(r"\d{4}|year|week", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}$")
_WITHIN = re.compile(r"\b(?:end|close) of\b", re.IGNORECASE)
_FROM = ("since", "from", "starting", "beginning")
_UNTIL = ("until", "till", "til", "through", "up to", "to")
_MOST_POINTS = 2
_VAGUE = re.compile(
    r"\b(?:soon|recent(?:ly)?|shortly|coming (?:days|weeks|months|years)|in due course|some time|earlier|later"
    r"|long ago|now|to date"
    r"|at present|currently)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as far as the words decide it.

    Attributes:
        value: EDTF: a day, a month, a year, or an interval such as ``2008/..``; None where the words do not decide.
        reason: Why it is None; or what the value cannot say (a season).
        relative: The publication date was needed.
    """

    value: str | None = None
    reason: str | None = None
    relative: bool = False


def read_date(raw: str, around: Surroundings = NOWHERE) -> DateValue:
    """The date or period that the copied words state.

    "Since 2008" and "from 2008" are ``2008/..``, "until 2032" is ``../2032``; "by 2030" is the limit it names. "Early",
    "late" and "the end of" stay within the period they qualify: "late October" is a month. A month or weekday alone
    lies on the side of the publication date that the nearest verb gives.

    Args:
        raw: Copied words, such as "on Friday", "since 2008", "the first half of 2026".
        around: Sentence, article, publication date.
    """
    return _read(raw, around, event=False)


def read_event_date(raw: str, around: Surroundings = NOWHERE) -> DateValue:
    """The date of an event that the copied words state.

    As `read_date`, but what only bounds a period is the event itself: in "in force since 2008" the entry into
    force is of 2008, and what runs "until 2032" ends in 2032.
    """
    return _read(raw, around, event=True)


def _read(raw: str, around: Surroundings, *, event: bool) -> DateValue:
    if len(raw) > MAX_WORDS:
        return DateValue(reason=f"{len(raw)} characters are no date")
    words = _completed(raw, around)
    matches = list(POINT.finditer(words))
    if not matches:
        vague = _VAGUE.search(words) is not None
        return DateValue(reason=f'"{words}" is no {"definite time" if vague else "date"}', relative=vague)
    try:
        if len(matches) == 1:
            point = _paired(matches[0], words, raw, around) or read_point(matches[0], Moment(around))
            return _bounded(words[: matches[0].start()], point, event=event)
        return _joined(words, matches, Moment(around))
    except Undecided as undecided:
        return DateValue(None, undecided.reason, undecided.relative)


def _behind(words: str, raw: str, around: Surroundings) -> str:
    """What stands in the sentence behind the words."""
    return fold(raw).partition(words)[2] + fold(around.right[:_REACH])


def _completed(raw: str, around: Surroundings) -> str:
    """The words with what adjoins them in the sentence, was not copied and belongs to their date.

    "The first half" is that "of 2024", "Friday" the "3 October" behind it, "October" the "last" before it.
    """
    words = fold_words(raw)
    matches = list(POINT.finditer(words))
    if not matches:
        return words
    first, last = matches[0], matches[-1]
    longer = POINT.match(words + _behind(words, raw, around), last.start())
    if longer is not None and longer.end() > len(words) and kind_of(longer) in _GROWS.get(kind_of(last), ()):
        return words[: last.start()] + longer[0]
    behind = _BEHIND.match(fold(around.right[:20]))
    if behind and last.end() == len(words) and not _DATED.search(last[0]):
        takes = _TAKES_WEEK if behind[0].endswith("week") else _TAKES_YEAR
        if kind_of(last) in takes:
            return words + behind[0]
    before = _BEFORE.search(fold(around.left[-20:]))
    if before and first.start() == 0 and kind_of(first) in _TAKES_WHICH and not _DATED.search(first[0]):
        return before["which"] + words
    return words


def _paired(match: re.Match[str], words: str, raw: str, around: Surroundings) -> Point | None:
    """A month or day that is the first of a pair, with the year of the second: "March" in "March and June 2023"."""
    kind = kind_of(match)
    if kind not in _TAKES_YEAR or _DATED.search(match[0]) or match.end() != len(words):
        return None
    text = words + _behind(words, raw, around)
    second = POINT.search(text, match.end())
    if second is None or kind_of(second) != kind or not _AND.fullmatch(text[match.end() : second.start()]):
        return None
    return backed(match, read_point(second, Moment(around))) if _YEAR.search(second[0]) else None


def _bounded(before: str, point: Point, *, event: bool) -> DateValue:
    """The point as the preposition before it makes it: a beginning, an end, a limit."""
    bounds = [match[0].casefold() for match in _BOUND.finditer(before)]
    bound = bounds[-1] if bounds else ""
    value = point.value
    if bound in _FROM and not event:
        value = f"{point.first}/.."
    elif bound in _UNTIL and not event:
        value = f"../{point.last}"
    elif bound == "before" and not _WITHIN.search(before):
        value = f"../{step(point.first, -1)}"
    elif bound == "after":
        value = f"{step(point.last, 1)}/.."
    return DateValue(value, point.reason, point.relative)


def _joined(words: str, matches: list[re.Match[str]], moment: Moment) -> DateValue:
    """Two dates: an interval if the words between join them, else undecided."""
    first, second = matches[:2]
    joint = _JOINT.match(words[first.end() : second.start()])
    between = re.search(r"\bbetween\b", words[: first.start()], re.IGNORECASE)
    if len(matches) > _MOST_POINTS or joint is None or (joint["joint"].casefold() == "and" and not between):
        raise Undecided("several dates, and the words do not say which")
    end = read_point(second, moment)
    bare = kind_of(first) in _TAKES_YEAR and not _DATED.search(first[0])
    start = backed(first, end) if bare else read_point(first, moment)
    if start.first > end.last:
        raise Undecided("the interval would end before it begins")
    return DateValue(f"{start.first}/{end.last}", None, start.relative or end.relative)
