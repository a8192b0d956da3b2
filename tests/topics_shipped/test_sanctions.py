"""The second topic that ships: it loads by name, reads, rejects and is measured, and the engine knows nothing of it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from schemas.sanctions_cues import SANCTION_STAGES, counts_another, has_wording
from summariser.cli.main import app
from summariser.errors import GateFailed
from summariser.evaluation.cases import Case, load_cases
from summariser.evaluation.labels import check_cases
from summariser.grounding import ground
from summariser.llm.endpoint import resolve
from summariser.report import Report
from summariser.settings import Settings
from summariser.summariser import Summariser
from summariser.topics.loading import load_comparison, load_topic
from summariser.topics.wire import wire_schema
from summariser.values.grounds import Grounds
from tests.docs.stub import serve
from training.examples import wire_items

ROOT = Path(__file__).parents[2]
ANSWERS = Path(__file__).parent / "answers"
EVALS = ROOT / "evals" / "sanctions"
TOPIC = load_topic("sanctions")
MOST_FIELDS = 14
"""Fields of a fact in a model's view, evidence, assertion and salience included."""


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """The labelled articles, by name."""
    return {case.name: case for case in load_cases(EVALS, ("dev", "test"))}


def items(case: Case, kind: str) -> list[dict[str, Any]]:
    """The labelled facts of a kind as a model would answer them."""
    return wire_items(kind, case.article, case.gold, TOPIC)


def read(case: Case) -> Report[Any]:
    """What the product makes of the answers that a person wrote for an article."""
    with serve(ANSWERS) as address, Summariser("sanctions", settings=Settings(base_url=address, retry_for=0)) as reader:
        return reader(case.article)


def test_the_answers_say_that_a_person_wrote_them() -> None:
    """Nobody takes them for a model's."""
    assert {json.loads(path.read_text("utf-8"))["kind"] for path in ANSWERS.glob("*.json")} == {"authored"}


def test_a_models_view_is_short_and_the_prompt_explains_all_of_it() -> None:
    """Every field and every word of a vocabulary stands in the part that asks for it."""
    for name, fact_type in TOPIC.fact_types.items():
        schema = wire_schema(fact_type)
        assert len(schema["properties"]) <= MOST_FIELDS
        guidance = TOPIC.prompt.parts[name].guidance
        words = {*schema["properties"], *schema["properties"]["status"]["enum"]}
        words |= {word for field in ("measure", "who") for word in schema["properties"].get(field, {}).get("enum", ())}
        words |= set(schema["properties"]["dates"]["properties"])
        assert [word for word in words if not re.search(rf"\b{word}\b", guidance)] == []


def test_the_schema_is_printed_in_both_views() -> None:
    """What a model fills in, and what stands in a report."""
    answer = CliRunner().invoke(app, ["schema", "sanctions", "--answer"])
    record = CliRunner().invoke(app, ["schema", "sanctions"])
    assert json.loads(answer.stdout)["required"] == ["restrictions", "listings"]
    assert set(json.loads(record.stdout)["properties"]) == {"restrictions", "listings"}


def test_what_the_article_has_stays_and_the_rest_is_told(cases: dict[str, Case]) -> None:
    """Goods, names, dates, counts and effects that the cited sentences lack are cut off, each with its path."""
    report = read(cases["s26-thirteen-firms"])
    ban, licence = report.record.restrictions
    assert [item.raw for item in ban.goods] == ["gallium", "germanium", "antimony"]
    assert (ban.targets[0].iso, ban.dates[0].value, ban.status) == ("US", "2024-12-03", "imposed")
    assert licence.measure == "licence_requirement"
    firms, executives = report.record.listings
    assert [name.raw for name in firms.names] == ["Teledyne Brown Engineering", "BRINC Drones", "Shield AI"]
    assert (firms.count.value, firms.country.iso, firms.effects) == (13, "US", ["asset_freeze"])
    assert (executives.count, executives.dates, executives.effects) == (None, [], ["travel_ban"])
    assert {rejection.path for rejection in report.rejected} == {
        "restrictions[0].goods[3]",
        "listings[0].names[3]",
        "listings[0].effects[1]",
        "listings[1].count",
        "listings[1].dates.announced",
    }
    assert Report[type(report.record)].model_validate_json(report.model_dump_json()) == report  # type: ignore[misc]


