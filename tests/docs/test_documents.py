"""The documentation hangs together: links lead somewhere, tables name what there is, pictures can be drawn."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from pathlib import Path

import pytest
import typer.main
import yaml
from markdown_it import MarkdownIt
from rich.console import Console
from summariser.schemas.agreements import Agreements

from summariser import Report, Summariser, errors
from summariser.cli.main import app
from summariser.output.terminal import show
from summariser.reading.reader import Reader
from summariser.settings import PREFIX, Settings
from tests.docs.blocks import ROOT, blocks
from tests.docs.stub import serve

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
_LINKING = {"link_open", "image"}
_ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|example\.org|localhost)[^\s)\"'`]+")


def _links(document: Path) -> list[str]:
    tokens = MarkdownIt().parse(document.read_text("utf-8"))
    inline = [child for token in tokens for child in token.children or ()]
    return [str(child.attrs.get("href") or child.attrs.get("src")) for child in inline if child.type in _LINKING]


def _anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ +(.+?) *$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    """A link names a file that is there, and a heading that the file has."""
    for link in _links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{document.name}: {link}"
        assert not anchor or anchor in _anchors(target), f"{document.name}: {link}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_document_sends_readers_to_a_host(document: Path) -> None:
    """The documentation is whole in itself, and does not age with somebody else's pages."""
    assert not _ADDRESS.findall(document.read_text("utf-8"))


def test_every_command_is_documented() -> None:
    """A command that is in no document is not found by those who need it."""
    text = "\n".join(document.read_text("utf-8") for document in DOCUMENTS)
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert command.help, f"summariser {name} has no help"
        assert re.search(rf"\b(summariser |`){name}\b", text), f"summariser {name} is in no document"


def test_every_error_is_in_the_table() -> None:
    """The table of errors has each class with its exit code."""
    table = (ROOT / "docs/errors.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (\d+) \|$", table, re.MULTILINE))
    classes = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not errors.SummariserError]
    assert rows == {kind.__name__: str(kind.exit_code) for kind in classes}


def test_settings_that_are_named_exist() -> None:
    """A variable of the environment that a document names is one that is read."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "CONFIG"}
    for document in DOCUMENTS:
        named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", document.read_text("utf-8")))
        assert named <= known, document.name


def test_the_lines_of_a_topic() -> None:
    """The README says how many lines the example topic has, blank ones aside."""
    texts = [(ROOT / "examples/launches" / name).read_text("utf-8") for name in ("schema.py", "prompt.md")]
    lines = sum(bool(line.strip()) for text in texts for line in text.splitlines())
    assert f"has {lines} lines in all" in (ROOT / "README.md").read_text("utf-8")


def test_every_page_is_found() -> None:
    """A page that the menu, the first page or the README lacks is not found by those who need it."""
    pages = {path.name for path in ROOT.glob("docs/*.md")}
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    assert set(menu) == pages
    assert {link.partition("#")[0] for link in _links(ROOT / "docs/index.md")} == pages - {"index.md"}
    assert {Path(link.partition("#")[0]).name for link in _links(ROOT / "README.md")} >= pages - {"index.md"}


def test_figures_of_sanctions() -> None:
    """What the page says of the embedded model is what the baseline holds."""
    page = (ROOT / "docs/sanctions.md").read_text("utf-8")
    measures = json.loads((ROOT / "evals/sanctions/baseline.json").read_text("utf-8"))["measures"]
    for name in ("micro_f1", "restrictions.upward", "empty_articles", "summary.mentions"):
        low, value, high = (f"{measures[name][part]:.3f}" for part in ("low", "value", "high"))
        assert f"| {name} | {value} | {low} to {high} |" in page


def test_the_tutorial_shows_the_terminal_view() -> None:
    """What the tutorial shows of a report is what the terminal shows of the saved one."""
    report = (ROOT / "docs/report.json").read_text("utf-8")
    console = Console(width=96, file=io.StringIO())
    show(Report[Agreements].model_validate_json(report), console)
    shown = [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    (view,) = [block for block in blocks(ROOT / "docs/tutorial.md") if "view" in block.words]
    lines = view.text.splitlines()
    assert lines
    assert any(shown[start : start + len(lines)] == lines for start in range(len(shown)))


def test_the_picture_is_the_terminal_view() -> None:
    """The picture of a report shows what the terminal shows, and asks nothing of another host."""
    with serve() as address, Summariser("agreements", base_url=address) as read:
        report: Report = read(Reader().read(str(ROOT / "examples/norway-frigates.txt")))  # type: ignore[type-arg]
    picture = _picture().draw(report.model_dump_json())
    shown = re.sub(r"<[^>]+>|&#160;", " ", picture)
    assert "10,000,000,000" in shown
    assert "frigates" in shown
    assert "in 2031" in " ".join(shown.split())
    assert set(re.findall(r"https?://[^\s\"]+", picture)) == {"http://www.w3.org/2000/svg"}


def _picture():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs/picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
