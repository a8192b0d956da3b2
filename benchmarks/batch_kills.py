"""Kill a batch again and again, and compare: ``python -m benchmarks.batch_kills``.

The store must equal that of a batch that was left alone. How many requests the server saw that it had answered before
is shown beside what was in flight.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.batch.killing import kill_again_and_again


def main() -> None:
    """Run it on SQLite, and on PostgreSQL where two empty databases are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--calls", type=int, default=16)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds that the server takes to answer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", nargs=2, metavar="ADDRESS", help="two empty databases: postgresql+psycopg://...")
    given = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        stores = {"SQLite": (f"{folder}/killed.db", f"{folder}/whole.db")}
        if given.postgres:
            stores["PostgreSQL"] = tuple(given.postgres)
        for kind, (killed, whole) in stores.items():
            started = time.perf_counter()
            done = kill_again_and_again(
                Path(folder), killed, whole, articles=given.articles, kills=given.kills, calls=given.calls,
                delay=given.delay, seed=given.seed,
            )  # fmt: skip
            failed = failed or not done.same or done.code != 0
            print(
                f"{kind}: {given.articles} articles, {done.kills} kills, the same store: {done.same}, exit code "
                f"{done.code}; {done.requests} requests, {done.repeated} of them again, "
                f"{done.repeated / max(1, done.kills):.1f} a kill at {given.calls} in flight; "
                f"{time.perf_counter() - started:.0f} s"
            )
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
