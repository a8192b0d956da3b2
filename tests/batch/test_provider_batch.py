"""A provider's batch service: nothing lost, nothing submitted twice, the ledger equals the bill; whatever goes wrong."""

from __future__ import annotations

from pathlib import Path

from tests.batch.provider_runs import ProviderBench
from tests.batch.provider_server import BatchServer
from tests.batch.runs import article
from tests.pipeline.answering import well


def test_smoke(tmp_path: Path) -> None:
    """x."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n) for n in range(5)])
        print(tally, runs.news, runs.troubles, server.calls)
        assert tally.done == 5
        assert server.twice == []
        assert runs.spent()[1:] == tuple(server.billed)
