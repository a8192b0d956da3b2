"""What does the work of a batch."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """What does the work of a batch."""

    LOCAL = "local"
    """This process, and workers that it starts: calls go out as they can."""
    RAY = "ray"
    """Processes of a Ray cluster: lists in, Parquet out."""
    OPENAI_BATCH = "openai-batch"
    """A provider's batch service: files of requests, answered within a day at a lower price."""
