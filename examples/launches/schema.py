"""Space launches: one fact type."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from summariser.topics.fact import Fact, Record
from summariser.values.leaves import Amount, Date, Designation, Party, Place, Words


class Outcome(StrEnum):
    """What came of a launch."""

    PLANNED = "planned"
    SUCCESS = "success"
    FAILURE = "failure"


class Launch(Fact):
    """One rocket launch."""

    id_prefix: ClassVar[str] = "L"

    rocket: Designation
    payload: Words | None = None
    operator: Party | None = None
    site: Place | None = None
    date: Date | None = None
    cost: Amount | None = None
    outcome: Outcome


class Launches(Record):
    """Rocket launches of one article."""

    launches: list[Launch] = []


TOPIC = Launches
