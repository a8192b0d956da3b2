"""The body of a request: read within its limit, and taken for what its media type says."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Request
from pydantic import ValidationError

from summariser.errors import SourceTooLarge, SummariserError, UnsupportedSource, UsageError
from summariser.report import Report
from summariser.services.desk import Desk
from summariser.services.problems import in_words
from summariser.services.requests import ArticleRequest, Options

JSON = "application/json"
DOCUMENTS = ("text/plain", "text/markdown", "text/html", "application/pdf")
_DRAINED = 4
"""So many times the limit is read and thrown away, so that who sends too much gets to see the answer."""


class Unreadable(Exception):
    """A request that is refused with a status that its error's class does not have.

    Attributes:
        error: What is wrong.
        status: The status.
    """

    def __init__(self, error: SummariserError, status: HTTPStatus) -> None:
        super().__init__(str(error))
        self.error = error
        self.status = status


async def read_article(request: Request, desk: Desk, options: Options) -> Report[Any]:
    """Read the article that a request carries.

    Args:
        request: The request.
        desk: Where it is read.
        options: Options from the query; those of a JSON body win.

    Raises:
        SummariserError: It cannot be read.
        Unreadable: The request is none that is understood.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (JSON, *DOCUMENTS):
        kinds = f"{JSON}, {', '.join(DOCUMENTS[:-1])} or {DOCUMENTS[-1]}"
        error = UnsupportedSource("the media type is not one that is read", hint=f"Send {kinds}.")
        raise Unreadable(error, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    data = await body(request, desk.limits.max_bytes)
    if media_type != JSON:
        return await desk.read_document(data, media_type, options)
    wanted = parse(data)
    return await desk.read(wanted.model_copy(update=wanted.over(options)))


async def body(request: Request, most: int) -> bytes:
    """The bytes of a request.

    Args:
        request: The request.
        most: Most bytes.

    Raises:
        SourceTooLarge: There are more; a little more is read all the same, so that the answer arrives.
    """
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= most:
            parts.append(part)
        elif size > most * _DRAINED:
            break
    if size > most:
        raise SourceTooLarge(f"it is larger than {most} bytes", subject="request", hint="Send a smaller one.")
    return b"".join(parts)


def parse(data: bytes) -> ArticleRequest:
    """The request in a JSON body.

    Raises:
        UsageError: It is not of the shape that is documented.
        Unreadable: It is no JSON.
    """
    try:
        return ArticleRequest.model_validate_json(data)
    except ValidationError as error:
        wrong = UsageError(in_words(error), subject="request", hint="The shape is in /openapi.json.")
        if any(problem["type"] == "json_invalid" for problem in error.errors()):
            raise Unreadable(wrong, HTTPStatus.BAD_REQUEST) from None
        raise wrong from None
