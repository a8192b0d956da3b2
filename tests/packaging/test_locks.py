"""The pinned versions: whole, consistent, and free of hosts."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.conftest import ROOT

LOCKS = {
    "runtime": [],
    "embedded": ["embedded"],
    "evaluation": ["evaluation"],
    "services": ["serve", "mcp", "telemetry"],
    "dev": ["evaluation", "dev", "docs"],
}
"""Each lock with the extras it holds."""


def _pins(name: str) -> dict[str, set[str]]:
    """Versions by package; more than one where they differ by Python."""
    pins: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^ \\]+)", _text(name), re.MULTILINE):
        pins.setdefault(canonicalize_name(package), set()).add(version)
    return pins


def _text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_is_declared(name: str) -> None:
    """Every declared dependency is pinned to a version that it allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *(r for e in LOCKS[name] for r in project["optional-dependencies"][e])]
    pins = _pins(name)
    for requirement in map(Requirement, declared):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not pinned: run make lock"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_every_hash(name: str) -> None:
    """A lock works with any index that serves the same files, and with no others."""
    text = _text(name)
    assert not re.search(r"://|^--(?!hash)", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text):
        assert entry.startswith("#") or "--hash=sha256:" in entry, entry


def test_locks_agree() -> None:
    """A package has the same versions in every lock, so that they can be installed one after another."""
    together: dict[str, set[str]] = {}
    for name in LOCKS:
        for package, versions in _pins(name).items():
            assert together.setdefault(package, versions) == versions, package
