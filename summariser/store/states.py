"""Where an article stands."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an article stands."""

    PENDING = "pending"
    """Known, and not read yet; or given back unread."""
    RUNNING = "running"
    """Claimed by a worker. If its lease has run out, anybody may claim it anew."""
    DONE = "done"
    """Read whole."""
    PARTIAL = "partial"
    """Read, but a part is missing: the report says which."""
    FAILED = "failed"
    """Not read; the error says why."""
