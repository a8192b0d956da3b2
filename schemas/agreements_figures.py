"""Trade figures: one number each, whose it is, towards whom, of what and when."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar, Self

from pydantic import Field

from summariser.topics.fact import Fact
from summariser.values.changes import changed_by, was_before
from summariser.values.leaves import Amount, Change, Date, Mention, Party

from .agreements_common import Assertion, cited, plain, sentence, stating, whose
from .agreements_vocabulary import MEASURED_IN, Measure, Salience


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
        return self.measure, whose(self.reporter), whose(self.partner), number, period

    def describe(self) -> str:
        """Whose measure, towards whom, and the number."""
        reporter = self.reporter.name if self.reporter else None
        partner = f"with {self.partner.name}" if self.partner else None
        product = self.product.raw if self.product else None
        period = self.period.raw if self.period else None
        return sentence(reporter, plain(self.measure), partner, product, self.amount.raw, period)

    @classmethod
    def candidates(cls, sentence: str) -> frozenset[Hashable]:
        """The sums, shares and weights."""
        from summariser.values.amounts import amounts_in

        return amounts_in(sentence)

    def doubts(self) -> list[tuple[str, str]]:
        """An amount that the measure does not come in, by which something changed or which is nobody's; other units."""
        now = self.amount.unit
        found = []
        if self.previous and self.previous.unit and now and self.previous.unit != now:
            found.append(("previous", f"in {self.previous.unit}, but the amount is in {now}"))
        if self.change_pct and self.change_pct.unit not in (None, "percent"):
            found.append(("change_pct", "it is no percentage"))
        if self.amount.amount is not None and now not in MEASURED_IN[self.measure]:
            found.append(("amount", f"no {plain(self.measure)} comes in {now or self.amount.note}"))
        elif self.measure is not Measure.QUOTA and changed_by(self._before()):
            found.append(("amount", "it is by how much something changed"))
        elif self.measure is not Measure.QUOTA and self.reporter is None and self.partner is None:
            found.append(("amount", "it is nobody's: no country or organisation is named with it"))
        return found

    def was_before(self, other: Self) -> bool:
        """Whether this is what another figure was before: a sentence of both says "from" or "had been" of this one."""
        beside = not cited(self).isdisjoint(cited(other))
        sides = (whose(self.reporter), whose(self.partner)) == (whose(other.reporter), whose(other.partner))
        return beside and sides and was_before(self._before())

    def _before(self) -> str:
        """What stands before the amount in its sentence."""
        place = stating(self.amount, self.evidence)
        return " ".join(place.text[: self.amount.span[0] - place.span[0]].split()) + " " if place else ""
