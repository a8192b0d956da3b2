"""``summariser eval``, on a topic and an evaluation set of a user's own: recorded once, then offline, and gated."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.llm.server import Asked, FaultServer, Reply, answer
from tests.pipeline.answering import wanted

EXAMPLE = Path(__file__).parents[2] / "examples" / "launches"
LAUNCH = {
    "evidence": [1, 2, 4],
    "rocket": "LVM3",
    "payload": "Chandrayaan-3 spacecraft",
    "operator": "India",
    "site": "Sriharikota",
    "date": "on Friday",
    "cost": "6.15 billion rupees",
    "outcome": "success",
}
SUMMARY = {True: ["India launched Chandrayaan-3 on Friday."], False: ["A team was given a medal in Padua."]}


def reader(asked: Asked) -> Reply:
    """Reads both articles of the example well."""
    about_launch = "Chandrayaan" in asked.prompt
    lists = {"launches": [{**LAUNCH, "evidence": [1, 2, 3]}] if about_launch else [], "summary": SUMMARY[about_launch]}
    return answer({name: lists[name] for name in wanted(asked)})


@pytest.fixture
def topic(tmp_path: Path) -> Path:
    """The example topic with its evaluation set, to be damaged."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "launches"))


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A model that reads well, and counts what it is asked."""
    with FaultServer(reader) as server:
        yield server


class Eval:
    """``summariser eval`` on the topic."""

    def __init__(self, call: Call, topic: Path, server: FaultServer) -> None:
        self._call, self.topic, self.server = call, topic, server
        self.baseline = topic / "baseline.json"

    def __call__(self, command: str, *options: object) -> Any:
        return self._call("eval", command, *options, "--topic", self.topic, "--split", "test")

    def record(self, *options: object) -> Any:
        return self("record", *options, "--model", "fake", "--base-url", self.server.address)

    def run(self, *options: object) -> Any:
        return self("run", *options, "--model", "fake", "--base-url", "http://127.0.0.1:9/v1")

    @property
    def recordings(self) -> list[Path]:
        return sorted((self.topic / "evals" / "recordings").glob("*/test/*.json"))


@pytest.fixture
def evaluation(call: Call, topic: Path, server: FaultServer) -> Eval:
    """The example, recorded, with a baseline."""
    found = Eval(call, topic, server)
    assert found.record().exit_code == 0
    assert found.run("--write-baseline", found.baseline).exit_code == 0
    return found


def test_recorded_answers_are_scored_offline(evaluation: Eval) -> None:
    """The server is not asked again, and the report is about both articles."""
    before = len(evaluation.server.asked)
    result = evaluation.run("--format", "json", "--baseline", evaluation.baseline, "--fail-under", "micro_f1=1")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["scores"]["micro_f1"]["of"] == [2, 2]
    assert len(evaluation.server.asked) == before == len(evaluation.recordings)


def test_only_what_is_missing_is_recorded(evaluation: Eval) -> None:
    """A recording that was lost is made again; the others are not paid for twice."""
    before = len(evaluation.server.asked)
    evaluation.recordings[0].unlink()
    assert evaluation.record().exit_code == 0
    assert len(evaluation.server.asked) == before + 1
    assert evaluation.run().exit_code == 0


def test_a_mutated_recording_fails_the_gate(evaluation: Eval) -> None:
    """An answer that says something else drops the score, and the message says which."""
    for path in evaluation.recordings:
        path.write_text(path.read_text("utf-8").replace("LVM3", "VLM8").replace("Chandrayaan-3 spacecraft", "a probe"))
    result = evaluation.run("--baseline", evaluation.baseline)
    assert result.exit_code != 0
    assert "micro_f1" in result.stderr


def test_a_mutated_request_in_a_recording_is_refused(evaluation: Eval) -> None:
    """A recording that no longer is what its name says answers nothing."""
    path = evaluation.recordings[0]
    path.rename(path.with_name(f"{'0' * len(path.stem)}.json"))
    result = evaluation.run()
    assert result.exit_code != 0
    assert "record" in result.stderr


def test_a_mutated_prompt_fails_with_what_changed(evaluation: Eval) -> None:
    """A prompt that was changed has no recordings; the message shows the new words."""
    prompt = evaluation.topic / "prompt.md"
    prompt.write_text(
        prompt.read_text("utf-8").replace("List the rocket launches.", "Enumerate all liftoffs."), "utf-8"
    )
    result = evaluation.run("--baseline", evaluation.baseline)
    assert result.exit_code != 0
    assert "Enumerate all liftoffs." in result.stderr


def test_a_mutated_schema_fails(evaluation: Eval) -> None:
    """So does a vocabulary that was changed."""
    schema = evaluation.topic / "schema.py"
    schema.write_text(schema.read_text("utf-8").replace('"planned"', '"scheduled"'), "utf-8")
    result = evaluation.run("--baseline", evaluation.baseline)
    assert result.exit_code != 0
    assert "scheduled" in result.stderr


def test_a_mutated_label_fails_the_gate(evaluation: Eval) -> None:
    """A baseline of other labels is no baseline, and says so."""
    label = evaluation.topic / "evals" / "test" / "lunar-lander.json"
    label.write_text(label.read_text("utf-8").replace('"outcome": "success"', '"outcome": "failure"'), "utf-8")
    result = evaluation.run("--baseline", evaluation.baseline)
    assert result.exit_code != 0
    assert "label" in result.stderr


def test_a_wrong_label_is_named(evaluation: Eval) -> None:
    """Words that do not stand in the evidence: the file, the fact and the path are told."""
    label = evaluation.topic / "evals" / "test" / "lunar-lander.json"
    label.write_text(label.read_text("utf-8").replace('on Friday", "value', 'on Monday", "value'), "utf-8")
    result = evaluation("check")
    assert result.exit_code != 0
    assert "lunar-lander" in result.stderr and "date.raw" in result.stderr


def test_a_recording_that_nothing_asks_for_fails(evaluation: Eval) -> None:
    """It would be dead weight that looks alive; ``--prune`` deletes it."""
    for path in (evaluation.topic / "evals" / "test").glob("no-launch.*"):
        path.unlink()
    result = evaluation.run()
    assert result.exit_code != 0
    assert "recordings answer no request" in result.stderr
    assert evaluation.record("--prune").exit_code == 0
    assert evaluation.run().exit_code == 0


def test_a_missed_demand_fails(evaluation: Eval) -> None:
    """A demand that the scores do not meet, and one that is none."""
    assert "micro_f1" in evaluation.run("--fail-under", "micro_f1=1.1").stderr
    assert evaluation.run("--fail-under", "micro_f1=1.1").exit_code != 0
    assert evaluation.run("--fail-under", "micro_f1").exit_code == 2


PEER = """
NAME = "a peer"
def read(article):
    return {"launches": []}, {"calls": 1}
