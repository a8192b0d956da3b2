"""Everything that a server can do wrong, at every stage of an article: nothing is lost, doubled or paid for twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from summariser.store.states import State
from tests.batch.runs import STAGES, Bench, article, asked_twice, faulty
from tests.llm.server import FaultServer, Reply, answer, completion, fault, no_choices, page

GOOD = answer({name: [] for name in STAGES})
UNBILLED = (0, 0)


@dataclass(frozen=True)
class Fault:
    """A fault, and whether asking again for the same, or with the problem, is what it calls for."""

    reply: Reply
    again: bool = True
    slow: bool = False


FAULTS = {
    "429": Fault(fault(429)),
    "429 with Retry-After": Fault(fault(429, Retry_After="0.05")),
    "500": Fault(fault(500)),
    "503": Fault(fault(503)),
    "time-out": Fault(replace(GOOD, delay=2.5, billed=UNBILLED), slow=True),
    "reset in the body": Fault(replace(GOOD, cut=40, billed=UNBILLED)),
    "slow drip": Fault(replace(GOOD, drip=0.03, billed=UNBILLED), slow=True),
    "truncated body": Fault(replace(GOOD, body=GOOD.body[:60], billed=UNBILLED)),
    "length too long": Fault(replace(GOOD, length=len(GOOD.body) + 50, billed=UNBILLED)),
    "HTML page": Fault(page(502)),
    "truncated JSON": Fault(completion('{"agreements": [{"a": 1}, {"a"')),
    "wrong shape": Fault(answer({"agreements": 5, "summary": "text"})),
    "no choices": Fault(no_choices()),
    "refusal": Fault(completion(None, refusal="I cannot"), again=False),
    "filter": Fault(completion("", finish="content_filter"), again=False),
    "filtered request": Fault(fault(400, code="content_filter"), again=False),
    "HTML page with 200": Fault(page(200), again=False),
}


def stage_of(number: int) -> str:
    """Each of the first articles fails at another stage; the last at none."""
    return STAGES[number] if number < len(STAGES) else ""


def bench(address: str, folder: Path, kind: Fault, *, retry_for: float) -> Bench:
    """A bench whose time-out suits the fault."""
    return Bench(address, folder / "r.db", timeout=1 if kind.slow else 20, retry_for=retry_for)


@pytest.mark.parametrize("kind", FAULTS.values(), ids=FAULTS)
def test_a_fault_that_lasts_costs_its_question_alone(kind: Fault, tmp_path: Path) -> None:
    """Each article is complete, or lacks exactly what was not answered; the store's sum is what the server counted."""
    with FaultServer(faulty(kind.reply, stage_of=stage_of, times=None)) as server:
        runs = bench(server.address, tmp_path, kind, retry_for=0.2)
        tally = runs.run([article(n) for n in range(5)])
    assert (tally.done, tally.partial, tally.failed) == (1, 4, 0)
    missing = {source: [gap["what"] for gap in report["missing"]] for source, report in runs.reports().items()}
    assert missing == {f"article {n}": [stage] for n, stage in enumerate(STAGES)} | {"article 4": []}
    assert runs.spent() == (len(server.asked), *server.billed)
    assert len(runs.troubles) == 4


@pytest.mark.parametrize("kind", FAULTS.values(), ids=FAULTS)
def test_a_fault_that_passes_costs_nothing_but_a_call(kind: Fault, tmp_path: Path) -> None:
    """One failure is mended in the same run, or, where asking again is no use, by ``retry_failed``."""
    with FaultServer(faulty(kind.reply, stage_of=stage_of, times=1)) as server:
        runs = bench(server.address, tmp_path, kind, retry_for=60)
        tally = runs.run([article(n) for n in range(5)])
        if not kind.again:
            assert tally.partial == 4
            asked = len(server.asked)
            tally = runs.run(None, retry_failed=True)
            assert len(server.asked) - asked == 4
        assert tally.partial == tally.failed == 0
    assert set(runs.states().values()) == {State.DONE}
    assert len(runs.reports()) == 5
    assert all(not report["missing"] for report in runs.reports().values())
    assert runs.spent() == (len(server.asked), *server.billed)
    if kind.again:
        assert len(server.asked) == 5 * len(STAGES) + 4
    assert server.most_in_flight <= 4 or kind.slow


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    """Without faults each question goes out once, however often the batch is run."""
    with FaultServer(faulty(GOOD, stage_of=lambda _: "", times=None)) as server:
        runs = Bench(server.address, tmp_path / "r.db")
        tallies = [runs.run([article(n) for n in range(6)]) for _ in range(2)]
    assert asked_twice(server) == []
    assert [tally.done for tally in tallies] == [6, 0]
    assert tallies[1].before == 6
    assert runs.spent() == (6 * len(STAGES), *server.billed)
