"""Arms deals: who supplies what to whom, and at which stage that is."""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from summariser.topics.fact import Fact, given
from summariser.values.counted import miscounted
from summariser.values.folding import fold_words
from summariser.values.keyed import Keyed
from summariser.values.leaves import Amount, Designation, EventDate, Party, Quantity, Words

from .agreements_common import Assertion, Link, cited, date_doubts, plain, sentence, status_doubts, value_doubts, whose
from .agreements_cues import DEAL_STAGES
from .agreements_support import is_general, is_support
from .agreements_vocabulary import Category, DealDate, DealStatus, Funding, Salience, TransferKind

_AMMUNITION = re.compile(r"(?:ammunition|munitions?|shells) for ", re.IGNORECASE)


class Item(BaseModel):
    """One kind of equipment in a transfer."""

    model_config = ConfigDict(frozen=True)

    designation: Designation
    quantity: Quantity | None = None
    category: Category

    @field_validator("category")
    @classmethod
    def _of_ammunition(cls, category: Category, info: ValidationInfo) -> Category:
        """What is for a system has another category than the system."""
        named: Designation | None = info.data.get("designation")
        return Category.AMMUNITION if named and _AMMUNITION.match(named.raw) else category

    @property
    def count(self) -> Decimal | None:
        """How many, where the text says a number."""
        return self.quantity.value if self.quantity else None

    def is_told_by(self, other: Item) -> bool:
        """Whether the other is called the same, or more exactly, and is as many, if this one says how many."""
        return self._words() <= other._words() and self.count in (None, other.count)

    def _words(self) -> set[str]:
        return set(fold_words(self.designation.raw).replace("-", " ").split())


class Bidder(BaseModel):
    """A competitor for an order that is not placed."""

    model_config = ConfigDict(frozen=True)

    name: Party
    product: Designation | None = None
    outcome: Words | None = None


class ArmsDeal(Fact):
    """A transfer of equipment from one supplier to one recipient, at one stage."""

    id_prefix: ClassVar[str] = "D"

    supplier: Party | None = None
    recipient: Party | None = None
    items: list[Item] = Field(min_length=1, max_length=30)
    status: DealStatus | None = Field(description="None where the sentences speak against what was claimed.")
    transfer_kind: TransferKind = TransferKind.UNSPECIFIED
    funding: Funding = Funding.UNSPECIFIED
    value: Amount | None = Field(default=None, description="The value of the whole package.")
    supplier_companies: list[Party] = []
    bidders: list[Bidder] = []
    dates: Annotated[list[EventDate], Keyed(DealDate, "role")] = []
    assertion: Assertion = Assertion()
    salience: Salience = Salience.MAIN
    related: list[Link] = given(default=[], description="Relations to other facts.")

    def identity(self) -> Hashable:
        """Both sides, the items and the stage."""
        items = frozenset(fold_words(item.designation.raw) for item in self.items)
        return *self._sides(), items, self.status

    def is_told_by(self, other: Self) -> bool:
        """Whether the other is the same deal: it has the same sides, tells all items, and is at the same stage.

        Where this one's stage is not known any will do; where a sentence states both of the same numbers of items, the
        stages are steps of one deal. Without numbers they are two: those in service and those on order. Support that a
        sentence names with equipment is part of that deal.
        """
        beside = not cited(self).isdisjoint(cited(other))
        equipment = [item for item in self.items if not (beside and is_support(item.designation.raw))]
        told = all(any(item.is_told_by(its) for its in other.items) for item in equipment)
        if not told or self._sides() != other._sides():
            return False
        if self.status in (None, other.status):
            return True
        return beside and other.status is not None and all(item.count is not None for item in self.items)

    def _sides(self) -> tuple[str | None, str | None]:
        return whose(self.supplier), whose(self.recipient)

    def describe(self) -> str:
        """Who supplies what to whom, at which stage, at what value."""
        supplier, recipient = self.supplier and self.supplier.name, self.recipient and self.recipient.name
        if supplier and recipient:
            sides = f"{supplier} to {recipient}: "
        else:
            sides = f"to {recipient}: " if recipient else f"from {supplier}: " if supplier else ""
        items = ", ".join(
            f"{item.quantity.raw} {item.designation.raw}" if item.quantity else item.designation.raw
            for item in self.items
        )
        value = self.value.raw if self.value else None
        status = plain(self.status) if self.status else None
        return sentence(f"{sides}{items}", status, value)

    def doubts(self) -> list[tuple[str, str]]:
        """A purchase at home, a status and days that no sentence says, quantities of something else."""
        names = [item.designation.raw for item in self.items]
        sentences = [citation.text for citation in self.evidence]
        counted = [
            (f"items.{position}.quantity", reason)
            for position, item in enumerate(self.items)
            if item.quantity
            and (
                reason := miscounted(
                    sentences, item.quantity.raw, item.designation.raw, [*names[:position], *names[position + 1 :]]
                )
            )
        ]
        counted += [
            (f"items.{place}.quantity", "it is part of the name")
            for place, item in enumerate(self.items)
            if item.quantity and item.designation.span[0] < item.quantity.span[0] < item.designation.span[1]
        ]
        return [
            *_same_side(self.supplier, self.recipient),
            *status_doubts(DEAL_STAGES, self.status, self.assertion, self.evidence, names),
            *value_doubts(self.value),
            *counted,
            *date_doubts(self.dates, self.evidence),
            *self._no_equipment(),
        ]

    def _no_equipment(self) -> list[tuple[str, str]]:
        """Items that name arms in general, and parts, tools, training and services that are listed with equipment."""
        names = [item.designation.raw for item in self.items]
        if all(map(is_general, names)):
            return [("items", "arms in general: no item is named")]
        general = [(f"items.{place}", "names no item") for place, name in enumerate(names) if is_general(name)]
        support = [(f"items.{place}", "support that comes with equipment") for place in self._support()]
        return general or support

    def _support(self) -> list[int]:
        places = [place for place, item in enumerate(self.items) if is_support(item.designation.raw)]
        return places if len(places) < len(self.items) else []


def _same_side(supplier: Party | None, recipient: Party | None) -> list[tuple[str, str]]:
    """A transfer goes from one state to another; what is bought at home is none."""
    same = supplier and recipient and supplier.iso is not None and supplier.iso == recipient.iso
    return [("items", f"bought at home: supplier and recipient are one ({supplier.iso})")] if supplier and same else []
