"""The command ``summarise``, with answers that a person wrote."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import threading
from pathlib import Path

import pytest
from pydantic import BaseModel, field_serializer
from summariser.schemas.agreements import Agreements

from summariser.report import Report
from tests.cli.conftest import NOWHERE, TEXT, Call
from tests.llm.server import Asked, FaultServer, Reply, fault
from tests.pipeline.answering import except_for, well

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORMATS = ["terminal", "json", "jsonl", "markdown", "csv", "html"]


def test_json_loads_back(summarise: Call, source: Path) -> None:
    """One article is one object, and it is the report."""
    result = summarise(source, "--format", "json")
    assert result.exit_code == 0
    report = Report[Agreements].model_validate_json(result.stdout)
    assert [fact.id for fact in report.facts()] == ["A1", "D1", "T1"]
    assert (report.article.title, str(report.article.published)) == ("Pact in Muscat", "2025-10-31")


def test_several_articles_are_an_array(summarise: Call, source: Path, odd_source: Path) -> None:
    """Several articles are a list, in order."""
    result = summarise(source, odd_source, "--format", "json")
    assert [entry["article"]["source"] for entry in json.loads(result.stdout)] == [str(source), str(odd_source)]


def test_json_lines_are_one_line_each(summarise: Call, source: Path, odd_source: Path) -> None:
    """Every line is a whole report, also where the text holds odd separators."""
    result = summarise(source, odd_source, "--format", "jsonl")
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert [Report[Agreements].model_validate_json(line).topic for line in lines] == ["agreements"] * 2


def test_csv_has_a_row_for_every_leaf(summarise: Call, source: Path) -> None:
    """One header, values with their words, offsets into the text, and the evidence."""
    result = summarise(source, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    (value,) = [row for row in rows if row["fact"] == "A1" and row["field"] == "value"]
    assert value["words"] == "$2.5 billion"
    assert value["value"].startswith("2500000000")
    assert value["sentences"] == "1 2"
    assert TEXT.partition("\n\n")[2][int(value["start"]) : int(value["end"])] == "$2.5 billion"


def test_csv_holds_no_formula(summarise: Call, odd_source: Path) -> None:
    """No cell begins like a formula, and the header stands once."""
    result = summarise(odd_source, "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(result.stdout)) for cell in row]
    assert cells
    assert not [cell for cell in cells if re.match(r"\s*[=+@]", cell) or re.match(r"\s*-(?!\d)", cell)]


@pytest.mark.parametrize("format", FORMATS)
def test_no_control_character_reaches_the_terminal(format: str, summarise: Call, odd_source: Path) -> None:
    """Whatever the article holds, what is printed has no control sequence and turns no text around."""
    result = summarise(odd_source, "--format", format)
    assert result.exit_code == 0
    assert CONTROL.findall(result.stdout) == []
    assert CONTROL.findall(result.stderr) == []


def test_the_terminal_view_fits_eighty_columns(summarise: Call, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Summary, facts, evidence and the legend, none wider than the terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    result = summarise(source)
    assert max(map(len, result.stdout.splitlines())) <= 80
    for words in ("Pact in Muscat", "AGREEMENTS", "A1", "2.5 billion", "[1][2]", "2025-10-31"):
        assert words in result.stdout


def test_markdown_quotes_the_evidence(summarise: Call, odd_source: Path) -> None:
    """Facts with their sentences; nothing of the article is markup."""
    result = summarise(odd_source, "--format", "markdown")
    assert "> 1. India and Oman signed" in result.stdout
    assert "## Rejected" in result.stdout
    assert "\\[" in result.stdout or "[31m" not in result.stdout


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_holds_what_stdout_would(format: str, summarise: Call, source: Path, tmp_path: Path) -> None:
    """``--output`` writes the same and leaves stdout empty and no partial file."""
    target = tmp_path / f"out.{format}"
    printed = summarise(source, "--format", format)
    written = summarise(source, "--format", format, "--output", target)
    assert (written.exit_code, written.stdout) == (0, "")
    assert _timeless(target.read_text("utf-8")) == _timeless(printed.stdout)
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, "pact.txt"]


def _timeless(text: str) -> str:
    return re.sub(r'("seconds": ?|, )[\d.e-]+( s)?', "", text)


def test_standard_input(summarise: Call) -> None:
    """``-`` reads stdin."""
    result = summarise("-", "--format", "json", input=TEXT)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["article"]["source"] == "standard input"


def test_a_date_can_be_given(call: Call, tmp_path: Path) -> None:
    """``--published`` dates an article that does not tell; a wrong one is told before anything is read."""
    with FaultServer(well()) as server:
        path = tmp_path / "a.txt"
        path.write_text(TEXT.partition("\n\n")[2], "utf-8")
        options = ("--base-url", server.address, "--format", "json")
        dated = call("summarise", path, "--published", "2025-10-31", *options)
        undated = call("summarise", path, *options)
        wrong = call("summarise", path, "--published", "yesterday", *options)
    assert json.loads(dated.stdout)["record"]["agreements"][0]["dates"][0]["value"] == "2025-10-31"
    assert json.loads(undated.stdout)["record"]["agreements"][0]["dates"][0]["value"] is None
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "YYYY-MM-DD" in wrong.stderr


BAD_SOURCES = {
    "missing": (None, 3),
    "empty": (b"", 3),
    "white space": (b" \n\n ", 3),
    "binary": (bytes(range(256)) * 20, 3),
    "broken PDF": (b"%PDF-1.4\ngarbage", 3),
}


@pytest.mark.parametrize(("content", "code"), BAD_SOURCES.values(), ids=BAD_SOURCES)
def test_a_bad_source_alone(content: bytes | None, code: int, summarise: Call, tmp_path: Path) -> None:
    """One line on stderr with the file's name, nothing on stdout, the error's own exit code."""
    path = tmp_path / "bad"
    if content is not None:
        path.write_bytes(content)
    result = summarise(path)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("summariser: ")
    assert str(path) in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output


def test_bad_sources_do_not_stop_the_others(summarise: Call, source: Path, tmp_path: Path) -> None:
    """What can be read is read; the exit code says that something failed."""
    (tmp_path / "empty.txt").write_text("")
    result = summarise(tmp_path / "none.txt", tmp_path / "empty.txt", source, "--format", "jsonl")
    assert result.exit_code == 1
    assert [json.loads(line)["article"]["source"] for line in result.stdout.splitlines()] == [str(source)]
    assert len(result.stderr.splitlines()) == 2


def test_a_miss_does_not_stop_the_others(summarise: Call, source: Path, tmp_path: Path) -> None:
    """An article without recordings is told with the difference; the others are replayed."""
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("Muscat on", "Salalah on"), "utf-8")
    both = summarise(other, source, "--format", "jsonl")
    assert both.exit_code == 1
    assert len(both.stdout.splitlines()) == 1
    assert "Salalah" in both.stderr
    alone = summarise(other)
    assert (alone.exit_code, alone.stdout) == (6, "")
    assert "Traceback" not in alone.output


def test_a_part_that_is_missing_is_told(call: Call, source: Path) -> None:
    """An article read in part is written, with a line for the gap and exit code 1."""
    with FaultServer(except_for("arms_deals", fault(400, "too long"))) as server:
        result = call("summarise", source, "--base-url", server.address, "--format", "json")
    assert result.exit_code == 1
    assert "arms deals of sentences 1 to 5 missing" in result.stderr
    assert len(json.loads(result.stdout)["missing"]) == 1


def test_a_wrong_key_ends_the_run(call: Call, source: Path, odd_source: Path) -> None:
    """What every further article would meet too is told once, without asking on."""
    with FaultServer([fault(401, "sk-planted")]) as server:
        alone = call("summarise", source, "--base-url", server.address)
        several = call("summarise", source, odd_source, "--base-url", server.address)
        assert len(server.asked) == 2
    assert alone.exit_code == 4
    assert several.exit_code == 1
    assert "1 more not tried" in several.stderr
    assert "sk-planted" not in alone.output + several.output


def test_a_budget_holds_over_all_articles(call: Call, source: Path) -> None:
    """A budget that allows nothing asks nothing."""
    with FaultServer(well()) as server:
        result = call("summarise", source, "--base-url", server.address, "--budget", "10")
        assert server.asked == []
    assert (result.exit_code, result.stdout) == (4, "")
    assert "budget" in result.stderr


def test_verbose_tells_the_cost_on_stderr(summarise: Call, source: Path) -> None:
    """Calls and tokens on stderr; stdout is the same as without."""
    quiet, verbose = (summarise(source, "--format", "csv", *flags) for flags in ([], ["--verbose"]))
    assert verbose.stdout == quiet.stdout
    assert quiet.stderr == ""
    assert "4 calls, 44 + 28 tokens (12 cached)" in verbose.stderr


def test_recording_then_replaying(call: Call, source: Path, tmp_path: Path) -> None:
    """``--record`` writes what ``--replay`` answers from."""
    folder = tmp_path / "new"
    with FaultServer(well()) as server:
        live = call("summarise", source, "-m", "fake", "--base-url", server.address, "--record", folder, "-f", "csv")
    again = call("summarise", source, "-m", "fake", "--base-url", NOWHERE, "--replay", folder, "-f", "csv")
    assert again.stdout == live.stdout
    assert {json.loads(path.read_text("utf-8"))["provenance"]["kind"] for path in folder.iterdir()} == {"recorded"}


def test_recordings_of_the_tests_say_who_wrote_them(recordings: Path) -> None:
    """What a person wrote is not passed off as a model's answer."""
    kinds = {json.loads(path.read_text("utf-8"))["provenance"]["kind"] for path in recordings.iterdir()}
    assert kinds == {"authored"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--record", "a", "--replay", "b"], "exclude each other"),
        (["--topic", "nonesuch"], "no such topic"),
        (["--topic", "./nonesuch"], "no such folder"),
        (["--model", "gpt"], "no model name"),
        (["--model", "none.gguf"], "no such file"),
        (["--base-url", "host:80"], "no http address"),
        (["--output", "/nonesuch/out.json"], "folder does not exist"),
        (["--output", "."], "is a folder"),
        (["--sentences", "9"], "sentences"),
        (["--format", "xml"], "format"),
        (["--budget", "0"], "budget"),
    ],
)
def test_a_wrong_option_is_told(options: list[str], message: str, call: Call, source: Path) -> None:
    """Before anything is asked, with a code that is not 0 and no traceback."""
    with FaultServer(well()) as server:
        given = options if options[0] in ("--base-url", "--model") else [*options, "--base-url", server.address]
        result = call("summarise", source, *given)
        assert server.asked == []
    assert result.exit_code in (2, 4, 5)
    assert message in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_nothing_read_leaves_an_old_file_alone(summarise: Call, tmp_path: Path) -> None:
    """A run that reads nothing does not empty the file of an earlier one."""
    target = tmp_path / "out.json"
    target.write_text("[1]")
    result = summarise(tmp_path / "none.txt", "--format", "json", "--output", target)
    assert result.exit_code == 3
    assert target.read_text() == "[1]"


