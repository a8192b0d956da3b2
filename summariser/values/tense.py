"""On which side of the publication day a date without a year lies, by the tense of the verbs beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from summariser.values.surroundings import Surroundings
from summariser.values.tables import words
from summariser.values.typography import fold

Side = Literal["past", "future"]

_REACH = 140
_BOUNDARY_COST = 40
_RIGHT_COST = 60
_TRIGGER = (
    r"will|'ll|won't|would|shall|may|might|could|should|must|cannot|can|is to|are to|be to|due|expects?|expected"
    r"|set to|scheduled|likely|"
    r"plans? to|planned|planning|poised|slated|supposed|intends?|intended|hopes? to|hopes? that|aims? to"
    r"|going to|wants?|unlikely|ready to|"
    r"prepares?|preparing|awaits?|yet to|not until|not before|ahead of|upcoming|forthcoming|promised for|"
    r"targets?|targeted|to be(?! \w+ing)|(?:agreed|agrees|pledged|promised|vowed|undertook|committed|prepared"
    r"|willing|invited|asked|decided"
    r"|wants?|seeks?|needs?|wishes) to"
)


@cache
def _cues() -> re.Pattern[str]:
    """Verbs and boundaries of clauses; the name of the group is what each is."""
    past = "|".join(sorted(words("past_verb"), key=lambda verb: (-len(verb), verb)))
    present = "|".join(sorted(words("future_present")))
    return re.compile(
        rf"(?P<perfect>\b(?:would|could|should|might|must)(?: not)? have(?: been)?(?: \w+ly)? \w+)"
        rf"|(?P<gone>\b(?:had|was|were|has|have)(?: \w+ly| not| also| first| once)?(?: been)? (?:expected|planned"
        rf"|scheduled|pencilled|due"
        rf"|supposed|set|meant|hoping|slated)\b(?: \w+)?)"
        rf"|(?P<future>(?:\b(?:{_TRIGGER})\b|(?<=\w)'ll\b)"
        r"(?:(?: \w+ly| not| also| then| now| only| first| again| soon){0,4}"
        r"(?: be| have| get| come| go)?(?: \w+ly)?(?: \w+)?))"
        r"|(?P<asked>\b(?:told|asked|urged|ordered|allowed|required|instructed|invited|advised|permitted|obliged"
        r"|wants?|expects?|wanted)"
        r"(?: [\w']+){1,4} to \w+)"
        r"|(?P<neutral>\bto \w+)"
        rf"|(?P<past>\b(?:{past}|(?!need|speed|breed"
        rf"|exceed|proceed|succeed|"
        rf"agreed to|indeed|hundred|red\b|bed\b|united|limited|so-called|armed|combined|advanced|unmanned|proposed\b"
        rf"|related)[a-z]{{2,}}ed)\b)"
        rf"|(?P<present>\b(?:{present})\b)"
        r"|(?P<boundary>[;:()]|,(?!\d)|\bthat\b|\bwhich\b|\bwho\b|\bbut\b|\band\b|\bwhile\b|\bafter\b|\bwhen\b|\bas\b|-(?=\s))",
        re.IGNORECASE,
    )


_DOCUMENT = re.compile(
    r"\b(?:agreement|accord|pact|treaty|declaration|contract|memorandum|framework|statement|protocol|order|deal"
    r"|note|letter|report|summit"
    r"|meeting|talks|ceasefire|resolution|decision|notice|communique)\b(?: \w+){0,3} (?:of|dated|from)(?: the)? $",
    re.IGNORECASE,
)
_ATTRIBUTIVE = re.compile(
    r"^(?:'s)? (?!last|next|this|with|after|before|when|while|that|which|who|for|and|or|by|in|on|at|to|of|from"
    r"|as|was|were|is|are|had|has|have"
    r"|will|would|said|until|but|over|under|through|during|it|he|she|they|the|an?|against|morning|afternoon"
    r"|evening|night|if|unless"
    r"|between|without|since|because|where|so|not|also|aboard|via|off|out|up|\w+(?:ed|ing|ly)\b)[a-z]"
)
_SINCE = re.compile(r"\bsince(?: the)? $", re.IGNORECASE)


def side_of(around: Surroundings) -> Side | None:
    """The side on which the words' event lies, from the nearest verb of their sentence; None if no verb decides.

    What has been "since" a date, and the date of a document ("the declaration of 11 December"), are past. A date before
    a noun ("the July 22 accord") is not future because the verb of its sentence is.
    """
    left, right = fold(around.left[-_REACH:]), fold(around.right[:_REACH])
    copied = fold(around.sentence[around.start : around.end]).casefold()
    if copied.startswith("since ") or _SINCE.search(left) or _DOCUMENT.search(left):
        return "past"
    side = _side(left, right)
    if side == "future" and _ATTRIBUTIVE.match(right) and copied[:3] not in ("on ", "in ", "by ", "at "):
        return None
    return side


def _side(left: str, right: str) -> Side | None:
    before = _nearest(left, len(left), from_left=True)
    behind = _nearest(right, 0, from_left=False)
    found = [entry for entry in (before, behind) if entry is not None]
    return min(found)[1] if found else None


def _nearest(text: str, edge: int, *, from_left: bool) -> tuple[float, Side] | None:
    """Cost and side of the verb nearest to ``edge``, where crossing a clause boundary costs extra."""
    cues: list[tuple[int, Side]] = []
    boundaries: list[int] = []
    for match in _cues().finditer(text):
        kind = match.lastgroup
        place = match.end() if from_left else match.start()
        if kind == "boundary":
            boundaries.append(place)
        elif kind == "neutral":
            continue
        elif kind in ("future", "present", "asked"):
            cues.append((place, "future"))
        else:
            cues.append((place, "past"))
    costs: list[tuple[float, Side]] = []
    for place, side in cues:
        crossed = sum(1 for boundary in boundaries if (place <= boundary if from_left else boundary <= place))
        costs.append((abs(edge - place) + _BOUNDARY_COST * crossed + (0 if from_left else _RIGHT_COST), side))
    return min(costs) if costs else None
