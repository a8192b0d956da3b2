"""The date expressions that are known, as one pattern; every alternative is a named group."""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
DECADES: Final = {
    "twenties": 1920,
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}
ORDINALS: Final = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}

_MON = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:])"
_BARE_YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"{_BARE_YEAR}(?!\d|,\d|\.\d)"
_WD = r"(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thur?s?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
_WHICH = r"(?:last|next|this|the same|that|the following|the previous|the current|current|coming)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_LONG_WD = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"


def _year(tag: str) -> str:
    """An optional year behind a date: ", 2025", "last year", "of the same year"; groups year and which with ``tag``."""
    return (
        rf"(?:,? (?:of |in )?(?P<y{tag}>{_YEAR})(?![/-]\d)|,? (?:of )?(?P<w{tag}>last|next|this|the same|that"
        rf"|the following"
        rf"|the current|the previous) year)?"
    )


_ALTERNATIVES: Final = {
    "iso": rf"(?P<iso_y>{_BARE_YEAR})-(?P<iso_m>0[1-9]|1[0-2])(?:-(?P<iso_d>0[1-9]|[12]\d|3[01]))?(?![\d-])",
    "num": r"(?P<num_a>\d{1,2})(?P<num_sep>[/.])(?P<num_b>\d{1,2})(?P=num_sep)(?P<num_y>(?:1[5-9]|20)\d\d)(?!\d)",
    "days": rf"(?P<days_a>{_DAY})\s?(?:-|to|and)\s?(?P<days_b>{_DAY}) (?:of )?(?P<days_m>{_MON}){_year('_days')}",
    "mdays": rf"(?P<mdays_m>{_MON}) (?P<mdays_a>{_DAY})\s?(?:-|to|and)\s?(?P<mdays_b>{_DAY}){_year('_mdays')}",
    "dmy": (
        rf"(?:(?P<wd_dmy>{_LONG_WD}),? (?:the )?"
        rf"|{_WD},? (?:the )?)?(?P<dmy_d>{_DAY})(?: of)? (?P<dmy_m>{_MON}){_year('_dmy')}"
    ),
    "span12": (
        rf"(?:the )?(?:(?P<span_fy>fiscal|financial|marketing|crop) )?(?:(?P<span_n>{_N}) (?P<span_u>months?)"
        rf"|year)(?: that| which)?"
        rf"(?P<span_way> (?:to|through|up to|ending|ended|ends|closed|closing|that ended|finishing)| (?:from"
        rf"|starting|started"
        rf"|beginning|began|begun))(?: in| on)?(?: last"
        rf"| next)?(?: the end of)? ?(?P<span_mid>mid-?\s?)?(?:(?:late|early) )?(?P<span_date>(?:{_DAY} )?{_MON}"
        rf"(?: {_DAY})?){_year('_span')}"
    ),
    "lastday": rf"(?:the )?(?P<ld_w>last|first|final) day of (?:the )?(?:(?P<ld_m>{_MON}) )?(?P<ld_y>{_YEAR})",
    "mdy": rf"(?:(?P<wd_mdy>{_LONG_WD}),? |{_WD},? )?(?P<mdy_m>{_MON}) (?P<mdy_d>{_DAY}){_year('_mdy')}",
    "whichmonth": rf"(?P<wm_w>{_WHICH}) (?P<wm_m>{_MON})(?: (?P<wm_d>{_DAY}))?",
    "my": rf"(?P<my_m>{_MON}){_year('_my')}",
    "quarter": (
        rf"(?:(?P<q_o>first|second|third|fourth|last|final|1st|2nd|3rd|4th)[ -](?:(?P<q_f>fiscal"
        rf"|financial) )?(?P<q_u>quarter|half)"
        rf"|(?P<q_c>[qh])(?P<q_n>[1-4]))(?:(?:,? (?:of |in )?)(?:(?P<q_fy>fiscal |fy ?|financial year "
        rf"|fiscal year )?(?P<q_y>{_YEAR})"
        rf"|(?P<q_w>last|next|this|the|the current) (?:(?P<q_wf>fiscal|financial) )?year))?"
    ),
    "yearq": rf"(?P<yq_y>{_BARE_YEAR})[ -]?q(?P<yq_n>[1-4])",
    "firstn": (
        rf"(?:the )?(?P<fn_p>first|last|final) (?P<fn_n>{_N}) months(?: of (?:(?P<fn_y>{_YEAR})|(?P<fn_w>last|next"
        rf"|this|the) year))?"
    ),
    "fiscal": (
        r"(?:fy|fiscal(?: year)?|financial year) ?'?(?P<fy_y>(?:19|20)\d\d|\d\d)(?:[/-](?P<fy_z>(?:19|20)?\d\d))?(?!\d)"
        r"|(?P<fy_w>this|last|next|current|the current|previous) (?:fiscal|financial) year"
    ),
    "decade": (
        r"(?P<dec_y>(?:1[5-9]|20)\d0)'?s\b|(?P<dec_w>twenties|thirties|forties|fifties|sixties|seventies|eighties"
        r"|nineties)\b"
    ),
    "century": r"(?P<cen>1[5-9]|2[01])(?:st|th)[ -]century",
    "yearspan": r"(?P<ys_a>(?:1[5-9]|20)\d\d)[/-](?P<ys_b>\d\d)(?![\d-])",
    "season": (
        rf"(?:(?P<s_w>last|next|this|that|the coming) )?(?P<s_s>{_SEASON})\b(?:,? (?:of )?(?:(?P<s_y>{_YEAR})"
        rf"|(?P<s_wy>last|next|this) year))?"
    ),
    "weekend": r"(?:(?P<we_w>last|next|this|the|over the|at the|coming) )weekend",
    "weekdayof": (
        rf"(?P<wo_d>{_LONG_WD})(?:,| of| in)? (?P<wo_w>last|next|this) week"
        rf"|(?P<wo_n>a) week ago(?: on)? (?P<wo_d2>{_LONG_WD})"
    ),
    "ago": (
        rf"(?P<ago_n>{_N}|half a|a few|several|some) (?P<ago_u>day|week|fortnight|month|year|decade|centur)(?:s|y"
        rf"|ies)? (?:ago|back)\b"
    ),
    "hence": (
        rf"(?P<hen_n>{_N}) (?P<hen_u>day|week|month|year)s?' time|(?P<hen_n2>{_N}) (?P<hen_u2>day|week|month"
        rf"|year)s? from now"
    ),
    "past": (
        rf"(?:the )?(?P<p_w>past|last|next|coming|previous|following) (?:(?P<p_n>{_N}|few|several) )?(?P<p_u>day"
        rf"|week|month|year|decade)s\b"
        rf"|(?:the )?(?P<p_w2>past|next|coming|previous) (?P<p_u2>decade|year|week"
        rf"|month)\b(?<!next year)(?<!next week)(?<!next month)"
    ),
    "day": (
        r"(?P<dy>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight|last night"
        r"|this (?:morning|afternoon|evening))\b"
    ),
    "anaphora": (
        rf"(?:the|that|on the|at the) same (?:day|week|month|year|morning|afternoon|evening|night|date|period"
        rf"|half|quarter|time)"
        rf"|that (?:day|week|month|year|morning|afternoon|evening|night)|the (?:day|week|month|year|evening"
        rf"|morning|night) (?:before|after|earlier"
        rf"|later)|{_N} (?:hour|day|week|month|year|decade)s? (?:later|earlier|after|before|on)\b"
        rf"|the (?:following|previous|next) (?:day|week|month"
        rf"|year|morning)|(?:the )?then\b"
    ),
    "week": r"(?P<wk_w>last|next|this|the current|the coming) week\b|(?P<wk_t>the week)\b",
    "month": (
        r"(?P<mo_w>last|next|this|the current|the past|current|previous|the previous|the coming) month\b"
        r"|(?P<mo_e>(?:start|end|beginning|middle) of the month)\b|(?P<mo_t>the month)\b"
    ),
    "weekday": rf"(?:(?P<wd_w>last|next|this|this past|this coming|coming|past) )?(?P<wd_d>{_LONG_WD})",
    "holiday": (
        rf"(?P<ho>new year'?s day|new year'?s eve|christmas(?: day| eve)?"
        rf"|boxing day)\b(?:,? (?P<ho_y>{_YEAR}))?"
    ),
    "yearword": (
        r"(?P<yw_w>last|next|this|the current|current|the coming|coming|previous) year\b|(?P<yw_t>full[ -]year"
        r"|the year)\b"
    ),
    "year": rf"(?P<year_y>{_YEAR})",
}

POINT: Final = re.compile(
    r"(?<![\w$£€])(?<!\d[.,])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _ALTERNATIVES.items()) + ")",
    re.IGNORECASE,
)
KINDS: Final = tuple(_ALTERNATIVES)


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its abbreviation, a full stop allowed."""
    return MONTHS[word.casefold().rstrip(".")]


def day_number(word: str) -> int:
    """1 to 31 for a day, with or without its ordinal ending."""
    return int(re.sub(r"\D", "", word))
