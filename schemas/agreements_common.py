"""What agreements, arms deals and trade figures have in common: who says so, how they are told and doubted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from summariser.topics.fact import Citation, Fact
from summariser.topics.stages import Stages
from summariser.values.folding import fold_words
from summariser.values.leaf import Leaf
from summariser.values.leaves import Amount, EventDate, Mention, Party

from .agreements_cues import DATE_CUES
from .agreements_vocabulary import Mode, Relation

_ENGLISH = re.compile(r"\b(?:the|of|and|to|is|was|has|have)\b")


class Assertion(BaseModel):
    """Who says so. Left out of an answer, it is the reporter's own voice."""

    model_config = ConfigDict(frozen=True)

    mode: Mode = Mode.STATED
    source: Mention | None = None


class Link(BaseModel):
    """A relation to another fact of the record."""

    model_config = ConfigDict(frozen=True)

    relation: Relation
    target_id: str


def cited(fact: Fact) -> set[int]:
    """Numbers of the sentences that state a fact."""
    return {citation.sentence for citation in fact.evidence}


def stating(leaf: Leaf, evidence: Sequence[Citation]) -> Citation | None:
    """The cited sentence in which a leaf's words stand."""
    return next((one for one in evidence if one.span[0] <= leaf.span[0] < one.span[1]), None)


def relate(related: list[Link], target: str) -> None:
    """Add the same event as another fact to a fact's relations."""
    link = Link(relation=Relation.SAME_EVENT, target_id=target)
    if target and link not in related:
        related.append(link)


def whose(party: Party | None) -> str | None:
    """What tells a party from others: its code, or its name where it has none."""
    return (party.iso or fold_words(party.name)) if party else None


def status_doubts(
    stages: Stages, status: StrEnum | None, assertion: Assertion, evidence: Sequence[Citation], names: Sequence[str]
) -> list[tuple[str, str]]:
    """What is denied or disputed never reached its status: nothing speaks against it there."""
    if status is None or assertion.mode in (Mode.DENIED, Mode.DISPUTED):
        return []
    reason = stages.doubt(status, [citation.text for citation in evidence], list(names))
    return [("status", reason)] if reason else []


def date_doubts(dates: Sequence[EventDate], evidence: Sequence[Citation]) -> list[tuple[str, str]]:
    """Days whose sentence says nothing of what is said to happen on them. The cues are English, so it has to be."""
    found = []
    for place, date in enumerate(dates):
        cues = DATE_CUES.get(date.role)
        told = stating(date, evidence)
        if cues and told and _ENGLISH.search(told.text) and not cues.search(fold_words(told.text)):
            found.append((f"dates.{place}", f"its sentence says nothing of {date.role.replace('_', ' ')}"))
    return found


def value_doubts(value: Amount | None) -> list[tuple[str, str]]:
    """The value of an agreement or a transfer is money."""
    return [("value", f"{value.unit} is no sum of money")] if value and value.unit not in (None, "currency") else []


def plain(value: StrEnum) -> str:
    """A choice in plain words."""
    return value.replace("_", " ")


def listed_names(parties: Sequence[Party]) -> str:
    """The names of parties: "A, B and C"."""
    names = [party.name for party in parties]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def sentence(*clauses: str | None) -> str:
    """The clauses that are there, as one line with a capital and a full stop."""
    line = " ".join(", ".join(clause for clause in clauses if clause).split())
    return f"{line[:1].upper()}{line[1:]}."
