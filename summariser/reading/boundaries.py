"""Where the sentences of one block end.

The library ``sentencex`` proposes; what it gets wrong in news text is corrected here: quotations, ranks and company
forms, ``U.S.`` at the end of a sentence, stops of other scripts, ellipses. The library was chosen by measurement over
the cases of the tests (see ``tests/reading/data/sentences.txt``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summariser.reading import abbreviations as known
from summariser.reading import marks

_CLOSERS = re.escape(marks.CLOSING_QUOTES + marks.CLOSING_BRACKETS)
_OPENERS = re.escape(marks.OPENING_QUOTES + marks.OPENING_BRACKETS)
_DASHES = re.escape(marks.DASHES)
_BRACKETS = marks.OPENING_BRACKETS + marks.CLOSING_BRACKETS
_DOUBLE_QUOTES = (set(marks.OPENING_QUOTES) | set(marks.CLOSING_QUOTES)) - set(marks.SINGLE_QUOTES)
_BLANKED = re.compile(f"[{re.escape(''.join([*_DOUBLE_QUOTES, _BRACKETS, marks.LINE_ENDS]))}\t\0]")
_SINGLE_QUOTE = re.compile(rf"[{marks.SINGLE_QUOTES}](?:(?<!\w.)|(?!\w))")
_FOOTNOTE = re.compile(r"(?<=[.!?])\[\d{1,3}\]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_STOPS = ".!?" + marks.ELLIPSIS
_ANY_STOP = re.compile(rf"[{_STOPS}{marks.FULL_STOPS}]")
_CLOSER = rf"(?:(?![\u201c\u00ab\"'])[{_CLOSERS}]|[\u201c\u00ab\"'](?!\w))"
# Groups are repeated greedily and not possessively: Python before 3.11.5 loses matches of possessive groups. What they
# hold excludes what follows, so there is nothing to try twice.
_CLOSING = rf"{_CLOSER}*(?:\[\d{{1,3}}\])*"
_CANDIDATE = re.compile(rf"[{marks.FULL_STOPS}]++|(?<![{_STOPS}])[{_STOPS}]++(?={_CLOSING}\s)")
_BETWEEN = re.compile(
    rf"(?:{_CLOSER}|\s\u00bb)*(?:\[\d{{1,3}}\])*"
    rf"(?:\s*+[{marks.PICTOGRAPHS}][{marks.PICTOGRAPHS}\ufe0f\u200d]*+)*\s*+"
)
_TOKEN = re.compile(rf"[^\s{_OPENERS}/{_DASHES}]{{1,40}}$")
_WORD = re.compile(rf"[{_OPENERS}]*([^\W\d_]+)(?![\w-])")
_ANY_WORD = re.compile(r"[^\W_]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){1,6}[^\W\d_]")
_GLUED = re.compile(r"[^\W\d_A-Z]{3}[.!?][A-Z](?:[a-z]{1,30}| [a-z])(?=[ ,])")
_LOWER_NAME = re.compile(r"[a-z]{1,2}[A-Z]|(?:al|el|an|ad|as)-[A-Z]")
_NUMBER_AHEAD = re.compile(r"[$\u20ac\u00a3\u20b9#]?\d|[A-Z]{1,6}[ -]?\d|[A-Z]{2,6} \d")
_COMPANY = re.compile(r"(?:Inc|Corp|Co|Ltd|Plc|PLC|LLC)\b")
_ENUMERATOR = re.compile(r"\s*(?:\(?\d{1,3}|[ivxlc]{1,6}|[IVXLC]{1,6}|[A-Za-z])[.)]$")
_JAPANESE_PARTICLES = frozenset("\u3068\u306f\u306e\u304c\u3092\u306b\u3067\u3082\u3084")
_CONTEXT = 60
"""Characters on either side of a stop that decide about it; bounds the work for each."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place behind a stop, and whether the library takes it for the end of a sentence."""

    behind: int
    proposed: bool


def sentence_starts(block: str, language: str) -> list[int]:
    """Offsets in the block at which its second and later sentences start, ascending.

    Args:
        block: One paragraph, item, heading or row; line breaks inside are hard wraps.
        language: ISO 639-1 code; unknown ones are treated as the library's fallback does.
    """
    if not _ANY_STOP.search(block, 0, len(block) - 1):
        return []
    last_word = next((at for at in reversed(range(len(block))) if _ANY_WORD.match(block, at)), 0)
    starts = []
    previous = 0
    for stop in _stops(block, language):
        start = _next_start(block, stop.behind)
        if previous < start <= last_word and _ends_sentence(block, stop, previous, start, language):
            starts.append(start)
            previous = start
    return starts


