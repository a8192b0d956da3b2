"""What the user names, as a list of single sources: files, folders, patterns, standard input, addresses."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from summariser.errors import ForbiddenAddress, InputError, SourceNotFound, UnreadableSource

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
}
"""Kinds of files that are read, by suffix. A file named by itself may have any suffix."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20}):/{1,2}")
_READABLE = ", ".join(MEDIA_TYPES)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read.

    Attributes:
        name: As the user named it, or the path of a file found in a named folder or pattern.
        kind: ``file``, ``stdin`` or ``address``.
    """

    name: str
    kind: Literal["file", "stdin", "address"]


def expand(specs: Sequence[str]) -> list[Source | InputError]:
    """Single sources for what the user named, in that order; each source once.

    A folder stands for the readable files in it and below, sorted, without hidden ones; a link that leads out of it is
    an error in its place, and so is what is no ordinary file; a pattern (``*``, ``?``,
    ``[...]``, ``**``) for what it matches. A path that exists is that file, whatever characters it has.

    Args:
        specs: Paths, patterns, ``-`` for standard input, http(s) addresses.

    Returns:
        Sources, and in the place of each spec (or folder below one) that names nothing readable the error, so that
        the others can go on.
    """
    found: dict[object, Source | InputError] = {}
    for spec in specs:
        for item in _expand_one(spec):
            key = item if isinstance(item, Source) else id(item)
            found.setdefault(key, item)
    return list(found.values())


def stream(specs: Iterable[str]) -> Iterator[Source | InputError]:
    """As :func:`expand`, one by one: nothing is held, so folders are not sorted and a source may come twice.

    Args:
        specs: As for :func:`expand`; may be endless.
    """
    for spec in specs:
        if spec != "-" and not _SCHEME.match(spec):
            if os.path.isdir(spec):
                yield from _walk(spec)
                continue
            if not _exists(spec) and glob.has_magic(spec) and "\0" not in spec:
                yield from _matches(spec)
                continue
        yield from _expand_one(spec)


def _walk(folder: str) -> Iterator[Source | InputError]:
    """As :func:`_folder`, in the order in which the file system gives them."""
    inside = Path(folder).resolve()
    waiting, found, barred = [folder], False, False
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif Path(entry.name).suffix.lower() in MEDIA_TYPES:
                        found = True
                        yield _odd(Path(entry.path), inside) or Source(entry.path, "file")
        except OSError as error:
            barred = True
            yield _unlisted(error)
    if not (found or barred):
        yield _nothing_in(folder)


def _matches(pattern: str) -> Iterator[Source | InputError]:
    found = False
    for match in glob.iglob(pattern, recursive=True):
        if not os.path.isdir(match):
            found = True
            yield Source(match, "file")
    if not found:
        yield from _pattern(pattern)


def _expand_one(spec: str) -> Iterator[Source | InputError]:
    if spec == "-":
        yield Source(spec, "stdin")
    elif scheme := _SCHEME.match(spec):
        yield _address(spec, scheme.group(1).lower())
    elif os.path.isdir(spec):
        yield from _folder(spec)
    elif _exists(spec):
        yield Source(spec, "file")
    elif glob.has_magic(spec) and "\0" not in spec:
        yield from _pattern(spec)
    else:
        hint = "Check the path; give text itself on standard input, with '-'."
        yield SourceNotFound("there is no such file", subject=_shown(spec), hint=hint)


def _address(spec: str, scheme: str) -> Source | InputError:
    if scheme in ("http", "https"):
        return Source(spec, "address")
    return ForbiddenAddress(f"addresses with {scheme}: are not read", subject=spec, hint="Give an http or https one.")


def _exists(spec: str) -> bool:
    """Whether something but a folder is there; also True where the way to it is barred, which reading will report."""
    try:
        os.stat(spec)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _folder(folder: str) -> Iterator[Source | InputError]:
    """Readable files in a folder and below, and an error for each folder that cannot be listed and each odd file."""
    inside = Path(folder).resolve()
    barred: list[OSError] = []
    paths = []
    for parent, folders, names in os.walk(folder, onerror=barred.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [
            Path(parent, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in MEDIA_TYPES
        ]
    yield from (_odd(path, inside) or Source(str(path), "file") for path in sorted(paths))
    yield from map(_unlisted, barred)
    if not paths and not barred:
        yield _nothing_in(folder)


def _unlisted(error: OSError) -> InputError:
    problem = f"the folder cannot be listed ({error.strerror})"
    return UnreadableSource(problem, subject=str(error.filename), hint="Check its permissions.")


def _nothing_in(folder: str) -> InputError:
    hint = f"Put articles there ({_READABLE}), or name the files."
    return SourceNotFound("the folder holds no readable file", subject=folder, hint=hint)


def _odd(path: Path, inside: Path) -> InputError | None:
    """Why a file that was found, not named, is not read: who wrote the folder chose it, not the user.

    A link that leads out of the folder would put another file of the user's, a key say, into a report; a pipe waits.
    """
    hint = "Name the file itself if it is meant."
    if path.is_symlink() and not path.resolve().is_relative_to(inside):
        return UnreadableSource("it is a link that leads out of the folder", subject=str(path), hint=hint)
    if path.exists() and not path.is_file():
        return UnreadableSource("it is no ordinary file", subject=str(path), hint=hint)
    return None


def _pattern(pattern: str) -> Iterator[Source | InputError]:
    matches = sorted(glob.glob(pattern, recursive=True))
    files = [match for match in matches if not os.path.isdir(match)]
    if files:
        yield from (Source(match, "file") for match in files)
    elif matches:
        for match in matches:
            yield from _folder(match)
    else:
        yield SourceNotFound("nothing matches the pattern", subject=pattern, hint="Check it, and quote it.")


def _shown(spec: str, longest: int = 200) -> str:
    """The spec for a message: one that is a whole text is cut."""
    return spec if len(spec) <= longest else f"{spec[:longest]}..."