"""


def test_a_peer_stands_beside_the_run(evaluation: Eval, tmp_path: Path) -> None:
    """One command scores another system, one shows both; a kept run is not made again."""
    peer, kept = tmp_path / "peer.py", tmp_path / "peer.json"
    peer.write_text(PEER, "utf-8")
    assert evaluation("run", "--peer", peer, "--save", kept).exit_code == 0
    peer.write_text(PEER.replace("return", "raise SystemExit(9)\n    return"), "utf-8")
    assert evaluation("run", "--peer", peer, "--save", kept, "--resume", "--at-once", 2).exit_code == 0
    shown = evaluation.run("--beside", kept, "--format", "markdown")
    assert shown.exit_code == 0
    assert "## Beside others" in shown.stdout and "a peer" in shown.stdout


def test_saved_runs_are_compared_and_reported(evaluation: Eval, tmp_path: Path) -> None:
    """The same run twice is no difference, and its report is a page of its own."""
    kept, page = tmp_path / "run.json", tmp_path / "report.html"
    assert evaluation.run("--save", kept).exit_code == 0
    assert "no difference" in evaluation("compare", kept, kept).stdout
    assert evaluation("report", kept, "--output", page).exit_code == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_second_labels_are_the_ceiling(evaluation: Eval, tmp_path: Path) -> None:
    """Labels of somebody else, scored against the first; a folder without any is refused."""
    second = tmp_path / "second"
    second.mkdir()
    assert evaluation("agreement", second).exit_code != 0
    shutil.copy(evaluation.topic / "evals" / "test" / "lunar-lander.json", second)
    assert "1 articles" in evaluation("agreement", second).stdout
    assert "second labels" in evaluation.run("--second", second, "--format", "markdown").stdout


@pytest.mark.parametrize("options", [["--set", "nowhere"], ["--split", "nowhere"], ["--peer", "nowhere.py"]])
def test_what_is_not_there_is_told(evaluation: Eval, options: list[str]) -> None:
    """No traceback, a line that names it."""
    result = evaluation._call("eval", "run", "--topic", evaluation.topic, *options)
    assert result.exit_code != 0
    assert "nowhere" in result.stderr and "Traceback" not in result.stderr


def test_a_sample_is_read_without_complaint_about_the_rest(evaluation: Eval) -> None:
    """The recordings of the other articles are not orphans then."""
    result = evaluation.run("--sample", 1, "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["articles"] == 1


@pytest.mark.parametrize(
    "command",
    [("run", "--save", "kept.json"), ("compare", "a.json", "b.json"), ("report", "a.json"), ("agreement", ".")],
)
def test_scoring_without_its_extra_says_what_to_install(
    evaluation: Eval, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A plain installation is told in one line, before any article is read; proving labels needs no extra."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "scipy", None)  # as where it is not installed
    name, *options = command
    result = evaluation(name, *options)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "pip install 'summariser[evaluation]'" in result.stderr
    assert not (tmp_path / "kept.json").exists()
    assert evaluation("check").exit_code == 0


def test_a_file_that_is_not_there_is_told_plainly(evaluation: Eval, tmp_path: Path) -> None:
    """A run or a baseline that was never kept is named, with the option that keeps one."""
    missing = tmp_path / "none.json"
    for result, option in (
        (evaluation("report", missing), "--save"),
        (evaluation.run("--baseline", missing), "--write-baseline"),
    ):
        assert result.exit_code == 7
        assert f"{missing}: no such" in result.stderr
        assert option in result.stderr
        assert "Errno" not in result.stderr
