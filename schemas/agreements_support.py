"""What comes with equipment and is none: parts, tools, manuals, training and services, as arms sales notices list them.

The notices' "non-major defense equipment" (US Security Assistance Management Manual, chapter 5): the deal is the
equipment that it goes with.
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
_SMALL = frozenset("a and as for in its of or the to well with".split())
_WORD = re.compile(r"[\w.'’-]*\w")


def is_support(designation: str) -> bool:
    """Whether words name support and no equipment: "spare and repair parts", not "spare barrels" or "F-16 parts"."""
    words = _WORD.findall(designation.lower())
    return not _SUPPORT.isdisjoint(words) and all(word in _SUPPORT | _QUALIFYING | _SMALL for word in words)
