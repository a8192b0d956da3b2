"""The commands ``serve``, ``mcp`` and ``config``: declarations; the work is in ``serving`` and ``configuration``."""

from __future__ import annotations

from typing import Annotated

import typer

from summariser.cli.guard import guarded

app = typer.Typer(rich_markup_mode=None)

Model = Annotated[str | None, typer.Option("--model", "-m", help="Model; as configured if not given.")]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="Address of an OpenAI-compatible server.")]
MaxBytes = Annotated[int, typer.Option(min=1_000, help="Largest request, page or document, in bytes.")]
MaxCharacters = Annotated[int, typer.Option(min=100, help="Longest article, in characters.")]
Concurrent = Annotated[int, typer.Option(min=1, help="Most articles that are read at the same time.")]
Deadline = Annotated[float, typer.Option(min=1, help="Longest that a request may take, in seconds.")]
Budget = Annotated[int | None, typer.Option(min=1, help="Most tokens for one article.")]


@app.command()
@guarded
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 for any.")] = 8_700,
    model: Model = None,
    base_url: BaseUrl = None,
    max_bytes: MaxBytes = 2_000_000,
    max_characters: MaxCharacters = 100_000,
    concurrent: Concurrent = 4,
    deadline: Deadline = 600,
    budget: Budget = None,
    host_name: Annotated[list[str] | None, typer.Option(help="Name that requests may call the service by.")] = None,
    without_token: Annotated[
        bool, typer.Option("--without-token", help="Listen for other machines though no token is set.")
    ] = False,
    grace: Annotated[int, typer.Option(min=0, help="Seconds that requests under way have at the end.")] = 30,
    log_level: Annotated[str, typer.Option(help="What is logged on stderr: debug, info, warning, error.")] = "warning",
) -> None:
    """Serve over HTTP: POST /v1/articles.

    summariser serve --model openai/gpt-5-mini

    SUMMARISER_TOKEN=... summariser serve --host 0.0.0.0 --log-level info
    """
    from summariser.cli import serving
    from summariser.services.desk import Limits

    limits = Limits(
        max_bytes=max_bytes, max_characters=max_characters, concurrent=concurrent, seconds=deadline, budget=budget
    )
    with serving.log_to_stderr(log_level):
        serving.over_http(
            serving.desk(model, base_url, limits),
            host,
            port,
            host_names=host_name or [],
            open_to_all=without_token,
            grace=grace,
        )


@app.command()
@guarded
def mcp(
    model: Model = None,
    base_url: BaseUrl = None,
    max_bytes: MaxBytes = 2_000_000,
    max_characters: MaxCharacters = 100_000,
    concurrent: Concurrent = 2,
    deadline: Deadline = 600,
    budget: Budget = None,
) -> None:
    """Serve agents over the Model Context Protocol, on standard input and output.

    summariser mcp --model embedded
    """
    from summariser.cli import serving
    from summariser.services.desk import Limits

    limits = Limits(
        max_bytes=max_bytes, max_characters=max_characters, concurrent=concurrent, seconds=deadline, budget=budget
    )
    serving.over_stdio(serving.desk(model, base_url, limits))


@app.command()
@guarded
def config() -> None:
    """Show the settings that hold here, and where each is set; keys are not shown.

    summariser config
    """
    from summariser.cli.configuration import show_settings

    show_settings()
