"""A server that answers questions about the article of the tests as a good model would."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from summariser.settings import Settings
from summariser.summariser import Summariser
from tests.llm.server import Asked, FaultServer, Reply, answer

SUMMARY = ["India and Oman signed a trade pact in Muscat.", "It is worth $2.5 billion."]
AGREEMENT: dict[str, Any] = {
    "evidence": [1, 2],
    "name": "trade pact",
    "parties": ["India", "Oman"],
    "kind": "trade",
    "instrument": "agreement",
    "status": "signed",
    "signatories": ["Piyush Goyal"],
    "dates": {"signed": "on Friday"},
    "location": "Muscat",
    "value": "$2.5 billion",
}
DEAL: dict[str, Any] = {
    "evidence": [3],
    "supplier": "United States",
    "recipient": "Oman",
    "items": [{"designation": "P-8I", "quantity": "six more", "category": "maritime_patrol_aircraft"}],
    "status": "contracted",
    "value": "nearly $900 million",
}
FIGURE: dict[str, Any] = {
    "evidence": [4],
    "measure": "exports",
    "amount": "$4.1 billion",
    "reporter": "India",
    "partner": "Oman",
    "change_pct": "30.5%",
    "period": "in 2024",
}
ANSWERS: Mapping[str, list[Any]] = {
    "agreements": [AGREEMENT],
    "arms_deals": [DEAL],
    "trade_figures": [FIGURE],
    "summary": SUMMARY,
}


def wanted(asked: Asked) -> list[str]:
    """The lists that a request asks for."""
    return list(asked.schema["required"])


def well(changes: Mapping[str, list[Any]] | None = None) -> Callable[[Asked], Reply]:
    """A script that answers everything, with other lists for some names."""
    lists = {**copy.deepcopy(dict(ANSWERS)), **(changes or {})}
    return lambda asked: answer({name: lists[name] for name in wanted(asked)})


def except_for(failing: str, reply: Reply, changes: Mapping[str, list[Any]] | None = None) -> Callable[[Asked], Reply]:
    """A script that answers everything but one question."""
    good = well(changes)
    return lambda asked: reply if failing in wanted(asked) else good(asked)


def reading(server: FaultServer, **options: Any) -> Summariser[Any]:
    """A summariser that asks that server."""
    settings = Settings(base_url=server.address, timeout=5, retry_for=0)
    return Summariser("agreements", settings=settings, **options)
