"""The summary: quoted from the article, or asked for, checked sentence by sentence, and quoted where that fails."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from summariser.article import Article, Sentence
from summariser.llm.profile import Profile
from summariser.llm.question import Answer, Failure, Message, Outcome, Question
from summariser.llm.usage import Usage
from summariser.parts import ArticlePart, conversation, split_article
from summariser.quoting import FEWEST, quoted
from summariser.report import Missing, SummarySentence
from summariser.summary_check import SummaryChecker
from summariser.suspicion import without_addressed
from summariser.topics.fact import Fact
from summariser.topics.prompt import SUMMARY, Prompt
from summariser.topics.wire import summary_schema

_MOST_ITEMS, _LONGEST_ITEM = 20, 4_000
"""What of an answer is looked at, in items and characters: many times a summary."""


@dataclass(frozen=True)
class Summary:
    """A checked summary, what it cost, and what a reader should know about it."""

    sentences: list[SummarySentence]
    usage: Usage
    missing: list[Missing]
    notes: list[str] = field(default_factory=list)


def summarise_article(
    article: Article,
    prompt: Prompt,
    profile: Profile,
    facts: Sequence[Fact],
    *,
    length: int,
    drafted: list[object] | None = None,
) -> Generator[list[Question], list[Outcome], Summary]:
    """The plan for a summary; yields at most two questions.

    Of a model that does not write well enough it asks nothing and quotes the article. Else sentences that say a number,
    date or name that the article does not have are asked for again once; what still fails is replaced by quotations. Of
    an article of several parts the beginning of each is shown, and a note says so.

    Args:
        article: The article.
        prompt: The topic's prompt.
        profile: How the model is asked.
        facts: The verified facts.
        length: How many sentences are wanted.
        drafted: A summary that came with the facts; the first question is not asked then.
    """
    if profile.quotes:
        return Summary(quoted(article, facts, most=length), Usage(), [])
    parts = split_article(article, profile.summary_characters)
    if not parts:
        return Summary([], Usage(), [])
    shown = _beginnings(parts, profile.summary_characters)
    checker = SummaryChecker(without_addressed(article), facts)
    system = prompt.system_text(guided=profile.guided)
    messages = conversation(system, article, shown, prompt.summary_question(length))
    question = Question(SUMMARY, messages, summary_schema(length), profile.summary_tokens)
    outcome: Outcome
    if drafted is None:
        (outcome,) = yield [question]
    else:
        outcome = Answer({SUMMARY: drafted}, Usage())
    usage, missing = outcome.usage, []
    kept: list[SummarySentence] = []
    if isinstance(outcome, Failure):
        missing = [Missing(what="summary", first=1, last=shown.last, reason=outcome.error.problem)]
    else:
        kept, problems = _checked(outcome, checker, length)
        if problems:
            (second,) = yield [_again(question, problems)]
            usage += second.usage
            if isinstance(second, Answer):
                retried, _ = _checked(second, checker, length)
                kept = retried if len(retried) > len(kept) else kept
        if outcome.truncated and len(kept) < min(FEWEST, length):
            missing = [Missing(what="summary", first=1, last=shown.last, reason="the answer was cut off")]
    told = {number for sentence in kept for number in sentence.sentences}
    more = quoted(article, facts, most=max(0, min(FEWEST, length) - len(kept)), told=told)
    return Summary([*kept, *more], usage, missing, _notes(article, shown, kept))


def _beginnings(parts: Sequence[ArticlePart], characters: int) -> ArticlePart:
    """The only part; of several, the first sentences of each, together no longer than one part may be.

    The first part has half of the room: news says the most important first.
    """
    if len(parts) == 1:
        return parts[0]
    shown: list[Sentence] = []
    for number, part in enumerate(parts):
        room = characters // 2 if number == 0 else characters // 2 // (len(parts) - 1)
        behind = parts[number - 1].last if number else 0
        for sentence in part.sentences:
            if sentence.number <= behind:
                continue
            room -= len(sentence.text)
            if room < 0:
                break
            shown.append(sentence)
    return ArticlePart(tuple(shown) or parts[0].sentences[:1])


def _notes(article: Article, shown: ArticlePart, kept: Sequence[SummarySentence]) -> list[str]:
    if not kept or len(shown.sentences) == len(article.sentences):
        return []
    read, there = len(shown.sentences), len(article.sentences)
    return [f"The summary was written from {read} of the article's {there} sentences, the beginnings of its parts."]


def _checked(answer: Answer, checker: SummaryChecker, length: int) -> tuple[list[SummarySentence], list[str]]:
    from summariser.reading.sentences import split

    kept: list[SummarySentence] = []
    problems: list[str] = []
    for item in answer.data.get(SUMMARY, [])[:_MOST_ITEMS]:
        if not isinstance(item, str):
            continue
        for sentence in split(item[:_LONGEST_ITEM]):
            text = " ".join(sentence.text.split())
            unsupported = checker.unsupported(text)
            if unsupported:
                problems.append(", ".join(unsupported))
            elif text and text not in [other.text for other in kept]:
                kept.append(checker.trace(text))
    return kept[:length], problems


def _again(question: Question, problems: list[str]) -> Question:
    correction = f"Not in the article: {'; '.join(problems)}. Write the summary again without them."
    return Question(
        question.label, (*question.messages, Message("user", correction)), question.schema, question.max_tokens
    )
