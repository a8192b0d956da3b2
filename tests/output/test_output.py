"""Every output format, with text that a hostile article could hold."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from summariser.grounding import Rejection
from summariser.output.markdown import to_markdown
from summariser.output.tables import COLUMNS, to_csv
from summariser.output.terminal import show
from summariser.report import Missing, Report, Source, SummarySentence, Suspicion
from summariser.safe import cell, json_text, printable
from summariser.topics.fact import Citation, Fact, Record
from summariser.values.leaf import Support
from summariser.values.leaves import Words

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x1b\x9b\x07\x7f\u202e\u2028\x85=+-@|<>[]`*_#&\t\r\n")
)


class Item(Fact):
    """A fact with one leaf."""

    id_prefix: ClassVar[str] = "I"

    words: Words


class Items(Record):
    """A record of them."""

    items: list[Item] = []


def report(text: str) -> Report[Items]:
    """A report with that text in every place that is not ours."""
    leaf = Words(raw=text, span=(0, 1), support=Support.INFERRED, note=text)
    fact = Item(id="I1", evidence=[Citation(sentence=1, span=(0, 1), text=text)], words=leaf)
    return Report[Items](
        topic="t",
        model=text,
        article=Source(
            source=text, title=text, published=date(2025, 1, 1), site=text, characters=1, sentences=1, sha256="0"
        ),
        summary=[SummarySentence(text=text, sentences=[1], facts=["I1"], origin="model")],
        record=Items(items=[fact]),
        rejected=[Rejection(path="items[1].words", words=text, reason=text)],
        missing=[Missing(what="items", first=1, last=2, reason=text)],
        suspicions=[Suspicion(kind="markup", span=(0, 1), text=text)],
        notes=[text],
    )


def terminal(shown: Report[Any], *, colour: bool = False, width: int = 80) -> str:
    """The terminal view."""
    out = io.StringIO()
    show(shown, Console(file=out, width=width, highlight=False, markup=False, force_terminal=colour, color_system=None))
    return out.getvalue()


@given(HOSTILE)
def test_json_loads_back_and_steers_nothing(text: str) -> None:
    """JSON as printed is equal when read again, one line is one line, and no control character is in it."""
    original = report(text)
    line = json_text(original.model_dump_json())
    assert Report[Items].model_validate_json(line) == original
    assert len(line.splitlines()) == 1
    assert CONTROL.findall(line) == []
    plain = json_text(line, ascii_only=True)
    assert plain.isascii()
    assert Report[Items].model_validate_json(plain) == original
    assert Report[Items].model_validate(json.loads(json_text(original.model_dump_json(indent=2)))) == original


@given(HOSTILE)
def test_csv_is_whole_and_no_formula(text: str) -> None:
    """As many columns in every row, and no cell that a spreadsheet would run."""
    rows = list(csv.reader(io.StringIO(to_csv([report(text)]))))
    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not [entry for row in rows for entry in row if re.match(r"\s*[=@\t\r]", entry)]
    assert not [entry for row in rows for entry in row if re.match(r"\s*[+-]", entry) and not _is_number(entry)]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(HOSTILE)
def test_the_terminal_shows_text_only(text: str) -> None:
    """No control sequence of the article's reaches the terminal, whatever it holds."""
    shown = terminal(report(text))
    assert CONTROL.findall(shown) == []


@given(st.text(st.sampled_from("abc WXYZ 123 ,.-/äé€中 "), max_size=300), st.sampled_from([40, 80, 120]))
def test_the_terminal_view_is_as_wide_as_the_terminal(text: str, width: int) -> None:
    """Long words are folded, not run over the edge."""
    from rich.cells import cell_len

    assert max(map(cell_len, terminal(report(text), width=width).splitlines())) <= width


@given(HOSTILE)
def test_markdown_makes_no_markup_of_the_text(text: str) -> None:
    """Rendered, the document has the headings that we wrote and no link, image, code or HTML of the article's."""
    document = to_markdown(report(text))
    assert CONTROL.findall(document) == []
    tokens = MarkdownIt("commonmark").enable("table").parse(document)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}
    assert sum(token.type == "heading_open" for token in tokens) == 7


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-5", "-5"),
        ("-30.5", "-30.5"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("\x00=1", "'=1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("plain - text", "plain - text"),
        ("", ""),
    ],
)
def test_cells(text: str, safe: str) -> None:
    """Formulas are quoted, numbers and words are left alone."""
    assert cell(text) == safe


def test_printable_keeps_what_people_read() -> None:
    """Newlines, tabs, accents, emoji and other scripts stay."""
    text = "Zürich\n\tभारत 🇮🇳 „Pakt“"
    assert printable(text) == text
    assert printable("a\x1b[31mb\u202ec\x9bd") == "a[31mbcd"


def test_colours_are_the_terminals_business() -> None:
    """Without colours the view holds no sequences at all; every fact, loss and note is in it."""
    shown = terminal(report("India"))
    for words in ("ITEMS", "I1", "REJECTED", "MISSING", "SUSPICIOUS TEXT", "NOTES", "~", "[1]"):
        assert words in shown
