"""Agreements, arms deals and trade figures.

Terms follow SIPRI's arms transfers register, the UN Treaty Section's glossary, the US Security Assistance Management
Manual (chapters 5 and 6) and UN Comtrade; codes are ISO 3166-1, ISO 4217 and ISO 8601, dates EDTF.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from summariser.topics.fact import Fact, Record, given
from summariser.values.countries import named
from summariser.values.folding import fold_words
from summariser.values.keyed import Keyed
from summariser.values.leaves import (
    Amount,
    Duration,
    EventDate,
    Participant,
    Party,
    Person,
    Place,
    Words,
)

from .agreements_common import (
    Assertion,
    Link,
    cited,
    date_doubts,
    listed_names,
    plain,
    relate,
    sentence,
    status_doubts,
    value_doubts,
    whose,
)
from .agreements_cues import AGREEMENT_STAGES
from .agreements_deals import ArmsDeal, Bidder, Item
from .agreements_figures import TradeFigure
from .agreements_scope import is_abbreviation, is_grouping, names_several, names_talks
from .agreements_vocabulary import (
    AgreementDate,
    AgreementKind,
    AgreementStatus,
    Capacity,
    Instrument,
    Measure,
    Salience,
)

__all__ = [
    "TOPIC", "Agreement", "Agreements", "ArmsDeal", "Assertion", "Bidder", "Item", "Link", "TradeFigure"
]  # fmt: skip

_DOMESTIC = frozenset({"state", "agency", "company", "person"})
"""Kinds of parties that make no agreement of ours inside one country; a state and an armed group do."""


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
        parties = frozenset(whose(party) for party in self.parties)
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
            and {whose(party) for party in self.parties} == {whose(party) for party in other.parties}
            and f" {mine} ".casefold() in f" {its} ".casefold()
            and all(dates.get(date.role, date.value) == date.value for date in self.dates)
        )

    def describe(self) -> str:
        """Parties, name and status, with date and place of signing."""
        name = self.name.raw if self.name else f"{plain(self.kind)} {plain(self.instrument)}"
        signed = next((date.raw for date in self.dates if date.role == AgreementDate.SIGNED), None)
        place = f"in {self.location.place}" if self.location else None
        status = plain(self.status) if self.status else None
        return sentence(f"{listed_names(self.parties)}: {name}", status, signed, place)

    def doubts(self) -> list[tuple[str, str]]:
        """Parties that make no agreement, a name that is none, a status and days that the sentences do not say."""
        names = [self.name.raw] if self.name else []
        return [
            *self._scope_doubts(),
            *status_doubts(AGREEMENT_STAGES, self.status, self.assertion, self.evidence, names),
            *value_doubts(self.value),
            *date_doubts(self.dates, self.evidence),
        ]

    def _scope_doubts(self) -> list[tuple[str, str]]:
        """A group of states is no agreement, one country has none with itself, companies' own ones are none of ours.

        One without a name has two parties at least, and is not called as one of them; of several parties one at least
        is known. Persons stand for states where the sentences name one besides the place.
        """
        if is_grouping(_folded_name(self).casefold()):
            return [("parties", "the name is that of a group of states")]
        if self.name and self._is_misnamed(self.name.raw):
            return [("parties", "the name is no agreement's")]
        if self.name and names_several(self.name.raw):
            return [("name", "it is that of several")]
        if self.name is None and len(self.parties) == 1 and self.parties[0].type is not None:
            return [("parties", "it has no name and one party")]
        kinds = {party.type for party in self.parties}
        countries = {party.iso for party in self.parties}
        if len(self.parties) > 1 and len(countries) == 1 and None not in countries and kinds <= _DOMESTIC:
            return [("parties", "all are of one country")]
        states = {iso for citation in self.evidence for iso in named(citation.text)}
        elsewhere = states - {self.location.country_iso if self.location else None}
        if len(self.parties) == 1 or not kinds <= {"company", "person", None} or ("person" in kinds and elsewhere):
            return []
        return [("parties", "no state, organisation, agency or armed group is known among the parties")]

    def _is_misnamed(self, name: str) -> bool:
        """Whether it is called as an abbreviation of something else, talks, a sum, or one of its parties.

        A company's agreement with a ministry may be called by the company.
        """
        from summariser.values.amounts import is_sum

        parties = {_folded(party.name).casefold() for party in self.parties if party.type != "company"}
        abbreviated = self.instrument is Instrument.UNSPECIFIED and is_abbreviation(name)
        return abbreviated or names_talks(name) or is_sum(name) or _folded(name).casefold() in parties


class Agreements(Record):
    """Agreements, arms deals and trade figures of one article."""

    agreements: list[Agreement] = Field(default=[], max_length=16)
    arms_deals: list[ArmsDeal] = Field(default=[], max_length=24)
    trade_figures: list[TradeFigure] = Field(default=[], max_length=24)

    def doubts(self) -> list[tuple[str, int, str]]:
        """Facts that others tell: that something is bought, how much of it and for what sum, and what a figure was."""
        return [
            *(("agreements", place, "an arms deal, and no instrument is named") for place in self._mere_purchases()),
            *(("trade_figures", place, "the quantity of an item of an arms deal") for place in self._counts()),
            *(("trade_figures", place, "the value of an arms deal") for place in self._prices()),
            *(("trade_figures", place, "what another figure was before") for place in self._earlier()),
        ]

    def _mere_purchases(self) -> Iterator[int]:
        """Agreements to buy arms that the sentences of a deal state: without an instrument they are that deal."""
        deals = [cited(deal) for deal in self.arms_deals]
        for place, one in enumerate(self.agreements):
            mere = one.kind is AgreementKind.ARMS_PROCUREMENT and one.instrument is Instrument.UNSPECIFIED
            if mere and any(cited(one) & deal for deal in deals):
                yield place

    def _counts(self) -> Iterator[int]:
        """Figures that count what a deal counts already."""
        items = [item for deal in self.arms_deals for item in deal.items]
        counted = [item.quantity.span for item in items if item.quantity]
        names = {fold_words(item.designation.raw) for item in items}
        for place, figure in enumerate(self.trade_figures):
            if figure.amount.unit in ("item", None) and (
                _overlaps(figure.amount.span, counted)
                or (figure.product is not None and fold_words(figure.product.raw) in names)
            ):
                yield place

    def _prices(self) -> Iterator[int]:
        """Spending that is printed as the value of a deal."""
        values = [deal.value.span for deal in self.arms_deals if deal.value]
        for place, figure in enumerate(self.trade_figures):
            if figure.measure is Measure.ARMS_PROCUREMENT_SPEND and _overlaps(figure.amount.span, values):
                yield place

    def _earlier(self) -> Iterator[int]:
        """Figures that another of the same measure tells as the value before, or that its sentence tells as such."""
        for place, figure in enumerate(self.trade_figures):
            others = [one for one in self.trade_figures if one is not figure and one.measure is figure.measure]
            told = [other.previous.span for other in others if other.previous]
            if _overlaps(figure.amount.span, told) or any(map(figure.was_before, others)):
                yield place

    @model_validator(mode="after")
    def _linked(self) -> Self:
        """Link a procurement agreement and a deal that the same sentence states: they are one event."""
        for agreement in self.agreements:
            if agreement.kind is not AgreementKind.ARMS_PROCUREMENT:
                continue
            for deal in self.arms_deals:
                if not cited(agreement).isdisjoint(cited(deal)):
                    relate(agreement.related, deal.id)
                    relate(deal.related, agreement.id)
        return self


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _folded_name(agreement: Agreement) -> str:
    return _folded(agreement.name.raw) if agreement.name else ""


def _folded(words: str) -> str:
    return re.sub(r"[^\w]+", " ", fold_words(words)).strip()


TOPIC = Agreements
