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
_TALKS = re.compile(r"(?:(?:the|new|further|bilateral) )*(?:discussions|meetings?|negotiations?|talks)\b")
_ABBREVIATION = re.compile(r"[A-Z]{2,3}")
_AGREEMENTS = frozenset(
    "ABM BIT BTA CFE CPA CTA DCA DTA EPA FTA GPA INF ITA LOA LOI LOR MOU NPT PTA SMA TPP TTP".split()
)
"""Abbreviations of so few letters that name agreements; longer ones do as a rule ("AUKUS", "RCEP")."""


def is_grouping(name: str) -> bool:
    """Whether a name, without signs and in small letters, is that of a group of states."""
    return name in _GROUPINGS


def names_several(name: str) -> bool:
    """Whether words name several agreements at once: "protocols", "the two agreements"."""
    return _SEVERAL.fullmatch(name.casefold()) is not None


def names_talks(name: str) -> bool:
    """Whether words name talks, of which an agreement may come: "talks with Rabat"."""
    return _TALKS.match(name.casefold()) is not None


def is_abbreviation(name: str) -> bool:
    """Whether a name is an abbreviation of something that is no agreement: "EEZ"."""
    return _ABBREVIATION.fullmatch(name) is not None and name not in _AGREEMENTS
