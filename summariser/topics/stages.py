"""Stages of a matter that words tell apart: offered, agreed, signed, delivered. Which of them do sentences speak of?

A claimed stage is doubted where its sentences have no wording for it and have the wording of another that excludes it,
or name it only as something to come or denied. What is only to come ("would sell", "has yet to be signed") is no sign
that a stage was reached.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from summariser.values.typography import fold

_BOUNDARY = re.compile(
    r"[;:|]|\s-+\s|\.\s(?=[A-Z\"'])"
    r"|,\s(?=(?:and|but|while|whereas|though|although|which|who|whose|with|after|before|as|where|when|then)\b)"
    r"|\s(?=(?:while|whereas|although|but)\b)"
    r"|\sand\s(?=(?:has|have|had|is|are|was|were|will|would|may|also|then|later|now|it|they|he|she)\b|\w{3,}ed\b)",
    re.IGNORECASE,
)
_STOP = r"(?:and|but|which|that|who|after|since|under|as|for which|because)\b"
_WORDS = rf"(?: (?!{_STOP})[^\s,;:.()|]+)"
_AHEAD = (
    rf"(?:\b(?:would|will|shall|may|might|could|should|can|cannot|won't)|'ll)\b{_WORDS}{{0,5}}"
    rf"|\b(?:not|never|nor|neither|no|none|nobody|nothing|without|hardly|\w{{1,10}}n't)\b{_WORDS}{{0,4}}"
    rf"|\b(?:if|unless|until|before|pending|awaits?|awaiting|once|whether|when)\b{_WORDS}{{0,6}}"
    rf"|\b(?:yet|still|expected|due|likely|set|ready|about|hop(?:es?|ed|ing)|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?"
    rf"|wants?|wanted|wish(?:es)?|wishing|aim(?:s|ed|ing)?|seek(?:s|ing)?|sought|asked|prepar(?:es?|ed|ing)"
    rf"|willing|offer(?:s|ed|ing)?|agreed) to\b{_WORDS}{{0,4}}"
    rf"|\b(?:is|are|was|were) to\b{_WORDS}{{0,3}}"
    rf"|\bto (?:be )?[^\s,;:.()|]+"
    rf"|\b(?:postpon|delay|shelv|put(?:s|ting)? off)\w*{_WORDS}{{0,4}}"
)
"""Wording of what is only to come, in every matter."""
_UNREACHED = re.compile(
    rf"\b(?:not|never|nor|neither|nobody|without|\w{{1,10}}n't|would|will|shall|may|might|could|should|cannot)\b{_WORDS}{{0,4}}"
    rf"|\b(?:yet|due|expected|set|refus\w{{1,3}}|fail\w{{0,3}}|declin\w{{1,3}}|unable|unwilling|hop(?:es?|ed|ing)"
    rf"|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|wants?|wanted) to\b{_WORDS}{{0,4}}"
    rf"|\b(?:is|are|was|were) to\b{_WORDS}{{0,3}}"
    rf"|\b(?:postpon|delay|shelv|put(?:s|ting)? off)\w*{_WORDS}{{0,4}}"
    rf"|\b(?:signing|signatures?|ratification|deliver(?:y|ies)){_WORDS}{{0,6}}? (?:is|was|were|been) "
    r"(?:postponed|delayed|put off|called off|cancell?ed)\b",
    re.IGNORECASE,
)
"""What says of the words behind it that they are to come, or denied; narrower than `_AHEAD`."""
LONGEST = 4_000
"""Characters of a sentence that are looked at: what is longer is no sentence."""
_TAIL = 40
"""Characters behind what is to come in which a wording that begins there may end."""
_ANOTHER = re.compile(
    r"\b(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)[A-Z][\w-]*"
)
"""A name: a clause with one speaks of something else."""


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Offsets of the clauses of a sentence: parted by semicolons, colons, dashes, and conjunctions before a verb."""
    cuts = [0, *(match.end() for match in _BOUNDARY.finditer(sentence)), len(sentence)]
    return [(start, end) for start, end in pairwise(cuts) if start < end]


