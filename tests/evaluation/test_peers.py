"""The peers with a model: from their answers to records, from their libraries' failures to failed articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from schemas import agreements_vocabulary as vocabulary
from summariser.article import Article
from summariser.errors import AnswerInvalid, EvaluationError, ProviderFailed, UsageError
from summariser.evaluation.cases import Case
from summariser.evaluation.peers import LoadedPeer, load_peer
from summariser.evaluation.runs import load_run, run_peer, save_run
from summariser.evaluation.scores import Scores
from summariser.llm import endpoint
from summariser.values.leaves import Amount
from tests.llm.server import FaultServer, Script, answer, completion, fault

PEERS = Path(__file__).parents[2] / "evals" / "peers"
Score = Callable[[dict[str, Any]], Scores]

ANSWER: dict[str, Any] = {
    "agreements": [
        {
            "name": "naval framework",
            "parties": ["Norway", "the Republic of Poland", "unknown"],
            "kind": "defence_cooperation",
            "instrument": "framework",
            "status": "signed",
            "date": "2025-03-14",
            "place": "Gdynia",
            "signatories": ["Kari Nordli", "Jan Zielak"],
            "duration": "P5Y",
            "value": 40000000,
            "currency": "euros",
        }
    ],
    "arms_deals": [
        {
            "supplier": "Norwegian",
            "recipient": "Poland",
            "items": [
                {"designation": "NSM missiles", "category": "missile", "quantity": 12},
                {"designation": "CB90", "category": "warship", "quantity": 2},
            ],
            "status": "contracted",
            "transfer_kind": "sale",
            "date": None,
            "value": 310000000,
            "currency": "$",
        },
        {
            "supplier": "Norway",
            "recipient": "Poland",
            "items": [{"designation": "K9", "category": "artillery", "quantity": 6}],
            "status": "offered",
            "transfer_kind": "unspecified",
            "date": None,
            "value": None,
            "currency": None,
        },
    ],
    "trade_figures": [
        {
            "measure": "exports",
            "reporter": "Poland",
            "partner": "Norway",
            "product": "none",
            "amount": 2.1e9,
            "unit": "currency",
            "currency": "EUR",
            "period": "2024",
        },
        {
            "measure": "trade_deficit",
            "reporter": "Poland",
            "partner": "Norway",
            "product": None,
            "amount": 900000000,
            "unit": "currency",
            "currency": "USD",
            "period": None,
        },
    ],
    "summary": "Norway and Poland signed a framework.",
}
"""What a model that reads the article of the two navies well would answer, in its own spelling."""


def _peer(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A peer as a module; its neighbours are forgotten when the test is over."""
    import sys

    for module in ("served_model", "record_form", "vocabularies", "langextract_examples", name):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(endpoint, "_runtime", lambda: "runtime 1")
    load_peer(PEERS / f"{name}.py")
    return sys.modules[name]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The peer of instructor."""
    return _peer("plain_instructor", monkeypatch)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The peer of langextract."""
    return _peer("langextract_peer", monkeypatch)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Script], FaultServer]]:
    """Starts a server that the peers of this test ask."""
    servers: list[FaultServer] = []

    def start(script: Script) -> FaultServer:
        server = FaultServer(script).__enter__()
        servers.append(server)
        monkeypatch.setenv("PEER_BASE_URL", server.address)
        return server

    yield start
    for server in servers:
        server.__exit__(None, None, None)


def found(spans: ModuleType, article: Article, of_kind: str, words: str, /, **attributes: object) -> Any:
    """An extraction at the first place of its words; nowhere, if the article does not have them."""
    start = article.text.find(words)
    return spans.Extraction(of_kind, words, start if start >= 0 else None, attributes)


