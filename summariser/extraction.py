"""From an article to grounded facts: which questions are asked, and what becomes of the answers.

The plan is a generator that yields questions and is sent answers. It does no input or output, so the same plan serves
a synchronous and an asynchronous caller, a batch and a test.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from summariser.article import Article
from summariser.citing import FEW, ground_citing
from summariser.errors import ModelError
from summariser.grounding import Rejection, cited_by
from summariser.llm.profile import Profile
from summariser.llm.question import Answer, Failure, Outcome, Question
from summariser.llm.usage import Usage
from summariser.parts import ArticlePart, conversation, split_article, split_sentences
from summariser.report import Missing
from summariser.suspicion import addressed_to_models
from summariser.telemetry import Step
from summariser.topics.fact import Fact, Record
from summariser.topics.prompt import SUMMARY
from summariser.topics.topic import Topic
from summariser.topics.wire import answer_schema, with_summary
from summariser.values.grounds import Grounds

SAID_TWICE = "another fact of the record says the same, and more"
MOST_ITEMS = 200
"""Most items of one list of an answer that are looked at: many times what is asked for, so that only a server that
sends them without end reaches it."""
Plan = Generator[list[Question], list[Outcome], "Extraction"]


@dataclass
class Extraction:
    """What was found in an article so far."""

    facts: dict[str, list[Fact]] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    summary: list[object] | None = None
    """What the model wrote as a summary, unchecked, where it was asked for it with the facts."""


@dataclass(frozen=True)
class _Ask:
    """One question with what it is about."""

    part: ArticlePart
    names: tuple[str, ...]
    question: Question


def extract(article: Article, topic: Topic[Record], profile: Profile, *, summary: int | None = None) -> Plan:
    """The plan for an article: yields questions, is sent their outcomes in the same order, returns what was found.

    Of a model that is asked about all fact types at once, a summary of so many sentences is asked for in the same
    question, unless the article has several parts.

    A truncated answer keeps its complete items, and the part is asked again in halves, once. A model whose lists end
    early is asked once more about sentences that no fact cites and that may state one. A question that fails is told in
    ``missing``; if all fail, the first error is raised.
    """
    found = Extraction({name: [] for name in topic.fact_types})
    reader = _Reader(article, topic, profile, found)
    parts = split_article(article, profile.part_characters)
    if len(parts) == 1 and not profile.per_type:
        asks = [reader.ask(parts[0], tuple(topic.fact_types), summary=summary)]
    else:
        asks = [reader.ask(part, names) for part in parts for names in _groups(topic, profile)]
    halved: list[_Ask] = []
    errors: list[ModelError] = []
    for ask, outcome in zip(asks, (yield [ask.question for ask in asks]) if asks else [], strict=True):
        if isinstance(outcome, Failure):
            errors.append(outcome.error)
            reader.failed(ask, outcome)
        else:
            reader.take(ask, outcome)
            halves = ask.part.halves() if outcome.truncated else None
            halved += [reader.ask(half, ask.names) for half in halves or ()]
            if outcome.truncated and halves is None:
                reader.lost(ask, "the answer was cut off")
    if errors and len(errors) == len(asks):
        raise errors[0]
    for ask, outcome in zip(halved, (yield [ask.question for ask in halved]) if halved else [], strict=True):
        reader.take_last(ask, outcome)
    again = reader.second_look() if profile.looks_twice else []
    for ask, outcome in zip(again, (yield [ask.question for ask in again]) if again else [], strict=True):
        reader.take_last(ask, outcome)
    reader.settle()
    return found


def _groups(topic: Topic[Record], profile: Profile) -> list[tuple[str, ...]]:
    names = tuple(topic.fact_types)
    return [(name,) for name in names] if profile.per_type else [names]


@dataclass
class _Reader:
    """Builds questions about an article and takes their answers."""

    article: Article
    topic: Topic[Record]
    profile: Profile
    found: Extraction

    def __post_init__(self) -> None:
        self.grounds = Grounds(self.article, withheld=addressed_to_models(self.article))
        self.system = self.topic.prompt.system_text(guided=self.profile.guided)
        self.seen: set[str] = set()
        self.dismissed: set[int] = set()

    def ask(self, part: ArticlePart, names: tuple[str, ...], *, summary: int | None = None) -> _Ask:
        """The question about a part for some fact types, and for a summary of so many sentences."""
        prompt = self.topic.prompt
        question = "\n".join(prompt.parts[name].question for name in names)
        fact_types = {name: self.topic.fact_types[name] for name in names}
        last = part.last if self.profile.bounded else None
        schema = answer_schema(fact_types, self.topic.limits, sentences=last, ordered=self.profile.ordered)
        if summary is not None:
            question = f"{question}\n{prompt.summary_question(summary)}"
            schema = with_summary(schema, summary)
        messages = conversation(self.system, self.article, part, question)
        label = names[0] if len(names) == 1 else "record"
        return _Ask(part, names, Question(label, messages, schema, self.profile.answer_tokens))

    def take(self, ask: _Ask, answer: Answer) -> None:
        """Ground every item of an answer; what was found before, in an overlap, is not taken twice."""
        with Step("grounding", {"summariser.question": ask.question.label}, level=logging.DEBUG) as step:
            self._ground(ask, answer)
            step.note({"summariser.facts": sum(map(len, self.found.facts.values()))})

    def take_last(self, ask: _Ask, outcome: Outcome) -> None:
        """Take what came of a question that is not asked again; what is missing for it is told."""
        if isinstance(outcome, Failure):
            self.failed(ask, outcome)
            return
        self.take(ask, outcome)
        if outcome.truncated:
            self.lost(ask, "the answer was cut off")

    def second_look(self) -> list[_Ask]:
        """Questions about sentences that no fact cites, for what may be a fact and stands in no cited sentence.

        What stands in a cited one was seen: a headline, or the sum over a table. So was what an answer cited for
        something that was rejected, unless it cited whole paragraphs. Of a question that failed, all is missing.
        """
        facts = [fact for facts in self.found.facts.values() for fact in facts]
        cited = self.dismissed.union(citation.sentence for fact in facts for citation in fact.evidence)
        done = cited | self.grounds.withheld
        seen = [sentence for sentence in self.article.sentences if sentence.number in cited]
        left = [sentence for sentence in self.article.sentences if sentence.number not in done]
        failed = {missing.what for missing in self.found.missing}
        asks = []
        for name, fact_type in self.topic.fact_types.items():
            if name not in failed:
                known = frozenset().union(*(fact_type.candidates(sentence.text) for sentence in seen))
                worth = [sentence for sentence in left if fact_type.candidates(sentence.text) - known]
                asks += [self.ask(part, (name,)) for part in split_sentences(worth, self.profile.part_characters)]
        return asks

    def _ground(self, ask: _Ask, answer: Answer) -> None:
        self.found.usage += answer.usage
        if SUMMARY in ask.question.schema["properties"] and not answer.truncated:
            self.found.summary = answer.data.get(SUMMARY, [])
        for name in ask.names:
            items = answer.data.get(name, [])
            if len(items) > MOST_ITEMS:
                self.lost(ask, f"the answer lists {len(items)} items; {MOST_ITEMS} were looked at")
            for position, item in enumerate(items[:MOST_ITEMS]):
                key = repr((name, item))
                if key in self.seen:
                    continue
                self.seen.add(key)
                path = f"{name}[{position}]"
                result = ground_citing(self.topic.fact_types[name], item, self.grounds, path=path)
                self.found.rejected += result.rejected
                if result.fact is not None:
                    self.add(result.fact, self.found.facts[name], path)
                elif isinstance(item, Mapping) and len(cited_by(item)) <= FEW:
                    self.dismissed.update(cited_by(item))

    def add(self, fact: Fact, facts: list[Fact], path: str) -> None:
        """Keep a fact; of two that are the same the one that says more, and what the other says besides is told."""
        place = next((place for place, other in enumerate(facts) if other.identity() == fact.identity()), None)
        if place is None:
            facts.append(fact)
            return
        less, more = sorted((facts[place], fact), key=lambda one: len(_content(one)))
        facts[place] = more
        if _content(less) != _content(more):
            self.found.rejected.append(Rejection(path=path, words=less.describe(), reason=SAID_TWICE, whole=True))

    def settle(self) -> None:
        """Take out the facts that others of the record tell better, then those that what is left speaks against."""
        self._drop(
            {(name, place): SAID_TWICE for name, facts in self.found.facts.items() for place in _told_twice(facts)}
        )
        record = self.topic.record.model_construct(None, **self.found.facts)
        self._drop({(name, place): reason for name, place, reason in record.doubts()})

    def _drop(self, doubts: Mapping[tuple[str, int], str]) -> None:
        """Take facts out, and tell why."""
        for (name, place), reason in sorted(doubts.items(), reverse=True):
            fact = self.found.facts[name].pop(place)
            self.found.rejected.append(
                Rejection(path=f"{name}[{place}]", words=fact.describe(), reason=reason, whole=True)
            )

    def failed(self, ask: _Ask, failure: Failure) -> None:
        """Book what a failed question cost and tell what is missing for it."""
        self.found.usage += failure.usage
        self.lost(ask, failure.error.problem)

    def lost(self, ask: _Ask, reason: str) -> None:
        """Tell what is missing."""
        self.found.missing += [
            Missing(what=name, first=ask.part.first, last=ask.part.last, reason=reason) for name in ask.names
        ]


def _told_twice(facts: list[Fact]) -> Iterator[int]:
    """Positions of facts that another tells as well or better; of two that tell the same, the later."""
    for place, one in enumerate(facts):
        others = ((after, other) for after, other in enumerate(facts) if after != place)
        if any(one.is_told_by(other) and not (place < after and other.is_told_by(one)) for after, other in others):
            yield place


def _content(fact: Fact) -> str:
    """What a fact says, citations aside."""
    return fact.model_dump_json(exclude={"id", "evidence"}, exclude_none=True)
