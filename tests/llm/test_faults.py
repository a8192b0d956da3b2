"""What a server can do wrong, over real HTTP, with the server's own count."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from summariser.errors import (
    AnswerInvalid,
    AnswerRefused,
    AuthenticationFailed,
    ModelError,
    ModelUnavailable,
    ProviderFailed,
    ServerUnreachable,
)
from summariser.llm.client import Attempt
from tests.llm.callers import Ask, exchange
from tests.llm.server import Reply, Script, answer, completion, fault, no_choices, page

GOOD = answer({"things": [{"a": 1}]})
CUT = replace(GOOD, cut=40, billed=(0, 0))
BROKEN = replace(GOOD, body=GOOD.body[:60], billed=(0, 0))
SLOW = replace(GOOD, delay=0.6, billed=(0, 0))
LONG_MESSAGE = "the context is too long " * 100

TRANSIENT = {
    "429": fault(429),
    "429, soon": fault(429, Retry_After="0.05"),
    "429, nonsense": fault(429, Retry_After="whenever"),
    "429, never": fault(429, Retry_After="inf"),
    "408": fault(408),
    "500": fault(500),
    "502 page": page(502),
    "503": fault(503),
    "529": fault(529),
    "reset in the body": CUT,
    "body cut off": BROKEN,
    "slow": SLOW,
}
FINAL: dict[str, tuple[Reply, type[ModelError], str]] = {
    "401": (fault(401, "Incorrect key sk-abcdef"), AuthenticationFailed, "refuses the key"),
    "403": (fault(403), AuthenticationFailed, "refuses the key"),
    "404": (fault(404), ModelUnavailable, "no such model"),
    "400": (fault(400, LONG_MESSAGE), ModelError, "the context is too long"),
    "quota": (fault(429, code="insufficient_quota"), ProviderFailed, "quota"),
    "filter": (fault(400, code="content_filter"), AnswerRefused, "filter"),
    "refusal": (completion(None, refusal="I cannot"), AnswerRefused, "declined"),
    "filtered answer": (completion("", finish="content_filter"), AnswerRefused, "declined"),
    "page with 200": (page(200), ProviderFailed, "no completion"),
    "error with 200": (Reply(body=b'{"error": {"message": "overloaded"}}'), ProviderFailed, "no completion"),
    "null": (Reply(body=b"null"), ProviderFailed, "no completion"),
}
WRONG = {
    "wrong shape": answer({"things": 5}),
    "a list": answer([1]),
    "nothing of it": answer({}),
    "no JSON": completion("Sure! Here it is."),
    "cut JSON that ends with stop": completion('{"things": [{"a": 1}, {"a"'),
    "no choices": no_choices(),
    "empty": completion(""),
}


@pytest.mark.parametrize("reply", TRANSIENT.values(), ids=TRANSIENT)
def test_a_transport_failure_is_tried_again_by_one_place(reply: Reply, ask: Ask) -> None:
    """One failure makes one more request, not two or four: no other layer retries beneath or above."""
    done = exchange([reply, GOOD], ask, timeout=0.3)
    assert done.answer is not None
    assert done.answer.data == {"things": [{"a": 1}]}
    assert len(done.server.asked) == 2


@pytest.mark.parametrize("reply", TRANSIENT.values(), ids=TRANSIENT)
def test_a_failed_request_never_changes_the_prompt(reply: Reply, ask: Ask) -> None:
    """What a provider says when it fails is no part of the next request: that is the same, byte for byte."""
    done = exchange([reply, GOOD], ask, timeout=0.3)
    assert done.server.asked[0].body == done.server.asked[1].body


@pytest.mark.parametrize(
    "script", [[fault(503)], [page(500)], [fault(429)], [BROKEN]], ids=["503", "page", "429", "cut"]
)
def test_an_outage_that_lasts_is_told_in_one_line(script: Script, ask: Ask) -> None:
    """Retries end at the deadline with one short line, without the provider's page."""
    done = exchange(script, ask, retry_for=0.3)
    assert isinstance(done.error, ProviderFailed)
    assert "\n" not in str(done.error)
    assert "SECRET-PAGE" not in str(done.error)
    assert len(done.server.asked) == done.ledger.spent.calls > 1


