"""A topic: the record its articles are read into, the prompt, and how results are compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar, get_args

from annotated_types import MaxLen

from summariser.errors import TopicError
from summariser.topics.fact import Fact, Record
from summariser.topics.prompt import Prompt, parse_prompt

R = TypeVar("R", bound=Record)
DEFAULT_LIMIT = 16
"""Most facts of one type in one answer, where the record's field sets no limit."""


@dataclass(frozen=True)
class Topic(Generic[R]):
    """A topic, generic in its record.

    Attributes:
        name: Its name.
        record: The record class.
        prompt_text: Text of the prompt file.
        origin: Where it was loaded from, for messages.
        evaluation: Folder of its evaluation set, if it has one.
    """

    name: str
    record: type[R]
    prompt_text: str = field(repr=False)
    origin: str = "code"
    evaluation: Path | None = None

    @cached_property
    def fact_types(self) -> dict[str, type[Fact]]:
        """The fact classes by field name of the record, in order.

        Raises:
            TopicError: A field of the record is not a list of facts.
        """
        types: dict[str, type[Fact]] = {}
        for name, info in self.record.model_fields.items():
            arguments = get_args(info.annotation)
            if len(arguments) != 1 or not (isinstance(arguments[0], type) and issubclass(arguments[0], Fact)):
                raise TopicError(
                    f"field '{name}' of {self.record.__name__} is not a list of facts",
                    subject=self.origin,
                    hint="Declare it as list[YourFact], YourFact being a subclass of summariser.topics.fact.Fact.",
                )
            types[name] = arguments[0]
        if not types:
            raise TopicError(f"{self.record.__name__} has no fields", subject=self.origin, hint="Add a list of facts.")
        return types

    @cached_property
    def limits(self) -> dict[str, int]:
        """Most facts of each type in one answer: ``max_length`` of the record's field."""
        return {
            name: next((item.max_length for item in info.metadata if isinstance(item, MaxLen)), DEFAULT_LIMIT)
            for name, info in self.record.model_fields.items()
        }

    @cached_property
    def prompt(self) -> Prompt:
        """The parsed prompt."""
        return parse_prompt(self.prompt_text, self.fact_types, subject=f"prompt of {self.origin}")

    @cached_property
    def digest(self) -> str:
        """SHA-256 over prompt and schema, hex: two topics of the same digest ask the same."""
        import json

        schema = json.dumps(self.record.model_json_schema(mode="validation"), sort_keys=True)
        return hashlib.sha256(f"{self.prompt_text}\0{schema}".encode()).hexdigest()
