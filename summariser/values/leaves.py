"""The leaf types a topic's schema is built from."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from summariser.values.grounds import Found, Grounds
from summariser.values.leaf import Leaf, Support

if TYPE_CHECKING:
    from summariser.values.dates import DateValue

Qualifier = Literal["exact", "about", "at_least", "more_than", "nearly", "less_than", "up_to", "range", "vague"]
Unit = Literal["currency", "percent", "tonne", "barrel_per_month", "item"]
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
PartyType = Literal["state", "igo", "subnational", "agency", "company", "nonstate", "person"]


class Words(Leaf):
    """Words taken as they stand: a name, a product, an occasion."""


class Mention(Words):
    """Words that the context may supply: a source or a product named in another sentence."""

    anywhere: ClassVar[bool] = True


class Amount(Leaf):
    """A sum of money, a share, a weight or a count, with how exactly it is meant."""

    amount: Decimal | None = Field(default=None, description="The number, scale applied; the lower end of a range.")
    amount_max: Decimal | None = Field(default=None, description="The upper end of a range.")
    unit: Unit | None = Field(default=None, description="What is counted.")
    currency: str | None = Field(default=None, description="ISO 4217 code where the unit is currency.")
    qualifier: Qualifier = Field(default="exact", description="exact, or how the words bound the number.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """The amount as copied, else the same amount in other words ("$5 billion" for "US$5bn")."""
        from summariser.values.otherforms import find_same_amount

        return grounds.find(words, apart=True) or find_same_amount(words, grounds)

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """Number, unit, currency and qualifier from the words and their neighbours."""
        from summariser.values.amounts import read_amount
        from summariser.values.numbers import find_number
        from summariser.values.typography import fold_words

        value = read_amount(found.raw, found.around)
        numberless = not any(map(str.isdigit, found.raw)) and find_number(fold_words(found.raw)) is None
        if value.amount is None and value.qualifier != "vague" and numberless:
            raise ValueError(value.reason or "the words hold no amount")
        if value.amount is None and value.unit is None and _YEAR.fullmatch(found.raw):
            raise ValueError("a year is no amount")
        return {
            "amount": value.amount,
            "amount_max": value.amount_max,
            "unit": value.unit,
            "currency": value.currency,
            "qualifier": value.qualifier,
            "note": value.reason,
            **_support(inferred=value.inferred and value.unit is not None),
        }


class Change(Amount):
    """A change in percent, with its sign: "up 30.5%" is 30.5, "fell 4 pct" is -4."""

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """The amount, negative where the words or those before them say that it fell."""
        from summariser.values.changes import read_direction

        fields = super().convert(found)
        direction = read_direction(found.raw, found.around)
        if fields["amount"] is not None and direction < 0:
            fields["amount"] = -abs(fields["amount"])
        if fields["amount"] and not direction and fields["note"] is None:
            fields["note"] = "no word says whether it rose or fell"
        return fields


class Date(Leaf):
    """A date or period, in EDTF, as precise as the words are."""

    value: str | None = Field(default=None, description="EDTF: 2025-10-31, 2025-10, 2008/.., 2020-01/2020-08.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """The date as copied, else the same date in other words ("October 31, 2025" for "31 Oct 2025")."""
        from summariser.values.otherforms import find_same_date

        return grounds.find(words) or find_same_date(words, grounds)

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """EDTF from the words and the publication date."""
        from summariser.values.dates import read_date

        return _dated(read_date(found.raw, found.around))


class EventDate(Date):
    """A date with the part it plays for the fact: signed, announced, delivered.

    An event is a point of time: of "since June 2020" it is the beginning, of "until 15 October" the end, and of a
    closed period the side that its role names (``..._start``, ``..._end``).
    """

    role: str = Field(description="What happened, or is to happen, on the date.")

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """EDTF of the point of time."""
        from summariser.values.dates import read_event_date

        return _dated(read_event_date(found.raw, found.around))

    @model_validator(mode="after")
    def _side(self) -> Self:
        start, slash, end = (self.value or "").partition("/")
        if slash and self.role.endswith("_start"):
            return self.model_copy(update={"value": start})
        return self.model_copy(update={"value": end}) if slash and self.role.endswith("_end") else self


class Duration(Leaf):
    """A length of time."""

    iso8601: str | None = Field(default=None, description="ISO 8601 duration, e.g. P10Y.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """The words as copied, not as part of another number: "five" does not stand in "twenty-five"."""
        return grounds.find(words, apart=True)

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """ISO 8601 from the words."""
        from summariser.values.durations import read_duration

        duration = read_duration(found.raw, found.around)
        return {"iso8601": duration.iso8601, "note": duration.reason}


class Quantity(Leaf):
    """How many."""

    value: Decimal | None = Field(default=None, description="The number; the lower end of a range.")
    value_max: Decimal | None = Field(default=None, description="The upper end of a range.")
    qualifier: Qualifier = Field(default="exact", description="exact, or how the words bound the number.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """The words as copied: "five" does not stand in "twenty-five", and "800" not in "$800 million"."""
        from summariser.values.quantities import MONEY, read_quantity

        found = grounds.finds(words, apart=True)
        return next((one for one in found if read_quantity(one.raw, one.around).reason != MONEY), None)

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """Number and qualifier from the words and their neighbours; money is no quantity."""
        from summariser.values.quantities import MONEY, read_quantity

        quantity = read_quantity(found.raw, found.around)
        if quantity.reason == MONEY:
            raise ValueError(MONEY)
        return {
            "value": quantity.value,
            "value_max": quantity.value_max,
            "qualifier": quantity.qualifier,
            "note": quantity.reason,
        }


class Party(Leaf):
    """A state, organisation, agency, company or group."""

    anywhere: ClassVar[bool] = True

    name: str = Field(description="The name as printed.")
    iso: str | None = Field(default=None, description="ISO 3166-1 alpha-2, EU, or the code of a historical state.")
    type: PartyType | None = Field(default=None, description="What kind of party it is.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """The name as copied, else another name of the same party ("U.S." for "United States"), cited ones first."""
        from summariser.values.mentions import find_party_elsewhere, find_same_party

        return (
            grounds.find(words)
            or find_same_party(words, grounds)
            or grounds.find(words, anywhere=True)
            or find_same_party(words, grounds, by_body=True)
            or find_party_elsewhere(words, grounds)
        )

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """Code and type from kept tables."""
        from summariser.values.parties import read_party

        party = read_party(found.raw, found.around)
        decided = _support(inferred=party.inferred and party.iso is not None)
        return {"name": found.raw, "iso": party.iso, "type": party.type, "note": party.reason, **decided}


class Person(Leaf):
    """A person, with the role printed beside the name and the state that the role names."""

    name: str = Field(description="The name, without role and form of address.")
    role: str | None = Field(default=None, description="The role as printed.")
    on_behalf_of: str | None = Field(default=None, description="ISO code of the state or body that the role names.")

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """Name and role, from the words and from the words next to them."""
        from summariser.values.roles import read_role

        return read_role(found.raw, found.around)


class Participant(Person):
    """A person who took part otherwise than by signing."""

    capacity: str = Field(description="In what capacity.")


class Place(Leaf):
    """Where something happened."""

    place: str = Field(description="The place as printed.")
    country_iso: str | None = Field(default=None, description="ISO 3166-1 alpha-2, where the words decide it.")

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """The country, where the words name one or the place is a capital."""
        from summariser.values.places import read_place

        place = read_place(found.raw, found.around)
        return {"place": found.raw, "country_iso": place.iso, "note": place.reason}


class Designation(Leaf):
    """What a piece of equipment is called."""

    anywhere: ClassVar[bool] = True

    designation: str = Field(description="The designation; a suspected misprint mended where the article shows it.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """The designation as copied, in the singular or plural.

        Where it only stands in words such as "ammunition for HIMARS", those are what is meant.
        """
        from summariser.values.designations import what_is_for

        first = None
        for found in grounds.finds(words, anywhere=True, plural=True):
            if first is not None and first.cited and not found.cited:
                break
            before, behind = what_is_for(found.around)
            if not before:
                return found
            first = first or found.widened(before, behind)
        return first

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """The designation, normalised."""
        from summariser.values.designations import normalise_designation

        return {"designation": normalise_designation(found.raw, found.around)}


def _dated(date: DateValue) -> dict[str, Any]:
    """Fields of a converted date; one that the publication date decided is inferred."""
    decided = _support(inferred=date.relative and date.value is not None)
    return {"value": date.value, "note": date.reason, **decided}


def _support(*, inferred: bool) -> dict[str, Any]:
    """The support of a value that other words than the copied ones decided; else that of the words stays."""
    return {"support": Support.INFERRED} if inferred else {}
