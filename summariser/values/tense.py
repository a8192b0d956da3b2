"""On which side of the publication day a date without a year lies, by the tense of the verbs beside it."""

from __future__ import annotations

import re
from typing import Literal

from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold

Side = Literal["past", "future"]

_REACH = 140
_BOUNDARY_COST = 40
_RIGHT_COST = 12
_IRREGULAR = (
    "was were had has have did said took met came gave put went made got sold bought paid spent sent brought began begun won lost fell "
    "rose grew drew flew saw told held kept left led ran set stood struck spoke wrote shook swore sat broke chose thought "
    "became withdrew underwent overtook undertook brought built cost cut hit read shut split spread lent taken given seen gone done "
    "made built met held sold bought paid sent signed found fought kept lain hung ran wrote shipped flown known written spent"
)
_PRESENT = (
    "begins begin starts start expires expire ends end lapses lapse opens open closes runs run comes come enters enter takes take falls "
    "fall arrives arrive follows follow resumes resume meets meet visits visit hosts host heads signs sign"
)
_TRIGGER = (
    r"will|'ll|won't|would|shall|may|might|could|should|must|cannot|can|is to|are to|be to|due|expects?|expected|set to|scheduled|likely|"
    r"plans?|planned|planning|poised|slated|supposed|intends?|intended|hopes?|hoped|aims?|going to|wants?|unlikely|ready to|"
    r"prepares?|preparing|awaits?|yet to|not until|not before|pencilled in|ahead of|upcoming|forthcoming|promised for|"
    r"targets?|targeted|foresees?|envisages?|to"
)
_WORDS = re.compile(
    rf"(?P<perfect>\b(?:would|could|should|might|must)(?: not)? have(?: been)?(?: \w+ly)? \w+)"
    rf"|(?P<gone>\b(?:had|was|were|has|have)(?: \w+ly| not| also| first| once)?(?: been)? (?:expected|planned|scheduled|pencilled|due"
    rf"|supposed|set|meant|hoping|slated)\b(?: \w+)?)"
    rf"|(?P<future>(?:\b(?:{_TRIGGER})\b|(?<=\w)'ll\b)(?:(?: \w+ly| not| also| then| now| only| first| again| soon)*"
    rf"(?: be| have| get| come| go)?(?: \w+ly)?(?: \w+ed| \w+en| \w+)?))"
    rf"|(?P<past>\b(?:{'|'.join(sorted(set(_IRREGULAR.split()), key=len, reverse=True))}|(?!need|speed|breed|exceed|proceed|succeed|"
    rf"agreed to|indeed|hundred|red\b|bed\b|united|limited|so-called|armed|combined|advanced|unmanned|proposed\b|related)[a-z]{{2,}}ed)\b)"
    rf"|(?P<present>\b(?:{'|'.join(_PRESENT.split())})\b)"
    r"|(?P<boundary>[;:()]|,|\bthat\b|\bwhich\b|\bwho\b|\bbut\b|\band\b|\bwhile\b|\bafter\b|\bwhen\b|\bas\b|-(?=\s))",
    re.IGNORECASE,
)
_NOUN_TO = re.compile(r"\bto (?:the|a|an|his|her|its|their|[A-Z\d$£€])|\bto$")


def side_of(around: Surroundings) -> Side | None:
    """The side on which the words' event lies, from the nearest verb of their sentence; None if no verb decides."""
    left, right = fold(around.left[-_REACH:]), fold(around.right[:_REACH])
    before = _nearest(left, len(left), from_left=True)
    behind = _nearest(right, 0, from_left=False)
    found = [entry for entry in (before, behind) if entry is not None]
    return min(found)[1] if found else None


def _nearest(text: str, edge: int, *, from_left: bool) -> tuple[float, Side] | None:
    """Cost and side of the verb nearest to ``edge``, where crossing a clause boundary costs extra."""
    cues: list[tuple[int, Side]] = []
    boundaries: list[int] = []
    for match in _WORDS.finditer(text):
        kind = match.lastgroup
        place = match.end() if from_left else match.start()
        if kind == "boundary":
            boundaries.append(place)
        elif kind == "future":
            if not (match["future"].casefold().startswith("to ") or match["future"].casefold() == "to") or not _NOUN_TO.match(
                text[match.start() :]
            ):
                cues.append((place, "future"))
        elif kind == "present":
            cues.append((place, "future"))
        else:
            cues.append((place, "past"))
    costs: list[tuple[float, Side]] = []
    for place, side in cues:
        crossed = sum(1 for boundary in boundaries if (place <= boundary if from_left else boundary <= place))
        costs.append((abs(edge - place) + _BOUNDARY_COST * crossed + (0 if from_left else _RIGHT_COST), side))
    return min(costs) if costs else None
