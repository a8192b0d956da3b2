"""Other names of the same state: "U.S." in the sentence, "United States" in the answer."""

from __future__ import annotations

import re

from summariser.article import Sentence
from summariser.values.grounds import Found, Grounds
from summariser.values.parties import PartyValue, read_party
from summariser.values.surroundings import Surroundings

_NAME = re.compile(r"[A-Z][\w.’'-]{0,40}(?:[ \u00a0](?:of|the|and|[A-Z][\w.’'-]{0,40})){0,4}")
_TRIM = re.compile(r"(?:['’]s?|[.,])$")
_SMALL = frozenset({"the", "of", "and"})
"""Words that no name is taken to begin with: "U.S." in "The U.S."."""
_LONGEST = 4
"""Most words a name of a state is looked for in."""


def find_same_party(words: str, grounds: Grounds, *, by_body: bool = False, anywhere: bool = False) -> Found | None:
    """A name in the cited sentences that means the same state or organisation as the copied words.

    Only where both resolve to the same code and kind by the kept tables, never by likeness of letters: a navy is not
    its state.

    Args:
        words: The copied words.
        grounds: The article and the sentences cited.
        by_body: Whether a state may also be found by a body of its own, as the body that it is.
        anywhere: Whether sentences that are not cited count, after those that are.
    """
    wanted = read_party(words, Surroundings(article=grounds.article.text))
    if wanted.iso is None or (by_body and wanted.type != "state"):
        return None
    for sentence in grounds.sentences(anywhere=anywhere):
        span = _first_naming(sentence, PartyValue(wanted.iso, None if by_body else wanted.type), grounds)
        if span is not None:
            return grounds.found(sentence, *span, exact=False, cited=sentence.number in grounds.cited)
    return None


def _first_naming(sentence: Sentence, wanted: PartyValue, grounds: Grounds) -> tuple[int, int] | None:
    for match in _NAME.finditer(sentence.text):
        for start, end in _stretches(match):
            around = grounds.surroundings(sentence, start, end)
            party = read_party(sentence.text[start:end], around)
            if party.iso == wanted.iso and wanted.type in (None, party.type):
                return start, end
    return None


def _stretches(match: re.Match[str]) -> list[tuple[int, int]]:
    """Runs of up to four words of a capitalised stretch, longest first from the left, possessive endings cut."""
    words = [(match.start() + m.start(), match.start() + m.end()) for m in re.finditer(r"\S+", match.group())]
    spans = []
    for first in range(len(words)):
        if match.string[slice(*words[first])].lower() in _SMALL:
            continue
        for last in range(min(len(words), first + _LONGEST) - 1, first - 1, -1):
            start, end = words[first][0], words[last][1]
            text = match.string[start:end]
            trimmed = text if text.endswith(("U.S.", "U.K.")) else _TRIM.sub("", text)
            spans.append((start, start + len(trimmed)))
    return spans
