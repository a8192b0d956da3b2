"""The model's view of a fact type: a flat, short JSON Schema, made from the class itself."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue

from summariser.topics.fact import Fact
from summariser.topics.prompt import SUMMARY

LIST_LIMIT = 12
"""Most entries of a list inside a fact, where the class sets no limit: an answer must not run on."""
_NOISE = frozenset({"title", "description", "default", "given"})


def wire_schema(fact: type[BaseModel], *, sentences: int | None = None, ordered: bool = False) -> JsonSchemaValue:
    """JSON Schema of one fact as a model writes it.

    References are inlined, titles and descriptions dropped, optional fields may be left out instead of being null,
    equal alternatives are one, fields that the program gives are gone, and every list has a limit. Its parts are shared
    between calls, so nothing in it is to be changed.

    Args:
        fact: The class.
        sentences: How many sentences there are; evidence cannot name others.
        ordered: Whether a grammar made from the schema must keep the order of the fields. llama.cpp writes required
            properties first and the others behind them; a model trained on the class's order is thrown off by that.
            Only the required fields that stand first stay required then, and validation asks for the others.
    """
    compact = _compacted(fact)
    properties = compact["properties"]
    if sentences is not None and "evidence" in properties:
        evidence = properties["evidence"]
        evidence = {**evidence, "items": {**evidence["items"], "maximum": sentences}}
        compact = {**compact, "properties": {**properties, "evidence": evidence}}
    return _ordered(compact) if ordered else compact


@lru_cache(maxsize=64)
def _compacted(fact: type[BaseModel]) -> JsonSchemaValue:
    """The compact schema of a class, made once: Pydantic needs milliseconds for it."""
    schema = fact.model_json_schema(mode="validation")
    return _compact(schema, schema.pop("$defs", {}))


def answer_schema(
    fact_types: dict[str, type[Fact]], limits: dict[str, int], sentences: int | None = None, *, ordered: bool = False
) -> JsonSchemaValue:
    """JSON Schema of an answer that lists facts: ``{"<name>": [fact, ...], ...}``.

    Args:
        fact_types: The classes asked for, by the record's field name.
        limits: Most facts of each.
        sentences: How many sentences the article has; None leaves evidence open.
        ordered: As in :func:`wire_schema`.
    """
    properties = {
        name: {
            "type": "array",
            "items": wire_schema(fact, sentences=sentences, ordered=ordered),
            "maxItems": limits[name],
        }
        for name, fact in fact_types.items()
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def summary_schema(length: int) -> JsonSchemaValue:
    """JSON Schema of an answer that is a summary of at most so many sentences."""
    items = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": length}
    return {"type": "object", "properties": {SUMMARY: items}, "required": [SUMMARY], "additionalProperties": False}


def with_summary(schema: JsonSchemaValue, length: int) -> JsonSchemaValue:
    """The schema of an answer that has a summary behind its lists."""
    summary = summary_schema(length)
    return {
        **schema,
        "properties": {**schema["properties"], **summary["properties"]},
        "required": [*schema["required"], *summary["required"]],
    }


def _compact(schema: JsonSchemaValue, definitions: dict[str, Any]) -> JsonSchemaValue:
    if "$ref" in schema:
        return _compact(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        branches = [_compact(option, definitions) for option in schema["anyOf"] if option.get("type") != "null"]
        kept = [branch for number, branch in enumerate(branches) if branch not in branches[:number]]
        if len(kept) == 1:
            return kept[0]
        schema = {**schema, "anyOf": kept}
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


def _ordered(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema with only the leading required properties required, at every level."""
    result = dict(schema)
    if "properties" in result:
        required = set(result.get("required", ()))
        result["required"] = list(takewhile(required.__contains__, result["properties"]))
        result["properties"] = {name: _ordered(value) for name, value in result["properties"].items()}
    if "items" in result:
        result["items"] = _ordered(result["items"])
    if "anyOf" in result:
        result["anyOf"] = [_ordered(branch) for branch in result["anyOf"]]
    return result
