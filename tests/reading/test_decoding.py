"""Bytes to text: encodings found, text unchanged, binary data refused; hidden characters reported."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.errors import EmptySource, InputError, UnsupportedSource
from summariser.reading.decoding import decode
from summariser.reading.hidden import find_hidden

TEXT = "India’s pact – “historic” – is worth €3.5 bn.\r\nसमझौता हुआ।\nIt lasts.\r"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_comes_through_whole(encoding: str) -> None:
    """Every Unicode encoding, marked or not, gives the text with its line ends; only the mark goes."""
    text = (
        TEXT
        if encoding.startswith(("utf-8", "utf-16", "utf-32")) and len(encoding) < 9
        else "India's pact.\r\nIt lasts."
    )
    assert decode(text.encode(encoding), source="a").text == text


def test_big_endian_marks() -> None:
    """Big-endian marks are told from little-endian ones."""
    assert decode(b"\xfe\xff" + "Año".encode("utf-16-be"), source="a").text == "Año"


def test_declared_charset_wins_over_detection() -> None:
    """What the server says is used where it fits."""
    assert decode("Łódź".encode("iso-8859-2"), source="a", charset="ISO-8859-2").text == "Łódź"


@pytest.mark.parametrize("charset", ["no-such", "ascii", "base64", "idna", "\0"])
def test_wrong_charset_is_ignored(charset: str) -> None:
    """An unknown, unfit or non-text codec does no harm."""
    assert decode("Le traité".encode(), source="a", charset=charset).text == "Le traité"


def test_old_encoding_is_detected_and_noted() -> None:
    """A Windows-1252 text is read, and the guess is said."""
    text = "Le traité a été signé à Nîmes, déclare le ministère français de la Défense. " * 5
    found = decode(text.encode("cp1252"), source="a")
    assert found.text == text
    assert "taken for" in found.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "The EU will pay €5bn to Türkiye.",
        "Die Regierung kauft für 5 Mio. € Geräte in Köln.",
        "The ministers of France and Turkey signed a contract in Ankara. The EU will pay €5bn to Türkiye.",
        "“It is worth £5 billion,” the minister said. The pact – signed on Friday – isn’t new.",
    ],
)
def test_a_short_text_of_windows(text: str) -> None:
    """A few bytes beyond ASCII are those of Windows, not of a code page of DOS."""
    decoded = decode(text.encode("cp1252"), source="x")
    assert decoded.text == text
    assert "cp1252" in decoded.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le contrat a été signé à Genève.", "cp850"),
        ("Президент России подписал договор с Индией о поставках оружия.", "cp866"),
        ("Rząd podpisał umowę na zakup czołgów z Koreą Południową.", "cp852"),
    ],
)
def test_a_text_of_dos_is_still_read(text: str, encoding: str) -> None:
    """Where Windows's reading has signs inside words, or is hardly ASCII, the detected code page stays."""
    assert decode(text.encode(encoding), source="x").text == text


def test_little_damage_in_utf8_is_noted() -> None:
    """One broken byte in a UTF-8 text costs one character, not the encoding of all others."""
    data = ("India’s pact – historic. " * 100).encode()
    found = decode(data + b"\xff end", source="a")
    assert found.text.startswith("India’s pact – historic.")
    assert found.notes == ("1 characters could not be decoded as utf-8",)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04abc",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"{\\rtf1 text}",
        b"\x1f\x8b\x08",
        b"\xd0\xcf\x11\xe0",
        b"text\0with zeros",
        bytes(range(256)) * 4,
        b"\x01\x02\x03\x04 text",
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    """Office files, images, archives and noise are named as unsupported, with what to give instead."""
    with pytest.raises(UnsupportedSource, match="Give plain text"):
        decode(data, source="a")


def test_no_bytes_are_empty() -> None:
    """An empty file is an error of its own."""
    with pytest.raises(EmptySource, match="a: it is empty"):
        decode(b"", source="a")


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "utf-7", "zlib", "punycode"]))
def test_any_bytes_are_text_or_an_input_error(data: bytes, charset: str | None) -> None:
    """No bytes bring anything but a text or an error of the tree."""
    try:
        assert isinstance(decode(data, source="a", charset=charset).text, str)
    except InputError as error:
        assert error.hint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pa\u200bct", [(2, 3, "zero-width character")]),
        ("pay \u202e001\u202c dollars", [(4, 5, "bidirectional override"), (8, 9, "bidirectional override")]),
        ("x\U000e0049\U000e0067", [(1, 3, "tag characters")]),
        ("a\x1b[31mred\x1b[0m", [(1, 6, "control sequence"), (9, 13, "control sequence")]),
        ("a\x1b]0;title\x07b", [(1, 11, "control sequence")]),
        ("a\x07b\x9b2Jc", [(1, 2, "control sequence"), (3, 6, "control sequence")]),
        ("a\u00adb", [(1, 2, "soft hyphen")]),
        ("a\u3164b", [(1, 2, "blank filler")]),
        ("a\ufe01\ufe02", [(1, 3, "variation selectors")]),
        ("a\ufeffb", [(1, 2, "zero-width character")]),
        ("a\u200db", [(1, 2, "zero-width joiner")]),
        ("a\u200eb", [(1, 2, "direction mark")]),
        ("a\ud800b", [(1, 2, "broken character")]),
    ],
)
def test_hidden_characters_are_found(text: str, found: list[tuple[int, int, str]]) -> None:
    """Each kind of character that is not seen is reported with its place and name."""
    assert find_hidden(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "क\u094d\u200dष",
        "می\u200cخواهم",
        "🏴\U000e0067\U000e0062\U000e007f",
        "a\tb\r\nc\u00a0d\x85",
    ],
)
def test_ordinary_joiners_are_not_reported(text: str) -> None:
    """Emoji, scripts that join, flags and line ends are no hidden text."""
    assert find_hidden(text) == []


@pytest.mark.parametrize("piece", ["\x1b", "\x1b[", "\x1b]a", "\u200b", "\U000e0041", "\u202e", "\ufe0f", "\x9b1", "a"])
def test_finding_hidden_takes_no_time(piece: str) -> None:
    """A megabyte of escapes is searched in under a second or so."""
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    find_hidden(text)
    assert time.process_time() - start < 2