def test_a_name_that_is_no_text(summarise: Call, tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is read like another."""
    path = os.path.join(os.fsencode(tmp_path), b"p\xffct.txt")
    try:
        with open(path, "wb") as file:
            file.write(TEXT.encode())
    except OSError:
        pytest.skip("this file system has no such names")
    for format in FORMATS:
        result = summarise(os.fsdecode(path), "--format", format)
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_an_interrupt_keeps_what_is_finished(
    format: str, call: Call, source: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Articles that were read before Ctrl-C are in the file: they have been paid for."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    target = tmp_path / "out"

    def script(asked: Asked) -> Reply:
        if "Salalah" in asked.prompt:
            signal.raise_signal(signal.SIGINT)
        return well()(asked)

    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("Muscat on", "Salalah on"), "utf-8")
    with FaultServer(script) as server:
        result = call("summarise", source, other, "--base-url", server.address, "-f", format, "-o", target)
    assert result.exit_code == 130
    assert "interrupted" in result.stderr
    text = target.read_text("utf-8")
    assert str(source) in text
    assert str(other) not in text


def test_an_interrupt_while_json_is_written(call: Call, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic makes an error of its own of an interrupt; it ends the program like any other."""

    class Slow(BaseModel):
        value: int = 1

        @field_serializer("value")
        def _interrupted(self, _: int) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr(Report, "model_dump_json", lambda *_, **__: Slow().model_dump_json())
    with FaultServer(well()) as server:
        result = call("summarise", source, "--base-url", server.address, "-f", "jsonl")
    assert (result.exit_code, result.stdout) == (130, "")
    assert "Traceback" not in result.output


def test_a_link_stays_a_link(summarise: Call, source: Path, tmp_path: Path) -> None:
    """The file that a link points to is written, not put in the place of the link."""
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    assert summarise(source, "--format", "json", "--output", link).exit_code == 0
    assert link.is_symlink()
    assert json.loads(target.read_text("utf-8"))["topic"] == "agreements"


def test_a_pipe_is_written_to(summarise: Call, source: Path, tmp_path: Path) -> None:
    """What is no regular file, such as a pipe or a device, is written to and not replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text("utf-8")))
    reader.start()
    result = summarise(source, "--format", "json", "--output", pipe)
    reader.join(timeout=30)
    assert result.exit_code == 0
    assert pipe.is_fifo()
    assert json.loads(got[0])["topic"] == "agreements"
