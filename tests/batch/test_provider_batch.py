"""A provider's batch service: nothing lost, nothing submitted twice, and the ledger equals the bill."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.batch.provider import run as provider_run
from summariser.batch.provider.files import Results
from summariser.batch.provider.progress import What
from summariser.errors import AuthenticationFailed, BudgetExceeded, ProviderFailed, UsageError
from summariser.llm.deferred import Received
from summariser.llm.prices import price
from summariser.llm.question import Question
from summariser.llm.usage import Budget
from summariser.settings import Settings
from summariser.store.requests import Requests, batches
from summariser.store.states import State
from summariser.store.store import Store
from tests.batch.provider_runs import ProviderBench
from tests.batch.provider_server import BatchServer, Trouble
from tests.batch.runs import STAGES, Bench, article, faulty, number_of
from tests.llm.server import COMPLETION_TOKENS, PROMPT_TOKENS, Asked, Reply, answer, completion, fault
from tests.pipeline.answering import ANSWERS, except_for, wanted, well


def whole(runs: ProviderBench, server: BatchServer, articles: int) -> None:
    """All is read, no question went out twice, and what is booked is what the server billed."""
    assert set(runs.states().values()) == {State.DONE}
    assert len(runs.states()) == articles
    assert server.twice == []
    assert runs.spent()[1:] == tuple(server.billed)


def test_it_equals_a_live_run_to_the_byte(tmp_path: Path) -> None:
    """The bodies in the batch are those of the live calls, byte for byte, and so are the reports that come of them."""
    articles = [article(n) for n in range(3)]
    with BatchServer(well()) as server:
        live = Bench(server.address, tmp_path / "live.db")
        live.run(articles)
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run(articles)
    assert tally.done == 3
    assert sorted(server.bodies.values()) == sorted(server.live)
    assert runs.reports() == live.reports()
    assert runs.spent() == live.spent()


def test_a_provider_of_strong_models_costs_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With openai/..., one question an article, through a tool; the cost is the table's for batches."""

    def tooled(asked: Asked) -> Reply:
        names = asked.body["tools"][0]["function"]["parameters"]["required"]
        call = {
            "name": asked.body["tools"][0]["function"]["name"],
            "arguments": json.dumps({n: ANSWERS[n] for n in names}),
        }
        reply = completion(None)
        body = json.loads(reply.body)
        body["choices"][0]["message"]["tool_calls"] = [{"id": "c", "type": "function", "function": call}]
        return Reply(body=json.dumps(body).encode(), billed=reply.billed)

    with BatchServer(tooled) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        runs = ProviderBench(server.address, tmp_path / "r.db", options={"model": "openai/gpt-5-mini"})
        settings = Settings(timeout=20, retry_for=10)
        tally = runs.run([article(n) for n in range(2)], options={"settings": settings, **runs.options})
        whole(runs, server, 2)
    assert tally.asked == 2
    full = price("openai/gpt-5-mini", PROMPT_TOKENS, COMPLETION_TOKENS, 3)
    assert full is not None
    assert tally.cost == 2 * full / 2
    (submitted,) = runs.told(What.SUBMITTED)
    assert submitted.cost is not None
    assert submitted.cost > tally.cost


OUTCOMES = {
    "filter": fault(400, code="content_filter"),
    "bad request": fault(400, "too long"),
    "outage": fault(500),
    "rate": fault(429),
    "refusal": completion(None, refusal="no"),
    "no JSON": completion("{nothing"),
    "wrong shape": answer({"else": 1}),
    "empty": completion(""),
    "cut off": completion('{"arms_deals": [{"evidence": [3], "supplier": "Uni', finish="length"),
    "no completion": Reply(body=b'"hello"'),
    "no choices": Reply(body=b'{"choices": null}'),
    "no list": Reply(body=b'{"choices": "many"}'),
    "no bill": Reply(body=b'{"choices": [], "usage": {"prompt_tokens": 1' + b"0" * 30 + b"}}"),
}


