"""What an application can watch: OpenTelemetry spans where it traces, log records where it listens, else nothing.

A step (an article, its reading, a question, the grounding of an answer) is one span and one log record with the same
attributes. Neither ever holds text of an article, an address, a path or a key.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

Value = str | int | float | bool
ROOT = "summariser"
_API = "opentelemetry.trace"

logging.getLogger(ROOT).addHandler(logging.NullHandler())


class Step:
    """One step of the work, from ``with`` to its end.

    The tracing library is never imported here: an application that traces has imported it, and one that has not pays
    for a look into a dictionary.

    Args:
        name: What it is; the logger is ``summariser.<name>``.
        attributes: What is known at its start.
        title: Name of the span, where it is not ``name``.
        client: Whether the step asks another system.
        level: Level of the log record of a step that succeeds.
    """

    def __init__(
        self,
        name: str,
        attributes: Mapping[str, Value] | None = None,
        *,
        title: str | None = None,
        client: bool = False,
        level: int = logging.INFO,
    ) -> None:
        self.name = name
        self.attributes: dict[str, Value] = dict(attributes or {})
        self._title = title or name
        self._client = client
        self._level = level
        self._failed = False
        self._manager: AbstractContextManager[Any] | None = None
        self._span: Any = None

    def __enter__(self) -> Self:
        """Start."""
        api = sys.modules.get(_API)
        if api is not None:
            kind = api.SpanKind.CLIENT if self._client else api.SpanKind.INTERNAL
            self._manager = api.get_tracer(ROOT).start_as_current_span(
                self._title, kind=kind, record_exception=False, set_status_on_exception=False
            )
            self._span = self._manager.__enter__()
        self._started = time.perf_counter()
        return self

    def note(self, attributes: Mapping[str, Value]) -> None:
        """Add what has come out."""
        self.attributes.update(attributes)

    def fail(self, error: BaseException) -> None:
        """Tell that the step failed: the class of the error alone, since its words may be the article's."""
        self._failed = True
        self.attributes["error.type"] = type(error).__name__

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End: one span, one record."""
        if error is not None:
            self.fail(error)
        if self._manager is not None:
            if self._span.is_recording():
                self._span.set_attributes(self.attributes)
                if self._failed:
                    self._span.set_status(sys.modules[_API].StatusCode.ERROR)
            self._manager.__exit__(None, None, None)
        logger = logging.getLogger(f"{ROOT}.{self.name}")
        level = logging.WARNING if self._failed else self._level
        if logger.isEnabledFor(level):
            seconds = round(time.perf_counter() - self._started, 3)
            self.attributes["summariser.seconds"] = seconds
            logger.log(level, "%s", self._sentence(), extra=self.attributes)

    def _sentence(self) -> str:
        named = {name.removeprefix(f"{ROOT}.").removeprefix("gen_ai."): v for name, v in self.attributes.items()}
        figures = " ".join(f"{name}={value}" for name, value in named.items())
        return f"{self.name} {'failed' if self._failed else 'done'}: {figures}"
