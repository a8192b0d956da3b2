"""The HTTP interface: its routes and what they answer. Started by ``http_server``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summariser import __version__
from summariser.report import Report
from summariser.services import openapi
from summariser.services.desk import Desk, shown_model
from summariser.services.gate import Gate
from summariser.services.http_body import read_article
from summariser.services.http_errors import HANDLED, refusal
from summariser.services.http_guard import Guard
from summariser.services.requests import Options
from summariser.services.topics import TopicEntry, report_schema
from summariser.telemetry import Step

PROBES = frozenset({"/health", "/ready"})
"""What whatever watches over the service asks, by whatever name it knows it."""
GONE = 499
"""Status in the log for who hung up before the answer; nobody sees it."""


class Health(BaseModel):
    """That the service runs, or could read an article."""

    status: str = Field(description="ok, or ready.")
    model: str | None = Field(default=None, description="The model that reads.")


class TopicList(BaseModel):
    """The topics here."""

    default: str = Field(description="The one that is read for where none is named.")
    topics: list[TopicEntry]


@dataclass
class Service:
    """What the routes work with."""

    desk: Desk
    guard: Guard = field(default_factory=Guard)

    def __post_init__(self) -> None:
        self.gate = Gate(self.desk.limits.concurrent)


def service(request: Request) -> Service:
    """The service that a request is made to."""
    found: Service = request.app.state.service
    return found


def admitted(request: Request) -> None:
    """Refuse a request that may not be answered."""
    service(request).guard.check_token(request)


public = APIRouter()
router = APIRouter(prefix="/v1", dependencies=[Depends(admitted)])


@public.get("/health", summary="Whether the service runs", responses=openapi.PROBLEMS)
async def health() -> Health:
    """Answers as long as the process does; asks no model."""
    return Health(status="ok")


@public.get("/ready", summary="Whether an article could be read now", responses=openapi.PROBLEMS)
async def ready(request: Request) -> Health:
    """The topic loads, the model is there, its server answers. No model is asked anything, so it costs nothing."""
    desk = service(request).desk
    await desk.ready()
    return Health(status="ready", model=shown_model(desk.open().endpoint.name))


@router.get("/topics", summary="The topics", responses=openapi.PROBLEMS)
async def topics(request: Request) -> TopicList:
    """The topics that are installed where the service runs."""
    desk = service(request).desk
    return TopicList(default=desk.settings.topic, topics=[TopicEntry.of(topic) for topic in desk.topics().values()])


@router.get("/topics/{name}/schema", summary="The JSON Schema of a topic's reports", responses=openapi.PROBLEMS)
async def schema(request: Request, name: str) -> dict[str, Any]:
    """What a report on this topic looks like, its record included."""
    return report_schema(service(request).desk.topic(name))


@router.post("/articles", summary="Read an article", responses=openapi.ARTICLES, openapi_extra=openapi.BODY)
async def articles(request: Request, options: Annotated[Options, Query()]) -> Response:
    """Read one article into a report.

    Its text or its address as JSON, or a text, a page or a PDF as the body itself, the options in the query then. A
    report that is not whole is a success too: what could not be read is named in ``missing``.
    """
    here = service(request)
    with here.gate.enter():
        async with here.desk.in_time():
            report = await _unless_gone(request, read_article(request, here.desk, options))
    if report is None:
        return Response(status_code=GONE)
    return Response(report.model_dump_json(), media_type="application/json")


def build_app(desk: Desk, guard: Guard | None = None) -> FastAPI:
    """The application.

    Args:
        desk: Where articles are read.
        guard: Who may ask; anybody if not given.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await desk.aclose()

    app = FastAPI(
        title="summariser",
        version=__version__,
        description="Reads news articles into verified records and short summaries.",
        lifespan=lifespan,
        docs_url=None,  # its page would load scripts from another host
        redoc_url=None,
    )
    app.state.service = Service(desk, guard or Guard())
    app.include_router(public)
    app.include_router(router)
    app.add_middleware(Watched)
    for kind in HANDLED:
        app.add_exception_handler(kind, _refuse)
    openapi.complete(app, asks=app.state.service.guard.asks)
    return app


async def _unless_gone(request: Request, work: Any) -> Report[Any] | None:
    """The outcome of the work; None when who asked hangs up first, and the work is stopped."""
    reading = asyncio.ensure_future(work)
    try:
        while not reading.done():
            await asyncio.wait({reading}, timeout=1.0)
            if not reading.done() and await request.is_disconnected():
                return None
        report: Report[Any] = reading.result()
        return report
    finally:
        reading.cancel()


async def _refuse(request: Request, error: Exception) -> Response:
    here = service(request)
    return refusal(error, here.desk.secrets(), wait=here.gate.wait)


class Watched:
    """Makes each request a step that can be watched; refuses strange hosts and pages before anything else.

    Args:
        app: The application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        with Step("request", {"http.request.method": request.method}) as step:

            async def told(message: Message) -> None:
                if message["type"] == "http.response.start":
                    step.note({"http.response.status_code": message["status"]})
                await send(message)

            try:
                if request.url.path not in PROBES:
                    service(request).guard.check_origin(request)
                await self.app(scope, receive, told)
            except Exception as error:  # noqa: BLE001 (the last place where one can be answered)
                if "http.response.status_code" not in step.attributes:
                    response = await _refuse(request, error)
                    await response(scope, receive, told)
            step.note({"http.route": getattr(scope.get("route"), "path", "none")})