def test_a_good_answer_is_not_punished_for_its_form(plain: ModuleType, navies: Case, score: Score) -> None:
    """Names, demonyms, signs of currencies and designations with their noun all count as what they mean."""
    scores = score(plain.as_record(plain.News.model_validate(ANSWER), navies.article))
    assert scores.micro_f1 == 1
    for field in ("parties", "signatories", "dates", "value", "duration.iso8601", "location.place"):
        assert scores.of(f"agreements.{field}").right == scores.of(f"agreements.{field}").gold, field
    assert scores.of("arms_deals.value").right == 1
    assert scores.of("items.quantity").right == 3
    assert scores.of("trade_figures.period").right == 1


def test_a_number_of_nothing_is_no_fact(plain: ModuleType, navies: Case) -> None:
    """A schema that demands a number gets 0 where there is none."""
    figure = {**ANSWER["trade_figures"][0], "amount": 0}
    deal = {**ANSWER["arms_deals"][0], "value": 0, "items": [{"designation": "K9", "category": "other", "quantity": 0}]}
    news = plain.News.model_validate({**ANSWER, "trade_figures": [figure], "arms_deals": [deal]})
    record = plain.as_record(news, navies.article)
    assert record["trade_figures"] == []
    assert (record["arms_deals"][0]["value"], record["arms_deals"][0]["items"][0]["quantity"]) == (None, None)