def test_a_server_that_drips_is_cut_off(ask: Ask) -> None:
    """The limit is for the whole call: a byte now and then, which resets the limit of a read, does not prolong it."""
    started = time.monotonic()
    done = exchange([replace(GOOD, drip=0.05, billed=(0, 0))], ask, timeout=0.4, retry_for=0)
    assert isinstance(done.error, ProviderFailed)
    assert "no answer in time" in str(done.error)
    assert time.monotonic() - started < len(GOOD.body) * 0.05


def test_no_retries_where_none_are_wanted(ask: Ask) -> None:
    """A deadline of nothing tries once."""
    assert len(exchange([fault(500)], ask, retry_for=0).server.asked) == 1


def test_a_wait_that_is_asked_for_is_waited(ask: Ask) -> None:
    """``Retry-After`` in seconds is honoured."""
    done = exchange([fault(429, Retry_After="0.4"), GOOD], ask)
    assert done.server.asked[1].at - done.server.asked[0].at >= 0.4


def test_a_wait_given_as_a_date_is_waited(ask: Ask) -> None:
    """``Retry-After`` may be a date."""
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    done = exchange([fault(503, Retry_After=until), GOOD], ask)
    assert done.server.asked[1].at - done.server.asked[0].at >= 0.5


def test_a_wait_beyond_the_deadline_is_not_waited(ask: Ask) -> None:
    """Asked to come back in an hour, it gives up at once."""
    started = time.monotonic()
    done = exchange([fault(429, Retry_After="3600"), GOOD], ask)
    assert isinstance(done.error, ProviderFailed)
    assert time.monotonic() - started < 2
    assert len(done.server.asked) == 1


@pytest.mark.parametrize(("reply", "kind", "words"), FINAL.values(), ids=FINAL)
def test_what_waiting_cannot_mend_is_asked_once(reply: Reply, kind: type[ModelError], words: str, ask: Ask) -> None:
    """A refusal, a wrong key or a wrong address is neither retried nor asked again; the message is one short line."""
    done = exchange([reply, GOOD], ask)
    assert type(done.error) is kind
    assert words in str(done.error)
    assert "\n" not in str(done.error)
    assert len(str(done.error)) < 400
    assert len(done.server.asked) == 1


def test_a_key_is_not_told(ask: Ask) -> None:
    """The provider's message about a wrong key may repeat it; ours does not."""
    done = exchange([fault(401, "Incorrect API key: sk-planted-0123456789")], ask)
    assert "sk-planted" not in str(done.error)


def test_a_server_that_is_not_there(ask: Ask) -> None:
    """Nobody listens: one line that names the option to check."""
    with pytest.raises(ServerUnreachable, match="--base-url"):
        ask_nobody(ask, Attempt())


def test_what_reached_no_server_is_no_call(ask: Ask) -> None:
    """Attempts without a connection are tried again, and cost time but no call."""
    attempt = Attempt()
    with pytest.raises(ServerUnreachable):
        ask_nobody(ask, attempt, retry_for=3)
    assert len(attempt.usages) > 1
    assert (attempt.usage.calls, attempt.usage.tokens) == (0, 0)


def ask_nobody(ask: Ask, attempt: Attempt, retry_for: float = 0) -> None:
    """Ask at a port that was just closed."""
    from tests.llm.callers import QUESTION, client_for
    from tests.llm.server import FaultServer

    with FaultServer([GOOD]) as server:
        address = server.address
    with client_for(address, retry_for=retry_for) as client:
        ask(client, QUESTION, attempt)


