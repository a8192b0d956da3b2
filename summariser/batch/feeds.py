"""RSS and Atom feeds: each item is an article, from the feed itself where it stands there whole, else by its link."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from summariser.batch.entry import Entry
from summariser.errors import NoArticle, SourceTooLarge, UnsupportedSource
from summariser.reading.deadline import OutOfTime, within

SUFFIXES = frozenset({".rss", ".atom", ".rdf", ".xml"})
TYPES = frozenset(["application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"])
WHOLE = 600
"""Characters from which on a text in a feed counts as the article and not as its announcement."""
_ROOT = re.compile(rb"<(?:[a-z]{1,20}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_HEAD = 4096


def is_feed(data: bytes) -> bool:
    """Whether bytes look like a feed: its root element stands near the beginning."""
    head = data[:_HEAD].replace(b"\0", b"")
    return b"<html" not in head.lower() and _ROOT.search(head) is not None


def read_feed(data: bytes, name: str, *, timeout: float) -> list[Entry]:
    """The items of a feed.

    Args:
        data: The feed; its size is the caller's to limit.
        name: What to call it.
        timeout: Most seconds for parsing.

    Raises:
        UnsupportedSource: It is no feed, or declares entities: they can blow up without end, or reach for files.
        NoArticle: It has no items.
        SourceTooLarge: It takes too long.
    """
    if b"<!entity" in data.replace(b"\0", b"").lower():
        raise UnsupportedSource("the feed declares entities", subject=name, hint="Feeds do not need them.")
    if not is_feed(data):
        raise UnsupportedSource("it is no feed", subject=name, hint="Give an RSS or Atom feed.")
    if find_spec("feedparser") is None:
        hint = "pip install 'summariser[batch]'"
        raise UnsupportedSource("feeds need the package feedparser", subject=name, hint=hint)
    try:
        found = within(timeout, lambda _: _parsed(data), uses="feedparser")
    except OutOfTime:
        raise SourceTooLarge(
            f"the feed could not be read within {timeout:g} seconds", subject=name, hint="Give a shorter one."
        ) from None
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise UnsupportedSource("the feed is damaged", subject=name, hint="Check it with a validator.") from error
    site = _text(found.feed.get("title"))
    language = _text(found.feed.get("language"))
    entries = [entry for item in found.entries if (entry := _entry(item, name, site, language)) is not None]
    if not entries:
        raise NoArticle("the feed has no items", subject=name, hint="Check the address.")
    return entries


def _parsed(data: bytes) -> Any:
    feedparser: Any = import_module("feedparser")  # it comes without types
    # A stream, never a string: that could be taken for an address, and would be fetched.
    return feedparser.parse(BytesIO(data))


def _entry(item: Any, feed: str, site: str | None, language: str | None) -> Entry | None:
    """An item as an entry; None where it has neither text nor link."""
    bodies = [str(content.get("value") or "") for content in item.get("content", [])]
    bodies.append(str(item.get("summary") or ""))
    body = max(bodies, key=len)
    link = _text(item.get("link"))
    is_address = link is not None and link.lower().startswith(("http://", "https://"))
    name = link if link and is_address else _text(item.get("id")) or _text(item.get("title")) or feed
    given: dict[str, Any] = {
        "title": _text(item.get("title")),
        "published": _day(item),
        "author": _text(item.get("author")),
        "site": site,
        "language": language[:2].lower() if language else None,
    }
    if link and is_address and len(_TAG.sub("", body).strip()) < WHOLE:
        return Entry(name, "address", place=link, **given)
    if not body.strip():
        return None
    page = f"<html><body><article>{body}</article></body></html>"
    return Entry(name, "page", text=page, **given) if "<" in body else Entry(name, "text", text=body, **given)


def _day(item: Any) -> date | None:
    """The day of publication in the feed's own time zone: that is the day that the words of the article mean."""
    said = str(item.get("published") or item.get("updated") or "").strip()
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return parse(said).date()
        except (ValueError, IndexError, TypeError):
            continue
    parts = item.get("published_parsed") or item.get("updated_parsed")
    return date(*parts[:3]) if parts else None


def _text(value: object) -> str | None:
    """A feed's word on one line, without markup; None where there is none."""
    plain = " ".join(_TAG.sub("", value).split()) if isinstance(value, str) else ""
    return plain or None
