"""A person's role and whom it stands for, from the words and the words next to them."""

from __future__ import annotations

import re
from typing import Any

from summariser.values.parties import read_party
from summariser.values.people import read_person
from summariser.values.surroundings import Surroundings

_HEADS = frozenset(
    "president premier chancellor minister secretary ambassador commissioner director chairman chairwoman "
    "chairperson chief commander general governor king emir amir prince envoy representative marshal admiral "
    "colonel senator speaker administrator chair undersecretary counsellor consul head leader spokesman "
    "spokeswoman sultan crown".split()
)
_PORTFOLIOS = frozenset(
    "foreign defence defense trade industry commerce finance economy economic energy interior home justice "
    "transport agriculture environment security development business investment".split()
)
_RANKS = frozenset(
    "prime deputy vice first second state acting assistant special permanent interim outgoing regional "
    "executive".split()
)
_OPENERS = frozenset(
    "a after again also although and as at before both but by during earlier for former from he her his if in its "
    "later meanwhile new of on our she since so that the their then they this to under until when where which "
    "while with monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Words that begin a sentence or stand before a role with a capital and are no part of it."""
_TOKEN = re.compile(r"[\w.’'&-]+,?")
_CAPITAL = r"[A-Z][\w.’'&-]{0,30}"
_BEHIND = re.compile(
    rf"^, ((?:[\w.’'&-]{{1,30}} ){{0,6}}?(?i:{'|'.join(sorted(_HEADS))})"
    rf"(?: (?:of|for|and|the|{_CAPITAL})){{0,6}})(?![\w-])"
)
_LINK = re.compile(r"\b(?:of|for|and|the),?[ \u00a0]$")
_TAIL = re.compile(r" (?:of|for|and|the)$")
_POSSESSIVE = re.compile(r"^(?:[Tt]he )?(?:\S{1,40}['’][sS]? )?(?:the )?")
_LOOK_BACK = 90
_LONGEST = 8
"""Most words of a role before or behind its chief noun."""


def read_role(raw: str, around: Surroundings) -> dict[str, Any]:
    """Fields ``name``, ``role`` and ``on_behalf_of`` of a person.

    The role is in the words ("Defence Minister Rajnath Singh"), right before them, or in the apposition right behind.
    A state in the possessive ("Uruguay's defence minister") is whom the role stands for and no part of it.

    Raises:
        ValueError: The words hold no name ("the defence minister").
    """
    person = read_person(raw)
    if person.name is None:
        raise ValueError("no name in the words")
    stretch = person.role or _before(around.left[-_LOOK_BACK:]) or _behind(around.right[:_LOOK_BACK])
    if stretch is None:
        return {"name": person.name, "role": None, "on_behalf_of": None}
    role = _POSSESSIVE.sub("", stretch, count=1) or stretch
    return {"name": person.name, "role": role, "on_behalf_of": _state_of(stretch, around)}


def _before(left: str) -> str | None:
    """The role that ends where the name begins: "US Secretary of War " before "Pete Hegseth"."""
    if not left.endswith((" ", "\u00a0")):
        return None
    tokens = list(_TOKEN.finditer(left))[-2 * _LONGEST :]
    chief = next((at for at in reversed(range(len(tokens))) if _is_chief(tokens[at].group())), None)
    if chief is None or not all(_may_follow(token.group()) for token in tokens[chief + 1 :]):
        return None
    if any(token.group().endswith(",") for token in tokens[chief:-1]) or _LINK.search(left):
        return None
    first = chief
    while first > 0 and chief - first < _LONGEST and _may_lead(tokens, first - 1):
        first -= 1
    return left[tokens[first].start() :].rstrip(", \u00a0")


def _behind(right: str) -> str | None:
    """The apposition: ", president of France"."""
    match = _BEHIND.match(right)
    return _TAIL.sub("", match.group(1)) if match else None


def _is_chief(word: str) -> bool:
    return any(part in _HEADS for part in word.rstrip(",").lower().split("-"))


def _may_follow(word: str) -> bool:
    return word in ("of", "for", "and", "the") or word[0].isupper()


def _may_lead(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a word belongs to the role whose next word is known to."""
    word = tokens[at].group()
    plain = word.lower()
    if word.endswith(",") or not _touch(tokens[at], tokens[at + 1]):
        return False
    if plain == "former" or plain.startswith("ex-"):
        return True
    if plain == "and":
        return at > 0 and tokens[at - 1].group().lower() in _PORTFOLIOS
    if plain in _PORTFOLIOS or plain in _RANKS or plain in _HEADS:
        return True
    return word[0].isupper() and plain not in _OPENERS


def _touch(token: re.Match[str], following: re.Match[str]) -> bool:
    """Whether nothing but space stands between two words: the dash behind a dateline parts them."""
    return token.string[token.end() : following.start()].isspace()


def _state_of(role: str, around: Surroundings) -> str | None:
    """The code of the state that the role names ("Indian", "US", "of Malaysia"), if it names one."""
    words = re.findall(r"[A-Z][\w.’'-]*", role)
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            name = re.sub(r"['’]s$", "", " ".join(words[first:last]))
            value = read_party(name, Surroundings(article=around.article))
            if value.iso is not None and value.type in ("state", "igo"):
                return value.iso
    return None
