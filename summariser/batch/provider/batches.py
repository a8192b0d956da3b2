"""Many articles through a provider's batch service: at a lower price, within a day; ended and gone on with at will."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from summariser.batch.batch import Batch, Given
from summariser.batch.provider.files import MOST_BYTES, MOST_REQUESTS
from summariser.batch.provider.progress import News
from summariser.batch.provider.run import ProviderRun, Rules
from summariser.batch.signals import stopped_by_signals
from summariser.batch.tally import Tally, Trouble
from summariser.errors import SummariserError, UsageError
from summariser.reading.reader import Reader
from summariser.store.requests import ProviderBatch
from summariser.store.store import Store
from summariser.summariser import Summariser


@dataclass
class ProviderBatches:
    """Reads many articles through the batch service of an OpenAI-compatible provider, and keeps everything in a store.

    The same store, keys and reports as :class:`~summariser.batch.batch.Batch`: what one has paid for, the other has.

    Attributes:
        store: Path of a file (SQLite) or address of a database.
        topic: A topic's name or folder, a record class, or a loaded topic.
        retry_failed: Whether articles that failed, or of which a part is missing, are read again.
        reader: How sources are read.
        command: The command that reads the rest; the store shows it with what failed.
        poll: Longest pause between two looks at a batch, in seconds; the first ones are shorter.
        wait: Whether to wait for batches; else what has ended is collected, what is new is sent, and that is all.
        most_requests: Most requests of a batch.
        most_bytes: Most bytes of its file.
        queue_tokens: Most tokens of questions that may be out at once: providers limit their queues; None for no limit.
        patience: Seconds for which a provider may fail to answer while it is waited for.
        appears_within: Seconds after which a batch that is not in the provider's list was never made.
        on_news: Called with what is new about a batch.
        on_progress: Called with the counts whenever answers have been collected, and at the end.
        on_trouble: Called for each article with an error or a part missing.
        options: Further options of :class:`~summariser.Summariser`.
        stopped: Why the last run ended before its sources did; None where it did not.
        left: The batches that run on at the provider after the last run.
    """

    store: str | Path
    topic: Any = None
    retry_failed: bool = False
    reader: Reader = field(default_factory=Reader)
    command: str | None = None
    poll: float = 60.0
    wait: bool = True
    most_requests: int = MOST_REQUESTS
    most_bytes: int = MOST_BYTES
    queue_tokens: int | None = None
    patience: float = 3600.0
    appears_within: float = 30.0
    on_news: Callable[[News], None] = lambda _: None
    on_progress: Callable[[Tally], None] = lambda _: None
    on_trouble: Callable[[Trouble], None] = lambda _: None
    options: dict[str, Any] = field(default_factory=dict)
    stopped: SummariserError | None = field(default=None, init=False)
    left: list[ProviderBatch] = field(default_factory=list, init=False)

    def run(self, sources: Iterable[Given] | None = None) -> Tally:
        """Read the sources; returns when all is settled, when there is nothing to do but wait, or when stopped.

        Ctrl-C and SIGTERM end the run; batches run on at the provider, and the next run collects them.

        Args:
            sources: Paths, patterns, addresses, lists, feeds, articles. None goes on with what the store holds unread.

        Raises:
            UsageError: The model has no batch service.
            StoreError: The store cannot be used.
            TopicError: The topic does not load.
            ModelUnavailable: No such model here.
        """
        self.stopped, self.left = None, []
        with Summariser(self.topic, **self.options) as summariser:
            check_model(summariser)
            with Store.open(self.store) as store:
                run = ProviderRun(self._rules(), summariser, store)
                named = Batch(self.store, self.topic, retry_failed=self.retry_failed, reader=self.reader)
                with stopped_by_signals(lambda stop, reason: stop(reason), run.stop):
                    try:
                        return run.whole(lambda setup, tally: named.items(sources, store, setup, tally))
                    finally:
                        self.stopped = run.stopped
                        self.left = run.requests.open()
                        self.on_progress(run.tally)

    def cancel(self) -> int:
        """End the batches of this model that are open: what is answered is collected, the rest is as if never sent.

        A batch that the provider does not know (any more) is forgotten.

        Returns:
            How many there were.
        """
        with Summariser(self.topic, **self.options) as summariser:
            check_model(summariser)
            with Store.open(self.store) as store:
                return ProviderRun(self._rules(), summariser, store).cancel()

    def _rules(self) -> Rules:
        return Rules(**{entry.name: getattr(self, entry.name) for entry in fields(Rules)})


def check_model(summariser: Summariser[Any]) -> None:
    """See that the model is one with a batch service.

    Raises:
        UsageError: It is not.
    """
    endpoint, client = summariser.endpoint, summariser.client
    if client.record is not None or client.replay is not None:
        raise UsageError("batches at a provider are not recorded", hint="Leave record and replay away.")
    if "runtime" in endpoint.provenance:
        raise UsageError(
            "a model in the process has no batch service: there is nobody to leave the work to",
            subject=endpoint.name, hint="Leave --engine away, or name a provider's model: --model openai/<name>.",
        )  # fmt: skip
    if endpoint.provider not in (None, "openai"):
        raise UsageError(
            "this engine speaks OpenAI's batch interface, and the provider is reached through another",
            subject=endpoint.name, hint="Use --model openai/<name>, or --base-url with a server that has /batches.",
        )  # fmt: skip
