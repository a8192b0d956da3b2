"""Full-text search over articles and facts: FTS5 in SQLite, tsvector in PostgreSQL.

Both look for stems of English words ("frigates" finds "frigate"), without accents and case, and take what joins words
(hyphens, apostrophes) for a gap. What a user types is data: words and phrases in quotes, never a query language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Function, TableClause, column, func, literal_column, table, text

_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"(?<=\d)s\b")
"""Of designations ("F-16s"); the stemmers see to words."""
_LONGEST, _MOST = 400, 32
"""Characters of a search that are looked at, and its words and phrases."""
_CONFIGURATION: ColumnElement[Any] = literal_column("'english'")
_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE article_words USING fts5(title, text, summary, {_TOKENS})",
        f"CREATE VIRTUAL TABLE fact_words USING fts5(words, {_TOKENS})",
    ),
    "postgresql": (
        "CREATE TABLE article_words (rowid bigint PRIMARY KEY, base tsvector NOT NULL, words tsvector)",
        "CREATE INDEX article_words_index ON article_words USING gin (words)",
        "CREATE TABLE fact_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX fact_words_index ON fact_words USING gin (words)",
    ),
}
_ADD_ARTICLE = text(
    "INSERT INTO article_words (rowid, base) VALUES (:number, to_tsvector('english', :words)) ON CONFLICT DO NOTHING"
)
_CLEAR_ARTICLE = text("DELETE FROM article_words WHERE rowid = :number")
_PUT_ARTICLE = {
    "sqlite": text(
        "INSERT INTO article_words (rowid, title, text, summary) SELECT number, title, text, :words FROM articles"
        " JOIN texts ON texts.article = articles.number WHERE number = :number"
    ),
    "postgresql": text("UPDATE article_words SET words = base || to_tsvector('english', :words) WHERE rowid = :number"),
}
_CLEAR_FACTS = text("DELETE FROM fact_words WHERE rowid BETWEEN :low AND :high")
_PUT_FACT = {
    "sqlite": text("INSERT INTO fact_words (rowid, words) VALUES (:number, :words)"),
    "postgresql": text("INSERT INTO fact_words (rowid, words) VALUES (:number, to_tsvector('english', :words))"),
}

article_words = table("article_words", column("rowid"), column("words"))
fact_words = table("fact_words", column("rowid"), column("words"))

Rows = Sequence[Mapping[str, Any]]


def create(connection: Connection) -> None:
    """Make the tables."""
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def register(connection: Connection, articles: Rows) -> None:
    """Take in what articles say; they are found when they are put.

    Args:
        connection: In a transaction.
        articles: ``number``, and ``words``: title and text.
    """
    if articles and connection.dialect.name == "postgresql":
        connection.execute(_ADD_ARTICLE, _prepared(articles))


def put(connection: Connection, articles: Rows, ranges: Rows, facts: Rows) -> None:
    """Make articles and their facts findable, in place of what was there.

    Args:
        connection: In a transaction.
        articles: ``number``, and ``words``: the summary.
        ranges: ``low`` and ``high``: numbers that the facts of each article can have.
        facts: ``number`` and ``words``.
    """
    dialect = connection.dialect.name
    if dialect == "sqlite":
        connection.execute(_CLEAR_ARTICLE, [{"number": row["number"]} for row in articles])
    else:
        articles, facts = _prepared(articles), _prepared(facts)
    connection.execute(_PUT_ARTICLE[dialect], articles)
    connection.execute(_CLEAR_FACTS, ranges)
    if facts:
        connection.execute(_PUT_FACT[dialect], facts)


def phrases(asked: str) -> list[list[str]]:
    """The words of a search, folded; each entry is one word or, from quotes or hyphens, words that stand together."""
    found = [_words(quoted or bare) for quoted, bare in _PHRASE.findall(asked[:_LONGEST])]
    return [words for words in found if words][:_MOST]


def matches(dialect: str, of: TableClause, asked: str) -> ColumnElement[bool]:
    """The condition that a row of ``article_words`` or ``fact_words`` holds everything asked for."""
    if dialect == "sqlite":
        terms = " ".join('"' + " ".join(words) + '"' for words in phrases(asked)) or '""'
        return literal_column(of.name).op("MATCH")(terms)
    return of.c.words.op("@@")(_query(asked))


def rank(dialect: str, asked: str) -> ColumnElement[Any]:
    """What articles are sorted by, the best first."""
    if dialect == "sqlite":
        return literal_column("article_words.rank")
    return func.ts_rank(article_words.c.words, _query(asked)).desc()


def snippet(dialect: str, asked: str) -> ColumnElement[Any]:
    """The words of an article around those that were asked for."""
    if dialect == "sqlite":
        return literal_column("snippet(article_words, -1, '', '', '…', 16)")
    how: ColumnElement[Any] = literal_column('\'StartSel="", StopSel="", MaxWords=20, MinWords=8\'')
    return func.ts_headline(_CONFIGURATION, literal_column("texts.text"), _query(asked), how)


def _query(asked: str) -> ColumnElement[Any]:
    parts: list[Function[Any]] = [func.phraseto_tsquery(_CONFIGURATION, " ".join(words)) for words in phrases(asked)]
    if not parts:
        return func.to_tsquery(_CONFIGURATION, "")
    query: ColumnElement[Any] = parts[0]
    for part in parts[1:]:
        query = query.op("&&")(part)
    return query


def _words(asked: str) -> list[str]:
    return _WORD.findall(_PLURAL.sub("", _plain(asked)))


def _plain(asked: str) -> str:
    if asked.isascii():
        return asked.lower()
    decomposed = unicodedata.normalize("NFKD", asked.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _prepared(rows: Rows) -> list[dict[str, Any]]:
    """The words apart and plain: PostgreSQL's own parser takes "F-16" for a letter and a negative number."""
    return [{**row, "words": " ".join(_words(row["words"]))} for row in rows]
