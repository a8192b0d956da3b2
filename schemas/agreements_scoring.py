"""How agreements, arms deals and trade figures are compared with a label.

Facts are matched as section 6 of the domain description advises: agreements on their parties and on kind or date, deals
on recipient and items, figures on amount, unit and a country. The items of arms deals are facts of their own, because
one deal may hold a dozen of them: what counts in the overall F1 is agreements, items and figures.
"""

from __future__ import annotations

from enum import StrEnum
from typing import get_args

from summariser.topics.comparison import (
    Clue,
    Comparison,
    FactType,
    Field,
    How,
    LabelRules,
    Ladder,
    Match,
    Misreading,
    Over,
    Part,
)
from summariser.values.leaves import PartyType, Qualifier, Unit

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

_MONEY = (
    Part("amount", How.NUMBER),
    Part("amount_max", How.NUMBER),
    Part("unit"),
    Part("currency"),
)
_DATES = Field("dates", parts=(Part("role"), Part("value", How.DATE)), many=True)
_ASSERTION = (Field("assertion.mode"), Field("assertion.source", How.WORDS))
_SALIENCE = Field("salience")
_SENTENCES = Clue("sentences", ("evidence",), How.SENTENCES)
_MISREAD_MODES = (
    Misreading("claimed read as stated", "assertion.mode", of=("claimed",), taken_for=("stated", "official")),
    Misreading("denied read as stated", "assertion.mode", of=("denied",), taken_for=("stated", "official")),
)
_ALSO_COUNTRIES = ("EU", "SU", "XK", "NASA")
"""Codes that labels use beside ISO 3166-1: the European Union, the Soviet Union, Kosovo, and an agency."""
_ALSO_CURRENCIES = ("NLG", "FRF", "DEM", "ITL", "ESP")
"""Currencies of former days."""
_TRANSFERS = ("agreed", "approved", "contracted", "delivering", "delivered")


