"""The leaf of a record: words copied from the article, where they stand, and what they come to.

One class, two views. In a model's answer a leaf is a string, the copied words; validated with :class:`Grounds` as
context it becomes the rich value: words as printed, span, converted value, support. Written out and read again, no
article is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
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
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from summariser.values.grounds import Found, Grounds

UNSUPPORTED = "unsupported"
"""Type of the validation error of words that do not stand where they have to."""
WORDS = "words"
"""Key of the copied words where an answer's leaf carries something besides them."""


class Support(StrEnum):
    """How a leaf stands in the article."""

    VERBATIM = "verbatim"
    """The words stand in a cited sentence, typography aside."""
    NORMALISED = "normalised"
    """They stand there in another form: case, hyphens, another name of the same country."""
    INFERRED = "inferred"
    """The words stand there, and the context decided the value: a relative date, a bare "$"."""


class Leaf(BaseModel):
    """Base of all leaves.

    A subclass adds the converted value as fields and fills them in :meth:`convert`. A value that the words do not
    decide is None, and ``note`` says why.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    anywhere: ClassVar[bool] = False
    """Whether the words may stand outside the cited sentences (a party named earlier, say)."""

    raw: str = Field(description="The words as printed in the article.")
    span: tuple[int, int] = Field(description="Where they stand: article.text[span[0]:span[1]] == raw.")
    support: Support = Field(description="How the leaf stands in the article.")
    note: str | None = Field(default=None, description="Why a value is missing or how it was decided.")

    @classmethod
    def locate(cls, words: str, grounds: Grounds) -> Found | None:
        """Where the copied words stand; None where they do not. Subclasses may know other forms of the same words."""
        return grounds.find(words, anywhere=cls.anywhere)

    @classmethod
    def convert(cls, found: Found) -> dict[str, Any]:
        """The fields that the words come to, beyond those of the base.

        Raises:
            ValueError: The words are not of this kind at all (":null" is no amount); the leaf is rejected.
        """
        del found
        return {}

    @model_validator(mode="wrap")
    @classmethod
    def _from_words(cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        grounds = info.context if isinstance(info.context, Grounds) else None
        extra: dict[str, Any] = {}
        if isinstance(data, Mapping) and WORDS in data:
            extra = {key: value for key, value in data.items() if key != WORDS}
            data = data[WORDS]
        if not isinstance(data, str):
            if grounds is not None and not isinstance(data, cls):
                raise PydanticCustomError("not_copied", "not words copied from the article")
            return handler(data)
        if grounds is None:
            raise PydanticCustomError("no_article", "copied words can only be read beside their article")
        return handler({**extra, **cls._read(data, grounds)})

    @classmethod
    def _read(cls, words: str, grounds: Grounds) -> dict[str, Any]:
        """Where the words stand and what they come to; nothing that an answer says besides them can replace that.

        An error in a conversion costs the leaf, never the article: the words are from outside, and so may be the class.
        """
        try:
            found = cls.locate(words, grounds)
            if found is None:
                raise PydanticCustomError(UNSUPPORTED, "{reason}", {"reason": unsupported_reason(words, grounds)})
            support = Support.VERBATIM if found.exact and found.cited else Support.NORMALISED
            if not found.cited:
                support = Support.INFERRED
            base = {"raw": found.raw, "span": (found.start, found.end), "support": support, "note": None}
            return {**base, **cls.convert(found)}
        except (ValueError, PydanticCustomError):
            raise
        except Exception as error:
            raise ValueError(f"the words could not be converted ({type(error).__name__})") from error

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A string in a model's answer; the whole object in a record."""
        if handler.mode == "validation":
            return {"type": "string"}
        return handler(core_schema)


def unsupported_reason(words: str, grounds: Grounds) -> str:
    """Why words are not supported: not in the article at all, or not in the sentences cited."""
    elsewhere = grounds.find(words, anywhere=True)
    if elsewhere is None:
        return "these words do not stand in the article"
    cited = ", ".join(map(str, grounds.cited)) or "none"
    return f"these words do not stand in the sentences cited ({cited})"
