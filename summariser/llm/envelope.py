"""The response model that instructor fills: an object of lists, described by a given JSON Schema.

The envelope alone is checked here. What is in the lists is validated one by one beside the article, so that one bad
item costs that item and not the answer.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator


class Envelope(BaseModel):
    """Base of the response models; the answer's properties are extra fields."""

    model_config = ConfigDict(extra="allow")

    @model_validator(mode="after")
    def _lists(self) -> Self:
        required = type(self).model_json_schema()["required"]
        wrong = [name for name in required if not isinstance((self.model_extra or {}).get(name), list)]
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
    name = "".join(part.capitalize() for part in label.split("_"))

    def described(cls: type[Any], /, *_: object, **__: object) -> dict[str, Any]:
        return {"title": cls.__name__, **json.loads(schema)}

    return type(name, (Envelope,), {"__doc__": "The answer.", "model_json_schema": classmethod(described)})