def _next_start(block: str, stop: int) -> int:
    """Behind closing quotes, brackets, note numbers, emoji and white space, which belong to the sentence that ended."""
    found = _BETWEEN.match(block, stop)
    return found.end() if found else stop


def _mask(block: str) -> str:
    """The block as the library shall see it, of the same length: no quotes, brackets or line breaks."""
    masked = _FOOTNOTE.sub(lambda found: " " * len(found.group()), block)
    masked = _BLANKED.sub(" ", _SINGLE_QUOTE.sub(" ", masked))
    return _SURROGATE.sub("\ufffd", masked)


def _stops(block: str, language: str) -> list[_Stop]:
    """The stops of a block that may end a sentence, ascending."""
    masked = _mask(block)
    proposed = {_behind_stop(masked, end) for end in _library_ends(masked, language)}
    own = {found.end() for found in _CANDIDATE.finditer(block)}
    return [_Stop(behind, behind in proposed) for behind in sorted(proposed | own) if behind]


def _library_ends(masked: str, language: str) -> list[int]:
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]  # it ships no types

    return [boundary["end_index"] for boundary in get_sentence_boundaries(language, masked)]


def _behind_stop(masked: str, end: int) -> int:
    while end and masked[end - 1].isspace():
        end -= 1
    return end


def _ends_sentence(block: str, stop: _Stop, first: int, start: int, language: str) -> bool:
    """Whether the stop ends the sentence that began at ``first``; the next one would begin at ``start``."""
    mark = block[stop.behind - 1]
    if start == stop.behind and mark in _STOPS:
        return bool(_GLUED.match(block, stop.behind - 4))
    before = block[max(first, stop.behind - _CONTEXT) : stop.behind]
    after = block[start : start + _CONTEXT]
    closed = block[stop.behind : start].strip()
    if mark in marks.FULL_STOPS:
        return not (closed and after[0] in _JAPANESE_PARTICLES)
    if mark not in _STOPS or _goes_on(after) or (stop.behind - first < _CONTEXT and _ENUMERATOR.match(before)):
        return False
    if mark in "!?":
        return not (_COMPANY.match(after) or (closed and _reports(after)))
    if mark == marks.ELLIPSIS or before.endswith(".."):
        return _opens(after) or not before.rstrip("." + marks.ELLIPSIS)[-1:].isspace()
    return _ends_after_full_stop(before, closed, after, proposed=stop.proposed, english=language == "en")


def _ends_after_full_stop(before: str, closed: str, after: str, *, proposed: bool, english: bool) -> bool:
    """Whether a single full stop ends the sentence; only for English is anything known about the word before it."""
    token = _TOKEN.search(before[:-1])
    if closed.strip(")]") or token is None or not english:
        return proposed or bool(closed)
    return _ends_after_word(token.group(), after, proposed=proposed)


def _ends_after_word(token: str, after: str, *, proposed: bool) -> bool:
    """Whether a full stop behind this word, abbreviation or initial ends the sentence."""
    word = token.lower()
    if word in known.TITLES or word in known.NEVER_LAST:
        return False
    if word in known.NUMBERED or word in known.CALENDAR:
        return not _NUMBER_AHEAD.match(after) and (proposed or _opens(after))
    is_initial = len(token) == 1 and token.isupper()
    if is_initial or word in known.DOUBTFUL or _ACRONYM.fullmatch(token):
        return _opens(after)
    return proposed or word in known.WHOLE or _opens(after) or _titled(after)


def _titled(after: str) -> bool:
    """Whether the text ahead begins with a title such as ``Ms.`` ahead of a name."""
    first, dot, _ = after[:10].partition(".")
    return bool(dot) and first.lower() in known.TITLES


def _opens(after: str) -> bool:
    """Whether the text ahead begins as a sentence does: an opener, or a quotation."""
    found = _WORD.match(after)
    if found is None:
        return False
    return found.group(1)[0].isupper() and (found.group(1).lower() in known.OPENERS or after[0] in '"\u201c')


def _goes_on(after: str) -> bool:
    """Whether what is ahead continues a sentence: a comma, a dash, a lower-case word that is no name."""
    if after[0] in ",;:)%" + marks.DASHES:
        return True
    first = after.lstrip(marks.OPENING_QUOTES + marks.OPENING_BRACKETS)[:1]
    return first.islower() and not _LOWER_NAME.match(after)


def _reports(after: str) -> bool:
    """Whether a clause such as ``Prime Minister Netanyahu said`` is ahead: capitalised words, then a verb of saying."""
    for word in after.split()[:6]:
        if word.strip(".,:").lower() in known.REPORTING:
            return True
        if not word[0].isupper():
            return False
    return False
