"""The commands that look at the installation: models, doctor, topics, schema."""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import typer

from summariser.cli.topics import named_topic
from summariser.errors import ModelUnavailable, SummariserError
from summariser.llm.adapters import find_adapter
from summariser.llm.client import ModelClient
from summariser.llm.endpoint import EMBEDDED_NAME, THREE_WAYS, Endpoint, embedded_problem, resolve
from summariser.llm.secrets import split_login
from summariser.llm.weights import NAME, SHA256, SIZE
from summariser.safe import printable
from summariser.settings import Settings, default_file, provider_key
from summariser.topics.loading import installed_topics, load_topic
from summariser.topics.wire import answer_schema

_PROVIDERS = {"openai": "openai", "anthropic": "anthropic", "google": "google.genai", "mistral": "mistralai"}
_PACKAGES = ("openai", "instructor", "pydantic", "tenacity", "typer", "trafilatura", "pypdf", "xllamacpp")


def show_models() -> None:
    """Print a line for each way to a model: usable or not, and why."""
    settings = Settings.load()
    problem = embedded_problem()
    adapter = find_adapter(settings.topic, SHA256) if settings.adapter else None
    about = f"{NAME}, {SIZE / 1e9:.1f} GB" + (f", adapter {adapter.name}" if adapter else "")
    _row(EMBEDDED_NAME, problem is None, problem or about)
    for provider, package in _PROVIDERS.items():
        variable = f"{provider.upper()}_API_KEY"
        installed = find_spec(package.partition(".")[0]) is not None
        usable = installed and provider_key(provider) is not None
        reason = f"{variable} is set" if usable else (f"set {variable}" if installed else f"install {package}")
        _row(f"{provider}/<name>", usable, reason)
    _row("ollama/<name>", True, "if a server listens on this machine")
    _row(
        "<name>",
        settings.base_url is not None,
        _host(settings.base_url) or "give --base-url, any OpenAI-compatible server",
    )
    _row("<file>.gguf", find_spec("xllamacpp") is not None, "any GGUF file, run in the process")
    try:
        chosen = resolve(None, settings, topic=settings.topic).name
    except SummariserError as error:
        chosen = f"none: {error.problem}"
    typer.echo(f"\nUsed if none is named: {chosen}")


def diagnose() -> int:
    """Print what is installed and what is missing.

    Returns:
        0 if articles can be read with some model, else 1.
    """
    typer.echo(f"summariser {version('summariser')}, Python {platform.python_version()} on {sys.platform}")
    for package in _PACKAGES:
        try:
            _row(package, True, version(package))
        except PackageNotFoundError:
            _row(package, False, "not installed")
    settings = Settings.load()
    _row("configuration", True, str(default_file()) if default_file().is_file() else "none; defaults hold")
    for name in installed_topics():
        try:
            _row(f"topic {name}", True, f"{len(load_topic(name).fact_types)} fact types")
        except SummariserError as error:
            _row(f"topic {name}", False, str(error))
    cached = (settings.cache_folder() / f"{NAME}.gguf").is_file()
    problem = None if cached and find_spec("xllamacpp") else embedded_problem()
    _row("embedded model", problem is None, problem or ("ready" if cached else "will be prepared at first use"))
    try:
        endpoint = resolve(None, settings, topic=settings.topic)
        _check_client(endpoint, problem)
    except SummariserError as error:
        ways = "" if THREE_WAYS in str(error) else f" {THREE_WAYS}"
        typer.echo(f"\nNot ready: {printable(str(error))}{ways}")
        return 1
    typer.echo(f"\nReady. Model used if none is named: {endpoint.name}")
    return 0


def _check_client(endpoint: Endpoint, problem: str | None) -> None:
    """Make a provider's client, which asks nothing: it tells an unknown provider and a package that is not there.

    Args:
        endpoint: The model.
        problem: Why the embedded model cannot be used, if it is the one.
    """
    if endpoint.model.partition("+")[0] == EMBEDDED_NAME and endpoint.in_process and problem is not None:
        raise ModelUnavailable(problem, subject=EMBEDDED_NAME)
    if endpoint.provider is not None:
        client = ModelClient(endpoint)
        try:
            client.connections.shared()
        finally:
            client.close()


def show_topics() -> None:
    """Print the installed topics with their fact types."""
    for name in installed_topics():
        topic = load_topic(name)
        about = (topic.record.__doc__ or "").strip().partition("\n")[0]
        typer.echo(f"{name}: {about}")
        typer.echo(f"  {', '.join(topic.fact_types)}")


def print_schema(name: str | None, *, answer: bool) -> None:
    """Print the JSON Schema of a record, or of the answer that a model gives."""
    topic = load_topic(named_topic(name))
    if answer:
        schema = answer_schema(topic.fact_types, topic.limits)
    else:
        schema = topic.record.model_json_schema(mode="serialization")
    typer.echo(json.dumps(schema, indent=2, ensure_ascii=False))


def _host(address: str | None) -> str | None:
    """The host of a server's address: what stands before and behind it may hold a key."""
    return f"at {split_login(address)[2].partition('/')[0]}" if address else None


def _row(name: str, usable: bool, about: str) -> None:
    typer.echo(f"{'yes' if usable else 'no ':3}  {name:18}  {about}")
