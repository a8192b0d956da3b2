"""A cluster for one run: one that is there, or processes of this machine, quiet and gone without a trace afterwards."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from summariser.errors import Interrupted, UsageError

ADDRESS = "RAY_ADDRESS"
"""The variable in which Ray itself looks for a cluster."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # no statistics are sent to Ray's makers
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DEDUP_LOGS": "1",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # else a worker's end is told on stdout, with addresses of machines
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
"""What keeps Ray silent, besides its loggers."""
_TOKEN, _MODE = "RAY_AUTH_TOKEN", "RAY_AUTH_MODE"
_STORE_BYTES = 512 * 2**20
"""Memory that processes of one machine share articles and results in, at most."""
_LONGEST_FOLDER = 40
"""Longest path of Ray's temporary files: names of local sockets below it are limited to about 100 bytes."""
_LOGGERS = ("ray", "ray.data")


def check_extra() -> None:
    """Refuse a run without the packages that it needs.

    Raises:
        UsageError: Ray or pyarrow is not installed.
    """
    if find_spec("ray") is None or find_spec("pyarrow") is None:
        raise UsageError("the engine ray is not installed", hint="pip install 'summariser[ray]'")


@contextmanager
def cluster(address: str | None, workers: int) -> Iterator[None]:
    """Ray, connected for as long as the block lasts; what the block leaves running there is ended.

    A connection that the caller has already is used, and left as it is. Else the address or ``RAY_ADDRESS`` names a
    cluster; without one, processes are started on this machine, which nobody without their token can talk to.

    Args:
        address: Address of a cluster; None for that of the environment, if any.
        workers: How many workers a cluster of this machine has room for.

    Raises:
        Interrupted: There is no cluster at the address, or it cannot be started.
    """
    with _hushed():
        import ray

        if ray.is_initialized():
            yield
            return
        address = address or os.environ.get(ADDRESS)
        with _signals_kept(), _folder(address) as folder:
            try:
                _start(ray, address, workers, folder)
                yield
            finally:
                ray.shutdown()


def _start(ray: Any, address: str | None, workers: int, folder: str | None) -> None:
    quiet = {"log_to_driver": False, "configure_logging": True, "logging_level": logging.CRITICAL}
    try:
        with _silent():
            if address:
                ray.init(address=address, **quiet)
                return
            ray.init(
                address="local",
                num_cpus=workers + 1,  # one more, for reading lists
                include_dashboard=False,
                object_store_memory=_STORE_BYTES,
                _temp_dir=folder,
                **quiet,
            )
    except (ConnectionError, OSError, RuntimeError, TimeoutError, ValueError) as error:
        # None of its words: they tell addresses of machines.
        hint = (
            f"Is {ADDRESS} right, and the same version of Ray and Python there?"
            if address
            else "Is there enough memory?"
        )
        failed = Interrupted(f"Ray cannot be started ({type(error).__name__})", hint=hint)
        failed.exit_code = 1
        raise failed from None


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing gets to stderr: Ray's C++ says there that it was told to be quiet, past every logger."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@cache
def _token() -> str:
    """A token of this process: Ray listens on the network, and asks for one; its own would stay in the home folder."""
    return secrets.token_hex(32)


@contextmanager
def environment(address: str | None) -> Iterator[None]:
    """The environment as Ray and the processes that it starts are to find it; Ray reads a part when it is imported.

    Args:
        address: As for :func:`cluster`.
    """
    variables: dict[str, str | None] = {**_QUIET}
    if not (address or os.environ.get(ADDRESS)):
        # Ray itself demands the token of a cluster that it starts, and says so in the environment.
        variables |= {_TOKEN: os.environ.get(_TOKEN) or _token(), _MODE: os.environ.get(_MODE)}
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update({name: value for name, value in variables.items() if value is not None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _hushed() -> Iterator[None]:
    """Ray's loggers say nothing; progress and problems are told by this program."""
    import ray.data

    context = ray.data.DataContext.get_current()
    bars, context.enable_progress_bars = context.enable_progress_bars, False
    levels = {name: logging.getLogger(name).level for name in _LOGGERS}
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        context.enable_progress_bars = bars
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Ray's own handler of SIGTERM does not outlast it."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _folder(address: str | None) -> Iterator[str | None]:
    """A folder for the temporary files and logs of a cluster of this machine, removed at the end."""
    if address:
        yield None
        return
    parent = tempfile.gettempdir()
    folder = tempfile.mkdtemp(prefix="ray-", dir=parent if len(parent) <= _LONGEST_FOLDER else "/tmp")
    try:
        yield folder
    finally:
        shutil.rmtree(Path(folder), ignore_errors=True)
