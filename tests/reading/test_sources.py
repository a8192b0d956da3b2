"""Files, folders, patterns, standard input and addresses, named by the user."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.errors import ForbiddenAddress, InputError, SourceNotFound
from summariser.reading.sources import Source, expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with readable, unreadable, hidden and nested files."""
    for name in ("b.txt", "a.md", "sub/c.HTML", "sub/deep/d.pdf", "e.json", ".hidden.txt", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path


def names(found: list[Source | InputError], folder: Path) -> list[str]:
    """Paths relative to the folder; errors by their class."""
    return [os.path.relpath(item.name, folder) if isinstance(item, Source) else type(item).__name__ for item in found]


def test_folder_is_read_in_order(folder: Path) -> None:
    """A folder gives its readable files and those below, sorted, without hidden and foreign ones."""
    assert names(expand([str(folder)]), folder) == ["a.md", "b.txt", "sub/c.HTML", "sub/deep/d.pdf"]


def test_pattern_is_matched_in_order(folder: Path) -> None:
    """A pattern gives what it matches; two stars go into folders."""
    assert names(expand([f"{folder}/*.txt"]), folder) == ["b.txt"]
    assert names(expand([f"{folder}/**/*.pdf"]), folder) == ["sub/deep/d.pdf"]


def test_pattern_that_matches_folders_reads_them(folder: Path) -> None:
    """A pattern that only folders match stands for the files in them."""
    assert names(expand([f"{folder}/s*"]), folder) == ["sub/c.HTML", "sub/deep/d.pdf"]


@pytest.mark.parametrize("name", ["art[1].txt", "what?.txt", "a*b.txt", "-x.txt"])
def test_existing_path_is_no_pattern(tmp_path: Path, name: str) -> None:
    """A file whose name has pattern characters is that file."""
    (tmp_path / name).write_text("text")
    (tmp_path / "art1.txt").write_text("other")
    assert names(expand([str(tmp_path / name)]), tmp_path) == [name]


def test_errors_stand_in_place_and_the_rest_goes_on(folder: Path) -> None:
    """What names nothing becomes an error among the sources, in the order given."""
    found = expand([f"{folder}/none.txt", f"{folder}/b.txt", f"{folder}/*.doc", "", "a\0b", "x" * 5000, "ftp://a/b"])
    assert names(found, folder) == ["SourceNotFound", "b.txt", *["SourceNotFound"] * 4, "ForbiddenAddress"]
    assert all(item.hint for item in found if isinstance(item, InputError))


def test_empty_folder_is_an_error(tmp_path: Path) -> None:
    """A folder without anything to read says so."""
    (found,) = expand([str(tmp_path)])
    assert isinstance(found, SourceNotFound)
    assert "no readable file" in str(found)


def test_addresses_and_standard_input() -> None:
    """Addresses of the web and the hyphen are told from paths, whatever their case."""
    assert expand(["-", "https://a.example/x?y=*", "HTTP://b.example"]) == [
        Source("-", "stdin"),
        Source("https://a.example/x?y=*", "address"),
        Source("HTTP://b.example", "address"),
    ]
    (found,) = expand(["file:///etc/passwd"])
    assert isinstance(found, ForbiddenAddress)


def test_each_source_once(folder: Path) -> None:
    """A file that is named twice is read once, at its first place."""
    path = f"{folder}/b.txt"
    assert names(expand([path, f"{folder}/*.txt", path]), folder) == ["b.txt"]


def test_broken_link_is_not_found(tmp_path: Path) -> None:
    """A link to nothing is an error, not a crash."""
    (tmp_path / "l.txt").symlink_to(tmp_path / "gone")
    (found,) = expand([str(tmp_path / "l.txt")])
    assert isinstance(found, SourceNotFound)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(blacklist_characters="*?[/."), min_size=1))
def test_any_spec_is_a_source_or_an_error(spec: str) -> None:
    """No spec raises."""
    assert all(isinstance(item, Source | InputError) for item in expand([spec]))
