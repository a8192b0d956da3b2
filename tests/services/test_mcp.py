"""The tools for agents, through the protocol's own client."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from summariser.schemas.agreements import Agreements

from summariser import Report
from summariser.services.desk import Desk, Limits
from summariser.services.mcp_server import build_server
from summariser.settings import Settings
from tests.llm.server import FaultServer, fault
from tests.pipeline.answering import except_for
from tests.services.conftest import SECRET, TEXT, model

Talk = Callable[[Client], Awaitable[Any]]


def talk(server: object, what: Talk) -> Any:
    """Connect the client, and say something."""

    async def run() -> Any:
        async with Client(server) as client:  # type: ignore[arg-type]
            return await what(client)

    return asyncio.run(run())


def tools(address: str, what: Talk, limits: Limits | None = None) -> Any:
    """Say something to a server in this process."""
    settings = Settings(base_url=address, timeout=20, retry_for=0, api_key=SECRET)
    return talk(build_server(Desk(settings, limits=limits or Limits())), what)


def told(result: Any) -> str:
    """The text of a result."""
    return "".join(block.text for block in result.content)


def test_the_command_serves_an_agent(model_server: FaultServer) -> None:
    """Over standard input and output, as agents start it: nothing but the protocol is on stdout."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "summariser", "mcp", "--base-url", model_server.address],
        env={**os.environ, "SUMMARISER_API_KEY": SECRET},
    )

    async def what(client: Client) -> Any:
        listed = await client.list_tools()
        return listed, await client.call_tool("summarise", {"text": TEXT, "sentences": 2})

    listed, result = talk(command, what)
    assert {tool.name for tool in listed.tools} == {"summarise", "topics", "schema"}
    assert not result.is_error, told(result)
    report = Report[Agreements].model_validate(result.structured_content)
    assert [party.iso for party in report.record.agreements[0].parties] == ["IN", "OM"]
    assert Report[Agreements].model_validate_json(told(result)) == report
    assert SECRET not in told(result)


def test_tools_say_what_they_take_and_give(model_server: FaultServer) -> None:
    """Every tool has a description, typed arguments with descriptions, and a typed result."""
    listed = tools(model_server.address, lambda client: client.list_tools())
    for tool in listed.tools:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), f"{tool.name}.{name}"


def test_topics_and_schema(model_server: FaultServer) -> None:
    """An agent can find out what it may ask for."""

    async def what(client: Client) -> Any:
        return await client.call_tool("topics", {}), await client.call_tool("schema", {"topic": "agreements"})

    topics, schema = tools(model_server.address, what)
    assert "agreements" in [topic["name"] for topic in topics.structured_content["result"]]
    assert "Agreement" in schema.structured_content["json_schema"]["$defs"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "UsageError"),
        ({"text": TEXT, "url": "http://example.org"}, "Give either text or url"),
        ({"text": " ... "}, "EmptySource"),
        ({"text": TEXT, "topic": "./examples/launches"}, "Topics here: agreements"),
        ({"text": TEXT, "topic": "nonesuch"}, "TopicError"),
        ({"text": TEXT, "published": "yesterday"}, "published"),
        ({"text": TEXT, "sentences": 9}, "sentences"),
        ({"url": "http://127.0.0.1:1/"}, "ForbiddenAddress"),
        ({"url": "http://169.254.169.254/"}, "not a public host"),
        ({"url": "/etc/passwd"}, "ForbiddenAddress"),
        ({"text": "a" * 20_000}, "SourceTooLarge"),
    ],
)
def test_what_cannot_be_read_is_a_tool_error(model_server: FaultServer, arguments: dict[str, Any], words: str) -> None:
    """An agent reads what happened and what to do, and can try again."""
    asked = len(model_server.asked)
    result = tools(
        model_server.address, lambda client: client.call_tool("summarise", arguments), Limits(max_bytes=10_000)
    )
    assert result.is_error
    assert words in told(result)
    assert "Traceback" not in told(result)
    assert len(model_server.asked) == asked


def test_a_part_that_is_missing_is_no_error() -> None:
    """The report says what is missing, as everywhere."""
    with FaultServer(model(except_for("arms_deals", fault(500)))) as server:
        result = tools(server.address, lambda client: client.call_tool("summarise", {"text": TEXT}))
    assert not result.is_error
    assert [gap["what"] for gap in result.structured_content["missing"]] == ["arms_deals"]


def test_failures_of_the_model_tell_no_key() -> None:
    """What a provider says may repeat the key; what an agent sees does not."""
    with FaultServer(model(lambda _: fault(400, f"bad key {SECRET}"))) as server:
        result = tools(server.address, lambda client: client.call_tool("summarise", {"text": TEXT}))
    assert result.is_error
    assert "ModelError" in told(result)
    assert SECRET not in told(result)
    assert server.address not in told(result)
