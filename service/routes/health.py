"""HTTP doors for those who watch the service."""

from fastapi import APIRouter, Response
from pydantic import Field

from graph.errors import StoreUnavailableError
from service.deps import ServicesDep
from service.problems import problem_responses
from service.schemas.base import Schema

router = APIRouter(tags=["health"])


class Health(Schema):
    """The service answers."""

    status: str = Field(examples=["ok"])


@router.get("/healthz", summary="Tell whether the service runs")
async def read_health() -> Health:
    """Answer as long as the process runs, whatever the store does."""
    return Health(status="ok")


@router.get(
    "/readyz",
    summary="Tell whether the service can serve",
    responses={503: problem_responses()[503]},
)
def read_readiness(services: ServicesDep) -> Health:
    """Answer if the store answers."""
    if not services.store.is_ready():
        raise StoreUnavailableError
    return Health(status="ok")


@router.get(
    "/metrics",
    summary="Read the figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(services: ServicesDep) -> Response:
    """Give counts and times by route; no names, no values."""
    return Response(services.metrics.text(), media_type="text/plain; version=0.0.4")
