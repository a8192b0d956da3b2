"""From labelled articles to training examples, in the words and wire format of the product itself.

Prompts are built by the product's own code and answers have the keys and order of the topic's own classes, so that
training and use cannot drift apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summariser.article import Article
from summariser.grounding import ground
from summariser.parts import conversation, split_article
from summariser.topics.fact import Record
from summariser.topics.topic import Topic
from summariser.topics.wire import wire_schema
from summariser.values.folding import fold
from summariser.values.grounds import Grounds

WHOLE = 1_000_000
"""Longer than any article: a training example is never cut."""
SUMMARY_SENTENCES = 3
_WORD = re.compile(r"\w+")
_PERCENT = r"\s?(?:%|per\s?cent|pct|percent|percentage points?)"


@dataclass(frozen=True)
class Example:
    """One question with the answer a perfect reader would write.

    Attributes:
        case: The article's name.
        label: The fact type asked for, or ``summary``.
        messages: The conversation as the product sends it.
        answer: The answer, compact JSON.
    """

    case: str
    label: str
    messages: tuple[dict[str, str], ...]
    answer: str


def examples(case: str, article: Article, gold: Mapping[str, Any], topic: Topic[Record]) -> Iterator[Example]:
    """The examples of one labelled article: one for each fact type and one for the summary."""
    (part,) = split_article(article, WHOLE)
    system = topic.prompt.system_text(guided=False)
    for name in topic.fact_types:
        items = wire_items(name, article, gold, topic)
        messages = conversation(system, article, part, topic.prompt.parts[name].question)
        yield Example(case, name, _plain(messages), _compact({name: items}))
    if gold.get("summary"):
        question = topic.prompt.summary.question.format(sentences=SUMMARY_SENTENCES)
        messages = conversation(system, article, part, question)
        yield Example(case, "summary", _plain(messages), _compact({"summary": _sentences(gold["summary"])}))


def wire_items(name: str, article: Article, gold: Mapping[str, Any], topic: Topic[Record]) -> list[dict[str, Any]]:
    """The labelled facts of one type as a model should write them, in the order of the sentences that state them.

    What the product would reject (a bidder's outcome in the labeller's own words, say) is not taught; what it only
    doubts (a status) is, for the label was written by one who read the article.
    """
    optional = set(gold.get("optional_ids", ()))
    facts = [fact for fact in gold[name] if fact["id"] not in optional]
    schema = wire_schema(topic.fact_types[name])
    grounds = Grounds(article)
    items = []
    for fact in facts:
        item = _item(fact, article, schema)
        kept = ground(topic.fact_types[name], item, grounds, path=fact["id"]).kept
        items.append({key: item[key] if value is None else value for key, value in kept.items()})
    return sorted((item for item in items if item), key=lambda item: item["evidence"][0])


def _item(fact: Mapping[str, Any], article: Article, schema: Mapping[str, Any]) -> dict[str, Any]:
    """One fact, with the keys of the schema in its order and nothing that is empty."""
    evidence = _numbers(article, fact["evidence"])[: schema["properties"]["evidence"]["maxItems"]]
    stated = " ".join(article.sentences[number - 1].text for number in evidence)
    words: dict[str, Any] = {key: value for key, value in fact.items() if key != "evidence"}
    words |= {
        "name": fact.get("name_raw") or _common_words(str(fact.get("name", "")), stated),
        "period": fact.get("period_raw"),
        "change_pct": _percentage(fact.get("change_pct"), stated),
        "assertion": _assertion(fact.get("assertion") or {}, article),
        "salience": None if fact.get("salience") == "main" else fact.get("salience"),
    }
    item = {key: _wire(words.get(key), key, schema["properties"][key]) for key in schema["properties"]}
    nothing: tuple[object, ...] = (None, [], {})
    unsaid = {key for key, value in item.items() if value == "unspecified" and key not in schema["required"]}
    kept = {key: value for key, value in item.items() if value not in nothing and key not in unsaid}
    return {"evidence": evidence, **kept}


def _wire(value: Any, key: str, schema: Mapping[str, Any]) -> Any:
    """A labelled value as copied words."""
    kind = schema.get("type")
    if value is None or value == []:
        return None
    if kind == "string":
        return _words(value)
    if kind == "array":
        limit = schema.get("maxItems", len(value))
        return [_wire(entry, key, schema["items"]) for entry in value if entry][:limit]
    if isinstance(value, list):
        return _keyed(value, schema["properties"])
    properties = schema["properties"]
    entries = {name: _wire(_part(value, name), name, properties[name]) for name in properties}
    return {name: entry for name, entry in entries.items() if entry is not None}


def _part(value: Mapping[str, Any], name: str) -> Any:
    """The part of a labelled object that goes under a name of the schema."""
    return value.get("raw") if name == "designation" else value.get(name)


def _words(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return str(value)
    words = value.get("raw") or value.get("name") or value.get("place")
    return str(words) if words else None


def _keyed(entries: Iterable[Mapping[str, Any]], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Entries with a role or capacity as an object keyed by it."""
    keyed: dict[str, Any] = {}
    for entry in entries:
        key = next((word for word in (entry.get("role"), entry.get("capacity")) if word in properties), None)
        words = entry.get("raw") or entry.get("name")
        if key is None or not words:
            continue
        if properties[key]["type"] == "array":
            keyed.setdefault(key, []).append(words)
        else:
            keyed.setdefault(key, words)
    return {key: keyed[key] for key in properties if key in keyed}


