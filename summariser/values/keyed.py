"""Lists that are objects in a model's answer: ``{"signed": "on Friday"}`` is shorter than a list of objects.

``Annotated[list[EventDate], Keyed(DateRole, "role")]`` is a list of leaves with a ``role`` in a record; in an answer it
is an object with a key for each role. With ``many=True`` the values are lists of words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summariser.values.leaf import WORDS


@dataclass(frozen=True)
class Keyed:
    """Marks a list field as keyed by role in a model's answer.

    Attributes:
        keys: The roles.
        attribute: Name of the item's field that holds the role.
        many: Whether a role may have several items.
        value: JSON Schema of one value in an answer; copied words unless said otherwise.
        carrier: Key under which a value is handed to the item; the copied words unless said otherwise.
    """

    keys: type[StrEnum]
    attribute: str
    many: bool = False
    value: str = "string"
    carrier: str = WORDS

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Spread the object of an answer into items before the list is validated."""
        return core_schema.no_info_before_validator_function(self.spread, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An object in a model's answer, a list in a record."""
        if handler.mode != "validation":
            return handler(schema)
        value: JsonSchemaValue = {"type": self.value}
        if self.many:
            value = {"type": "array", "items": value}
        return {"type": "object", "properties": {str(key): value for key in self.keys}, "additionalProperties": False}

    def spread(self, data: object) -> object:
        """``{"signed": "on Friday"}`` -> ``[{"role": "signed", "words": "on Friday"}]``; a list stays as it is.

        Raises:
            ValidationError: A role is none of the keys; says which entry, so that the others can stay.
        """
        if isinstance(data, Mapping):
            data = [
                {self.attribute: key, self.carrier: word}
                for key, words in data.items()
                for word in (words if isinstance(words, list) else [words])
            ]
        if isinstance(data, list):
            wrong = [at for at, entry in enumerate(data) if self._is_wrong(entry)]
            if wrong:
                error = PydanticCustomError("role", "no such {attribute}", {"attribute": self.attribute})
                raise ValidationError.from_exception_data(
                    type(self).__name__, [{"type": error, "loc": (at,), "input": data[at]} for at in wrong]
                )
        return data

    def _is_wrong(self, entry: object) -> bool:
        if not isinstance(entry, Mapping) or self.attribute not in entry:
            return False
        role = entry[self.attribute]
        return not isinstance(role, str) or role not in {str(key) for key in self.keys}
