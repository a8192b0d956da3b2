"""How launches are compared with a label: by the rocket; the outcome is scored."""

from summariser.topics.comparison import Clue, Comparison, FactType, Field, How, LabelRules, Match

COMPARISON = Comparison(
    topic="launches",
    types=(
        FactType(
            name="launches",
            match=Match(clues=(Clue("rocket", ("rocket",), How.DESIGNATION),), needs=(("rocket",),)),
            fields=(Field("outcome"),),
            rules=LabelRules(cited=("rocket",), vocabularies=(("outcome", ("planned", "success", "failure")),)),
        ),
    ),
)
