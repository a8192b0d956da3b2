"""Reports: complete, the same bytes every time, and safe to open."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from schemas.agreements_scoring import COMPARISON
from summariser.article import Article, Sentence
from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.contrast import compare
from summariser.evaluation.report import Report, as_json, build_report
from summariser.evaluation.runs import Run
from summariser.evaluation.scores import score_cases
from summariser.evaluation.views import as_html, as_markdown, differences_as_markdown, print_report

Label = dict[str, Any]
HOSTILE = "<script>alert(1)</script>\x1b[31m & \u202e |x| \"'><img src=x onerror=y>"
ROOT = Path(__file__).parents[2]


def report_of(cases: list[Case], records: dict[str, Label], **more: Any) -> Report:
    """The report of a run with these records."""
    run = Run("a system", records, **more)
    return build_report(cases, score_cases(cases, records, COMPARISON), run)


@pytest.fixture
def report(cases: list[Case], gold: Label) -> Report:
    """The report of a run with a few errors, and one failure."""
    gold["agreements"][0]["status"] = "announced"
    gold["arms_deals"][1]["status"] = "contracted"
    del gold["trade_figures"][0]
    records = {"two-navies": gold, "rain": {}, "copper": {}}
    usage = {"two-navies": {"calls": 2, "cost": "0.10"}, "rain": {"calls": 1, "cost": 0.2, "model": "m"}}
    return report_of(cases, records, usage=usage, failures={"copper": "the server was gone"})


class Page(HTMLParser):
    """Counts tags and keeps the text, and refuses what is not closed."""

    VOID = frozenset({"meta", "rect", "line", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the tag; no attribute may run code or fetch anything."""
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every end has its start."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """The visible text."""
        self.words += data


def test_usage_is_added_up(report: Report) -> None:
    """Numbers of any form are summed exactly; words are left out."""
    assert report.usage == {"calls": "3", "cost": "0.3"}


def test_every_error_stands_beside_its_text(report: Report) -> None:
    """The page shows each error with the sentences of its article, and plots drawn inline."""
    page = Page()
    page.feed(as_html(report))
    assert page.open == []
    assert page.tags.count("svg") == 3
    assert "script" not in page.tags
    for words in ("announced", "the server was gone", "Norway has also offered six K9 howitzers", "omitted"):
        assert words in page.words
    navies = next(case for case in report.cases if case.name == "two-navies")
    found = {(finding.what, finding.kind, finding.field) for finding in navies.findings}
    assert ("wrong", "agreements", "status") in found
    assert ("omitted", "trade_figures", None) in found
    assert ("wrong", "arms_deals", "status") in found


def test_json_holds_every_measure_and_no_article(report: Report) -> None:
    """The file is for machines and for sharing: scores and errors, not the texts."""
    data = json.loads(as_json(report))
    assert data["scores"]["micro_f1"]["value"] == pytest.approx(report.headlines[0].value, abs=1e-6)
    assert data["scores"].keys() == report.scores.keys()
    assert all("sentences" not in case for case in data["cases"])


def test_markdown_has_a_table_for_each_part(report: Report) -> None:
    """It can be pasted where Markdown is read; every row has the columns of its head."""
    text = as_markdown(report)
    for table in text.split("\n\n"):
        if table.startswith("|"):
            assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1
    assert text.count("## ") >= 6


def test_the_terminal_shows_scores_and_errors(report: Report) -> None:
    """The worst cases come with their errors."""
    out = io.StringIO()
    print_report(report, Console(file=out, width=160), errors=1)
    for words in ("micro_f1", "agreements.upward", "contracted", "two-navies"):
        assert words in out.getvalue()


@pytest.mark.parametrize("hostile", [HOSTILE, "{{ 7 * 7 }}", "[bold]x[/bold]"])
def test_hostile_text_stays_text(navies: Case, gold: Label, hostile: str) -> None:
    """Articles and models write what they like; a page or a terminal must not obey."""
    sentence = Sentence(1, 0, len(hostile), hostile)
    case = replace(navies, article=Article(hostile, (sentence,), title=hostile))
    gold["agreements"][0]["name"] = gold["agreements"][0]["status"] = hostile
    gold["arms_deals"][0]["items"][0]["designation"] = gold["arms_deals"][0]["items"][0]["raw"] = hostile
    report = report_of([case], {navies.name: gold}, failures={navies.name: hostile}, usage={navies.name: {hostile: 1}})
    page = Page()
    page.feed(as_html(report))
    assert page.open == []
    assert not {"script", "img"} & set(page.tags)
    assert "49" not in page.words
    out = io.StringIO()
    print_report(report, Console(file=out, width=200, force_terminal=True, no_color=True), errors=1)
    for view in (as_html(report), as_markdown(report), out.getvalue()):
        assert "\x1b[31m" not in view
        assert "\u202e" not in view
    assert "<script" not in as_markdown(report)
    assert "[bold]" in out.getvalue() or "[bold]" not in hostile


def test_the_same_inputs_give_the_same_bytes(report: Report, tmp_path: Path) -> None:
    """Neither the seed of hashes nor the process changes a report."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from schemas.agreements_scoring import COMPARISON\n"
        "from summariser.evaluation.cases import load_cases\n"
        "from summariser.evaluation.report import as_json, build_report\n"
        "from summariser.evaluation.runs import Run\n"
        "from summariser.evaluation.scores import score_cases\n"
        "from summariser.evaluation.views import as_html, as_markdown\n"
        "cases = load_cases(Path(sys.argv[2]), ['dev', 'more'])\n"
        "records = {case.name: {**case.gold, 'arms_deals': []} for case in cases}\n"
        "report = build_report(cases, score_cases(cases, records, COMPARISON), Run('x', records))\n"
        "sys.stdout.buffer.write((as_json(report) + as_markdown(report) + as_html(report)).encode())\n"
    )
    data = str(Path(__file__).parent / "data" / "set")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(ROOT), data],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_comparison_in_words(cases: list[Case], score: Callable[[Label], Any]) -> None:
    """Headlines always, other measures only where they differ, the rest as a number."""
    good = score_cases(cases, {case.name: case.gold for case in cases}, COMPARISON)
    bad = score_cases(cases, {case.name: {} for case in cases}, COMPARISON)
    text = differences_as_markdown(compare(good, bad), 3, "good", "bad")
    assert text.startswith("# good -> bad, 3 articles")
    assert "micro_f1: 1.000 -> 0.000 is no difference that 3 articles can show" in text
    assert "other measures show no difference" in text


def test_scores_of_other_cases_are_refused(cases: list[Case]) -> None:
    """A report never mixes runs."""
    scores = score_cases(cases, {case.name: {} for case in cases}, COMPARISON)
    with pytest.raises(EvaluationError, match="not the same articles"):
        build_report(cases[:1], scores, Run("x", {}))


def test_importing_the_evaluation_is_light() -> None:
    """Nothing heavy is loaded before it is needed."""
    modules = sorted(path.stem for path in (ROOT / "summariser" / "evaluation").glob("[a-z]*.py"))
    names = ", ".join(f"summariser.evaluation.{module}" for module in modules)
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport {names}\n"
        "print([name for name in ('scipy', 'numpy', 'jinja2', 'rich', 'pycountry', 'openai', 'lxml', 'babel')"
        " if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
