"""The work behind ``serve`` and ``mcp``: the extras, the limits, the log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from summariser.cli.extras import need
from summariser.errors import UsageError
from summariser.safe import one_line
from summariser.services.desk import Desk, Limits
from summariser.settings import Settings
from summariser.topics.loading import installed_topics

_LEVELS = ("debug", "info", "warning", "error")


def desk(model: str | None, base_url: str | None, limits: Limits) -> Desk:
    """Where requests are worked on.

    Raises:
        UsageError: The configured topic is a folder, or not installed.
    """
    settings = Settings.load()
    known = ", ".join(installed_topics())
    if settings.topic not in installed_topics():
        raise UsageError(
            "a service reads for installed topics alone", subject=settings.topic, hint=f"Installed: {known}."
        )
    return Desk(settings, model, base_url, limits)


def over_http(desk: Desk, host: str, port: int, *, host_names: list[str], open_to_all: bool, grace: int) -> None:
    """Serve over HTTP until a signal ends it."""
    need("serve", "fastapi", "uvicorn")
    from summariser.services.http_server import serve

    serve(desk, host, port, host_names=host_names, open_to_all=open_to_all, grace=grace, announce=_announce)


def over_stdio(desk: Desk) -> None:
    """Serve an agent on standard input and output until it goes."""
    need("mcp", "mcp")
    from summariser.services.mcp_server import serve

    serve(desk)


@contextmanager
def log_to_stderr(level: str) -> Iterator[None]:
    """Write the log of this program to stderr, from a level on.

    Raises:
        UsageError: There is no such level.
    """
    if level not in _LEVELS:
        raise UsageError("is no level of the log", subject=level, hint=f"Levels are: {', '.join(_LEVELS)}.")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(_one_line)
    loggers = [logging.getLogger(name) for name in ("summariser", "uvicorn.error")]
    for logger, least in zip(loggers, (level.upper(), "ERROR"), strict=True):
        logger.addHandler(handler)
        logger.setLevel(least)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.setLevel(logging.NOTSET)


def _one_line(record: logging.LogRecord) -> bool:
    """Keep what comes from outside from writing lines of its own into the log."""
    record.msg, record.args = one_line(record.getMessage()), None
    return True


def _announce(line: str) -> None:
    typer.echo(f"summariser: {line}", err=True)
    sys.stderr.flush()
