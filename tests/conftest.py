"""What holds for every test: no network, no keys, no configuration of the user's, the same examples in CI."""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

_ASKS_NETWORK = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0}
"""Audit events that reach for another host, and which of their arguments names it."""
_OURS = ("SUMMARISER_", "OPENAI_", "ANTHROPIC_")

for name in [name for name in os.environ if name.startswith(_OURS) or name.endswith("_API_KEY")]:
    del os.environ[name]
os.environ["SUMMARISER_CONFIG"] = os.devnull

settings.register_profile(
    "project",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


def _refuse_other_hosts(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail the test that reaches beyond this machine; the interpreter itself reports every attempt."""
    position = _ASKS_NETWORK.get(event)
    if position is None:
        return
    host = arguments[position]
    if isinstance(host, tuple):
        host = host[0]
    if isinstance(host, bytes):
        host = host.decode("utf-8", "replace")
    if event != "socket.getaddrinfo" and not isinstance(arguments[position], tuple):
        return  # the path of a local socket
    if host in (None, "", "localhost") or _is_loopback(host):
        return
    pytest.fail(f"a test reached for the network: {host}", pytrace=True)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_other_hosts)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end of a run nobody waits for a single one."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
