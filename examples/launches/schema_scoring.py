"""How launches are compared with labels: two are the same launch where rocket or payload agree."""

from __future__ import annotations

from summariser.topics.comparison import Clue, Comparison, FactType, Field, How, LabelRules, Match, Misreading, Part

COMPARISON = Comparison(
    "launches",
    types=(
        FactType(
            "launches",
            match=Match(
                clues=(
                    Clue("rocket", ("rocket",), How.DESIGNATION, weight=2, least=0.5),
                    Clue("payload", ("payload",), How.WORDS, weight=2, least=0.5),
                    Clue("date", ("date",), How.DATE, absent=1),
                ),
                needs=(("rocket", "payload"),),
            ),
            fields=(
                Field("rocket", How.DESIGNATION),
                Field("payload", How.WORDS),
                Field("operator", How.PARTY),
                Field("site", How.WORDS),
                Field("date", How.DATE),
                Field("cost", parts=(Part("amount", How.NUMBER), Part("currency"))),
                Field("outcome"),
            ),
            misreadings=(Misreading("planned read as done", "outcome", of=("planned",), taken_for=("success",)),),
            rules=LabelRules(
                keys=("id", "evidence", "rocket", "payload", "operator", "site", "date", "cost", "outcome"),
                cited=("date.raw", "cost.raw"),
                vocabularies=(("outcome", ("planned", "success", "failure")),),
                countries=("operator.iso",),
                currencies=("cost.currency",),
                dates=("date.value",),
            ),
        ),
    ),
)
