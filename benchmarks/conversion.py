"""Conversion of copied words, beside general-purpose libraries on the same tables.

Run from the top of the repository, with the peers installed (they are no dependencies of the package)::

    pip install dateparser price-parser quantulum3
    python -m benchmarks.conversion

Every peer is given the copied words, and dateparser the publication date too; each is scored only on what it claims to
read. "exact" counts agreement with the expected value, nulls included; "wrong" another value, or a value where the
words decide none; "null" no value where there is one.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.util import find_spec

from tests.values.tables import Row, actual, expected, rows

Reader = Callable[[Row], object]
_SYMBOLS = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "A$": "AUD",
    "C$": "CAD",
    "Rs": "INR",
}
_ISO_UNITS = {
    "year": "Y",
    "month": "M",
    "week": "W",
    "day": "D",
    "hour": "H",
    "minute": "M",
    "decade": "0Y",
    "century": "00Y",
}
_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One field of one table, and who reads it."""

    name: str
    table: str
    field: int
    peers: dict[str, Reader]
    only: Callable[[Row], bool] | None = None


def ours(table: str, field: int) -> Reader:
    """This package's reading of one field."""
    return lambda row: actual(table, row)[field]


def _price(row: Row) -> tuple[Decimal | None, str | None]:
    from price_parser import Price

    price = Price.fromstring(row["raw"])
    sign = price.currency or ""
    return price.amount, sign if len(sign) == _CODE_LENGTH and sign.isupper() else _SYMBOLS.get(sign)


def _first_quantity(row: Row) -> object | None:
    from quantulum3 import parser

    found = parser.parse(row["raw"])
    return found[0] if found else None


def _quantulum_number(row: Row) -> Decimal | None:
    found = _first_quantity(row)
    return Decimal(str(round(found.value, 6))) if found is not None else None


def _quantulum_currency(row: Row) -> str | None:
    found = _first_quantity(row)
    if found is None or found.unit.entity.name != "currency":
        return None
    return getattr(found.unit, "currency_code", None)


def _quantulum_duration(row: Row) -> str | None:
    found = _first_quantity(row)
    if found is None or found.unit.name not in _ISO_UNITS:
        return None
    count, unit = f"{found.value:g}", _ISO_UNITS[found.unit.name]
    return f"PT{count}{unit}" if found.unit.name in ("hour", "minute") else f"P{count}{unit}"


def _dateparser(row: Row) -> str | None:
    from dateparser.date import DateDataParser

    settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
    if row["published"]:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(row["published"])
    words = re.sub(r"^(?:in|on|at|since|from|by|until|the)\s+", "", row["raw"], flags=re.IGNORECASE)
    data = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    if data is None or data.date_obj is None:
        return None
    shape = {"year": "%Y", "month": "%Y-%m"}.get(data.period, "%Y-%m-%d")
    return data.date_obj.strftime(shape)


def _tasks() -> Iterator[Task]:
    def is_money(row: Row) -> bool:
        return row["unit"] == "currency"

    yield Task("amount", "amounts", 0, {"price-parser": lambda row: _price(row)[0], "quantulum3": _quantulum_number})
    yield Task(
        "currency",
        "amounts",
        3,
        {"price-parser": lambda row: _price(row)[1], "quantulum3": _quantulum_currency},
        is_money,
    )
    yield Task("quantity", "quantities", 0, {"quantulum3": _quantulum_number})
    yield Task("duration", "durations", 0, {"quantulum3": _quantulum_duration})
    yield Task("date", "dates", 0, {"dateparser": _dateparser})
    for name, table, field in (
        ("party: country", "parties", 0),
        ("party: type", "parties", 1),
        ("person: name", "people", 0),
        ("designation", "designations", 0),
    ):
        yield Task(name, table, field, {})


def score(task: Task, read: Reader) -> tuple[int, int, int, float]:
    """Counts of exact, wrong and null readings, and microseconds a row."""
    exact = wrong = null = 0
    seconds = 0.0
    for row in filter(task.only, rows(task.table)):
        want = expected(task.table, row)[task.field]
        began = time.perf_counter()
        got = read(row)
        seconds += time.perf_counter() - began
        if got == want:
            exact += 1
        elif got is None:
            null += 1
        else:
            wrong += 1
    return exact, wrong, null, seconds / max(1, exact + wrong + null) * 1e6


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    installed = {name for name in ("dateparser", "price_parser", "quantulum3") if find_spec(name)}
    print("| field | reader | rows | exact | wrong | null | exact % | us a row |\n|---|---|---|---|---|---|---|---|")
    for task in _tasks():
        readers = {"summariser": ours(task.table, task.field), **task.peers}
        for name, read in readers.items():
            if name != "summariser" and name.replace("-", "_") not in installed:
                print(f"| {task.name} | {name} | not installed |")
                continue
            read(rows(task.table)[0])
            exact, wrong, null, micros = score(task, read)
            total = exact + wrong + null
            share = f"{exact / total:.1%}"
            print(f"| {task.name} | {name} | {total} | {exact} | {wrong} | {null} | {share} | {micros:.0f} |")


if __name__ == "__main__":
    main()
