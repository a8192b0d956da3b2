"""Peers: systems to compare with, each a Python file outside the package."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from summariser.errors import UsageError
from summariser.evaluation.runs import Peer

_HINT = "See evals/peers/README.md."


@dataclass(frozen=True)
class LoadedPeer:
    """A peer that can be run.

    Attributes:
        name: What to call it in reports.
        read: The peer itself.
        provenance: What it was made with, as its file says: versions, model, date.
    """

    name: str
    read: Peer
    provenance: Mapping[str, str] = field(default_factory=dict)


def load_peer(path: Path) -> LoadedPeer:
    """Load a peer: ``read``, and if they are there ``NAME`` and ``PROVENANCE``, of a Python file.

    As for any script, the file may import the modules that lie beside it.

    Raises:
        UsageError: It is no Python file, or has no such function.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise UsageError("is no Python file", subject=str(path))
    folder = str(path.resolve().parent)
    if folder not in sys.path:
        sys.path.append(folder)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # classes with annotations as text are resolved through it
    spec.loader.exec_module(module)
    read = getattr(module, "read", None)
    if read is None:
        raise UsageError("has no function 'read'", subject=str(path), hint=_HINT)
    return LoadedPeer(getattr(module, "NAME", path.stem), read, dict(getattr(module, "PROVENANCE", {})))
