"""A PostgreSQL server of the tests' own: made in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FASTER = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
_UNPRIVILEGED = ("postgres", "nobody")


def binaries() -> Path | None:
    """The folder of the server's programs: on the path, or where Debian keeps them; None where there are none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def _user() -> str | None:
    """Who runs the server: PostgreSQL refuses root, so another user there; None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _UNPRIVILEGED if name in known), None)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Start a server; gives its address without a database: ``postgresql+psycopg://tests@127.0.0.1:port``."""
    user = _user()
    with tempfile.TemporaryDirectory(prefix="store-", ignore_cleanup_errors=True) as folder:
        if user is not None:
            shutil.chown(folder, user)

        def run(program: str, *arguments: str) -> None:
            done = subprocess.run(
                [str(programs / program), *arguments], user=user, cwd=folder, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, check=False, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

        data, log = f"{folder}/data", f"{folder}/log"
        run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {_FASTER}"
        run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "240", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
