"""What every topic's facts have in common: the sentences that state them, and who says so."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from summariser.values.grounds import Grounds


class Citation(BaseModel):
    """A sentence that states a fact. In a model's answer: its number."""

    model_config = ConfigDict(frozen=True)

    sentence: int = Field(description="Number of the sentence, from 1.")
    span: tuple[int, int] = Field(description="Where it stands in the article's text.")
    text: str = Field(description="The sentence, exactly.")
    added: bool = Field(
        default=False,
        description="Whether the program cited it and not the model: it alone holds words of the fact, and it names "
        "what the fact is about.",
    )

    @model_validator(mode="wrap")
    @classmethod
    def _from_number(cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if not isinstance(data, int) or isinstance(data, bool):
            if isinstance(info.context, Grounds) and not isinstance(data, cls):
                raise PydanticCustomError("no_number", "not the number of a sentence")
            return handler(data)
        if not isinstance(info.context, Grounds):
            raise PydanticCustomError("no_article", "a sentence number can only be read beside its article")
        sentence = info.context.article.sentence(data)
        if sentence is None:
            raise PydanticCustomError("no_such_sentence", "the article has no sentence {number}", {"number": data})
        if data in info.context.withheld:
            reason = "sentence {number} speaks to a model, not to a reader"
            raise PydanticCustomError("withheld", reason, {"number": data})
        return handler({"sentence": data, "span": (sentence.start, sentence.end), "text": sentence.text})

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A number in a model's answer; the whole object in a record."""
        if handler.mode == "validation":
            return {"type": "integer", "minimum": 1}
        return handler(core_schema)


GIVEN = "given"
"""Mark, in a field's JSON Schema, of what the program fills in."""


def given(**extra: Any) -> Any:
    """A field that the program fills in; a model is not asked for it."""
    return Field(json_schema_extra={GIVEN: True}, **extra)


def is_given(field: FieldInfo) -> bool:
    """Whether the program fills a field in."""
    return isinstance(field.json_schema_extra, dict) and bool(field.json_schema_extra.get(GIVEN))


class Fact(BaseModel):
    """Base of a topic's fact types.

    The order of the fields is the order in which a model fills them. ``id_prefix`` and position make the id.
    """

    model_config = ConfigDict(extra="ignore")

    id_prefix: ClassVar[str] = "F"

    id: str = given(default="", description="Unique in the record.")
    evidence: list[Citation] = Field(min_length=1, max_length=30, description="The sentences that state the fact.")

    def describe(self) -> str:
        """The fact as one plain sentence, from its own words; a topic says it better."""
        return " ".join(citation.text for citation in self.evidence[:1])

    def identity(self) -> Hashable:
        """What makes it this fact and no other: of two with the same identity the one that says more is kept.

        Everything but the citations, unless a topic knows better.
        """
        return self.model_dump_json(exclude={"id", "evidence"})

    def is_told_by(self, other: Self) -> bool:
        """Whether another fact of this type says all that this one does: it is left out then, and told as rejected.

        Never, unless a topic knows better. Of two that tell each other the earlier is kept.
        """
        return False

    @classmethod
    def candidates(cls, sentence: str) -> frozenset[Hashable]:
        """What in a sentence a fact of this type may be about, such as the amounts; nothing by default.

        A small model's lists end early, so sentences that no fact cites are shown to it once more: those with a
        candidate that stands in no cited sentence.
        """
        return frozenset()

    def doubts(self) -> list[tuple[str, str]]:
        """Fields that the fact's own sentences speak against, each with the reason; none by default.

        A field is named as in the record, parts of a list by their position: ``status``, ``items.0.quantity``.
        A topic may look here at what only it knows, such as which words go with which status.
        """
        return []


class Record(BaseModel):
    """Base of a topic's record: one list field for each fact type."""

    model_config = ConfigDict(extra="ignore")

    def doubts(self) -> list[tuple[str, int, str]]:
        """Facts that other facts of the record speak against: list, position in it, reason; none by default.

        A topic may look here at what no fact shows alone, such as one printed number that two facts claim.
        """
        return []
