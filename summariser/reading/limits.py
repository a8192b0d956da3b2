"""The error for sources over the size limit."""

from __future__ import annotations

from summariser.errors import SourceTooLarge


def too_large(source: str, limit: int) -> SourceTooLarge:
    """The error for a source that is over the limit, in bytes."""
    hint = "Raise the limit, or give only the article."
    return SourceTooLarge(f"it is over the limit of {limit:,} bytes", subject=source, hint=hint)
