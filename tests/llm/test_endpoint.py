"""From a model's name to what is called: names, keys, prices."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from summariser.errors import ModelUnavailable, UsageError
from summariser.llm.endpoint import resolve
from summariser.llm.prices import price
from summariser.settings import Settings
from summariser.summariser import Summariser


def test_a_base_address_wins() -> None:
    """With a server's address, a name is the server's own name for a model."""
    endpoint = resolve("openai/small", Settings(base_url="http://host/v1", api_key="k"), topic="t")
    assert (endpoint.name, endpoint.model, endpoint.provider, endpoint.key) == ("small", "small", None, "k")
    assert endpoint.address is not None
    assert endpoint.address() == "http://host/v1"


def test_a_base_address_without_a_name() -> None:
    """A server with one model needs no name."""
    assert resolve(None, Settings(base_url="http://host/v1"), topic="t").model == "default"


@pytest.mark.parametrize("address", ["host:80", "ftp://host", ""])
def test_what_is_no_address(address: str) -> None:
    """A base address that is none is told, not tried."""
    with pytest.raises(UsageError, match="http"):
        resolve("m", Settings(base_url=address), topic="t")


@pytest.mark.parametrize("name", ["gpt", "/gpt", "openai/", "/"])
def test_what_is_no_model_name(name: str) -> None:
    """A name without provider and model is told with how names look."""
    with pytest.raises(ModelUnavailable, match="provider/model"):
        resolve(name, Settings(), topic="t")


def test_openai_without_a_key() -> None:
    """A missing key is told with the three ways to a model."""
    with pytest.raises(ModelUnavailable, match="OPENAI_API_KEY"):
        resolve("openai/gpt-5-mini", Settings(), topic="t")


def test_the_key_of_a_server_is_not_sent_to_a_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """A configured key is for the base address; a provider gets its own, or the one passed with the call."""
    settings = Settings(api_key="key-of-my-server")
    assert resolve("anthropic/claude", settings, topic="t").key is None
    with pytest.raises(ModelUnavailable, match="OPENAI_API_KEY"):
        resolve("openai/gpt-5-mini", settings, topic="t")
    monkeypatch.setenv("OPENAI_API_KEY", "its-own")
    assert resolve("openai/gpt-5-mini", settings, topic="t").key == "its-own"
    with Summariser("agreements", model="openai/gpt-5-mini", api_key="passed", settings=Settings()) as summariser:
        assert summariser.endpoint.key == "passed"


def test_a_key_stays_out_of_sight() -> None:
    """Neither settings nor endpoint show a key when printed."""
    settings = Settings(base_url="http://host/v1", api_key="sk-planted")
    assert "sk-planted" not in repr(settings) + repr(resolve("m", settings, topic="t"))


def test_a_gguf_file_that_is_not_there(tmp_path: Path) -> None:
    """A path to nothing is told before anything is loaded."""
    with pytest.raises(ModelUnavailable, match="no such file"):
        resolve(str(tmp_path / "model.gguf"), Settings(), topic="t")


def test_replaying_needs_neither_key_nor_weights() -> None:
    """From recordings alone, the embedded model and OpenAI's resolve on a bare machine."""
    assert resolve("embedded", Settings(), topic="t", replaying=True).name.startswith("embedded")
    assert resolve("openai/gpt-5-mini", Settings(), topic="t", replaying=True).key


def test_prices_count_cached_tokens_as_cached() -> None:
    """A known model has a price, lower where tokens came from the cache; one's own server has none."""
    plain, cached = price("openai/gpt-5-mini", 10_000, 100), price("openai/gpt-5-mini", 10_000, 100, 9_000)
    assert plain is not None
    assert cached is not None
    assert Decimal(0) < cached < plain
    assert price("openai/no-such-model", 10, 10) is None
    assert price("my-model", 10, 10) is None
