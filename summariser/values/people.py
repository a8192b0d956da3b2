"""People as newspapers name them: the name, and the role printed with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summariser.values.countries import country_of
from summariser.values.typography import MAX_WORDS, fold_words

_HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baroness mme mlle madame monsieur herr frau señor senor don datuk seri "
    "dato tan sri shri smt sheikh shaikh sayyid haji the rev hon right honourable honorable his her excellency".split()
)
_ROLES = frozenset(
    "minister ministers secretary president presidents premier chancellor ambassador envoy commissioner commander general generals "
    "admiral marshal colonel captain major lieutenant brigadier commodore sergeant king queen prince princess emir sultan crown "
    "chief chairman chairwoman chair director head governor mayor senator congressman congresswoman representative "
    "speaker spokesman spokeswoman spokesperson negotiator counterpart undersecretary vice-president vice-minister "
    "vice-ministers deputy adviser advisor aide official officer consul delegate leader pope chargé counsellor treasurer "
    "delegation sheikh taoiseach president-elect judge justice executive ceo attorney".split()
)
_LINKS = frozenset("of for and the to de & in".split())
_PORTFOLIO = frozenset(
    "war state defence defense foreign affairs trade commerce finance interior economy economic energy transport "
    "transportation treasury agriculture industry external internal home justice security national international european "
    "health education environment labor labour development infrastructure oil petroleum mines fisheries veterans staff army navy "
    "air force armed forces joint staffs general technology science culture cooperation co-operation cabinet parliament policy "
    "planning business investment investments communications commonwealth planning maritime works public exterior relations "
    "mission revitalization digital space exchequer coast guard nuclear central bank".split()
)
_PARTICLES = frozenset("de da del della di du la le van von der den bin ibn al el ben abu dos das ter ten y e st".split())
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


def read_person(words: str) -> PersonValue:
    """Name and role from words such as "US Secretary of War Pete Hegseth" or "Rajnath Singh, the defence minister"."""
    if len(words) > MAX_WORDS:
        return PersonValue()
    text = fold_words(words)
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
        inner = _before_name(tail.split(", ")[0])
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
        if word in _ROLES or (end and "-" in word and any(part in _ROLES for part in word.split("-"))):
            end = place + 1
        elif end == place and end and word in _LINKS:
            end = _portfolio(tokens, place) or _whose(tokens, place) or end
    return end


def _portfolio(tokens: list[str], start: int) -> int:
    """Where the portfolio that begins with a link ("of Foreign Affairs and Trade") ends; 0 if none follows."""
    end = 0
    for place in range(start, len(tokens)):
        word = tokens[place].casefold().strip(".,")
        if word in _PORTFOLIO or word in _ROLES:
            end = place + 1
        elif word not in _LINKS:
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
        word = token.strip(",;()\"").removesuffix("'s")
        if not kept and word.casefold().strip(".") in _HONORIFICS:
            continue
        if not _NAME.match(word) or not (word[0].isupper() or word.casefold() in _PARTICLES or "-" in word or "'" in word):
            break
        kept.append(word)
    while kept and kept[-1].casefold() in _PARTICLES and kept[-1][0].islower():
        kept.pop()
    return " ".join(kept) or None
