"""The command line of a batch: what it says, where, and its exit codes; several workers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from summariser.cli.main import app
from summariser.errors import UsageError
from summariser.store.states import State
from tests.batch.killing import command, started
from tests.batch.runs import STAGES, Bench, article, asked_twice, number_of, write_list
from tests.llm.server import Asked, FaultServer, Reply, fault
from tests.pipeline.answering import well


def call(*arguments: object, input: str | None = None) -> Any:
    """Call ``summariser batch`` in this process."""
    return CliRunner().invoke(app, ["batch", *(str(argument) for argument in arguments)], input=input)


def failing(*numbers: int) -> Any:
    """A script that refuses some articles."""
    good = well()

    def decide(asked: Asked) -> Reply:
        return fault(400, code="content_filter") if number_of(asked) in numbers else good(asked)

    return decide


def test_all_read_is_0_and_says_nothing_on_stdout(tmp_path: Path) -> None:
    """Counts go to stderr; a second run reads nothing and is 0 too."""
    sources = write_list(tmp_path / "a.jsonl", 3)
    with FaultServer(well()) as server:
        options = ["--store", tmp_path / "r.db", "--base-url", server.address, "--model", "fake"]
        first, second = call(sources, *options), call(sources, *options)
    assert (first.exit_code, first.stdout) == (0, "")
    assert "3 read" in first.stderr
    assert "3 done before, 0 tokens" in second.stderr
    assert second.exit_code == 0


def test_some_failed_is_1_with_reasons_and_the_command_that_reads_them_again(tmp_path: Path) -> None:
    """Each failure is told with its reason; the command that is shown reads just those, and works as it stands."""
    sources = write_list(tmp_path / "a.jsonl", 4)
    with sources.open("a", encoding="utf-8") as file:
        file.write("{wrong\n")
    with FaultServer(failing(2)) as server:
        options = ["--store", tmp_path / "r.db", "--base-url", server.address, "--model", "fake"]
        result = call(sources, tmp_path / "missing.txt", *options)
        assert result.exit_code == 1
        assert "article 2" in result.stderr
        assert "a filter of the provider stopped it" in result.stderr
        assert "a.jsonl, line 5" in result.stderr
        assert "missing.txt: there is no such file" in result.stderr
    again = next(line for line in result.stderr.splitlines() if "--retry-failed" in line)
    words = again.partition("summariser batch ")[2].split()
    with FaultServer(well()) as server:
        words[words.index("--base-url") + 1] = server.address
        assert call(*words).exit_code == 0
        assert {number_of(asked) for asked in server.asked} == {2}


def test_stopped_is_the_code_of_what_stopped_it(tmp_path: Path) -> None:
    """A wrong key and a spent budget end with 4, and say how to go on."""
    sources = write_list(tmp_path / "a.jsonl", 3)
    with FaultServer([fault(401)]) as server:
        options = ["--store", tmp_path / "r.db", "--base-url", server.address, "--model", "fake"]
        result = call(sources, *options)
        spent = call(sources, *options, "--budget", 10)
    assert result.exit_code == spent.exit_code == 4
    assert "refuses the key" in result.stderr
    assert f"go on: summariser batch {sources} --store" in result.stderr
    assert "0 of 10 are spent" in spent.stderr


@pytest.mark.parametrize("options", [[], ["--store", "r.db", "--calls", "0"], ["--store", "r.db", "--published", "x"]])
def test_wrong_usage_is_2(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call without a store, or with a wrong option, does nothing."""
    monkeypatch.chdir(tmp_path)
    assert call("a.txt", *options).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_list_on_standard_input(tmp_path: Path) -> None:
    """``-`` is a list, read as it comes."""
    text = write_list(tmp_path / "a.jsonl", 2).read_text("utf-8")
    with FaultServer(well()) as server:
        result = call("-", "--store", tmp_path / "r.db", "--base-url", server.address, "--model", "fake", input=text)
    assert result.exit_code == 0
    assert "2 read" in result.stderr


def test_a_password_is_shown_nowhere(tmp_path: Path) -> None:
    """The command that is shown, and kept in the store, has no password of an address."""
    from summariser.cli.batching import _shown

    assert _shown("postgresql+psycopg://me:secret@host/name") == "postgresql+psycopg://me@host/name"
    assert _shown(str(tmp_path)) == str(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")
def test_several_workers_read_each_article_once(tmp_path: Path) -> None:
    """Two processes share the articles; a third run afterwards has nothing to do."""
    sources = [str(write_list(tmp_path / "a.jsonl", 12))]
    with FaultServer(failing(5)) as server:
        words = command(sources, str(tmp_path / "r.db"), server.address, "--workers", "2", "--calls", "4")
        with started(words) as process:
            _, said = process.communicate(timeout=300)
        assert process.returncode == 1, said
        assert "11 read, 1 failed" in said
        assert "article 5" in said
        runs = Bench(server.address, tmp_path / "r.db")
        assert runs.states()["article 5"] is State.FAILED
        assert runs.run(sources).before == 11
        assert server.most_in_flight <= 4
    assert asked_twice(server) == []
    assert len(server.asked) == 11 * len(STAGES) + len(STAGES) - 1
    assert runs.spent() == (len(server.asked), *server.billed)


def test_workers_need_options_that_can_be_handed_over(tmp_path: Path) -> None:
    """What cannot go to another process is wrong usage, told before anything is asked."""
    with FaultServer(well()) as server:
        batch = Bench(server.address, tmp_path / "r.db").batch()
        batch.options["on_weights"] = lambda *_: None
        with pytest.raises(UsageError, match="another process"):
            batch.run([article(0)], workers=2)
        assert server.asked == []
