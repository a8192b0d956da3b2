"""The evaluation knows no topic: an invented one is scored from its declaration alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from summariser.evaluation.cases import Case
from summariser.evaluation.labels import check_case
from summariser.evaluation.measures import measures_of
from summariser.evaluation.report import build_report
from summariser.evaluation.runs import Run
from summariser.evaluation.scores import score_cases
from summariser.evaluation.views import as_html
from summariser.reading.reader import Reader
from summariser.topics.comparison import (
    Clue,
    Comparison,
    FactType,
    Field,
    How,
    LabelRules,
    Ladder,
    Match,
    Misreading,
)

STEPS = FactType(
    name="steps",
    match=Match((Clue("what", ("what",), How.WORDS, least=0.5),), needs=(("what",),)),
    fields=(Field("minutes", How.NUMBER),),
)
DISHES = FactType(
    name="dishes",
    match=Match((Clue("name", ("name",), How.TEXT),), needs=(("name",),)),
    fields=(Field("state"), Field("cook", How.PERSON)),
    nested=(STEPS,),
    ladder=Ladder("state", (("raw",), ("cooked",), ("eaten",))),
    misreadings=(Misreading("burnt read as eaten", "state", of=("burnt",), taken_for=("eaten",)),),
    rules=LabelRules(cited=("name",), vocabularies=(("state", ("raw", "cooked", "eaten", "burnt")),)),
)
KITCHEN = Comparison("kitchen", (DISHES,))
ARTICLE = Reader().read_text("Anna Berg cooked a soup. She stirred it for ten minutes. The bread burnt.")
GOLD: dict[str, Any] = {
    "dishes": [
        {"id": "S1", "name": "soup", "state": "cooked", "cook": "Anna Berg", "steps": [{"what": "stir", "minutes": 10}],
         "evidence": ["Anna Berg cooked a soup."]},
        {"id": "S2", "name": "bread", "state": "burnt", "cook": None, "steps": [], "evidence": ["The bread burnt."]},
    ]
}  # fmt: skip
CASE = Case("kitchen", "dev", ARTICLE, GOLD)


def test_an_invented_topic_is_scored() -> None:
    """Types, nested types, ladder and misreadings all come from the declaration."""
    predicted = {
        "dishes": [
            {"name": "Soup", "state": "eaten", "cook": "Berg", "steps": [{"what": "stir it"}], "evidence": [1]},
            {"name": "bread", "state": "eaten", "evidence": [3]},
        ]
    }
    scores = score_cases([CASE], {"kitchen": predicted}, KITCHEN)
    assert scores.micro_f1 == 1
    assert scores.of("steps.minutes").gold == 1
    assert scores.of("dishes.cook").right == 1
    assert scores.value("dishes.upward") == 1
    assert scores.value("dishes.burnt_read_as_eaten") == 1
    assert set(measures_of(KITCHEN)) >= {"dishes.f1", "steps.f1", "dishes.state", "steps.minutes"}
    assert "kitchen" in as_html(build_report([CASE], scores, Run("cook", {"kitchen": predicted})))


def test_its_labels_are_proved_by_its_own_rules() -> None:
    """Vocabulary and evidence of the invented topic."""
    assert check_case(CASE, KITCHEN) == []
    wrong = {"dishes": [{**GOLD["dishes"][0], "name": "bread", "state": "fried"}]}
    found = check_case(Case("kitchen", "dev", ARTICLE, wrong), KITCHEN)
    assert len(found) == 2


def test_no_topic_is_named_in_the_evaluation() -> None:
    """Nothing in the engine speaks of the fields of one topic."""
    root = Path(__file__).parents[2] / "summariser"
    for path in [*(root / "evaluation").rglob("*.py"), *(root / "evaluation").rglob("*.j2")]:
        assert not re.search(r"agreements?\b|arms_|trade_|tariff", path.read_text(encoding="utf-8")), path
