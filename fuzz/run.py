"""One target in a process of its own: ``python -m fuzz.run TARGET SECONDS FOLDER``.

libFuzzer would stop at the first failure; here a failure is kept and fuzzing goes on, so that one run tells them all.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import logging
import pkgutil
import sys
import time
import traceback
import warnings
from pathlib import Path

import atheris

from fuzz.seeds import seeds

_OWN = "summariser"
_LIBRARIES = {"document": "pypdf", "markdown": "markdown_it"}
"""Besides the package's own branches, whose guide the search."""
_LEFT_OUT = ("summariser.cli", "summariser.evaluation", "summariser.__main__")


class Findings:
    """What went wrong, one input for each kind: the error's class with the place it comes from, or slowness."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, dict[str, object]] = {}

    def error(self, error: BaseException, data: bytes) -> None:
        """Keep an error that should not have escaped."""
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "/summariser/" in frame.filename or "/schemas/" in frame.filename]
        last = (own or list(frames))[-1]
        self._keep(f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}", str(error)[:200], data)

    def slow(self, seconds: float, data: bytes) -> None:
        """Keep an input that took too long."""
        self._keep("slow", f"{seconds:.1f} s for {len(data)} bytes", data)

    def _keep(self, kind: str, words: str, data: bytes) -> None:
        known = self._known.get(kind)
        if known is not None and len(data) >= int(str(known["bytes"])):
            return
        name = hashlib.sha256(kind.encode()).hexdigest()[:12]
        (self._folder / name).write_bytes(data)
        self._known[kind] = {"kind": kind, "words": words, "bytes": len(data), "file": name}
        (self._folder / "findings.json").write_text(json.dumps(list(self._known.values()), indent=1), "utf-8")


def _import_instrumented(target: str) -> None:
    """Import the modules before the target does: what is imported late is not instrumented."""
    library = _LIBRARIES.get(target)
    with atheris.instrument_imports(include=[_OWN, library] if library else [_OWN]):
        for module in pkgutil.walk_packages(importlib.import_module(_OWN).__path__, f"{_OWN}."):
            if not module.name.startswith(_LEFT_OUT):
                with contextlib.suppress(ImportError):  # parts that need another package
                    importlib.import_module(module.name)
        if library:
            importlib.import_module(library)


def main(target: str, seconds: int, folder: Path) -> None:
    """Fuzz one target.

    Args:
        target: Its name.
        seconds: How long.
        folder: Where its corpus and its findings are kept.
    """
    _import_instrumented(target)
    from fuzz.targets import ALLOWED, LONGEST, SLOW, TARGETS
    from summariser.topics.loading import load_topic

    load_topic()  # an environment in which nothing works finds nothing
    corpus, found = folder / "corpus", folder / "found"
    for place in (corpus, found):
        place.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed[:LONGEST])
    findings, function = Findings(found), TARGETS[target]
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")

    def once(data: bytes) -> None:
        started = time.process_time()
        try:
            function(data)
        except ALLOWED:
            pass
        except (Exception, RecursionError) as error:  # noqa: BLE001 (whatever escapes is what is looked for)
            findings.error(error, data)
        taken = time.process_time() - started
        if taken > SLOW:
            findings.slow(taken, data)

    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=3000"]
    options += ["-print_final_stats=1", f"-artifact_prefix={found}/", "-reload=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], once, enable_python_coverage=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
