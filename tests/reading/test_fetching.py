"""Addresses: only public hosts, the one that was checked, within limits of size, time and redirects."""

from __future__ import annotations

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.errors import (
    EmptySource,
    FetchError,
    ForbiddenAddress,
    SourceTooLarge,
    UnsupportedSource,
)
from summariser.reading.addresses import checked_ip, is_public
from summariser.reading.fetching import Fetcher
from summariser.reading.reader import Reader
from summariser.reading.unpacking import Damaged, OverLimit, unpack
from tests.reading.servers import PARAGRAPH, Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server on this machine."""
    with serving() as running:
        yield running


def reader(**changes: object) -> Reader:
    """A reader that may read from this machine."""
    return Reader(**{"allow_private": True, "timeout": 5, "max_bytes": 1_000_000, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["article", "gzip", "untyped", "go/5"])
def test_page_is_read(server: Server, path: str) -> None:
    """A page comes through plain, packed, without a media type and behind five redirects."""
    article = reader().read(f"{server.address}/{path}")
    assert article.text.startswith(PARAGRAPH.strip())
    assert str(article.published) == "2025-10-31"
    assert article.source == f"{server.address}/{path}"


def test_text_in_the_charset_of_the_server(server: Server) -> None:
    """Plain text is decoded as the server says."""
    assert reader().read(f"{server.address}/text").text == "Le traité est signé."


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("go/6", FetchError, "more than 5 times"),
        ("circle", FetchError, "in a circle"),
        ("status/404", FetchError, "404"),
        ("status/403", FetchError, "403"),
        ("status/500", FetchError, "Try again later"),
        ("status/204", FetchError, "204"),
        ("image", UnsupportedSource, "image/png"),
        ("liar", UnsupportedSource, "PNG"),
        ("empty", EmptySource, "empty page"),
        ("large", SourceTooLarge, "limit"),
        ("endless", SourceTooLarge, "limit"),
        ("bomb", SourceTooLarge, "limit"),
        ("twice", UnsupportedSource, "not asked for"),
        ("notgzip", FetchError, "damaged"),
        ("hangup", FetchError, "connection failed"),
        ("short", FetchError, "connection failed"),
        ("to?ftp://a.example/", ForbiddenAddress, "ftp"),
        ("to?file:///etc/passwd", ForbiddenAddress, "file"),
        ("to?http://u:p@a.example/", ForbiddenAddress, "password"),
        ("to?http://[::1", FetchError, "malformed"),
    ],
)
def test_each_fault_is_an_error_of_its_own(server: Server, path: str, error: type[FetchError], words: str) -> None:
    """What goes wrong is named, with the address the user gave and something to do."""
    with pytest.raises(error, match=words) as raised:
        reader().read(f"{server.address}/{path}")
    assert raised.value.hint
    assert raised.value.subject == f"{server.address}/{path}"


@pytest.mark.parametrize("path", ["slow", "drip", "dripbody"])
def test_time_is_bounded_for_everything(server: Server, path: str) -> None:
    """A server that is silent, or sends a byte now and then, is left at the limit, and no thread stays behind."""
    before = set(threading.enumerate())
    start = time.perf_counter()
    with pytest.raises(FetchError, match=r"within 0\.4 seconds"):
        reader(timeout=0.4).read(f"{server.address}/{path}")
    assert time.perf_counter() - start < 1.5
    left = [thread for thread in set(threading.enumerate()) - before if thread.name == "reading"]
    for thread in left:
        thread.join(2)
    assert not any(thread.is_alive() for thread in left)


def test_slow_resolver_is_left(server: Server) -> None:
    """Resolving counts as time."""
    done = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        done.wait(5)
        return []

    with pytest.raises(FetchError, match="within"):
        Fetcher(1000, 0.2, resolve=resolve).fetch("http://slow.example/")
    done.set()


def test_private_hosts_are_refused_on_the_first_hop(server: Server) -> None:
    """Without leave, this machine is out of reach, and nothing is sent to it."""
    before = len(server.requests)
    with pytest.raises(ForbiddenAddress, match="not a public host"):
        reader(allow_private=False).read(f"{server.address}/article")
    assert len(server.requests) == before


def test_every_hop_is_checked_and_the_checked_address_is_used(server: Server) -> None:
    """A name is resolved once a hop, and the connection goes to that address under the name."""
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    fetcher = Fetcher(1_000_000, 5, allow_private=True, resolve=resolve)
    fetcher.fetch(f"http://first.example:{server.server_port}/to?http://second.example:{server.server_port}/article")
    assert asked == ["first.example", "second.example"]
    headers = server.requests[-1][1]
    assert headers["Host"] == f"second.example:{server.server_port}"  # type: ignore[index]
    assert headers["Cookie"] is None  # type: ignore[index]


def test_redirect_inward_is_refused() -> None:
    """A public page that redirects to a private host gets no further."""
    import httpx2

    sent = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(str(request.url))
        return httpx2.Response(302, headers={"Location": "http://inside.example/secret"})

    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.7"] if host == "inside.example" else ["93.184.216.34"]

    fetcher = Fetcher(1000, 5, transport=httpx2.MockTransport(answer), resolve=resolve)
    with pytest.raises(ForbiddenAddress, match=r"inside\.example is not a public host"):
        fetcher.fetch("https://news.example/a#top")
    assert sent == ["https://93.184.216.34/a"]


def test_tls_is_asked_for_the_name() -> None:
    """Though the connection goes to the number, the handshake names the host."""
    import httpx2

    seen = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append((request.extensions["sni_hostname"], request.headers["Host"], request.url.host))
        return httpx2.Response(200, headers={"Content-Type": "text/plain"}, content=b"India signed.")

    fetcher = Fetcher(1000, 5, transport=httpx2.MockTransport(answer), resolve=lambda host, port: ["93.184.216.34"])
    assert fetcher.fetch("https://news.example/a").body == b"India signed."
    assert seen == [("news.example", "news.example", "93.184.216.34")]


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "::ffff:0:127.0.0.1",
    ],
)
def test_inward_addresses_are_not_public(ip: str) -> None:
    """Private, local, reserved and multicast addresses, also wrapped in IPv6 ones, are told."""
    assert not is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"])
def test_outward_addresses_are_public(ip: str) -> None:
    """Ordinary addresses pass, also one behind a network's own translation."""
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "1.2.3.4.", "08.8.8.8", "a.0x1"]
)
def test_odd_spellings_are_refused(host: str) -> None:
    """Decimal, octal, hexadecimal and short spellings of an IP address are refused even where private is allowed."""
    with pytest.raises(ForbiddenAddress, match="unusual spelling"):
        checked_ip(host, 80, allow_private=True, resolve=lambda host, port: ["127.0.0.1"], subject="a")


