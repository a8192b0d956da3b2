"""What is asked of a model, and what it answers: plain data, so that the pipeline knows no client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from summariser.errors import ModelError
from summariser.llm.usage import Usage

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class Message:
    """One message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class Question:
    """One typed question.

    Attributes:
        label: What it asks for, e.g. the name of a fact type; shown as progress.
        messages: The conversation; what does not change between questions stands first.
        schema: JSON Schema of the answer, an object with list properties.
        max_tokens: Longest answer.
    """

    label: str
    messages: tuple[Message, ...]
    schema: dict[str, Any] = field(repr=False)
    max_tokens: int


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes:
        data: The parsed object; of a truncated answer the complete items alone.
        usage: What it cost, all attempts together.
        truncated: Whether the answer hit the length limit.
    """

    data: dict[str, Any]
    usage: Usage
    truncated: bool = False


@dataclass(frozen=True)
class Failure:
    """A question that no answer came of.

    Attributes:
        error: Why.
        usage: What it cost all the same.
    """

    error: ModelError
    usage: Usage


Outcome = Answer | Failure
