"""HTTP doors to the use cases of access: ways to a leader, reach, search."""

from datetime import date
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query
from fastapi.concurrency import run_in_threadpool

from graph.access.choices import Choice
from graph.access.routes import (
    DEFAULT_STEPS,
    MOST_REQUIRED,
    MOST_ROUTES,
    MOST_STEPS,
)
from graph.errors import FieldIssue, InvalidQuestionError
from graph.vocabulary import ActorKind, Channel
from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.schemas.access import AccessPathsOut, ReachOut, SearchOut
from service.schemas.base import Day
from service.search import LONGEST_QUERY
from service.snapshots import Snapshots
from service.usecases import access
from service.usecases.access import MOST_AVOIDED, MOST_ENDS, MOST_FOUND, MOST_REACHED
from service.usecases.visits import Visit

router = APIRouter(
    prefix="/v1/networks/{network_id}",
    tags=["access"],
    dependencies=[Depends(only_known_parameters)],
)

Steps: TypeAlias = Annotated[
    int,
    Query(ge=1, le=MOST_STEPS, description="Most steps; one into an organisation counts too."),
]
AsOf: TypeAlias = Annotated[
    Day | None, Query(description="Day looked at; today in the network's time zone by default.")
]
Types: TypeAlias = Annotated[
    list[str] | None,
    Query(
        max_length=100,
        description="Tie types that may be used, with met_with for contacts that happened and "
        "colleagues for inferred ones; all by default.",
        examples=[["knows", "met_with"]],
    ),
]


@router.get(
    "/access-paths",
    summary="Find who can introduce one to a leader",
    responses=problem_responses(409),
)
async def read_access_paths(
    *,
    visit: VisitDep,
    services: ServicesDep,
    from_: Annotated[
        list[str],
        Query(
            alias="from",
            min_length=1,
            max_length=MOST_ENDS,
            description="A contact, or a partner, any of whose people may start; may be repeated.",
            examples=[["lina"]],
        ),
    ],
    to: Annotated[
        list[str],
        Query(
            min_length=1,
            max_length=MOST_ENDS,
            description="A contact, or a partner, whose present head is meant; may be repeated.",
            examples=[["zaini"]],
        ),
    ],
    choose: Annotated[
        Choice,
        Query(
            description="The best routes; independent ones, which share nobody; or diverse "
            "ones, of which most likely at least one works."
        ),
    ] = Choice.BEST,
    k: Annotated[
        int | None,
        Query(
            ge=1,
            le=MOST_ROUTES,
            description="Most routes: up to 20 best (5 by default), 3 independent (3) or 10 "
            "diverse ones (3).",
        ),
    ] = None,
    max_steps: Steps = DEFAULT_STEPS,
    avoid: Annotated[
        list[str] | None, Query(max_length=MOST_AVOIDED, description="Actors on no route.")
    ] = None,
    through: Annotated[
        list[str] | None, Query(max_length=MOST_REQUIRED, description="Actors on every route.")
    ] = None,
    types: Types = None,
    channel: Annotated[
        Channel | None, Query(description="What if all were asked so; a message by default.")
    ] = None,
    busyness: Annotated[
        float | None,
        Query(ge=0, le=1, description="What if the leader were so busy; as recorded by default."),
    ] = None,
    availability: Annotated[
        float,
        Query(ge=0, le=1, description="What if the leader could be met at all only so likely."),
    ] = 1.0,
    stability: Annotated[
        bool, Query(description="Draw how often the best route stays the best.")
    ] = False,
    as_of: AsOf = None,
) -> AccessPathsOut:
    """Give routes within the limit, exact, with evidence, odds and advice for each step.

    Whoever is not to be asked, or for whose answer as many requests wait as may, is on no route.
    A day ahead as `as_of` asks what waiting would do.
    """
    question = access.PathQuestion(
        start=from_[0],
        leader=to[0],
        also_from=tuple(from_[1:]),
        also_to=tuple(to[1:]),
        on=as_of or visit.today(),
        choice=choose,
        channel=channel,
        busyness=busyness,
        availability=availability,
        with_stability=stability,
        k=k,
        max_steps=max_steps,
        avoid=tuple(avoid or ()),
        through=tuple(through or ()),
        types=tuple(types or ()),
    )
    await run_in_threadpool(access.prepare, visit, services.snapshots, question)
    return await services.think(_find_paths, visit, services.snapshots, question)


def _find_paths(
    visit: Visit, snapshots: Snapshots, question: access.PathQuestion
) -> AccessPathsOut:
    return AccessPathsOut.of(visit.network_id, access.find_paths(visit, snapshots, question))


@router.get(
    "/reach",
    summary="Rank who can reach a leader, or whom one can reach",
    responses=problem_responses(409),
)
def read_reach(
    *,
    visit: VisitDep,
    services: ServicesDep,
    to: Annotated[str | None, Query(description="Who can reach this leader?")] = None,
    from_: Annotated[
        str | None, Query(alias="from", description="Whom can this one reach?")
    ] = None,
    max_steps: Steps = DEFAULT_STEPS,
    limit: Annotated[
        int, Query(ge=1, le=MOST_REACHED, description="Most actors in the answer.")
    ] = 100,
    types: Types = None,
    as_of: AsOf = None,
) -> ReachOut:
    """Rank everybody within reach by the best route, from one search; ask with to or from."""
    end = to or from_
    if not end or (to and from_):
        raise InvalidQuestionError([FieldIssue("to", "to-or-from")])
    on: date = as_of or visit.today()
    question = access.ReachQuestion(
        end=end,
        is_toward=bool(to),
        on=on,
        max_steps=max_steps,
        limit=limit,
        types=tuple(types or ()),
    )
    answer = access.find_reach(visit, services.snapshots, question)
    return ReachOut.of(visit.network_id, answer)


@router.get(
    "/search",
    summary="Find people and organisations by name or alias",
    responses=problem_responses(),
)
def search_actors(
    *,
    visit: VisitDep,
    services: ServicesDep,
    q: Annotated[
        str, Query(max_length=LONGEST_QUERY, description="As typed.", examples=["Pak Zaini"])
    ],
    kind: Annotated[ActorKind | None, Query(description="People or organisations only.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_FOUND)] = 10,
) -> SearchOut:
    """Search names and aliases: folded, without titles, tolerant of typing errors."""
    kinds = [kind] if kind else list(ActorKind)
    matches = access.search(visit, services.snapshots, q, kinds=kinds, limit=limit)
    return SearchOut.of(matches)
