"""Countries of places: from the place's own words, or because it is a capital."""

from __future__ import annotations

from summariser.values.parties import PartyValue, read_party
from summariser.values.surroundings import Surroundings
from summariser.values.typography import MAX_WORDS


def read_place(raw: str, around: Surroundings) -> PartyValue:
    """The country of a place as printed: "Budapest, Hungary", "Kuala Lumpur"; iso None where nothing decides.

    The last part after a comma decides first, then the words right behind ("Kazan, Russia"), then the whole.
    """
    if len(raw) > MAX_WORDS:
        return PartyValue(iso=None, type=None, reason="too long for the name of a place")
    behind = around.right.lstrip(", ")[:40].split(",")[0].split(".")[0]
    candidates = [part.strip() for part in reversed(raw.split(","))]
    if around.right.startswith(","):
        candidates.insert(0, behind.strip())
    for name in candidates:
        value = read_party(name, Surroundings(article=around.article)) if name else None
        if value is not None and value.iso is not None:
            return value
    return PartyValue(iso=None, type=None, reason="the words do not name the country")
