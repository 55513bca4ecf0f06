"""Use case: several leaders at once, under the caps of all who would be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.access.campaign import (
    DEFAULT_FLOOR,
    LEAST_VALUE,
    MOST_LEADERS,
    MOST_VALUE,
    Aim,
    Campaign,
    LeaderPlan,
    plan_campaign,
    room_under,
)
from graph.access.load import Caps
from graph.access.network import AccessNetwork
from graph.access.overviews import CampaignAnswer, Chain, FavourAnswer, LeaderAnswer, TakenBy
from graph.access.routes import DEFAULT_STEPS, Route
from graph.errors import FieldIssue, InvalidQuestionError, shown
from graph.records.dates import epoch_day
from graph.vocabulary import Role
from service.snapshots import Snapshots
from service.usecases.access_ends import check_types, index_of, targets_of
from service.usecases.access_telling import Telling
from service.usecases.accessibility import all_starts, check_starts
from service.usecases.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignQuestion:
    """Whom to ask for which of several leaders.

    Parameters
    ----------
    leaders
        Id and value of each; of a partner its present head is meant.
    starts
        Ids of our own people; of a partner all its people in post may start.
    on
        Day looked at; requests that wait on it count.
    avoid
        Ids of actors on no chain.
    types
        Tie types that may be used; empty: all.
    floor
        Probability below which nobody is asked.

    """

    leaders: tuple[tuple[str, float], ...]
    starts: tuple[str, ...]
    on: date
    max_steps: int = DEFAULT_STEPS
    avoid: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    floor: float = DEFAULT_FLOOR


def find_campaign(visit: Visit, snapshots: Snapshots, question: CampaignQuestion) -> CampaignAnswer:
    """Choose at most one chain for each leader; nothing is written and nobody is asked by it.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If a limit is passed, a type is unknown, a leader is named twice or is the only start; all
        issues at once.
    UnknownRecordError
        If an id names nobody in the network.
    RefusedEndError
        If an end is on no route, or an office asked for is vacant on the day.

    """
    visit.require(Role.READER)
    _check(question)
    check_types(snapshots.network(visit.network_id), question.types)
    access = snapshots.access(visit.network_id, epoch_day(question.on), question.types or None)
    network = access.network
    asked = [index_of(network, id_) for id_ in dict.fromkeys(question.starts)]
    avoid = [index_of(network, id_) for id_ in question.avoid]
    starts = all_starts(access, asked, avoid)
    aims = _aims(access, question, starts, avoid)
    cap = visit.store.load_network(visit.network_id).network.request_cap
    found = plan_campaign(
        access,
        starts,
        aims,
        room_under(access.view, Caps.on_record(network, cap)),
        max_steps=question.max_steps,
        avoid=avoid,
        floor=question.floor,
    )
    told = Telling(visit, access.view)
    told.introduce([*asked, *_everybody(found)])
    return _tell(told, question, asked, found)


def _check(question: CampaignQuestion) -> None:
    issues = check_starts(question.starts, question.avoid, question.max_steps)
    if not question.leaders:
        issues.append(FieldIssue("leaders", "missing"))
    if len(question.leaders) > MOST_LEADERS:
        count, most = str(len(question.leaders)), str(MOST_LEADERS)
        issues.append(FieldIssue("leaders", "too-many", count, {"most": most}))
    seen: set[str] = set()
    limits = {"least": str(LEAST_VALUE), "most": str(MOST_VALUE)}
    for place, (id_, value) in enumerate(question.leaders):
        if id_ in seen:
            issues.append(FieldIssue(f"leaders[{place}].id", "leader-twice", shown(id_)))
        seen.add(id_)
        if not LEAST_VALUE <= value <= MOST_VALUE:
            field = f"leaders[{place}].value"
            issues.append(FieldIssue(field, "outside-limits", str(value), limits))
    if not 0 <= question.floor <= 1:
        issues.append(FieldIssue("least_probability", "outside-0-1", str(question.floor)))
    if issues:
        raise InvalidQuestionError(issues)


def _aims(
    access: AccessNetwork, question: CampaignQuestion, starts: Sequence[int], avoid: Sequence[int]
) -> list[Aim]:
    aims: list[Aim] = []
    issues: list[FieldIssue] = []
    for place, (id_, value) in enumerate(question.leaders):
        leader = index_of(access.network, id_)
        targets = targets_of(access, leader, avoid)
        if set(starts) <= set(targets):
            issues.append(FieldIssue(f"leaders[{place}].id", "same-ends", shown(id_)))
        aims.append(Aim(leader, tuple(targets), value))
    if issues:
        raise InvalidQuestionError(issues)
    return aims


def _everybody(found: Campaign) -> list[int]:
    routes = [route for plan in found.plans for route in (plan.chosen, plan.alone) if route]
    return [
        *(plan.aim.leader for plan in found.plans),
        *(actor for route in routes for actor in route.actors),
        *(actor for plan in found.plans for actor in plan.at_cap),
    ]


def _tell(
    told: Telling, question: CampaignQuestion, asked: Sequence[int], found: Campaign
) -> CampaignAnswer:
    return CampaignAnswer(
        on=question.on,
        revision=told.revision,
        starts=tuple(map(told.brief, asked)),
        max_steps=question.max_steps,
        floor=question.floor,
        leaders=tuple(_leader(told, plan, found.plans) for plan in found.plans),
        favours=tuple(
            FavourAnswer(told.brief(favour.person), favour.times, favour.room)
            for favour in found.favours
        ),
        expected=found.expected,
        bound=found.bound,
        is_optimal=found.is_optimal,
        chains=found.chains,
    )


def _leader(told: Telling, plan: LeaderPlan, plans: Sequence[LeaderPlan]) -> LeaderAnswer:
    return LeaderAnswer(
        leader=told.brief(plan.aim.leader),
        value=plan.aim.value,
        advice=plan.advice,
        chosen=_chain(told, plan.chosen),
        alone=_chain(told, plan.alone),
        expected=plan.expected,
        given_up=plan.given_up,
        taken=tuple(
            TakenBy(
                told.brief(yielded.person),
                tuple(told.brief(plans[place].aim.leader) for place in yielded.to),
            )
            for yielded in plan.yielded
        ),
        at_cap=tuple(map(told.brief, plan.at_cap)),
        reason=plan.reason,
        steps_needed=plan.steps_needed,
    )


def _chain(told: Telling, route: Route | None) -> Chain | None:
    if route is None:
        return None
    return Chain(
        tuple(map(told.brief, route.actors)),
        tuple(hop.probability for hop in route.hops),
        route.probability,
    )
