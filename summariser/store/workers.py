"""What is known of articles, and which worker reads which: the statements of registering and claiming."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, literal, or_, select, update

from summariser.article import Article, Sentence
from summariser.store import fulltext
from summariser.store.keys import Setup
from summariser.store.queries import KNOWN
from summariser.store.states import State
from summariser.store.tables import articles, holdable, reports, setups, sources, texts
from summariser.store.writing import Row, insert_for


def put_setup(connection: Connection, setup: Setup) -> int:
    """The number of a setup; its command is brought up to date."""
    values = {
        "fingerprint": setup.fingerprint,
        "topic": setup.topic,
        "digest": setup.digest,
        "model": setup.model,
        "sentences": setup.sentences,
        "command": setup.command,
    }
    put = insert_for[connection.dialect.name](setups).values(values)
    changed = {"command": func.coalesce(put.excluded.command, setups.c.command)}
    connection.execute(put.on_conflict_do_update(index_elements=["fingerprint"], set_=changed))
    number = connection.scalar(select(setups.c.number).where(setups.c.fingerprint == setup.fingerprint))
    return int(number or 0)


def register(connection: Connection, found: Sequence[tuple[str, Article]], setup: Setup) -> dict[str, Any]:
    """Make articles known; rows of ``KNOWN`` of those that were known before, and then of all, by key."""
    keys = [key for key, _ in found]
    number = put_setup(connection, setup)
    before = _known(connection, keys)
    new = {key: article for key, article in found if key not in before}
    insert = insert_for[connection.dialect.name]
    now = time.time()
    if new:
        rows = [_row(key, article, number, now) for key, article in new.items()]
        connection.execute(insert(articles).on_conflict_do_nothing(), rows)
    after = _known(connection, keys) if new else before
    if new:
        added = [{"article": after[key].number, **_text(article)} for key, article in new.items()]
        connection.execute(insert(texts).on_conflict_do_nothing(), added)
        words = [{"number": after[k].number, "words": f"{a.title or ''}\n{a.text}"} for k, a in new.items()]
        fulltext.register(connection, words)
    places = {(holdable(article.source), after[key].number) for key, article in found}
    connection.execute(
        insert(sources).on_conflict_do_nothing(),
        [{"source": source, "article": number} for source, number in sorted(places)],
    )
    return {key: (after[key], key in before) for key in keys}


def claim(connection: Connection, keys: Iterable[str], worker: str, lease: float) -> list[Any]:
    """Claim what can be claimed; rows of key and number.

    In PostgreSQL rows that another worker is just claiming are passed over, so that nobody waits.
    """
    now = clock(connection)
    free = or_(
        articles.c.state.in_([State.PENDING.value, State.PARTIAL.value, State.FAILED.value]),
        (articles.c.state == State.RUNNING.value)
        & or_(articles.c.worker == worker, articles.c.lease < now, articles.c.lease.is_(None)),
    )
    wanted = select(articles.c.number).where(articles.c.key.in_(list(keys)), free).order_by(articles.c.number)
    claimed = (
        update(articles)
        .where(articles.c.number.in_(wanted.with_for_update(skip_locked=True)))
        .values(state=State.RUNNING.value, worker=worker, lease=now + lease, tries=articles.c.tries + 1)
        .returning(articles.c.key, articles.c.number)
    )
    return list(connection.execute(claimed))


def renew(connection: Connection, worker: str, lease: float) -> int:
    """Renew a worker's claims; how many there are."""
    renewed = update(articles).where(_mine(worker)).values(lease=clock(connection) + lease)
    return connection.execute(renewed).rowcount


def release(connection: Connection, worker: str) -> int:
    """Give back a worker's claims, each to what it was before; how many there were."""
    read = exists(select(literal(1)).where(reports.c.article == articles.c.number))
    before = case(
        (read, State.PARTIAL.value), (articles.c.error.is_not(None), State.FAILED.value), else_=State.PENDING.value
    )
    return connection.execute(update(articles).where(_mine(worker)).values(state=before, lease=None)).rowcount


def clock(connection: Connection) -> ColumnElement[Any]:
    """Seconds since 1970: of the server where several machines share one, else of this machine."""
    if connection.dialect.name == "postgresql":
        return func.extract("epoch", func.clock_timestamp())
    return literal(time.time())


def rebuilt(row: Any) -> Article:
    """An article from its row, with text and ``about``."""
    from datetime import date

    about = json.loads(row.about)
    text = row.text
    sentences = tuple(
        Sentence(number, start, end, text[start:end]) for number, (start, end) in enumerate(about.pop("sentences"), 1)
    )
    notes = tuple(about.pop("notes"))
    published = date.fromisoformat(row.published) if row.published else None
    return Article(text, sentences, row.source, row.title, published, notes=notes, **about)


def _mine(worker: str) -> ColumnElement[bool]:
    return (articles.c.state == State.RUNNING.value) & (articles.c.worker == worker)


def _known(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    return {row.key: row for row in connection.execute(select(*KNOWN).where(articles.c.key.in_(keys)))}


def _row(key: str, article: Article, setup: int, now: float) -> Row:
    return {
        "key": key,
        "setup": setup,
        "source": holdable(article.source),
        "title": holdable(article.title) if article.title is not None else None,
        "published": article.published.isoformat() if article.published else None,
        "state": State.PENDING.value,
        "tries": 0,
        "added": now,
    }


def _text(article: Article) -> Row:
    about = {
        "author": article.author,
        "site": article.site,
        "language": article.language,
        "notes": article.notes,
        "sentences": [(sentence.start, sentence.end) for sentence in article.sentences],
    }
    return {"text": holdable(article.text), "about": json.dumps(about)}
