"""HTTP doors to closeness: of a tie, of a pair, and whom it is time to greet again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.routes.access import AsOf
from service.routes.records import RecordPath
from service.schemas.strengths import CoolingOut, StrengthOut
from service.usecases import strengths
from service.usecases.strengths import MOST_AHEAD, MOST_NOTICES, CoolingQuestion

router = APIRouter(
    prefix="/v1/networks/{network_id}",
    tags=["strengths"],
    dependencies=[Depends(only_known_parameters)],
)


@router.get(
    "/ties/{record_id}/strength",
    summary="Tell how close the ends of a tie are",
    responses=problem_responses(),
)
def read_tie_strength(
    visit: VisitDep, services: ServicesDep, record_id: RecordPath, as_of: AsOf = None
) -> StrengthOut:
    """Tell what this tie says, what happened between its ends, and which of it is used.

    Other ties of the two are left out; ask for the pair to have them all.
    """
    on = as_of or visit.today()
    answer = strengths.find_tie_strength(visit, services.snapshots, record_id, on=on)
    return StrengthOut.of(visit.network_id, answer)


@router.get("/strength", summary="Tell how close two are", responses=problem_responses())
def read_strength(
    *,
    visit: VisitDep,
    services: ServicesDep,
    between: Annotated[str, Query(description="A contact or partner.", examples=["lina"])],
    and_: Annotated[str, Query(alias="and", description="Another one.", examples=["head"])],
    as_of: AsOf = None,
) -> StrengthOut:
    """Tell all that is known of two on a day, in either order, and which of it is used.

    A person's word comes before all; then the largest of what happened, what is stated and the
    time in post together; then what the type of a tie lets assume. Factors add up to the computed
    strength. Null is no record, never 0.
    """
    on = as_of or visit.today()
    answer = strengths.find_strength(visit, services.snapshots, between, and_, on=on)
    return StrengthOut.of(visit.network_id, answer)


@router.get(
    "/cooling",
    summary="Tell whom it is time to be in touch with again",
    responses=problem_responses(),
)
def read_cooling(
    *,
    visit: VisitDep,
    services: ServicesDep,
    of: Annotated[
        str | None,
        Query(
            description="A contact, or a partner, whose people of the day are meant; everybody if "
            "not given."
        ),
    ] = None,
    ahead_days: Annotated[
        int, Query(ge=0, le=MOST_AHEAD, description="Also what will be due within so many days.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_NOTICES, description="Most notices.")] = 100,
    as_of: AsOf = None,
) -> CoolingOut:
    """Tell who should greet whom by when: pairs silent for longer than is usual between them."""
    question = CoolingQuestion(
        of=of or "", on=as_of or visit.today(), ahead_days=ahead_days, limit=limit
    )
    answer = strengths.find_cooling(visit, services.snapshots, question)
    return CoolingOut.of(visit.network_id, answer)
