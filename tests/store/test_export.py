"""What is written out equals what the store holds, in every format, whatever the texts are."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from summariser.schemas.agreements import Agreements

from summariser.errors import UsageError
from summariser.output.export import export, write_csv
from summariser.report import Report
from summariser.store.entries import FactQuery
from summariser.store.store import Store
from tests.store.reports import SETUP, agreement, article, dated, deal, figure, leaf, report

US, IN = ("United States", "US"), ("India", "IN")
HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@\t\r\n\x1b\u202e\x00;,\"'"), max_size=30
)


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with two reports."""
    reads = [article("First.", title="=1+1", source="a.txt"), article("Second.", source="b.txt")]
    keys = [state.key for state in store.add(reads, SETUP)]
    facts = [agreement(US, IN, dates=[dated("2025-10", "signed")], value=leaf("about $2", amount="2", unit="currency"))]
    store.finish(keys[0], report(reads[0], agreements=facts, arms_deals=[deal(US, IN, "Javelin", "=cmd()")]))
    store.finish(keys[1], report(reads[1], trade_figures=[figure(IN, None, "4100000000")]))
    return store


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_json_lines_are_the_reports(filled: Store, tmp_path: Path) -> None:
    """Each line is a report that loads back equal to the one that is kept."""
    assert export(filled, tmp_path / "out.jsonl") == 2
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    loaded = [Report[Agreements].model_validate_json(line) for line in lines]
    assert loaded == [Report[Agreements].model_validate_json(text) for text in filled.reports()]
    assert export(filled, tmp_path / "none.jsonl", model="another") == 0


def test_csv_has_one_row_a_fact(filled: Store, tmp_path: Path) -> None:
    """Each fact is a row with its article, its fields in their order, its sentences; formulas are defused."""
    assert export(filled, tmp_path / "out.csv") == 3
    one, two, three = rows(tmp_path / "out.csv")
    assert (one["source"], one["title"], one["fact_type"], one["fact"]) == ("a.txt", "'=1+1", "agreements", "A1")
    assert (one["parties"], one["dates"], one["kind"]) == ("United States; India", "2025-10", "trade")
    assert (one["first_date"], one["last_date"]) == ("2025-10-01", "2025-10-31")
    assert one["evidence"] == "The sentence that states it."
    assert (two["items"], two["supplier"], two["parties"]) == ("Javelin missile; =cmd() missile", "United States", "")
    assert three["amount"] == "4100000000 USD"
    assert list(one)[:3] == ["article", "source", "title"]


def test_parquet_is_typed(filled: Store, tmp_path: Path) -> None:
    """Dates are dates, numbers are numbers, lists are lists; the whole fact is there as JSON."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    assert export(filled, tmp_path / "out.parquet") == 3
    table = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    kept = list(filled.facts())
    assert [json.loads(row["data"]) for row in table] == [row.data for row in kept]
    assert table[0]["published"] == date(2025, 10, 31)
    assert table[0]["first_date"] == date(2025, 10, 1)
    assert [party["code"] for party in table[0]["parties"]] == ["US", "IN"]
    assert table[0]["dates"][0]["last"] == date(2025, 10, 31)
    assert table[0]["dates"][0]["role"] == "signed"
    assert table[2]["amounts"][0]["number"] == 4.1e9
    assert Decimal(table[2]["amounts"][0]["number"]) == Decimal(4100000000)


@pytest.mark.parametrize("name", ["out.xlsx", "out", "missing/out.csv", "folder.csv"])
def test_a_file_that_cannot_be_written_is_told(filled: Store, tmp_path: Path, name: str) -> None:
    """A wrong ending, a missing folder and a folder are refused, and nothing is left behind."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError):
        export(filled, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("results.db")] == ["folder.csv"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(HOSTILE, min_size=1, max_size=4))
def test_csv_of_any_text_is_whole_and_no_formula(store: Store, texts: list[str]) -> None:
    """As many columns in every row, as many rows as facts, and no cell that a spreadsheet would run."""
    read = article(f"Said: {texts}", title=texts[0], source=texts[-1] or "x")
    key = store.add([read], SETUP)[0].key
    named = [agreement((text or "x", "US"), IN, id=f"A{place}") for place, text in enumerate(texts)]
    store.finish(key, report(read, agreements=named))
    out = io.StringIO()
    assert write_csv(store, out, FactQuery(article=key)) == len(texts)
    out.seek(0)
    head, *body = csv.reader(out)
    assert len(body) == len(texts)
    assert {len(line) for line in body} == {len(head)}
    assert not [entry for line in body for entry in line if re.match(r"\s*[=+@\t\r]", entry)]