def _assertion(assertion: Mapping[str, Any], article: Article) -> dict[str, Any] | None:
    """Who says so; nothing for the reporter's own voice, and no source that the text does not print."""
    source = assertion.get("source")
    printed = source if source and fold(source).text in fold(article.text).text else None
    if assertion.get("mode", "stated") == "stated" and printed is None:
        return None
    return {"mode": assertion.get("mode", "stated"), "source": printed}


def _numbers(article: Article, evidence: Iterable[str]) -> list[int]:
    """The numbers of the sentences that the labelled stretches of text touch."""
    numbers: set[int] = set()
    for stretch in evidence:
        start = article.text.find(stretch)
        if start >= 0:
            end = start + len(stretch)
            numbers.update(s.number for s in article.sentences if s.start < end and s.end > start)
    return sorted(numbers)


def _percentage(change: float | None, stated: str) -> str | None:
    """The printed words of a change in percent."""
    if change is None:
        return None
    number = re.escape(f"{abs(change):g}").replace(r"\.", "[.,]")
    match = re.search(rf"(?<![\d.,]){number}(?:[.,]0+)?{_PERCENT}", stated)
    return match.group() if match else None


def _common_words(name: str, stated: str) -> str | None:
    """The longest run of words of a label's name that the text prints, if it is more than one word."""
    folded = fold(stated)
    printed = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(folded.text)]
    wanted = [word.lower() for word in _WORD.findall(fold(name).text)]
    best = (0, 0, 0)
    for i in range(len(wanted)):
        for j in range(len(printed)):
            length = 0
            while (
                i + length < len(wanted) and j + length < len(printed) and wanted[i + length] == printed[j + length][0]
            ):
                length += 1
            if length > best[0]:
                best = (length, j, j + length)
    length, first, behind = best
    if length < 2:
        return None
    return stated[folded.origin[printed[first][1]] : folded.origin[printed[behind - 1][2] - 1] + 1]


def _sentences(summary: str) -> list[str]:
    from summariser.reading.sentences import split

    return [" ".join(sentence.text.split()) for sentence in split(summary)]


def _plain(messages: Iterable[Any]) -> tuple[dict[str, str], ...]:
    return tuple({"role": message.role, "content": message.content} for message in messages)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
