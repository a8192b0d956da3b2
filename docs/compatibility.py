"""Whether a JSON Schema of reports is a compatible extension of another one.

Compatible is what neither breaks a program that reads reports nor keeps a stored report from loading: fields and words
of a vocabulary may be added. Nothing may be removed, renamed, become more or less required, or change its type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_BOUNDS = {"minimum": max, "minLength": max, "minItems": max, "maximum": min, "maxLength": min, "maxItems": min}
"""Keywords that narrow, and which of two values is the narrower one."""
_EXACT = ("const", "format", "pattern", "contentMediaType")


def breaks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What in the new schema breaks with the old one; empty where it is a compatible extension.

    Args:
        old: The published schema, with ``$defs``.
        new: The schema of today.
    """
    return list(_Comparison(old, new).differences(old, new, "report"))


class _Comparison:
    """Compares two schemas; follows references, each pair once."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self._old_defs = old.get("$defs", {})
        self._new_defs = new.get("$defs", {})
        self._seen: set[tuple[str, str]] = set()

    def differences(self, old: Any, new: Any, path: str) -> Iterator[str]:
        pair = (old.get("$ref", ""), new.get("$ref", ""))
        if all(pair):
            if pair in self._seen:
                return
            self._seen.add(pair)
        old, new = self._resolved(old, self._old_defs), self._resolved(new, self._new_defs)
        if old.get("type") != new.get("type"):
            yield f"{path}: the type was {old.get('type')} and is {new.get('type')}"
            return
        yield from self._narrowed(old, new, path)
        yield from self._properties(old, new, path)
        yield from self._alternatives(old, new, path)
        for keyword in ("items", "additionalProperties"):
            if isinstance(old.get(keyword), dict):
                inner = new.get(keyword)
                if isinstance(inner, dict):
                    yield from self.differences(old[keyword], inner, f"{path}[]")
                else:
                    yield f"{path}: {keyword} is gone"

    def _properties(self, old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        for name in before.keys() - now.keys():
            yield f"{path}.{name}: the field is gone"
        for name in sorted(before.keys() & now.keys()):
            yield from self.differences(before[name], now[name], f"{path}.{name}")
        for name in sorted(set(old.get("required", ())) ^ set(new.get("required", ()))):
            yield f"{path}.{name}: it is {'now' if name in new.get('required', ()) else 'no longer'} required"

    def _alternatives(self, old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[str]:
        before, now = old.get("anyOf", []), new.get("anyOf", [])
        if len(now) < len(before):
            yield f"{path}: an alternative is gone"
        for one in before:
            found = []
            for other in now:
                seen = set(self._seen)
                problems = list(self.differences(one, other, path))
                if problems:  # no match, so nothing that was followed on the way is known to agree
                    self._seen = seen
                found.append(problems)
            if found and all(found):
                yield min(found, key=len)[0]

    def _narrowed(self, old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[str]:
        if "enum" in old and not set(old["enum"]) <= set(new.get("enum", ())):
            yield f"{path}: of the words {sorted(set(old['enum']) - set(new.get('enum', ())))} are gone"
        for keyword in _EXACT:
            if old.get(keyword) != new.get(keyword):
                yield f"{path}: {keyword} was {old.get(keyword)} and is {new.get(keyword)}"
        for keyword, narrower in _BOUNDS.items():
            if keyword in new and (keyword not in old or narrower(old[keyword], new[keyword]) != old[keyword]):
                yield f"{path}: {keyword} was {old.get(keyword)} and is {new[keyword]}"

    @staticmethod
    def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        return {**definitions[reference.rpartition("/")[2]], **{k: v for k, v in schema.items() if k != "$ref"}}
