"""The vocabularies of agreements, arms deals and trade figures.

Terms follow SIPRI's arms transfers register, the UN Treaty Section's glossary, the US Security Assistance Management
Manual (chapters 5 and 6) and UN Comtrade.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from summariser.values.leaves import Unit


class Mode(StrEnum):
    """How the article asserts a fact."""

    STATED = "stated"
    OFFICIAL = "official"
    CLAIMED = "claimed"
    PROJECTED = "projected"
    PLANNED = "planned"
    DENIED = "denied"
    DISPUTED = "disputed"


class Salience(StrEnum):
    """How a fact stands in the story: its news, another current fact, or context."""

    MAIN = "main"
    SECONDARY = "secondary"
    BACKGROUND = "background"


class AgreementKind(StrEnum):
    """What an agreement is about."""

    DEFENCE_COOPERATION = "defence_cooperation"
    ALLIANCE = "alliance"
    ARMS_PROCUREMENT = "arms_procurement"
    ARMS_CONTROL = "arms_control"
    PEACE_CEASEFIRE = "peace_ceasefire"
    TRADE = "trade"
    ECONOMIC_INVESTMENT = "economic_investment"
    ENERGY_RESOURCES = "energy_resources"
    FINANCE_DEBT = "finance_debt"
    SCIENCE_TECH = "science_tech"
    STRATEGIC_PARTNERSHIP = "strategic_partnership"
    DIPLOMATIC = "diplomatic"
    JUSTICE_MIGRATION = "justice_migration"
    OTHER = "other"


class Instrument(StrEnum):
    """Legal form of an agreement, as the text calls it."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    FRAMEWORK = "framework"
    MOU = "mou"
    LETTER_OF_INTENT = "letter_of_intent"
    JOINT_STATEMENT = "joint_statement"
    DECLARATION = "declaration"
    PROTOCOL = "protocol"
    CONTRACT = "contract"
    EXTENSION = "extension"
    UNSPECIFIED = "unspecified"


class AgreementStatus(StrEnum):
    """Where an agreement stands in its life: the highest stage reported as reached."""

    PROPOSED = "proposed"
    UNDER_NEGOTIATION = "under_negotiation"
    ANNOUNCED = "announced"
    AGREED_IN_PRINCIPLE = "agreed_in_principle"
    SIGNED = "signed"
    APPROVED = "approved"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class AgreementDate(StrEnum):
    """What happened to an agreement on a date."""

    ANNOUNCED = "announced"
    NEGOTIATION_START = "negotiation_start"
    AGREED = "agreed"
    SIGNED = "signed"
    APPROVED = "approved"
    RATIFIED = "ratified"
    EFFECTIVE = "effective"
    EXPIRY = "expiry"
    EXTENDED = "extended"
    TERMINATED = "terminated"
    EXPECTED_SIGNING = "expected_signing"


class Capacity(StrEnum):
    """How a person who did not sign took part."""

    WITNESS = "witness"
    HOST = "host"
    MEDIATOR = "mediator"
    ANNOUNCER = "announcer"
    NEGOTIATOR = "negotiator"
    CHAIR = "chair"
    ATTENDEE = "attendee"


class Relation(StrEnum):
    """How one fact stands to another."""

    SUCCEEDS = "succeeds"
    EXTENDS = "extends"
    AMENDS = "amends"
    IMPLEMENTS = "implements"
    SUPERSEDES = "supersedes"
    PART_OF = "part_of"
    ANNOUNCED_IN = "announced_in"
    BUILDS_ON = "builds_on"
    SAME_EVENT = "same_event"


class DealStatus(StrEnum):
    """Where a transfer stands: the highest stage reported as reached."""

    OFFERED = "offered"
    REQUESTED = "requested"
    PLANNED = "planned"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    APPROVED = "approved"
    CONTRACTED = "contracted"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    IN_SERVICE = "in_service"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class DealDate(StrEnum):
    """What happened to a transfer on a date."""

    REQUESTED = "requested"
    AGREED = "agreed"
    APPROVED = "approved"
    NOTIFIED = "notified"
    CONTRACTED = "contracted"
    DELIVERY_START = "delivery_start"
    DELIVERY_END = "delivery_end"
    ANNOUNCED = "announced"