@dataclass(frozen=True)
class Stages:
    """The stages of one kind of matter.

    Attributes:
        order: Rank of each stage that has one; a claim is doubted for a lower one.
        reached: Wording that says a stage was reached, generously; also by stages that have no rank.
        clear: Wording that speaks for a stage and against those that exclude it, narrowly.
        excludes: For a stage without a rank, the stages whose clear wording speaks against it.
        ahead: Stages whose ``reached`` wording counts where it is about what is to come.
        to_come: Pattern of further wording for what is only to come, in this kind of matter: "a bill that bans".
        named: For stages that can be doubted for being named only as to come or denied, what names them, in the forms
            that only stand there too ("sign").
    """

    order: Mapping[str, int]
    reached: Mapping[str, re.Pattern[str]]
    clear: Mapping[str, re.Pattern[str]]
    excludes: Mapping[str, Collection[str]] = field(default_factory=dict)
    ahead: Collection[str] = ()
    to_come: str = ""
    named: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def doubt(self, claimed: str, sentences: Sequence[str], names: Iterable[str]) -> str | None:
        """Why the claimed stage is doubted; None where nothing speaks against it.

        Args:
            claimed: The stage.
            sentences: The sentences cited for the fact.
            names: What the matter is called in them; of several clauses, the one that names it decides.
        """
        against = self._against(claimed)
        if not against and claimed not in self.named:
            return None
        plain = [fold(sentence[:LONGEST]) for sentence in sentences]
        near, others = self._regions(plain, [fold(name) for name in names])
        if not any(self._speaks_of(claimed, text, against) for text in near):
            near, others = plain, []
        if any(self._supports(claimed, text) for text in (*near, *(others if claimed in self.order else plain))):
            return None
        unsaid = f'the sentences cited do not say "{claimed}"; '
        if lower := next((hit for text in near if (hit := self._lower(text, against))), None):
            stage, words = lower
            return f'{unsaid}"{words}" says "{stage}"'.replace("_", " ")
        if named := next(filter(None, (self._unreached(claimed, text) for text in near)), ""):
            return f'{unsaid}"{named}" is to come, or denied'.replace("_", " ")
        return None

    def _speaks_of(self, claimed: str, text: str, against: list[str]) -> bool:
        return bool(self._lower(text, against) or self._supports(claimed, text) or self._unreached(claimed, text))

    def _unreached(self, claimed: str, text: str) -> str:
        """The words that name the claimed stage, or one on the way to it, as to come or denied; none where none do."""
        rank = self.order.get(claimed, 0)
        named = [wording for stage, wording in self.named.items() if self.order[stage] <= rank]
        if claimed not in self.named:
            return ""
        hits = (
            text[match.start() : hit.end()]
            for match in _UNREACHED.finditer(text)
            for wording in named
            if (hit := wording.search(text, match.start(), match.end() + _TAIL)) and hit.start() < match.end()
        )
        return next(hits, "")

    @cached_property
    def _ahead(self) -> re.Pattern[str]:
        return re.compile("|".join(filter(None, (_AHEAD, self.to_come))), re.IGNORECASE)

    def _against(self, claimed: str) -> list[str]:
        if claimed in self.excludes:
            return list(self.excludes[claimed])
        rank = self.order.get(claimed)
        if rank is None:
            return []
        return [stage for stage in self.clear if stage not in self.order or self.order[stage] < rank]

    def _supports(self, claimed: str, text: str) -> bool:
        rank = self.order.get(claimed)
        higher = [] if rank is None else [stage for stage, other in self.order.items() if other > rank]
        to_come = [] if claimed in self.ahead else [match.span() for match in self._ahead.finditer(text)]
        wordings = [self.reached[claimed], *(self.clear[stage] for stage in higher if stage in self.clear)]
        return any(
            not any(start < match.start() < end for start, end in to_come)
            for wording in wordings
            for match in wording.finditer(text)
        )

    def _lower(self, text: str, against: list[str]) -> tuple[str, str] | None:
        hits = [(match.start(), stage, match.group()) for stage in against if (match := self.clear[stage].search(text))]
        return min(hits)[1:] if hits else None

    def _regions(self, sentences: Sequence[str], names: Sequence[str]) -> tuple[list[str], list[str]]:
        """The clauses that speak of the matter, and the sentences that do not name it."""
        near: list[str] = []
        others: list[str] = []
        for sentence in sentences:
            spots = [at for name in names if name and (at := sentence.find(name)) >= 0]
            near += [self._clause(sentence, at) for at in spots]
            if not spots:
                others.append(sentence)
        return near, others

    def _clause(self, sentence: str, at: int) -> str:
        """The clause around an offset, and those behind it that name nothing else: "..., which took effect in May"."""
        bounds = clauses(sentence)
        first = next(number for number, (start, end) in enumerate(bounds) if start <= at < end)
        start, end = bounds[first]
        for begins, behind in bounds[first + 1 :]:
            if _ANOTHER.search(sentence, begins, behind):
                break
            end = behind
        return sentence[start:end]
