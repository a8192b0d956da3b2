"""From a model's name to something that can be called."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summariser.errors import ModelUnavailable, UsageError
from summariser.llm.profile import EMBEDDED, SERVED, STRONG, TRAINED, Profile
from summariser.llm.weights import INSTALL, NAME, SHA256, Progress, part_files, weights
from summariser.settings import Settings, provider_key

if TYPE_CHECKING:
    from summariser.llm.adapters import Adapter
    from summariser.llm.embedded import EmbeddedServer

EMBEDDED_NAME = "embedded"
_LOCAL_KEY = "none"
_DEFAULT_OPENAI = "openai/gpt-5-mini"
_ANY_NAME = "default"

THREE_WAYS = (
    f"Three ways: the model in the process ({INSTALL}, then --model embedded); a provider's "
    "(set OPENAI_API_KEY, then --model openai/<name>); or any OpenAI-compatible server (--base-url <address> "
    "--model <name>)."
)


@dataclass(frozen=True)
class Endpoint:
    """A model that can be called.

    Attributes:
        name: What people call it; stands in reports and recordings.
        profile: How it is best asked.
        provider: Provider as instructor names it; None for an OpenAI-compatible server.
        model: Name of the model in requests.
        key: Key for the server; None leaves it to the provider's own variable.
        address: Gives the server's address; starts an embedded one when first called. None for a provider's own.
        provenance: What recordings say of the model.
        release: Lets go of an embedded server and its memory; the next call of ``address`` starts it anew.
    """

    name: str
    profile: Profile
    provider: str | None
    model: str
    key: str | None = field(default=None, repr=False)
    address: Callable[[], str] | None = None
    provenance: dict[str, str] = field(default_factory=dict)
    release: Callable[[], None] | None = None

    @property
    def in_process(self) -> bool:
        """Whether the model runs in this process."""
        return self.release is not None


def resolve(
    name: str | None,
    settings: Settings,
    *,
    topic: str,
    key: str | None = None,
    progress: Progress | None = None,
    replaying: bool = False,
) -> Endpoint:
    """The endpoint for a model's name.

    Args:
        name: ``provider/model``, ``embedded``, a path to a GGUF file, or (with a base address) the server's name for
            it. None takes the configured model, else OpenAI where its key is set, else the embedded one.
        settings: Settings.
        topic: Topic, for its adapter.
        key: Key that the caller passes for a provider; else its own variable gives it. The key in the settings is for
            the server at the base address, and no provider gets it.
        progress: Called while the embedded model's file is assembled.
        replaying: Whether answers come from recordings alone, so that neither key nor weights are needed.

    Raises:
        ModelUnavailable: Unknown, or something is missing; says what to do.
    """
    name = name or settings.model or _choose(settings, replaying=replaying)
    if settings.base_url is not None:
        endpoint = _served(name, settings)
    elif name == EMBEDDED_NAME or name.endswith(".gguf"):
        endpoint = _embedded(name, settings, topic, progress)
    else:
        endpoint = _provider(name, settings, key=key, replaying=replaying)
    return replace(endpoint, profile=_chosen(endpoint.profile, settings))


def _chosen(profile: Profile, settings: Settings) -> Profile:
    """The profile with what the settings say, where they say something."""
    if settings.summary is not None:
        profile = replace(profile, quotes=settings.summary == "quoted")
    if settings.second_look is not None:
        profile = replace(profile, looks_twice=settings.second_look)
    return profile


def _choose(settings: Settings, *, replaying: bool) -> str:
    if settings.base_url is not None:
        return _ANY_NAME
    if provider_key("openai"):
        return _DEFAULT_OPENAI
    if replaying or embedded_problem() is None:
        return EMBEDDED_NAME
    raise ModelUnavailable("no model is chosen and none is at hand", hint=THREE_WAYS)


def embedded_problem() -> str | None:
    """Why the embedded model cannot be used here; None if it can."""
    from importlib.util import find_spec

    if find_spec("xllamacpp") is None:
        return f"its runtime is not installed: {INSTALL}"
    try:
        part_files()
    except ModelUnavailable as error:
        return f"{error.problem}: {INSTALL}"
    return None


def _served(name: str, settings: Settings) -> Endpoint:
    address = str(settings.base_url)
    if not address.startswith(("http://", "https://")):
        raise UsageError("the address of the server is no http address", hint="Give it as http://host:port/v1.")
    if "@" in urlsplit(address).netloc:
        problem = "the address of the server carries a user name or password"
        raise UsageError(problem, hint="Give the key as SUMMARISER_API_KEY; addresses get into logs.")
    model = name.removeprefix("openai/")
    profile = replace(SERVED, mode=settings.mode or SERVED.mode)
    # Never a provider's own key: whoever runs this server would get it.
    key = settings.api_key or _LOCAL_KEY
    return Endpoint(model, profile, None, model, key, lambda: address, {"model": model, "provider": "server"})


def _provider(name: str, settings: Settings, *, key: str | None, replaying: bool) -> Endpoint:
    provider, slash, model = name.partition("/")
    if not (provider and slash and model):
        raise ModelUnavailable(
            "is no model name",
            subject=name,
            hint="Models are named provider/model (openai/..., ollama/..., anthropic/...), embedded, or a .gguf file.",
        )
    key = key or provider_key(provider) or (_LOCAL_KEY if replaying else None)
    if provider == "openai" and key is None:
        raise ModelUnavailable("no key", subject=name, hint=f"Set OPENAI_API_KEY. {THREE_WAYS}")
    return Endpoint(
        name, replace(STRONG, mode=settings.mode), provider, model, key, None, {"model": model, "provider": provider}
    )


def _embedded(name: str, settings: Settings, topic: str, progress: Progress | None) -> Endpoint:
    from summariser.llm.adapters import find_adapter

    own = name != EMBEDDED_NAME
    if own and not Path(name).is_file():
        raise ModelUnavailable("no such file", subject=name, hint="Give the path of a GGUF file.")
    adapter = None if own or not settings.adapter else find_adapter(topic, SHA256)
    start = _Starter(Path(name) if own else None, settings, adapter, progress)
    provenance = {"model": Path(name).name if own else NAME, "runtime": _runtime()}
    if not own:
        provenance["sha256"] = SHA256
    shown, model = name, Path(name).stem if own else EMBEDDED_NAME
    if adapter is not None:
        provenance["adapter"] = adapter.sha256
        shown, model = f"{name}+{adapter.name}", f"{EMBEDDED_NAME}+{adapter.name}"
    profile = replace(TRAINED if adapter else EMBEDDED, mode=settings.mode or EMBEDDED.mode)
    return Endpoint(shown, profile, None, model, _LOCAL_KEY, start, provenance, start.release)


def _runtime() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"xllamacpp {version('xllamacpp')}"
    except PackageNotFoundError:
        return "not installed"


@dataclass
class _Starter:
    """Starts the embedded server at the first call and keeps it until it is released."""

    file: Path | None
    settings: Settings
    adapter: Adapter | None
    progress: Progress | None
    server: EmbeddedServer | None = None
    lock: Any = field(default_factory=threading.Lock, repr=False)

    def __call__(self) -> str:
        from summariser.llm.embedded import EmbeddedServer

        with self.lock:
            if self.server is None:
                path = self.file or weights(self.settings.cache_folder(), self.progress)
                self.server = EmbeddedServer.start(
                    path,
                    threads=self.settings.threads,
                    context=self.settings.context,
                    adapter=self.adapter.path if self.adapter else None,
                )
            return f"{self.server.address}/v1"

    def release(self) -> None:
        """Drop the server: with the last reference to it goes its memory."""
        with self.lock:
            self.server = None