@pytest.mark.parametrize("reply", OUTCOMES.values(), ids=OUTCOMES.keys())
def test_a_question_that_fails_fails_as_live(reply: Reply, tmp_path: Path) -> None:
    """Whatever comes for one question: report, state and bill are those of a live run that is not retried."""
    with BatchServer(except_for("arms_deals", reply)) as server:
        live = Bench(server.address, tmp_path / "live.db", retry_for=0)
        live.run([article(0)])
        runs = ProviderBench(server.address, tmp_path / "r.db", retry_for=0)
        runs.run([article(0)])
        assert server.twice == []
    assert runs.states() == live.states()
    assert runs.reports() == live.reports()
    assert runs.spent() == live.spent()
    assert [trouble.missing for trouble in runs.troubles] == [trouble.missing for trouble in live.troubles]


def test_a_wrong_answer_is_asked_again_in_a_further_round(tmp_path: Path) -> None:
    """The correction goes out as a request of its own; both are booked, once."""
    wrong = faulty(completion("{nothing", finish="stop"), stage_of=lambda _: "trade_figures", times=1)
    with BatchServer(wrong) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n) for n in range(3)])
        whole(runs, server, 3)
    assert tally.asked == 3 * (len(STAGES) + 1) == tally.usage.calls


def test_a_cut_off_answer_is_asked_for_in_halves(tmp_path: Path) -> None:
    """Of a truncated answer the halves go out in the next round."""
    cut = completion('{"arms_deals": [{"evidence": [3], "supplier": "Uni', finish="length")
    whole_part = lambda asked: "1| " in asked.prompt and "6| " in asked.prompt  # noqa: E731
    good, bad = well(), except_for("arms_deals", cut)
    with BatchServer(lambda asked: (bad if whole_part(asked) else good)(asked)) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(0)])
        whole(runs, server, 1)
    assert tally.asked == len(STAGES) + 2


CALLS = ["POST /files", "POST /batches", "GET /batches/", "GET /files/"]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_loses_and_repeats_nothing(call: str, tmp_path: Path) -> None:
    """429 and 500, with the effect done or not, and resets in the middle of a body: on any call, one after another."""
    slow_down = fault(429, Retry_After="0")
    troubles = (
        Trouble(call, reply=slow_down),
        Trouble(call, reply=fault(500)),
        Trouble(call, cut=5),
        Trouble(call, reply=fault(502), done=True),
        Trouble(call, spoil=lambda body: body[: len(body) // 2]),
        Trouble(call, reply=Reply(body=b"<html>", headers={"Content-Type": "text/html"})),
    )
    if call == "GET /files/":
        troubles = troubles[:5]  # a file of results may hold anything, also HTML
    with BatchServer(well(), troubles=troubles) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(3)])
        whole(runs, server, 3)


@pytest.mark.parametrize("status", [408, 500, 503])
def test_a_making_that_may_have_happened_is_not_repeated(status: int, tmp_path: Path) -> None:
    """An answer that does not deny that the batch was made is no leave to make another."""
    with BatchServer(well(), troubles=(Trouble("POST /batches", times=9, reply=fault(status), done=True),)) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)])
        whole(runs, server, 1)
    assert server.calls.count("POST /batches") == 2


@pytest.mark.parametrize("marks", [True, False], ids=["metadata", "no metadata"])
def test_a_batch_whose_id_was_lost_is_found(marks: bool, tmp_path: Path) -> None:
    """The answer to its making is lost: it is found in the list, on a later page, late, by mark or by file."""
    lost = Trouble("POST /batches", reply=fault(500), done=True, after=3)
    with BatchServer(well(), troubles=(lost,), marks=marks) as server:
        server.listed_after = 2
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(4)], most_requests=3, appears_within=5)
        whole(runs, server, 4)
    assert len(runs.told(What.FOUND)) == 1


def test_a_batch_that_never_was_is_made_after_all(tmp_path: Path) -> None:
    """A call that was lost on its way: after a while without a trace the questions go out."""
    with BatchServer(well(), troubles=(Trouble("POST /batches", reply=fault(500)),)) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)])
        whole(runs, server, 1)
    assert len(runs.told(What.LOST)) == 1


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda content: b"".join(change(content.splitlines(keepends=True)))


