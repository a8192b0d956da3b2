"""People as newspapers name them: the name, and the role printed with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summariser.values.countries import country_of
from summariser.values.tables import words
from summariser.values.typography import MAX_WORDS, fold_words

_TOKEN = re.compile(r"[^\s,;]+|[,;]")
_NAME = re.compile(r"^[^\W\d_][\w.'-]*$")


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person as printed.

    Attributes:
        name: The name without role and honorific; None if the words hold no name.
        role: The role as printed; None if there is none.
    """

    name: str | None = None
    role: str | None = None


def read_person(printed: str) -> PersonValue:
    """Name and role from words such as "US Secretary of War Pete Hegseth", "Rajnath Singh, the defence minister"."""
    if len(printed) > MAX_WORDS:
        return PersonValue()
    text = fold_words(printed)
    if not text:
        return PersonValue()
    head, comma, tail = text.partition(", ")
    if comma:
        return _apposition(head, tail)
    return _before_name(text)


def _apposition(head: str, tail: str) -> PersonValue:
    """The two sides of a comma: one is the name, the other the role."""
    if _role_end(tail.split()) and not _role_end(head.split()):
        return PersonValue(_clean(head.split()), _without_article(tail))
    first = _before_name(head)
    if first.name is None and first.role is not None:
        inner = _before_name(tail.split(", ", maxsplit=1)[0])
        return PersonValue(inner.name, first.role)
    return first


def _before_name(text: str) -> PersonValue:
    tokens = text.split()
    end = _role_end(tokens)
    role = _without_article(" ".join(tokens[:end])) or None
    while role and role.split()[0].casefold().strip(".") in ("mr", "mrs", "ms", "his", "her"):
        role = " ".join(role.split()[1:]) or None
    return PersonValue(_clean(tokens[end:]), role)


def _role_end(tokens: list[str]) -> int:
    """How many tokens from the start make up a role: up to the last role word and its portfolio."""
    end = 0
    for place, token in enumerate(tokens):
        word = token.casefold().strip(".,'").removesuffix("'s")
        if word in words("role") or (end and "-" in word and any(part in words("role") for part in word.split("-"))):
            end = place + 1
        elif end == place and end and word in words("role_link"):
            end = _portfolio(tokens, place) or _whose(tokens, place) or end
    return end


def _portfolio(tokens: list[str], start: int) -> int:
    """Where the portfolio that begins with a link ("of Foreign Affairs and Trade") ends; 0 if none follows."""
    end = 0
    for place in range(start, len(tokens)):
        word = tokens[place].casefold().strip(".,")
        if word in words("portfolio") or word in words("role"):
            end = place + 1
        elif word not in words("role_link"):
            break
    return end


def _whose(tokens: list[str], start: int) -> int:
    """Where a country or an organisation in capitals behind a link ("of India", "of NATO") ends; 0 if none follows."""
    rest = [token.strip(",") for token in tokens[start + 1 : start + 6]]
    if rest and rest[0].casefold() == "the":
        return _whose(tokens, start + 1)
    for length in range(min(4, len(rest)), 0, -1):
        if country_of(" ".join(rest[:length])) is not None:
            return start + 1 + length
    return start + 2 if rest and rest[0].isupper() and len(rest[0]) > 1 else 0


def _without_article(role: str) -> str:
    return re.sub(r"^(?:the|a|an|its|their|his|her) ", "", role.strip(" ,"), flags=re.IGNORECASE)


def _clean(tokens: list[str]) -> str | None:
    """The name among tokens: honorifics dropped, capitalised words and particles kept until the first other word."""
    kept: list[str] = []
    for token in tokens:
        word = token.strip(',;()"').removesuffix("'s")
        if not kept and word.casefold().strip(".") in words("honorific"):
            continue
        if not _NAME.match(word) or not (
            word[0].isupper() or word.casefold() in words("particle") or "-" in word or "'" in word
        ):
            break
        kept.append(word)
    while kept and kept[-1].casefold() in words("particle") and kept[-1][0].islower():
        kept.pop()
    return " ".join(kept) or None
