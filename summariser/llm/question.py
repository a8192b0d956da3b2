"""What is asked of a model, and what it answers: plain data, so that the pipeline knows no client."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from summariser.errors import ModelError
from summariser.llm.usage import Usage

Role = Literal["system", "user", "assistant"]
_BYTES_PER_TOKEN = 3
"""Few, so that the estimate before a call is on the safe side; bytes, so that it is in every script."""
_LIKELY_BYTES, _LIKELY_ANSWER = 4, 0.3
"""What is usual: bytes of a token, and the part of the longest answer that is written."""


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

    @cached_property
    def bytes(self) -> int:
        """Bytes of messages and schema."""
        texts = [*(message.content for message in self.messages), json.dumps(self.schema)]
        return sum(len(text.encode("utf-8", "replace")) for text in texts)

    @property
    def tokens_at_most(self) -> int:
        """How many tokens the question may have, its schema included."""
        return self.bytes // _BYTES_PER_TOKEN

    @property
    def tokens_likely(self) -> int:
        """How many tokens question and answer will probably have together; the rate of calls goes by that."""
        return int(self.bytes / _LIKELY_BYTES + self.max_tokens * _LIKELY_ANSWER)


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
