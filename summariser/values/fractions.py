"""Shares in words: "nearly half", "four-fifths", "seven of every ten", "half a percentage point"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from summariser.values.numbers import plain, read_digits, read_number_words

_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred"
_PART = "|".join(_PARTS)
_SHARE = re.compile(
    rf"""(?<!and[ ])(?<!and-)(?<!and[ ]a[ ])(?<!and-a-)\b(?:
      (?:(?P<over>an?|{_SMALL}|\d{{1,2}})[ -])?(?P<part>{_PART})s?
      (?P<point>[ ](?:of[ ])?(?:an?[ ]|one[ ])?(?:percentage[ ]point|per[ ]?cent|percent|point)s?)?
      (?![ -]*(?:of[ ])?(?:an?[ ])?(?:hundred|thousand|million|billion|trillion|bn|mln|dozen|lakh|crore
        |year|century|decade)\b)
      (?![ -]\w+[ -]of[ ](?:19|20)\d\d)
    |
      (?P<some>{_SMALL}|\d{{1,3}})[ ](?:of|out[ ]of|in)(?:[ ](?:every|each))?[ ](?P<all>{_SMALL}|\d{{1,3}})
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_TIMES = re.compile(r"[ -](?:year|quarter|of (?:the )?(?:19|20)\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Share:
    """A share found in words: its percentage, its offsets, and why the percentage is None."""

    percent: Decimal | None
    start: int
    end: int
    reason: str | None = None


def _small(word: str) -> Decimal | None:
    return read_digits(word) if word.isdigit() else read_number_words(word)


def read_share(words: str, right: str = "") -> Share | None:
    """The share that folded ``words`` state, in percent; None if they state none.

    A third has no exact percentage: its value is None with a reason.
    """
    match = _SHARE.search(words)
    if match is None or _TIMES.match(words[match.end() :] + right):
        return None
    if match["some"]:
        over, under = _small(match["some"]), _small(match["all"])
        if over is None or not under or over >= under:
            return None
        percent = 100 * over / under
    else:
        part = match["part"].casefold()
        if match["over"] is None and part != "half":
            return None
        over = Decimal(1) if (match["over"] or "a").casefold() in ("a", "an") else _small(match["over"])
        if over is None or over > _PARTS[part]:
            return None
        percent = over / _PARTS[part] * (1 if match["point"] else 100)
    note = "percentage points" if match["point"] and "point" in match["point"].casefold() else None
    if len(percent.as_tuple().digits) > 6:
        return Share(None, match.start(), match.end(), f'"{match[0]}" has no exact percentage')
    return Share(plain(percent), match.start(), match.end(), note)
