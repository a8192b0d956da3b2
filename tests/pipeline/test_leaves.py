"""What leaves come to beside their article: people, places, changes, parties, and the way back from JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from summariser.topics.fact import Citation
from summariser.values.grounds import Grounds
from summariser.values.leaf import Leaf, Support
from summariser.values.leaves import (
    Amount,
    Change,
    Date,
    Designation,
    Duration,
    Mention,
    Party,
    Person,
    Place,
    Quantity,
    Words,
)
from tests.pipeline.articles import article

LEAVES: list[type[Leaf]] = [Amount, Change, Date, Designation, Duration, Mention, Party, Person, Place, Quantity, Words]


def read(kind: type[Leaf], words: str, text: str, *cited: int) -> Any:
    """A leaf of that kind, copied from that text; the first sentence is cited unless others are named."""
    return kind.model_validate(words, context=Grounds(article(text), cited or (1,)))


@pytest.mark.parametrize(
    ("text", "name", "role", "state"),
    [
        (
            "Defence Minister Rajnath Singh and US Secretary of War Pete Hegseth signed.",
            "Pete Hegseth",
            "US Secretary of War",
            "US",
        ),
        ("Defence Minister Rajnath Singh and US Secretary of War met.", "Rajnath Singh", "Defence Minister", None),
        (
            "In February, after a meeting between Prime Minister Narendra Modi and others.",
            "Narendra Modi",
            "Prime Minister",
            None,
        ),
        ("Uruguay's defence minister, Beatriz Olivera, said so.", "Beatriz Olivera", "defence minister", "UY"),
        ("On Friday President Emmanuel Macron left.", "Emmanuel Macron", "President", None),
        ("Emmanuel Macron, president of France, left.", "Emmanuel Macron", "president of France", "FR"),
        ("NATO Secretary General Mark Rutte spoke.", "Mark Rutte", "NATO Secretary General", None),
        ("It told President Putin about it.", "Putin", "President", None),
        ("The Trade and Industry Minister Anna Berg spoke.", "Anna Berg", "Trade and Industry Minister", None),
        ("Anna Berg spoke.", "Anna Berg", None, None),
        ("Former Prime Minister Boris Johnson left.", "Boris Johnson", "Former Prime Minister", None),
        ("The former defence minister Boris Johnson left.", "Boris Johnson", "former defence minister", None),
        ("A general election came before Anna Berg.", "Anna Berg", None, None),
        ("ASHGABAT (TCA) — French President Emmanuel Macron left.", "Emmanuel Macron", "French President", "FR"),
    ],
)
def test_a_role_is_what_is_printed_beside_the_name(text: str, name: str, role: str | None, state: str | None) -> None:
    """No verb, no other person and no article of speech gets into a role; the state is the one it names."""
    person = read(Person, name, text)
    assert (person.name, person.role) == (name, role)
    assert person.on_behalf_of == state


@pytest.mark.parametrize(
    ("text", "words", "change"),
    [
        ("Exports rose 30.5% to $4 billion.", "30.5%", "30.5"),
        ("Exports fell 4 percent.", "4 percent", "-4"),
        ("Exports fell in May, but imports rose 4 percent.", "4 percent", "4"),
        ("A 4 percent drop followed.", "4 percent", "-4"),
        ("It was down 12%.", "down 12%", "-12"),
        ("It was -3.5%.", "-3.5%", "-3.5"),
        ("Phones: $1.7 billion, -4.1 per cent", "4.1 per cent", "-4.1"),
        ("Last year's contracts were 12 percent above those of 2023.", "12 percent", "12"),
        ("The tariff cut lifted exports by 5 per cent.", "5 per cent", "5"),
        ("Lower tariffs boosted exports by 5 per cent.", "5 per cent", "5"),
        ("Exports rose less than 3 percent.", "3 percent", "3"),
        ("Exports were 9.4 per cent fewer than before.", "9.4 per cent", "-9.4"),
    ],
)
def test_a_change_has_its_sign(text: str, words: str, change: str) -> None:
    """The nearest verb decides whether it went up or down."""
    assert read(Change, words, text).amount == Decimal(change)


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("It was signed in Muscat.", "Muscat", "OM"),
        ("It was signed in Budapest, Hungary.", "Budapest", "HU"),
        ("It was signed in Springfield.", "Springfield", None),
        ("It was signed in Oman.", "Oman", "OM"),
        ("It was signed in Kazan, Russia, on Monday.", "Kazan", "RU"),
        ("In London, Australia, Canada and Japan signed.", "London", "GB"),
        ("In London, Ontario, it was signed.", "London", "CA"),
        ("It was signed in Georgetown, Malaysia.", "Georgetown", None),
    ],
)
def test_a_place_has_a_country_where_words_decide(text: str, words: str, iso: str | None) -> None:
    """A capital or the country behind the comma; else none, with the reason."""
    place = read(Place, words, text)
    assert place.country_iso == iso
    assert (place.note is None) is (iso is not None)


def test_support_tells_how_words_stand() -> None:
    """Verbatim, in another case, in another sentence."""
    text = "India signed a Pact. Oman watched the F-16s."
    assert read(Words, "Pact", text).support is Support.VERBATIM
    assert read(Words, "pact", text).support is Support.NORMALISED
    assert read(Party, "Oman", text).support is Support.INFERRED
    assert read(Designation, "F-16", text, 2).raw == "F-16"
    with pytest.raises(ValidationError, match="do not stand in the sentences cited"):
        read(Words, "Oman", text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("5 billion", "It cost $6.5 billion."),
        ("$6", "It cost $6.5 billion."),
        ("Oman", "Romania and Omani troops."),
        ("2,5", "It was 2,500."),
    ],
)
def test_parts_of_words_and_numbers_do_not_count(words: str, text: str) -> None:
    """A number is whole or not there; so is a name."""
    with pytest.raises(ValidationError, match="do not stand"):
        read(Words, words, text)


TEXT = "Defence Minister Rajnath Singh said on Friday in Muscat that 24 F-16s for $2.5 billion came in 10 years."


@given(st.sampled_from(LEAVES), st.integers(0, len(TEXT)), st.integers(0, 30))
def test_any_stretch_of_text_is_a_leaf_or_rejected(kind: type[Leaf], start: int, length: int) -> None:
    """Whatever is copied, a leaf points at what it says it points at, loads back equal, or is a validation error."""
    try:
        leaf = read(kind, TEXT[start : start + length], TEXT)
    except ValidationError:
        return
    assert TEXT[leaf.span[0] : leaf.span[1]] == leaf.raw
    assert kind.model_validate_json(leaf.model_dump_json()) == leaf


@given(st.sampled_from(LEAVES), st.text(max_size=40))
def test_any_words_are_a_leaf_or_rejected(kind: type[Leaf], words: str) -> None:
    """Words from nowhere raise nothing but a validation error, also where the article is those very words."""
    for text in (TEXT, f"x {words} y"):
        try:
            read(kind, words, text)
        except ValidationError:
            continue


def test_the_two_views_of_a_leaf() -> None:
    """A string for the model, an object in a record."""
    for kind in LEAVES:
        assert kind.model_json_schema(mode="validation") == {"type": "string"}
        assert kind.model_json_schema(mode="serialization")["type"] == "object"
    assert TypeAdapter(Citation).json_schema(mode="validation") == {"minimum": 1, "type": "integer"}


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        (Quantity, "five", "It ordered twenty-five jets."),
        (Quantity, "16", "It ordered some F-16 jets."),
        (Quantity, "2", "It ordered 1\u20132 jets."),
        (Duration, "five-year", "It signed a twenty-five-year lease."),
        (Amount, "50 per cent", "Duties are 40-50 per cent."),
    ],
)
def test_a_part_of_a_hyphenated_word_is_not_copied(kind: type[Leaf], words: str, text: str) -> None:
    """The number of a type and the end of a compound number count nothing."""
    with pytest.raises(ValidationError, match="do not stand"):
        read(kind, words, text)


@pytest.mark.parametrize(
    ("text", "start"),
    [("It got twenty-five jets, five of them new.", 25), ("It got jets\u2014five of them new.", 12)],
)
def test_the_same_words_by_themselves_are_found(text: str, start: int) -> None:
    """A whole word elsewhere in the sentence, or behind a long dash, is what was copied."""
    assert read(Quantity, "five", text).span[0] == start


def test_a_number_in_words_without_a_unit_is_an_amount_without_a_value() -> None:
    """As one in figures: the words hold a number, and nothing says of what."""
    amount = read(Amount, "five", "It asked for seven, and Brussels conceded five.")
    assert (amount.amount, amount.note) == (None, "neither unit nor currency stands with the number")


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        (Amount, "$20 billion", "The United States spent $20 billion."),
        (Amount, "3.91", "Exports rose to 4.47 billion dollars from 3.91."),
        (Amount, "3.9", "Exports grew 4.4 percent against 3.9."),
        (Party, "Moscow", "Moscow signed."),
        (Date, "Friday", "They met on Friday."),
    ],
)
def test_a_value_that_other_words_decided_is_inferred(kind: type[Leaf], words: str, text: str) -> None:
    """A bare "$", a scale that a neighbour lends, a capital for its state: the words alone do not say it."""
    assert read(kind, words, text).support is Support.INFERRED


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        (Amount, "US$20 billion", "India spent US$20 billion."),
        (Amount, "20 percent", "It rose 20 percent."),
        (Party, "Russia", "Russia signed."),
    ],
)
def test_a_value_that_the_words_decide_is_verbatim(kind: type[Leaf], words: str, text: str) -> None:
    """Where nothing else is needed, nothing is inferred."""
    assert read(kind, words, text).support is Support.VERBATIM


def test_what_nothing_decides_is_not_inferred() -> None:
    """A dollar that could be of several states stays the words that are printed, and no currency."""
    amount = read(Amount, "$20 billion", "Canada and Australia spent $20 billion.")
    assert (amount.currency, amount.support) == (None, Support.VERBATIM)


def test_a_change_without_a_direction_says_so() -> None:
    """Where no word says whether it rose or fell, the number stays as printed, with a note."""
    assert read(Change, "4 percent", "The change was 4 percent.").note == "no word says whether it rose or fell"
    assert read(Change, "4 percent", "Exports rose 4 percent.").note is None


@pytest.mark.parametrize("words", ["Indian Navy", "Indian Ministry of Defence", "Indian Coast Guard"])
def test_a_body_is_not_found_as_its_state(words: str) -> None:
    """A navy that no sentence names is not India, though India is named."""
    with pytest.raises(ValidationError, match="do not stand"):
        read(Party, words, "India signed a pact with Oman.")


def test_a_state_is_found_by_its_name_before_its_bodies() -> None:
    """Where only a body of the state is named, it is that body, and told as such."""
    text = "The Pentagon spoke. The U.S. agreed."
    assert read(Party, "United States", text, 1, 2).raw == "U.S."
    body = read(Party, "United States", "The Pentagon spoke.")
    assert (body.raw, body.type, body.iso) == ("Pentagon", "agency", "US")


def test_a_state_is_found_by_its_demonym_in_any_sentence() -> None:
    """Another name of the state will do as its own does; where it stands in no cited sentence, it is inferred."""
    text = "The Brazilian Senate sat. A Swedish jet was shown. Brazilians cheered."
    elsewhere = read(Party, "Brazil", text, 2)
    assert (elsewhere.raw, elsewhere.iso, elsewhere.support) == ("Brazilian", "BR", Support.INFERRED)
    assert read(Party, "Sweden", text, 2).support is Support.NORMALISED
    with pytest.raises(ValidationError, match="do not stand in the article"):
        read(Party, "Norway", text, 2)


def test_a_role_without_a_name_is_no_person() -> None:
    """The reason is in words that a reader understands."""
    with pytest.raises(ValidationError, match="no name in the words"):
        read(Person, "the defence minister", "The defence minister signed.")
