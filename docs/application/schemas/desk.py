"""A line of the desk's list of deals."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import BaseModel
from summariser.schemas.agreements import ArmsDeal


class Line(BaseModel):
    """One deal as the desk lists it."""

    buyer: str | None
    seller: str | None
    goods: list[str]
    status: str
    worth: Decimal | None
    currency: str | None
    sentences: list[int]

    @classmethod
    def of(cls, deal: ArmsDeal) -> Self:
        """The line of a deal."""
        return cls(
            buyer=deal.recipient.iso if deal.recipient else None,
            seller=deal.supplier.iso if deal.supplier else None,
            goods=[item.designation.raw for item in deal.items],
            status=deal.status,
            worth=deal.value.amount if deal.value else None,
            currency=deal.value.currency if deal.value else None,
            sentences=[citation.sentence for citation in deal.evidence],
        )
