"""What a crash, another program or a wrong file may not do to a store."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from summariser.schemas.agreements import Agreements

from summariser.errors import StoreError
from summariser.report import Report
from summariser.store.entries import FactQuery
from summariser.store.requests import Requests
from summariser.store.states import State
from summariser.store.store import Store
from tests.store.reports import SETUP, agreement, answer, article, report

US, IN = ("United States", "US"), ("India", "IN")
READS = [article(f"Number {number}.") for number in range(40)]
KILLED = """
import sys
from summariser.store.store import Store
from tests.store.test_safety import READS, SETUP, agreement, answer, report, US, IN
store = Store.open(sys.argv[1])
for number in range(10**6):
    read = READS[number % len(READS)]
    key = store.add([read], SETUP)[0].key
    store.keep_answer(key, f"{number:064}", "agreements", answer())
    store.finish(key, report(read, agreements=[agreement(US, IN, id=f"A{place}") for place in range(number % 7)]))
    if number % 10 == 9:
        store.flush()
        print(number, flush=True)
"""


def test_a_process_that_is_killed_loses_nothing_that_was_committed(address: str) -> None:
    """After kill -9 in the middle of writing, every article is whole or untouched, and every answer told is there."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", KILLED, address]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = -1
        for line in process.stdout:
            told = int(line)
            if told >= 49:
                os.kill(process.pid, signal.SIGKILL)
                break
    with Store.open(address, create=False) as store:
        assert all(store.answer(f"{number:064}") for number in range(told + 1))
        done = [row for row in store.articles() if row.state is State.DONE]
        assert len(done) == len(READS)
        for row in done:
            kept = store.report(row.key)
            assert kept is not None
            names = [fact.id for fact in Report[Agreements].model_validate_json(kept).facts()]
            assert [fact.id for fact in store.facts(FactQuery(article=row.key))] == names


def test_readers_see_whole_articles_while_one_writes(address: str) -> None:
    """What is read during writing is a state that was committed: a report is there with all its facts, or not."""
    with Store.open(address) as writing, Store.open(address) as reading:
        keys = [state.key for state in writing.add(READS, SETUP)]
        stop = threading.Event()
        seen: list[int] = []

        def read() -> None:
            while not stop.is_set():
                facts = [row.article for row in reading.facts()]
                assert {facts.count(key) for key in set(facts)} <= {3}
                seen.append(len(facts))

        reader = threading.Thread(target=read)
        reader.start()
        for key, one in zip(keys, READS, strict=True):
            writing.finish(key, report(one, agreements=[agreement(US, IN, id=f"A{place}") for place in range(3)]))
            writing.flush()
        stop.set()
        reader.join()
        assert seen == sorted(seen)
        assert len(list(reading.facts())) == 3 * len(READS)


def test_a_stream_stays_a_stream_when_it_is_left(store: Store) -> None:
    """Rows that nobody reads to the end hold up neither writing nor closing."""
    keys = [state.key for state in store.add(READS, SETUP)]
    rows = store.articles()
    assert next(rows).key == keys[0]
    store.finish(keys[1], report(READS[1]))
    store.flush()
    assert store.counts()[State.DONE] == 1


def test_a_store_that_is_closed_says_so(address: str) -> None:
    """Nothing is taken in silently after the end; closing twice is no error."""
    store = Store.open(address)
    key = store.add([article()], SETUP)[0].key
    store.keep_answer(key, "q", "agreements", answer())
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.keep_answer(key, "r", "agreements", answer())
    with Store.open(address) as again:
        assert again.answer("q") is not None


def test_what_the_database_refuses_takes_nothing_along(address: str) -> None:
    """A row that cannot be written is an error at the next call; what came with it is kept all the same."""
    store = Store.open(address)
    key = store.add([article()], SETUP)[0].key
    bad = replace(answer(), truncated=None)  # type: ignore[arg-type]
    store.keep_answer(key, "good", "agreements", answer())
    with pytest.raises(TypeError):
        store.keep_answer(key, "bad", "agreements", bad)
    store.keep_answer(key, "bad", None, answer())  # type: ignore[arg-type]
    store.keep_answer(key, "fine", "agreements", answer())
    with pytest.raises(StoreError, match="database says"):
        store.flush()
    with pytest.raises(StoreError, match="database says"):
        store.keep_answer(key, "late", "agreements", answer())
    with pytest.raises(StoreError, match="database says"):
        store.close()
    with Store.open(address) as again:
        assert [name for name in ("good", "bad", "fine", "late") if again.answer(name)] == ["good", "fine"]


