"""What the tests of batches share."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlalchemy", reason="batches need the extra batch")

from summariser.batch.provider import desk as provider_desk
from summariser.batch.provider import run as provider_run
from summariser.llm import transport


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between retries are short; what a provider asks for is still waited."""
    monkeypatch.setattr(transport, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(transport, "LONGEST_WAIT", 0.02)
    monkeypatch.setattr(provider_run, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(provider_desk, "PAUSE", 0.01)
