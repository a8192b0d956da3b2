"""The targets of the fuzzing, with few and always the same inputs: nothing but the package's errors comes out."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.seeds import REGRESSIONS, seeds
from fuzz.targets import ALLOWED, SLOW, TARGETS

_CHANGES = 12
_SLOWER_HERE = 4
"""Times slower than on a quiet machine that a test may be."""
_PIECES = (
    b"{",
    b"[",
    b'"',
    b"\\u",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"\0",
    b"<",
    b"\x1b",
    b"9" * 30,
    b"NaN",
    b"\r\n",
    b"-",
)
_QUICK = sorted(set(TARGETS) - {"answer", "response", "document", "page"})


def _try(name: str, data: bytes) -> None:
    began = time.process_time()
    with contextlib.suppress(*ALLOWED):
        TARGETS[name](data)
    assert time.process_time() - began < SLOW * _SLOWER_HERE


def _changed(name: str) -> Iterator[bytes]:
    """Seeds with stretches cut out, doubled and replaced; the same each time."""
    chance = random.Random(name)
    known = list(seeds(name))
    for _ in range(_CHANGES):
        data = bytearray(chance.choice(known)[:20_000])
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data) + 1)
            behind = min(len(data), at + chance.randint(0, 40))
            data[at:behind] = chance.choice((b"", bytes(data[at:behind]) * 2, chance.choice(_PIECES)))
        yield bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes(name: str) -> None:
    """Each target survives its seeds with a few changes, and the empty input."""
    for data in (b"", *_changed(name)):
        _try(name, data)


@pytest.mark.parametrize("name", _QUICK)
def test_any_bytes_at_all(name: str) -> None:
    """Each quick target survives bytes that have nothing of its format."""

    @settings(max_examples=15, deadline=None, derandomize=True, database=None)
    @given(st.binary(max_size=300))
    def survives(data: bytes) -> None:
        _try(name, data)

    survives()


@pytest.mark.parametrize("path", sorted(REGRESSIONS.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_failed(path) -> None:  # type: ignore[no-untyped-def]
    """Every input that fuzzing found stays an article, a report or an error."""
    _try(path.parent.name, path.read_bytes())