def test_one_private_address_among_public_ones_is_enough() -> None:
    """A name that points outward and inward is refused."""
    with pytest.raises(ForbiddenAddress):
        checked_ip("a.example", 80, allow_private=False, resolve=lambda *_: ["8.8.8.8", "10.0.0.1"], subject="a")


@pytest.mark.parametrize("failure", [OSError("no name"), UnicodeError("label too long"), None])
def test_unresolvable_name(failure: Exception | None) -> None:
    """A name that does not resolve, or to nothing, is a fetch error with a hint."""

    def resolve(host: str, port: int) -> list[str]:
        if failure is not None:
            raise failure
        return []

    with pytest.raises(FetchError, match="cannot be resolved"):
        checked_ip("nowhere.example", 80, allow_private=False, resolve=resolve, subject="a")


@settings(deadline=None)
@given(st.ip_addresses())
def test_every_address_is_judged(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """No address raises, and one that Python calls private is never public."""
    if ip.is_private and not (ip.version == 6 and ip in ipaddress.IPv6Network("64:ff9b:1::/48")):
        assert not is_public(ip)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_an_error_of_the_tree(rest: str) -> None:
    """Whatever stands behind the scheme, only errors of the tree come out."""
    fetcher = Fetcher(1000, 5, resolve=lambda host, port: ["10.0.0.1"])
    with pytest.raises(FetchError):
        fetcher.fetch("http://" + rest)


@settings(deadline=None)
@given(st.binary(max_size=2000), st.integers(1, 50))
def test_packed_bodies_come_back(body: bytes, size: int) -> None:
    """A body packed and cut into pieces of any size is whole again; one byte over the limit is refused."""
    packed = gzip.compress(body)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert unpack(pieces, "gzip", len(body)) == body
    if body:
        with pytest.raises(OverLimit):
            unpack(pieces, "gzip", len(body) - 1)
    with pytest.raises(Damaged):
        unpack([packed[:-1]], "gzip", 10_000)
