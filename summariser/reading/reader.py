"""One source in, one article out."""

from __future__ import annotations

from datetime import date

from summariser.article import Article
from summariser.errors import EmptySource, SourceTooLarge
from summariser.reading.metadata import Metadata, read_metadata
from summariser.reading.sentences import split

NO_DATE = "no publication date was found; relative dates such as 'on Friday' cannot be resolved"


class Reader:
    """Reads articles under the same limits and with the same given metadata.

    Args:
        published: Publication date that wins over what a source says.
        language: ISO 639-1 code that wins over what a source says.
        max_bytes: Size limit for one source, in bytes (decompressed for an address; code points for ``read_text``).
    """

    def __init__(
        self,
        published: date | None = None,
        *,
        language: str | None = None,
        max_bytes: int = 10_000_000,
    ) -> None:
        self.published = published
        self.language = language
        self.max_bytes = max_bytes

    def read_text(
        self, text: str, *, source: str = "text", title: str | None = None, published: date | None = None
    ) -> Article:
        """An article from a plain text.

        Metadata lines at the head are read and cut off, with the white space behind them; nothing else of the text is
        changed, so offsets are code points of what was given, counted from there.

        Args:
            text: The text.
            source: What to call it in messages.
            title: Headline; wins over one in the text.
            published: Publication date; wins over the reader's and the text's.

        Raises:
            EmptySource: There is no text, or none besides metadata.
            SourceTooLarge: The text is longer than the limit.
        """
        if len(text) > self.max_bytes:
            raise too_large(source, self.max_bytes)
        text = text.removeprefix("\ufeff")
        known = read_metadata(text)
        return self._article(text[known.behind :], known, source=source, title=title, published=published)

    def _article(
        self, text: str, known: Metadata, *, source: str, title: str | None = None, published: date | None = None
    ) -> Article:
        """Sentences and metadata put together; what the caller gave wins."""
        if not any(character.isalnum() for character in text):
            raise EmptySource("there is no text in it", subject=source, hint="Give a source that holds an article.")
        published = published or self.published or known.published
        language = self.language or known.language
        return Article(
            text=text,
            sentences=split(text, language),
            source=source,
            title=title or known.title,
            published=published,
            author=known.author,
            site=known.site,
            language=language,
            notes=known.notes + (() if published else (NO_DATE,)),
        )


def too_large(source: str, limit: int) -> SourceTooLarge:
    """The error for a source over the size limit, in bytes."""
    return SourceTooLarge(
        f"it is over the limit of {limit:,} bytes",
        subject=source,
        hint="Raise the limit, or give only the article.",
    )