JUNK = [
    b"{nothing\n", b"[]\n", b"\n", b'{"custom_id": 7}\n', b"[" * 5000 + b"\n", b'{"custom_id": "' + b"0" * 64 + b'"}\n',
    b'{"custom_id": "' + b"0" * 64 + b'", "response": {"status_code": 200, "body": {}}}\n', b"\xff\xfe\n",
]  # fmt: skip


@pytest.mark.parametrize(
    "spoil",
    [
        _lines(lambda lines: [line for line in lines for _ in range(2)]),
        _lines(lambda lines: [*JUNK, *lines, *JUNK]),
        _lines(sorted),
    ],
    ids=["twice", "junk", "other order"],
)
def test_lines_that_are_of_no_use_do_no_harm(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Lines that come twice, belong to nobody or are no JSON are passed over."""
    with BatchServer(well(), spoil=spoil) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(3)])
        whole(runs, server, 3)


def test_results_that_come_short_are_fetched_again(tmp_path: Path) -> None:
    """A download that lacks lines, or ends within one, is no loss where the next one is whole."""
    short = Trouble("GET /files/", spoil=lambda body: body[: len(body) // 2])
    with BatchServer(well(), troubles=(short,)) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(3)])
        whole(runs, server, 3)


@pytest.mark.parametrize("ending", ["missing", "expired", "cancelled"])
def test_what_is_not_answered_has_failed_and_can_be_asked_alone(ending: str, tmp_path: Path) -> None:
    """Lines that stay missing, a batch that expires or is cancelled: told why; a later run asks just those."""
    drop = _lines(lambda lines: lines[: len(lines) // 2])
    with BatchServer(
        well(),
        spoil=drop if ending == "missing" else lambda content: content,
        ending=lambda number: "completed" if ending == "missing" or number else ending,
    ) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        first = runs.run([article(n) for n in range(4)])
        assert first.failed + first.partial > 0
        said = " ".join([str(trouble.error) for trouble in runs.troubles] + [str(t.missing) for t in runs.troubles])
        assert {"missing": "do not hold it", "expired": "the batch ended before", "cancelled": "cancelled"}[
            ending
        ] in said
        answered = first.usage.calls
        again = runs.run([article(n) for n in range(4)])
        assert (again.asked, again.left_failed) == (0, first.failed + first.partial)
        server.spoil = lambda content: content
        third = runs.run(None, retry_failed=True)
    assert set(runs.states().values()) == {State.DONE}
    assert third.asked + answered == 4 * len(STAGES)
    if ending != "missing":
        assert runs.spent()[1:] == tuple(server.billed)


def test_a_batch_that_is_refused_ends_the_run(tmp_path: Path) -> None:
    """A file that the provider does not take costs nothing: the articles are pending, and the reason is told."""
    with BatchServer(well(), ending=lambda number: "completed" if number else "failed") as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(0)])
        assert tally.asked == 3
        assert runs.last is not None
        assert isinstance(runs.last.stopped, ProviderFailed)
        assert "token_limit_exceeded: Too many tokens are enqueued." in str(runs.last.stopped)
        assert set(runs.states().values()) == {State.PENDING}
        runs.run(None)
        assert set(runs.states().values()) == {State.DONE}
        assert runs.spent()[1:] == tuple(server.billed)


def test_an_error_that_every_question_would_meet_ends_the_run(tmp_path: Path) -> None:
    """A key that is refused within a batch: what came is kept, nothing has failed, nothing more is sent."""
    refused = faulty(fault(401), stage_of=lambda n: "arms_deals" if n == 1 else "", times=1)
    with BatchServer(refused) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(3)])
        assert runs.last is not None
        assert isinstance(runs.last.stopped, AuthenticationFailed)
        assert set(runs.states().values()) == {State.PENDING}
        rest = runs.run(None)
        assert rest.asked == 1 + 3
        assert rest.done == 3
        assert runs.spent()[1:] == tuple(server.billed)


def test_a_key_that_is_refused_costs_nothing(tmp_path: Path) -> None:
    """The first call says so; the articles stay pending, and the same command goes on."""
    with BatchServer(well(), troubles=(Trouble("POST /files", reply=fault(401)),)) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n) for n in range(2)])
        assert runs.last is not None
        assert isinstance(runs.last.stopped, AuthenticationFailed)
        assert (tally.asked, tally.failed) == (0, 0)
        runs.run(None)
        whole(runs, server, 2)


def test_a_budget_is_not_passed(tmp_path: Path) -> None:
    """A batch that could use more than is left is not sent; with a larger budget the next run sends it."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db", options={"budget": Budget(tokens=20_000)})
        tally = runs.run([article(n) for n in range(4)])
        assert runs.last is not None
        assert isinstance(runs.last.stopped, BudgetExceeded)
        assert "12 questions were not sent" in str(runs.last.stopped)
        assert (tally.asked, server.calls) == (0, [])
        runs.options = {"budget": Budget(tokens=10_000_000)}
        runs.run(None)
        whole(runs, server, 4)


