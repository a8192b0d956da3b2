"""Which hosts may be fetched from: public ones, by every address their name resolves to."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterator

from summariser.errors import FetchError, ForbiddenAddress

Resolve = Callable[[str, int], list[str]]
"""Host and port to the IP addresses to connect to."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NUMERIC_LABEL = re.compile(r"(?:\d+|0[xX][0-9a-fA-F]*)")
_TRANSLATED = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("::/96"),
    ipaddress.IPv6Network("::ffff:0:0:0/96"),
)
"""IPv6 networks whose last 32 bits are an IPv4 address: NAT64 (RFC 6052, 8215), IPv4-compatible, IPv4-translated."""


def resolve_host(host: str, port: int) -> list[str]:
    """The addresses the system's resolver knows for a host, without duplicates, in its order.

    Raises:
        OSError: The name does not resolve.
        UnicodeError: The name is not one.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, which no other reaches by that name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def checked_ip(host: str, port: int, *, allow_private: bool, resolve: Resolve, subject: str) -> str:
    """The one IP address to connect to for a host.

    The caller must connect to this address and not resolve the name again, else a name server could answer with a
    public address first and a private one then.

    Args:
        host: Name, IPv4 or IPv6 address, without brackets.
        port: TCP port.
        allow_private: Whether hosts inside are allowed.
        resolve: How names are resolved.
        subject: The address as the user gave it, for errors.

    Raises:
        ForbiddenAddress: The host, or one of the addresses it resolves to, is not public.
        FetchError: The name does not resolve.
    """
    _refuse_odd_spelling(host, subject)
    try:
        ips = [ipaddress.ip_address(host)]
    except ValueError:
        ips = _resolved(host, port, resolve, subject)
    if not allow_private and not all(is_public(ip) for ip in ips):
        raise ForbiddenAddress(
            f"{host} is not a public host",
            subject=subject,
            hint="Save the page to a file, or allow private hosts if you trust the address.",
        )
    return str(ips[0])


def is_public(ip: IPAddress) -> bool:
    """Whether an address is on the public internet, also as the IPv4 address that is wrapped in an IPv6 one."""
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id is not None or ip.is_site_local):
        return False
    wrapped = list(_wrapped(ip))
    if not all(is_public(inner) for inner in wrapped):
        return False
    return ip.is_global and not ip.is_multicast and (bool(wrapped) or not ip.is_reserved)


def _wrapped(ip: IPAddress) -> Iterator[ipaddress.IPv4Address]:
    """IPv4 addresses that packets to this IPv6 address may end up at."""
    if isinstance(ip, ipaddress.IPv4Address):
        return
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if ip.teredo:
        yield from ip.teredo
    if any(ip in network for network in _TRANSLATED):
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)


def _refuse_odd_spelling(host: str, subject: str) -> None:
    """``2130706433``, ``0177.0.0.1`` and ``0x7f.1`` are spellings of IPv4 addresses that only hide where they point."""
    last = host.rstrip(".").rpartition(".")[2]
    if not _NUMERIC_LABEL.fullmatch(last):
        return
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        problem = f"{host} is an unusual spelling of an IP address"
        raise ForbiddenAddress(problem, subject=subject, hint="Write it as four decimal numbers.") from None


def _resolved(host: str, port: int, resolve: Resolve, subject: str) -> list[IPAddress]:
    try:
        ips = [ipaddress.ip_address(found) for found in resolve(host, port)]
    except (OSError, ValueError) as error:
        ips = []
        cause: Exception | None = error
    else:
        cause = None
    if not ips:
        hint = "Check the spelling and the network."
        raise FetchError(f"the host name {host} cannot be resolved", subject=subject, hint=hint) from cause
    return ips
