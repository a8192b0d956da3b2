"""What is called by a name and is no agreement: groups of states, several unnamed texts, things that are not texts."""

from __future__ import annotations

import re

_GROUPINGS = frozenset(
    "apec|asean|brics|eu|european union|g 20|g 7|g 8|g20|g7|g77|g8|gcc|nato|opec|quad|quadrilateral security dialogue|"
    "sco|shanghai cooperation organisation|un|united nations|visegrad group".split("|")
)
"""Groups and organisations of states whose names are no agreements, as AUKUS and RCEP are; without signs."""
_SEVERAL = re.compile(
    r"(?:(?:the|these|those|its|their|both|all|two|three|several|other|various|bilateral|international|new|more) )*"
    r"(?:accords|agreements|arrangements|contracts|conventions|deals|documents|instruments|memoranda|pacts|projects|"
    r"protocols|treaties|understandings)"
)
_AGREEING = re.compile(
    r"accord|act\b|agree|alliance|area|arrangement|cease-?fire|charter|communiqu|compact|concession|contract|convention|"
    r"cooperation|deal|declaration|facility|framework|grant|initiative|letter|loan|memorand|mou\b|order|pact|partnership|"
    r"plan|program|project|protocol|resolution|roadmap|settlement|statement|swap|treat|truce|understanding|union|venture|"
    r"waiver",
    re.IGNORECASE,
)
"""What agreements are called by those who call them nothing else."""
_SHORT = re.compile(r"[A-Z]{2,3}")
"""Names that need such a word. Longer ones are names of agreements too ("AUKUS")."""


def is_grouping(name: str) -> bool:
    """Whether a name, without signs and in small letters, is that of a group of states."""
    return name in _GROUPINGS


def is_no_name(name: str, *, instrument: bool) -> bool:
    """Whether words name several agreements at once ("protocols"), or something that is none ("EEZ").

    Args:
        name: The words as printed.
        instrument: Whether the article says which kind of text it is.
    """
    if _SEVERAL.fullmatch(name):
        return True
    return not instrument and _SHORT.fullmatch(name) is not None and not _AGREEING.search(name)
