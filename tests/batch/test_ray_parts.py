"""The parts of a batch with Ray, without a cluster: a worker, the lists, the folder of results, the options."""

from __future__ import annotations

import asyncio
import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

pytest.importorskip("ray", reason="the engine needs the extra ray")
pytest.importorskip("pyarrow", reason="the engine needs the extra ray")

import pyarrow
from pyarrow import parquet

from summariser.batch.entry import Entry
from summariser.batch.limits import Limits
from summariser.batch.on_ray.engine import RayBatch
from summariser.batch.on_ray.lists import articles_of, count, named_lists
from summariser.batch.on_ray.results import SCHEMA, Results, opened
from summariser.batch.on_ray.worker import SAID, Job, Known, Worker
from summariser.batch.tally import Trouble
from summariser.cli.main import app
from summariser.errors import AuthenticationFailed, TopicError, UsageError
from summariser.reading.reader import Reader
from summariser.settings import Settings
from summariser.store.keys import Setup
from summariser.summariser import Summariser
from tests.batch.ray_runs import KEY, refusing, rows_of
from tests.batch.runs import text, write_list
from tests.llm.server import FaultServer, fault
from tests.pipeline.answering import well
from tests.pipeline.articles import PUBLISHED


def job(address: str, **changes: Any) -> Job:
    """What a worker is told."""
    options = {"settings": Settings(base_url=address, model="fake", timeout=20, retry_for=1)}
    with Summariser("agreements", **options) as summariser:
        fingerprint = Setup.of(summariser).fingerprint
    given = {"reader": Reader(), "limits": Limits(calls=4), "done": Known([]), "left": Known([]), **changes}
    return Job(**{"topic": "agreements", "options": options, "fingerprint": fingerprint, **given})


def read(told: Job, path: Path) -> list[dict[str, Any]]:
    """The rows that a worker gives back for a list."""
    (listed,) = named_lists([str(path)])
    entries = [pickle.dumps(entry) for entry in articles_of(listed, max_bytes=1_000_000)]

    async def work() -> Any:
        worker = Worker(told)
        try:
            return await worker(pyarrow.table({"entry": entries}))
        finally:
            await worker.aclose()

    table = asyncio.run(work())
    assert table.schema == SAID
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def trouble_of(row: dict[str, Any]) -> Trouble:
    """What a row tells besides its columns."""
    trouble = pickle.loads(row["said"])  # noqa: S301  (our own worker's)
    assert isinstance(trouble, Trouble)
    return trouble


def test_an_article_fails_alone(tmp_path: Path) -> None:
    """A refused article, a missing file and a wrong line cost themselves; what the failed one has cost is told."""
    path = write_list(tmp_path / "a.jsonl", 3)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"path": "missing.txt"}\n{"text": "a", "url": "b"}\n')
    with FaultServer(refusing(1)) as server:
        rows = read(job(server.address), path)
    assert sorted(row["state"] for row in rows) == ["done", "done", "failed", "unread", "unread"]
    (failed,) = (row for row in rows if row["state"] == "failed")
    assert failed["calls"] == 3
    assert "a filter of the provider stopped it" in failed["error"]
    assert failed["report"] is None


def test_what_is_in_the_results_is_not_asked_about(tmp_path: Path) -> None:
    """Articles that are done, or failed and are left alone, cost no question."""
    path = write_list(tmp_path / "a.jsonl", 3)
    with FaultServer(well()) as server:
        keys = [row["key"] for row in read(job(server.address), path)]
        before = len(server.asked)
        rows = read(job(server.address, done=Known(keys[:1]), left=Known(keys[1:2])), path)
        assert len(server.asked) - before == before // 3
    assert [row["state"] for row in rows] == ["before", "left failed", "done"]


