"""From a model's answer to facts that stand in the article: convert, check, cut off what is not supported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summariser.topics.fact import Fact, is_given
from summariser.values.grounds import Grounds
from summariser.values.leaf import UNSUPPORTED

F = TypeVar("F", bound=Fact)
Path = tuple[str | int, ...]
_ABSENT = object()
MAX_WORDS = 400
"""Longest copy of rejected words that is kept, in characters."""


class Rejection(BaseModel):
    """Something a model said that is not in the record, and why.

    ``whole`` tells a rejected fact from a rejected leaf of a fact that stayed.
    """

    model_config = ConfigDict(frozen=True)

    path: str = Field(description="Where it would have stood, e.g. arms_deals[2].items[0].quantity.")
    words: str = Field(description="What the model said.")
    reason: str = Field(description="Why it is not supported.")
    whole: bool = Field(default=False, description="Whether the whole fact was rejected.")


@dataclass(frozen=True)
class Grounded(Generic[F]):
    """The outcome for one fact of an answer.

    Attributes:
        fact: The fact, or None where it was rejected as a whole.
        rejected: What was rejected.
        kept: What remains of the answer's item.
        uncited: Words that were rejected because they do not stand in the sentences cited, with their places in the
            answer's item.
    """

    fact: F | None
    rejected: tuple[Rejection, ...]
    kept: Mapping[str, Any] = field(default_factory=dict)
    uncited: tuple[tuple[Path, str], ...] = ()


def ground(fact_type: type[F], item: object, grounds: Grounds, *, path: str) -> Grounded[F]:
    """Validate one fact of an answer beside its article.

    A leaf that is not supported is cut off and the rest is tried again; a fact that loses something it cannot be
    without is rejected as a whole. A required field that may be null becomes null.

    Args:
        fact_type: The class of the fact.
        item: The fact as the model wrote it.
        grounds: The article.
        path: Where the fact stands in the answer, for messages.
    """
    if not isinstance(item, Mapping):
        return Grounded(None, (Rejection(path=path, words=_words(item), reason="not an object", whole=True),))
    given = _given(fact_type)
    item = {key: _copied(value) for key, value in item.items() if key not in given}
    context = grounds.citing(cited_by(item))
    rejected: list[Rejection] = []
    uncited: list[tuple[Path, str]] = []
    while True:
        try:
            fact = fact_type.model_validate(item, context=context)
        except ValidationError as error:
            uncited += _uncited(item, error)
            if not _cut(fact_type, item, error, path, rejected):
                return Grounded(None, (*rejected, _whole(path, item, error)), uncited=tuple(uncited))
            continue
        doubt = next(iter(fact.doubts()), None)
        if doubt is None:
            return Grounded(fact, tuple(rejected), item, tuple(uncited))
        name, reason = doubt
        steps = tuple(int(step) if step.isdigit() else step for step in name.split("."))
        found = _address(item, steps)  # which is shorter where the answer left the field out
        address = found if len(found) >= len(steps) else steps
        words = _take_out(fact_type, item, address)
        whole = words is _ABSENT or (
            len(address) == 1 and name not in item and fact_type.model_fields[name].is_required()
        )
        text = "" if words is _ABSENT else _words(words)
        rejected.append(Rejection(path=path + _dotted(address), words=text, reason=reason, whole=whole))
        if whole:
            return Grounded(None, tuple(rejected), uncited=tuple(uncited))


def _uncited(item: object, error: ValidationError) -> list[tuple[Path, str]]:
    """The words that the error finds outside the sentences cited, with their places."""
    found = error.errors(include_url=False)
    return [
        (_address(item, entry["loc"]), entry["input"])
        for entry in found
        if entry["type"] == UNSUPPORTED and isinstance(entry["input"], str)
    ]


def _copied(value: Any) -> Any:
    """A copy of JSON, of which parts are taken out; a general deep copy takes five times as long."""
    if isinstance(value, dict):
        return {key: _copied(entry) for key, entry in value.items()}
    return [_copied(entry) for entry in value] if isinstance(value, list) else value


def _given(fact_type: type[Fact]) -> frozenset[str]:
    """The fields that the program fills in: what an answer says there is not read."""
    return frozenset(name for name, field in fact_type.model_fields.items() if is_given(field))


def cited_by(item: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of sentences that an answer's item cites; what is no number is left out."""
    numbers = item.get("evidence")
    if not isinstance(numbers, list):
        return ()
    return tuple(n for n in numbers if isinstance(n, int) and not isinstance(n, bool))


def _cut(
    fact_type: type[Fact], item: dict[str, Any], error: ValidationError, path: str, rejected: list[Rejection]
) -> bool:
    """Cut off every leaf the error names; False when it names something that cannot be cut."""
    problems = {
        _address(item, e["loc"]): _clean(e["msg"]) for e in error.errors(include_url=False, include_input=False)
    }
    if () in problems:
        return False
    before = len(rejected)
    for address in sorted(problems, key=_depth_first, reverse=True):
        words = _take_out(fact_type, item, address)
        if words is not _ABSENT:
            rejected.append(Rejection(path=path + _dotted(address), words=_words(words), reason=problems[address]))
    return len(rejected) > before


def _address(item: object, loc: Sequence[str | int]) -> Path:
    """The part of an error's location that exists in the item; positions in a keyed object become its keys."""
    address: list[str | int] = []
    for step in loc:
        if isinstance(item, Mapping) and isinstance(step, int):
            flat = [(key, i) for key, v in item.items() for i in (range(len(v)) if isinstance(v, list) else [None])]
            if step >= len(flat):
                break
            key, index = flat[step]
            address.append(key)
            item = item[key]
            if index is not None and isinstance(item, list):
                address.append(index)
                item = item[index]
        elif (isinstance(item, Mapping) and step in item) or (
            isinstance(item, list) and isinstance(step, int) and step < len(item)
        ):
            address.append(step)
            item = item[step]  # type: ignore[index]
        else:
            break
    return tuple(address)


def _depth_first(address: Path) -> tuple[tuple[int, str], ...]:
    """Sort key by which later list positions are removed first."""
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in address)


def _take_out(fact_type: type[Fact], item: dict[str, Any], address: Path) -> object:
    """Take out what stands at the address; a required field of the fact that may be null stays, as null."""
    removed = _remove(item, address)
    field = fact_type.model_fields.get(str(address[0])) if len(address) == 1 else None
    if field is not None and field.is_required() and type(None) in get_args(field.annotation):
        if removed is None:
            return _ABSENT
        item[str(address[0])] = None
    return removed


def _remove(item: Any, address: Path) -> object:
    """Take out what stands at the address; ``_ABSENT`` where it went with something larger already."""
    try:
        for step in address[:-1]:
            item = item[step]
        removed: object = item.pop(address[-1])
    except (KeyError, IndexError, TypeError):
        return _ABSENT
    return removed


def _whole(path: str, item: Mapping[str, Any], error: ValidationError) -> Rejection:
    problems = "; ".join(
        f"{'.'.join(map(str, e['loc']))}: {_clean(e['msg'])}"
        for e in error.errors(include_url=False, include_input=False)[:3]
    )
    return Rejection(path=path, words=_words(item), reason=problems, whole=True)


def _dotted(address: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in address)


def _clean(message: str) -> str:
    return message.removeprefix("Value error, ")


def _words(value: object) -> str:
    import json

    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MAX_WORDS else text[: MAX_WORDS - 1] + "…"
