"""``summariser config``: what holds, where it is set, and what is not shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summariser.cli.main import app
from summariser.errors import UsageError
from summariser.settings import Settings

KEY = "sk-planted-in-the-file"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file that the environment names."""
    path = tmp_path / "config.toml"
    path.write_text(f'# mine\nmodel = "ollama/llama3"\n\napi_key = "{KEY}"\n"timeout" = 30\n', "utf-8")
    monkeypatch.setenv("SUMMARISER_CONFIG", str(path))
    return path


def test_each_setting_with_its_place(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Default, file with its line, or variable of the environment, which wins."""
    monkeypatch.setenv("SUMMARISER_MODEL", "openai/gpt-5-mini")
    monkeypatch.setenv("SUMMARISER_TOKEN", "open-sesame")
    result = CliRunner().invoke(app, ["config"])
    assert result.exit_code == 0
    rows = {line.split()[0]: re.split(r" {2,}|(?<=\)) ", line)[1:] for line in result.stdout.splitlines() if line}
    assert rows["model"] == ["openai/gpt-5-mini", "SUMMARISER_MODEL"]
    assert rows["timeout"] == ["30.0", f"{file}, line 5"]
    assert rows["retry_for"] == ["120", "default"]
    assert rows["api_key"][-1] == f"{file}, line 4"
    assert set(Settings.model_fields) <= set(rows)
    assert KEY not in result.output
    assert "open-sesame" not in result.output


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("password", ["hush-hush", "hush@hush", "hush/hush"])
def test_a_password_in_an_address_is_not_shown(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of servers may carry one."""
    monkeypatch.setenv("SUMMARISER_BASE_URL", f"http://me:{password}@host/v1")
    result = CliRunner().invoke(app, ["config"])
    assert "http://***@host/v1" in result.stdout
    assert "hush" not in result.output


def test_variables_that_are_no_settings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a name would otherwise go unnoticed."""
    monkeypatch.setenv("SUMMARISER_MODLE", "x")
    result = CliRunner().invoke(app, ["config"])
    assert result.exit_code == 0
    assert "SUMMARISER_MODLE is no setting" in result.stderr


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("model = 'x'\ncolour = 'red'\n", 2),
        ("\n\ntimeout = 'soon'\n", 3),
        ("model = 'x'\n[service]\nport = 1\n", 2),
        ("a.b = 1\n", 1),
        ("model = 'x'\n'thr\u00e9ads' = 2\n", 2),
    ],
)
def test_a_mistake_in_the_file_names_its_line(text: str, line: int, tmp_path: Path) -> None:
    """Unknown names and wrong types are found without searching."""
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        Settings.load({}, path)
    assert caught.value.subject == f"{path}, line {line}"
    assert caught.value.hint is not None
    assert "timeout" in caught.value.hint
