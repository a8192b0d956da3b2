"""The response model that instructor fills: an object of lists, described by a given JSON Schema.

The envelope alone is checked here. What is in the lists is validated one by one beside the article, so that one bad
item costs that item and not the answer.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict, model_validator


class Envelope(BaseModel):
    """Base of the response models; the answer's properties are extra fields."""

    model_config = ConfigDict(extra="allow")
    required: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _lists(self) -> Self:
        wrong = [name for name in self.required if not isinstance((self.model_extra or {}).get(name), list)]
        if wrong:
            raise ValueError(f"{', '.join(wrong)} must be a list")
        return self


def envelope(label: str, schema: dict[str, Any]) -> type[Envelope]:
    """The response model for a schema.

    Args:
        label: What is asked for; becomes the name that the model sees.
        schema: JSON Schema of an object whose required properties are lists.
    """
    return _envelope(label, json.dumps(schema))


@lru_cache(maxsize=256)
def _envelope(label: str, schema: str) -> type[Envelope]:
    """Made once, as instructor wants it: else instructor makes a class for each call, which takes a millisecond."""
    import instructor

    name = "".join(part.capitalize() for part in label.split("_"))
    required = tuple(json.loads(schema)["required"])

    def described(cls: type[Any], /, *_: object, **__: object) -> dict[str, Any]:
        return {"title": cls.__name__, **json.loads(schema)}

    members = {"__doc__": "The answer.", "model_json_schema": classmethod(described), "required": required}
    plain = type(name, (Envelope,), members)
    return cast(type[Envelope], instructor.openai_schema(plain))
