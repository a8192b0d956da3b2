"""Pages from the command line: to stdout, into a file, into a folder; and ``report`` over saved reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html as markup

from tests.cli.conftest import Call, call, odd_source, recordings, source, summarise
from tests.pages.synthetic import synthetic_reports

__all__ = ["call", "odd_source", "recordings", "source", "summarise"]


def test_one_article_to_stdout_is_one_page(summarise: Call, source: Path) -> None:
    """Stdout holds the page and nothing else."""
    result = summarise(source, "--format", "html")
    assert result.exit_code == 0
    assert result.stdout.startswith("<!doctype html>")
    assert len(markup.document_fromstring(result.stdout).find_class("sheet")) == 1


def test_several_articles_are_one_page(summarise: Call, source: Path, odd_source: Path, tmp_path: Path) -> None:
    """A file holds all of them, and a list to choose from."""
    page = tmp_path / "page.html"
    assert summarise(source, odd_source, "--format", "html", "--output", page).exit_code == 0
    document = markup.document_fromstring(page.read_text("utf-8"))
    assert len(document.find_class("sheet")) == len(document.xpath("//select/option")) == 2


def test_a_folder_gets_a_page_each(summarise: Call, source: Path, odd_source: Path, tmp_path: Path) -> None:
    """One file an article and a list of them; every link of the list leads to a file; what failed is not there."""
    folder = tmp_path / "pages"
    result = summarise(source, odd_source, tmp_path / "none.txt", "--format", "html", "--output", folder)
    assert result.exit_code == 1
    index = markup.document_fromstring((folder / "index.html").read_text("utf-8"))
    links = index.xpath("//a/@href")
    assert len(links) == 2
    assert sorted(path.name for path in folder.iterdir()) == sorted([*links, "index.html"])


def test_a_page_that_cannot_be_written_is_told_at_once(summarise: Call, source: Path, tmp_path: Path) -> None:
    """Before anything is paid for, and without a traceback."""
    result = summarise(source, "--format", "html", "--output", tmp_path / "none" / "page.html")
    assert result.exit_code == 2
    assert "folder" in result.stderr


def _records(path: Path, count: int = 3) -> Path:
    path.write_text("".join(report.model_dump_json() + "\n" for report in synthetic_reports(count)), "utf-8")
    return path


def test_report_makes_a_page_of_saved_reports(
    call: Call, summarise: Call, source: Path, odd_source: Path, tmp_path: Path
) -> None:
    """What ``summarise`` wrote as JSON Lines is read back, and facts lead to the pages of a folder."""
    lines, page, folder = tmp_path / "records.jsonl", tmp_path / "report.html", tmp_path / "pages"
    assert summarise(source, odd_source, "--format", "jsonl", "--output", lines).exit_code == 0
    assert summarise(source, odd_source, "--format", "html", "--output", folder).exit_code == 0
    assert call("report", lines, "--pages", folder, "--output", page).exit_code == 0
    contents = json.loads(markup.document_fromstring(page.read_text("utf-8")).get_element_by_id("data").text)
    assert len(contents["articles"]) == 2
    assert all((page.parent / article["page"]).is_file() for article in contents["articles"])


def test_report_reads_several_files_and_stdin(call: Call, tmp_path: Path) -> None:
    """Files are put together; ``-`` is the standard input."""
    lines = _records(tmp_path / "one.jsonl")
    result = call("report", lines, "-", input=lines.read_text("utf-8"))
    assert result.exit_code == 0
    assert "6 articles" in result.stdout


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", 3, "holds no reports"),
        ("{}\n", 3, "line 1 is no report"),
        ("not JSON\n", 3, "line 1 is no report"),
        ("[" * 100_000, 3, "line 1 is no report"),
        ('\n{"topic": "launches"}\n', 3, "line 2 is of the topic 'launches'"),
    ],
)
def test_report_says_what_is_wrong_with_a_file(call: Call, tmp_path: Path, text: str, code: int, said: str) -> None:
    """The line is named, nothing is written, and there is no traceback."""
    path, page = tmp_path / "bad.jsonl", tmp_path / "page.html"
    path.write_text(text, "utf-8")
    result = call("report", path, "--output", page)
    assert result.exit_code == code
    assert said in result.stderr
    assert not page.exists()
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_report_names_a_file_that_is_not_there(call: Call, tmp_path: Path) -> None:
    """Neither records nor a folder of pages are silently taken as empty."""
    assert call("report", tmp_path / "none.jsonl").exit_code == 3
    assert call("report", _records(tmp_path / "one.jsonl"), "--pages", tmp_path / "none").exit_code == 3
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in call("report", tmp_path / "bytes.jsonl").stderr
