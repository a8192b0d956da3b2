"""One source in, one article out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from summariser.article import Article
from summariser.errors import EmptySource, InputError, SourceNotFound, UnreadableSource, UsageError
from summariser.reading.deadline import OutOfTime, within
from summariser.reading.decoding import decode
from summariser.reading.extract import Extract
from summariser.reading.fetching import READ_TYPES, Fetcher, Page
from summariser.reading.kinds import Kind, kind_of
from summariser.reading.limits import too_large
from summariser.reading.metadata import read_metadata
from summariser.reading.sentences import split
from summariser.reading.sources import MEDIA_TYPES, Source, expand
from summariser.telemetry import Step

if TYPE_CHECKING:
    import httpx2

P = ParamSpec("P")
NO_DATE = "no publication date was found; relative dates such as 'on Friday' cannot be resolved"


def _observed(method: Callable[P, Article]) -> Callable[P, Article]:
    """Make a method that reads an article a step that an application can watch."""

    @wraps(method)
    def read(*args: P.args, **kwargs: P.kwargs) -> Article:
        with Step("reading") as step:
            article = method(*args, **kwargs)
            step.note({"summariser.characters": len(article.text), "summariser.sentences": len(article.sentences)})
            return article

    return read


@dataclass(frozen=True)
class Reader:
    """Reads articles, all under the same limits and with the same given metadata.

    Attributes:
        published: Publication date of sources that do not tell theirs.
        max_bytes: Size limit for one source, in bytes; unpacked, for an address.
        allow_private: Whether addresses may point to hosts that are not public.
        timeout: Most seconds for an address, and for parsing a page, a Markdown text or a PDF.
        language: ISO 639-1 code that wins over what a source says.
        transport: HTTP transport in the place of the network, e.g. one with a proxy.
    """

    published: date | None = None
    max_bytes: int = 10_000_000
    allow_private: bool = False
    timeout: float = 20
    language: str | None = None
    transport: httpx2.BaseTransport | None = None

    @_observed
    def read(self, source: Source | str) -> Article:
        """The article of one source.

        Args:
            source: A source from :func:`~summariser.reading.sources.expand`, or what the user names it by.

        Raises:
            InputError: It cannot be read; the class says why.
            UsageError: The name stands for several sources.
        """
        source = _single(source) if isinstance(source, str) else source
        if source.kind == "stdin":
            return self._read_bytes(self._stdin(), "standard input", None)
        if source.kind == "address":
            return self._read_address(source.name)
        media_type = MEDIA_TYPES.get(Path(source.name).suffix.lower())
        return self._read_bytes(self.bytes_of(source.name), source.name, media_type)

    @_observed
    def read_text(
        self, text: str, *, source: str = "text", title: str | None = None, published: date | None = None
    ) -> Article:
        """An article from a plain text.

        Metadata lines at the head are read and cut off, with the white space behind them; nothing else of the text is
        changed, so offsets are code points of what was given, counted from there.

        Args:
            text: The text.
            source: What to call it.
            title: Headline; wins over one in the text.
            published: Publication date of this text; wins over the one that it tells.

        Raises:
            EmptySource: There is no text, or none besides metadata.
            SourceTooLarge: It has more characters than the limit has bytes.
        """
        if len(text) > self.max_bytes:
            raise too_large(source, self.max_bytes)
        extract = _with_metadata(text.removeprefix("\ufeff"))
        return self._article(extract, source=source, title=title, published=published)

    @_observed
    def read_bytes(self, data: bytes, *, source: str, media_type: str | None = None) -> Article:
        """An article from the bytes of a text, a Markdown file, a page or a PDF.

        For plain text the article's text is the decoded text, as with :meth:`read_text`. For the other kinds it is the
        text that is shown, with a blank line between blocks; offsets are in that.

        Args:
            data: The bytes.
            source: What to call them.
            media_type: Media type, if known; a PDF and a page are recognised without.

        Raises:
            InputError: They cannot be read; the class says why.
        """
        return self._read_bytes(data, source, media_type)

    def _read_bytes(
        self,
        data: bytes,
        source: str,
        media_type: str | None,
        *,
        charset: str | None = None,
        address: str | None = None,
    ) -> Article:
        if len(data) > self.max_bytes:
            raise too_large(source, self.max_bytes)
        kind = kind_of(data, media_type)
        if kind is Kind.PDF:
            from summariser.reading.document import read_document

            return self._article(read_document(data, source=source, timeout=self.timeout), source=source)
        if kind is Kind.PAGE:
            from summariser.reading.page import decode_page, read_page

            decoded = decode_page(data, source=source, charset=charset)
            extract = read_page(decoded.text, source=source, address=address, timeout=self.timeout)
        else:
            decoded = decode(data, source=source, charset=charset)
            extract = self._written(decoded.text, source) if kind is Kind.MARKDOWN else _with_metadata(decoded.text)
        return self._article(extract, source=source, notes=decoded.notes)

    def _written(self, text: str, source: str) -> Extract:
        """A Markdown text. Its parser is not linear, so its time is limited."""
        try:
            return within(self.timeout, lambda _: _with_metadata(text, markdown=True), uses="markdown_it")
        except OutOfTime:
            problem = f"the Markdown could not be read within {self.timeout:g} seconds"
            raise UnreadableSource(problem, subject=source, hint="Give it as plain text.") from None

    def fetch(self, address: str, *, types: frozenset[str] = READ_TYPES) -> Page:
        """What an address gives, unread.

        Args:
            address: An http(s) address.
            types: Media types that are taken.

        Raises:
            InputError: It cannot be had, or is of another kind.
        """
        return Fetcher(self.max_bytes, self.timeout, self.allow_private, self.transport, types=types).fetch(address)

    @_observed
    def read_page(self, page: Page, *, source: str) -> Article:
        """The article of what was fetched.

        Args:
            page: What :meth:`fetch` gave.
            source: What to call it.

        Raises:
            InputError: It cannot be read; the class says why.
        """
        return self._read_page(page, source)

    def _read_address(self, address: str) -> Article:
        return self._read_page(self.fetch(address), address)

    def _read_page(self, page: Page, source: str) -> Article:
        return self._read_bytes(page.body, source, page.media_type, charset=page.charset, address=page.address)

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a file, no more than one over the limit.

        Raises:
            InputError: It is not there, or cannot be opened.
        """
        try:
            with open(name, "rb") as file:
                return file.read(self.max_bytes + 1)
        except FileNotFoundError as error:
            raise SourceNotFound("there is no such file", subject=name, hint="Check the path.") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            problem = f"the file cannot be opened ({reason})"
            raise UnreadableSource(problem, subject=name, hint="Check the path and its permissions.") from error

    def _stdin(self) -> bytes:
        return sys.stdin.buffer.read(self.max_bytes + 1)

    def _article(
        self,
        extract: Extract,
        *,
        source: str,
        title: str | None = None,
        published: date | None = None,
        notes: tuple[str, ...] = (),
    ) -> Article:
        """Sentences and metadata put together; what the caller gave wins."""
        if not any(character.isalnum() for character in extract.text):
            raise EmptySource("there is no text in it", subject=source, hint="Give a source that holds an article.")
        published = published or extract.published or self.published
        language = self.language or extract.language
        return Article(
            text=extract.text,
            sentences=split(extract.text, language),
            source=source,
            title=title or extract.title,
            published=published,
            author=extract.author,
            site=extract.site,
            language=language,
            notes=(*notes, *extract.notes, *(() if published else (NO_DATE,))),
        )


def _single(spec: str) -> Source:
    """The one source that a spec names."""
    found = expand([spec])
    for item in found:
        if isinstance(item, InputError):
            raise item
    sources = [item for item in found if isinstance(item, Source)]
    if len(sources) != 1:
        hint = "Read each of them, as expand() gives them."
        raise UsageError(f"it stands for {len(sources)} sources", subject=spec, hint=hint)
    return sources[0]


def _with_metadata(text: str, *, markdown: bool = False) -> Extract:
    """A text without the metadata lines at its head, and what they say."""
    known = read_metadata(text)
    body = text[known.behind :]
    if markdown:
        from summariser.reading.markup import plain_text

        body = plain_text(body)
    return Extract(
        text=body,
        title=known.title,
        published=known.published,
        author=known.author,
        site=known.site,
        language=known.language,
        notes=known.notes,
    )
