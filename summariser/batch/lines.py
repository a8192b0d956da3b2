"""Lists of articles as JSON Lines: one object a line; a line that is wrong costs that line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, BinaryIO, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from summariser.batch.entry import Entry
from summariser.errors import InputError, UnsupportedSource
from summariser.reading.limits import too_large
from summariser.reading.sources import Source, expand

SUFFIXES = frozenset({".jsonl", ".ndjson"})
_HINT = 'Each line is an object with one of "text", "url" or "path".'


def _day(value: object) -> object:
    """The date of a date and time, where it was published: that of its own time zone."""
    if isinstance(value, str) and len(value) > len("2025-10-31"):
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            return value
    return value


class Line(BaseModel):
    """One line of a list; other properties are not read."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=False)

    text: str | None = None
    url: str | None = None
    path: str | None = None
    title: str | None = None
    published: Annotated[date | None, BeforeValidator(_day)] = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    id: str | int | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(value is not None for value in (self.text, self.url, self.path)) != 1:
            raise ValueError("exactly one of text, url and path is wanted")
        return self


def read_lines(file: BinaryIO, name: str, *, folder: str, max_bytes: int) -> Iterator[Entry | InputError]:
    """The entries of a list, line by line; no more than a line is held.

    Args:
        file: The list, open for reading bytes.
        name: What to call it.
        folder: Where relative paths of the list start from.
        max_bytes: Longest line that is read.
    """
    number = 0
    while line := file.readline(max_bytes + 1):
        number += 1
        label = f"{name}, line {number}"
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(max_bytes + 1)
            yield too_large(label, max_bytes)
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield read_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, label, folder=folder)


def read_line(line: bytes, label: str, *, folder: str) -> Entry | InputError:
    """The entry of one line of a list, or what is wrong with it.

    Args:
        line: The line.
        label: What to call it.
        folder: Where a relative path starts from.
    """
    try:
        said = Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = f"{'.'.join(map(str, first['loc']))}: " if first["loc"] else ""
        problem = f"the line is wrong: {where}{first['msg'].removeprefix('Value error, ')[:200]}"
        return UnsupportedSource(problem, subject=label, hint=_HINT)
    given = said.model_dump(include={"title", "published", "author", "site", "language"})
    if said.text is not None:
        return Entry(str(said.id or label), "text", text=said.text, **given)
    place = said.url or os.path.join(folder, said.path or "")
    if said.url is not None:
        (source,) = expand([said.url])
        if not isinstance(source, Source) or source.kind != "address":
            return UnsupportedSource("the line's url is no http address", subject=label, hint=_HINT)
    return Entry(str(said.id or place), "address" if said.url is not None else "file", place=place, **given)
