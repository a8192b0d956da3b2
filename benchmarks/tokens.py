"""Tokens of one strong model, asked by the product and by plain instructor: ``python -m benchmarks.tokens``.

Both run whole, over HTTP, against a server that answers from the labels of ``dev``: perfect answers that a person
wrote, in the form each asks for. Tokens are counted by the embedded model's tokenizer: of the schema that is sent, the
messages, and the answer. A provider's prompt cache holds the beginning that requests have in common: ``repeated`` is
what each shares with the one before it of the same kind.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from summariser import Summariser
from summariser.evaluation.cases import Case, load_cases
from summariser.evaluation.scores import score_cases
from summariser.evaluation.system import as_peer
from summariser.llm.embedded import EmbeddedServer
from summariser.llm.weights import weights
from summariser.settings import Settings
from summariser.topics.loading import load_comparison, load_topic
from tests.llm.server import Asked, FaultServer, Reply, answer_to
from training.examples import wire_items

ROOT = Path(__file__).parents[1]
PEER = ROOT / "evals" / "peers" / "plain_instructor.py"
MODEL = "gpt-5-mini"
"""Name in the requests alone; nothing leaves this machine."""
Tokens = Callable[[str], int]
Label = Mapping[str, Any]


def main() -> None:
    """Run both and print a table."""
    cases = load_cases(ROOT / "evals" / "agreements", ["dev"])
    topic = load_topic("agreements")
    with tokenizer() as tokens:
        rows = {}
        with answering(cases, lambda case: ours(case, topic), tokens) as (address, counts):
            os.environ |= {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": address}
            with Summariser(topic, model=f"openai/{MODEL}", settings=Settings()) as summariser:
                records = {case.name: as_peer(summariser)(case.article)[0] for case in cases}
            rows["summariser"] = (counts, records)
        with answering(cases, lambda case: plain(case.gold), tokens) as (address, counts):
            os.environ |= {"PEER_BASE_URL": address, "PEER_MODEL": MODEL}
            peer = loaded(PEER)
            rows["plain instructor"] = (counts, {case.name: peer.read(case.article)[0] for case in cases})
    comparison = load_comparison(topic)
    print(f"{'per article':18}{'calls':>7}{'read':>8}{'repeated':>10}{'written':>9}{'facts F1':>10}{'values F1':>11}")
    for name, (counts, records) in rows.items():
        scores = score_cases(cases, records, comparison)
        values = (counts[key] / len(cases) for key in ("calls", "read", "repeated", "written"))
        calls, read, repeated, written = values
        f1s = f"{scores.micro_f1 or 0:10.3f}{scores.value('values_f1') or 0:11.3f}"
        print(f"{name:18}{calls:7.1f}{read:8.0f}{repeated:10.0f}{written:9.0f}{f1s}")


def ours(case: Case, topic: Any) -> dict[str, Any]:
    """The label as the product's answer."""
    lists = {name: wire_items(name, case.article, case.gold, topic) for name in topic.fact_types}
    return {**lists, "summary": [str(case.gold["summary"])]}


def plain(gold: Label) -> dict[str, Any]:
    """The label as the peer's answer: the same facts, converted by the model instead of the code."""
    return {
        "agreements": [_agreement(fact) for fact in gold["agreements"]],
        "arms_deals": [_deal(fact) for fact in gold["arms_deals"]],
        "trade_figures": [_figure(fact) for fact in gold["trade_figures"]],
        "summary": gold["summary"],
    }


def _agreement(fact: Label) -> dict[str, Any]:
    return {
        "name": fact["name"],
        "parties": [party["name"] for party in fact["parties"]],
        **{key: fact[key] for key in ("kind", "instrument", "status")},
        "date": _date(fact, "signed"),
        "place": (fact["location"] or {}).get("place"),
        "signatories": [person["name"] for person in fact["signatories"]],
        "duration": (fact["duration"] or {}).get("iso8601"),
        **_value(fact),
    }


def _deal(fact: Label) -> dict[str, Any]:
    items = [
        {
            "designation": item["designation"],
            "category": item["category"],
            "quantity": (item["quantity"] or {}).get("value"),
        }
        for item in fact["items"]
    ]
    sides = {side: (fact[side] or {}).get("name") for side in ("supplier", "recipient")}
    stage = {"status": fact["status"], "transfer_kind": fact["transfer_kind"], "date": _date(fact, "contracted")}
    return {**sides, "items": items, **stage, **_value(fact)}


def _figure(fact: Label) -> dict[str, Any]:
    amount = fact["amount"]
    return {
        "measure": fact["measure"],
        "reporter": (fact["reporter"] or {}).get("name"),
        "partner": (fact["partner"] or {}).get("name"),
        "product": fact["product"],
        "amount": float(amount["amount"] or 0),
        "unit": amount["unit"] or "currency",
        "currency": amount["currency"],
        "period": fact["period"],
    }


def _date(fact: Label, role: str) -> str | None:
    dates = {date["role"]: date["value"] for date in fact["dates"]}
    return dates.get(role) or next(iter(dates.values()), None)


def _value(fact: Label) -> dict[str, Any]:
    value = fact["value"] or {}
    return {"value": value.get("amount"), "currency": value.get("currency")}


@contextmanager
def tokenizer() -> Iterator[Tokens]:
    """Counts tokens with the embedded model."""
    import httpx2

    server = EmbeddedServer.start(weights(Settings().cache_folder(), None), threads=1, context=512)
    with httpx2.Client(base_url=server.address) as client:
        yield lambda text: len(client.post("/tokenize", json={"content": text}).json()["tokens"])


@contextmanager
def answering(
    cases: list[Case], answer: Callable[[Case], dict[str, Any]], tokens: Tokens
) -> Iterator[tuple[str, Counter[str]]]:
    """A server that knows the articles by their titles; yields its address and what it counts."""
    counts: Counter[str] = Counter()
    before: dict[str, str] = {}

    def reply(asked: Asked) -> Reply:
        schema = json.dumps(asked.body.get("tools") or asked.body.get("response_format"), separators=(",", ":"))
        whole = schema + asked.prompt
        case = next(case for case in cases if (case.article.title or "") in whole)
        written = {name: answer(case)[name] for name in asked.schema["properties"]}
        spent = tokens(json.dumps(written, ensure_ascii=False, separators=(",", ":")))
        counts.update(calls=1, read=tokens(whole), written=spent)
        counts["repeated"] += tokens(_common(whole, before.get(schema, "")))
        before[schema] = whole
        return answer_to(asked, written)

    with FaultServer(reply) as server:
        yield server.address, counts


def _common(one: str, other: str) -> str:
    """The beginning of both."""
    return one[: next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))]


def loaded(path: Path) -> ModuleType:
    """A peer, with the modules that lie beside it."""
    sys.path.append(str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
