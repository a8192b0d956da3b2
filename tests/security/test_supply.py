"""What is installed: locks that are whole, licences that are known, a bill of materials that is valid."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
LOCK = "a==1 \\\n    --hash=sha256:" + "0" * 64 + "\n"


def _audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "requirements" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    return module


def test_every_lock_is_read_whole() -> None:
    """Each package of each lock has one version and hashes."""
    audit = _audit()
    for lock in (ROOT / "requirements").glob("*.txt"):
        found = audit.pins(lock.read_text("utf-8"))
        assert len(found) > 30
        assert all(pin.hashes for pin in found)


@pytest.mark.parametrize("entry", ["b>=2\n", "b==1\n", "b @ file:///tmp/b.whl\n", "-e .\n"])
def test_an_entry_that_is_not_pinned_is_noticed(entry: str) -> None:
    """A range, a version without hashes, an address or a folder is no pin."""
    with pytest.raises(ValueError, match="not pinned"):
        _audit().pins(LOCK + entry)


def test_licences_are_known() -> None:
    """Every package of the runtime's lock that is installed here says a licence that is allowed."""
    audit = _audit()
    found = [problem for problem in audit.problems([ROOT / "requirements" / "runtime.txt"]) if "licence" in problem]
    assert found == []


@pytest.mark.skipif(importlib.util.find_spec("cyclonedx_py") is None, reason="cyclonedx-bom is not installed")
def test_the_bill_of_materials_is_valid(tmp_path: Path) -> None:
    """CycloneDX, validated by its own schema, with every package of the lock."""
    target = tmp_path / "sbom.json"
    lock = ROOT / "requirements" / "runtime.txt"
    options = ["--output-format", "JSON", "--output-reproducible", "--validate", "--output-file", str(target)]
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", *options, str(lock)]
    subprocess.run(command, check=True, capture_output=True)
    bill = json.loads(target.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    named = {_audit().normalised(component["name"]) for component in bill["components"]}
    assert named == {pin.name for pin in _audit().pins(lock.read_text("utf-8"))}
    assert "://" not in json.dumps([component.get("purl") for component in bill["components"]])
