"""HTTP doors to scenarios, to what changed between two days, and to a network month by month."""

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query

from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.routes.coordination import Brokers
from service.schemas.base import Day
from service.schemas.scenarios import ComparisonOut, ScenarioIn, ScenarioOut, SeriesOut
from service.usecases import scenarios

router = APIRouter(
    prefix="/v1/networks/{network_id}",
    tags=["coordination"],
    dependencies=[Depends(only_known_parameters)],
)

Since: TypeAlias = Annotated[
    Day, Query(alias="from", description="The earlier day.", examples=["2024-01-01"])
]
Until: TypeAlias = Annotated[
    Day, Query(alias="to", description="The later day.", examples=["2024-06-30"])
]


@router.post(
    "/scenarios",
    summary="Tell what would be if somebody moved, left or was introduced",
    responses=problem_responses(409),
)
def suppose(*, visit: VisitDep, services: ServicesDep, body: ScenarioIn) -> ScenarioOut:
    """Tell who would be cut off, who would take over, and which introductions would mend it.

    A question, not a record: nothing is written, a reader may ask it.
    """
    question = scenarios.ScenarioQuestion(
        on=body.as_of or visit.today(),
        moves=tuple(body.moves),
        leaves=tuple(body.leaves),
        introduces=tuple((one, other) for one, other in body.introduces),
        brokers=tuple(body.brokers),
    )
    answer = scenarios.suppose(visit, services.snapshots, question)
    return ScenarioOut.of(visit.network_id, answer)


@router.get(
    "/comparison",
    summary="Tell what changed between two days",
    responses=problem_responses(409),
)
def compare(
    *, visit: VisitDep, services: ServicesDep, since: Since, until: Until, brokers: Brokers = None
) -> ComparisonOut:
    """Tell who came and went, which ties were gained and lost, who rose and fell."""
    question = scenarios.ComparisonQuestion(since=since, until=until, brokers=tuple(brokers or ()))
    answer = scenarios.compare(visit, services.snapshots, question)
    return ComparisonOut.of(visit.network_id, answer)


@router.get(
    "/comparison/series",
    summary="Tell how a network went from month to month",
    responses=problem_responses(409),
)
def read_series(
    *, visit: VisitDep, services: ServicesDep, since: Since, until: Until, brokers: Brokers = None
) -> SeriesOut:
    """Give a few numbers of the first day of each month, and of both ends; at most 60 months."""
    question = scenarios.ComparisonQuestion(since=since, until=until, brokers=tuple(brokers or ()))
    answer = scenarios.series(visit, services.snapshots, question)
    return SeriesOut.of(visit.network_id, answer)
