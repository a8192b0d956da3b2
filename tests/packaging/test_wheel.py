"""What is installed is what was written: every package, every data file, and nothing beside them."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, Run


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(folder: str, pattern: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in (ROOT / folder).glob(pattern) if path.is_file()}


def test_the_package_list_is_complete() -> None:
    """A new folder with modules has to be named in pyproject.toml, or it is not installed."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "summariser").rglob("*.py")}
    found = {".".join(folder.parts) for folder in folders} | {"summariser.schemas", "summariser.prompts"}
    assert sorted(listed) == sorted(found)


def test_the_wheel_holds_every_module(names: set[str]) -> None:
    """Each module of the checkout is in the wheel, topics under summariser."""
    modules = _files("summariser", "**/*.py")
    modules |= {f"summariser/{name}" for name in _files("schemas", "*.py") | _files("prompts", "*.py")}
    assert {name for name in names if name.endswith(".py")} == modules


def test_the_wheel_holds_the_data(names: set[str]) -> None:
    """Prompts, tables, templates, adapters and the mark of typing are installed with the code."""
    wanted = {f"summariser/{name}" for name in _files("prompts", "*.md")} | {"summariser/py.typed"}
    assert "summariser/prompts/agreements.md" in wanted
    for folder, pattern in (
        ("summariser/values/data", "*"),
        ("summariser/evaluation/templates", "*"),
        ("summariser/output/templates", "*"),
        ("summariser/output/vendor", "*"),
        ("summariser/adapters", "*/*"),
    ):
        wanted |= _files(folder, pattern)
    assert wanted <= names


def test_nothing_goes_beside_the_package(names: set[str]) -> None:
    """The wheel has one top-level name of its own: no ``schemas`` or ``prompts`` to collide with an application's."""
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"summariser"}
    beside = {name.partition(".data/")[2] for name in names if ".data/" in name}
    assert beside == {"data/share/man/man1/summariser.1"}


def test_an_installation_is_whole(installed: Path, run: Run, tmp_path: Path) -> None:
    """Away from the checkout the command runs and the topic loads with its prompt."""
    code = "import summariser.schemas.agreements as a, summariser as s; print(a.__file__, s.__file__)"
    places = run(installed, "-c", code, cwd=tmp_path).stdout.split()
    assert all(str(installed.parent.parent) in place for place in places)
    assert "agreements" in run(installed.parent / "summariser", "topics", cwd=tmp_path).stdout
