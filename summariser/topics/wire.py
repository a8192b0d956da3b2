"""The model's view of a fact type: a flat, short JSON Schema, made from the class itself."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue

from summariser.topics.fact import Fact

LIST_LIMIT = 12
"""Most entries of a list inside a fact, where the class sets no limit: an answer must not run on."""
_NOISE = frozenset({"title", "description", "default", "given"})


def wire_schema(fact: type[BaseModel], *, sentences: int | None = None) -> JsonSchemaValue:
    """JSON Schema of one fact as a model writes it.

    References are inlined, titles and descriptions dropped, optional fields may be left out instead of being null,
    fields that the program gives are gone, and every list has a limit.

    Args:
        fact: The class.
        sentences: How many sentences there are; evidence cannot name others.
    """
    schema = fact.model_json_schema(mode="validation")
    definitions = schema.pop("$defs", {})
    compact = _compact(schema, definitions)
    if sentences is not None and "evidence" in compact["properties"]:
        compact["properties"]["evidence"]["items"]["maximum"] = sentences
    return compact


def answer_schema(
    fact_types: dict[str, type[Fact]], limits: dict[str, int], sentences: int | None = None
) -> JsonSchemaValue:
    """JSON Schema of an answer that lists facts: ``{"<name>": [fact, ...], ...}``.

    Args:
        fact_types: The classes asked for, by the record's field name.
        limits: Most facts of each.
        sentences: How many sentences the article has; None leaves evidence open.
    """
    properties = {
        name: {"type": "array", "items": wire_schema(fact, sentences=sentences), "maxItems": limits[name]}
        for name, fact in fact_types.items()
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _compact(schema: JsonSchemaValue, definitions: dict[str, Any]) -> JsonSchemaValue:
    if "$ref" in schema:
        return _compact(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        kept = [option for option in schema["anyOf"] if option.get("type") != "null"]
        if len(kept) == 1:
            return _compact(kept[0], definitions)
    result = {key: value for key, value in schema.items() if key not in _NOISE}
    if "properties" in result:
        properties = {
            name: _compact(value, definitions) for name, value in result["properties"].items() if not value.get("given")
        }
        result["properties"] = properties
        result["required"] = [name for name in result.get("required", []) if name in properties]
        result["additionalProperties"] = False
    if "items" in result:
        result["items"] = _compact(result["items"], definitions)
        result.setdefault("maxItems", LIST_LIMIT)
    return result
