"""What comes out: the record, the summary, what was rejected, what is missing, and what it cost."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field

from summariser.article import Article
from summariser.grounding import Rejection
from summariser.llm.usage import Usage
from summariser.topics.fact import Fact, Record

R = TypeVar("R", bound=Record)
SCHEMA_VERSION = "1"


class Source(BaseModel):
    """The article a report is about, without its text."""

    model_config = ConfigDict(frozen=True)

    source: str
    title: str | None = None
    published: date | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    characters: int
    sentences: int
    sha256: str = Field(description="SHA-256 of the text, to which all spans refer.")

    @classmethod
    def of(cls, article: Article) -> Source:
        """The description of an article."""
        return cls(
            source=article.source.encode("utf-8", "backslashreplace").decode(),
            title=article.title,
            published=article.published,
            author=article.author,
            site=article.site,
            language=article.language,
            characters=len(article.text),
            sentences=len(article.sentences),
            sha256=article.digest,
        )


class SummarySentence(BaseModel):
    """One sentence of the summary and what it rests on."""

    model_config = ConfigDict(frozen=True)

    text: str
    sentences: list[int] = Field(default=[], description="Sentences of the article that it rests on.")
    facts: list[str] = Field(default=[], description="Facts of the record that it rests on.")
    origin: Literal["model", "facts", "article"] = Field(
        description="Written by the model and checked; composed from verified facts; or quoted from the article."
    )


class Missing(BaseModel):
    """Something that could not be read: which question about which sentences failed, and why."""

    model_config = ConfigDict(frozen=True)

    what: str = Field(description="The fact type, or summary.")
    first: int = Field(description="First sentence of the part that was asked about.")
    last: int = Field(description="Last sentence of it.")
    reason: str


class Suspicion(BaseModel):
    """Something in the text that looks meant for a model rather than a reader. It is data all the same."""

    model_config = ConfigDict(frozen=True)

    kind: str = Field(description="instruction, markup, fake_answer, hidden_characters, ...")
    span: tuple[int, int] = Field(description="Where it stands in that part of the article.")
    text: str
    part: Literal["text", "title"] = Field(default="text", description="The part of the article that holds it.")


class Report(BaseModel, Generic[R]):
    """The outcome for one article; generic in the topic's record.

    Loads back from its JSON without the article: ``Report[Agreements].model_validate_json(text)``.
    """

    schema_version: str = SCHEMA_VERSION
    topic: str
    model: str
    article: Source
    summary: list[SummarySentence]
    record: R
    rejected: list[Rejection] = []
    missing: list[Missing] = []
    suspicions: list[Suspicion] = []
    notes: list[str] = []
    usage: Usage = Usage()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the record's class: that of the report is made when it is asked for, and stands in no module."""
        return _unfilled, type(self).__pydantic_generic_metadata__["args"], self.__getstate__()

    @property
    def complete(self) -> bool:
        """Whether every question about every part was answered."""
        return not self.missing

    @property
    def summary_text(self) -> str:
        """The summary as one paragraph."""
        return " ".join(sentence.text for sentence in self.summary)

    def facts(self) -> list[Fact]:
        """All facts of the record, in its order."""
        return [fact for name in type(self.record).model_fields for fact in getattr(self.record, name)]


def report_class(record: type[R]) -> type[Report[R]]:
    """``Report[record]`` for a record's class that is known only as the program runs."""
    return cast(type[Report[R]], Report.__class_getitem__(record))


def _unfilled(*record: type[Record]) -> Report[Any]:
    """A report of that record's class to load a pickled state into."""
    kind: type[Report[Any]] = report_class(*record) if record else Report
    return kind.__new__(kind)