def _values(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(str(value) for value in vocabulary)


_FACT_KEYS = ("id", "salience", "assertion", "evidence")
_MODES = tuple(str(mode) for mode in Mode if mode not in (Mode.PROJECTED, Mode.PLANNED))
"""Modes of what is no figure: the future of an agreement or a deal lives in its status."""


def _amount_vocabularies(*paths: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    units, qualifiers = get_args(Unit), get_args(Qualifier)
    found = [entry for path in paths for entry in ((f"{path}.unit", units), (f"{path}.qualifier", qualifiers))]
    return (*found, ("amount.qualifier", qualifiers))


_AGREEMENT_RULES = LabelRules(
    keys=(
        *_FACT_KEYS,
        *("name", "kind", "instrument", "status", "parties", "signatories", "other_participants", "dates"),
        *("location", "occasion", "duration", "value", "related"),
    ),
    also_keys=("name_raw",),
    cited=("dates.raw", "location.raw", "occasion", "duration.raw", "value.raw"),
    written=("parties.name", "signatories.role", "other_participants.name", "other_participants.role"),
    surnames=("signatories.name",),
    vocabularies=(
        ("kind", _values(AgreementKind)),
        ("instrument", _values(Instrument)),
        ("status", _values(AgreementStatus)),
        ("salience", _values(Salience)),
        ("assertion.mode", _MODES),
        ("parties.type", get_args(PartyType)),
        ("other_participants.capacity", _values(Capacity)),
        ("dates.role", _values(AgreementDate)),
        ("related.relation", _values(Relation)),
        *_amount_vocabularies("value"),
    ),
    countries=(
        "parties.iso",
        "location.country_iso",
        "signatories.on_behalf_of",
        "other_participants.on_behalf_of",
    ),
    currencies=("value.currency",),
    dates=("dates.value",),
    durations=("duration.iso8601",),
    amounts=("value",),
    links=("related.target_id",),
    also_countries=_ALSO_COUNTRIES,
    also_currencies=_ALSO_CURRENCIES,
)

_DEAL_RULES = LabelRules(
    keys=(
        *_FACT_KEYS,
        *("supplier", "recipient", "supplier_companies", "bidders", "items", "transfer_kind", "status", "funding"),
        *("value", "dates", "related"),
    ),
    cited=("items.raw", "items.quantity.raw", "value.raw", "dates.raw"),
    written=("supplier.name", "recipient.name", "supplier_companies", "bidders.name", "bidders.product"),
    vocabularies=(
        ("status", _values(DealStatus)),
        ("transfer_kind", _values(TransferKind)),
        ("funding", _values(Funding)),
        ("salience", _values(Salience)),
        ("assertion.mode", _MODES),
        ("supplier.type", get_args(PartyType)),
        ("recipient.type", get_args(PartyType)),
        ("items.category", _values(Category)),
        ("items.quantity.qualifier", get_args(Qualifier)),
        ("dates.role", _values(DealDate)),
        ("related.relation", _values(Relation)),
        *_amount_vocabularies("value"),
    ),
    countries=("supplier.iso", "recipient.iso", "bidders.iso"),
    currencies=("value.currency",),
    dates=("dates.value",),
    amounts=("value",),
    links=("related.target_id",),
    also_countries=_ALSO_COUNTRIES,
    also_currencies=_ALSO_CURRENCIES,
)

_FIGURE_RULES = LabelRules(
    keys=(
        *_FACT_KEYS,
        *("measure", "reporter", "partner", "product", "amount", "previous", "change_pct", "period", "period_raw"),
    ),
    cited=("amount.raw", "previous.raw", "period_raw"),
    written=("reporter.name", "partner.name"),
    vocabularies=(
        ("measure", _values(Measure)),
        ("salience", _values(Salience)),
        ("assertion.mode", _values(Mode)),
        ("reporter.type", get_args(PartyType)),
        ("partner.type", get_args(PartyType)),
        *_amount_vocabularies("amount", "previous"),
    ),
    countries=("reporter.iso", "partner.iso"),
    currencies=("amount.currency", "previous.currency"),
    dates=("period",),
    amounts=("amount", "previous"),
    also_countries=_ALSO_COUNTRIES,
    also_currencies=_ALSO_CURRENCIES,
)

_AGREEMENTS = FactType(
    name="agreements",
    match=Match(
        clues=(
            Clue("parties", ("parties",), How.PARTY, weight=4, least=0.6),
            Clue("kind", ("kind",), How.EXACT, weight=2),
            Clue("dates", ("dates",), How.DATE, weight=2, least=0.5, over=Over.ANY),
            Clue("instrument", ("instrument",), How.EXACT),
            Clue("name", ("name",), How.WORDS),
            _SENTENCES,
        ),
        needs=(("parties",), ("kind", "dates")),
        threshold=0.3,
    ),
    fields=(
        Field("kind"),
        Field("instrument"),
        Field("status"),
        Field("parties", How.PARTY, many=True),
        Field("signatories", How.PERSON, many=True),
        Field("other_participants", parts=(Part("name", How.PERSON), Part("capacity")), many=True),
        _DATES,
        Field("location.place", How.WORDS),
        Field("location.country_iso"),
        Field("occasion", How.WORDS),
        Field("duration.iso8601"),
        Field("value", parts=_MONEY),
        Field("value.qualifier", accept=("amount.qualifier",)),
        *_ASSERTION,
        _SALIENCE,
    ),
    ladder=Ladder(
        "status",
        (
            ("proposed",),
            ("under_negotiation",),
            ("announced",),
            ("agreed_in_principle",),
            ("approved",),
            ("signed",),
            ("ratified",),
            ("in_force", "extended"),
        ),
    ),
    misreadings=_MISREAD_MODES,
    rules=_AGREEMENT_RULES,
)

_ITEMS = FactType(
    name="items",
    match=Match(
        clues=(
            Clue("designation", (".",), How.DESIGNATION, weight=4, least=0.5),
            Clue("recipient", ("parent.recipient",), How.PARTY, weight=2, absent=1),
            Clue("supplier", ("parent.supplier",), How.PARTY, absent=1),
            Clue("status", ("parent.status",), How.EXACT),
            Clue("quantity", ("quantity",), How.NUMBER, absent=1),
            _SENTENCES,
        ),
        needs=(("designation",), ("recipient",)),
        threshold=0.3,
    ),
    fields=(
        Field("category"),
        Field("quantity", parts=(Part("value", How.NUMBER), Part("value_max", How.NUMBER))),
        Field("quantity.qualifier"),
    ),
)

_ARMS_DEALS = FactType(
    name="arms_deals",
    match=Match(
        clues=(
            Clue("recipient", ("recipient",), How.PARTY, weight=3, absent=1),
            Clue("items", ("items",), How.DESIGNATION, weight=4, least=0.01),
            Clue("supplier", ("supplier",), How.PARTY, weight=2, absent=1),
            Clue("status", ("status",), How.EXACT),
            Clue("value", ("value",), How.NEAR, absent=1),
            _SENTENCES,
        ),
        needs=(("recipient",), ("items",)),
        threshold=0.3,
    ),
    fields=(
        Field("supplier", How.PARTY),
        Field("recipient", How.PARTY),
        Field("supplier_companies", How.WORDS, many=True),
        Field("bidders.name", How.WORDS, many=True),
        Field("transfer_kind"),
        Field("status"),
        Field("funding"),
        Field("value", parts=_MONEY),
        Field("value.qualifier", accept=("amount.qualifier",)),
        _DATES,
        *_ASSERTION,
        _SALIENCE,
    ),
    counted=False,
    nested=(_ITEMS,),
    ladder=Ladder(
        "status",
        (
            ("offered", "requested"),
            ("planned",),
            ("negotiating",),
            ("agreed",),
            ("approved",),
            ("contracted",),
            ("delivering",),
            ("delivered",),
        ),
    ),
    misreadings=(
        *_MISREAD_MODES,
        Misreading("in service read as a transfer", "status", of=("in_service",), taken_for=_TRANSFERS),
    ),
    rules=_DEAL_RULES,
)

_TRADE_FIGURES = FactType(
    name="trade_figures",
    match=Match(
        clues=(
            Clue("amount", ("amount",), How.NEAR, weight=4),
            Clue("unit", ("amount.unit",), How.EXACT, weight=2, absent=1),
            Clue("countries", ("reporter", "partner"), How.PARTY, weight=3, least=0.01, absent=1),
            Clue("measure", ("measure",), How.EXACT, weight=2),
            Clue("product", ("product",), How.WORDS),
            Clue("period", ("period",), How.DATE),
            _SENTENCES,
        ),
        needs=(("amount",), ("unit",), ("countries",)),
        threshold=0.3,
    ),
    fields=(
        Field("measure"),
        Field("reporter", How.PARTY),
        Field("partner", How.PARTY),
        Field("product", How.WORDS),
        Field("amount", parts=_MONEY),
        Field("amount.qualifier"),
        Field("previous", parts=_MONEY),
        Field("change_pct", How.NUMBER),
        Field("period", How.DATE),
        *_ASSERTION,
        _SALIENCE,
    ),
    misreadings=_MISREAD_MODES,
    rules=_FIGURE_RULES,
)

COMPARISON = Comparison(topic="agreements", types=(_AGREEMENTS, _ARMS_DEALS, _TRADE_FIGURES))
