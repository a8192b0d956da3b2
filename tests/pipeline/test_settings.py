"""Settings: from the environment, from a file, and what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summariser.errors import UsageError
from summariser.settings import Settings, provider_key


def file(tmp_path: Path, text: str) -> Path:
    """A configuration file."""
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_defaults_hold_where_nothing_is_set(tmp_path: Path) -> None:
    """An empty environment and an empty file are the defaults."""
    assert Settings.load({}, file(tmp_path, "")) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """Each is read; what both set, the environment decides; an empty variable sets nothing."""
    path = file(tmp_path, 'model = "ollama/llama3"\ntimeout = 30\nadapter = false\n')
    settings = Settings.load({"SUMMARISER_TIMEOUT": "7.5", "SUMMARISER_MODEL": ""}, path)
    assert (settings.model, settings.timeout, settings.adapter) == ("ollama/llama3", 7.5, False)


def test_the_file_is_named_by_the_environment(tmp_path: Path) -> None:
    """``SUMMARISER_CONFIG`` names another file."""
    path = file(tmp_path, "threads = 3")
    assert Settings.load({"SUMMARISER_CONFIG": str(path)}).threads == 3
    assert Settings.load({"SUMMARISER_CONFIG": os.devnull}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEOUT", "soon"),
        ("TIMEOUT", "0"),
        ("TIMEOUT", "nan"),
        ("RETRY_FOR", "-1"),
        ("THREADS", "0"),
        ("THREADS", "2.5"),
        ("CONTEXT", "100"),
        ("ADAPTER", "perhaps"),
    ],
)
def test_a_wrong_value_in_the_environment(name: str, value: str) -> None:
    """The error names the variable that holds it."""
    with pytest.raises(UsageError, match=f"SUMMARISER_{name}") as caught:
        Settings.load({f"SUMMARISER_{name}": value, "SUMMARISER_CONFIG": os.devnull})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["timeout = 'soon'", "colour = 'red'", "model = 5", "model = [", "\x00", "[model]\nname = 'x'"]
)
def test_a_wrong_file(text: str, tmp_path: Path) -> None:
    """The error names the file, in one line."""
    with pytest.raises(UsageError, match=r"config\.toml") as caught:
        Settings.load({}, file(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that is named and missing is an error, not the defaults."""
    with pytest.raises(UsageError, match="no such configuration file"):
        Settings.load({"SUMMARISER_CONFIG": str(tmp_path / "none.toml")})


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file that is not UTF-8 is told."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"config\.toml"):
        Settings.load({}, path)


def test_a_wrong_key_is_not_repeated(tmp_path: Path) -> None:
    """Messages about settings never hold their values: one may be a key."""
    with pytest.raises(UsageError) as caught:
        Settings.load({}, file(tmp_path, "api_key = ['sk-planted']"))
    assert "sk-planted" not in str(caught.value)


def test_keys_of_providers() -> None:
    """A provider's key stands in its own variable; an empty one is none."""
    assert provider_key("openai", {"OPENAI_API_KEY": "k"}) == "k"
    assert provider_key("openai", {"OPENAI_API_KEY": ""}) is None
    assert provider_key("some-one", {"SOME_ONE_API_KEY": "k"}) == "k"
