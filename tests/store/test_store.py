"""The store: what is kept comes back, on both databases, and nothing is paid for twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from summariser.schemas.agreements import Agreements

from summariser.errors import AnswerRefused, ProviderFailed, StoreError
from summariser.llm.profile import SERVED
from summariser.llm.question import Answer, Message, Question
from summariser.report import Report
from summariser.store.entries import FactQuery
from summariser.store.keys import question_key
from summariser.store.states import State
from summariser.store.store import Store
from tests.store.reports import SETUP, USAGE, agreement, answer, article, dated, deal, report

US, IN = ("United States", "US"), ("India", "IN")
QUESTION = Question("agreements", (Message("system", "s"), Message("user", "u")), {"type": "object"}, 100)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).filter(lambda text: text.strip())


def loaded(text: str | None) -> Report[Agreements]:
    """A report from its JSON."""
    assert text is not None
    return Report[Agreements].model_validate_json(text)


def test_a_report_and_its_article_come_back_as_they_were(store: Store) -> None:
    """A finished article is done; its report, and the article with its sentences, are equal to what was kept."""
    read = article("India signed. Oman signed too.", title="Pact «signed»", site="Ωmega", notes=("a note",))
    first = store.add([read], SETUP)[0]
    assert (first.state, first.known, first.tries) == (State.PENDING, False, 0)
    original = report(read, agreements=[agreement(US, IN, dates=[dated("2025-10-31", "signed")])])
    store.finish(first.key, original)
    assert loaded(store.report(first.key)) == original
    assert store.article(first.key) == read
    state = store.state(first.key)
    assert state is not None
    assert (state.state, state.finished, state.error) == (State.DONE, True, None)
    assert store.counts() == {**dict.fromkeys(State, 0), State.DONE: 1}


def test_what_is_known_is_not_new(address: str) -> None:
    """An article that was added before, by whichever process and from whichever place, is known with its state."""
    read = article()
    with Store.open(address) as store:
        key = store.add([read], SETUP)[0].key
        store.finish(key, report(read))
    with Store.open(address, create=False) as store:
        again = store.add([replace(read, source="elsewhere.txt"), article("Another one."), read], SETUP)
        assert [(state.known, state.state) for state in again] == [
            (True, State.DONE), (False, State.PENDING), (True, State.DONE)
        ]  # fmt: skip
        assert [row.source for row in store.articles()] == ["pact.txt", "pact.txt"]
        assert [row.key for row in store.find("elsewhere.txt")] == [key]
        assert {row.key for row in store.find("pact.txt")} == {key, again[1].key}
        assert [row.key for row in store.find(key[:10])] == [key]
        assert store.find("100%") == store.find("______") == []


@pytest.mark.parametrize(
    "other",
    [
        replace(SETUP, model="openai/other"),
        replace(SETUP, topic="other"),
        replace(SETUP, digest="e" * 64),
        replace(SETUP, sentences=4),
        replace(SETUP, profile=SERVED),
    ],
    ids=["model", "topic", "prompt", "sentences", "profile"],
)
def test_a_key_is_of_everything_a_report_depends_on(other: object) -> None:
    """Another model, topic, prompt, length or way of asking is another reading; a command is not."""
    assert isinstance(other, type(SETUP))
    assert other.key(article()) != SETUP.key(article())
    assert replace(SETUP, command="summariser batch").key(article()) == SETUP.key(article())
    assert SETUP.key(article()) != SETUP.key(article(title="A title"))
    assert SETUP.key(article()) != SETUP.key(article(published=date(2025, 1, 1)))


def test_a_question_is_known_by_everything_that_is_asked() -> None:
    """Messages, schema, limit and model make a question; its label does not."""
    key = question_key(SETUP, QUESTION)
    assert key == question_key(SETUP, replace(QUESTION, label="other"))
    changed = [
        question_key(replace(SETUP, model="m"), QUESTION),
        question_key(SETUP, replace(QUESTION, messages=(Message("user", "s"), Message("user", "u")))),
        question_key(SETUP, replace(QUESTION, schema={})),
        question_key(SETUP, replace(QUESTION, max_tokens=101)),
    ]
    assert len({key, *changed}) == len(changed) + 1


def test_an_answer_outlives_an_article_that_failed(address: str) -> None:
    """A finished question is answered from the store though its article was never finished."""
    kept = Answer({"agreements": [{"name": "Ωmega \u0000 🤝"}]}, USAGE, truncated=True)
    with Store.open(address) as store:
        key = store.add([article()], SETUP)[0].key
        assert store.answer("q" * 64) is None
        store.keep_answer(key, "q" * 64, "agreements", kept)
        found = store.answer("q" * 64)
        assert found is not None
        assert found.answer == kept
        store.fail(key, ProviderFailed("away"))
    with Store.open(address) as store:
        found = store.answer("q" * 64)
        assert found is not None
        assert (found.answer, found.label) == (kept, "agreements")
        store.keep_answer(key, "q" * 64, "agreements", answer("another"))
        store.flush()
        again = store.answer("q" * 64)
        assert again is not None
        assert again.answer == kept


def test_what_was_spent_is_the_sum_of_all_attempts(store: Store) -> None:
    """Every attempt counts, failed ones too, to the last picodollar; a cost that is not known stays unknown."""
    keys = [state.key for state in store.add([article(), article("Another.")], SETUP)]
    local = store.add([article()], replace(SETUP, model="local"))[0].key
    store.keep_answer(keys[0], "a", "agreements", answer())
    store.keep_answer(keys[1], "b", "agreements", answer())
    store.keep_attempt(keys[1], "summary", USAGE.model_copy(update={"cost": Decimal("0.000000000001")}))
    store.keep_attempt(keys[1], "summary", USAGE, AnswerRefused("declined", subject="x"))
    store.keep_attempt(local, "summary", USAGE.model_copy(update={"cost": None}))
    first, second = store.spent()
    assert (first.model, first.cost) == ("local", None)
    assert (second.questions, second.failed, second.calls, second.input_tokens) == (4, 1, 4, 400)
    assert second.cost == Decimal("0.000369000001")
    assert [(error.error, error.times, error.example) for error in store.errors()] == [
        ("AnswerRefused", 1, "x: declined")
    ]


def test_a_later_report_replaces_the_earlier_one(store: Store) -> None:
    """Reading again leaves no fact of the first reading behind; a failure leaves the report that was there."""
    read = article()
    key = store.add([read], SETUP)[0].key
    many = [agreement(US, IN, id=f"A{number}") for number in range(5)]
    store.finish(key, report(read, missing=True, agreements=many, summary="Frigates."))
    state = store.state(key)
    assert state is not None
    assert state.state is State.PARTIAL
    assert [hit.key for hit in store.search("frigate")] == [key]
    store.finish(key, report(read, arms_deals=[deal(US, IN, "Javelin")], summary="Missiles."))
    assert [row.id for row in store.facts()] == ["D1"]
    assert store.search("frigate") == []
    assert [hit.key for hit in store.search("missile")] == [key]
    store.fail(key, ProviderFailed("away", hint="Wait"))
    state = store.state(key)
    assert state is not None
    assert (state.state, state.error) == (State.FAILED, "away. Wait")
    assert [row.id for row in store.facts()] == ["D1"]
    assert len(list(store.reports())) == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, title=TEXTS | st.none(), number=st.integers(0, 4))
def test_any_text_is_kept(store: Store, text: str, title: str | None, number: int) -> None:
    """Whatever characters an article, its title or its facts hold come back; a NUL in a text becomes a mark."""
    read = article(f"Said: {text}.", title=title, source=f"{text}.txt")
    key = store.add([read], SETUP)[0].key
    facts = [agreement((text, "US"), IN, id=f"A{place}") for place in range(number)]
    original = report(read, agreements=facts, summary=text)
    store.finish(key, original)
    assert loaded(store.report(key)) == original
    kept = store.article(key)
    assert kept is not None
    assert kept.text == read.text.replace("\x00", "\ufffd")
    assert [row.data["parties"][0]["name"] for row in store.facts(FactQuery(article=key))] == [text] * number


def test_an_article_that_was_not_added_is_an_error(store: Store) -> None:
    """Nothing is kept for an article that is not there: it is told at once, and the store goes on."""
    with pytest.raises(StoreError, match="was not added"):
        store.keep_answer("0" * 64, "q", "agreements", answer())
    assert store.state("0" * 64) is None
    assert store.article("0" * 64) is None
    assert store.report("0" * 64) is None
    assert store.add([article()], SETUP)[0].known is False


def test_listings_filter_and_page(store: Store) -> None:
    """Articles come in the order in which they were added, by state, topic and model, a page at a time."""
    reads = [article(f"Number {number}.", source=f"{number}.txt") for number in range(7)]
    keys = [state.key for state in store.add(reads, replace(SETUP, command="summariser batch"))]
    store.add(reads[:2], replace(SETUP, model="local", topic="other"))
    store.fail(keys[1], ProviderFailed("away"))
    store.finish(keys[2], report(reads[2]))
    ours = list(store.articles(model="openai/test"))
    assert [row.source for row in ours] == [f"{number}.txt" for number in range(7)]
    assert {row.command for row in ours} == {"summariser batch"}
    assert [row.key for row in store.articles(model="openai/test", limit=3, offset=2)] == keys[2:5]
    assert [row.key for row in store.articles(states=[State.FAILED, State.DONE])] == keys[1:3]
    assert [row.topic for row in store.articles(topic="other")] == ["other", "other"]
    assert store.counts(setup=SETUP) == {**dict.fromkeys(State, 0), State.PENDING: 5, State.DONE: 1, State.FAILED: 1}