def test_vocabularies_are_those_of_the_record(plain: ModuleType) -> None:
    """A peer that may not write a value of the label could not be right."""
    import vocabularies

    for name in ("AgreementKind", "Instrument", "AgreementStatus", "DealStatus", "TransferKind", "Category", "Measure"):
        assert set(get_args(getattr(vocabularies, name))) == {str(value) for value in getattr(vocabulary, name)}, name
    unit = Amount.model_fields["unit"].annotation
    assert set(get_args(vocabularies.Unit)) == set(get_args(get_args(unit)[0]))


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2024", "2024"),
        ("2024-03-00", "2024-03"),
        ("2024-03-14T00:00:00Z", "2024-03-14"),
        ("March 2024", "2024-03"),
        ("2023/2024", "2023/2024"),
        ("not stated", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_in_any_form(plain: ModuleType, navies: Case, given: str | None, date: str | None) -> None:
    """A date that means the same counts the same; words that say nothing are no date."""
    import record_form

    assert record_form.date_of(given, navies.article) == date


def test_a_maker_named_as_supplier_is_no_state(plain: ModuleType, navies: Case) -> None:
    """The maker goes where makers belong."""
    import record_form

    made = record_form.supplier("Widget Systems GmbH", None, navies.article)
    assert made == {"supplier": None, "supplier_companies": ["Widget Systems GmbH"]}


def test_one_call_becomes_a_record(plain: ModuleType, navies: Case, serve: Callable[[Script], FaultServer]) -> None:
    """The prompt holds title, date and text; the usage is what the server billed."""
    server = serve([answer(ANSWER)])
    record, usage = plain.read(navies.article)
    assert record == plain.as_record(plain.News.model_validate(ANSWER), navies.article)
    assert (usage["calls"], usage["input_tokens"], usage["output_tokens"]) == (1, *server.billed)
    assert all(words in server.asked[0].prompt for words in ("Two navies, one pact", "2025-03-14", "twelve NSM"))
    assert server.asked[0].body["temperature"] == 0


@pytest.mark.parametrize(
    ("script", "error", "calls"),
    [
        ([completion('{"agreements": [', finish="length")], AnswerInvalid, 1),
        ([answer({"agreements": 3})], AnswerInvalid, 4),
        ([fault(400)], ProviderFailed, 1),
    ],
)
def test_failures_of_instructor_are_failed_articles(
    plain: ModuleType,
    navies: Case,
    serve: Callable[[Script], FaultServer],
    script: Script,
    error: type[Exception],
    calls: int,
) -> None:
    """What the library raises counts as an empty record and is named; its own retries are left as they are."""
    server = serve(script)
    with pytest.raises(error, match="plain instructor"):
        plain.read(navies.article)
    assert len(server.asked) == calls


def test_without_a_model_nothing_is_measured(plain: ModuleType, navies: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is not there would fail every article: the run stops instead of scoring 0."""
    import served_model

    from summariser.errors import ModelUnavailable

    def missing(*_: object) -> Path:
        raise ModelUnavailable("the weights are not installed")

    monkeypatch.delenv("PEER_BASE_URL", raising=False)
    monkeypatch.setattr(endpoint, "weights", missing)
    served_model.served.cache_clear()
    with pytest.raises(EvaluationError, match="weights"):
        run_peer("peer", plain.read, [navies])


def test_a_run_says_what_it_was_made_with(
    monkeypatch: pytest.MonkeyPatch, navies: Case, serve: Callable[[Script], FaultServer], tmp_path: Path
) -> None:
    """Versions, model, its hash and the date are kept with the answers; the address is not."""
    server = serve([answer(ANSWER)])
    monkeypatch.setenv("PEER_MODEL", "some-model")
    monkeypatch.setenv("PEER_MODEL_SHA256", "ab12")
    peer: LoadedPeer = _loaded("plain_instructor", monkeypatch)
    save_run(tmp_path / "new" / "run.json", run_peer(peer.name, peer.read, [navies], provenance=peer.provenance))
    made = load_run(tmp_path / "new" / "run.json").provenance
    assert (made["model"], made["sha256"], made["mode"]) == ("some-model", "ab12", "JSON_SCHEMA")
    assert {"date", "python", "instructor", "openai", "temperature", "max_tokens"} <= made.keys()
    assert server.address not in json.dumps(dict(made))


def _loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> LoadedPeer:
    _peer(name, monkeypatch)
    return load_peer(PEERS / f"{name}.py")


@pytest.mark.parametrize("text", [None, "NAME = 'x'\n"])
def test_a_file_that_is_no_peer_is_refused(text: str | None, tmp_path: Path) -> None:
    """The message names the file."""
    if text is not None:
        (tmp_path / "peer.py").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"peer\.py"):
        load_peer(tmp_path / "peer.py")


def test_spans_become_a_record(spans: ModuleType, navies: Case, score: Score) -> None:
    """Printed words are converted where they stand, and items of one transfer are one deal."""
    article = navies.article
    two = {"supplier": "Norway", "recipient": "Poland", "status": "contracted", "value": "$310 million"}
    extractions = [
        found(
            spans,
            article,
            "agreement",
            "a naval framework",
            parties=["Norway", "Poland"],
            kind="Defence cooperation",
            instrument="framework",
            status="signed",
            signed_by=["Kari Nordli", "Jan Zielak"],
            place="Gdynia",
            date="on Friday",
            duration="five years",
        ),
        found(spans, article, "arms_item", "NSM missiles", category="missile", quantity="twelve", **two),
        found(spans, article, "arms_item", "CB90 boats", category="warship", quantity="two", **two),
        found(
            spans,
            article,
            "arms_item",
            "K9 howitzers",
            supplier="Norway",
            recipient="Poland",
            category="artillery",
            quantity="six",
            status="offered",
        ),
        found(
            spans,
            article,
            "trade_figure",
            "2.1 billion euros",
            measure="exports",
            country="Poland",
            partner="Norway",
            period="2024",
        ),
        found(
            spans, article, "trade_figure", "$900 million", measure="trade_deficit", country="Poland", partner="Norway"
        ),
    ]
    record = spans.as_record(extractions, article)
    scores = score(record)
    assert scores.micro_f1 == 1
    assert len(record["arms_deals"]) == 2
    for field in ("agreements.dates", "agreements.duration.iso8601", "items.quantity", "trade_figures.amount"):
        assert scores.of(field).right == scores.of(field).predicted == scores.of(field).gold, field
    assert scores.value("evidence.overlap") == 1


def test_spans_that_are_not_in_the_article_are_left_out(spans: ModuleType, navies: Case) -> None:
    """Examples come out as facts; langextract's documentation says to filter them by their place."""
    leaked = found(spans, navies.article, "arms_item", "Caracal helicopters", supplier="France", recipient="Chile")
    strange = found(spans, navies.article, "person", "Kari Nordli")
    assert leaked.start is None
    record = spans.as_record([leaked, strange], navies.article)
    assert record == {"agreements": [], "arms_deals": [], "trade_figures": []}


def test_attributes_that_are_missing_or_odd_do_no_harm(spans: ModuleType, navies: Case) -> None:
    """Nulls, words outside the vocabulary and amounts without a number leave the fact where it can stay one."""
    record = spans.as_record(
        [
            found(spans, navies.article, "agreement", "naval framework", parties=None, status="inked", date="soon"),
            found(spans, navies.article, "arms_item", "NSM missiles", supplier=None, quantity="several"),
            found(spans, navies.article, "trade_figure", "Poland's exports", measure="sales"),
        ],
        navies.article,
    )
    (agreement,), (deal,) = record["agreements"], record["arms_deals"]
    assert (agreement["parties"], agreement["status"], agreement["dates"]) == ([], "unknown", [])
    assert (deal["supplier"], deal["items"][0]["quantity"]["value"]) == (None, None)
    assert record["trade_figures"] == []


def test_what_langextract_is_shown_is_sound(spans: ModuleType) -> None:
    """Every span of the examples stands in its text, and every term is one of the record's."""
    import langextract_examples as shown

    terms = {
        "agreement": {"kind": "AgreementKind", "instrument": "Instrument", "status": "AgreementStatus"},
        "arms_item": {"category": "Category", "status": "DealStatus"},
        "trade_figure": {"measure": "Measure"},
    }
    for example in shown.EXAMPLES:
        for span in example.spans:
            assert span.text in example.text
            for name, value in span.attributes.items():
                if name in terms[span.kind]:
                    assert value in set(getattr(vocabulary, terms[span.kind][name]))
                else:
                    assert all(words in example.text for words in ([value] if isinstance(value, str) else value))
    assert all(str(status) in shown.TASK for status in vocabulary.DealStatus)


def test_langextract_reads_in_parts(spans: ModuleType, navies: Case, serve: Callable[[Script], FaultServer]) -> None:
    """Its answers become facts with a place, and an answer that is cut off is counted; needs langextract."""
    pytest.importorskip("langextract")
    item = {"arms_item": "NSM missiles", "arms_item_attributes": {"recipient": "Poland", "status": "contracted"}}
    server = serve([answer({"extractions": [item]})])
    record, usage = spans.read(navies.article)
    assert [deal["items"][0]["designation"] for deal in record["arms_deals"]] == ["NSM missiles"]
    assert (usage["calls"], usage["truncated"]) == (1, 0)
    assert server.asked[0].body["response_format"]["type"] == "json_schema"
    assert "2025-03-14" in server.asked[0].prompt


def test_failures_of_langextract_are_failed_articles(
    spans: ModuleType, navies: Case, serve: Callable[[Script], FaultServer]
) -> None:
    """What the library raises counts as an empty record and is named; needs langextract."""
    pytest.importorskip("langextract")
    serve([fault(400)])
    with pytest.raises(ProviderFailed, match="langextract"):
        spans.read(navies.article)


def test_langextract_that_is_not_installed_stops_the_run(
    spans: ModuleType, navies: Case, monkeypatch: pytest.MonkeyPatch, serve: Callable[[Script], FaultServer]
) -> None:
    """The message says what to install; nothing is scored."""
    import sys

    serve([fault(400)])
    monkeypatch.setitem(sys.modules, "langextract", None)
    with pytest.raises(UsageError, match=r"requirements\.txt"):
        spans.read(navies.article)
