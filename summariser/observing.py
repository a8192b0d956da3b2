"""Which steps of the library an application can watch, and what each tells: figures and names, never text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from summariser.llm.question import Failure, Outcome, Question
from summariser.report import Report
from summariser.telemetry import Step, Value

S = TypeVar("S")
P = ParamSpec("P")
A = TypeVar("A", bound=Report[Any])
_DIGEST = 16
"""Characters of an article's digest that tell it from others."""


def observed(method: Callable[Concatenate[S, P], A]) -> Callable[Concatenate[S, P], A]:
    """Make a method that reads an article a step."""

    @wraps(method)
    def read(self: S, /, *args: P.args, **kwargs: P.kwargs) -> A:
        with article_step(self) as step:
            report = method(self, *args, **kwargs)
            note_report(step, report)
            return report

    return read


def aobserved(method: Callable[Concatenate[S, P], Awaitable[A]]) -> Callable[Concatenate[S, P], Awaitable[A]]:
    """:func:`observed`, for an asynchronous method."""

    @wraps(method)
    async def read(self: S, /, *args: P.args, **kwargs: P.kwargs) -> A:
        with article_step(self) as step:
            report = await method(self, *args, **kwargs)
            note_report(step, report)
            return report

    return read


def observed_question(method: Callable[[S, Question], Outcome]) -> Callable[[S, Question], Outcome]:
    """Make a method that asks a question a step."""

    @wraps(method)
    def ask(self: S, question: Question) -> Outcome:
        with question_step(self, question) as step:
            outcome = method(self, question)
            note_outcome(step, outcome)
            return outcome

    return ask


def aobserved_question(
    method: Callable[[S, Question], Awaitable[Outcome]],
) -> Callable[[S, Question], Awaitable[Outcome]]:
    """:func:`observed_question`, for an asynchronous method."""

    @wraps(method)
    async def ask(self: S, question: Question) -> Outcome:
        with question_step(self, question) as step:
            outcome = await method(self, question)
            note_outcome(step, outcome)
            return outcome

    return ask


def article_step(summariser: Any) -> Step:
    """The step of reading one article."""
    endpoint = summariser.endpoint
    return Step("article", {"summariser.topic": summariser.topic.name, "gen_ai.request.model": endpoint.model})


def note_report(step: Step, report: Report[Any]) -> None:
    """Tell what came of an article."""
    step.note(
        {
            "summariser.article": report.article.sha256[:_DIGEST],
            "summariser.characters": report.article.characters,
            "summariser.sentences": report.article.sentences,
            "summariser.facts": len(report.facts()),
            "summariser.rejected": len(report.rejected),
            "summariser.missing": len(report.missing),
            "summariser.calls": report.usage.calls,
            "gen_ai.usage.input_tokens": report.usage.input_tokens,
            "gen_ai.usage.output_tokens": report.usage.output_tokens,
        }
    )


def question_step(summariser: Any, question: Question) -> Step:
    """The step of asking one question."""
    endpoint = summariser.endpoint
    attributes: dict[str, Value] = {
        "summariser.question": question.label,
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": endpoint.provenance.get("provider", "embedded"),
        "gen_ai.request.model": endpoint.model,
        "gen_ai.request.max_tokens": question.max_tokens,
        "gen_ai.output.type": "json",
    }
    return Step("question", attributes, title=f"chat {endpoint.model}", client=True)


def note_outcome(step: Step, outcome: Outcome) -> None:
    """Tell what came of a question."""
    usage = outcome.usage
    step.note(
        {
            "gen_ai.usage.input_tokens": usage.input_tokens,
            "gen_ai.usage.output_tokens": usage.output_tokens,
            "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens,
            "summariser.calls": usage.calls,
            "summariser.retries": max(0, usage.calls - 1),
        }
    )
    if isinstance(outcome, Failure):
        step.fail(outcome.error)
    else:
        step.note({"summariser.truncated": outcome.truncated})