def test_a_wrong_key_stops_the_run(tmp_path: Path) -> None:
    """An error that every article would meet is told once, and no article is marked as failed for it."""
    with FaultServer([fault(401)]) as server:
        rows = read(job(server.address), write_list(tmp_path / "a.jsonl", 6))
    assert [row["state"] for row in rows] == ["stopped"]
    assert isinstance(trouble_of(rows[0]).error, AuthenticationFailed)
    assert len(server.asked) <= 4 * 3, "questions about other articles than those under way"


def test_a_machine_with_another_topic_stops_the_run(tmp_path: Path) -> None:
    """A worker that would read otherwise than the rest says so, as data: an error of its making would be Ray's own."""
    with FaultServer(well()) as server:
        rows = read(job(server.address, fingerprint="other"), write_list(tmp_path / "a.jsonl", 2))
    assert [type(trouble_of(row).error) for row in rows] == [TopicError]
    assert server.asked == []


def test_a_job_shows_no_key() -> None:
    """Whoever prints what a worker is told sees no key."""
    told = Job("agreements", {"api_key": KEY}, Reader(), Limits(), "f", Known([]), Known([]))
    assert KEY not in repr(told)
    assert KEY not in repr(RayBatch("r", options={"api_key": KEY}))


def test_parquet_gives_what_lines_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same columns give the same articles, typed dates and missing values included; paths start at the list."""
    (tmp_path / "sub").mkdir()
    rows = [
        {"id": "one", "text": text(1), "path": None, "published": PUBLISHED, "title": "T", "unknown": 5},
        {"id": None, "text": None, "path": "b.txt", "published": None, "title": None, "unknown": 6},
        {"id": None, "text": text(3), "path": None, "published": PUBLISHED, "title": None, "unknown": 6},
    ]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "sub/a.parquet")
    lines = "".join(json.dumps(row, default=str) + "\n" for row in rows)
    (tmp_path / "sub/a.jsonl").write_text(lines, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = named_lists(["sub"])
    assert [listed.name for listed in found] == ["sub/a.jsonl", "sub/a.parquet"]
    assert count(found) == 6
    by_line, by_row = ([entry for entry in articles_of(listed, max_bytes=10_000)] for listed in found)
    assert all(isinstance(entry, Entry) for entry in by_line)
    assert by_row[:2] == by_line[:2]
    one, two, three = (entry for entry in by_row if isinstance(entry, Entry))
    assert (one.name, one.title, one.published) == ("one", "T", PUBLISHED)
    assert (two.name, two.place) == ("sub/b.txt", str(tmp_path / "sub/b.txt"))
    assert replace(three, name="sub/a.jsonl, line 3") == by_line[2]
    assert three.name == "sub/a.parquet, row 3"


@pytest.mark.parametrize(
    "source", ["-", "https://example.org/a.jsonl", "a.txt", "empty", "*.jsonl", "none.jsonl", "x.parquet"]
)
def test_what_is_no_list_is_refused(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that this engine cannot read is told before a cluster is started."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("text", "utf-8")
    (tmp_path / "x.parquet").write_text("text", "utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        named_lists([source])


def row(key: str, state: str = "done", **more: Any) -> dict[str, Any]:
    """A row of results."""
    return {"key": key, "state": state, "source": f"source of {key}", **more}


def kept(folder: Path) -> dict[str, tuple[str, str | None]]:
    """State and error of each row; fails where an article has two."""
    rows = rows_of(folder)
    found = {row["key"]: (row["state"], row["error"]) for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_best_row_of_each_article_stays(tmp_path: Path) -> None:
    """A failure is replaced by what a later run makes of it, and replaces nothing that is better."""
    runs = [
        [row("a"), row("b", "failed", error="1"), row("c", "partial"), row("d", "failed", error="1")],
        [row("b"), row("c", "failed", error="2"), row("d", "failed", error="2")],
    ]
    for rows in runs:
        with opened(tmp_path) as results:
            assert all(results.add(entry) for entry in rows)
    with opened(tmp_path) as results:
        assert {key: str(state) for key, state in results.states.items()} == {
            "a": "done", "b": "done", "c": "partial", "d": "failed",
        }  # fmt: skip
    assert kept(tmp_path) == {"a": ("done", None), "b": ("done", None), "c": ("partial", None), "d": ("failed", "2")}
    assert len(list(tmp_path.glob("*.parquet"))) == 1


def test_an_article_that_comes_twice_has_one_row(tmp_path: Path) -> None:
    """Of one text in two places of the lists the first row is kept, unless the second is better."""
    with opened(tmp_path) as results:
        taken = [results.add(entry) for entry in (row("a"), row("a"), row("b", "failed"), row("b"))]
        assert taken == [True, False, True, True]
    with opened(tmp_path):
        pass
    assert kept(tmp_path) == {"a": ("done", None), "b": ("done", None)}


def test_joining_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Files that were joined but not yet removed are settled by the next run; many rows go through in groups."""
    for part in range(3):
        with opened(tmp_path) as results:
            for number in range(part * 700, (part + 1) * 700):
                results.add(row(f"{number:064}"))
    olds = {path: path.read_bytes() for path in tmp_path.glob("*.parquet")}
    with opened(tmp_path):
        pass
    for path, data in olds.items():
        path.write_bytes(data)
    with opened(tmp_path) as results:
        assert len(results.states) == 2_100
    assert len(kept(tmp_path)) == 2_100


