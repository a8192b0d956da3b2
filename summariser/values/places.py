"""Countries of places: from the place's own words, or because it is a capital."""

from __future__ import annotations

import re

from summariser.values.parties import PartyValue, read_party
from summariser.values.surroundings import Surroundings
from summariser.values.typography import MAX_WORDS

_REACH = 80
_NAMES = re.compile(r"^,\s*(?P<first>[^,.]{1,40})(?:,\s*(?:and )?(?P<second>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}))?")
"""What stands behind a place and a comma, and the name behind that."""


def read_place(raw: str, around: Surroundings) -> PartyValue:
    """The country of a place as printed: "Budapest, Hungary", "Kuala Lumpur"; iso None where nothing decides.

    The words right behind decide first ("Kazan, Russia"), then the last part after a comma, then the whole. A capital
    is in its own country: where another state is named behind it and more in a row ("In London, Australia, Canada and
    Japan signed"), these are no part of it, and where one is ("Georgetown, Malaysia"), nothing decides.
    """
    if len(raw) > MAX_WORDS:
        return PartyValue(reason="too long for the name of a place")
    behind = _NAMES.match(around.right[:_REACH])
    own = next((value for part in reversed(raw.split(",")) if (value := _party(part, around))), None)
    near = _party(behind["first"], around) if behind else None
    if behind and own and near and near.type == "state" and near.iso != own.iso:
        row = _party(behind["second"] or "", around)
        return own if row else PartyValue(reason=f"the place could be in {own.iso} or in {near.iso}")
    return near or own or PartyValue(reason="the words do not name the country")


def _party(name: str, around: Surroundings) -> PartyValue | None:
    """The party of that name, if its country is known."""
    value = read_party(name.strip(), Surroundings(article=around.article)) if name.strip() else None
    return value if value is not None and value.iso is not None else None
