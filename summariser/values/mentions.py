"""Other names of the same state: "U.S." in the sentence, "United States" in the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summariser.article import Sentence
from summariser.values.grounds import Found, Grounds
from summariser.values.parties import PartyType, PartyValue, read_party
from summariser.values.surroundings import Surroundings

_NAME = re.compile(r"[A-Z][\w.’'-]{0,40}(?:[ \u00a0](?:of|the|and|[A-Z][\w.’'-]{0,40})){0,4}")
_TRIM = re.compile(r"(?:['’]s?|[.,])$")
_SMALL = frozenset({"the", "of", "and"})
"""Words that no name is taken to begin with: "U.S." in "The U.S."."""
_LONGEST = 4
"""Most words a name of a state is looked for in."""


def find_same_party(words: str, grounds: Grounds, *, by_body: bool = False) -> Found | None:
    """A name in the cited sentences that means the same state or organisation as the copied words.

    Only where both resolve to the same code and kind by the kept tables, never by likeness of letters: a navy is not
    its state.

    Args:
        words: The copied words.
        grounds: The article and the sentences cited.
        by_body: Whether a state may also be found by a body of its own, as the body that it is.
    """
    wanted = _meant(words, grounds)
    if wanted.iso is None or (by_body and wanted.type != "state"):
        return None
    for sentence in grounds.cited_sentences():
        for start, end, party in _named(sentence, grounds):
            if party.iso == wanted.iso and (by_body or party.type == wanted.type):
                return grounds.found(sentence, start, end, exact=False, cited=True)
    return None


def find_party_elsewhere(words: str, grounds: Grounds) -> Found | None:
    """Where the article first names the same state or organisation, for one that no cited sentence names."""
    wanted = _meant(words, grounds)
    place = grounds.once(_first_names).get((wanted.iso, wanted.type)) if wanted.iso else None
    return place and grounds.found(*place, exact=False, cited=False)


def _meant(words: str, grounds: Grounds) -> PartyValue:
    return read_party(words, Surroundings(article=grounds.article.text))


def _first_names(grounds: Grounds) -> dict[tuple[str, PartyType | None], tuple[Sentence, int, int]]:
    """Where each party that has a code is first named in the article, by code and kind."""
    first: dict[tuple[str, PartyType | None], tuple[Sentence, int, int]] = {}
    for sentence in grounds.article.sentences:
        for start, end, party in _named(sentence, grounds) if sentence.number not in grounds.withheld else ():
            if party.iso is not None:
                first.setdefault((party.iso, party.type), (sentence, start, end))
    return first


def _named(sentence: Sentence, grounds: Grounds) -> Iterator[tuple[int, int, PartyValue]]:
    """What the capitalised stretches of a sentence come to, as parties."""
    for match in _NAME.finditer(sentence.text):
        for start, end in _stretches(match):
            yield start, end, read_party(sentence.text[start:end], grounds.surroundings(sentence, start, end))


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
