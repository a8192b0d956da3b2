"""The vocabularies of a record, as a schema of a peer names them."""

from __future__ import annotations

from typing import Literal

AgreementKind = Literal[
    "defence_cooperation", "alliance", "arms_procurement", "arms_control", "peace_ceasefire", "trade",
    "economic_investment", "energy_resources", "finance_debt", "science_tech", "strategic_partnership", "diplomatic",
    "justice_migration", "other",
]  # fmt: skip
Instrument = Literal[
    "treaty", "agreement", "framework", "mou", "letter_of_intent", "joint_statement", "declaration", "protocol",
    "contract", "extension", "unspecified",
]  # fmt: skip
AgreementStatus = Literal[
    "proposed", "under_negotiation", "announced", "agreed_in_principle", "signed", "approved", "ratified", "in_force",
    "extended", "suspended", "terminated", "rejected", "unknown",
]  # fmt: skip
DealStatus = Literal[
    "offered", "requested", "planned", "negotiating", "agreed", "approved", "contracted", "delivering", "delivered",
    "in_service", "suspended", "cancelled", "rejected",
]  # fmt: skip
TransferKind = Literal[
    "sale", "grant_aid", "licensed_production", "lease_loan", "support_services", "unspecified",
]  # fmt: skip
Category = Literal[
    "fighter_aircraft", "transport_aircraft", "maritime_patrol_aircraft", "helicopter", "uav", "air_defence",
    "missile", "armoured_vehicle", "artillery", "warship", "submarine", "naval_weapon", "radar_sensor", "small_arms",
    "ammunition", "engine", "c4isr", "support_services", "other",
]  # fmt: skip
Measure = Literal[
    "exports", "imports", "total_trade", "trade_surplus", "trade_deficit", "tariff_rate", "tariff_coverage",
    "trade_share", "quota", "purchase_commitment", "purchase", "investment_commitment", "financial_contribution",
    "aid", "debt", "arms_procurement_spend", "arms_sales_pledge", "economic_impact", "sales_volume",
]  # fmt: skip
Unit = Literal["currency", "percent", "tonne", "barrel_per_month", "item"]
