"""How many articles are read at the same time, and when somebody who was turned away may come again."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from summariser.errors import ServiceBusy

_REMEMBERED = 20
_LONGEST_WAIT = 120


class Gate:
    """Lets so many in at the same time; for one event loop.

    Args:
        places: Most that may be in.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._inside = 0
        self._lasted: deque[float] = deque(maxlen=_REMEMBERED)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Take a place.

        Raises:
            ServiceBusy: None is free. It does not wait: whoever asks decides how long that is worth.
        """
        if self._inside >= self._places:
            problem = f"{self._places} articles are being read, which is the most"
            raise ServiceBusy(problem, hint=f"Try again in {self.wait} seconds.")
        self._inside += 1
        started = time.monotonic()
        try:
            yield
        finally:
            self._inside -= 1
            self._lasted.append(time.monotonic() - started)

    @property
    def wait(self) -> int:
        """Seconds after which a place is likely to be free: as long as the last articles took, on average."""
        mean = sum(self._lasted) / len(self._lasted) if self._lasted else 1.0
        return min(_LONGEST_WAIT, max(1, math.ceil(mean)))
