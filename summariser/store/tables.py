"""The tables. Times are seconds since 1970, dates ISO 8601 text, money whole picodollars: exact in both databases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION = 2
"""Version of the tables; a store of a later one is refused."""
APPLICATION = 0x53554D53
"""What an SQLite file of this program says of itself in its header: SUMS."""
PICODOLLARS = 10**12

metadata = MetaData()
_Id = BigInteger().with_variant(Integer, "sqlite")

meta = Table("store_meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

setups = Table(
    "setups",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=True),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("topic", String, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("model", String, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("command", Text),
)

articles = Table(
    "articles",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("setup", _Id, ForeignKey("setups.number"), nullable=False),
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("published", String(10)),
    Column("state", String(8), nullable=False, index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("worker", String),
    Column("lease", Float),
    Column("error_class", String),
    Column("error", Text),
    Column("added", Float, nullable=False),
    Column("finished", Float),
)
"""What changes often is small: texts and reports stand apart."""

sources = Table(
    "sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("article", _Id, ForeignKey("articles.number"), primary_key=True),
)
"""Every place that an article came from."""

texts = Table(
    "texts",
    metadata,
    Column("article", _Id, ForeignKey("articles.number"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("about", Text, nullable=False),
)
"""``about``: JSON of author, site, language, notes and the bounds of the sentences."""

reports = Table(
    "reports",
    metadata,
    Column("article", _Id, ForeignKey("articles.number"), primary_key=True, autoincrement=False),
    Column("report", Text, nullable=False),
)

_USED = ("calls", "input_tokens", "cached_tokens", "output_tokens")


def _usage() -> list[Column[int] | Column[float]]:
    counted: list[Column[int] | Column[float]] = [Column(name, Integer, nullable=False) for name in _USED]
    return [*counted, Column("seconds", Float, nullable=False), Column("cost", BigInteger)]


answers = Table(
    "answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("article", _Id, ForeignKey("articles.number"), nullable=False),
    Column("label", String, nullable=False),
    Column("data", Text, nullable=False),
    Column("truncated", Integer, nullable=False),
    Column("kept", Float, nullable=False),
    *_usage(),
    sqlite_with_rowid=False,
)

attempts = Table(
    "attempts",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=True),
    Column("article", _Id, ForeignKey("articles.number"), nullable=False, index=True),
    Column("label", String, nullable=False),
    Column("at", Float, nullable=False),
    *_usage(),
    Column("error_class", String),
    Column("error", Text),
)

facts = Table(
    "facts",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=False),
    Column("article", _Id, ForeignKey("articles.number"), nullable=False, index=True),
    Column("type", String, nullable=False),
    Column("id", String, nullable=False),
    Column("kind", String),
    Column("status", String),
    Column("first", String(10)),
    Column("last", String(10)),
    Column("description", Text, nullable=False),
    Column("data", Text, nullable=False),
)

leaves = Table(
    "leaves",
    metadata,
    Column("fact", _Id, ForeignKey("facts.number"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("path", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("raw", Text),
    Column("code", String),
    Column("folded", Text),
    Column("number", Float),
    Column("number_max", Float),
    Column("first", String(10)),
    Column("last", String(10)),
    Index("leaves_by_kind", "kind", "code"),
    sqlite_with_rowid=False,
)
"""Every value of every fact, flat: what is searched, and what goes into tables."""

provider_batches = Table(
    "provider_batches",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=True),
    Column("mark", String(32), nullable=False, unique=True),
    Column("asking", String(64), nullable=False, index=True),
    Column("server", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("id", Text),
    Column("file", Text),
    Column("requests", Integer, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("cost", BigInteger),
    Column("worker", String, nullable=False),
    Column("created", Float, nullable=False),
    Column("ended", Float),
)
"""Batches at a provider. ``mark`` is written into each, so that it is found there though its id was lost."""

provider_requests = Table(
    "provider_requests",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("batch", _Id, ForeignKey("provider_batches.number"), nullable=False, index=True),
    Column("article", _Id, ForeignKey("articles.number"), nullable=False, index=True),
    Column("label", String, nullable=False),
    Column("received", Text),
    Column("booked", Integer, nullable=False, default=0),
    sqlite_with_rowid=False,
)
"""Questions that are out, or whose answers have not been looked at; ``booked`` ones have failed and been paid for."""

FACTS_OF_ARTICLE = 4096
"""Most facts of an article: the number of a fact is that of its article times this, plus its place."""


def holdable(text: str) -> str:
    """Text that both databases hold: PostgreSQL has no NUL, and neither has half a pair of surrogates."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
