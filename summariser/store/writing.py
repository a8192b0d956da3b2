"""What is written: rows that come together become one transaction with one statement a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from summariser.store import fulltext
from summariser.store.compiled import execute
from summariser.store.flat import FlatFact
from summariser.store.tables import FACTS_OF_ARTICLE, answers, articles, attempts, facts, leaves, reports

Row = Mapping[str, Any]

insert_for: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""The insert statement of each database that can give way to a row that is there."""

_KEEP = {name: insert(answers).on_conflict_do_nothing() for name, insert in insert_for.items()}
_PUT_REPORT = {
    name: (put := insert(reports)).on_conflict_do_update(
        index_elements=["article"], set_={"report": put.excluded.report}
    )
    for name, insert in insert_for.items()
}
_BOOK = attempts.insert().values(
    {column.name: bindparam(column.name) for column in attempts.c if not column.primary_key}
)
_PUT_FACT, _PUT_LEAF = facts.insert(), leaves.insert()
_CLEAR_FACTS = delete(facts).where(facts.c.number.between(bindparam("low"), bindparam("high")))
_CLEAR_LEAVES = delete(leaves).where(leaves.c.fact.between(bindparam("low"), bindparam("high")))
_SETTLE = (
    update(articles)
    .where(articles.c.number == bindparam("article"))
    .values(
        state=bindparam("state"),
        error_class=bindparam("error_class"),
        error=bindparam("error"),
        finished=bindparam("finished"),
        lease=None,
    )
)


@dataclass(frozen=True, slots=True)
class Final:
    """How an article ended.

    Attributes:
        row: Article number as ``article``, state, error, time.
        report: The report as JSON; None where there is none, and an earlier one stays.
        summary: The summary, for the search.
        facts: The facts, flat.
    """

    row: Row
    report: str | None = None
    summary: str = ""
    facts: Sequence[FlatFact] = ()


@dataclass
class Batch:
    """Rows to be written in one transaction."""

    answers: dict[str, Row] = field(default_factory=dict)
    attempts: list[Row] = field(default_factory=list)
    finals: dict[int, Final] = field(default_factory=dict)
    written: list[Callable[[], object]] = field(default_factory=list)
    """Called when the transaction is committed."""

    def write(self, connection: Connection) -> None:
        """Write and forget the rows."""
        if self.answers:
            execute(connection, _KEEP[connection.dialect.name], list(self.answers.values()))
        if self.attempts:
            execute(connection, _BOOK, self.attempts)
        if self.finals:
            self._settle(connection, list(self.finals.values()))
        self.answers, self.attempts, self.finals = {}, [], {}

    def _settle(self, connection: Connection, finals: list[Final]) -> None:
        connection.execute(_SETTLE, [final.row for final in finals])
        read = [final for final in finals if final.report is not None]
        if not read:
            return
        numbers = [int(final.row["article"]) for final in read]
        ranges = [{"low": number * FACTS_OF_ARTICLE, "high": (number + 1) * FACTS_OF_ARTICLE - 1} for number in numbers]
        execute(
            connection,
            _PUT_REPORT[connection.dialect.name],
            [{"article": final.row["article"], "report": final.report} for final in read],
        )
        connection.execute(_CLEAR_LEAVES, ranges)
        connection.execute(_CLEAR_FACTS, ranges)
        found = [fact for final in read for fact in final.facts]
        if found:
            execute(connection, _PUT_FACT, [fact.row for fact in found])
        values = [row for fact in found for row in fact.leaves]
        if values:
            execute(connection, _PUT_LEAF, values)
        summaries = [{"number": final.row["article"], "words": final.summary} for final in read]
        fulltext.put(
            connection, summaries, ranges, [{"number": fact.row["number"], "words": fact.words} for fact in found]
        )