@pytest.mark.parametrize("reply", WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_asked_again_once(reply: Reply, ask: Ask) -> None:
    """A wrong answer costs one more request, and the second answer counts."""
    done = exchange([reply, GOOD], ask)
    assert done.answer is not None
    assert done.answer.data == {"things": [{"a": 1}]}
    assert len(done.server.asked) == 2


@pytest.mark.parametrize("reply", WRONG.values(), ids=WRONG)
def test_a_model_that_stays_wrong_is_asked_twice_at_most(reply: Reply, ask: Ask) -> None:
    """Wrong twice is an error; there is no third request."""
    done = exchange([reply], ask)
    assert isinstance(done.error, AnswerInvalid)
    assert len(done.server.asked) == 2


def test_asking_again_is_bounded(ask: Ask) -> None:
    """The second prompt is the first, a stretch of the wrong answer and one line: not the wrong answer whole."""
    done = exchange([completion("word " * 20_000), GOOD], ask)
    first, second = done.server.asked
    assert second.body["messages"][:2] == first.body["messages"]
    assert len(second.prompt) - len(first.prompt) < 1_300


def test_asking_again_survives_an_outage(ask: Ask) -> None:
    """A failed request between the two leaves no trace in the second prompt."""
    done = exchange([answer({"things": 5}), page(500), GOOD], ask)
    assert done.answer is not None
    assert len(done.server.asked) == 3
    assert "SECRET-PAGE" not in done.server.asked[2].prompt
    assert done.server.asked[1].body == done.server.asked[2].body


def test_a_truncated_answer_keeps_its_complete_items(ask: Ask) -> None:
    """The half item at the end is dropped, the rest is kept, and the same question is not asked again."""
    done = exchange([completion('{"things": [{"a": 1}, {"a": 2}, {"a": ', finish="length")], ask)
    assert done.answer is not None
    assert done.answer.truncated
    assert done.answer.data == {"things": [{"a": 1}, {"a": 2}]}
    assert len(done.server.asked) == 1


def test_a_loop_is_cut_off(ask: Ask) -> None:
    """From the first repeated item of a truncated answer on, a model that loops is not listened to."""
    looping = completion('{"things": [{"a": 1}, {"a": 2}, {"a": 1}, {"a": 3}, {"a"', finish="length")
    done = exchange([looping], ask)
    assert done.answer is not None
    assert done.answer.data == {"things": [{"a": 1}, {"a": 2}]}


def test_a_whole_answer_loses_nothing_but_repetitions(ask: Ask) -> None:
    """An item said twice is no loop where the answer comes to its end: what follows it is kept."""
    done = exchange([answer({"things": [{"a": 1}, {"a": 2}, {"a": 2}, {"a": 3}]})], ask)
    assert done.answer is not None
    assert done.answer.data == {"things": [{"a": 1}, {"a": 2}, {"a": 3}]}


@pytest.mark.parametrize(
    "script",
    [
        [GOOD],
        [fault(429), fault(500), GOOD],
        [CUT, GOOD],
        [answer({"things": 5}), GOOD],
        [answer({"things": 5})],
        [fault(401)],
        [completion('{"things": [{"a": 1}, ', finish="length")],
        [completion(None, refusal="no")],
    ],
    ids=["good", "retried", "reset", "asked again", "wrong twice", "401", "truncated", "refused"],
)
def test_the_ledger_equals_what_the_server_counted(script: list[Reply], ask: Ask) -> None:
    """Calls and tokens, of failed attempts too, in the ledger and in what the question itself tells."""
    done = exchange(script, ask)
    assert done.ledger.spent.calls == len(done.server.asked)
    assert [done.ledger.spent.input_tokens, done.ledger.spent.output_tokens] == done.server.billed
    assert done.attempt.usage == done.ledger.spent


def test_nonsense_about_usage_is_no_error(ask: Ask) -> None:
    """A server that counts wrongly costs no answer."""
    odd = GOOD.body.replace(b'"prompt_tokens": 11', b'"prompt_tokens": "many"').replace(b": 7", b": -7")
    done = exchange([replace(GOOD, body=odd)], ask)
    assert done.answer is not None
    assert done.ledger.spent.tokens == 0


def test_nothing_is_printed(ask: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    """Failing calls print nothing, neither directly nor through a library's logger."""
    exchange([fault(503), answer({"things": 5})], ask)
    assert capfd.readouterr() == ("", "")
