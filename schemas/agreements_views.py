"""How agreements, arms deals and trade figures are shown on pages.

The tone of a status says whether the matter has happened; SIPRI's register begins with an order, so what is offered,
planned or approved is open. What is in service alone says nothing of a transfer, and is plain.
"""

from __future__ import annotations

from enum import StrEnum

from summariser.topics.views import Badge, Flows, Series, Timeline, Tone, Views

from .agreements_vocabulary import AgreementStatus, DealStatus, Mode


def _tones(**values: tuple[StrEnum, ...]) -> dict[str, Tone]:
    return {str(value): Tone(tone) for tone, members in values.items() for value in members}


_AGREEMENT_STATUS = Badge(
    field="status",
    tones=_tones(
        firm=(
            AgreementStatus.SIGNED,
            AgreementStatus.APPROVED,
            AgreementStatus.RATIFIED,
            AgreementStatus.IN_FORCE,
            AgreementStatus.EXTENDED,
        ),
        open=(
            AgreementStatus.PROPOSED,
            AgreementStatus.UNDER_NEGOTIATION,
            AgreementStatus.ANNOUNCED,
            AgreementStatus.AGREED_IN_PRINCIPLE,
        ),
        against=(AgreementStatus.SUSPENDED, AgreementStatus.TERMINATED, AgreementStatus.REJECTED),
    ),
)
_DEAL_STATUS = Badge(
    field="status",
    tones=_tones(
        firm=(DealStatus.CONTRACTED, DealStatus.DELIVERING, DealStatus.DELIVERED),
        open=(
            DealStatus.OFFERED,
            DealStatus.REQUESTED,
            DealStatus.PLANNED,
            DealStatus.NEGOTIATING,
            DealStatus.AGREED,
            DealStatus.APPROVED,
        ),
        against=(DealStatus.SUSPENDED, DealStatus.CANCELLED, DealStatus.REJECTED),
    ),
)
_MODE = Badge(
    field="assertion.mode",
    tones=_tones(open=(Mode.PLANNED, Mode.PROJECTED), doubtful=(Mode.CLAIMED, Mode.DISPUTED), against=(Mode.DENIED,)),
    silent=frozenset({Mode.STATED}),
    by="assertion.source",
)
_TRANSFER = Badge(field="transfer_kind", silent=frozenset({"unspecified"}))
_FUNDING = Badge(field="funding", silent=frozenset({"unspecified"}))
_SALIENCE = Badge(field="salience", silent=frozenset({"main", "secondary"}))

VIEWS = Views(
    badges={
        "agreements": (_AGREEMENT_STATUS, _MODE, Badge(field="kind"), _SALIENCE),
        "arms_deals": (_DEAL_STATUS, _MODE, _TRANSFER, _FUNDING, _SALIENCE),
        "trade_figures": (Badge(field="measure"), _MODE, _SALIENCE),
    },
    charts=(
        Timeline(title="Agreements over time", facts="agreements", dates="dates", role="role", lane="kind"),
        Flows(
            title="Arms transfers, supplier to recipient",
            facts="arms_deals",
            source="supplier",
            target="recipient",
            group="items.category",
        ),
        Series(
            title="Trade figures over time",
            facts="trade_figures",
            measure="measure",
            amount="amount",
            period="period",
            of="reporter",
            towards="partner",
        ),
    ),
)
