"""Pages from http(s) addresses, within limits, from public hosts only."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from summariser.errors import EmptySource, FetchError, ForbiddenAddress, UnsupportedSource
from summariser.reading.addresses import Resolve, checked_ip, resolve_host
from summariser.reading.deadline import Deadline, OutOfTime, within
from summariser.reading.limits import too_large
from summariser.reading.unpacking import CODINGS, Damaged, OverLimit, unpack

if TYPE_CHECKING:
    import httpx2

READ_TYPES = frozenset(
    ["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown", "application/pdf"]
)
_UNTOLD = frozenset(["", "application/octet-stream", "binary/octet-stream"])
"""Media types that say nothing; the content decides then."""

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_OK = 200
_HEADERS = {
    "User-Agent": "summariser (article reader)",
    "Accept": "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip",
}
_SAVE = "Save the page to a file and give that."
_STATUS_HINTS = {
    401: "The page asks for a login. " + _SAVE,
    402: "The page has to be paid for. " + _SAVE,
    403: "The server refuses programs. " + _SAVE,
    404: "Check the address.",
    410: "The page is gone; an archive may have it.",
    429: "The server asks for fewer requests; try again later.",
    451: "The page is blocked for legal reasons.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave.

    Attributes:
        body: The bytes, unpacked.
        media_type: Media type without parameters, lower case; empty where the server does not say.
        charset: Encoding that the server declares, if any.
        address: Where it finally came from.
    """

    body: bytes
    media_type: str
    charset: str | None
    address: str


@dataclass(frozen=True)
class Fetcher:
    """Fetches pages.

    Each hop's host is resolved once, all its addresses are checked, and the connection goes to the checked one, while
    the name stays in the ``Host`` header and in the TLS handshake. Proxies of the environment are not used; pass a
    transport for one.

    Attributes:
        max_bytes: Most bytes of a body, unpacked.
        timeout: Most seconds for everything: resolving, redirects, reading.
        allow_private: Whether hosts that are not public may be fetched from.
        transport: HTTP transport in the place of the network.
        resolve: How host names are resolved.
        types: Media types that are taken; what says no type is taken too.
    """

    max_bytes: int
    timeout: float
    allow_private: bool = False
    transport: httpx2.BaseTransport | None = None
    resolve: Resolve = resolve_host
    types: frozenset[str] = READ_TYPES

    def fetch(self, address: str) -> Page:
        """The page at an address.

        Raises:
            ForbiddenAddress: A scheme that is not allowed or a host that is not public, also on the way.
            FetchError: It could not be had: name, connection, time, redirects, status.
            UnsupportedSource: It is not of a kind that is read.
            SourceTooLarge: It is over the limit.
            EmptySource: The server answered with nothing.
        """
        try:
            return within(self.timeout, lambda deadline: self._follow(address, deadline), uses="httpx2")
        except OutOfTime:
            problem = f"the server did not answer within {self.timeout:g} seconds"
            raise FetchError(problem, subject=address, hint="Try again, or allow more time.") from None

    def _follow(self, address: str, deadline: Deadline) -> Page:
        """Follow redirects up to the page."""
        import httpx2

        url = _parsed(address, address)
        visited = set()
        try:
            client = httpx2.Client(transport=self.transport, trust_env=False, follow_redirects=False)
            # The caller's transport serves other fetches too, so it is left open.
            with contextlib.nullcontext(client) if self.transport else client:
                for _ in range(_MOST_REDIRECTS + 1):
                    visited.add(str(url))
                    outcome = self._request(client, url, address, deadline)
                    if isinstance(outcome, Page):
                        return outcome
                    if str(outcome) in visited:
                        hint = "The page may want a login. " + _SAVE
                        raise FetchError("the server redirects in a circle", subject=address, hint=hint)
                    url = outcome
        except httpx2.TimeoutException as error:
            raise OutOfTime from error
        except httpx2.HTTPError as error:
            deadline.remaining()
            _raise_connection_error(error, address)
        problem = f"the server redirects more than {_MOST_REDIRECTS} times"
        raise FetchError(problem, subject=address, hint="Give the address it ends at.")

    def _request(self, client: httpx2.Client, url: httpx2.URL, subject: str, deadline: Deadline) -> Page | httpx2.URL:
        """One hop: the page, or where it has moved."""
        port = url.port or (443 if url.scheme == "https" else 80)
        ip = checked_ip(url.host, port, allow_private=self.allow_private, resolve=self.resolve, subject=subject)
        client.cookies.clear()
        request = client.build_request(
            "GET",
            url.copy_with(host=ip),
            headers=_HEADERS | {"Host": url.netloc.decode("ascii")},
            timeout=deadline.remaining(),
            extensions={"sni_hostname": url.host, "trace": _guard_connection(deadline)},
        )
        response = client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _parsed(response.headers["location"], subject, base=url)
            return self._page(response, url, subject, deadline)
        finally:
            response.close()

    def _page(self, response: httpx2.Response, url: httpx2.URL, subject: str, deadline: Deadline) -> Page:
        """The body of an answer that is no redirect."""
        _check_status(response, subject)
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in self.types | _UNTOLD:
            hint = "Give the address of a page, a text or a PDF."
            raise UnsupportedSource(f"it is {media_type}, not an article", subject=subject, hint=hint)
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding not in CODINGS:
            problem = f"it is packed in a way that was not asked for ({coding})"
            raise UnsupportedSource(problem, subject=subject, hint=_SAVE)
        if _declared_length(response) > self.max_bytes:
            raise too_large(subject, self.max_bytes)
        body = self._body(response, coding, subject, deadline)
        if not body:
            raise EmptySource("the server sent an empty page", subject=subject, hint=_SAVE)
        return Page(body, "" if media_type in _UNTOLD else media_type, response.charset_encoding, str(url))

    def _body(self, response: httpx2.Response, coding: str, subject: str, deadline: Deadline) -> bytes:
        def pieces() -> Any:
            for piece in response.iter_raw(65_536):
                deadline.remaining()
                yield piece

        try:
            if response.is_stream_consumed:  # a transport of the caller may hand over a whole body, unpacked
                return unpack([response.content], "", self.max_bytes)
            return unpack(pieces(), coding, self.max_bytes)
        except OverLimit:
            raise too_large(subject, self.max_bytes) from None
        except Damaged as error:
            raise FetchError("the page arrived damaged", subject=subject, hint="Try again.") from error


