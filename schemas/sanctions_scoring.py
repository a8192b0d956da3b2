"""How restrictions and listings are compared with a label.

A restriction is the same where target or goods agree, and measure or sentences; a listing where the kind of listed
agrees and a name, the count, their state or the sentences. Both lists count in the overall F1.
"""

from __future__ import annotations

from enum import StrEnum
from typing import get_args

from summariser.topics.comparison import (
    Clue,
    Comparison,
    FactType,
    Field,
    How,
    LabelRules,
    Ladder,
    Match,
    Misreading,
    Part,
)
from summariser.values.leaves import PartyType, Qualifier

from .sanctions import Listed, Measure, Mode, Salience, Status, When

_IMPOSERS = Clue("imposers", ("imposers",), How.PARTY, weight=2, least=0.5, absent=1)
_STATUS = Clue("status", ("status",), How.EXACT)
_SENTENCES = Clue("sentences", ("evidence",), How.SENTENCES, weight=2, least=0.5)
_LATER_FIELDS = (
    Field("status"),
    Field("act", How.DESIGNATION),
    Field("dates", parts=(Part("role"), Part("value", How.DATE)), many=True),
    Field("reason", How.WORDS),
    Field("assertion.mode"),
    Field("assertion.source", How.WORDS),
    Field("salience"),
)
_LADDER = Ladder("status", (("threatened", "proposed"), ("imposed",), ("extended",)))
_MISREADINGS = (
    Misreading("claimed read as stated", "assertion.mode", of=("claimed",), taken_for=("stated", "official")),
    Misreading("denied read as stated", "assertion.mode", of=("denied",), taken_for=("stated", "official")),
    Misreading(
        "ended read as in force", "status", of=("lifted", "suspended", "annulled"), taken_for=("imposed", "extended")
    ),
    Misreading(
        "promise of an end read as end", "status", of=("lifting_proposed",), taken_for=("lifted", "suspended", "eased")
    ),
    Misreading("rejected read as in force", "status", of=("rejected",), taken_for=("imposed", "extended")),
)


def _values(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(str(value) for value in vocabulary)


_KEYS = ("id", "imposers", "status", "act", "dates", "reason", "assertion", "salience", "evidence")
_VOCABULARIES = (
    ("status", _values(Status)),
    ("salience", _values(Salience)),
    ("assertion.mode", _values(Mode)),
    ("dates.role", _values(When)),
    ("imposers.type", get_args(PartyType)),
)
_ALSO_COUNTRIES = ("EU",)

_RESTRICTIONS = FactType(
    name="restrictions",
    match=Match(
        clues=(
            Clue("targets", ("targets",), How.PARTY, weight=3, least=0.5, absent=1),
            Clue("goods", ("goods",), How.WORDS, weight=2, least=0.5),
            Clue("measure", ("measure",), How.EXACT, weight=2),
            _IMPOSERS,
            _STATUS,
            _SENTENCES,
        ),
        needs=(("targets", "goods"), ("measure", "sentences")),
    ),
    fields=(
        Field("imposers", How.PARTY, many=True),
        Field("measure"),
        Field("targets", How.PARTY, many=True),
        Field("goods", How.WORDS, many=True),
        *_LATER_FIELDS,
    ),
    ladder=_LADDER,
    misreadings=_MISREADINGS,
    rules=LabelRules(
        keys=(*_KEYS, "measure", "targets", "goods"),
        cited=("goods", "dates.raw", "reason"),
        written=("imposers.name", "targets.name", "act", "assertion.source"),
        vocabularies=(
            *_VOCABULARIES,
            ("measure", _values(Measure)),
            ("targets.type", get_args(PartyType)),
        ),
        countries=("imposers.iso", "targets.iso"),
        dates=("dates.value",),
        also_countries=_ALSO_COUNTRIES,
    ),
)

_LISTINGS = FactType(
    name="listings",
    match=Match(
        clues=(
            Clue("who", ("who",), How.EXACT, weight=2),
            Clue("names", ("names",), How.PARTY, weight=3, least=0.3),
            Clue("count", ("count",), How.NUMBER, weight=2),
            Clue("country", ("country",), How.PARTY),
            _IMPOSERS,
            _STATUS,
            _SENTENCES,
        ),
        needs=(("who",), ("names", "count", "country", "sentences")),
    ),
    fields=(
        Field("imposers", How.PARTY, many=True),
        Field("who"),
        Field("count", parts=(Part("value", How.NUMBER), Part("value_max", How.NUMBER))),
        Field("count.qualifier"),
        Field("country", How.PARTY),
        Field("names", How.PARTY, many=True),
        Field("effects", many=True),
        *_LATER_FIELDS,
    ),
    ladder=_LADDER,
    misreadings=_MISREADINGS,
    rules=LabelRules(
        keys=(*_KEYS, "who", "count", "country", "names", "effects"),
        cited=("count.raw", "dates.raw", "reason"),
        written=("imposers.name", "country.name", "names", "act", "assertion.source"),
        vocabularies=(
            *_VOCABULARIES,
            ("who", _values(Listed)),
            ("effects", _values(Measure)),
            ("count.qualifier", get_args(Qualifier)),
            ("country.type", get_args(PartyType)),
        ),
        countries=("imposers.iso", "country.iso"),
        dates=("dates.value",),
        also_countries=_ALSO_COUNTRIES,
    ),
)

COMPARISON = Comparison(topic="sanctions", types=(_RESTRICTIONS, _LISTINGS))
