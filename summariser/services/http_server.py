"""The HTTP service as a process: where it listens, and how it ends."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

import uvicorn

from summariser.errors import ServiceError, UsageError
from summariser.reading.addresses import is_loopback
from summariser.services.desk import Desk, shown_model
from summariser.services.http_app import build_app
from summariser.services.http_guard import LOOPBACK_NAMES, Guard

_BACKLOG = 128
_IDLE = 15
"""Seconds that an idle connection is kept."""


def serve(
    desk: Desk,
    host: str,
    port: int,
    *,
    host_names: list[str],
    open_to_all: bool,
    grace: int,
    announce: Callable[[str], None],
) -> None:
    """Answer requests until a signal ends it; those under way are finished first.

    Args:
        desk: Where articles are read; its model is loaded before the first request is taken.
        host: Address to listen on.
        port: Port to listen on; 0 for any that is free.
        host_names: Names that requests may call it by, besides those of this machine itself.
        open_to_all: Whether to listen for other machines without asking for a token.
        grace: Seconds that requests under way have at the end.
        announce: Told in a line where it listens, and when it has ended.

    Raises:
        UsageError: Other machines could use it without a token.
        ServiceError: The port cannot be had.
        SummariserError: The topic does not load or the model cannot be used.
    """
    token = desk.settings.token
    if not (is_loopback(host) or token or open_to_all):
        hint = "Set SUMMARISER_TOKEN, or say --without-token where something else guards it."
        raise UsageError("other machines could use it without a token", subject=host, hint=hint)
    summariser = desk.open()
    names = {*host_names, *LOOPBACK_NAMES} if host_names or is_loopback(host) else set[str]()
    app = build_app(desk, Guard(token, names))
    listening = _listen(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=grace,
        ws="none",
    )
    where = f"[{host}]" if ":" in host else host
    model = shown_model(summariser.endpoint.name)
    announce(f"http://{where}:{listening.getsockname()[1]} reads with {model}")
    _run(uvicorn.Server(config), listening)
    announce("ended")


def _run(server: uvicorn.Server, listening: socket.socket) -> None:
    """Run to its end; being told to end is no failure, so the signal is not raised again."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        problem = f"it cannot listen there ({error.strerror})"
        raise ServiceError(problem, subject=f"{host}:{port}", hint="Name another with --port.") from error