class TransferKind(StrEnum):
    """By what kind of transaction equipment changes hands."""

    SALE = "sale"
    GRANT_AID = "grant_aid"
    LICENSED_PRODUCTION = "licensed_production"
    LEASE_LOAN = "lease_loan"
    SUPPORT_SERVICES = "support_services"
    UNSPECIFIED = "unspecified"


class Funding(StrEnum):
    """Who pays, by which programme."""

    FMS = "fms"
    DCS = "dcs"
    FMF = "fmf"
    DRAWDOWN = "drawdown"
    GRANT = "grant"
    SUPPLIER_CREDIT = "supplier_credit"
    OWN_FUNDS = "own_funds"
    UNSPECIFIED = "unspecified"


class Category(StrEnum):
    """Kind of equipment; close to SIPRI's categories."""

    FIGHTER_AIRCRAFT = "fighter_aircraft"
    TRANSPORT_AIRCRAFT = "transport_aircraft"
    MARITIME_PATROL_AIRCRAFT = "maritime_patrol_aircraft"
    HELICOPTER = "helicopter"
    UAV = "uav"
    AIR_DEFENCE = "air_defence"
    MISSILE = "missile"
    ARMOURED_VEHICLE = "armoured_vehicle"
    ARTILLERY = "artillery"
    WARSHIP = "warship"
    SUBMARINE = "submarine"
    NAVAL_WEAPON = "naval_weapon"
    RADAR_SENSOR = "radar_sensor"
    SMALL_ARMS = "small_arms"
    AMMUNITION = "ammunition"
    ENGINE = "engine"
    C4ISR = "c4isr"
    SUPPORT_SERVICES = "support_services"
    OTHER = "other"


class Measure(StrEnum):
    """What a trade figure measures."""

    EXPORTS = "exports"
    IMPORTS = "imports"
    TOTAL_TRADE = "total_trade"
    TRADE_SURPLUS = "trade_surplus"
    TRADE_DEFICIT = "trade_deficit"
    TARIFF_RATE = "tariff_rate"
    TARIFF_COVERAGE = "tariff_coverage"
    TRADE_SHARE = "trade_share"
    QUOTA = "quota"
    PURCHASE_COMMITMENT = "purchase_commitment"
    PURCHASE = "purchase"
    INVESTMENT_COMMITMENT = "investment_commitment"
    FINANCIAL_CONTRIBUTION = "financial_contribution"
    AID = "aid"
    DEBT = "debt"
    ARMS_PROCUREMENT_SPEND = "arms_procurement_spend"
    ARMS_SALES_PLEDGE = "arms_sales_pledge"
    ECONOMIC_IMPACT = "economic_impact"
    SALES_VOLUME = "sales_volume"


_MONEY: frozenset[Unit] = frozenset({"currency"})
_GOODS: frozenset[Unit] = frozenset({"currency", "tonne", "barrel_per_month", "item"})
MEASURED_IN: Mapping[Measure, frozenset[Unit]] = {
    Measure.EXPORTS: _GOODS,
    Measure.IMPORTS: _GOODS,
    Measure.TOTAL_TRADE: _MONEY,
    Measure.TRADE_SURPLUS: _MONEY,
    Measure.TRADE_DEFICIT: _MONEY,
    Measure.TARIFF_RATE: frozenset({"percent", "currency"}),
    Measure.TARIFF_COVERAGE: frozenset({"percent", "currency"}),
    Measure.TRADE_SHARE: frozenset({"percent"}),
    Measure.QUOTA: _GOODS | {"percent"},
    Measure.PURCHASE_COMMITMENT: _GOODS,
    Measure.PURCHASE: _GOODS,
    Measure.INVESTMENT_COMMITMENT: _MONEY,
    Measure.FINANCIAL_CONTRIBUTION: _MONEY,
    Measure.AID: frozenset({"currency", "tonne"}),
    Measure.DEBT: _MONEY,
    Measure.ARMS_PROCUREMENT_SPEND: _MONEY,
    Measure.ARMS_SALES_PLEDGE: _MONEY,
    Measure.ECONOMIC_IMPACT: frozenset({"currency", "percent"}),
    Measure.SALES_VOLUME: frozenset({"tonne", "barrel_per_month", "item"}),
}
"""The units that each measure comes in."""
