"""The connection: SQLite by path, PostgreSQL by address; what is there is checked before it is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from summariser.errors import StoreError
from summariser.store import fulltext
from summariser.store.tables import APPLICATION, VERSION, meta, metadata

WRITES = {"purpose": "write"}
"""Execution option of a connection whose transactions will write: SQLite takes the lock at their beginning."""
LOOKS_UP = {"purpose": "lookup", "isolation_level": "AUTOCOMMIT"}
"""Execution options of a connection for single rows, without transactions."""
_WAIT = 30.0
"""How long SQLite waits for another program that writes, in seconds."""
_PAUSE = 0.05
"""Longest pause before what was locked is tried again."""
_PRAGMAS = (
    f"PRAGMA busy_timeout = {int(_WAIT * 1000)}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA temp_store = MEMORY",
)
_LOCK = 0x53554D53
"""PostgreSQL's advisory lock while tables are made."""
_ANOTHER = "Name another file or database."


def connect(address: str | Path, *, create: bool) -> Engine:
    """An engine for a store that is there, sound, and of this version.

    Raises:
        StoreError: It is not.
    """
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        _look_at(Path(url.database or ""), create=create)
    try:
        engine = create_engine(url, **_options(url))
    except ImportError as error:
        raise StoreError(
            "the driver for PostgreSQL is not installed", subject=shown(url), hint="pip install 'summariser[postgres]'"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        with engine.execution_options(**WRITES).begin() as connection:
            _check(connection, create=create, subject=shown(url))
    except SQLAlchemyError as error:
        engine.dispose()
        raise broken(error, shown(url)) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def shown(url: URL) -> str:
    """An address as it may be shown: without the password; of SQLite the path."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(query={}).render_as_string(hide_password=True)


def broken(error: Exception, subject: str) -> StoreError:
    """The error of this package for one of the database's: its first line, without statements and their values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said = " ".join(str(cause).splitlines()[:1])[:200].rstrip(".") or type(cause).__name__
    return StoreError(f"the database says: {said}", subject=subject, hint="Check the disk, the file or the server.")


def _url(address: str | Path) -> URL:
    text = str(address)
    if text in ("", ":memory:"):
        raise StoreError("a store is a file or a database", subject=text or None, hint="Name one.")
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise StoreError("its address cannot be read", hint="Write postgresql+psycopg://user@host/database.") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreError(
            f"{url.drivername} is not supported", subject=shown(url), hint="Give a file, or postgresql+psycopg://..."
        )
    return url


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _WAIT, "check_same_thread": False}}
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}


def _look_at(path: Path, *, create: bool) -> None:
    """Refuse what is no SQLite file of ours, before SQLAlchemy touches it."""
    subject = str(path)
    if path.is_dir():
        raise StoreError("is a folder", subject=subject, hint="Name a file.")
    if not path.exists():
        if not create:
            raise StoreError("there is no such store", subject=subject, hint="Check the path.")
        if not path.absolute().parent.is_dir():
            raise StoreError("its folder does not exist", subject=subject, hint="Make the folder first.")
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise StoreError(f"is no store: {error}", subject=subject, hint=_ANOTHER) from error
    if tables and application != APPLICATION:
        raise StoreError("is a database of another program", subject=subject, hint=_ANOTHER)
    if not tables and not create:
        raise StoreError("is empty", subject=subject, hint="Check the path.")


def _prepare(connection: Any, _: object) -> None:
    """Set up one SQLite connection. Transactions begin where we say so, not where the driver thinks best.

    Of two programs that open a new file at once each may keep the other from changing the journal's mode. SQLite tells
    both at once, however long they would wait: so each tries again.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

    connection.isolation_level = None
    trying = Retrying(
        retry=retry_if_exception(_is_locked), stop=stop_after_delay(_WAIT), wait=wait_random(0, _PAUSE), reraise=True
    )
    with closing(connection.cursor()) as cursor:
        for pragma in _PRAGMAS:
            trying(cursor.execute, pragma)


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _begin(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("purpose")
    if purpose != "lookup":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if purpose == "write" else "BEGIN")


def _check(connection: Connection, *, create: bool, subject: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    there = set(inspect(connection).get_table_names())
    if meta.name not in there:
        if there & set(metadata.tables):
            raise StoreError("is a database of another program", subject=subject, hint=_ANOTHER)
        if not create:
            raise StoreError("there is no store in this database", subject=subject, hint="Check the address.")
        _make(connection)
        return
    rows = connection.execute(select(meta.c.name, meta.c.value)).all()
    version = dict((name, value) for name, value in rows).get("schema_version", "")
    if not version.isdigit():
        raise StoreError("does not say its version", subject=subject, hint=_ANOTHER)
    if int(version) > VERSION:
        raise StoreError(
            f"was written by a newer version (tables {version}, this program knows {VERSION})",
            subject=subject,
            hint="Upgrade summariser.",
        )
    if int(version) < VERSION and create:
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    """Add what later versions have; so far that is tables. Who only reads an older store leaves it as it is."""
    metadata.create_all(connection)
    connection.execute(update(meta).where(meta.c.name == "schema_version").values(value=str(VERSION)))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _make(connection: Connection) -> None:
    metadata.create_all(connection)
    fulltext.create(connection)
    connection.execute(meta.insert(), [{"name": "schema_version", "value": str(VERSION)}])
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


@contextmanager
def reading(engine: Engine, subject: str) -> Iterator[Connection]:
    """A connection to read from, one consistent view; what the database raises becomes a StoreError."""
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise broken(error, subject) from error
