"""Statements as text, made once: what is written and looked up for every article skips SQLAlchemy's work on each row.

Values go to the driver as they are, so columns here have no types that need a conversion of their own.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg


def execute(
    connection: Connection, statement: Executable, rows: Sequence[Mapping[str, Any]] | Mapping[str, Any]
) -> CursorResult[Any]:
    """Execute a statement that is kept in a module, for one row or for many.

    Args:
        connection: The connection.
        statement: Takes all its values from the rows.
        rows: Its values by name.
    """
    return connection.exec_driver_sql(_text(statement, connection.dialect.name), rows)


def first(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> Any:
    """The first row of a query that is kept in a module, with its columns by name, or None.

    It goes straight to the driver, which raises its own errors: a fifth of what a result object costs.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_text(statement, connection.dialect.name), values)
        found = cursor.fetchone()
    finally:
        cursor.close()
    return None if found is None else _row(statement)(*found)


@lru_cache(maxsize=64)
def _row(statement: Select[Any]) -> Any:
    return namedtuple("_row", [column.name for column in statement.selected_columns])


@lru_cache(maxsize=64)
def _text(statement: Any, dialect: str) -> str:
    named = sqlite.dialect(paramstyle="named") if dialect == "sqlite" else psycopg.dialect()  # type: ignore[no-untyped-call]
    return str(statement.compile(dialect=named))
