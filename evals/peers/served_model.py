"""The model that the peers ask: the embedded one without its adapter, or a server named in the environment.

PEER_BASE_URL names a server, e.g. ``http://127.0.0.1:8080/v1``; PEER_MODEL and PEER_MODEL_SHA256 say what it serves.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from summariser.errors import EvaluationError, ModelUnavailable
from summariser.llm.endpoint import EMBEDDED_NAME, Endpoint, resolve
from summariser.settings import Settings

KEY = "none"
"""Servers on the machine ask for no key; clients ask for one."""
TIMEOUT = 3_600.0
"""Seconds for a call: a small model on a busy machine is slow, and a time-out would look like a peer's failure."""
MAX_TOKENS = 2_000
TEMPERATURE = 0.0


@dataclass(frozen=True)
class Served:
    """A server that answers OpenAI's HTTP interface.

    Attributes:
        address: Its base address, with ``/v1``.
        model: Name of the model in requests.
    """

    address: str
    model: str


@cache
def served() -> Served:
    """The server; the embedded one is started by the first call and lives as long as the process.

    Raises:
        EvaluationError: There is no model. Every article would fail, which would say nothing of the peer.
    """
    address = os.environ.get("PEER_BASE_URL")
    if address:
        return Served(address, os.environ.get("PEER_MODEL", "default"))
    endpoint = _embedded()
    if endpoint.address is None:
        raise EvaluationError("the embedded model has no address", subject=endpoint.name)
    try:
        return Served(endpoint.address(), endpoint.model)
    except ModelUnavailable as error:
        raise EvaluationError(
            error.problem, subject=error.subject, hint=error.hint or "Name a server in PEER_BASE_URL."
        ) from error


def provenance(*packages: str, settings: Mapping[str, object] | None = None) -> dict[str, str]:
    """What a run was made with: date, versions, model and settings; nothing of the machine but its Python.

    Args:
        packages: Distributions whose versions matter.
        settings: Settings of the peer besides temperature and length of answers.
    """
    of_peer = {"temperature": TEMPERATURE, "max_tokens": MAX_TOKENS, **(settings or {})}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        **{package: _version(package) for package in packages},
        **_model(),
        **{name: str(value) for name, value in of_peer.items()},
    }


def _model() -> dict[str, str]:
    if "PEER_BASE_URL" not in os.environ:
        return _embedded().provenance
    stated = {"model": os.environ.get("PEER_MODEL"), "sha256": os.environ.get("PEER_MODEL_SHA256")}
    return {"runtime": "server", **{name: value or "not stated" for name, value in stated.items()}}


@cache
def _embedded() -> Endpoint:
    plain = Settings.load().model_copy(update={"adapter": False, "base_url": None, "mode": None})
    return resolve(EMBEDDED_NAME, plain, topic=plain.topic)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
