"""The model inside the process: llama.cpp's own server, on a loopback port of its choice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summariser.errors import ModelUnavailable
from summariser.llm.weights import INSTALL

QUIET = -1
"""Verbosity at which the server prints nothing."""


@dataclass
class EmbeddedServer:
    """A loaded model that answers OpenAI's HTTP interface while this object lives.

    Attributes:
        address: Its address, ``http://127.0.0.1:<port>``.
    """

    address: str
    _server: Any

    @classmethod
    def start(cls, path: Path, *, threads: int | None, context: int, adapter: Path | None = None) -> EmbeddedServer:
        """Load a GGUF file.

        Args:
            path: The model.
            threads: Threads to compute with; chosen from cores and load if None.
            context: Size of the context in tokens.
            adapter: LoRA adapter to load with it.

        Raises:
            ModelUnavailable: The runtime is not installed, or the file does not load.
        """
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelUnavailable(
                "the runtime for embedded models is not installed",
                subject=str(path.name),
                hint=f"Run {INSTALL}, or name another model with --model.",
            ) from error
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(path)
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = 0
        parameters.n_ctx = context
        parameters.n_parallel = 1
        parameters.warmup = False
        parameters.verbosity = QUIET
        for pool in (parameters.cpuparams, parameters.cpuparams_batch):
            pool.n_threads = threads or free_cores()
        if adapter is not None:
            parameters.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(adapter), 1.0)]
        try:
            server = xllamacpp.Server(parameters)
        except (RuntimeError, ValueError) as error:
            raise ModelUnavailable(
                "the model file does not load", subject=str(path), hint="Is it a complete GGUF file?"
            ) from error
        return cls(server.listening_address, server)


def free_cores() -> int:
    """Cores that are not busy with other work, at least one.

    The threads of a model wait for each other at every layer: beside other load, one thread too many made it 20 times
    slower on two cores (0.5 instead of 9.7 tokens a second), one too few costs a quarter.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    busy = round(os.getloadavg()[0]) if hasattr(os, "getloadavg") else 0
    return max(1, cores - busy)