def test_a_newer_store_is_refused(address: str) -> None:
    """A store of a later version is not touched; the message says what to do."""
    Store.open(address).close()
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE store_meta SET value = '99' WHERE name = 'schema_version'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"newer version \(tables 99.*Upgrade"):
        Store.open(address)


def test_an_older_store_is_brought_up_to_date_by_who_writes(address: str) -> None:
    """A store of version 1 is read as it is; who opens it to write adds what it lacks, and keeps what it has."""
    with Store.open(address) as store:
        store.add(READS[:1], SETUP)
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    with engine.begin() as connection:
        for table in ("provider_requests", "provider_batches"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE store_meta SET value = '1' WHERE name = 'schema_version'"))
    with Store.open(address, create=False) as store:
        assert store.counts()[State.PENDING] == 1
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM store_meta WHERE name = 'schema_version'")) == "1"
    with Store.open(address) as store:
        assert Requests(store, "x").open() == []
        assert store.counts()[State.PENDING] == 1
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM store_meta WHERE name = 'schema_version'")) == "2"
    engine.dispose()


def test_a_database_without_a_store_is_not_one_to_read(address: str) -> None:
    """Where nothing is to be made, what is not there is an error, and nothing is made."""
    for _ in range(2):
        with pytest.raises(StoreError, match="there is no"):
            Store.open(address, create=False)


def test_a_database_of_another_program_is_refused(tmp_path: Path, postgres: str) -> None:
    """Tables of the same names that are not ours are left alone, in both databases."""
    from tests.store.conftest import new_database

    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE articles (title TEXT)")
        connection.commit()
    before = file.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(file)
    assert file.read_bytes() == before
    address = new_database(postgres)
    engine = create_engine(address)
    with engine.begin() as made:
        made.execute(text("CREATE TABLE articles (title TEXT)"))
    engine.dispose()
    with pytest.raises(StoreError, match="another program"):
        Store.open(address)


@pytest.mark.parametrize("content", [b"no database\n" * 200, b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """Text, zeros and a broken header are refused in one line, and stay as they are."""
    file = tmp_path / "results.db"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"results\.db"):
        Store.open(file)
    assert file.read_bytes() == content


def test_a_damaged_store_is_an_error_of_ours(tmp_path: Path) -> None:
    """A file whose pages are overwritten gives one line, no traceback of the database."""
    file = tmp_path / "results.db"
    with Store.open(file) as store:
        store.add(READS, SETUP)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreError), Store.open(file) as store:
        list(store.articles())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://u:secret@host/db", "not supported"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/db", "database says"),
        ("://", "cannot be read"),
        (".", "is a folder"),
        ("no/such/folder/results.db", "folder does not exist"),
        (":memory:", "a file or a database"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(address: str, said: str) -> None:
    """What cannot be opened is one line that says why, and never holds a password."""
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match=said) as raised:
        Store.open(address)
    assert "secret" not in str(raised.value)


def test_the_password_is_not_shown(postgres: str) -> None:
    """The address as it may be shown has no password."""
    from tests.store.conftest import new_database

    with Store.open(new_database(postgres).replace("tests@", "tests:secret@")) as store:
        assert "secret" not in store.address
        assert "tests" in store.address


def test_a_file_that_another_program_is_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses at once to change the journal of a file that somebody writes to; opening tries until it may."""
    path = tmp_path / "r.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("PRAGMA user_version = 1")
        later = threading.Timer(0.3, other.execute, ["COMMIT"])
        later.start()
        began = time.monotonic()
        Store.open(path).close()
        later.join()
    assert time.monotonic() - began > 0.2
