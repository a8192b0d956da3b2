"""Files that are there whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A new file that takes the target's place when the block ends well, and leaves nothing where it does not.

    It lies beside the target under a name that nobody can foresee, and is opened only where nothing has that name: in
    a folder that others may write to, a link laid there in advance would have another file overwritten.

    Raises:
        OSError: It cannot be written or moved into place.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(8)}.partial")
    file = partial.open("xb")
    try:
        with file:
            yield file
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(target: Path, text: str) -> None:
    """Write a text in UTF-8, as :func:`whole_file` does.

    Raises:
        OSError: It cannot be written or moved into place.
    """
    with whole_file(target) as file:
        file.write(text.encode())
