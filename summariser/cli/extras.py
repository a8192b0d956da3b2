"""What a command needs beyond a plain installation."""

from __future__ import annotations

from importlib.util import find_spec

from summariser.errors import UsageError


def need(extra: str, *packages: str) -> None:
    """Refuse a command before it does any work, where the packages of its extra are not there.

    Raises:
        UsageError: A package is missing; says how to install the extra.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise UsageError(
            f"the extra '{extra}' is not installed",
            subject=", ".join(missing),
            hint=f"Run pip install 'summariser[{extra}]'.",
        )
