"""What a service is asked for: one article, as text or by its address, and how it is to be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LONGEST_TEXT = 1_000_000
"""Characters of a text that is given; the size of the whole request has a limit of its own, in bytes."""

Title = Annotated[str | None, Field(max_length=500, description="Headline; wins over one that the article tells.")]
Published = Annotated[
    date | None, Field(description="Publication date, YYYY-MM-DD; relative dates are resolved against it alone.")
]
TopicName = Annotated[str | None, Field(max_length=100, description="Name of an installed topic.")]
Sentences = Annotated[int | None, Field(ge=2, le=4, description="Most sentences of the summary; 3 if not given.")]


class Options(BaseModel):
    """How an article is to be read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: TopicName = None
    title: Title = None
    published: Published = None
    sentences: Sentences = None

    def over(self, others: Options) -> dict[str, Any]:
        """These options, those that are not given taken from others."""
        own = self.model_dump(include=set(Options.model_fields))
        return {name: getattr(others, name) if value is None else value for name, value in own.items()}


class ArticleRequest(Options):
    """An article to read: its text, or its address."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["url"]}]})

    text: Annotated[str | None, Field(max_length=LONGEST_TEXT, description="The article's text.")] = None
    url: Annotated[str | None, Field(max_length=2_048, description="Its http(s) address; on public hosts alone.")] = (
        None
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.text is None) == (self.url is None):
            raise ValueError("give either text or url")
        return self
