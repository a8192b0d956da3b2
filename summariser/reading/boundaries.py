"""Where the sentences of one block end.

The library ``sentencex`` proposes; what it gets wrong in news text is corrected here: quotations, ranks and company
forms, ``U.S.`` at the end of a sentence, stops of other scripts, ellipses. The library was chosen by measurement over
the cases of the tests (see ``tests/reading/data/sentences.txt``).
"""

from __future__ import annotations

import re

from summariser.reading import abbreviations as known

_DOUBLE_QUOTES = "\"“”„‟«»‹›「」『』《》〈〉"
_CLOSERS = "\"”“’'»›)]}」』》〉】）"
_BLANKED = str.maketrans(dict.fromkeys(_DOUBLE_QUOTES + "()[]{}（）【】\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029\x00", " "))
_SINGLE_QUOTE = re.compile(r"(?<!\w)['‘’]|['’](?!\w)")
_FOOTNOTE = re.compile(r"(?<=[.!?])\[\d{1,3}\]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_FULL_STOPS = "。！？｡।॥؟۔"
_TAIL = (
    rf"(?:[{re.escape(_CLOSERS)}]|\s»)*(?:\[\d{{1,3}}\])*"
    r"(?:\s*[\u2600-\u27bf\U0001f000-\U0001faff][\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]*)*"
)
_TAIL_AND_SPACE = re.compile(_TAIL + r"\s*")
_CANDIDATE = re.compile(rf"[{_FULL_STOPS}]+|[.!?…]+(?=[{re.escape(_CLOSERS)}]*(?:\[\d{{1,3}}\])*\s)")
_TOKEN = re.compile(r"[^\s(\[{“\"‘'«/–—]{1,40}$")
_WORD = re.compile(r"[\"“‘'«(\[„]*([^\W\d_]+)(?![\w-])")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){1,6}[^\W\d_]")
_LOWER_NAME = re.compile(r"[a-z]{1,2}[A-Z]|(?:al|el|an|ad|as)-[A-Z]")
_NUMBER_AHEAD = re.compile(r"[$€£₹#]?\d|[A-Z]{1,6}[ -]?\d|[A-Z]{2,6} \d")
_COMPANY = re.compile(r"(?:Inc|Corp|Co|Ltd|Plc|PLC|LLC)\b")
_ENUMERATOR = re.compile(r"\s*(?:\(?\d{1,3}|[ivxlc]{1,6}|[A-Za-z])[.)]$")
_JAPANESE_PARTICLES = frozenset("とはのがをにでもや")
_ANY_WORD = re.compile(r"[^\W_]")
_CONTEXT = 60
"""Characters on either side of a stop that decide about it; bounds the work for each."""


def sentence_starts(block: str, language: str) -> list[int]:
    """Offsets in the block at which its second and later sentences start, ascending.

    Args:
        block: One paragraph, item, heading or row; line breaks inside are hard wraps.
        language: ISO 639-1 code; unknown ones are treated as the library's fallback does.
    """
    last_word = max((found.start() for found in _ANY_WORD.finditer(block)), default=0)
    starts = []
    previous = 0
    for stop, proposed in _stops(block, language):
        start = _TAIL_AND_SPACE.match(block, stop).end()  # type: ignore[union-attr]  # it matches the empty string
        if previous < start <= last_word and _ends_sentence(block, previous, stop, start, proposed, language):
            starts.append(start)
            previous = start
    return starts


def _mask(block: str) -> str:
    """The block as the library shall see it, of the same length: no quotes, brackets or line breaks."""
    masked = _FOOTNOTE.sub(lambda found: " " * len(found.group()), block)
    masked = _SINGLE_QUOTE.sub(" ", masked).translate(_BLANKED)
    return _SURROGATE.sub("\ufffd", masked)


def _stops(block: str, language: str) -> list[tuple[int, bool]]:
    """Places behind a stop: ``(offset, whether the library proposed it)``, ascending."""
    masked = _mask(block)
    proposed = {_behind_stop(masked, end) for end in _library_ends(masked, language)}
    own = {found.end() for found in _CANDIDATE.finditer(block)}
    return [(stop, stop in proposed) for stop in sorted(proposed | own) if stop]


def _library_ends(masked: str, language: str) -> list[int]:
    from sentencex import get_sentence_boundaries

    return [boundary["end_index"] for boundary in get_sentence_boundaries(language, masked)]


def _behind_stop(masked: str, end: int) -> int:
    while end and masked[end - 1].isspace():
        end -= 1
    return end


def _ends_sentence(block: str, first: int, stop: int, start: int, proposed: bool, language: str) -> bool:  # noqa: PLR0911
    """Whether the stop before ``stop`` ends the sentence that began at ``first``; the next would begin at ``start``."""
    mark = block[stop - 1]
    before = block[max(first, stop - _CONTEXT) : stop]
    after = block[start : start + _CONTEXT]
    closed = block[stop:start].strip()
    if mark in _FULL_STOPS:
        return not (closed and after[0] in _JAPANESE_PARTICLES)
    if mark not in ".!?…" or block[start - 1] in ".!?…":
        return False
    if _goes_on_in_lower_case(after) or (len(before) < _CONTEXT and _ENUMERATOR.match(before)):
        return False
    if mark in "!?":
        return not (_COMPANY.match(after) or (closed and _reports(after)))
    if mark == "…" or before.endswith(".."):
        return not before.rstrip(".…").endswith((" ", "\xa0")) or _opens(after)
    token = _TOKEN.search(before[:-1])
    if closed.strip(")]") or token is None or language != "en":
        return proposed or bool(closed)
    return _ends_after_word(token.group(), before[: token.start()], after, proposed)


def _ends_after_word(token: str, earlier: str, after: str, proposed: bool) -> bool:  # noqa: PLR0911
    """Whether a full stop behind this word, abbreviation or initial ends the sentence."""
    word = token.lower()
    if word in known.TITLES or word in known.NEVER_LAST:
        return False
    if word in known.NUMBERED or word in known.CALENDAR:
        return not _NUMBER_AHEAD.match(after) and (proposed or _opens(after))
    if word in known.DOUBTFUL or _ACRONYM.fullmatch(token):
        return _opens(after)
    if len(token) == 1 and token.isupper():
        return _opens(after)
    return proposed or _opens(after) or _titled(after)


def _titled(after: str) -> bool:
    """Whether the text ahead begins with a title such as ``Ms.``"""
    first, dot, _ = after[:10].partition(".")
    return bool(dot) and first.lower() in known.TITLES


def _opens(after: str) -> bool:
    """Whether the text ahead begins as a sentence does: an opener, or a quotation."""
    found = _WORD.match(after)
    if found is None:
        return False
    return found.group(1)[0].isupper() and (found.group(1).lower() in known.OPENERS or after[0] in "\"“")


def _goes_on_in_lower_case(after: str) -> bool:
    if after[0] in ",;:)–—-%":
        return not after.startswith(("- ", "-- "))
    first = after.lstrip("\"“‘'«([„")[:1]
    return first.islower() and not _LOWER_NAME.match(after)


def _reports(after: str) -> bool:
    """Whether a clause such as ``Prime Minister Netanyahu said`` is ahead: capitalised words, then a verb of saying."""
    for word in after.split()[:6]:
        if word.strip(".,:").lower() in known.REPORTING:
            return True
        if not word[0].isupper():
            return False
    return False
