"""The public tables of conversions: read by the tests and by the benchmark."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from summariser.values.amounts import read_amount
from summariser.values.dates import read_date
from summariser.values.designations import normalise_designation
from summariser.values.durations import read_duration
from summariser.values.parties import read_party
from summariser.values.people import read_person
from summariser.values.quantities import read_quantity
from summariser.values.surroundings import Surroundings

DATA = Path(__file__).parent / "data"
Row = dict[str, str]
Result = tuple[object, ...]


def rows(table: str) -> list[Row]:
    """Rows of ``data/<table>.tsv``."""
    with (DATA / f"{table}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def surroundings(row: Row, words: str) -> Surroundings:
    """The sentence of a row: ``left`` + words + ``right``; the article is its own column followed by the sentence."""
    left, right = row.get("left") or "", row.get("right") or ""
    sentence = left + words + right
    article = f"{row['article']}\n{sentence}" if row.get("article") else sentence
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    return Surroundings(sentence, len(left), len(left) + len(words), article, published)


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def expected(table: str, row: Row) -> Result:
    """What a row expects, in the shape that `actual` gives."""
    if table == "amounts":
        numbers = (_number(row["amount"]), _number(row["amount_max"]))
        return (*numbers, row["unit"] or None, row["currency"] or None, row["qualifier"])
    if table == "quantities":
        return (_number(row["value"]), _number(row["value_max"]), row["qualifier"])
    if table == "parties":
        return (row["iso"] or None, row["type"] or None)
    if table == "people":
        return (row["name"] or None, row["role"] or None)
    return (row["iso8601" if table == "durations" else "value"] or None,)


def _amount(row: Row) -> Result:
    found = read_amount(row["raw"], surroundings(row, row["raw"]))
    return (found.amount, found.amount_max, found.unit, found.currency, found.qualifier)


def _quantity(row: Row) -> Result:
    found = read_quantity(row["raw"], surroundings(row, row["raw"]))
    return (found.value, found.value_max, found.qualifier)


def _party(row: Row) -> Result:
    found = read_party(row["name"], surroundings(row, row["name"]))
    return (found.iso, found.type)


def _person(row: Row) -> Result:
    found = read_person(row["words"])
    return (found.name, found.role)


ACTUAL: dict[str, Callable[[Row], Result]] = {
    "amounts": _amount,
    "quantities": _quantity,
    "durations": lambda row: (read_duration(row["raw"], surroundings(row, row["raw"])).iso8601,),
    "dates": lambda row: (read_date(row["raw"], surroundings(row, row["raw"])).value,),
    "parties": _party,
    "people": _person,
    "designations": lambda row: (normalise_designation(row["words"], Surroundings(article=row["article"])),),
}
TABLES = tuple(ACTUAL)


def actual(table: str, row: Row) -> Result:
    """What the converters make of a row."""
    return ACTUAL[table](row)


def is_guess(wanted: Result, got: Result) -> bool:
    """Whether some field has a value where the words decide none (qualifiers have no null)."""
    return any(want is None and have is not None for want, have in zip(wanted, got, strict=True))
