"""What kind of source some bytes are."""

from __future__ import annotations

import enum
import re

_PAGE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<!--(?:(?!-->).){0,500}-->|<\?xml[^>]{0,200}+>){0,9}<(?:!doctype\s{1,9}html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TYPES = frozenset(["text/html", "application/xhtml+xml"])
_MARKDOWN_TYPES = frozenset(["text/markdown", "text/x-markdown"])


class Kind(enum.Enum):
    """How the bytes of a source are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PAGE = "page"
    PDF = "pdf"


def kind_of(data: bytes, media_type: str | None = None) -> Kind:
    """The kind, by the content where it is plain, else by the media type, else text.

    Args:
        data: All bytes, or the first few thousand.
        media_type: Media type without parameters, or None.
    """
    if b"%PDF-" in data[:1024] or media_type == "application/pdf":
        return Kind.PDF
    if media_type in _PAGE_TYPES or _PAGE_START.match(data[:4096]):
        return Kind.PAGE
    return Kind.MARKDOWN if media_type in _MARKDOWN_TYPES else Kind.TEXT
