"""Tests reach for nothing beyond this machine: the guard in tests/conftest.py holds."""

from __future__ import annotations

import os
import socket

import pytest

ELSEWHERE = "192.0.2.1"
"""An address that is kept for documentation and belongs to nobody."""


def test_a_connection_elsewhere_fails_the_test() -> None:
    """A test cannot come to depend on another machine unnoticed."""
    with socket.socket() as client, pytest.raises(pytest.fail.Exception, match="network"):
        client.connect((ELSEWHERE, 80))


def test_a_name_is_not_looked_up() -> None:
    """Not even the name of a host is asked for."""
    with pytest.raises(pytest.fail.Exception, match="network"):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_can_be_reached() -> None:
    """Servers that tests start on this machine are in order."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_no_key_and_no_setting_of_the_user_is_seen() -> None:
    """Results do not depend on who runs the tests."""
    seen = [name for name in os.environ if name.endswith("_API_KEY") or name.startswith("SUMMARISER_")]
    assert seen == ["SUMMARISER_CONFIG"]
