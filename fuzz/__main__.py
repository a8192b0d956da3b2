"""``python -m fuzz --seconds N [target...]``: every target for its share of the time, and a table of what came of it.

Needs the package ``atheris`` in an environment that has the project and its tests' requirements. Inputs that are worth
keeping stay in ``build/fuzz``; exit code 1 where something was found.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from fuzz.targets import TARGETS

FOLDER = Path("build/fuzz")
_STATUS = re.compile(r"^#(\d+)\s.*?\bcov: (\d+)", re.MULTILINE)
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_GRACE = 300
"""Seconds beyond its share after which a target that does not end is stopped."""


def main() -> int:
    """Run the targets one after another.

    Returns:
        1 where something was found, 2 where a target did not run, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together (default: 600)")
    parser.add_argument("targets", nargs="*", metavar="target", help=f"one or more of: {', '.join(TARGETS)}")
    given = parser.parse_args()
    names = given.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no such target: {', '.join(unknown)}")
    if find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install atheris")
    share = max(1, given.seconds // len(names))
    results = [_run(name, share) for name in names]
    return max(results)


def _run(name: str, seconds: int) -> int:
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    findings = folder / "found" / "findings.json"
    findings.unlink(missing_ok=True)
    command = [sys.executable, "-m", "fuzz.run", name, str(seconds), str(folder)]
    with (folder / "log.txt").open("wb") as log:
        try:
            status = subprocess.run(command, stdout=log, stderr=log, timeout=seconds + _GRACE, check=False).returncode
        except subprocess.TimeoutExpired:
            status = -1
    said = (folder / "log.txt").read_text("utf-8", "replace")
    marks = _STATUS.findall(said)
    executed = _EXECUTED.search(said)
    runs = int(executed.group(1)) if executed else int(marks[-1][0]) if marks else 0
    found = json.loads(findings.read_text("utf-8")) if findings.exists() else []
    print(
        f"{name:10} {runs:>9} executions, coverage {marks[-1][1] if marks else 0:>6}, {len(found)} findings", flush=True
    )
    for finding in found:
        print(f"    {finding['kind']}: {finding['words']!r} ({folder}/found/{finding['file']})", flush=True)
    if status != 0:
        print(f"    ended with status {status}: see {folder}/log.txt", flush=True)
        return 2
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
