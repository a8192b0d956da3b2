"""Runs through a provider's batch service against a local server, and what their stores say afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from summariser.batch.provider.batches import ProviderBatches
from summariser.batch.provider.progress import News, What
from summariser.batch.tally import Tally
from summariser.settings import Settings
from tests.batch.runs import Bench


@dataclass
class ProviderBench(Bench):
    """Runs of one store against one server."""

    news: list[News] = field(default_factory=list)
    last: ProviderBatches | None = None

    def batches(self, **changes: Any) -> ProviderBatches:
        """Batches; ``changes`` are their fields."""
        settings = Settings(base_url=self.address, model="fake", timeout=self.timeout, retry_for=self.retry_for)
        given = {"on_trouble": self.troubles.append, "on_news": self.news.append, "poll": 0.1, "appears_within": 0.2}
        options = {"settings": settings, **self.options}
        self.last = ProviderBatches(self.store, "agreements", **{"options": options, **given, **changes})
        return self.last

    def run(self, sources: Any, **changes: Any) -> Tally:
        """Read sources to an end."""
        return self.batches(**changes).run(sources)

    def told(self, what: What) -> list[News]:
        """What was told of that kind."""
        return [news for news in self.news if news.what is what]
