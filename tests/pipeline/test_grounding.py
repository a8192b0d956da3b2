"""From any answer to facts that stand in the article."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from summariser.grounding import Grounded, ground
from summariser.topics.fact import Fact
from summariser.topics.loading import load_topic
from summariser.topics.wire import wire_schema
from summariser.values.folding import fold_words
from summariser.values.grounds import Found, Grounds
from summariser.values.leaf import Leaf, Support
from summariser.values.leaves import Amount, Words
from tests.pipeline.answering import AGREEMENT, DEAL, FIGURE
from tests.pipeline.articles import PACT, TYPOGRAPHY, article, leaves

TYPES = load_topic("agreements").fact_types
GROUNDS = Grounds(article())
RIGHT = {"agreements": AGREEMENT, "arms_deals": DEAL, "trade_figures": FIGURE}


def grounded(name: str, item: object, grounds: Grounds = GROUNDS) -> Grounded[Fact]:
    """The outcome for one item."""
    return ground(TYPES[name], item, grounds, path=f"{name}[0]")


def changed(name: str, /, **changes: Any) -> dict[str, Any]:
    """A right item with something else in it."""
    return {**copy.deepcopy(RIGHT[name]), **changes}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_is_kept_whole(name: str) -> None:
    """What the article states passes without a loss."""
    result = grounded(name, RIGHT[name])
    assert result.fact is not None
    assert result.rejected == ()
    assert result.kept == RIGHT[name]


@pytest.mark.parametrize(
    ("name", "changes", "path"),
    [
        ("agreements", {"value": "$2.6 billion"}, "value"),
        ("agreements", {"value": "$2.5 million"}, "value"),
        ("agreements", {"value": "€2.5 billion"}, "value"),
        ("agreements", {"value": "5 billion"}, "value"),
        ("agreements", {"dates": {"signed": "on Monday"}}, "dates.signed"),
        ("agreements", {"location": "Doha"}, "location"),
        ("agreements", {"signatories": ["Piyush Goyal", "Rajnath Singh"]}, "signatories[1]"),
        ("agreements", {"parties": ["India", "Qatar", "Oman"]}, "parties[1]"),
        ("agreements", {"salience": "enormous"}, "salience"),
        ("agreements", {"evidence": [1, 2, 99]}, "evidence[2]"),
        ("arms_deals", {"supplier": "France"}, "supplier"),
        ("trade_figures", {"change_pct": "35.0%"}, "change_pct"),
        ("trade_figures", {"period": "in 2023"}, "period"),
    ],
)
def test_an_unsupported_leaf_is_cut_and_told(name: str, changes: dict[str, Any], path: str) -> None:
    """A near miss in one leaf costs that leaf alone; the rest stays, and the loss is in ``rejected``."""
    result = grounded(name, changed(name, **changes))
    assert result.fact is not None
    assert [rejection.path for rejection in result.rejected] == [f"{name}[0].{path}"]
    assert not result.rejected[0].whole
    assert result.rejected[0].reason


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("agreements", {"parties": ["Qatar"]}),
        ("agreements", {"parties": []}),
        ("agreements", {"evidence": []}),
        ("agreements", {"evidence": [99]}),
        ("agreements", {"evidence": [True]}),
        ("agreements", {"evidence": ["1"]}),
        ("agreements", {"kind": "marriage"}),
        ("arms_deals", {"items": [{"designation": "F-35", "category": "fighter_aircraft"}]}),
        ("arms_deals", {"items": []}),
        ("trade_figures", {"amount": "$4.2 billion"}),
        ("trade_figures", {"measure": None}),
    ],
)
def test_a_fact_that_loses_what_it_cannot_be_without_is_rejected(name: str, changes: dict[str, Any]) -> None:
    """Without a party, evidence, kind, item or amount there is no fact; the rejection says that it went whole."""
    result = grounded(name, changed(name, **changes))
    assert result.fact is None
    assert result.rejected[-1].whole
    assert result.rejected[-1].path == f"{name}[0]"


def test_words_outside_the_cited_sentences_do_not_count() -> None:
    """An amount of another sentence is not this fact's; the reason says so."""
    result = grounded("agreements", changed("agreements", value="$4.1 billion"))
    assert [rejection.reason for rejection in result.rejected] == [
        "these words do not stand in the sentences cited (1, 2)"
    ]


def test_a_party_named_otherwise_is_found() -> None:
    """The same state under another name is normalised, one named elsewhere is inferred."""
    deal = grounded("arms_deals", changed("arms_deals", supplier="India"))
    assert deal.fact is not None
    assert deal.fact.supplier.support is Support.INFERRED  # type: ignore[attr-defined]
    figure = grounded("trade_figures", changed("trade_figures", evidence=[4, 5], partner="United States"))
    assert figure.fact is not None
    assert figure.fact.partner.raw == "U.S."  # type: ignore[attr-defined]
    assert figure.fact.partner.support is Support.NORMALISED  # type: ignore[attr-defined]


