"""The recipe of the container images: what it copies is there, what it installs is locked, and it runs as nobody."""

from __future__ import annotations

import re

from tests.packaging.conftest import ROOT

RECIPE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
LINES = [line for line in RECIPE.splitlines() if line.strip() and not line.startswith("#")]


def _stages() -> dict[str, tuple[str, list[str]]]:
    """Name of each stage, with the one it is built on and its lines."""
    stages: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in LINES:
        if found := re.fullmatch(r"FROM (\S+) AS (\S+)", line):
            name = found[2]
            stages[name] = (found[1], [])
        elif name:
            stages[name][1].append(line)
    return stages


def test_what_is_copied_is_there_and_not_ignored() -> None:
    """Every file that the recipe takes exists, and the list of what is sent to the builder names it."""
    sent = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for line in LINES:
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
                assert any(source == name or source.startswith(f"{name}/") for name in sent), source


def test_everything_is_pinned() -> None:
    """What comes from a registry comes from a lock with hashes; the package itself brings nothing along."""
    installs = re.findall(r"pip install ([^&\n]*)", RECIPE)
    assert installs
    for install in installs:
        words = install.split()
        locks = [word for word in words if word.endswith(".txt")]
        assert words == ["--no-deps", "."] or words == [part for lock in locks for part in ("--requirement", lock)]


def test_both_images_run_as_nobody() -> None:
    """The last user of either image is not the administrator, by number, and the builder's tools are not in it."""
    stages = _stages()
    for target in ("slim", "embedded"):
        base, own = stages[target]
        lines = [*stages[base][1], *own]
        users = [line.split()[1] for line in lines if line.startswith("USER ")]
        assert users == ["10001"]
        assert stages[base][0].startswith("python:")
    assert list(stages)[-1] == "slim", "what is built where no target is named"
