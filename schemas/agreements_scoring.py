"""How agreements, arms deals and trade figures are compared with a label.

Facts are matched as section 6 of the domain description advises: agreements on their parties and on kind or date, deals
on recipient and items, figures on amount, unit and a country. The items of arms deals are facts of their own, because
one deal may hold a dozen of them: what counts in the overall F1 is agreements, items and figures.
"""

from __future__ import annotations

from summariser.topics.comparison import (
    Clue,
    Comparison,
    FactType,
    Field,
    How,
    Ladder,
    Match,
    Misreading,
    Over,
    Part,
)

_MONEY = (
    Part("amount", How.NUMBER),
    Part("amount_max", How.NUMBER),
    Part("unit"),
    Part("currency"),
)
_DATES = Field("dates", parts=(Part("role"), Part("value", How.DATE)), many=True)
_ASSERTION = (Field("assertion.mode", vocabulary="mode"), Field("assertion.source", How.WORDS))
_SALIENCE = Field("salience", vocabulary="salience")
_SENTENCES = Clue("sentences", ("evidence",), How.SENTENCES)
_MISREAD_MODES = (
    Misreading("claimed read as stated", "assertion.mode", of=("claimed",), taken_for=("stated", "official")),
    Misreading("denied read as stated", "assertion.mode", of=("denied",), taken_for=("stated", "official")),
)
_TRANSFERS = ("agreed", "approved", "contracted", "delivering", "delivered")

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
        Field("kind", vocabulary="agreement_kind"),
        Field("instrument", vocabulary="instrument"),
        Field("status", vocabulary="agreement_status"),
        Field("parties", How.PARTY, many=True),
        Field("signatories", How.PERSON, many=True),
        Field("other_participants", parts=(Part("name", How.PERSON), Part("capacity")), many=True),
        _DATES,
        Field("location.place", How.WORDS),
        Field("location.country_iso"),
        Field("occasion", How.WORDS),
        Field("duration.iso8601"),
        Field("value", parts=_MONEY),
        Field("value.qualifier", accept=("amount.qualifier",), vocabulary="qualifier"),
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
        Field("category", vocabulary="category"),
        Field("quantity", parts=(Part("value", How.NUMBER), Part("value_max", How.NUMBER))),
        Field("quantity.qualifier", vocabulary="qualifier"),
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
        Field("transfer_kind", vocabulary="transfer_kind"),
        Field("status", vocabulary="deal_status"),
        Field("funding", vocabulary="funding"),
        Field("value", parts=_MONEY),
        Field("value.qualifier", accept=("amount.qualifier",), vocabulary="qualifier"),
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
        Field("measure", vocabulary="measure"),
        Field("reporter", How.PARTY),
        Field("partner", How.PARTY),
        Field("product", How.WORDS),
        Field("amount", parts=_MONEY),
        Field("amount.qualifier", vocabulary="qualifier"),
        Field("previous", parts=_MONEY),
        Field("change_pct", How.NUMBER),
        Field("period", How.DATE),
        *_ASSERTION,
        _SALIENCE,
    ),
    misreadings=_MISREAD_MODES,
)

COMPARISON = Comparison(topic="agreements", types=(_AGREEMENTS, _ARMS_DEALS, _TRADE_FIGURES))
