"""What the tests of the model layer share."""

from __future__ import annotations

import pytest

from summariser.llm import transport
from tests.llm.callers import BOTH, Ask


@pytest.fixture(params=list(BOTH))
def ask(request: pytest.FixtureRequest) -> Ask:
    """Asks one question and closes, in both ways."""
    return BOTH[request.param]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between retries are short; what a provider asks for is still waited."""
    monkeypatch.setattr(transport, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(transport, "LONGEST_WAIT", 0.02)
