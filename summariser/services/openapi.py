"""What the description of the HTTP interface says beyond what follows from its routes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from summariser.report import Report
from summariser.services.http_body import DOCUMENTS, JSON
from summariser.services.problems import MEDIA_TYPE, Problem
from summariser.services.requests import ArticleRequest
from summariser.topics.fact import Record

_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def _problem(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _PROBLEM}}, **more}


_RETRY = {"Retry-After": {"description": "Seconds after which to try again.", "schema": {"type": "integer"}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _problem("The request is malformed."),
    401: _problem("The token is missing or wrong."),
    403: _problem("A page of another site asks."),
    404: _problem("There is no such topic."),
    405: _problem("There is no such method here."),
    421: _problem("The service is not known by this host name."),
    422: _problem("The request, or the article, cannot be read."),
    500: _problem("An error of the service itself."),
    503: _problem("The model cannot be used now."),
}
"""What every route may answer besides success."""

ARTICLES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The report; what could not be read is named in `missing`.", "model": Report[Record]},
    **PROBLEMS,
    413: _problem("The request, or the article, is too large."),
    415: _problem("The media type is none that is read."),
    429: _problem("As many articles as are allowed are being read.", headers=_RETRY),
    502: _problem("The model's answer cannot be used."),
    504: _problem("It took too long."),
}
"""What reading an article may answer."""

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": ArticleRequest.model_json_schema()},
            **{kind: {"schema": {"type": "string", "contentMediaType": kind}} for kind in DOCUMENTS},
        },
    }
}
"""The body of a request to read an article."""


def complete(app: FastAPI, *, asks: bool) -> None:
    """Add the problem details, and the token where one is asked for, to an application's description."""
    made = app.openapi()
    schemas = made["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    schemas["Record"] = {**schemas.get("Record", {}), "additionalProperties": True}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    if asks:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path, methods in made["paths"].items():
            if path.startswith("/v1/"):
                for operation in methods.values():
                    operation["security"] = [{"token": []}]
