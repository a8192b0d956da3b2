"""The HTTP service answers as its description says, whatever is asked: generated requests, in this process."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
import schemathesis.specs.openapi.schemas  # here, where the stack is shallow: the test runner rewrites it on import
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from summariser.services.desk import Desk, Limits
from summariser.services.http_app import build_app
from summariser.services.http_guard import Guard
from summariser.settings import Settings
from tests.llm.server import FaultServer

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


OPERATIONS = ["GET /health", "GET /ready", "GET /v1/topics", "GET /v1/topics/{name}/schema", "POST /v1/articles"]


@pytest.fixture(scope="module")
def operations(model_server: FaultServer) -> dict[str, Any]:
    """What the description of a service offers, by method and path."""
    desk = Desk(Settings(base_url=model_server.address, retry_for=0), limits=Limits(max_bytes=20_000))
    described = schemathesis.openapi.from_asgi("/openapi.json", build_app(desk, Guard()))
    return {operation.label: operation for operation in (found.ok() for found in described.get_all_operations())}


def test_every_operation_is_tried(operations: dict[str, Any]) -> None:
    """The list below is what the description offers."""
    assert sorted(operations) == OPERATIONS


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("label", OPERATIONS)
def test_the_service_is_as_described(operations: dict[str, Any], label: str, mode: GenerationMode) -> None:
    """No request, right or wrong, gets a status, a type or a shape that the description does not have."""

    @settings(max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(operations[label].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        if isinstance(case.body, dict) and isinstance(case.body.get("url"), str):
            case.body["url"] = "http://127.0.0.1/"  # never a host that a generator made up
        case.validate_response(case.call(), checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "it takes nothing that could be wrong"
