"""Sources that somebody else wrote: folders, pages, texts, documents."""

from __future__ import annotations

import gzip
import os
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from summariser.errors import FetchError, ForbiddenAddress, InputError, UnreadableSource
from summariser.reading.addresses import checked_ip
from summariser.reading.decoding import decode
from summariser.reading.fetching import Fetcher
from summariser.reading.reader import Reader
from summariser.reading.sources import Source, expand, stream
from summariser.reading.unpacking import unpack
from tests.reading.pdfs import make_pdf

PARAGRAPH = "India and Oman signed a pact on Friday in Muscat, officials said after the talks."


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/",
        "http://[::1]:80/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://127.0.0.1./",
        "http://user@127.0.0.1/",
        "http://good.example@127.0.0.1/",
        "http://good.example\\@127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/_MAIL",
        "http:///etc/passwd",
        "http://localhost:0/",
        "http://localhost:99999/",
    ],
)
def test_no_spelling_of_an_inward_address_is_fetched(address: str) -> None:
    """Whatever an address looks like, nothing that is not public is connected to."""
    import httpx2

    sent: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.url.host)
        return httpx2.Response(200, headers={"Content-Type": "text/plain"}, content=b"secret of the inside")

    fetcher = Fetcher(1000, 5, transport=httpx2.MockTransport(answer), resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(FetchError):
        fetcher.fetch(address)
    assert sent == []


def test_a_name_that_changes_its_mind_is_asked_once() -> None:
    """DNS rebinding: the first answer is checked and connected to; a second, inward one is never asked for."""
    import httpx2

    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    sent: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.url.host)
        return httpx2.Response(200, headers={"Content-Type": "text/plain"}, content=b"India signed.")

    fetcher = Fetcher(1000, 5, transport=httpx2.MockTransport(answer), resolve=lambda host, port: next(answers))
    fetcher.fetch("http://rebinding.example/")
    assert sent == ["93.184.216.34"]


def test_another_port_is_no_way_around() -> None:
    """A port does not change who a host is; a public host may be asked at any."""
    assert checked_ip("8.8.8.8", 8080, allow_private=False, resolve=lambda *_: [], subject="a") == "8.8.8.8"
    with pytest.raises(ForbiddenAddress):
        checked_ip("10.0.0.1", 8080, allow_private=False, resolve=lambda *_: [], subject="a")


# Bodies


def test_what_follows_a_packed_body_is_not_kept() -> None:
    """A server may send without end behind a packed page: it is neither read nor held in memory."""
    taken = 0

    def pieces():  # type: ignore[no-untyped-def]
        nonlocal taken
        yield gzip.compress(b"India signed.")
        for _ in range(1000):
            taken += 1
            yield bytes(65_536)

    assert unpack(pieces(), "gzip", 1000) == b"India signed."
    assert taken <= 1


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br", "compress", "x" * 5000])
def test_other_packings_are_refused(coding: str) -> None:
    """Only what was asked for is unpacked."""
    import httpx2

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["Accept-Encoding"] == "gzip"
        stream = httpx2.ByteStream(b"\x1b\x03\x00")
        headers = {"Content-Type": "text/plain", "Content-Encoding": coding}
        return httpx2.Response(200, headers=headers, stream=stream)

    fetcher = Fetcher(1000, 5, transport=httpx2.MockTransport(answer), resolve=lambda *_: ["93.184.216.34"])
    with pytest.raises(InputError, match="not asked for"):
        fetcher.fetch("http://a.example/")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_unpacks_to_a_gigabyte_is_stopped_early(coding: str) -> None:
    """No more than the limit is unpacked of a small body."""
    from summariser.reading.unpacking import OverLimit

    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    began = time.process_time()
    with pytest.raises(OverLimit):
        unpack([packed], coding, 100_000)
    assert time.process_time() - began < 0.5


# Text


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "hz", "rot13"]
)
def test_a_charset_that_is_none_of_texts_is_ignored(charset: str) -> None:
    """A source cannot name a codec that is slow, or that makes other words of the bytes than a browser shows."""
    data = b"a+ADw-b \\u0041 ~{ xn--a-" + b"b9" * 500_000
    began = time.process_time()
    assert decode(data, source="a", charset=charset).text == data.decode("ascii")
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "data",
    [
        b"India \xc0\xafsigned",
        b"\xef\xbb\xbfIndia\xff\xfe signed",
        b"\xff\xfeI\x00n\x00\xef\xbb\xbf",
        b"\xf0\x82\x82\xac India \xed\xa0\x80 signed",
    ],
)
def test_overlong_and_mixed_encodings_make_no_other_signs(data: bytes) -> None:
    """Overlong forms, marks in the middle and halves of pairs become replacement characters, or are refused."""
    try:
        text = decode(data, source="a").text
    except InputError:
        return
    assert "/" not in text
    text.encode()


def test_hidden_encodings_of_a_page_are_judged_once() -> None:
    """What a page's head declares is bound by the same list."""
    page = f"<html><head><meta charset='utf-7'></head><body><p>+ADw-b+AD4 {PARAGRAPH}</p></body></html>".encode()
    assert "+ADw-b+AD4" in Reader().read_bytes(page, source="a").text


