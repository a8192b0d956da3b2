"""Proxies of the environment: for servers elsewhere, recorded or not, and never for this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser.llm.recording import Cassette
from tests.llm.callers import QUESTION, Ask, client_for
from tests.llm.server import FaultServer, answer

GOOD = answer({"things": []})
ELSEWHERE = "http://models.example/v1"


@pytest.fixture(params=[False, True], ids=["plain", "recording"])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Cassette | None:
    """No recordings, or recordings to add to."""
    return Cassette(tmp_path) if request.param else None


def test_this_machine_is_asked_directly(ask: Ask, record: Cassette | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article for the model in the process does not leave the machine by way of a proxy."""
    with FaultServer([GOOD]) as proxy, FaultServer([GOOD]) as server:
        monkeypatch.setenv("http_proxy", proxy.address.removesuffix("/v1"))
        monkeypatch.setenv("all_proxy", proxy.address.removesuffix("/v1"))
        for address in (server.address, server.address.replace("127.0.0.1", "localhost")):
            with client_for(address, record=record) as client:
                ask(client, QUESTION)
        assert proxy.asked == []
        assert server.asked


def test_another_machine_is_asked_through_the_proxy(
    ask: Ask, record: Cassette | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names is used, while recording too."""
    with FaultServer([GOOD]) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address.removesuffix("/v1"))
        with client_for(ELSEWHERE, record=record) as client:
            ask(client, QUESTION)
        assert [asked.path for asked in proxy.asked] == [f"{ELSEWHERE}/chat/completions"]
