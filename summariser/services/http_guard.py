"""Who may ask: the token, the names the service is known by, and no pages of other sites."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http import HTTPStatus

from fastapi import Request

from summariser.errors import AccessDenied
from summariser.services.http_body import Unreadable

_SCHEME = "bearer "
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


class Guard:
    """Decides whether a request is answered.

    Args:
        token: Token that requests must carry; None asks for none.
        hosts: Names that the service may be called by in a request. A page whose own name is made to point at this
            machine comes with another one. Empty for any.
    """

    def __init__(self, token: str | None = None, hosts: Iterable[str] = ()) -> None:
        self._token = token.encode() if token else None
        self._hosts = frozenset(hosts)

    @property
    def asks(self) -> bool:
        """Whether a token is asked for."""
        return self._token is not None

    def check_origin(self, request: Request) -> None:
        """Refuse a page of another site: a browser would send a text to a local service without asking anybody.

        Raises:
            Unreadable: The request comes with a strange host, or from a page.
        """
        name = host_name(request.headers.get("host", ""))
        if self._hosts and name not in self._hosts:
            error = AccessDenied("the service is not known by this host name", hint="Name it with --host-name.")
            raise Unreadable(error, HTTPStatus.MISDIRECTED_REQUEST)
        origin = request.headers.get("origin")
        if origin is not None and not self.asks and host_name(origin.rpartition("//")[2]) != name:
            error = AccessDenied("a page of another site asks", hint="Ask from a program, or set a token.")
            raise Unreadable(error, HTTPStatus.FORBIDDEN)

    def check_token(self, request: Request) -> None:
        """Refuse who does not know the token.

        Raises:
            AccessDenied: There is none in the request, or a wrong one.
        """
        if self._token is None:
            return
        given = request.headers.get("authorization", "")
        bearer = given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
        if not hmac.compare_digest(bearer.encode("utf-8", "replace"), self._token):
            raise AccessDenied("no token, or a wrong one", hint="Send it as Authorization: Bearer <token>.")


def host_name(authority: str) -> str:
    """The name in ``name:port``, in lower case and without the brackets of IPv6."""
    name = authority.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0]