def test_a_budget_in_money_needs_a_price(tmp_path: Path) -> None:
    """Of a server without prices nobody can say what a batch costs."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db", options={"budget": Budget(cost=Decimal(1))})
        runs.run([article(0)])
        assert runs.last is not None
        assert "no price is known" in str(runs.last.stopped)
        assert server.calls == []


def test_what_is_out_counts_against_the_budget(tmp_path: Path) -> None:
    """A run that finds a batch of an earlier one sends no more beside it than the budget leaves."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], wait=False)
        (first,) = runs.told(What.SUBMITTED)
        runs.options = {"budget": Budget(tokens=first.tokens * 2 - 1)}
        runs.run([article(0), article(1)])
        assert runs.last is not None
        assert isinstance(runs.last.stopped, BudgetExceeded)
        assert len(server.jobs) == 1


@pytest.mark.parametrize("limit", [{"most_requests": 4}, {"most_bytes": 40_000}])
def test_a_round_is_as_many_batches_as_its_limits_ask(limit: dict[str, int], tmp_path: Path) -> None:
    """No file has more requests or bytes than the provider takes."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(5)], **limit)
        whole(runs, server, 5)
        sizes = [server.files[job.file] for job in server.jobs.values()]
    assert len(sizes) > 4
    assert all(content.count(b"\n") <= limit.get("most_requests", 99) for content in sizes)
    assert all(len(content) <= limit.get("most_bytes", 10**9) for content in sizes)


def test_no_more_is_out_than_the_queue_takes(tmp_path: Path) -> None:
    """Providers limit the tokens that wait: the next batch goes out when there is room for it."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(4)], queue_tokens=20_000)
        whole(runs, server, 4)
        assert len(server.jobs) > 2
    out = most = 0
    sizes = {news.id: news for news in runs.told(What.SUBMITTED)}
    for news in runs.news:
        out += {What.SUBMITTED: 1, What.COLLECTED: -1}.get(news.what, 0)
        most = max(most, out)
    assert most == 1
    assert sum(news.requests for news in sizes.values()) == 4 * len(STAGES)


def test_without_waiting_each_run_does_what_can_be_done(tmp_path: Path) -> None:
    """Sent by one run, collected by another, finished by a third; new articles go out meanwhile."""
    with BatchServer(well(), steps=("in_progress",)) as server:
        server.hold.set()
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], wait=False)
        assert set(runs.states().values()) == {State.PENDING}
        assert runs.last is not None
        assert [batch.id for batch in runs.last.left] == ["batch_0"]
        runs.run([article(0), article(1)], wait=False)
        assert len(server.jobs) == 2
        server.hold.clear()
        runs.run([article(0), article(1)], wait=False)
        runs.run([article(0), article(1)], wait=False)
        whole(runs, server, 2)


def test_a_question_of_two_ways_of_reading_goes_out_once(tmp_path: Path) -> None:
    """A longer summary shares the questions about facts: they are waited for, not sent again."""
    with BatchServer(well()) as server:
        server.hold.set()
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], wait=False)
        server.hold.clear()
        runs.options = {"sentences": 4}
        other = runs.run([article(0)])
        assert (other.done, other.asked) == (1, 1)
        runs.options = {}
        first = runs.run([article(0)])
        assert (first.done, first.asked, first.reused) == (1, 1, 3)
        assert server.twice == []
        assert runs.spent()[1:] == tuple(server.billed)


