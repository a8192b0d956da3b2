"""Names that several parties share, and what else an article says that tells which of them it means."""

from __future__ import annotations

import re

from summariser.values.surroundings import Surroundings
from summariser.values.typography import fold

_TELLING = {
    "Korea": {"KR": r"South Korea\w*|Seoul|\bROK\b|Republic of Korea", "KP": r"North Korea\w*|Pyongyang|\bDPRK\b"},
    "Congo": {
        "CD": r"Democratic Republic of (?:the )?Congo|DR Congo|\bDRC\b|Kinshasa|Zaire|Goma|Tshisekedi",
        "CG": (
            r"Republic of (?:the )?Congo(?<!Democratic Republic of the Congo)|Congo-Brazzaville|Brazzaville"
            r"|Sassou"
        ),
    },
    "Georgia": {
        "GE": r"Tbilisi|Georgian\b|Abkhazia|South Ossetia|Saakashvili|Caucasus",
        "US": r"Atlanta|Savannah|Augusta|Marietta|state of Georgia|Ga\.|Florida|Alabama",
    },
    "Guinea": {
        "GN": r"Conakry",
        "GQ": r"Equatorial Guinea|Malabo",
        "GW": r"Guinea-Bissau|Bissau",
        "PG": r"Papua|Port Moresby",
    },
    "Brussels": {
        "EU": r"\bEU\b|European (?:Union|Commission|Community|Parliament|Council)|\bEEC\b|\bEC\b",
        "BE": r"Belgium|Belgian",
    },
}
"""Of each shared name the codes it can mean, and the words that name each apart."""
_NAMES = {
    "korea": "Korea",
    "korean": "Korea",
    "koreans": "Korea",
    "congo": "Congo",
    "congolese": "Congo",
    "the congo": "Congo",
    "georgia": "Georgia",
    "guinea": "Guinea",
    "guinean": "Guinea",
    "brussels": "Brussels",
}


def namesakes(words: str, around: Surroundings) -> tuple[str, ...] | None:
    """The codes of the parties that a shared name can mean here; None for words that are no such name.

    They are those that the article names in other words too; all that share the name where it names none.
    """
    name = _NAMES.get(words.casefold())
    if name is None:
        return None
    text = fold(around.article or around.sentence)
    told = tuple(code for code, pattern in _TELLING[name].items() if re.search(pattern, text))
    return told or tuple(_TELLING[name])
