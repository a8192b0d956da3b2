"""Bytes to text: byte order marks, UTF-8, declared and detected encodings; binary data is refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from summariser.errors import EmptySource, UnsupportedSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARABLE = frozenset(
    """
    utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4
    iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16
    cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp1125 cp1250
    cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8-r koi8-u koi8-t kz1048 ptcp154 mac-cyrillic mac-greek
    mac-iceland mac-latin2 mac-roman mac-turkish tis-620 big5 big5hkscs cp932 cp949 cp950 euc_jp euc_jis_2004
    euc_jisx0213 euc_kr gb2312 gbk gb18030 johab iso2022_jp shift_jis shift_jis_2004 shift_jisx0213
    """.split()
)
"""Encodings that a source may declare. Python knows others that are none of texts: ``punycode`` takes time in the
square of the length, ``unicode_escape`` and UTF-7 give other words than any browser shows."""
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or video"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_SUPPORTED = "Give plain text, Markdown, HTML or a PDF with text."
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_TEXT_SHARE = 0.05
_DAMAGE_SHARE = 0.002
_WINDOWS = "cp1252"
_DOS = re.compile(r"cp(?:437|737|775|8[56]\d|1125)")
"""Code pages that nothing has written for decades; a short text in Windows's own is easily taken for one of them."""
_SIGN_IN_WORD = re.compile(
    r"[^\W\d_][^\w\s\x00-\x7f\u2018\u2019\u2013\u2014\u2026\xad][^\W\d_]"
    r"|[^\W\d_][\u201a\u201e\xa1\xbf]"
)
"""A sign between two letters, or one that opens behind a letter: the text is of another code page."""
_MOST_BEYOND = 0.2
_SAMPLE = 50_000
"""Bytes on which an unknown encoding is detected: detection is slow, and this is many times an article."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what is to be said about how it was decoded."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, source: str, charset: str | None = None) -> Decoded:
    """Decode a text whose encoding may be declared, marked, or unknown.

    Tried in this order: a byte order mark, the declared charset, UTF-8, UTF-16 without a mark, UTF-8 with a little
    damage, detection. Line ends and every other character stay as they are; only the mark is taken off.

    Args:
        data: The bytes.
        source: What to call them in an error.
        charset: Encoding that the server or page declares, if any; ignored where it does not fit.

    Raises:
        EmptySource: No bytes.
        UnsupportedSource: Binary data, or no encoding fits.
    """
    if not data:
        raise EmptySource("it is empty", subject=source, hint=_SUPPORTED)
    for magic, kind in _BINARY:
        if data.startswith(magic):
            raise UnsupportedSource(f"it is {kind}, not text", subject=source, hint=_SUPPORTED)
    decoded = _marked(data) or _declared(data, charset) or _unicode(data) or _damaged(data) or _detected(data)
    if decoded is None or _is_binary(decoded.text):
        raise UnsupportedSource("it is binary data, not text", subject=source, hint=_SUPPORTED)
    return decoded


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return Decoded(text, _damage_note(text, encoding))
    return None


def _declared(data: bytes, charset: str | None) -> Decoded | None:
    """The declared charset, where it is an encoding of pages and texts and fits."""
    if not charset:
        return None
    try:
        encoding = codecs.lookup(charset).name
        return Decoded(data.decode(encoding)) if encoding in _DECLARABLE else None
    except (LookupError, ValueError):
        return None


def _unicode(data: bytes) -> Decoded | None:
    """UTF-8; or UTF-16 without a mark, which Latin script betrays by a zero in every other byte."""
    sample = data[:2000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > len(zeros) // 2 and sample.count(0) < len(sample) * 0.7 and len(data) % 2 == 0:
            try:
                return Decoded(data.decode(encoding))
            except UnicodeDecodeError:
                continue
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 with few broken bytes among many whole characters beyond ASCII."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    if broken > max(1, len(text) * _DAMAGE_SHARE) or whole < broken:
        return None
    return Decoded(text, _damage_note(text, "utf-8"))


def _detected(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        return None
    encoding = _WINDOWS if _DOS.fullmatch(best.encoding) and _is_windows(data) else best.encoding
    text = data.decode(encoding, errors="replace")
    guess = f"its encoding is not declared and was taken for {encoding}"
    return Decoded(text, (guess, *_damage_note(text, encoding)))


def _is_windows(data: bytes) -> bool:
    """Whether bytes taken for a code page of DOS are as well a text in Windows's: no sign stands inside a word."""
    try:
        text = data.decode(_WINDOWS)
    except UnicodeDecodeError:
        return False
    beyond = sum(1 for character in text if character > "\x7f")
    return beyond <= len(text) * _MOST_BEYOND and not _SIGN_IN_WORD.search(text)


def _damage_note(text: str, encoding: str) -> tuple[str, ...]:
    broken = text.count("\ufffd")
    return (f"{broken} characters could not be decoded as {encoding}",) if broken else ()


def _is_binary(text: str) -> bool:
    """A zero character, or too many other characters that no text has; escape sequences of terminals may be there."""
    sample = text[:_SAMPLE]
    return "\0" in text or len(_NOT_TEXT.findall(sample)) > len(sample) * _NOT_TEXT_SHARE
