"""What the documentation shows runs as it stands, against a model whose answers a person wrote."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from opentelemetry import trace

from tests.docs.blocks import ROOT, Bench, Block, blocks, commands
from tests.docs.stub import serve

pytestmark = pytest.mark.long
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))]
SHOWN = {"text", "json", "toml", "markdown", "yaml"}
RUN = {"python", "sh"}
PRELUDES = {
    "docs/evaluation.md": """
from pathlib import Path
from summariser.evaluation.cases import load_cases
_gold = {case.article.digest: dict(case.gold) for case in load_cases(Path("evals/agreements"), ["dev"])}
def read(article):
    return _gold[article.digest], {}
""",
    "docs/ray.md": """
from pathlib import Path
from summariser import Reader, Summariser
from summariser.batch.on_ray.results import opened
with Summariser("agreements") as _read, opened(Path("results")) as _results:
    _report = _read(Reader().read("examples/norway-frigates.txt"))
    _results.add({"key": "0", "source": "norway-frigates", "state": "done", "facts": len(_report.facts()),
                  "report": _report.model_dump_json()})
""",
}
"""What a document takes as given: a perfect reader, in the place of the reader's own; what a cluster has written."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The server that stands for every model."""
    with serve() as address:
        yield address


@pytest.fixture
def desk(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a reader has it who follows the documentation: a checkout to work in, and a model that answers."""
    for name in ("examples", "docs", "evals"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("train"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARISER_BASE_URL", address)
    monkeypatch.setenv("NO_COLOR", "1")
    lend = lambda provider: monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)  # noqa: E731
    monkeypatch.setattr(trace, "set_tracer_provider", lend)  # a process takes one for good: for this document alone
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.usefixtures("desk")
def test_every_block_runs(document: str) -> None:
    """A reader who copies the blocks of a document one after another gets what the document says."""
    bench = Bench()
    exec(PRELUDES.get(document, ""), bench.names)  # noqa: S102  the documentation's own code
    for block in blocks(ROOT / document):
        place = f"{document}:{block.line}"
        assert block.language in RUN | SHOWN, f"{place}: a block says what it is: {sorted(RUN | SHOWN)}"
        if "file" in block.words:
            assert block.text == (ROOT / block.words[-1]).read_text("utf-8"), f"{place}: not as the file is"
        elif block.language == "python":
            bench.run_python(block, file=place)
        elif block.language == "sh":
            for command in commands(block):
                bench.run_command(command)
        else:
            check_shown(block, bench.printed, place)


def check_shown(block: Block, printed: str, place: str) -> None:
    """What a block shows is well-formed, and is what was printed where it says ``output``."""
    if "output" in block.words:
        assert block.text.split() == printed.split(), f"{place}: printed was\n{printed}"
    elif block.language == "json":
        json.loads(block.text)
    elif block.language == "toml":
        tomllib.loads(block.text)
    elif block.language == "yaml":
        yaml.safe_load(block.text)
