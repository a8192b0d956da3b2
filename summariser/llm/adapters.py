"""Trained adapters that ship beside the code: one folder a topic, a manifest and a GGUF file in it."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from summariser.errors import ModelUnavailable

FOLDER = "adapters"


class Adapter(BaseModel):
    """What the manifest of an adapter says.

    Attributes:
        topic: The topic it was trained for.
        file: Name of the GGUF file beside the manifest.
        sha256: Hash of that file.
        base_sha256: Hash of the model file it belongs to.
        trained: Date of training, ISO.
        prompt: Digest of the topic it was trained on; other prompts or schemas are strange to it.
        path: Where the file lies.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    topic: str
    file: str
    sha256: str
    base_sha256: str
    trained: str
    path: Path

    @property
    def name(self) -> str:
        """Short name for people: topic and the beginning of the hash."""
        return f"{self.topic}-{self.sha256[:8]}"


def find_adapter(topic: str, base_sha256: str) -> Adapter | None:
    """The adapter for a topic and a base model, verified by its hash; None where none ships.

    Raises:
        ModelUnavailable: One ships, but its file is damaged.
    """
    if not topic.replace("-", "_").isidentifier():
        return None  # a path: adapters are found by the names of topics alone
    folder = Path(str(files("summariser"))) / FOLDER / topic
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return None
    try:
        values = json.loads(manifest.read_text("utf-8"))
        adapter = Adapter.model_validate({**values, "path": folder / values["file"]})
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise ModelUnavailable("its manifest cannot be read", subject=str(manifest), hint="Reinstall.") from error
    if adapter.base_sha256 != base_sha256:
        return None
    if not adapter.path.is_file() or hashlib.sha256(adapter.path.read_bytes()).hexdigest() != adapter.sha256:
        raise ModelUnavailable("the adapter's file is missing or damaged", subject=adapter.name, hint="Reinstall.")
    return adapter
