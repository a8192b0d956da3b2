"""What a user sees when something fails: one line and an exit code, never a traceback."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from summariser.errors import SummariserError

P = ParamSpec("P")
T = TypeVar("T")
INTERRUPTED = 130
_BROKEN_PIPE = 141


def complain(error: SummariserError) -> None:
    """Say on stderr what went wrong, in one line (a recording's difference may take more)."""
    from summariser.output.safe import one_line, printable

    if error.subject is not None:
        error.subject = one_line(error.subject)
    typer.echo(f"summariser: {printable(str(error))}", err=True)


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """Turn errors of the package into a line on stderr and the error's exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except SummariserError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            typer.echo("summariser: interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(_BROKEN_PIPE) from None

    return run
