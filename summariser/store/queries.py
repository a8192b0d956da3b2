"""What is asked of a store: listings, facts, searches and sums, streamed where there can be many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from summariser.store import fulltext
from summariser.store.entries import ArticleRow, ArticleState, ErrorCount, FactQuery, FactRow, Hit, Spent, Value
from summariser.store.flat import spellings
from summariser.store.states import State
from summariser.store.tables import (
    PICODOLLARS,
    articles,
    attempts,
    facts,
    holdable,
    leaves,
    reports,
    setups,
    sources,
    texts,
)
from summariser.values.countries import country_of
from summariser.values.wording import fold

KNOWN = (
    articles.c.key,
    articles.c.number,
    articles.c.state,
    articles.c.tries,
    articles.c.worker,
    articles.c.error,
)
"""The columns of an article's state."""
CHUNK = 200
"""Rows that are in memory at once."""
_ALPHA_2 = 2


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are meant; None is any."""

    states: tuple[State, ...] = ()
    topic: str | None = None
    model: str | None = None

    def applied(self, query: Select[Any]) -> Select[Any]:
        """The query over articles and setups with these conditions."""
        if self.states:
            query = query.where(articles.c.state.in_([state.value for state in self.states]))
        if self.topic is not None:
            query = query.where(setups.c.topic == self.topic)
        return query if self.model is None else query.where(setups.c.model == self.model)


def streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query, a few at a time."""
    with connection.execution_options(stream_results=True, yield_per=CHUNK).execute(query) as result:
        yield from result


def state_of(row: Any, *, known: bool = True) -> ArticleState:
    """The state in a row of ``KNOWN``."""
    return ArticleState(row.key, State(row.state), row.tries, row.worker, row.error, known)


def article_rows() -> Select[Any]:
    """Articles as they are listed."""
    columns = [articles.c[name] for name in ("key", "source", "title", "published", "state", "tries", "error")]
    return (
        select(*columns, setups.c.topic, setups.c.model, setups.c.command, articles.c.added, articles.c.finished)
        .join(setups, setups.c.number == articles.c.setup)
        .order_by(articles.c.number)
    )


def as_article(row: Any) -> ArticleRow:
    """A row of :func:`article_rows`."""
    return ArticleRow(
        key=row.key, source=row.source, title=row.title, published=_day(row.published), topic=row.topic,
        model=row.model, state=State(row.state), tries=row.tries, error=row.error, command=row.command,
        added=row.added, finished=row.finished,
    )  # fmt: skip


def found(wanted: str) -> Select[Any]:
    """Articles with that key, key beginning, or source."""
    wanted = holdable(wanted)
    known = sources.c.source == wanted
    places = select(sources.c.article).where(known)
    named = or_(articles.c.number.in_(places), articles.c.key == wanted.lower())
    if len(wanted) >= 6 and wanted.isalnum() and wanted.isascii():
        named = or_(named, articles.c.key.startswith(wanted.lower(), autoescape=True))
    return article_rows().where(named)


def report_texts() -> Select[Any]:
    """Reports in the order of their articles."""
    return (
        select(reports.c.report)
        .join(articles, articles.c.number == reports.c.article)
        .join(setups, setups.c.number == articles.c.setup)
        .order_by(articles.c.number)
    )


def fact_rows(query: FactQuery, dialect: str) -> Select[Any]:
    """Facts with their articles, as a query asks for them."""
    columns = [facts.c[name] for name in ("number", "type", "id", "kind", "status", "first", "last")]
    of_article = [articles.c[name] for name in ("key", "source", "title", "published")]
    chosen = (
        select(*columns, facts.c.description, facts.c.data, *of_article, setups.c.topic, setups.c.model)
        .join(articles, articles.c.number == facts.c.article)
        .join(setups, setups.c.number == articles.c.setup)
        .order_by(facts.c.number)
    )
    return chosen.where(and_(True, *_conditions(query, dialect)))


def as_fact(row: Any) -> FactRow:
    """A row of :func:`fact_rows`."""
    return FactRow(
        number=row.number, article=row.key, source=row.source, title=row.title, published=_day(row.published),
        topic=row.topic, model=row.model, type=row.type, id=row.id, kind=row.kind, status=row.status,
        first=_day(row.first), last=_day(row.last), description=row.description, data=json.loads(row.data),
    )  # fmt: skip


def value_rows(query: FactQuery, dialect: str) -> Select[Any]:
    """The values of the facts that a query asks for, fact by fact."""
    names = ("fact", "path", "kind", "value", "raw", "code", "number", "number_max", "first", "last")
    chosen = fact_rows(query, dialect).with_only_columns(facts.c.number).order_by(None)
    columns = select(*(leaves.c[name] for name in names)).order_by(leaves.c.fact, leaves.c.position)
    return columns if query == FactQuery() else columns.where(leaves.c.fact.in_(chosen))


def as_value(row: Any) -> Value:
    """A row of :func:`value_rows`."""
    return Value(
        row.path, row.kind, row.value, row.raw, row.code, row.number, row.number_max, _day(row.first), _day(row.last)
    )