def test_a_threat_and_a_bill_are_no_sanctions_yet(cases: dict[str, Case]) -> None:
    """A status beyond the wording becomes null; a fact without a sentence of the article goes as a whole."""
    report = read(cases["s07-fifty-days"])
    assert [fact.status for fact in report.record.restrictions] == [None, None, "proposed"]
    assert [fact.status for fact in report.record.listings] == ["imposed"]
    assert [rejection.path for rejection in report.rejected if rejection.whole] == ["listings[1]"]
    assert {r.path for r in report.rejected} >= {"restrictions[0].status", "restrictions[1].status"}


def test_a_denial_is_not_told_as_a_fact(cases: dict[str, Case]) -> None:
    """A fact says that it is denied, and so does the summary, which quotes the article."""
    report = read(cases["s16-khartoum-knows-nothing"])
    assert report.record.restrictions[0].assertion.mode == "denied"
    assert "denied that the United States had put it under sanctions" in report.summary_text
    assert "Kenya" not in report.summary_text
    assert "diplomats" not in report.summary_text


def test_tariffs_stay_out(cases: dict[str, Case]) -> None:
    """An article of another matter gives an empty record and a summary all the same."""
    report = read(cases["s18-steel-fifty"])
    assert report.facts() == []
    assert "tariff" in report.summary_text


def test_the_evaluation_set_is_sound(cases: dict[str, Case]) -> None:
    """Enough articles, long enough, some of them without a fact, every label proved."""
    check_cases(cases.values(), load_comparison(TOPIC))
    empty = [case for case in cases.values() if not (case.gold["restrictions"] or case.gold["listings"])]
    assert len(cases) >= 24
    assert len(empty) >= 5
    assert all(90 <= len(case.article.text.split()) <= 300 for case in cases.values())


def test_every_labelled_word_is_found_where_it_is_cited(cases: dict[str, Case]) -> None:
    """What a careful reader takes from an article passes every check: status, counts and effects included."""
    rejected = [
        (case.name, rejection)
        for case in cases.values()
        for name, fact_type in TOPIC.fact_types.items()
        for item in items(case, name)
        for rejection in ground(fact_type, item, Grounds(case.article), path=name).rejected
    ]
    assert rejected == []
    for case in cases.values():
        for name in TOPIC.fact_types:
            optional = case.gold["optional_ids"]
            assert len(items(case, name)) == sum(fact["id"] not in optional for fact in case.gold[name])  # type: ignore[attr-defined, operator]


@pytest.mark.parametrize(("true", "claimed", "least"), [("threatened", "imposed", 0.9), ("proposed", "lifted", 0.9)])
def test_what_is_only_to_come_is_hardly_ever_taken_for_done(
    true: str, claimed: str, least: float, cases: dict[str, Case]
) -> None:
    """Labelled threats and proposals, claimed as done."""
    doubted = [
        any(rejection.path.endswith(".status") for rejection in grounded.rejected)
        for case in cases.values()
        for name, fact_type in TOPIC.fact_types.items()
        for item in items(case, name)
        if item["status"] == true
        for grounded in [ground(fact_type, {**item, "status": claimed}, Grounds(case.article), path=name)]
    ]
    assert len(doubted) >= 2
    assert sum(doubted) >= least * len(doubted)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("The Commission proposed a ban on imports of Russian timber.", "proposed", "imposed"),
        ("A bill before the Senate would bar imports of seafood.", "proposed", "imposed"),
        ("The minister threatened Belgrade with an embargo.", "threatened", "imposed"),
        ("Norway will lift its measures in May, the minister said.", "lifting_proposed", "lifted"),
        ("The Council prolonged the measures by six months.", "extended", "lifted"),
        ("The embargo was lifted in 2003.", "lifted", "extended"),
        ("The measures were suspended for a year.", "suspended", "lifted"),
        ("The draft was vetoed.", "rejected", "imposed"),
    ],
)
def test_the_wording_decides_between_stages(text: str, right: str, wrong: str) -> None:
    """The stage that the sentence says is not doubted, the other is."""
    assert SANCTION_STAGES.doubt(right, [text], []) is None
    assert SANCTION_STAGES.doubt(wrong, [text], [])