KEYED = {
    "an unknown role": ({"signed": "on Friday", "celebrated": "on Friday"}, ["dates.celebrated"], 1),
    "a list of words": ({"signed": ["on Friday"]}, [], 1),
    "nothing": ({}, [], 0),
    "words for a list": ("on Friday", ["dates"], 0),
    "a number": ({"signed": 5}, ["dates.signed"], 0),
    "deep": ({"signed": {"words": {"words": "on Friday"}}}, ["dates.signed"], 0),
    "items": ([{"role": "signed", "words": "on Friday"}], [], 1),
    "an item with an unknown role": (
        [{"role": "celebrated", "words": "on Friday"}, {"role": "signed", "words": "on Friday"}],
        ["dates[0]"],
        1,
    ),
    "a role that is no word": ([{"role": ["signed"], "words": "on Friday"}], ["dates[0]"], 0),
    "items without a role": ([{"words": "on Friday"}], ["dates[0]"], 0),
    "several wrong": (
        {"signed": "on Friday", "expiry": "on Sunday", "approved": ["on Monday", "on Friday"]},
        ["dates.approved[0]", "dates.expiry"],
        2,
    ),
}


@pytest.mark.parametrize(("dates", "lost", "kept"), KEYED.values(), ids=KEYED)
def test_keyed_objects_lose_their_wrong_entries_alone(dates: object, lost: list[str], kept: int) -> None:
    """Each entry of a keyed object stands or falls by itself, under its own path."""
    result = grounded("agreements", changed("agreements", dates=dates))
    assert result.fact is not None
    assert sorted(rejection.path for rejection in result.rejected) == [f"agreements[0].{path}" for path in lost]
    assert len(result.fact.dates) == kept  # type: ignore[attr-defined]


FORGED = {
    "a value beside the words": {
        "value": {"words": "$2.5 billion", "amount": "9", "currency": "EUR", "note": "trust me"}
    },
    "a span beside the words": {"value": {"words": "$2.5 billion", "span": [0, 1], "raw": "x", "support": "verbatim"}},
}


@pytest.mark.parametrize("changes", FORGED.values(), ids=FORGED)
def test_an_answer_cannot_say_what_words_come_to(changes: dict[str, Any]) -> None:
    """Whatever an answer says beside the words is overruled by the conversion."""
    honest = grounded("agreements", AGREEMENT).fact
    result = grounded("agreements", changed("agreements", **changes))
    assert result.fact is not None
    assert result.fact.value == honest.value  # type: ignore[union-attr]


def test_an_answer_cannot_bring_its_own_evidence() -> None:
    """A leaf, a citation or a relation as the record has it is no copied word and no number: it is not taken."""
    honest = grounded("agreements", AGREEMENT).fact
    assert honest is not None
    dumped = honest.model_dump(mode="json")
    dumped["value"]["amount"] = "999"
    forged = grounded("agreements", changed("agreements", value=dumped["value"]))
    assert forged.fact is not None
    assert forged.fact.value is None  # type: ignore[attr-defined]
    assert grounded("agreements", changed("agreements", evidence=dumped["evidence"])).fact is None
    related = [{"relation": "extends", "target_id": "A9"}]
    given_fields = grounded("agreements", changed("agreements", id="A77", related=related))
    assert given_fields.fact is not None
    assert (given_fields.fact.id, given_fields.fact.related) == ("", [])  # type: ignore[attr-defined]


WORDS = [PACT[start : start + 12] for start in range(0, 80, 9)] + [
    "on Friday",
    "India",
    "$2.5 billion",
    "six more",
    "",
    " ",
]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["words", "raw", "role", "signed", "evidence"]) | st.text(max_size=5), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, object]:
    """An item of an answer: anything at all, or a right one with anything in some of its places."""
    name = draw(st.sampled_from(sorted(RIGHT)))
    if draw(st.integers(0, 4)) == 0:
        return name, draw(JSON)
    fields = list(wire_schema(TYPES[name])["properties"])
    return name, changed(name, **draw(st.dictionaries(st.sampled_from(fields), JSON, max_size=4)))