def test_what_is_paid_for_live_is_not_sent(tmp_path: Path) -> None:
    """Live runs and batches share a store, its answers and its articles."""
    with BatchServer(well()) as server:
        live = Bench(server.address, tmp_path / "r.db")
        live.run([article(0)])
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(0), article(1)])
        assert (tally.before, tally.done) == (1, 1)
        assert len(server.live) == len(server.submitted) == len(STAGES)


def test_what_is_out_is_not_asked_live(tmp_path: Path) -> None:
    """A live run leaves an article to the batch that its questions are out with, and reads the others."""
    with BatchServer(well()) as server:
        server.hold.set()
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], wait=False)
        live = Bench(server.address, tmp_path / "r.db")
        tally = live.run([article(0), article(1)])
        assert (tally.elsewhere, tally.done) == (1, 1)
        assert len(server.live) == len(STAGES)
        server.hold.clear()
        assert runs.run(None).done == 1
        assert runs.spent()[1:] == tuple(a + len(STAGES) * b for a, b in zip(server.billed, (11, 7), strict=True))


def test_an_article_of_another_run_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs beside each other on one store: each article goes out with one of them."""
    monkeypatch.setattr(provider_run, "LEASE", 1.0)
    with BatchServer(well()) as server:
        server.hold.set()
        one, other = (ProviderBench(server.address, tmp_path / "r.db") for _ in range(2))
        thread = threading.Thread(target=one.run, args=([article(0)],))
        thread.start()
        while not server.jobs:
            time.sleep(0.01)
        tally = other.run([article(0), article(1)], wait=False)
        assert (tally.elsewhere, tally.asked) == (1, 3)
        server.hold.clear()
        thread.join()
        other.run(None)
        whole(one, server, 2)


@given(st.binary(max_size=400) | st.lists(st.sampled_from(JUNK)).map(b"".join))
def test_any_file_of_results_can_be_read(content: bytes) -> None:
    """Whatever a provider sends as results, lines are taken or counted as damaged."""
    results = Results()
    taken = list(results.read(io.BytesIO(content)))
    assert len(taken) == results.lines
    assert results.lines + results.damaged <= content.count(b"\n") + 1


LEAVES = st.none() | st.floats() | st.text()
LISTS = LEAVES | st.lists(LEAVES)
JSON = LISTS | st.dictionaries(st.text(), LISTS)


@given(JSON)
def test_what_came_is_kept_as_it_is(body: object) -> None:
    """An answer survives the store: any JSON, in ASCII alone, without a NUL."""
    text = Received(200, body, "code", "words").to_json()
    assert text.isascii()
    assert "\x00" not in text
    assert Received.from_json(text).to_json() == text


@pytest.mark.parametrize("depth", [990, 100_000])
def test_a_nested_answer_costs_its_question_alone(depth: int, tmp_path: Path) -> None:
    """An answer nested without sense is no reason to end."""
    nested = b'{"custom_id": "%b", "response": {"status_code": 200, "body": ' + b"[" * depth + b"]" * depth + b"}}\n"

    def spoil(content: bytes) -> bytes:
        first, *rest = content.splitlines(keepends=True)
        return b"".join([nested.replace(b"%b", json.loads(first)["custom_id"].encode()), *rest])

    with BatchServer(well(), spoil=spoil) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(0)])
    assert (tally.partial, tally.failed) == (1, 0)


def test_cancelling_keeps_what_is_answered_and_forgets_the_rest(tmp_path: Path) -> None:
    """Nothing has failed then: the articles are pending, and a later run asks what is missing."""
    with BatchServer(well()) as server:
        server.hold.set()
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(4)], wait=False)
        assert runs.batches().cancel() == 1
        assert set(runs.states().values()) == {State.PENDING}
        server.hold.clear()
        tally = runs.run(None)
        assert tally.done == 4
        assert tally.asked == 4 * len(STAGES) - 6
        assert runs.spent()[1:] == tuple(server.billed)


def test_cancelling_forgets_what_the_provider_does_not_know(tmp_path: Path) -> None:
    """A batch that is gone there keeps nobody from asking again; until then the run says what to do."""
    with BatchServer(well()) as server:
        server.hold.set()
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], wait=False)
        server.jobs.clear()
        runs.run(None)
        assert runs.last is not None
        assert "--cancel" in str(runs.last.stopped)
        assert runs.batches().cancel() == 1
        server.hold.clear()
        assert runs.run(None).done == 1


def test_an_outage_while_waiting_is_sat_out(tmp_path: Path) -> None:
    """A batch takes hours: a provider that does not answer for longer than calls are retried is asked again."""
    down = Trouble("GET /batches/", times=30, reply=fault(503))
    with BatchServer(well(), troubles=(down,)) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db", retry_for=0.05)
        runs.run([article(0)])
        whole(runs, server, 1)
        assert runs.told(What.SILENT)
        down.times = 1000
        runs.run([article(1)], patience=0.2)
    assert runs.last is not None
    assert isinstance(runs.last.stopped, ProviderFailed)
    assert runs.states()["article 1"] is State.PENDING


def test_results_without_end_are_not_taken(tmp_path: Path) -> None:
    """A file of results has a size that its requests allow; the run ends with the reason."""
    with BatchServer(well(), spoil=lambda content: content + b"x" * 3_000_000) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], patience=0.1)
    assert runs.last is not None
    assert "larger than 2,000,000 bytes" in str(runs.last.stopped)
    assert set(runs.states().values()) == {State.PENDING}


def test_results_that_drip_are_not_waited_for(tmp_path: Path) -> None:
    """A download that brings a little now and then ends in time."""
    with BatchServer(well()) as server:
        server.drip = 0.05
        runs = ProviderBench(server.address, tmp_path / "r.db", timeout=0.5, retry_for=0)
        started = time.monotonic()
        runs.run([article(0)], patience=0)
        assert time.monotonic() - started < 30
    assert runs.last is not None
    assert isinstance(runs.last.stopped, ProviderFailed)


def test_an_article_that_trips_the_program_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are read."""
    from summariser.llm.deferred import Deferred

    body = Deferred.body

    def tripping(self: Deferred, question: Question) -> bytes:
        if any("number 1." in message.content for message in question.messages):
            raise ZeroDivisionError("planted")
        return body(self, question)

    monkeypatch.setattr(Deferred, "body", tripping)
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        tally = runs.run([article(n) for n in range(3)])
    assert (tally.done, tally.failed) == (2, 1)


