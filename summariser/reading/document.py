"""PDF documents with a text layer."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from typing import TYPE_CHECKING

from summariser.errors import SourceTooLarge, UnreadableSource, UnsupportedSource
from summariser.reading.deadline import Deadline, OutOfTime, within
from summariser.reading.extract import Extract
from summariser.reading.pages import mend

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 200
_PROGRAM_TITLE = re.compile(r"microsoft word.*|untitled.*|.*\.(?:docx?|pdf|indd|odt|rtf|qxd|pptx?)", re.IGNORECASE)
_HINT = "Save its text to a file and give that."
_OCR = "It seems to be scanned: run text recognition over it first."


def read_document(data: bytes, *, source: str, timeout: float) -> Extract:
    """The text of a PDF, with line breaks and hyphens mended and running heads taken out.

    The creation date is that of the file and is never taken for the date of publication.

    Args:
        data: The document.
        source: What to call it in errors.
        timeout: Most seconds for all pages.

    Raises:
        UnreadableSource: It is encrypted or damaged, or takes too long.
        UnsupportedSource: It has no text layer.
        SourceTooLarge: It has more than ``MOST_PAGES`` pages.
    """
    try:
        pages, title, author = within(timeout, lambda deadline: _read(data, source, deadline), uses="pypdf")
    except OutOfTime:
        problem = f"the PDF could not be read within {timeout:g} seconds"
        raise UnreadableSource(problem, subject=source, hint=_HINT) from None
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise UnsupportedSource("the PDF holds no text, only images", subject=source, hint=_OCR)
    notes = (f"{len(empty)} of {len(pages)} pages hold no text, the first is page {empty[0]}",) if empty else ()
    return Extract(text=mend(pages), title=title, author=author, notes=notes)


def _read(data: bytes, source: str, deadline: Deadline) -> tuple[list[str], str | None, str | None]:
    """The texts of the pages, title and author."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        _unlock(reader, source)
        if len(reader.pages) > MOST_PAGES:
            problem = f"it has {len(reader.pages)} pages, over the limit of {MOST_PAGES}"
            raise SourceTooLarge(problem, subject=source, hint="Give only the pages of the article.")
        pages = []
        for page in reader.pages:
            deadline.remaining()
            pages.append(page.extract_text())
        known = reader.metadata
        return pages, _title(known.title if known else None), _line(known.author if known else None)
    except (UnreadableSource, SourceTooLarge, OutOfTime):
        raise
    except (DependencyError, PyPdfError, *_DAMAGE) as error:
        raise UnreadableSource("the PDF is damaged", subject=source, hint=_HINT) from error


_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What the PDF library lets through, besides its own errors, on a broken file; fuzzing found them."""


def _unlock(reader: PdfReader, source: str) -> None:
    """Open a document that is encrypted with no password, as many are only to bar printing."""
    from pypdf.errors import DependencyError, PyPdfError

    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError, PyPdfError, ValueError):
        opened = False
    if not opened:
        hint = "Take the password off, or save its text to a file and give that."
        raise UnreadableSource("the PDF is encrypted", subject=source, hint=hint)


def _title(words: object) -> str | None:
    """The title, unless a program put a file name there."""
    title = _line(words)
    return None if title is None or _PROGRAM_TITLE.fullmatch(title) else title


def _line(words: object) -> str | None:
    return (" ".join(words.split())[:500] or None) if isinstance(words, str) else None
