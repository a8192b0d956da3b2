"""What is written: text from outside steers no terminal, page or spreadsheet, and files land where they should."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from summariser.atomic import write_whole
from summariser.cli.guard import complain
from summariser.cli.progress import Display
from summariser.errors import SourceNotFound
from summariser.output.markdown import to_markdown
from summariser.safe import cell, one_line
from tests.cli.conftest import Call, call  # noqa: F401 (a fixture)
from tests.output.test_output import report

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text",
    [
        "~~~",
        "~~~ x\n<b>",
        "- a",
        "+ a",
        "1. a",
        "1) a",
        "---",
        "===",
        "- - -",
        "&lt;script&gt;",
        "a\n===",
        "`a`",
        "![a](b)",
    ],
)
def test_no_text_becomes_a_block_of_markdown(text: str) -> None:
    """Fences, lists, rules and headings in an article's words swallow nothing of the document and look as printed."""
    tokens = MarkdownIt("commonmark").enable("table").parse(to_markdown(report(text)))
    kinds = {token.type for token in tokens}
    assert not kinds & {"fence", "code_block", "html_block", "hr"}
    assert sum(token.type == "ordered_list_open" for token in tokens) == 1  # the numbered sentence
    assert sum(token.type == "heading_open" for token in tokens) == 7
    assert sum(token.type == "bullet_list_open" for token in tokens) == 4
    first = next(token for token in tokens if token.type == "inline")
    assert "".join(child.content for child in first.children or []) == " ".join(text.split())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_begins_as_a_formula(sign: str) -> None:
    """Also behind white space, and with the full-width signs that some programs take for the others."""
    assert cell(f"{sign}cmd|' /C calc'!A0").startswith("'")


def test_a_name_cannot_pass_for_another_message(capsys: pytest.CaptureFixture[str]) -> None:
    """A file's name with line ends and control sequences is one line of text on stderr."""
    complain(SourceNotFound("there is no such file", subject="a\nsummariser: all is well\x1b[2K\r", hint="Check."))
    said = capsys.readouterr().err
    assert said == "summariser: a summariser: all is well[2K: there is no such file. Check.\n"
    assert one_line("a\u2028b\x85c\u202ed") == "a bcd"


@pytest.mark.parametrize("name", ["x[/red]y", "[link=http://evil.example]x[/link]", "[bold", "a\n\x1b]0;title\x07"])
def test_a_name_is_no_markup_of_the_progress_display(name: str) -> None:
    """On a terminal the display shows the name as it is, and does not stumble over it."""
    out = io.StringIO()
    display = Display(verbose=True)
    display.console = Console(file=out, force_terminal=True, width=200)
    display._live = True
    display._progress.live.console = display.console
    display.article(name, 1, 1)
    with display.console.capture() as shown:
        display.console.print(display._progress.get_renderable())
    text = shown.get()
    assert one_line(name).split("\n")[0][:6] in text
    assert "\x1b]8" not in text
    assert "\x1b]0" not in text


def test_a_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    """In a folder that others may write to, a link in the place of the output is replaced, not followed."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    target = tmp_path / "out.json"
    target.symlink_to(victim)
    write_whole(target, "{}")
    assert victim.read_text() == "precious"
    assert not target.is_symlink()
    assert target.read_text() == "{}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "victim"]


def test_a_partial_file_has_a_name_that_nobody_foresees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where something has that name all the same, it is an error: it is neither followed nor overwritten."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    monkeypatch.setattr("secrets.token_hex", lambda count: "0" * 2 * count)
    (tmp_path / f".out.{'0' * 16}.partial").symlink_to(victim)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "out", "x")
    assert victim.read_text() == "precious"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Text that cannot be written costs nothing that was there."""
    (tmp_path / "out").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "out", "\ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_text() == "old"


def test_a_topic_from_a_folder_is_told_to_be_run(
    call: Call,  # noqa: F811 (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its code runs: said on stderr, for a folder that is named and for one that the settings name; never on stdout."""
    folder = str(ROOT / "examples" / "launches")
    named = call("schema", folder)
    monkeypatch.setenv("SUMMARISER_TOPIC", folder)
    configured = call("schema")
    for done in (named, configured):
        assert done.exit_code == 0
        assert done.stderr == f"summariser: the code of the topic in {folder} is run\n"
        assert "is run" not in done.stdout
    assert call("schema", "agreements").stderr == ""
