"""The only reader of environment and configuration file.

Order: what the caller passes, then the environment, then the configuration file, then the defaults.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summariser.errors import UsageError

PREFIX = "SUMMARISER_"
FILE_NAME = "config.toml"
DEFAULT_TOPIC = "agreements"
"""The topic that is read for where nobody names one; the engine names a topic nowhere else."""


class Settings(BaseModel):
    """Everything that can be set outside a call.

    Each field can be given in the environment (``SUMMARISER_MODEL``) or in the configuration file (``model = "..."``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    model: str | None = Field(default=None, description="Model to use: provider/name, embedded, or a GGUF file.")
    base_url: str | None = Field(default=None, description="Address of an OpenAI-compatible server.")
    api_key: str | None = Field(default=None, repr=False, description="Key for base_url; providers have their own.")
    mode: str | None = Field(default=None, description="instructor mode, e.g. TOOLS or JSON_SCHEMA.")
    summary: Literal["quoted", "written"] | None = Field(
        default=None, description="Whether the article is quoted or the model writes; as suits the model if not given."
    )
    second_look: bool | None = Field(
        default=None,
        description="Whether sentences that no fact cites are asked about once more; as suits the model if not given.",
    )
    topic: str = Field(default=DEFAULT_TOPIC, description="Topic to read for.")
    timeout: float = Field(default=600, gt=0, description="Longest a call may take, in seconds.")
    retry_for: float = Field(default=120, ge=0, description="How long transport failures are retried, in seconds.")
    threads: int | None = Field(default=None, gt=0, description="Threads of the embedded model.")
    context: int = Field(default=8192, ge=2048, description="Context of the embedded model, in tokens.")
    cache_dir: Path | None = Field(default=None, description="Where the embedded model's file is kept.")
    adapter: bool = Field(default=True, description="Whether the embedded model uses the topic's adapter.")
    token: str | None = Field(default=None, repr=False, description="Token that the HTTP service asks for.")

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, file: Path | None = None) -> Self:
        """Read environment and configuration file.

        Args:
            environ: The environment; the process's own if not given.
            file: The configuration file; ``SUMMARISER_CONFIG`` or the user's configuration folder if not given.

        Raises:
            UsageError: A value is wrong; says which, and where it was set.
        """
        given = _gather(cls, environ, file)
        try:
            return cls.model_validate({name: value.value for name, value in given.items()})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            name = str(first["loc"][0]) if first["loc"] else "?"
            raise UsageError(
                f"setting '{name}': {first['msg']}",
                subject=given[name].place if name in given else None,
                hint=f"Settings are: {', '.join(cls.model_fields)}.",
            ) from error

    @classmethod
    def places(cls, environ: Mapping[str, str] | None = None, file: Path | None = None) -> dict[str, str]:
        """Where each setting that is given is given: the variable, or the file with the line. Others are defaults.

        Args:
            environ: As for :meth:`load`.
            file: As for :meth:`load`.

        Raises:
            UsageError: The file cannot be read.
        """
        return {name: given.place for name, given in _gather(cls, environ, file).items()}

    @classmethod
    def is_secret(cls, name: str) -> bool:
        """Whether the value of a setting is never shown."""
        return not cls.model_fields[name].repr

    def cache_folder(self) -> Path:
        """Where large files are kept."""
        from platformdirs import user_cache_path

        return self.cache_dir or user_cache_path("summariser")


def default_file() -> Path:
    """The configuration file in the user's configuration folder."""
    from platformdirs import user_config_path

    return user_config_path("summariser") / FILE_NAME


def provider_key(provider: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The key of a provider as its own variable gives it, e.g. ``OPENAI_API_KEY``; None where it is not set."""
    environ = os.environ if environ is None else environ
    return environ.get(f"{provider.upper().replace('-', '_')}_API_KEY") or None


@dataclass(frozen=True)
class _Given:
    """A value and where it is given."""

    value: object
    place: str


def _gather(cls: type[Settings], environ: Mapping[str, str] | None, file: Path | None) -> dict[str, _Given]:
    """What is given in the file and, over it, in the environment."""
    environ = os.environ if environ is None else environ
    named = file or (Path(environ[PREFIX + "CONFIG"]) if environ.get(PREFIX + "CONFIG") else None)
    if named is not None and not named.exists():
        raise UsageError("there is no such configuration file", subject=str(named), hint="Check the path.")
    given = _from_file(named or default_file())
    for name in cls.model_fields:
        variable = PREFIX + name.upper()
        if environ.get(variable):
            given[name] = _Given(environ[variable], variable)
    return given


def _from_file(path: Path) -> dict[str, _Given]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text("utf-8")
        values = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        reason = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        # None of the cause: it may hold the file's text, and with it a key.
        raise UsageError(f"cannot be read: {reason}", subject=str(path), hint="Mend or remove the file.") from None
    return {name: _Given(value, f"{path}{_line(text, name)}") for name, value in values.items()}


def _line(text: str, name: str) -> str:
    """The line in which a file sets a name, as ``, line 3``; nothing where it is written in an unusual way."""
    start = re.compile(rf"""\[{{0,2}} ?["']?{re.escape(name)}["']? ?[\].=]""")
    numbers = (number for number, line in enumerate(text.splitlines(), 1) if start.match(" ".join(line.split())))
    return next((f", line {number}" for number in numbers), "")
