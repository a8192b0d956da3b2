"""Bodies as they come from a server, unpacked piece by piece under a size limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS

CODINGS = frozenset(["", "identity", "gzip", "x-gzip", "deflate"])
"""Content codings that can be unpacked; a list of several is none of them."""


class OverLimit(Exception):
    """The body is larger than the limit. The caller turns it into an error that names the input."""


class Damaged(Exception):
    """The body does not unpack. The caller turns it into an error that names the input."""


def unpack(pieces: Iterable[bytes], coding: str, limit: int) -> bytes:
    """The whole body.

    At no time is more than the limit and one piece held: a small body that unpacks to gigabytes is stopped on the way.

    Args:
        pieces: The body as received.
        coding: Its content coding, one of ``CODINGS``.
        limit: Most bytes, unpacked.

    Raises:
        OverLimit: There are more.
        Damaged: The coding is broken or ends too soon.
    """
    body = bytearray()
    unpacker = None if coding in ("", "identity") else zlib.decompressobj(_GZIP_OR_ZLIB)
    received = False
    for piece in pieces:
        received = True
        if unpacker is None:
            body += piece
        else:
            try:
                body += unpacker.decompress(piece, limit + 1 - len(body))
            except zlib.error as error:
                raise Damaged from error
        if len(body) > limit:
            raise OverLimit
        if unpacker is not None and unpacker.eof:
            break  # what follows would be kept by the unpacker, without a limit
    if unpacker is not None and received and not unpacker.eof:
        raise Damaged
    return bytes(body)
