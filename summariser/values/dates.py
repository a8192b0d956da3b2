"""Dates: words -> EDTF, resolved from the publication date only."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from summariser.values import periods, relative
from summariser.values.calendars import Point, edtf, step, unresolved
from summariser.values.datewords import KINDS, POINT, day_number, month_number
from summariser.values.moment import Moment
from summariser.values.surroundings import Surroundings
from summariser.values.typography import MAX_WORDS, fold, fold_words

_BOUND = re.compile(r"\b(?P<bound>since|from|starting|beginning|effective|until|till|til|through|up to|before|after|by|between|to|as of)\b",
                    re.IGNORECASE)
_JOINT = re.compile(r"^\s*(?:and running |running )?(?P<joint>-|to|and|until|till|through|up to)\s*(?:the )?(?:(?:end|close|middle) of |mid-)?$",
                    re.IGNORECASE)
_BEHIND = re.compile(r"^(?:,? (?:of )?(?:(?:1[5-9]|20)\d\d)\b(?![.,]\d|-)|,? (?:of )?(?:last|next) (?:year|week)\b)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:^|[\s(\"'])(?P<which>(?:last|next|this|this past|this coming|that) )(?:mid-|late |early )?$", re.IGNORECASE)
_TAKES_YEAR = ("my", "dmy", "mdy")
_TAKES_WEEK = ("weekday",)
_TAKES_WHICH = ("my", "weekday", "season", "mdy")
_VAGUE = re.compile(r"\b(?:soon|recent(?:ly)?|shortly|coming (?:days|weeks|months|years)|in due course|some time|earlier|later|long ago|now|to date"
                    r"|at present|currently)\b", re.IGNORECASE)


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


def read_date(raw: str, around: Surroundings = Surroundings()) -> DateValue:  # noqa: B008
    """The date or period that the copied words state.

    "Since 2008" and "from 2008" are ``2008/..``, "until 2032" is ``../2032``; "by 2030" is the limit it names. "Early",
    "late" and "the end of" stay within the period they qualify: "late October" is a month. A month or weekday alone
    lies on the side of the publication date that the nearest verb gives.

    Args:
        raw: Copied words, such as "on Friday", "since 2008", "the first half of 2026".
        around: Sentence, article, publication date.
    """
    return _read(raw, around, event=False)


def read_event_date(raw: str, around: Surroundings = Surroundings()) -> DateValue:  # noqa: B008
    """The date of an event that the copied words state.

    As `read_date`, but what only bounds a period is the event itself: in "in force since 2008" the entry into
    force is of 2008, and what runs "until 2032" ends in 2032.
    """
    return _read(raw, around, event=True)


_BUILDERS: dict[str, Callable[[re.Match[str], Moment], Point]] = {
    "quarter": periods.quarter,
    "firstn": periods.first_months,
    "fiscal": periods.fiscal_year,
    "yearspan": periods.year_span,
    "span12": periods.twelve_months,
    "decade": periods.decade,
    "century": periods.century,
    "season": periods.season,
    "weekday": relative.weekday,
    "weekdayof": relative.weekday_of_week,
    "weekend": relative.weekend,
    "day": relative.named_day,
    "whichmonth": relative.which_month,
    "week": relative.week,
    "month": relative.month,
    "yearword": relative.year,
    "ago": relative.ago,
    "hence": relative.hence,
    "past": relative.stretch,
    "lastday": relative.edge_day,
    "holiday": relative.holiday,
    "year": lambda match, _: Point(match["year_y"]),
    "yearq": lambda match, _: Point(_quarter_of(int(match["yq_y"]), int(match["yq_n"]))),
    "anaphora": lambda match, _: unresolved(f'"{match[0]}" refers to another date', relative=True),
    "dmy": lambda match, moment: relative.dated(
        month_number(match["dmy_m"]), day_number(match["dmy_d"]), match["y_dmy"], match["w_dmy"], moment
    ),
    "mdy": lambda match, moment: relative.dated(
        month_number(match["mdy_m"]), day_number(match["mdy_d"]), match["y_mdy"], match["w_mdy"], moment
    ),
    "my": lambda match, moment: relative.dated(month_number(match["my_m"]), None, match["y_my"], match["w_my"], moment),
    "iso": lambda match, _: _iso(match),
    "num": lambda match, _: _numeric(match),
    "days": lambda match, moment: _days(match, "days", moment),
    "mdays": lambda match, moment: _days(match, "mdays", moment),
}


def _quarter_of(year: int, number: int) -> str:
    from summariser.values.calendars import months

    return months(year, 3 * number - 2, 3)


def _iso(match: re.Match[str]) -> Point:
    value = edtf(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]) if match["iso_d"] else None)
    if not match["iso_d"] and int(match["iso_m"]) > int(match["iso_y"]) % 100:
        return unresolved(f'"{match[0]}" is a month or two years')
    return Point(value) if value else unresolved("there is no such day")


def _numeric(match: re.Match[str]) -> Point:
    """Day and month in figures; which is which must follow from the figures, except that points part day from month."""
    first, second, year = int(match["num_a"]), int(match["num_b"]), int(match["num_y"])
    months_in_year = 12
    if first != second and first <= months_in_year and second <= months_in_year and match["num_sep"] == "/":
        return unresolved(f'"{match[0]}" can be read as day and month or month and day')
    day, month = (second, first) if second > months_in_year else (first, second)
    if not 1 <= month <= months_in_year or (second > months_in_year and match["num_sep"] == "."):
        return unresolved("there is no such day")
    value = edtf(year, month, day)
    return Point(value) if value else unresolved("there is no such day")


def _days(match: re.Match[str], tag: str, moment: Moment) -> Point:
    month = month_number(match[f"{tag}_m"])
    last = relative.dated(month, day_number(match[f"{tag}_b"]), match[f"y_{tag}"], match[f"w_{tag}"], moment)
    if last.value is None:
        return last
    first = edtf(int(last.value[:4]), month, day_number(match[f"{tag}_a"]))
    if first is None or first >= last.value:
        return unresolved(f'"{match[0]}" is no span of days')
    return Point(f"{first}/{last.value}", None, last.relative)


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in KINDS if match[kind] is not None)


def _read(raw: str, around: Surroundings, *, event: bool) -> DateValue:
    if len(raw) > MAX_WORDS:
        return DateValue(reason=f"{len(raw)} characters are no date")
    words = fold_words(raw)
    if not words:
        return DateValue(reason="no words")
    words = _completed(words, around)
    matches = list(POINT.finditer(words))
    if not matches:
        vague = _VAGUE.search(words)
        return DateValue(reason=f'"{words}" is no definite time' if vague else f'no date in "{words}"', relative=bool(vague))
    moment = Moment(around)
    if len(matches) == 1:
        point = _point(matches[0], moment)
        return _bounded(words[: matches[0].start()], point, event=event)
    if len(matches) == 2:
        return _two(words, matches, moment, event=event)
    return DateValue(reason="more than two dates")


def _point(match: re.Match[str], moment: Moment) -> Point:
    return _BUILDERS[_kind(match)](match, moment)


def _completed(words: str, around: Surroundings) -> str:
    """The words with the year or the "last" that adjoins them in the sentence and was not copied."""
    matches = list(POINT.finditer(words))
    if not matches:
        return words
    last, first = matches[-1], matches[0]
    behind = _BEHIND.match(fold(around.right[:20]))
    if behind and last.end() == len(words):
        kind, tail = _kind(last), behind[0]
        bare = not re.search(r"\d{4}|year|week", last[0])
        if bare and (kind in _TAKES_YEAR and not tail.endswith("week") or kind in _TAKES_WEEK and tail.endswith("week")):
            return words + tail
    before = _BEFORE.search(fold(around.left[-20:]))
    if before and first.start() == 0 and _kind(first) in _TAKES_WHICH and not re.search(r"\d{4}|year|week", first[0]):
        return before["which"] + words
    return words


def _bounded(before: str, point: Point, *, event: bool) -> DateValue:
    """The point as the preposition before it makes it: a beginning, an end, a limit."""
    if point.value is None:
        return DateValue(None, point.reason, point.relative)
    bounds = list(_BOUND.finditer(before))
    bound = bounds[-1]["bound"].casefold() if bounds else ""
    value: str | None = point.value
    if bound in ("before", "after") and not event and "~" not in point.value:
        nearest = step(point.first, -1) if bound == "before" else step(point.last, 1)
        if re.search(r"(?:end|close) of", before) and bound == "before":
            nearest = point.last
        value = f"../{nearest}" if bound == "before" else f"{nearest}/.."
    elif bound in ("before", "after") and event:
        if re.search(r"\b(?:end|close) of", before):
            return DateValue(point.value, point.reason, point.relative)
        return _bounded(before, point, event=False)
    elif bound in ("since", "from", "starting", "beginning") and not event:
        value = f"{point.first}/.."
    elif bound in ("until", "till", "til", "through", "up to", "to") and not event:
        value = f"../{point.last}"
    return DateValue(value, point.reason, point.relative)


def _two(words: str, matches: list[re.Match[str]], moment: Moment, *, event: bool) -> DateValue:
    """Two dates: an interval if the words between join them, else undecided."""
    first, second = matches
    joint = _JOINT.match(words[first.end() : second.start()])
    before = words[: first.start()]
    if joint is None or (joint["joint"].casefold() == "and" and not re.search(r"\bbetween\b", before, re.IGNORECASE)):
        return DateValue(reason="two dates, and the words do not say which")
    end = _point(second, moment)
    if end.value is None:
        return DateValue(None, end.reason, end.relative)
    start = _point(first, moment)
    if _kind(first) in _TAKES_YEAR and not re.search(r"\d{4}|year", first[0]):
        start = _backed(first, end)
    if start.value is None:
        return DateValue(None, start.reason, start.relative or end.relative)
    if start.first > end.last:
        return DateValue(reason="the interval would end before it begins")
    return DateValue(f"{start.first}/{end.last}", None, start.relative or end.relative)


def _backed(match: re.Match[str], end: Point) -> Point:
    """A month or day that takes its year from the end of its interval: the latest before it."""
    kind = _kind(match)
    month = month_number(match[f"{kind}_m"])
    day = day_number(match[f"{kind}_d"]) if kind != "my" else None
    year = int(end.last[:4])
    value = edtf(year, month, day)
    if value is not None and value > end.last:
        value = edtf(year - 1, month, day)
    return Point(value, None, end.relative) if value else unresolved("there is no such day")