def test_what_is_only_to_come_is_worded_by_the_topic() -> None:
    """What a paper asks to be added was not added; the engine's own wording does not know that of every topic."""
    sentence = "A proposal by which coke is barred from the market is on the table."
    assert SANCTION_STAGES.doubt("imposed", [sentence], [])
    assert replace(SANCTION_STAGES, to_come="").doubt("imposed", [sentence], []) is None


@pytest.mark.parametrize(
    ("text", "count", "who", "doubted"),
    [
        ("It listed 27 individuals and 45 vessels.", "27", "person", False),
        ("It listed 27 individuals and 45 vessels.", "27", "vessel", True),
        ("It listed 27 individuals and 45 vessels.", "45", "vessel", False),
        ("It listed 27 individuals and 45 vessels.", "45", "entity", True),
        ("It listed 12 people and companies.", "12", "mixed", False),
        ("Two shareholders of a bank were listed.", "Two", "person", False),
        ("It added 31.", "31", "vessel", False),
        ("Some 40 Chinese technology companies were added.", "Some 40", "person", True),
        ("It listed 127 vessels.", "27", "person", False),
    ],
)
def test_whose_count_it_is(text: str, count: str, who: str, doubted: bool) -> None:
    """The noun behind the number decides, and where it does not, nothing is doubted."""
    assert (counts_another([text], count, who) is not None) is doubted


def test_an_effect_has_wording() -> None:
    """A freeze is not read out of a visa ban."""
    assert has_wording(["They may not enter the country."], "travel_ban")
    assert not has_wording(["They may not enter the country."], "asset_freeze")


def test_a_topic_without_an_adapter_gets_the_guided_prompt() -> None:
    """The embedded model reads for it as it comes, with every field explained."""
    endpoint = resolve("embedded", Settings(), topic="sanctions", replaying=True)
    assert endpoint.name == "embedded"
    assert endpoint.profile.guided
    assert endpoint.profile.per_type


def test_recording_replay_and_gate_work_for_it(
    cases: dict[str, Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``eval record``, then ``eval run`` of the embedded model offline against a baseline; a drop fails it."""
    folder = tmp_path / "sanctions"
    shutil.copytree(EVALS / "dev", folder / "dev")
    answers = tmp_path / "answers"
    answers.mkdir()
    for case in cases.values():
        lists: dict[str, Any] = {name: items(case, name) for name in TOPIC.fact_types}
        entry = {"kind": "authored", "title": case.article.title, "answers": lists}
        (answers / f"{case.name}.json").write_text(json.dumps(entry), "utf-8")
    common = ["--topic", "sanctions", "--set", str(folder), "--split", "dev"]
    monkeypatch.setenv("SUMMARISER_SUMMARY", "quoted")  # as the embedded model does, whose answers these stand for
    with serve(answers) as address:
        recorded = CliRunner().invoke(app, ["eval", "record", *common, "--base-url", address])
    assert recorded.exit_code == 0, recorded.output
    assert len(list((folder / "recordings" / "embedded" / "dev").iterdir())) >= 2 * len(list(folder.glob("dev/*.txt")))
    run = ["eval", "run", *common, "--model", "embedded"]
    baseline = ["--baseline", str(tmp_path / "baseline.json")]
    first = CliRunner().invoke(app, [*run, "--write-baseline", str(tmp_path / "baseline.json")])
    assert first.exit_code == 0, first.output
    assert CliRunner().invoke(app, [*run, *baseline, "--fail-under", "micro_f1=0.99"]).exit_code == 0
    for path in (folder / "recordings" / "embedded" / "dev").iterdir():
        path.write_text(path.read_text("utf-8").replace('\\"imposed\\"', '\\"threatened\\"'), "utf-8")
    assert CliRunner().invoke(app, [*run, *baseline]).exit_code == GateFailed.exit_code