@settings(max_examples=400)
@given(answers())
def test_any_answer_ends_as_a_fact_or_in_rejected(answer: tuple[str, object]) -> None:
    """Nothing raises or loops; what remains stands in the article and loads back without it."""
    name, item = answer
    before = copy.deepcopy(item)
    result = grounded(name, item)
    assert repr(item) == repr(before)
    if result.fact is None:
        assert result.rejected[-1].whole
        return
    assert not any(rejection.whole for rejection in result.rejected)
    text = GROUNDS.article.text
    assert all(text[leaf.span[0] : leaf.span[1]] == leaf.raw for leaf in leaves(result.fact))
    assert TYPES[name].model_validate_json(result.fact.model_dump_json()) == result.fact
    for rejection in result.rejected:
        assert rejection.reason
        rejection.model_dump_json()


@settings(max_examples=200)
@given(st.data())
def test_offsets_are_exact_in_any_typography(data: st.DataObject) -> None:
    """Words copied from any script, straightened as models do, are found where they stand, to the code point."""
    printed = article(TYPOGRAPHY)
    sentence = data.draw(st.sampled_from(printed.sentences))
    words = sentence.text.split()
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    straight = " ".join(words[first : last + 1]).translate(str.maketrans("’“”‑—\u00a0\u202f", '\'""--  '))
    found = Grounds(printed, (sentence.number,)).find(straight)
    if found is None:
        assert fold_words(straight) == ""
        return
    assert printed.text[found.start : found.end] == found.raw
    assert sentence.start <= found.start < found.end <= sentence.end


@pytest.mark.parametrize(
    ("copied", "printed"),
    [
        ("Britain's", "Britain’s"),
        ('"AUKUS-plus" accord', "AUKUS‑plus” accord"),
        ("$2.5 billion", "$2.5\u00a0billion"),
        ("3 May 2025", "3\u202fMay 2025"),
        ("Ms O'Neill", "Ms\u00a0O’Neill"),
        ("व्यापार समझौता", "व्यापार समझौता"),
        ("zürich", "Zürich"),
        ("historique", "historique"),
    ],
)
def test_words_are_found_behind_emoji_and_line_ends(copied: str, printed: str) -> None:
    """Spans point at the printed form, behind surrogate pairs, joiners and CRLF."""
    text = article(TYPOGRAPHY)
    found = Grounds(text).find(copied, anywhere=True)
    assert found is not None
    assert text.text[found.start : found.end] == found.raw
    assert printed in found.raw or found.raw in printed


class Brittle(Leaf):
    """A leaf whose conversion fails in a way nobody foresaw."""

    error: ClassVar[Exception] = IndexError("deep inside")

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """Fail on one word."""
        if found.raw == "trade":
            raise cls.error
        return {}


class Note(Fact):
    """A fact with a leaf that may break."""

    words: Words
    brittle: Brittle | None = None
    amount: Amount | None = None


@pytest.mark.parametrize(
    "error",
    [ValueError("not of this kind"), IndexError(), KeyError("x"), ZeroDivisionError(), RecursionError(), TypeError()],
)
def test_an_error_in_a_conversion_costs_the_leaf(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a converter raises, the leaf is rejected with a reason and the fact goes on."""
    monkeypatch.setattr(Brittle, "error", error)
    result = ground(Note, {"evidence": [1], "words": "pact", "brittle": "trade"}, GROUNDS, path="n")
    assert result.fact is not None
    assert [(rejection.path, bool(rejection.reason)) for rejection in result.rejected] == [("n.brittle", True)]


class Doubtful(Note):
    """A fact that doubts what it is told to doubt."""

    doubted: ClassVar[list[tuple[str, str]]] = []

    def doubts(self) -> list[tuple[str, str]]:
        """The doubts about fields that are there, and about one that is not."""
        return [(name, why) for name, why in self.doubted if name == "missing" or getattr(self, name) is not None]


@pytest.mark.parametrize(
    ("doubted", "stays"),
    [
        ([("brittle", "no")], True),
        ([("words", "no")], False),
        ([("missing", "no")], False),
        ([("brittle", "a"), ("words", "b")], False),
    ],
)
def test_doubts_cut_a_field_or_the_fact(
    doubted: list[tuple[str, str]], stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A doubted field is cut; a doubt about a required or absent field takes the fact, and never loops."""
    monkeypatch.setattr(Doubtful, "doubted", doubted)
    result = ground(Doubtful, {"evidence": [1], "words": "pact", "brittle": "Oman"}, GROUNDS, path="n")
    assert (result.fact is not None) is stays
    assert result.rejected


def test_copied_words_need_their_article() -> None:
    """An answer validated without its article is an error, not a record without evidence."""
    with pytest.raises(ValidationError, match="beside"):
        TYPES["agreements"].model_validate(AGREEMENT)


def test_a_long_rejected_text_is_kept_short() -> None:
    """What is kept of rejected words is bounded."""
    result = grounded("agreements", changed("agreements", name="pact " * 10_000))
    assert len(result.rejected[0].words) <= 400
