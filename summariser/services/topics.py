"""Topics as services tell of them."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, Field

from summariser.report import report_class
from summariser.topics.topic import Topic


class TopicEntry(BaseModel):
    """A topic that articles can be read for."""

    name: str
    about: str = Field(description="What it reads, in a sentence.")
    facts: list[str] = Field(description="The lists of its record.")

    @classmethod
    def of(cls, topic: Topic[Any]) -> Self:
        """The entry of a topic."""
        about = (topic.record.__doc__ or "").strip().partition("\n")[0]
        return cls(name=topic.name, about=about, facts=list(topic.fact_types))


def report_schema(topic: Topic[Any]) -> dict[str, Any]:
    """JSON Schema of a report on a topic, its record included."""
    return report_class(topic.record).model_json_schema(mode="serialization")