# Markup


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (f"<!DOCTYPE html [{LAUGHS}]>", "&a11;"),
        ('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE html [<!ENTITY % x SYSTEM "http://127.0.0.1:9/a.dtd"> %x;]>', ""),
    ],
)
def test_entities_of_a_page_are_not_expanded(head: str, words: str) -> None:
    """XHTML's entities neither grow nor read a file or another host."""
    page = f'<?xml version="1.0"?>{head}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{words} {PARAGRAPH}</p>'
    began = time.process_time()
    text = Reader(timeout=10).read_bytes(f"{page}</body></html>".encode(), source="a").text
    assert time.process_time() - began < 5
    assert len(text) < 5_000
    assert "root:" not in text


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<table><tr><td>", "<ul><li>", "<b>", "<!--", "<p style='display:none'>x", "&amp;", "<a href='a/"],
)
def test_deep_and_endless_markup_ends(piece: str) -> None:
    """Nested and repeated elements are an article or an error, within the limit of time."""
    page = f"<html><body><article><p>{PARAGRAPH}</p>{piece * 20_000}".encode()
    began = time.monotonic()
    try:
        text = Reader(timeout=3).read_bytes(page, source="a").text
    except InputError:
        text = PARAGRAPH
    assert PARAGRAPH in text
    assert time.monotonic() - began < 30


# Folders


Finding = Callable[[list[str]], Iterable[Source | InputError]]


@pytest.mark.parametrize("find", [expand, stream])
def test_a_link_that_leads_out_of_a_folder_is_not_read(find: Finding, tmp_path: Path) -> None:
    """Who wrote a folder cannot have a file of the reader's put into a report; a link inside it is fine."""
    (tmp_path / "secret.txt").write_text("the key")
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("India signed.")
    (folder / "b.txt").symlink_to("../secret.txt")
    (folder / "c.txt").symlink_to("a.txt")
    (folder / "up").symlink_to(tmp_path)
    found = list(find([str(folder)]))
    assert {item.name for item in found if isinstance(item, Source)} == {str(folder / "a.txt"), str(folder / "c.txt")}
    (error,) = [item for item in found if isinstance(item, InputError)]
    assert isinstance(error, UnreadableSource)
    assert "leads out of the folder" in str(error)
    assert list(find([str(folder / "b.txt")])) == [Source(str(folder / "b.txt"), "file")]


@pytest.mark.parametrize("find", [expand, stream])
def test_a_pipe_in_a_folder_is_not_waited_for(find: Finding, tmp_path: Path) -> None:
    """A pipe that nobody writes to would hold the run up for ever."""
    os.mkfifo(tmp_path / "a.txt")
    (error,) = find([str(tmp_path)])
    assert isinstance(error, UnreadableSource)
    assert "no ordinary file" in str(error)


# Documents


def _spoilt(change: tuple[bytes, bytes]) -> bytes:
    return make_pdf([["India signed a pact."]]).replace(*change)


DOCUMENTS = {
    "a page tree that contains itself": _spoilt((b"/Kids [4 0 R]", b"/Kids [2 0 R 4 0 R]")),
    "more pages than there are": _spoilt((b"/Count 1", b"/Count 999999999")),
    "the same page again and again": _spoilt((b"/Kids [4 0 R]", b"/Kids [" + b"4 0 R " * 20_000 + b"]")),
    "a table of references that goes round": _spoilt((b"/Size", b"/Prev 9 /Size")),
    "a huge table of references": b"%PDF-1.4\nxref\n0 999999999\n"
    + b"0000000000 65535 f \n" * 20_000
    + b"trailer <<>>",
    "arrays without end": b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000,
    "dictionaries without end": b"%PDF-1.4\n1 0 obj\n" + b"<<" * 200_000,
    "objects without end": b"%PDF-1.4\n" + b"1 0 obj\n" * 50_000,
    "an unknown lock": _spoilt((b"/Size", b"/Encrypt << /Filter /Unknown >> /ID [(a) (a)] /Size")),
    "an unknown filter": _spoilt((b"/Length", b"/Filter /Nonesuch /Length")),
}


@pytest.mark.parametrize("data", DOCUMENTS.values(), ids=DOCUMENTS)
def test_hostile_documents_end(data: bytes) -> None:
    """Cycles, deep trees and huge tables are an article or an error of the tree, within the limit of time."""
    began = time.monotonic()
    try:
        Reader(timeout=3).read_bytes(data, source="a", media_type="application/pdf")
    except InputError as error:
        assert error.hint
    assert time.monotonic() - began < 30


def test_a_document_that_unpacks_to_a_gigabyte_is_stopped() -> None:
    """The library's limit on unpacked streams holds."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"(a) Tj " * 150_000) for _ in range(300)) + packer.flush()
    page = b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    pdf = make_pdf([["x"]])
    start = pdf.index(b"/Length")
    data = pdf[:start] + page + pdf[pdf.index(b"endstream") + len(b"endstream") :]
    with pytest.raises(InputError):
        Reader(timeout=10).read_bytes(data, source="a", media_type="application/pdf")
