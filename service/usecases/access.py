"""Use cases of access: who can introduce us to a leader, who is within reach, who is called so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from graph.access.answers import (
    Brief,
    NearestApproach,
    PathAnswer,
    PresentHolder,
    Reachable,
    ReachAnswer,
)
from graph.access.routes import (
    DEFAULT_ROUTES,
    DEFAULT_STEPS,
    MOST_REQUIRED,
    MOST_ROUTES,
    MOST_STEPS,
    Reach,
    find_routes,
    reach,
)
from graph.errors import (
    FieldIssue,
    InvalidQuestionError,
    shown,
)
from graph.network import NetworkView
from graph.records.dates import epoch_day
from graph.vocabulary import ActorKind, Role
from service.search import Match
from service.snapshots import Snapshots
from service.usecases.access_ends import (
    HEADS,
    check_types,
    in_post,
    index_of,
    starts_of,
    targets_of,
    within,
)
from service.usecases.access_telling import Telling
from service.usecases.visits import Visit

MOST_REACHED: Final = 500
MOST_AVOIDED: Final = 100
MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PathQuestion:
    """Who can introduce ``start`` to ``leader``, as somebody asked it.

    Parameters
    ----------
    start
        Id of a contact or of a partner, any of whose contacts may start.
    leader
        Id of a contact, or of a partner whose present head is meant.
    on
        Day looked at.
    avoid, through
        Ids of actors on no route, on every route.
    types
        Tie types that may be used, ``met_with`` and ``colleagues`` among them; empty: all.

    """

    start: str
    leader: str
    on: date
    k: int = DEFAULT_ROUTES
    max_steps: int = DEFAULT_STEPS
    avoid: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachQuestion:
    """Who can reach ``end`` (``is_toward``), or whom can ``end`` reach."""

    end: str
    is_toward: bool
    on: date
    max_steps: int = DEFAULT_STEPS
    limit: int = 100
    types: tuple[str, ...] = ()


def find_paths(visit: Visit, snapshots: Snapshots, question: PathQuestion) -> PathAnswer:
    """Find the most likely ways to a leader, with the evidence of each step.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If a limit is passed, a type is unknown or the start is the leader; all issues at once.
    UnknownRecordError
        If an id names nobody in the network.
    RefusedEndError
        If an end is on no route, or the office asked for is vacant on the day.

    """
    visit.require(Role.READER)
    _check_paths(question)
    check_types(snapshots.network(visit.network_id), question.types)
    access = snapshots.access(visit.network_id, epoch_day(question.on), question.types or None)
    network, view = access.network, access.view
    start, leader = (index_of(network, end) for end in (question.start, question.leader))
    avoid = [index_of(network, id_) for id_ in question.avoid]
    through = [index_of(network, id_) for id_ in question.through]

    targets = targets_of(access, leader, avoid)
    starts = [actor for actor in starts_of(access, start, avoid) if actor not in targets]
    if not starts:  # who heads the partner asked for
        raise InvalidQuestionError([_same_ends(question)])
    found = find_routes(
        access,
        starts,
        targets,
        k=question.k,
        max_steps=question.max_steps,
        avoid=avoid,
        through=through,
    )
    holders = _present_holders(view, leader)
    told = Telling(visit, access.view)
    told.read(
        found.routes,
        [start, leader, *([found.nearest.actor] if found.nearest else [])]
        + [actor for pair in holders for actor in pair],
    )
    nearest = found.nearest and NearestApproach(
        told.brief(found.nearest.actor), found.nearest.probability, found.nearest.steps
    )
    return PathAnswer(
        on=question.on,
        revision=network.revision,
        start=told.brief(start),
        leader=told.brief(leader),
        k=question.k,
        max_steps=question.max_steps,
        ways=tuple(told.way(route) for route in found.routes),
        reason=found.reason,
        steps_needed=found.steps_needed,
        nearest=nearest,
        present_holders=tuple(
            PresentHolder(told.brief(partner), told.brief(holder)) for partner, holder in holders
        ),
    )


def introduce(
    visit: Visit, snapshots: Snapshots, ids: Collection[str], *, on: date
) -> dict[str, Brief]:
    """Tell in a line who is behind identifiers, with the foremost position on a day.

    Unknown and removed ones are absent.

    Raises
    ------
    UnknownNetworkError
        If there is no such network.

    """
    visit.require(Role.READER)
    network = snapshots.network(visit.network_id)
    actors = {id_: network.index_of[id_] for id_ in ids if id_ in network.index_of}
    told = Telling(visit, network.on(epoch_day(on)))
    told.introduce(list(actors.values()))
    return {id_: told.brief(actor) for id_, actor in actors.items()}


def find_reach(visit: Visit, snapshots: Snapshots, question: ReachQuestion) -> ReachAnswer:
    """Rank everyone who can reach a leader, or whom somebody can reach, from one search.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError, UnknownRecordError, RefusedEndError
        As :func:`find_paths`.

    """
    visit.require(Role.READER)
    issues = within("max_steps", question.max_steps, MOST_STEPS)
    issues += within("limit", question.limit, MOST_REACHED)
    if issues:
        raise InvalidQuestionError(issues)
    check_types(snapshots.network(visit.network_id), question.types)
    access = snapshots.access(visit.network_id, epoch_day(question.on), question.types or None)
    end = index_of(access.network, question.end)
    ends = targets_of(access, end, ()) if question.is_toward else starts_of(access, end, ())
    found = reach(access, ends, backward=question.is_toward, max_steps=question.max_steps)
    told = Telling(visit, access.view)
    return _tell_reach(told, question, end, found)


def search(
    visit: Visit,
    snapshots: Snapshots,
    query: str,
    *,
    kinds: Iterable[ActorKind] = ActorKind,
    limit: int = 10,
) -> tuple[Match, ...]:
    """Find people and organisations by name or alias.

    Raises
    ------
    UnknownNetworkError
        If there is no such network.
    InvalidQuestionError
        If the limit is passed.

    """
    visit.require(Role.READER)
    issues = within("limit", limit, MOST_FOUND)
    if issues:
        raise InvalidQuestionError(issues)
    return snapshots.names(visit.network_id).find(query, kinds=frozenset(kinds), limit=limit)


def _tell_reach(told: Telling, question: ReachQuestion, end: int, found: Reach) -> ReachAnswer:
    part = slice(question.limit)
    actors = [int(actor) for actor in found.actors[part]]
    beside = [int(actor) for actor in found.beside[part]]
    told.introduce([end, *actors, *beside])
    return ReachAnswer(
        on=question.on,
        revision=told.revision,
        end=told.brief(end),
        is_toward=question.is_toward,
        max_steps=question.max_steps,
        total=len(found.actors),
        found=tuple(
            Reachable(told.brief(actor), float(probability), int(steps), told.brief(next_))
            for actor, next_, probability, steps in zip(
                actors, beside, found.probability[part], found.steps[part], strict=True
            )
        ),
    )


# ---------------------------------------------------------------------------- checks and ends


def _check_paths(question: PathQuestion) -> None:
    issues = within("k", question.k, MOST_ROUTES)
    issues += within("max_steps", question.max_steps, MOST_STEPS)
    for field, ids, most in (
        ("through", question.through, MOST_REQUIRED),
        ("avoid", question.avoid, MOST_AVOIDED),
    ):
        if len(ids) > most:
            issues.append(FieldIssue(field, "too-many", str(len(ids)), {"most": str(most)}))
    if question.start == question.leader:
        issues.append(_same_ends(question))
    if issues:
        raise InvalidQuestionError(issues)


def _same_ends(question: PathQuestion) -> FieldIssue:
    return FieldIssue("to", "same-ends", shown(question.leader))


def _present_holders(view: NetworkView, leader: int) -> list[tuple[int, int]]:
    """Find offices that a person led, leads none of now, and who does: (partner, holder)."""
    positions = view.network.positions
    headed = (positions.contact == leader) & np.isin(positions.type, HEADS)
    if not headed.any() or (headed & view.positions).any():
        return []
    left = np.unique(positions.partner[headed & (positions.until <= view.day)])
    return [
        (int(partner), holder)
        for partner in left
        for holder in in_post(view, int(partner), HEADS)[:1]
    ]
