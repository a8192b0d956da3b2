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
    from summariser.safe import one_line, printable

    if error.subject is not None:
        error.subject = one_line(error.subject)
    typer.echo(f"summariser: {printable(str(error))}", err=True)


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """Turn errors of the package into a line on stderr and the error's exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            try:
                return command(*args, **kwargs)
            finally:
                sys.stdout.flush()  # what cannot be written is told here, not by the interpreter on its way out
        except SummariserError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            raise _interrupted() from None
        except ValueError as error:
            if not _holds_interrupt(error):
                raise
            raise _interrupted() from None
        except BrokenPipeError:
            _discard_output()
            raise typer.Exit(_BROKEN_PIPE) from None
        except OSError as error:
            if error.filename is not None:
                raise
            _discard_output()
            typer.echo(f"summariser: the output cannot be written: {error.strerror}", err=True)
            raise typer.Exit(1) from error

    return run


def _discard_output() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupted() -> typer.Exit:
    typer.echo("summariser: interrupted", err=True)
    return typer.Exit(INTERRUPTED)


def _holds_interrupt(error: ValueError) -> bool:
    """Whether an interrupt came while Pydantic wrote JSON: it makes an error of its own of it, without a cause."""
    return type(error).__name__ == "PydanticSerializationError" and KeyboardInterrupt.__name__ in str(error)
