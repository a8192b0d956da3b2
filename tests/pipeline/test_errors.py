"""The tree of errors: every one can be told, copied and sent to another process."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator

import pytest

from summariser.errors import SummariserError


def tree(kind: type[SummariserError]) -> Iterator[type[SummariserError]]:
    """A class of errors and all beneath it."""
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


@pytest.mark.parametrize("kind", list(tree(SummariserError)))
def test_an_error_survives_copying(kind: type[SummariserError]) -> None:
    """Pickled or copied it is of the same class, says the same and carries the same, notes included."""
    error = kind("it is broken", subject="a.txt", hint="Mend it.")
    error.add_note("seen before")
    error.subject = "b.txt"
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
        assert type(again) is kind
        assert str(again) == str(error) == "b.txt: it is broken. Mend it."
        assert vars(again) == vars(error)