def test_rows_are_in_a_file_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has come is written within seconds, not at the end: a kill costs no more than that."""
    with opened(tmp_path) as results:
        results.add(row("a"))
        results.flush(late_only=True)
        assert rows_of(tmp_path) == []
        monkeypatch.setattr("summariser.batch.on_ray.results._LATEST", 0.0)
        results.flush(late_only=True)
        assert set(kept(tmp_path)) == {"a"}
        assert parquet.read_schema(next(tmp_path.glob("*.parquet"))).names == SCHEMA.names


def test_a_folder_has_one_run_at_a_time(tmp_path: Path) -> None:
    """Two runs at once would pay twice and settle each other's files."""
    pytest.importorskip("fcntl", reason="no locks of this kind here")
    with opened(tmp_path), pytest.raises(UsageError, match="another run"), opened(tmp_path):
        pass
    with opened(tmp_path) as results:
        assert isinstance(results, Results)


@pytest.mark.parametrize("content", [b"none", None])
def test_files_of_others_are_refused(content: bytes | None, tmp_path: Path) -> None:
    """A folder that holds other Parquet files under such names is left as it is."""
    path = tmp_path / "part-00000.parquet"
    if content is None:
        parquet.write_table(pyarrow.table({"other": [1]}), path)
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="none of this program"), opened(tmp_path):
        pass
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--engine", "ray"], "--output"),
        (["--engine", "ray", "--output", "o", "--store", "r.db"], "--store"),
        (["--engine", "ray", "--output", "o", "--budget", "10"], "--budget"),
        (["--engine", "ray", "--output", "o", "--budget-cost", "1"], "--budget-cost"),
        (["--store", "r.db", "--output", "o"], "--output"),
        ([], "--store"),
    ],
)
def test_an_option_that_cannot_be_honoured_is_named(
    options: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An option is honoured or refused, never passed over; nothing is started or written then."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["batch", "a.jsonl", *options])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"summariser: {named}: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["budget", "record", "replay", "on_weights"])
def test_options_of_a_summariser_that_one_process_needs_are_refused(option: str, tmp_path: Path) -> None:
    """What cannot be shared by machines is told in the library, too."""
    with pytest.raises(UsageError, match=option):
        RayBatch(tmp_path / "o", options={option: object()}).run(["a.jsonl"])


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is an extra: who lacks it is told its name."""
    monkeypatch.setattr("summariser.batch.on_ray.cluster.find_spec", lambda _: None)
    result = CliRunner().invoke(app, ["batch", "a.jsonl", "--engine", "ray", "--output", str(tmp_path / "o")])
    assert result.exit_code == 2
    assert result.stderr == "summariser: the engine ray is not installed. pip install 'summariser[ray]'\n"
