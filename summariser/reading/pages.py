"""The text of printed pages, made whole: running heads out, words and sentences joined over line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from summariser.reading.blocks import blocks

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page )?[-\u2013\u2014(\[]{0,2} ?\d{1,4} ?[-\u2013\u2014)\]]{0,2}(?: (?:of|/) ?\d{1,4})?", re.I
)
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]++)([-\u2010\u00ad])\n([^\W\d_]++)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END = frozenset(".!?:;\"'\u201d\u2019)]|")
_KEPT_PREFIXES = frozenset(
    """
    air all anti business co counter cross double east ex first four fresh full government half hand hard high in land
    large light long low mid multi near new non north off on one out over own part post pre pro quick re sea second
    self semi ship short single small so south state sub surface ten third three tri twenty two ultra under up well west
    year
    """.split()
)
"""First halves that news writes with a hyphen, so a hyphen behind them at a line's end is their own."""

_EDGE_LINES = 2
_FEWEST_REPEATS = 3


def mend(pages: Sequence[str]) -> str:
    """One text from the texts of pages.

    Lines that repeat at the top or bottom of most pages, but for their numbers, and page numbers are dropped; words
    divided at a line's end are put together; the lines of a paragraph become one, with a blank line between
    paragraphs; a paragraph that runs over to the next page goes on.

    Args:
        pages: Their texts, in order, with a line end for each printed line.
    """
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    running = _running_heads(lines)
    text = ""
    for page in lines:
        kept = [line for position, line in enumerate(page) if not _is_running(line, position, len(page), running)]
        if text and kept:
            goes_on = text[-1] not in _SENTENCE_END and kept[0][:1].islower()
            text += "\n" if goes_on else "\n\n"
        text += "\n".join(kept)
    text = _joined_words(text)
    return "\n\n".join(text[start:end].replace("\n", " ") for start, end in blocks(text))


def _edge(position: int, count: int) -> bool:
    return position < _EDGE_LINES or position >= count - _EDGE_LINES


def _pattern(line: str) -> str:
    """The line with its numbers blurred, as page numbers change from page to page."""
    return _DIGITS.sub("#", line)


def _running_heads(pages: Sequence[Sequence[str]]) -> set[str]:
    """Patterns of edge lines that stand on at least three pages and on half of all."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(line) for position, line in enumerate(page) if _edge(position, len(page))})
    return {pattern for pattern, count in seen.items() if count >= max(_FEWEST_REPEATS, len(pages) / 2)}


def _is_running(line: str, position: int, count: int, running: set[str]) -> bool:
    if not _edge(position, count):
        return False
    return _pattern(line) in running or bool(_PAGE_NUMBER.fullmatch(line))


def _joined_words(text: str) -> str:
    """Words divided at line ends put together, with the hyphen where it is the word's own.

    It is where the rest is no lower-case word, where the document writes the word with a hyphen elsewhere and not
    without, or where the first half is one that usually has a hyphen.
    """
    written = {word.casefold() for word in _WORD.findall(text)}

    def joined(found: re.Match[str]) -> str:
        first, sign, rest = found.groups()
        if sign == "\u00ad":
            return first + rest
        without, hyphenated = (first + rest).casefold(), f"{first}-{rest}".casefold()
        own = hyphenated in written or first.casefold() in _KEPT_PREFIXES
        if rest[0].islower() and (without in written or not own):
            return first + rest
        return f"{first}-{rest}"

    return _BROKEN_WORD.sub(joined, text)
