"""The batch beyond one machine: lists in, Parquet out, with Ray Data in between; gone on with after any stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summariser.batch.limits import Limits
from summariser.batch.on_ray.cluster import check_extra, cluster, environment
from summariser.batch.signals import stopped_by_signals
from summariser.batch.tally import Tally, Trouble
from summariser.errors import SummariserError, UsageError
from summariser.reading.reader import Reader
from summariser.settings import provider_key
from summariser.store.keys import Setup
from summariser.store.states import State
from summariser.summariser import Summariser
from summariser.topics.loading import is_folder

if TYPE_CHECKING:
    from summariser.batch.on_ray.lists import ArticleList
    from summariser.batch.on_ray.results import Results
    from summariser.batch.on_ray.worker import Job

REFUSED = {
    "budget": "no count of what all machines spend is exact; set a limit with the provider",
    "record": "recordings lie on one machine",
    "replay": "recordings lie on one machine",
    "on_weights": "the model is loaded by other processes",
}
"""Options of a summariser that this engine does not take, each with the reason."""


@dataclass
class RayBatch:
    """Reads lists of articles with the processes of a Ray cluster; results are Parquet files in a folder.

    ::

        batch = RayBatch("results/", topic="agreements", workers=8, options={"model": "openai/gpt-5-mini"})
        tally = batch.run(["articles.jsonl", "more/*.parquet"])

    Articles whose rows are in the folder already are not read again. No store is needed.

    Attributes:
        output: The folder.
        topic: A topic's name or folder; a cluster's machines need it installed, or the folder at the same path.
        workers: Processes that read articles.
        limits: How much all of them together do at the same time and in a minute.
        retry_failed: Whether articles that failed, or of which a part is missing, are read again.
        reader: How sources are read.
        address: Address of a cluster; None takes the one in ``RAY_ADDRESS``, else starts processes on this machine.
        on_progress: Called about twice a second with the counts.
        on_trouble: Called for each article with an error or a part missing.
        options: Further options of :class:`~summariser.Summariser`: model, base_url, api_key, sentences, settings.
        stopped: Why the last run ended before its lists did; None where it did not.
    """

    output: str | Path
    topic: Any = None
    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    reader: Reader = field(default_factory=Reader)
    address: str | None = None
    on_progress: Callable[[Tally], None] = lambda _: None
    on_trouble: Callable[[Trouble], None] = lambda _: None
    options: dict[str, Any] = field(default_factory=dict, repr=False)
    stopped: SummariserError | None = field(default=None, init=False)

    def run(self, sources: Iterable[str]) -> Tally:
        """Read the lists, and return the counts when all is settled or the run was stopped (``stopped`` says why).

        Ctrl-C and SIGTERM stop it: calls in flight are given up, and the next run goes on from there.

        Args:
            sources: Lists (``.jsonl``, ``.ndjson``), Parquet files with the same columns, folders and patterns of them.

        Raises:
            UsageError: An option or a source is wrong, the extra is missing, or the folder cannot be used.
            TopicError: The topic does not load.
            ModelUnavailable: No such model here.
            Interrupted: The cluster cannot be reached or started.
        """
        check_extra()
        self.stopped = None
        for name, reason in REFUSED.items():
            if self.options.get(name) is not None:
                raise UsageError(f"is not taken by the engine ray: {reason}", subject=name)
        with environment(self.address):
            return self._run(sources)

    def _run(self, sources: Iterable[str]) -> Tally:
        from summariser.batch.on_ray.lists import named_lists
        from summariser.batch.on_ray.results import opened
        from summariser.batch.on_ray.run import Run

        lists = named_lists(sources)
        with opened(Path(self.output)) as results:
            job = self._job(results)
            with cluster(self.address, self.workers):
                run = Run(results, self.on_progress, self.on_trouble)
                threading.Thread(target=run.expect, args=(lists,), daemon=True).start()
                with stopped_by_signals(lambda stop, reason: stop(reason), run.stop):
                    run.all(_dataset(lists, job, self))
            self.stopped = run.stopped
            if self.stopped is None:
                results.flush()
                results.settle()
        self.on_progress(run.tally)
        return run.tally

    def _job(self, results: Results) -> Job:
        """What the workers are told. The provider's key goes with it: other machines do not have it by themselves."""
        from summariser.batch.on_ray.worker import Job, Known

        with Summariser(self.topic, **self.options) as summariser:
            setup, endpoint = Setup.of(summariser), summariser.endpoint
            given = {**self.options, "settings": summariser.settings.model_copy(update={"token": None})}
            if endpoint.provider is not None:
                given["model"] = f"{endpoint.provider}/{endpoint.model}"
                given["api_key"] = endpoint.key or provider_key(endpoint.provider)
            limits = self.limits.share(self.workers - 1, self.workers, endpoint)  # the smallest share: for all of them
        states = {State.DONE} if self.retry_failed else set(State)
        left = [key for key, state in results.states.items() if state in states - {State.DONE}]
        return Job(
            topic=_anywhere(self.topic or summariser.settings.topic),
            options=given,
            reader=self.reader,
            limits=limits,
            fingerprint=setup.fingerprint,
            done=Known([key for key, state in results.states.items() if state is State.DONE]),
            left=Known(left),
        )


def _anywhere(topic: Any) -> Any:
    """A topic as processes in other folders find it."""
    return str(Path(topic).absolute()) if isinstance(topic, str) and is_folder(topic) else topic


def _dataset(lists: list[ArticleList], job: Job, batch: RayBatch) -> Any:
    """The run as Ray Data sees it."""
    import ray.data

    from summariser.batch.on_ray.lists import Lists
    from summariser.batch.on_ray.worker import Worker

    # A block is one article, so that each comes back when it is finished, and none is lost to a stop or a dead worker.
    tasks = 2 * (job.limits.at_once or 1)  # so many that a place which gets free finds an article
    entries = ray.data.read_datasource(Lists(lists, batch.reader.max_bytes), num_cpus=0)
    pool = ray.data.ActorPoolStrategy(
        size=batch.workers, max_tasks_in_flight_per_actor=tasks, max_concurrent_calls_per_actor=tasks
    )
    return entries.repartition(target_num_rows_per_block=1).map_batches(
        Worker,
        fn_constructor_args=(job,),
        batch_size=1,
        batch_format="pyarrow",
        compute=pool,
        num_cpus=1,
    )
