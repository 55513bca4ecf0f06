"""The ASGI application: doors, routes, pages, and what starts and stops with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any, Final

import structlog
from fastapi import FastAPI, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection

from dashboards.doors import Pages, mount
from graph.kernels.warm import warm as warm_kernels
from service.deps import Services, identify
from service.desk import ServiceDesk
from service.logs import set_up_logs
from service.middleware import Gate, Surroundings
from service.problems import BODY_PROBLEMS, add_problem_handlers
from service.routes import ROUTERS, sessions
from service.schemas.problems import Problem
from service.settings import Settings
from service.wiring import open_services

_log = structlog.get_logger("restu")

DESCRIPTION: Final = (
    "Who can introduce me to this leader? Records, routes and their evidence. Writes take an "
    "`Idempotency-Key`; changes need `If-Match` with the `ETag` that was read; refusals are "
    "problems (RFC 9457). Dates are written as exact as they are known, ends are included."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application; ``uvicorn --factory service.app:create_app`` serves it.

    Parameters
    ----------
    settings
        Read from ``RESTU_*`` variables when not given.

    Raises
    ------
    StoreError
        If the store cannot be used at all.

    """
    settings = settings or Settings()
    set_up_logs(settings)
    services = open_services(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        services.workers.start()
        warming = asyncio.create_task(run_in_threadpool(_warm, pages, settings))
        try:
            yield
        finally:
            services.is_closing.set()
            await warming
            await run_in_threadpool(services.workers.stop)
            await run_in_threadpool(services.store.close)

    app = FastAPI(
        title="Restu",
        version=version("restu"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # the usual page loads its scripts from another site
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.services = services
    for router in ROUTERS:
        app.include_router(router)
    pages = _open_pages(app, services)
    add_problem_handlers(app)
    _describe_problems(app)

    # The last added is the outermost.
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match"],
            expose_headers=["ETag", "Location", "Idempotency-Replayed", "X-Request-ID"],
        )
    app.add_middleware(
        Gate,
        doors=services.doors,
        most_bytes=settings.max_body_bytes,
        most_upload=settings.max_upload_bytes,
    )
    app.add_middleware(
        Surroundings,
        metrics=services.metrics,
        timeout_seconds=settings.request_timeout_seconds,
    )
    return app


def _warm(pages: Pages, settings: Settings) -> None:
    """Load ahead what the first reader would wait for; what fails is tried again by that reader."""
    if not settings.warm_start:
        return
    for load in (pages.warm, warm_kernels):
        try:
            load()
        except Exception:  # noqa: BLE001 - written to the log; the service serves without it
            _log.exception("not warmed")


def _open_pages(app: FastAPI, services: Services) -> Pages:
    """Lend the pages what they need: a desk for whoever asks, and the way in and out."""

    def desk_of(connection: HTTPConnection) -> ServiceDesk:
        who = identify(connection)
        return ServiceDesk(services.store, services.snapshots, who, services.workers.wake)

    def sign_in(connection: HTTPConnection, secret: str) -> Response:
        answer = Response()
        issued = sessions.sign_in(services, connection, secret)
        sessions.set_cookie(answer, connection, services, issued)
        return answer

    def sign_out(connection: HTTPConnection) -> Response:
        answer = Response()
        sessions.sign_out(services, connection)
        sessions.take_cookie(answer)
        return answer

    return mount(app, desk_of, sign_in, sign_out)


def _describe_problems(app: FastAPI) -> None:
    """Add what all routes share: the shape of a problem, and how a body may be refused."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = describe()
            shapes = document.setdefault("components", {}).setdefault("schemas", {})
            shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            shapes.update(shape.pop("$defs", {}))
            shapes[Problem.__name__] = shape
            for name in ("HTTPValidationError", "ValidationError"):
                shapes.pop(name, None)
            for item in document["paths"].values():
                for operation in item.values():
                    if "requestBody" in operation:
                        operation["responses"] |= BODY_PROBLEMS
        return app.openapi_schema or {}

    app.openapi = described
