"""Sanctions and export controls.

Two fact types: restrictions on what may be traded or done with somebody, and listings of persons, bodies and vessels.
Terms follow the Council of the European Union's guidelines on restrictive measures, the United Nations sanctions
committees, and the lists of the United States' Treasury (SDN) and Commerce (Entity List) departments.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from summariser.topics.fact import Fact, Record
from summariser.values.keyed import Keyed
from summariser.values.leaves import EventDate, Mention, Party, Quantity, Words

from .sanctions_cues import SANCTION_STAGES, counts_another, has_wording


class Measure(StrEnum):
    """What a sanction forbids or demands."""

    ASSET_FREEZE = "asset_freeze"
    TRAVEL_BAN = "travel_ban"
    TRANSACTION_BAN = "transaction_ban"
    EXPORT_BAN = "export_ban"
    IMPORT_BAN = "import_ban"
    LICENCE_REQUIREMENT = "licence_requirement"
    PRICE_CAP = "price_cap"
    ARMS_EMBARGO = "arms_embargo"
    TRANSPORT_BAN = "transport_ban"
    SECONDARY_SANCTIONS = "secondary_sanctions"
    UNSPECIFIED = "unspecified"


class Status(StrEnum):
    """Where a sanction stands: the latest stage reported as reached."""

    THREATENED = "threatened"
    PROPOSED = "proposed"
    IMPOSED = "imposed"
    EXTENDED = "extended"
    LIFTING_PROPOSED = "lifting_proposed"
    EASED = "eased"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    ANNULLED = "annulled"
    REJECTED = "rejected"


class When(StrEnum):
    """What happens to a sanction on a date."""

    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    EXPIRES = "expires"
    EXTENDED_TO = "extended_to"
    LIFTED = "lifted"


class Listed(StrEnum):
    """What is put on a list."""

    PERSON = "person"
    ENTITY = "entity"
    VESSEL = "vessel"
    MIXED = "mixed"


class Mode(StrEnum):
    """How the article asserts a fact."""

    STATED = "stated"
    OFFICIAL = "official"
    CLAIMED = "claimed"
    DENIED = "denied"
    DISPUTED = "disputed"


class Salience(StrEnum):
    """How a fact stands in the story: its news, another current fact, or context."""

    MAIN = "main"
    SECONDARY = "secondary"
    BACKGROUND = "background"


class Assertion(BaseModel):
    """Who says so. Left out of an answer, it is the reporter's own voice."""

    model_config = ConfigDict(frozen=True)

    mode: Mode = Mode.STATED
    source: Mention | None = None


class Restriction(Fact):
    """One measure against a state, a trade or a group, at one stage."""

    id_prefix: ClassVar[str] = "R"

    imposers: list[Party] = Field(default=[], description="States or organisations that impose it.")
    measure: Measure
    targets: list[Party] = Field(default=[], description="Whom it is aimed at.")
    goods: list[Words] = Field(default=[], description="What may not be traded, or only with a licence.")
    status: Status | None = Field(description="None where the sentences speak against what was claimed.")
    act: Mention | None = Field(default=None, description="The legal act: resolution, order, regulation, package.")
    dates: Annotated[list[EventDate], Keyed(When, "role")] = []
    reason: Words | None = Field(default=None, description="Why it is imposed, extended or ended.")
    assertion: Assertion = Assertion()
    salience: Salience = Salience.MAIN

    def describe(self) -> str:
        """Who restricts what towards whom, at which stage."""
        goods = f"of {', '.join(item.raw for item in self.goods)}" if self.goods else None
        measure = "sanctions" if self.measure is Measure.UNSPECIFIED else _plain(self.measure)
        what = " ".join(part for part in (measure, goods) if part)
        targets = f"against {_names(self.targets)}" if self.targets else None
        return _sentence(self, what, targets)

    def doubts(self) -> list[tuple[str, str]]:
        """A status that the sentences have no wording for, while they have that of another."""
        return _status_doubts(self)


class Listing(Fact):
    """Persons, bodies or vessels that one act puts on a list, or takes off it."""

    id_prefix: ClassVar[str] = "L"

    imposers: list[Party] = Field(default=[], description="States or organisations that keep the list.")
    who: Listed
    count: Quantity | None = Field(default=None, description="How many of them this act concerns.")
    country: Party | None = Field(default=None, description="The state they belong to.")
    names: list[Mention] = Field(default=[], max_length=24, description="Those who are named.")
    status: Status | None = Field(description="None where the sentences speak against what was claimed.")
    act: Mention | None = Field(default=None, description="The list or the legal act.")
    effects: list[Measure] = Field(default=[], max_length=4, description="What the listed suffer, where it is said.")
    dates: Annotated[list[EventDate], Keyed(When, "role")] = []
    reason: Words | None = Field(default=None, description="What they are listed for.")
    assertion: Assertion = Assertion()
    salience: Salience = Salience.MAIN

    def describe(self) -> str:
        """Who lists whom, at which stage."""
        country = f" ({self.country.name})" if self.country else ""
        count = f"{self.count.raw} in number" if self.count else None
        names = ", ".join(name.raw for name in self.names[:_SHOWN]) + (", ..." if len(self.names) > _SHOWN else "")
        return _sentence(self, f"listing of {_KINDS[self.who]}{country}", count, names or None)

    def doubts(self) -> list[tuple[str, str]]:
        """A status without wording, a count of something else, effects that the sentences do not speak of."""
        cited = _cited(self)
        counted = counts_another(cited, self.count.raw, self.who) if self.count else None
        return [
            *_status_doubts(self),
            *([("count", counted)] if counted else []),
            *(
                (f"effects.{place}", f"the sentences cited say nothing of a {_plain(effect)}")
                for place, effect in enumerate(self.effects)
                if not has_wording(cited, effect)
            ),
        ]


class Sanctions(Record):
    """Sanctions and export controls of one article."""

    restrictions: list[Restriction] = Field(default=[], max_length=16)
    listings: list[Listing] = Field(default=[], max_length=16)


_KINDS = {
    Listed.PERSON: "persons",
    Listed.ENTITY: "bodies",
    Listed.VESSEL: "vessels",
    Listed.MIXED: "persons and bodies",
}
_SHOWN = 4
"""Names that stand in a description."""


def _plain(value: StrEnum) -> str:
    return value.replace("_", " ")


def _names(parties: list[Party]) -> str:
    names = [party.name for party in parties]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _cited(fact: Restriction | Listing) -> list[str]:
    return [citation.text for citation in fact.evidence]


def _status_doubts(fact: Restriction | Listing) -> list[tuple[str, str]]:
    """What is denied or disputed never reached its status: nothing speaks against it there."""
    if fact.status is None or fact.assertion.mode in (Mode.DENIED, Mode.DISPUTED):
        return []
    reason = SANCTION_STAGES.doubt(fact.status, _cited(fact), [])
    return [("status", reason)] if reason else []


def _sentence(fact: Restriction | Listing, what: str, *clauses: str | None) -> str:
    """Who, what, and the clauses that are there, as one line with a full stop; a claim is called one."""
    who = _names(fact.imposers) or "Not said by whom"
    status = _plain(fact.status) if fact.status else None
    mode = None if fact.assertion.mode in (Mode.STATED, Mode.OFFICIAL) else f"as is {fact.assertion.mode}"
    ends = (*clauses, status, fact.act.raw if fact.act else None, mode)
    return " ".join(", ".join(clause for clause in (f"{who}: {what}", *ends) if clause).split()) + "."


TOPIC = Sanctions
