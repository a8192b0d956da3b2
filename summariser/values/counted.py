"""Whose number is it? "12 Gripens and 30 missiles" has no 30 Gripens.

A quantity belongs to the name that it stands before, or, behind the name, only where nothing else follows it to be
counted. It is doubted where another number or another name stands nearer; where the sentences leave it open, it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summariser.values.typography import fold

LONGEST = 4_000
"""Characters of a sentence that are looked at."""
_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|(?:a )?dozen|(?:a )?score"
    r"|hundreds?|thousands?|several"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/$€£¥-])(?:(?!(?:19|20)\d\d\b)\d[\d,]*(?![\w.%/]|-\w)|(?:{_WORDS})(?![\w-]))", re.IGNORECASE
)
"""A count: a bare number or number word; no year, no part of a designation, no price."""
_DIRECT = re.compile(r"(?:\(\d+\) )?(?:(?!(?:and|or|with|plus|for|of|to|in|from)\b)[\w.'&/-]+ ){0,3}", re.IGNORECASE)
"""Adjectives between a number and what it counts."""
_DESIGNATION = re.compile(r"\b[A-Z]{1,5}-?\d{1,4}\w{0,4}\b")
_MARK = re.compile(r"(?<= )(?-i:[A-Z])[\w.'/-]* \d{1,3}\w?(?= )")
"""A capitalised word with its number: "Type 26", "Block 70"."""
_PART_OF = re.compile(r"(?: of (?:the |a |its )?\d[\d,]*(?= ))?")
"""Of a larger number: "30 of the 100 tanks"."""
_OPEN = re.compile(
    r"\s*(?:$|[^\w\s$€£]|(?:of(?! (?-i:[A-Z]))"
    r"|in|to|for|at|on|from|by|with|and|or|that|which|have|has|had|were|was|are|is|will|would|each|more"
    r"|now|already|went|came|others?|ones|so|as|under|after|before|until|since|this|last|next|per|a|all|"
    r"aircraft|jets?|planes?|vehicles?|units?|systems?|pieces?|examples?|airframes?|hulls?|boats?|ships?|being|still|yet"
    r"|ordered|delivered|donated|received|contracted|wanted|promised|needed|handed|returned|retired|acquired|pledged"
    r"|go|goes|can|may|if|it|they|bought|sold|paid|built|sent|given|left|stand|second-hand|new|used)\b(?!-))",
    re.IGNORECASE,
)
"""What may follow a number that stands behind the name it counts."""


def miscounted(sentences: Iterable[str], quantity: str, name: str, others: Sequence[str] = ()) -> str | None:
    """Why a quantity is not the name's; None where it is, or where the sentences leave it open.

    Args:
        sentences: The sentences cited.
        quantity: The words of the quantity.
        name: The words of what is counted.
        others: The names of what else is counted there.
    """
    reason = None
    counted, called = _standing(quantity), _standing(name, plural=True)
    beside = [fold(other) for other in others if fold(other) not in fold(name)]
    for sentence in sentences:
        text = fold(sentence[:LONGEST])
        for number in counted.finditer(text):
            for mention in called.finditer(text):
                problem = _problem(text, number.span(), mention.span(), beside)
                if problem is None:
                    return None
                reason = reason or problem
    return reason


def _standing(words: str, *, plural: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(fold(words))}{'s?' if plural else ''}(?!\w)", re.IGNORECASE)


def _problem(text: str, number: tuple[int, int], name: tuple[int, int], others: list[str]) -> str | None:
    """Why this mention of the number is not about this mention of the name."""
    if number[1] <= name[0]:
        between = text[number[1] : name[0]]
        nearer = None if _runs_in(between, text[slice(*name)]) else _nearer(between)
        words = nearer.group() if nearer else next((other for other in others if other in between), None)
        return f"{words!r} stands nearer" if words else None
    if name[1] <= number[0]:
        own = _number_before(text, name[0])
        counts_else = _OPEN.match(text, number[1]) is None
        joined = re.search(
            r"(?:\band|\bplus|\bwith|\balong with|\bas well as|[,;])\s*(?:\w+ )?$", text[name[1] : number[0]]
        )
        if counts_else and (own or joined):
            return (
                f"it stands before another name, and {own!r} before this one"
                if own
                else "it stands before another name"
            )
    return None


def _nearer(between: str) -> re.Match[str] | None:
    """Another number or designation between a number and a name."""
    part = _PART_OF.match(between)
    return _NUMBER.search(between, part.end() if part else 0) or _DESIGNATION.search(between)


def _runs_in(between: str, name: str) -> bool:
    """Whether what stands between a number and a name belongs to the name: "66 F-16 jets", "five Type 26 frigates".

    Before a name that is a designation itself, another designation is a thing of its own.
    """
    if _DESIGNATION.search(between) and _DESIGNATION.search(name):
        return False
    return _DIRECT.fullmatch(between.lstrip()) is not None and _NUMBER.search(_MARK.sub("", between)) is None


def _number_before(text: str, at: int) -> str | None:
    """The number that directly precedes an offset, adjectives aside."""
    left = text[max(0, at - 80) : at]
    found = None
    for number in _NUMBER.finditer(left):
        rest = left[number.end() :].lstrip()
        if _DIRECT.fullmatch(rest):
            found = number.group()
    return found