def paths(query: FactQuery, dialect: str) -> Select[Any]:
    """Which values the facts have: type and path, in the order of the fields."""
    chosen = fact_rows(query, dialect).with_only_columns(facts.c.type, leaves.c.path, func.min(leaves.c.position))
    joined = chosen.join(leaves, leaves.c.fact == facts.c.number)
    return joined.group_by(facts.c.type, leaves.c.path).order_by(None)


def _conditions(query: FactQuery, dialect: str) -> Iterator[ColumnElement[bool]]:
    equal = {setups.c.topic: query.topic, facts.c.type: query.type, facts.c.kind: query.kind}
    equal |= {facts.c.status: query.status, articles.c.key: query.article}
    for column, value in equal.items():
        if value is not None:
            yield column == holdable(value)
    if query.party is not None:
        yield _party(query.party)
    if query.equipment is not None:
        yield _equipment(query.equipment)
    for path, value in query.choices.items():
        # Positions in lists are left out of what is asked for: "items.category" is any of items[0].category, ...
        pattern = holdable(path).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace(".", "%.")
        listed = or_(leaves.c.path.like(pattern, escape="\\"), leaves.c.path.like(f"{pattern}[%]", escape="\\"))
        yield _leaf(leaves.c.kind.in_(["choice", "other"]), listed, leaves.c.value == holdable(value))
    if query.since is not None or query.until is not None:
        yield _dated(query.since or date.min, query.until or date.max)
    if query.text is not None:
        words = fulltext.fact_words
        yield facts.c.number.in_(select(words.c.rowid).where(fulltext.matches(dialect, words, query.text)))


def _party(name: str) -> ColumnElement[bool]:
    """A party of that code, or of a country that has the name, or printed so."""
    code = name.upper() if len(name) == _ALPHA_2 and name.isascii() else country_of(name)
    printed = leaves.c.folded == fold(name)
    return _leaf(leaves.c.kind == "party", or_(leaves.c.code == code, printed) if code else printed)


def _equipment(words: str) -> ColumnElement[bool]:
    """An item in whose designation the words stand together, however they are joined."""
    forms = [form.strip() for form in spellings(words).split("|") if form.strip()]
    hits = [leaves.c.folded.contains(f" {form} ", autoescape=True) for form in forms]
    return _leaf(leaves.c.kind == "item", or_(False, *hits))


def _dated(since: date, until: date) -> ColumnElement[bool]:
    first, last = since.isoformat(), until.isoformat()
    dated = _leaf(leaves.c.kind == "date", leaves.c.last >= first, leaves.c.first <= last)
    return or_(dated, and_(facts.c.first.is_(None), articles.c.published.between(first, last)))


def _leaf(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return facts.c.number.in_(select(leaves.c.fact).where(*conditions))


def hits(asked: str, dialect: str, limit: int) -> Select[Any]:
    """Articles that hold what is asked for, best first."""
    words = fulltext.article_words
    return (
        select(
            articles.c.key,
            articles.c.source,
            articles.c.title,
            articles.c.published,
            fulltext.snippet(dialect, asked).label("snippet"),
        )
        .select_from(words)
        .join(articles, articles.c.number == words.c.rowid)
        .join(texts, texts.c.article == articles.c.number)
        .where(fulltext.matches(dialect, words, asked))
        .order_by(fulltext.rank(dialect, asked), articles.c.number)
        .limit(limit)
    )


def as_hit(row: Any) -> Hit:
    """A row of :func:`hits`."""
    return Hit(row.key, row.source, row.title, _day(row.published), " ".join(row.snippet.split()))


def sums() -> Select[Any]:
    """What attempts came to, by model."""
    columns = ("calls", "input_tokens", "output_tokens", "seconds", "cost")
    return (
        select(
            setups.c.model,
            func.count().label("questions"),
            func.sum(case((attempts.c.error_class.is_not(None), 1), else_=0)).label("failed"),
            *(func.sum(attempts.c[name]).label(name) for name in columns),
        )
        .select_from(attempts)
        .join(articles, articles.c.number == attempts.c.article)
        .join(setups, setups.c.number == articles.c.setup)
        .group_by(setups.c.model)
        .order_by(setups.c.model)
    )


def as_spent(row: Any) -> Spent:
    """A row of :func:`sums`."""
    return Spent(
        model=row.model, questions=row.questions, failed=int(row.failed), calls=int(row.calls),
        input_tokens=int(row.input_tokens), output_tokens=int(row.output_tokens), seconds=float(row.seconds),
        cost=None if row.cost is None else Decimal(int(row.cost)) / PICODOLLARS,
    )  # fmt: skip


def state_counts(fingerprint: str | None) -> Select[Any]:
    """How many articles stand where; of all setups, or of one."""
    counted = select(articles.c.state, func.count().label("times")).group_by(articles.c.state)
    if fingerprint is None:
        return counted
    return counted.join(setups, setups.c.number == articles.c.setup).where(setups.c.fingerprint == fingerprint)


def error_counts() -> Select[Any]:
    """How often each class of error was met by a question."""
    return (
        select(attempts.c.error_class, func.count().label("times"), func.min(attempts.c.error).label("example"))
        .where(attempts.c.error_class.is_not(None))
        .group_by(attempts.c.error_class)
    )


def as_error(row: Any) -> ErrorCount:
    """A row of :func:`error_counts`."""
    return ErrorCount(row.error_class, row.times, row.example)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
