"""The work behind ``config``: every setting with its value and where it comes from."""

from __future__ import annotations

import os

import typer

from summariser.llm.secrets import split_login
from summariser.safe import printable
from summariser.settings import PREFIX, Settings, default_file

_OWN = frozenset({f"{PREFIX}CONFIG"})


def show_settings() -> None:
    """Print a line for each setting; variables that look like settings and are none are told on stderr."""
    settings, places = Settings.load(), Settings.places()
    for name in Settings.model_fields:
        typer.echo(f"{name:12} {_shown(name, getattr(settings, name)):28} {printable(places.get(name, 'default'))}")
    file = os.environ.get(f"{PREFIX}CONFIG") or str(default_file())
    typer.echo(f"\nConfiguration file: {printable(file)}{'' if os.path.exists(file) else ' (there is none)'}")
    known = {PREFIX + name.upper() for name in Settings.model_fields} | _OWN
    for variable in sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known):
        typer.echo(f"summariser: {printable(variable)} is no setting; nothing reads it", err=True)


def _shown(name: str, value: object) -> str:
    """The value of a setting as it may be seen: no key, and no password in an address."""
    if value is None:
        return "-"
    if Settings.is_secret(name):
        return "(set, not shown)"
    scheme, login, host = split_login(str(value))
    return printable(f"{scheme}***@{host}" if login else str(value))
