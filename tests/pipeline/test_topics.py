"""Topics: from an installed package, from a folder, and everything that can be wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from summariser.schemas.agreements import Agreements

from summariser.errors import TopicError
from summariser.settings import Settings
from summariser.summariser import Summariser
from summariser.topics.fact import Record
from summariser.topics.loading import installed_topics, load_topic, topic_of
from summariser.topics.wire import answer_schema
from tests.llm.server import FaultServer, answer
from tests.pipeline.answering import wanted
from tests.pipeline.articles import article

SCHEMA = '''"""Rocket launches."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from summariser.topics.fact import Fact, Record
from summariser.values.keyed import Keyed
from summariser.values.leaves import Amount, EventDate, Party, Words


class When(StrEnum):
    """What happened on a date."""

    LAUNCHED = "launched"
    PLANNED = "planned"


class Launch(Fact):
    """One launch."""

    id_prefix: ClassVar[str] = "L"

    rocket: Words
    operator: Party | None = None
    cost: Amount | None = None
    dates: Annotated[list[EventDate], Keyed(When, "role")] = []


class Launches(Record):
    """Launches of one article."""

    launches: list[Launch] = Field(default=[], max_length=5)


TOPIC = Launches
'''
PROMPT = """# system

You read a news article.

# launches

List the launches.

Fields:
- rocket: its name

# summary

Summarise in {sentences} sentences.
"""


def folder(tmp_path: Path, schema: str = SCHEMA, prompt: str = PROMPT) -> str:
    """A folder with a topic."""
    (tmp_path / "schema.py").write_text(schema, "utf-8")
    (tmp_path / "prompt.md").write_text(prompt, "utf-8")
    return str(tmp_path)


def test_a_topic_of_forty_lines_reads_an_article(tmp_path: Path) -> None:
    """A folder with a schema and a prompt is all that a topic of one's own needs."""
    assert len(SCHEMA.splitlines()) <= 40
    item = {
        "evidence": [1],
        "rocket": "LVM3",
        "operator": "India",
        "cost": "$80 million",
        "dates": {"launched": "on Friday"},
    }
    source = article("India launched an LVM3 rocket on Friday at a cost of $80 million. The day was clear.")
    settings = Settings(retry_for=0, timeout=5)
    with (
        FaultServer(
            lambda asked: answer({name: [item] if name == "launches" else [] for name in wanted(asked)})
        ) as server,
        Summariser(folder(tmp_path), base_url=server.address, settings=settings) as summariser,
    ):
        report = summariser(source)
    (launch,) = report.facts()
    assert (launch.id, launch.operator.iso, launch.dates[0].value) == ("L1", "IN", "2025-10-31")  # type: ignore[attr-defined]
    assert report.rejected == []
    assert type(report).model_validate_json(report.model_dump_json()) == report


def test_the_folder_may_look_like_the_repository(tmp_path: Path) -> None:
    """``schemas/<name>.py``, ``prompts/<name>.md`` and ``evals/<name>`` in a folder of that name."""
    root = tmp_path / "moon"
    for part, name, text in (("schemas", "moon.py", SCHEMA), ("prompts", "moon.md", PROMPT)):
        (root / part).mkdir(parents=True)
        (root / part / name).write_text(text, "utf-8")
    (root / "evals" / "moon").mkdir(parents=True)
    topic = load_topic(str(root))
    assert (topic.name, topic.evaluation, topic.limits) == ("moon", root / "evals" / "moon", {"launches": 5})


SPOILT_SCHEMAS = {
    "syntax": (SCHEMA + "def broken(:\n", r"SyntaxError: invalid syntax \(schema.py, line 40\)"),
    "an error when it runs": (SCHEMA + "\n1 / 0\n", r"ZeroDivisionError.*schema.py, line 41"),
    "an import that is not there": (
        SCHEMA.replace("from pydantic import", "from no_such_module import"),
        r"ModuleNotFoundError.*no_such_module.*schema.py, line 8",
    ),
    "a type that pydantic does not take": (
        SCHEMA.replace("rocket: Words", "rocket: object()"),
        r"PydanticSchemaGenerationError.*schema.py, line 22",
    ),
    "no TOPIC": (SCHEMA.replace("TOPIC = Launches", ""), "TOPIC"),
    "TOPIC is no record": (SCHEMA.replace("TOPIC = Launches", "TOPIC = Launch"), "TOPIC"),
    "no list of facts": (
        SCHEMA.replace("launches: list[Launch] = Field(default=[], max_length=5)", "launches: str"),
        "list of facts",
    ),
    "no fields": (SCHEMA.replace("    launches: list[Launch] = Field(default=[], max_length=5)", ""), "no fields"),
    "a class in itself": (
        SCHEMA.replace("rocket: Words", "rocket: Words\n    parent: Launch | None = None"),
        "refers to itself",
    ),
}


@pytest.mark.parametrize(("schema", "message"), SPOILT_SCHEMAS.values(), ids=SPOILT_SCHEMAS)
def test_a_schema_that_does_not_load(schema: str, message: str, tmp_path: Path) -> None:
    """The error names the file and, for code that fails, the line; no traceback of ours."""
    with pytest.raises(TopicError, match=message) as caught:
        load_topic(folder(tmp_path, schema))
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


SPOILT_PROMPTS = {
    "no part": (PROMPT.replace("# launches", "# launch"), "no part for launches; no fact type is called launch"),
    "no summary": (PROMPT.partition("# summary")[0], "no part for summary"),
    "twice": (PROMPT + "\n# launches\n\nAgain.\n", "line 16: the part 'launches' is there twice"),
    "an empty part": (
        PROMPT.replace("Summarise in {sentences} sentences.", ""),
        "line 12: the part 'summary' is empty",
    ),
    "empty": ("", "no part for system, launches, summary"),
}


@pytest.mark.parametrize(("prompt", "message"), SPOILT_PROMPTS.values(), ids=SPOILT_PROMPTS)
def test_a_prompt_that_does_not_fit(prompt: str, message: str, tmp_path: Path) -> None:
    """The error says which part and in which line."""
    with pytest.raises(TopicError, match=message):
        load_topic(folder(tmp_path, prompt=prompt))


def test_a_prompt_that_is_no_text(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are told, with the file."""
    place = folder(tmp_path)
    (tmp_path / "prompt.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TopicError, match=r"prompt\.md"):
        load_topic(place)


def test_alternatives_that_a_model_cannot_tell_apart_are_one(tmp_path: Path) -> None:
    """Two leaves are both copied words; alternatives that differ stay, without references."""
    changes = "rocket: Words\n    until: Words | Amount | None = None\n    stage: When | Words | None = None\n"
    topic = load_topic(folder(tmp_path, SCHEMA.replace("rocket: Words\n", changes)))
    fields = answer_schema(topic.fact_types, topic.limits)["properties"]["launches"]["items"]["properties"]
    assert fields["until"] == {"type": "string"}
    assert fields["stage"] == {
        "anyOf": [{"enum": ["launched", "planned"], "type": "string"}, {"type": "string"}],
    }


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("by: EventDate | None = None", "role"),
        ("by: list[EventDate] = []", "role"),
        ("by: dict[str, Party] = {}", "nested"),
    ],
)
def test_a_field_that_no_model_can_fill(field: str, reason: str, tmp_path: Path) -> None:
    """What would be rejected always, or breaks the answer's schema, is told when the topic is loaded."""
    with pytest.raises(TopicError, match=reason):
        load_topic(folder(tmp_path, SCHEMA.replace("rocket: Words\n", f"rocket: Words\n    {field}\n")))


@pytest.mark.parametrize("missing", ["schema.py", "prompt.md"])
def test_a_folder_that_lacks_a_file(missing: str, tmp_path: Path) -> None:
    """The error says which file a topic needs."""
    place = folder(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(TopicError, match=missing):
        load_topic(place)


@pytest.mark.parametrize("name", ["nonesuch", "", "agreement", "./nonesuch", "/nonesuch/at/all"])
def test_no_such_topic(name: str) -> None:
    """An unknown name lists the known ones; an unknown folder says what a folder holds."""
    with pytest.raises(TopicError, match=r"agreements|schema\.py"):
        load_topic(name)


def test_the_topic_of_a_class() -> None:
    """A record class stands for its installed topic; a class of no topic is told."""
    assert topic_of(Agreements).name == "agreements"

    class Stray(Record):
        """A record that nobody registered."""

    with pytest.raises(TopicError, match="no installed topic"):
        topic_of(Stray)


def test_the_entry_point_offers_the_topic() -> None:
    """The package's own topic is found the way anybody's is."""
    assert installed_topics()["agreements"].value.endswith("schemas.agreements")
    assert load_topic().record is Agreements


def test_two_topics_of_one_name_do_not_mix(tmp_path: Path) -> None:
    """Folders of the same name in different places are different topics."""
    first, second = tmp_path / "a" / "same", tmp_path / "b" / "same"
    for place, rocket in ((first, "rocket"), (second, "vehicle")):
        place.mkdir(parents=True)
        folder(place, SCHEMA.replace("rocket: Words", f"{rocket}: Words"))
    topics = [load_topic(str(place)) for place in (first, second)]
    assert ["vehicle" in topic.fact_types["launches"].model_fields for topic in topics] == [False, True]
    assert topics[0].digest != topics[1].digest


def test_the_models_view_is_flat_and_bounded(tmp_path: Path) -> None:
    """No references, titles or fields that the program gives; lists have limits; evidence ends with the text."""
    topic = load_topic(folder(tmp_path))
    schema = answer_schema(topic.fact_types, topic.limits, sentences=9)
    text = json.dumps(schema)
    assert "$ref" not in text
    assert "title" not in text
    item = schema["properties"]["launches"]["items"]
    assert list(item["properties"]) == ["evidence", "rocket", "operator", "cost", "dates"]
    assert item["required"] == ["evidence", "rocket"]
    assert item["properties"]["evidence"]["items"] == {"type": "integer", "minimum": 1, "maximum": 9}
    assert item["properties"]["dates"]["properties"] == {"launched": {"type": "string"}, "planned": {"type": "string"}}
    assert schema["properties"]["launches"]["maxItems"] == 5
