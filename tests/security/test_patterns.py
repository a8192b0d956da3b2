"""No regular expression of the package explodes, whatever text it is given."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from tests.security.patterns import Pattern, patterns

LENGTH = 1_000_000
FIRST = 20_000
"""Of each piece so much stands in the text that a pattern is tried on first: enough for a square to show."""
LIMIT = 1.0
BOUNDED = {
    ("values/currency_forms.py", "adjective"): 2_000,
    ("values/datewords.py", "yearword"): 400,
    ("values/moment.py", "place"): 400,
    ("values/numbers.py", r"\d+,\d{1,2}|0,\d+|\d+,\d{4,}"): 1_000,
    ("values/parties.py", "Deutschland"): 400,
    ("values/parties.py", "own |then "): 40,
}
"""Patterns whose texts are bounded where they are used, by file and a piece of the pattern: characters at most."""
PIECES = (
    "a",
    "A",
    "1",
    " ",
    "\n",
    "-",
    "'",
    "(",
    "1,",
    "A.",
    "a ",
    "A b ",
    "of the ",
    "and ",
    "$1 ",
    "<",
    "é",
    "\u200b",
)


def _attacks(pattern: Pattern) -> Iterator[str]:
    """Short pieces that are repeated: ordinary ones, and the pattern's own words."""
    yield from PIECES
    words = sorted(set(re.findall(r"(?<!\\)[A-Za-z]{3,}", pattern.text)), key=len)
    yield from (f"{word} " for word in (*words[:1], *words[-2:]))


def _repeated(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def _seconds(pattern: Pattern, words: str) -> float:
    compiled = pattern.compiled()
    text = words.encode() if pattern.latin else words
    began = time.process_time()
    if pattern.anchored:
        compiled.match(text)
        compiled.fullmatch(text)
    else:
        for _ in compiled.finditer(text):
            pass
    return time.process_time() - began


def _bound(pattern: Pattern) -> int:
    return next(
        (bound for (file, piece), bound in BOUNDED.items() if file in pattern.place and piece in pattern.text), LENGTH
    )


def test_every_pattern_takes_a_megabyte_in_a_second() -> None:
    """All patterns, of the topics too, against repetitions of ordinary pieces and of their own words."""
    slow = []
    for pattern in patterns():
        bound, attacks = _bound(pattern), list(_attacks(pattern))
        first = [_repeated(piece, min(FIRST, bound)) for piece in attacks]
        if not pattern.anchored:
            first = ["".join(first)]
        if sum(_seconds(pattern, text) for text in first) < LIMIT * len(first[0]) * len(first) / LENGTH:
            continue
        slow += [(pattern.place, piece) for piece in attacks if _seconds(pattern, _repeated(piece, bound)) > LIMIT]
    assert not slow


def test_the_patterns_are_all_there() -> None:
    """The search for patterns finds those of modules, of functions, of other objects, and of topics."""
    found = patterns()
    places = {pattern.place.rpartition(":")[0] for pattern in found}
    assert len(found) > 250
    assert {"summariser/suspicion.py", "summariser/llm/secrets.py", "schemas/agreements_cues.py"} <= places
    assert any(pattern.anchored for pattern in found)


def test_a_pattern_that_explodes_is_noticed() -> None:
    """The measure itself: a pattern of the kind that is looked for takes far longer than allowed."""
    bad = Pattern("here:1", r"(?:\w+\s?)*:", 0, latin=False, anchored=False)
    assert _seconds(bad, "a" * 24) > 0.05