@pytest.mark.parametrize(("model", "why"), [("embedded", "in the process"), ("anthropic/claude", "another")])
def test_a_model_without_a_batch_service_is_refused(
    model: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason, before anything is read."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "x")
    runs = ProviderBench("", tmp_path / "r.db", options={"model": model, "settings": Settings()})
    with pytest.raises(UsageError, match=why):
        runs.run([article(0)])


def test_batches_of_another_address_are_not_asked_for_here(tmp_path: Path) -> None:
    """Questions that are out at one server are not paid for again at another, nor looked for there."""
    with BatchServer(well()) as server, BatchServer(well()) as another:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(0)], wait=False)
        runs.address = another.address
        with pytest.raises(UsageError, match=server.address):
            runs.run([article(0)])
        with pytest.raises(UsageError, match=server.address):
            runs.batches().cancel()
        assert another.calls == []


def test_nothing_is_left_behind_in_the_store(tmp_path: Path) -> None:
    """When all is read, no question is out, and each batch is there with its name."""
    with BatchServer(well()) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(2)])
        with Store.open(runs.store) as store:
            kept = list(batches(store))
            assert [batch.id for batch in kept] == list(server.jobs)
            requests = Requests(store, "")
            assert [requests.sent(key) for key in server.submitted] == [None] * len(server.submitted)


def test_articles_are_told_apart(tmp_path: Path) -> None:
    """Each answer reaches the article that asked, in whatever order results come."""

    def numbered(asked: Asked) -> Reply:
        number = number_of(asked)
        lists = {name: [*ANSWERS[name]] for name in wanted(asked)}
        if "summary" in lists:
            lists["summary"] = [f"This is article number {number}.", ANSWERS["summary"][0]]
        return answer(lists)

    with BatchServer(numbered) as server:
        runs = ProviderBench(server.address, tmp_path / "r.db")
        runs.run([article(n) for n in range(6)])
    for source, report in runs.reports().items():
        assert f"This is {source.replace('article', 'article number')}." in report["summary"][0]["text"]
