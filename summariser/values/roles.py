"""A person's role and whom it stands for, from the words and the words next to them."""

from __future__ import annotations

import re
from typing import Any

from summariser.values.parties import read_party
from summariser.values.people import read_person
from summariser.values.surroundings import Surroundings

_HEAD = (
    r"(?:President|Premier|Chancellor|Minister|Secretary|Ambassador|Commissioner|Director|Chairman|Chairwoman|Chief|Commander|"
    r"General|Governor|King|Emir|Prince|Envoy|Representative|Marshal|Admiral|Colonel|Senator|Speaker|Administrator|Chair|"
    r"Undersecretary|Counsellor|Consul|Head|Leader|Spokesman|Spokeswoman)"
)
_BEFORE = re.compile(
    rf"((?:(?:[A-Z][\w.’'&-]{{0,30}}|of|for|and|the|prime|foreign|defen[cs]e|trade|deputy|vice)[ \u00a0]){{0,8}}?"
    rf"{_HEAD}(?:[ \u00a0](?:of|for|and|the|[A-Z][\w.’'&-]{{0,30}})){{0,6}})[,]?[ \u00a0]$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"^, ((?:[\w.’'&-]{{1,30}} ){{0,6}}?{_HEAD}(?: (?:of|for|and|the|[A-Z][\w.’'&-]{{0,30}})){{0,6}})", re.I)
_LOOK_BACK = 90


def read_role(raw: str, around: Surroundings) -> dict[str, Any]:
    """Fields ``name``, ``role`` and ``on_behalf_of`` of a person.

    The role is in the words ("Defence Minister Rajnath Singh"), right before them, or in the apposition right behind.
    """
    person = read_person(raw)
    role = person.role
    if role is None:
        before = _BEFORE.search(around.left[-_LOOK_BACK:])
        behind = _BEHIND.match(around.right[:_LOOK_BACK])
        match = before or behind
        role = match.group(1).strip() if match else None
    return {"name": person.name, "role": role, "on_behalf_of": _state_of(role, around) if role else None}


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
