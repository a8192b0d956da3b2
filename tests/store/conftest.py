"""Every test of the store runs on SQLite and on PostgreSQL; where no PostgreSQL is installed, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from summariser.store.store import Store
from tests.store.postgres import binaries, server

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server, without a database."""
    pytest.importorskip("psycopg", reason="the driver for PostgreSQL is not installed")
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server (initdb, pg_ctl) is installed")
    with server(programs) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a store that is not there yet: a file, and a schema of its own on the server."""
    if request.param == "sqlite":
        return str(tmp_path / "results.db")
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store."""
    with Store.open(address) as opened:
        yield opened


def new_database(postgres: str) -> str:
    """The address of an empty schema on the server: much quicker to make than a database, and as much apart."""
    import psycopg

    name = f"store{next(_numbers)}"
    with psycopg.connect(f"{postgres.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{postgres}/postgres?options=-csearch_path%3D{name}"
