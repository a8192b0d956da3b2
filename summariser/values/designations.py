"""Designations of weapons: one spelling for comparison, and misprints that the article itself corrects."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from summariser.values.surroundings import NOWHERE, Surroundings
from summariser.values.typography import MAX_WORDS, fold, fold_words

_PLURAL_MARK = re.compile(r"(?<=[A-Z0-9])'?s\b")
_POSSESSIVE = re.compile(r"'s\b")
_PLURAL_WORD = re.compile(r"\b([^\W\d_]{3,}[^\W\d_s])s\b")
_TOKEN = re.compile(r"[^\W_][\w/.-]*[^\W_]|[^\W_]")
_LOOKALIKE = str.maketrans({"1": "I", "l": "I", "0": "O", "5": "S", "8": "B", "2": "Z"})
_SHORTEST_WORD = 5
_SHORTEST_CODE = 3
_FOR = re.compile(
    r"\b(?:ammunition|munitions?|shells|(?:spare )?parts|spares|simulators?|training|maintenance) for "
    r"(?:(?:the|its|their|these|those|our|his) )?(?:\d{1,4} )?(?P<name>(?-i:[A-Z][\w-]* ){1,7}\()?$",
    re.IGNORECASE,
)
"""What stands before equipment that is not itself meant: "ammunition for HIMARS", also with its name in full."""
_LONGEST_FOR = 160
_DETERMINER = re.compile(r"^(?:the|an?|more|additional|further|its|their) ", re.IGNORECASE)


def _singular(text: str) -> str:
    """Text without plural and possessive s: after a capital or a digit, and at words of four letters or more."""
    if "s" not in text:
        return text
    return _PLURAL_WORD.sub(r"\1", _POSSESSIVE.sub("", _PLURAL_MARK.sub("", text)))


def normalise_designation(words: str, around: Surroundings = NOWHERE) -> str:
    """The designation without its plural s; a misprint is mended only by a form that stands elsewhere in the article.

    What counts as a misprint is narrow, since real variants are close to each other (F-15, F-16): a look-alike
    ("P-81" beside "P-8I", "F-1O6" beside "F-106"), or in a word of five letters or more two letters swapped or a
    double letter printed once ("Koskan" beside "Koksan", "AMRAM" beside "AMRAAM"), where the other form is printed
    more often.
    """
    text = _DETERMINER.sub("", _singular(fold_words(words[:MAX_WORDS])))
    if text.count("(") == text.count(")") + 1 and words.rstrip().endswith(")"):
        text += ")"  # which is no end of a name, but the end of one in brackets
    if not text or not around.article:
        return text
    counts = _token_counts(around.article)
    return _TOKEN.sub(lambda match: _mended(match[0], counts), text)


def what_is_for(around: Surroundings) -> tuple[int, int]:
    """How many characters before and behind a designation name what is for it: those of "ammunition for "."""
    match = _FOR.search(around.left[-_LONGEST_FOR:])
    if match is None:
        return 0, 0
    return len(match[0]), int(match["name"] is not None and around.right.startswith(")"))


@lru_cache(maxsize=64)
def _token_counts(article: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for printed, times in Counter(_TOKEN.findall(fold(article))).items():
        if _has_capital(printed) and _has_capital(token := _singular(printed)):
            counts[token] = counts.get(token, 0) + times
    return counts


def _has_capital(token: str) -> bool:
    return token.lower() != token if token.isascii() else any(map(str.isupper, token))


def _mended(token: str, counts: dict[str, int]) -> str:
    own = counts.get(token, 0)
    if len(token) < _SHORTEST_CODE:
        return token
    if any(sign.isdigit() for sign in token):
        shape = token.translate(_LOOKALIKE)
        others = [other for other in counts if other != token and other.translate(_LOOKALIKE) == shape]
        others = [
            other for other in others if counts[other] > own or (counts[other] == own and _likelier(other, token))
        ]
        return others[0] if len(others) == 1 else token
    if len(token) < _SHORTEST_WORD:
        return token
    others = [other for other in counts if counts[other] > own and _slip(token, other)]
    return others[0] if len(others) == 1 else token


def _likelier(other: str, token: str) -> bool:
    """Of two look-alikes printed equally often, whether ``other`` is the one that types are named by.

    A letter behind the number ("P-8I") is likelier than one more digit; a digit is likelier between digits ("F-106").
    """
    for sign, printed, after in zip(other, token, [*token[1:], ""], strict=False):
        if sign != printed:
            return sign.isalpha() if not after.isdigit() else sign.isdigit()
    return False


def _slip(token: str, other: str) -> bool:
    """Whether ``token`` is ``other`` with two neighbours swapped, or with a double letter printed once."""
    if len(token) == len(other):
        wrong = [place for place in range(len(token)) if token[place] != other[place]]
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and wrong[0] > 0
            and token[wrong[0]] == other[wrong[1]]
            and token[wrong[1]] == other[wrong[0]]
        )
    if len(other) == len(token) + 1:
        return any(
            other[place] == other[place - 1] and other[:place] + other[place + 1 :] == token
            for place in range(1, len(other))
        )
    return False
