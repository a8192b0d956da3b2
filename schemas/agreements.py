"""Agreements, arms deals and trade figures.

Terms follow SIPRI's arms transfers register, the UN Treaty Section's glossary, the US Security Assistance Management
Manual (chapters 5 and 6) and UN Comtrade; codes are ISO 3166-1, ISO 4217 and ISO 8601, dates EDTF.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from summariser.topics.fact import Fact, Record, given
from summariser.topics.stages import Stages
from summariser.values.counted import miscounted
from summariser.values.countries import named
from summariser.values.folding import fold_words
from summariser.values.keyed import Keyed
from summariser.values.leaves import (
    Amount,
    Change,
    Date,
    Designation,
    Duration,
    EventDate,
    Mention,
    Participant,
    Party,
    Person,
    Place,
    Quantity,
    Words,
)

from .agreements_cues import AGREEMENT_STAGES, DEAL_STAGES, GROUPINGS
from .agreements_support import is_general, is_support
from .agreements_vocabulary import (
    AgreementDate,
    AgreementKind,
    AgreementStatus,
    Capacity,
    Category,
    DealDate,
    DealStatus,
    Funding,
    Instrument,
    Measure,
    Mode,
    Relation,
    Salience,
    TransferKind,
)

_DOMESTIC = frozenset({"state", "agency", "company", "person"})
"""Kinds of parties that make no agreement of ours inside one country; a state and an armed group do."""


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


class Agreement(Fact):
    """An official act between states, organisations or their agencies."""

    id_prefix: ClassVar[str] = "A"

    name: Words | None = Field(default=None, description="The words by which the text names it.")
    parties: list[Party] = Field(min_length=1, description="Those bound by it.")
    kind: AgreementKind
    instrument: Instrument
    status: AgreementStatus | None = Field(description="None where the sentences speak against what was claimed.")
    signatories: list[Person] = Field(default=[], description="People the text says signed.")
    other_participants: Annotated[list[Participant], Keyed(Capacity, "capacity", many=True)] = []
    dates: Annotated[list[EventDate], Keyed(AgreementDate, "role")] = []
    location: Place | None = Field(default=None, description="Where it was signed.")
    occasion: Words | None = Field(default=None, description="The meeting, summit or visit.")
    duration: Duration | None = Field(default=None, description="How long it holds.")
    value: Amount | None = Field(default=None, description="The value of this agreement.")
    assertion: Assertion = Assertion()
    salience: Salience = Salience.MAIN
    related: list[Link] = given(default=[], description="Relations to other facts.")

    def identity(self) -> Hashable:
        """Parties, kind, instrument, status and name: who says so, dates and places do not make two of it."""
        parties = frozenset(_whose(party) for party in self.parties)
        return parties, self.kind, self.instrument, self.status, fold_words(self.name.raw) if self.name else None

    def is_told_by(self, other: Self) -> bool:
        """Whether the other is the same agreement: same parties and kind, its name holds this one's, no dates differ.

        A single common word ("protocol") is no name.
        """
        mine, its = _folded_name(self), _folded_name(other)
        common = len(mine.split()) == 1 and mine.islower()
        if not mine or common:
            return False
        dates = {date.role: date.value for date in other.dates}
        return (
            self.kind is other.kind
            and {_whose(party) for party in self.parties} == {_whose(party) for party in other.parties}
            and f" {mine} ".casefold() in f" {its} ".casefold()
            and all(dates.get(date.role, date.value) == date.value for date in self.dates)
        )

    def describe(self) -> str:
        """Parties, name and status, with date and place of signing."""
        name = self.name.raw if self.name else f"{_plain(self.kind)} {_plain(self.instrument)}"
        signed = next((date.raw for date in self.dates if date.role == AgreementDate.SIGNED), None)
        place = f"in {self.location.place}" if self.location else None
        status = _plain(self.status) if self.status else None
        return _sentence(f"{_names(self.parties)}: {name}", status, signed, place)

    def doubts(self) -> list[tuple[str, str]]:
        """Parties that are all companies; a status that the sentences have no wording for, or only deny or foresee."""
        names = [self.name.raw] if self.name else []
        return [
            *self._scope_doubts(),
            *_status_doubts(self, AGREEMENT_STAGES, self.status, names),
            *_value_doubts(self.value),
        ]

    def _scope_doubts(self) -> list[tuple[str, str]]:
        """A group of states is no agreement, one country has none with itself, companies' own ones are none of ours.

        Persons stand for states where the sentences name one besides the place.
        """
        if _folded_name(self).casefold() in GROUPINGS:
            return [("parties", "the name is that of a group of states")]
        kinds = {party.type for party in self.parties}
        countries = {party.iso for party in self.parties}
        if len(self.parties) > 1 and len(countries) == 1 and None not in countries and kinds <= _DOMESTIC:
            return [("parties", "all are of one country")]
        states = {iso for citation in self.evidence for iso in named(citation.text)}
        elsewhere = states - {self.location.country_iso if self.location else None}
        if len(self.parties) == 1 or not kinds <= {"company", "person"} or ("person" in kinds and elsewhere):
            return []
        return [("parties", "no state, organisation, agency or armed group is among the parties")]


class Item(BaseModel):
    """One kind of equipment in a transfer."""

    model_config = ConfigDict(frozen=True)

    designation: Designation
    quantity: Quantity | None = None
    category: Category

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
        beside = not _cited(self).isdisjoint(_cited(other))
        equipment = [item for item in self.items if not (beside and is_support(item.designation.raw))]
        told = all(any(item.is_told_by(its) for its in other.items) for item in equipment)
        if not told or self._sides() != other._sides():
            return False
        if self.status in (None, other.status):
            return True
        return beside and other.status is not None and all(item.count is not None for item in self.items)

    def _sides(self) -> tuple[str | None, str | None]:
        return _whose(self.supplier), _whose(self.recipient)

    def describe(self) -> str:
        """Who supplies what to whom, at which stage, at what value."""
        supplier = self.supplier.name if self.supplier else "supplier not named"
        recipient = self.recipient.name if self.recipient else "recipient not named"
        items = ", ".join(
            f"{item.quantity.raw} {item.designation.raw}" if item.quantity else item.designation.raw
            for item in self.items
        )
        value = self.value.raw if self.value else None
        status = _plain(self.status) if self.status else None
        return _sentence(f"{supplier} to {recipient}: {items}", status, value)

    def doubts(self) -> list[tuple[str, str]]:
        """A supplier that is the recipient, a status that the sentences do not say, quantities of something else."""
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
        return [
            *_same_side(self.supplier, self.recipient),
            *_status_doubts(self, DEAL_STAGES, self.status, names),
            *_value_doubts(self.value),
            *counted,
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


class TradeFigure(Fact):
    """One number: whose measure, towards whom, of what, in which period."""

    id_prefix: ClassVar[str] = "T"

    measure: Measure
    amount: Amount
    reporter: Party | None = None
    partner: Party | None = None
    product: Mention | None = None
    previous: Amount | None = Field(default=None, description="The value before.")
    change_pct: Change | None = Field(default=None, description="The change in percent that is printed beside it.")
    period: Date | None = None
    assertion: Assertion = Assertion()
    salience: Salience = Salience.MAIN

    def identity(self) -> Hashable:
        """Measure, both sides, period, and the number as it comes out, or as printed where it does not."""
        amount = self.amount
        number = (amount.amount, amount.unit, amount.currency) if amount.amount is not None else amount.raw
        period = self.period.value if self.period else None
        return self.measure, _whose(self.reporter), _whose(self.partner), number, period

    def describe(self) -> str:
        """Whose measure, towards whom, and the number."""
        reporter = self.reporter.name if self.reporter else "reporter not named"
        partner = f"with {self.partner.name}" if self.partner else None
        product = self.product.raw if self.product else None
        period = self.period.raw if self.period else None
        return _sentence(f"{reporter}, {_plain(self.measure)}", partner, product, self.amount.raw, period)

    def doubts(self) -> list[tuple[str, str]]:
        """A value before that is not measured as the value now."""
        before, now = self.previous and self.previous.unit, self.amount.unit
        return [("previous", f"in {before}, but the amount is in {now}")] if before and now and before != now else []


class Agreements(Record):
    """Agreements, arms deals and trade figures of one article."""

    agreements: list[Agreement] = Field(default=[], max_length=16)
    arms_deals: list[ArmsDeal] = Field(default=[], max_length=24)
    trade_figures: list[TradeFigure] = Field(default=[], max_length=24)

    def doubts(self) -> list[tuple[str, int, str]]:
        """Facts that a deal tells already: that something is bought, and how much of it."""
        return [
            *(("agreements", place, "an arms deal, and no instrument is named") for place in self._mere_purchases()),
            *(("trade_figures", place, "the quantity of an item of an arms deal") for place in self._counts()),
        ]

    def _mere_purchases(self) -> Iterator[int]:
        """Agreements to buy arms that the sentences of a deal state: without an instrument they are that deal."""
        deals = [_cited(deal) for deal in self.arms_deals]
        for place, one in enumerate(self.agreements):
            mere = one.kind is AgreementKind.ARMS_PROCUREMENT and one.instrument is Instrument.UNSPECIFIED
            if mere and any(_cited(one) & deal for deal in deals):
                yield place

    def _counts(self) -> Iterator[int]:
        """Figures that count what a deal counts already."""
        items = [item for deal in self.arms_deals for item in deal.items]
        counted = [item.quantity.span for item in items if item.quantity]
        names = {fold_words(item.designation.raw) for item in items}
        for place, figure in enumerate(self.trade_figures):
            start, end = figure.amount.span
            if figure.amount.unit in ("item", None) and (
                any(first < end and start < last for first, last in counted)
                or (figure.product is not None and fold_words(figure.product.raw) in names)
            ):
                yield place

    @model_validator(mode="after")
    def _linked(self) -> Self:
        """Link a procurement agreement and a deal that the same sentence states: they are one event."""
        for agreement in self.agreements:
            if agreement.kind is not AgreementKind.ARMS_PROCUREMENT:
                continue
            for deal in self.arms_deals:
                if not _cited(agreement).isdisjoint(_cited(deal)):
                    _link(agreement.related, deal.id)
                    _link(deal.related, agreement.id)
        return self


def _cited(fact: Fact) -> set[int]:
    return {citation.sentence for citation in fact.evidence}


def _link(related: list[Link], target: str) -> None:
    link = Link(relation=Relation.SAME_EVENT, target_id=target)
    if target and link not in related:
        related.append(link)


def _folded_name(agreement: Agreement) -> str:
    return re.sub(r"[^\w]+", " ", fold_words(agreement.name.raw)).strip() if agreement.name else ""


def _whose(party: Party | None) -> str | None:
    """What tells a party from others: its code, or its name where it has none."""
    return (party.iso or fold_words(party.name)) if party else None


def _status_doubts(
    fact: Agreement | ArmsDeal, stages: Stages, status: StrEnum | None, names: list[str]
) -> list[tuple[str, str]]:
    """What is denied or disputed never reached its status: nothing speaks against it there."""
    if status is None or fact.assertion.mode in (Mode.DENIED, Mode.DISPUTED):
        return []
    reason = stages.doubt(status, [citation.text for citation in fact.evidence], names)
    return [("status", reason)] if reason else []


def _value_doubts(value: Amount | None) -> list[tuple[str, str]]:
    """The value of an agreement or a transfer is money."""
    return [("value", f"{value.unit} is no sum of money")] if value and value.unit not in (None, "currency") else []


def _same_side(supplier: Party | None, recipient: Party | None) -> list[tuple[str, str]]:
    """A transfer goes from one state to another; who buys at home has no supplier in this sense."""
    same = supplier and recipient and supplier.iso is not None and supplier.iso == recipient.iso
    return [("supplier", f"it is the recipient too ({supplier.iso})")] if supplier and same else []


def _plain(value: StrEnum) -> str:
    return value.replace("_", " ")


def _names(parties: list[Party]) -> str:
    names = [party.name for party in parties]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _sentence(*clauses: str | None) -> str:
    """The clauses that are there, as one line with a full stop."""
    return " ".join(", ".join(clause for clause in clauses if clause).split()) + "."


TOPIC = Agreements
