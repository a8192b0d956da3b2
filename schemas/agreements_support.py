"""What stands in the lists of arms deals and is no equipment.

Support is what comes with equipment: parts, tools, manuals, training and services, the "non-major defense equipment" of
arms sales notices (US Security Assistance Management Manual, chapter 5). General words, such as "military aid", name
nothing at all.
"""

from __future__ import annotations

import re

_SUPPORT = frozenset(
    "accessories assistance components consumables containers data devices documentation documents elements equipment "
    "items logistics maintenance manuals materials parts personnel publications repairs reviews services software "
    "spares supplies support surveys sustainment tools training".split()
)
_QUALIFYING = frozenset(
    "additional advisory aids ancillary associated checkout concurrent construction container contractor crew "
    "device documentation engineering facilities field government handling initial integration life-cycle "
    "logistic logistical management minor necessary new other part program programme provisioning quality assurance "
    "related repair representative representatives review service shipping spare special specialised specialized "
    "storage study studies system systems team teams technical test testing tool trainer trainers transportation "
    "u.s us various weapon".split()
)
_GENERAL = frozenset(
    "aid arms assistance defence defense equipment gear hardware lethal materiel military other package packages "
    "security support system systems various weapon weaponry weapons".split()
)
_TEXT = re.compile(r"\b(?:accord|agreement|memorandum|pact|treaty)\b")
_SMALL = frozenset("a and as for in its of or the to well with".split())
_WORD = re.compile(r"\w+(?:[.'’-]+\w+)*")


def is_support(designation: str) -> bool:
    """Whether words name support and no equipment: "spare and repair parts", not "spare barrels" or "F-16 parts"."""
    words = _WORD.findall(designation.lower())
    return not _SUPPORT.isdisjoint(words) and all(word in _SUPPORT | _QUALIFYING | _SMALL for word in words)


def is_general(designation: str) -> bool:
    """Whether words name arms in general ("weapons", "military aid") or a text about them."""
    words = designation.lower()
    return _TEXT.search(words) is not None or all(word in _GENERAL | _SMALL for word in _WORD.findall(words))
