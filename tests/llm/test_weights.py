"""The embedded model's file: assembled once, verified, and loaded without stopping the event loop."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from summariser.llm import embedded, weights
from summariser.llm.client import ModelClient
from summariser.llm.endpoint import resolve
from summariser.settings import Settings
from tests.llm.callers import QUESTION
from tests.llm.server import FaultServer, answer

CONTENT = [bytes([number]) * 1000 for number in range(4)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A model of a few parts in place of the installed one; returns an empty cache folder."""
    parts = [tmp_path / f"part{number}" for number in range(len(CONTENT))]
    for part, content in zip(parts, CONTENT, strict=True):
        part.write_bytes(content)
    whole = b"".join(CONTENT)
    monkeypatch.setattr(weights, "part_files", lambda: parts)
    monkeypatch.setattr(weights, "SIZE", len(whole))
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(whole).hexdigest())
    return tmp_path / "cache"


def test_threads_assemble_one_file(small: Path) -> None:
    """Two first uses at once give one whole file, assembled once, and nothing half done beside it."""
    steps: list[int] = []

    def slowly(done: int, _: int) -> None:
        steps.append(done)
        time.sleep(0.01)

    with ThreadPoolExecutor(2) as pool:
        paths = [future.result() for future in [pool.submit(weights.weights, small, slowly) for _ in range(2)]]
    assert paths[0] == paths[1]
    assert paths[0].read_bytes() == b"".join(CONTENT)
    assert steps == [1000, 2000, 3000, 4000]
    assert sorted(path.suffix for path in small.iterdir()) == [".gguf", ".sha256"]


@pytest.mark.parametrize("stamped", [False, True])
def test_a_file_of_the_right_size_is_not_enough(small: Path, stamped: bool) -> None:
    """A file of zeros is assembled anew, also where it took the place of a verified one."""
    small.mkdir()
    path = weights.weights(small) if stamped else small / f"{weights.NAME}.gguf"
    path.write_bytes(bytes(weights.SIZE))
    assert weights.weights(small).read_bytes() == b"".join(CONTENT)


def test_a_verified_file_is_not_read_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an earlier version is verified once and stamped; after that its stamp is enough."""
    small.mkdir()
    path = small / f"{weights.NAME}.gguf"
    path.write_bytes(b"".join(CONTENT))
    weights.weights(small)
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("it was read again"))
    assert weights.weights(small) == path


class Loaded:
    """A server in the place of one with a model in it."""

    def __init__(self, address: str) -> None:
        self.address = address.removesuffix("/v1")


def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, loaded: list[Any]) -> ModelClient:
    """A client of a model file that takes a moment to load."""

    def start(*_: object, **__: object) -> Loaded:
        time.sleep(0.3)
        server = Loaded(address)
        loaded.append(weakref.ref(server))
        return server

    monkeypatch.setattr(embedded.EmbeddedServer, "start", start)
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF")
    return ModelClient(resolve(str(file), Settings(), topic="t"), retry_for=0)


def test_the_event_loop_goes_on_while_a_model_loads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Loading takes place in a thread; what else the loop has to do is done meanwhile."""
    loaded: list[Any] = []

    async def both(model: ModelClient) -> list[float]:
        moments: list[float] = []

        async def tick() -> None:
            while not loaded:
                moments.append(time.monotonic())
                await asyncio.sleep(0.02)

        await asyncio.gather(model.aask(QUESTION), tick())
        await model.aclose()
        return moments

    with FaultServer([answer({"things": []})]) as server:
        moments = asyncio.run(both(client(monkeypatch, tmp_path, server.address, loaded)))
    assert len(moments) > 3


def test_closing_frees_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The server goes with the last connection, stays while another needs it, and comes back for a later question."""
    loaded: list[Any] = []
    with FaultServer([answer({"things": []})]) as server:
        model = client(monkeypatch, tmp_path, server.address, loaded)
        model.ask(QUESTION)

        async def later() -> None:
            await model.aask(QUESTION)
            model.close()
            gc.collect()
            assert loaded[0]() is not None
            await model.aclose()

        asyncio.run(later())
        gc.collect()
        assert [server() for server in loaded] == [None]
        model.ask(QUESTION)
        assert len(loaded) == 2
        thread = threading.Thread(target=model.close)
        thread.start()
        thread.join()
        gc.collect()
        assert loaded[1]() is None
