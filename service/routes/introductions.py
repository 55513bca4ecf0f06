"""HTTP doors to introductions: requests that travel along a route to a leader."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from graph.records.networks import LONGEST_INTERVAL
from graph.vocabulary import Noun
from service.deps import (
    OptionalVersionDep,
    ServicesDep,
    VisitDep,
    WriteDep,
    mark,
    only_known_parameters,
)
from service.problems import problem_responses
from service.routes.access import AsOf
from service.routes.bodies import StrictRoute
from service.routes.records import PREFIX, Kind, RecordPath, record_router, told
from service.schemas.introductions import (
    IntroductionFilters,
    IntroductionIn,
    IntroductionOut,
    LetterShape,
)
from service.schemas.requests import (
    DueListOut,
    HappeningIn,
    LetterOut,
    PlanOut,
    RecordedOut,
    RouteIn,
)
from service.usecases import due_requests, request_acts, requests

KIND = Kind(
    Noun.INTRODUCTION,
    "introductions",
    "a request for an introduction",
    "requests for introductions",
    IntroductionIn,
    IntroductionOut,
    IntroductionFilters,
    requests,
)

acts = APIRouter(
    prefix=f"{PREFIX}/introductions",
    tags=["introductions"],
    route_class=StrictRoute,
    dependencies=[Depends(only_known_parameters)],
)


@acts.get("/due", summary="List what is due about requests", responses=problem_responses())
def list_due_requests(
    *,
    visit: VisitDep,
    services: ServicesDep,
    as_of: AsOf = None,
    ahead_days: Annotated[
        int, Query(ge=0, le=LONGEST_INTERVAL, description="Also what falls due within these days.")
    ] = 0,
) -> DueListOut:
    """Tell what is next for each request, longest overdue first: patience first.

    Silence leads to a reminder by another channel, up to three, at the network's interval; then
    another way is offered, and never taken by itself. Offers come last.
    """
    on = as_of or visit.today()
    answer = due_requests.find_due(visit, services.snapshots, on, ahead_days)
    return DueListOut.of(visit.network_id, answer)


@acts.post(
    "/from-route",
    summary="Start a request along a route",
    status_code=201,
    responses=problem_responses(403, 409),
)
def start_request(
    visit: WriteDep, request: Request, response: Response, body: RouteIn
) -> IntroductionOut:
    """Make a draft of a request: nobody is asked yet."""
    commit = request_acts.start(visit, body.start())
    place = request.url.path.removesuffix("/from-route")
    response.headers["Location"] = f"{place}/{commit.stored[0].record.id}"
    return cast("IntroductionOut", told(KIND, response, commit))


@acts.post(
    "/{record_id}/events",
    summary="Note what happened to a request",
    responses=problem_responses(403, 409, 412),
)
def record_request_event(
    *,
    visit: WriteDep,
    services: ServicesDep,
    response: Response,
    record_id: RecordPath,
    version: OptionalVersionDep,
    body: HappeningIn,
) -> RecordedOut:
    """Note an asking, a reminder, an answer, a meeting, or that the request is taken back.

    Who is asked gets a prediction, from the network as of that day; the cap on open requests and
    do-not-ask come before every odds. A meeting is written as an interaction in the same commit.
    """
    recorded = request_acts.record_event(
        visit, services.snapshots, record_id, body.happening(), version
    )
    mark(response, recorded.stored.version, is_replay=recorded.is_replay)
    return RecordedOut.of(recorded)


@acts.get(
    "/{record_id}/letter",
    summary="Tell where the letter of a request is",
    responses=problem_responses(),
)
def read_request_letter(visit: VisitDep, record_id: RecordPath, as_of: AsOf = None) -> LetterOut:
    """Tell where the letter lies, with which instruction, and for how many days."""
    return LetterOut.of(due_requests.find_letter(visit, record_id, as_of or visit.today()))


@acts.put(
    "/{record_id}/letter",
    summary="Say which letter goes with a request",
    responses=problem_responses(403, 409, 412),
)
def change_request_letter(
    visit: WriteDep,
    response: Response,
    record_id: RecordPath,
    version: OptionalVersionDep,
    body: LetterShape,
) -> IntroductionOut:
    """Say the letter's number, date, addressee and copies, and all places where it has been."""
    commit = request_acts.record_letter(visit, record_id, body.letter(), version)
    return cast("IntroductionOut", told(KIND, response, commit))


@acts.get(
    "/{record_id}/plan",
    summary="Tell the order of asking and what it takes",
    responses=problem_responses(),
)
def read_request_plan(
    *, visit: VisitDep, services: ServicesDep, record_id: RecordPath, as_of: AsOf = None
) -> PlanOut:
    """Tell who asks whom in order, how likely each agrees, and the days that answers take."""
    on = as_of or visit.today()
    return PlanOut.of(due_requests.plan_asking(visit, services.snapshots, record_id, on))


router = APIRouter()
router.include_router(acts)  # before the records: /due is no identifier
router.include_router(record_router(KIND))
