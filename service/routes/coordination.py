"""HTTP doors to coordination: partners to look after, introductions to suggest."""

from datetime import date
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query
from pydantic import AfterValidator

from graph.access.accessibility import MOST_STARTS
from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.routes.access import AsOf
from service.schemas.coordination import (
    BROKER_UNTIL,
    IntroductionsOut,
    IsolationOut,
    broker_until,
)
from service.usecases import coordination
from service.usecases.access import MOST_REACHED
from service.usecases.coordination import MOST_PARTNERS

router = APIRouter(
    prefix="/v1/networks/{network_id}",
    tags=["coordination"],
    dependencies=[Depends(only_known_parameters)],
)


def _on_calendar(said: str) -> str:
    broker_until(said)
    return said


Brokers: TypeAlias = Annotated[
    list[str] | None,
    Query(
        alias="broker",
        max_length=MOST_STARTS,
        description="Active brokers: contacts, or partners, all of whose people count; may be "
        "repeated. By default the people whom the users of the network have named as themselves.",
        examples=[["lina"]],
    ),
]
Until: TypeAlias = Annotated[
    list[Annotated[str, Query(pattern=BROKER_UNTIL), AfterValidator(_on_calendar)]] | None,
    Query(
        alias="broker_until",
        max_length=MOST_STARTS,
        description="A broker with the last day of the appointment, where it is known; may be "
        "repeated.",
        examples=[["lina=2027-01-31"]],
    ),
]


def _ends(said: list[str] | None) -> tuple[tuple[str, date], ...]:
    return tuple(map(broker_until, said or ()))


@router.get(
    "/isolated",
    summary="List partners in the order in which they need somebody to look after them",
    responses=problem_responses(409),
)
def read_isolated(
    *,
    visit: VisitDep,
    services: ServicesDep,
    brokers: Brokers = None,
    until: Until = None,
    key_only: Annotated[bool, Query(description="Key partners alone.")] = False,
    limit: Annotated[int, Query(ge=1, le=MOST_REACHED, description="Most partners.")] = 100,
    as_of: AsOf = None,
) -> IsolationOut:
    """Tell which partners no broker reaches, which hang on one actor, and which are about to.

    The tier is the reason; within it key partners come first, then the least chance.
    """
    question = coordination.IsolationQuestion(
        brokers=tuple(brokers or ()),
        broker_until=_ends(until),
        on=as_of or visit.today(),
        limit=limit,
        key_only=key_only,
    )
    answer = coordination.find_isolated(visit, services.snapshots, question)
    return IsolationOut.of(visit.network_id, answer)


@router.get(
    "/suggested-introductions",
    summary="Suggest whom partners could meet, and through whom",
    responses=problem_responses(409),
)
def read_suggested_introductions(
    *,
    visit: VisitDep,
    services: ServicesDep,
    partner: Annotated[
        list[str],
        Query(
            min_length=1,
            max_length=MOST_PARTNERS,
            description="A partner; may be repeated.",
            examples=[["pu-loteng"]],
        ),
    ],
    brokers: Brokers = None,
    until: Until = None,
    as_of: AsOf = None,
) -> IntroductionsOut:
    """Give up to three introductions for each partner, with what they would change.

    A question, not a record: nothing is written and nobody is asked.
    """
    question = coordination.IntroductionsQuestion(
        partners=tuple(partner),
        brokers=tuple(brokers or ()),
        broker_until=_ends(until),
        on=as_of or visit.today(),
    )
    answer = coordination.suggest_introductions(visit, services.snapshots, question)
    return IntroductionsOut.of(visit.network_id, answer)
