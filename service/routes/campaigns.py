"""HTTP doors to campaigns and accessibility: many leaders or partners at once."""

from dataclasses import replace
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query

from graph.access.accessibility import MOST_STARTS
from graph.access.routes import DEFAULT_STEPS
from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.routes.access import AsOf, Steps, Types
from service.routes.bodies import StrictRoute
from service.schemas.campaigns import AccessibilityOut, CampaignIn, CampaignOut
from service.usecases import accessibility, campaigns
from service.usecases.access import MOST_AVOIDED, MOST_REACHED

router = APIRouter(
    prefix="/v1/networks/{network_id}",
    tags=["access"],
    dependencies=[Depends(only_known_parameters)],
    route_class=StrictRoute,
)

OurPeople: TypeAlias = Annotated[
    list[str],
    Query(
        alias="from",
        min_length=1,
        max_length=MOST_STARTS,
        description="Our own people: contacts, or partners, all of whose people count.",
        examples=[["lina"]],
    ),
]
Avoid: TypeAlias = Annotated[
    list[str] | None, Query(max_length=MOST_AVOIDED, description="Actors on no way.")
]
Limit: TypeAlias = Annotated[
    int, Query(ge=1, le=MOST_REACHED, description="Most actors of each list.")
]


@router.post(
    "/campaigns",
    summary="Choose whom to ask for which of several leaders",
    responses=problem_responses(409),
)
def plan_campaign(*, visit: VisitDep, services: ServicesDep, body: CampaignIn) -> CampaignOut:
    """Choose at most one chain for each leader, worth most together, under everybody's cap.

    A question, not a record: nothing is written, a reader may ask it.
    """
    question = campaigns.CampaignQuestion(
        leaders=tuple((leader.id, leader.value) for leader in body.leaders),
        starts=tuple(body.starts),
        on=body.as_of or visit.today(),
        max_steps=body.max_steps,
        avoid=tuple(body.avoid),
        types=tuple(body.types),
        floor=body.least_probability,
    )
    answer = campaigns.find_campaign(visit, services.snapshots, question)
    return CampaignOut.of(visit.network_id, answer)


def _asked(
    *,
    visit: VisitDep,
    from_: OurPeople,
    max_steps: Steps = DEFAULT_STEPS,
    avoid: Avoid = None,
    limit: Limit = 100,
    types: Types = None,
    as_of: AsOf = None,
) -> accessibility.AccessibilityQuestion:
    return accessibility.AccessibilityQuestion(
        starts=tuple(from_),
        on=as_of or visit.today(),
        max_steps=max_steps,
        avoid=tuple(avoid or ()),
        types=tuple(types or ()),
        limit=limit,
    )


QuestionDep: TypeAlias = Annotated[accessibility.AccessibilityQuestion, Depends(_asked)]


@router.get(
    "/reach/leaders",
    summary="Rank leaders by how near our own people come",
    responses=problem_responses(409),
)
def read_leaders_reached(
    *, visit: VisitDep, services: ServicesDep, question: QuestionDep
) -> AccessibilityOut:
    """Rank every leader by the best way from any of our people, and list those out of reach."""
    answer = accessibility.find_leaders(visit, services.snapshots, question)
    return AccessibilityOut.of(visit.network_id, answer)


@router.get(
    "/reach/partners",
    summary="Tell which partners our own people reach, and which they do not",
    responses=problem_responses(409),
)
def read_partners_reached(
    *,
    visit: VisitDep,
    services: ServicesDep,
    question: QuestionDep,
    key_only: Annotated[bool, Query(description="Key partners alone.")] = False,
) -> AccessibilityOut:
    """Rank every partner by the best way to it or to one of its people in post."""
    question = replace(question, key_only=key_only)
    answer = accessibility.find_partners(visit, services.snapshots, question)
    return AccessibilityOut.of(visit.network_id, answer)
