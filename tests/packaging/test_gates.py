"""The action and the hook, as a project with a topic of its own uses them: their very steps, with the built wheel."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.stub import serve
from tests.packaging.conftest import ROOT

pytestmark = pytest.mark.long
DATA = Path(__file__).parent / "data"
ANYWHERE = "http://127.0.0.1:9/v1"
"""Nobody listens there: what is evaluated is recorded."""


def action() -> dict[str, Any]:
    """The action as it is written."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return loaded


def run(command: list[str], cwd: Path, python: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program with the installed command on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    path = f"{python.parent}:{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=cwd,
        env={**kept, "PATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Path:
    """A repository with a topic, a labelled article, recorded answers and a baseline."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "examples" / "launches", folder / "launches", ignore=shutil.ignore_patterns("evals"))
    shutil.copy(DATA / "schema_scoring.py", folder / "launches")
    split = folder / "launches" / "evals" / "test"
    split.mkdir(parents=True)
    shutil.copy(ROOT / "examples" / "moon-launch.txt", split / "moon.txt")
    shutil.copy(DATA / "moon.json", split)
    with serve() as address:
        common = ["--topic", "./launches", "--split", "test", "--model", "small"]
        done = run(["summariser", "eval", "record", *common, "--base-url", address], folder, installed)
        assert done.returncode == 0, done.stderr
    write = ["--base-url", ANYWHERE, "--write-baseline", "baseline.json"]
    done = run(["summariser", "eval", "run", *common, *write], folder, installed)
    assert done.returncode == 0, done.stderr
    return folder


def gate(project: Path, python: Path, tmp_path: Path, **given: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run the gate's step as the service would: inputs in its environment, files for outputs and summary."""
    (step,) = [step for step in action()["runs"]["steps"] if step.get("id") == "gate"]
    inputs = {name: str(value.get("default", "")) for name, value in action()["inputs"].items()}
    inputs |= {"topic": "./launches", "model": "small", "base-url": ANYWHERE, **given}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: inputs[match[1]], value)
        for name, value in step["env"].items()
    }
    files = {"GITHUB_OUTPUT": tmp_path / "output", "GITHUB_STEP_SUMMARY": tmp_path / "summary"}
    environment |= {name: str(path) for name, path in files.items()} | {"RUNNER_TEMP": str(tmp_path)}
    shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    done = run(shell, project, python, **environment)
    summary = files["GITHUB_STEP_SUMMARY"]
    assert f"report={tmp_path}" in files["GITHUB_OUTPUT"].read_text("utf-8")
    return done, summary.read_text("utf-8") if summary.exists() else ""


def test_a_good_run_passes(project: Path, installed: Path, tmp_path: Path) -> None:
    """The report is the summary of the step, and nothing is asked of a model."""
    given = {"baseline": "baseline.json", "fail-under": "micro_f1=0.9 values_f1=0.5"}
    done, summary = gate(project, installed, tmp_path, **given)
    assert done.returncode == 0, done.stderr
    assert "micro_f1" in summary
    assert "1.00" in summary


def test_a_score_that_is_too_low_fails(project: Path, installed: Path, tmp_path: Path) -> None:
    """The step fails with the gate's code; the summary has the report and the reason."""
    done, summary = gate(project, installed, tmp_path, **{"fail-under": "micro_f1=1.1"})
    assert done.returncode == 7
    assert "micro_f1" in summary
    assert "under 1.1" in summary


@pytest.mark.parametrize("given", [{"split": "nonesuch"}, {"topic": "./nonesuch"}, {"baseline": "none.json"}])
def test_a_mistake_in_the_inputs_fails(project: Path, installed: Path, tmp_path: Path, given: dict[str, str]) -> None:
    """The line that says what is wrong stands in the summary."""
    done, summary = gate(project, installed, tmp_path, **given)
    assert done.returncode in (5, 7)
    assert "summariser: " in summary
    assert "Traceback" not in summary


def test_inputs_are_never_code(project: Path, installed: Path, tmp_path: Path) -> None:
    """What stands in an input reaches the command as an argument; no step writes inputs into a script."""
    done, _ = gate(project, installed, tmp_path, split="$(touch planted) `touch planted` ;touch${IFS}planted")
    assert done.returncode != 0
    assert not (project / "planted").exists()
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_action_installs_what_is_locked() -> None:
    """It installs from the lock, which is there, and then the package alone."""
    (install,) = [step for step in action()["runs"]["steps"] if step.get("name") == "Install"]
    (lock,) = re.findall(r'"\$ACTION/([\w./]+)"', install["run"])
    assert (ROOT / lock).is_file()
    assert '--no-deps "$ACTION"' in install["run"]
    assert subprocess.run(["bash", "-n"], input=install["run"], text=True, check=False).returncode == 0


def test_the_hook_proves_labels(project: Path, installed: Path, tmp_path: Path) -> None:
    """The hook's command passes sound labels and refuses a wrong one, by the line that names it."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert re.search(hook["files"], "launches/evals/test/moon.json")
    assert re.search(hook["files"], "evals/test/moon.txt")
    assert not re.search(hook["files"], "launches/schema.py")
    copied = tmp_path / "project"
    shutil.copytree(project, copied)
    command = [*shlex.split(hook["entry"]), "--topic", "./launches", "--split", "test"]
    assert run(command, copied, installed).returncode == 0
    label = copied / "launches" / "evals" / "test" / "moon.json"
    wrong = json.loads(label.read_text("utf-8"))
    wrong["launches"][0]["outcome"] = "grand"
    label.write_text(json.dumps(wrong), "utf-8")
    done = run(command, copied, installed)
    assert done.returncode == 7
    assert "moon: L1: outcome: 'grand' is not in the vocabulary" in done.stderr


def test_the_page_names_every_input() -> None:
    """The documentation of the action has each input with its default, and shows a use that the action takes."""
    page = (ROOT / "docs" / "ci-gate.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (?:`([^`]*)`|[^|]*) \|", page, re.MULTILINE))
    assert set(rows) == set(action()["inputs"])
    for name, told in rows.items():
        assert not told or told == str(action()["inputs"][name]["default"])
    workflow = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0])
    assert set(workflow["jobs"]["gate"]["steps"][1]["with"]) <= set(action()["inputs"])
