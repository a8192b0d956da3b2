"""What is told where the program itself fails on a source or an article: it must not take the others with it."""

from __future__ import annotations

from typing import TypeVar

from summariser.errors import SummariserError

E = TypeVar("E", bound=SummariserError)
_SHOWN = 200


def tripped(error: Exception, subject: str, kind: type[E]) -> E:
    """The error of one source or article, in place of one that nobody foresaw.

    Args:
        error: What the program failed with.
        subject: The source.
        kind: The error's class.
    """
    words = " ".join(str(error).split())[:_SHOWN]
    problem = f"the program failed on it: {type(error).__name__}: {words}"
    return kind(problem, subject=subject, hint="Please report this, with the article.")