def _parsed(address: str, subject: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An http(s) URL with a host and without a password, or an error."""
    import httpx2

    try:
        url = httpx2.URL(address.strip()) if base is None else base.join(address.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError("the address is malformed", subject=subject, hint="Check the address.") from error
    if url.scheme not in ("http", "https"):
        problem = f"addresses with {url.scheme or 'no scheme'} are not read"
        raise ForbiddenAddress(problem, subject=subject, hint="Give an http or https address.")
    if not url.host:
        raise FetchError("the address names no host", subject=subject, hint="Check the address.")
    if url.userinfo:
        problem = "the address carries a user name or password"
        raise ForbiddenAddress(problem, subject=subject, hint="Give the address without it.")
    return url.copy_with(fragment=None)


def _guard_connection(deadline: Deadline) -> Callable[[str, dict[str, Any]], None]:
    """A callback for the HTTP library that hands each new connection to the deadline."""

    def traced(event: str, info: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            connection = info["return_value"].get_extra_info("socket")
            if connection is not None:
                deadline.guard(connection)

    return traced


def _check_status(response: httpx2.Response, subject: str) -> None:
    status = response.status_code
    if status != _OK:
        hint = _STATUS_HINTS.get(status, "Try again later." if response.is_server_error else "Check the address.")
        raise FetchError(f"the server answered {status} {response.reason_phrase}".rstrip(), subject=subject, hint=hint)


def _declared_length(response: httpx2.Response) -> int:
    length = response.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) <= 18 else 0


def _raise_connection_error(error: httpx2.HTTPError, subject: str) -> NoReturn:
    """What went wrong on the network, in words."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        problem = f"the server's certificate is not valid ({cause.verify_message})"
        raise FetchError(problem, subject=subject, hint="Check the address. " + _SAVE) from error
    if cause is not None:
        raise FetchError("no secure connection could be made", subject=subject, hint=_SAVE) from error
    raise FetchError("the connection failed", subject=subject, hint="Check the address and the network.") from error
