"""Use cases of access: who can introduce us to a leader, who is within reach, who is called so."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
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
from graph.access.choices import DEFAULT, MOST, Choice, ChosenRoutes, choose_routes
from graph.access.judgement import judge
from graph.access.load import Caps, at_cap, favour_load
from graph.access.network import AccessNetwork
from graph.access.routes import (
    DEFAULT_STEPS,
    MOST_REQUIRED,
    MOST_STEPS,
    Reach,
    reach,
)
from graph.errors import (
    FieldIssue,
    InvalidQuestionError,
    shown,
)
from graph.network import NetworkView
from graph.records.dates import epoch_day
from graph.vocabulary import ActorKind, Channel, Role
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
MOST_ENDS: Final = 50
"""Starts, or leaders, of one question."""
DRAWS: Final = 1_000
"""How often beliefs are drawn to see whether the best way stays the best: two digits."""


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
        Day looked at; a later one than today asks what waiting would do.
    also_from, also_to
        Further starts and leaders; a way leads from any of the first to any of the second.
    choice, k
        Which ways to show, and how many; ``None``: as many as is usual for the choice.
    channel
        By which way all are asked; ``None`` counts as a message.
    busyness
        What if the leader were so busy, 0 to 1; ``None``: as recorded.
    availability
        What if the leader could be met at all only so likely, 0 to 1, whoever asks: it is in no
        step, and multiplies the odds of every way, and of all ways together, once.
    with_stability
        Whether to draw from the beliefs how often the best way stays the best.
    avoid, through
        Ids of actors on no route, on every route.
    types
        Tie types that may be used, ``met_with`` and ``colleagues`` among them; empty: all.

    """

    start: str
    leader: str
    on: date
    also_from: tuple[str, ...] = ()
    also_to: tuple[str, ...] = ()
    choice: Choice = Choice.BEST
    k: int | None = None
    max_steps: int = DEFAULT_STEPS
    avoid: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    channel: Channel | None = None
    busyness: float | None = None
    availability: float = 1.0
    with_stability: bool = False

    @property
    def starts(self) -> tuple[str, ...]:
        """All starts, each once."""
        return tuple(dict.fromkeys((self.start, *self.also_from)))

    @property
    def leaders(self) -> tuple[str, ...]:
        """All leaders, each once."""
        return tuple(dict.fromkeys((self.leader, *self.also_to)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachQuestion:
    """Who can reach ``end`` (``is_toward``), or whom can ``end`` reach."""

    end: str
    is_toward: bool
    on: date
    max_steps: int = DEFAULT_STEPS
    limit: int = 100
    types: tuple[str, ...] = ()


def prepare(visit: Visit, snapshots: Snapshots, question: PathQuestion) -> AccessNetwork:
    """Give the access network that a question is about: seconds at first, then at hand.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError
        As :func:`find_paths`.

    """
    visit.require(Role.READER)
    _check_paths(question)
    if question.types:
        check_types(snapshots.network(visit.network_id), question.types)
    return snapshots.access(
        visit.network_id, epoch_day(question.on), question.types or None, question.channel
    )


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
    access = prepare(visit, snapshots, question)
    network = access.network
    ends = (
        [index_of(network, end) for end in question.starts],
        [index_of(network, end) for end in question.leaders],
    )
    avoid = [index_of(network, id_) for id_ in question.avoid]
    through = [index_of(network, id_) for id_ in question.through]
    targets = _all(targets_of, access, ends[1], avoid)
    starts = [actor for actor in _all(starts_of, access, ends[0], avoid) if actor not in targets]
    if not starts:  # who heads the partner asked for
        raise InvalidQuestionError([_same_ends(question)])
    if question.busyness is not None:
        access = access.if_busy(targets, question.busyness)

    caps = Caps.on_record(network, visit.store.load_network(visit.network_id).network.request_cap)
    full = at_cap(access.view, caps)
    chosen = choose_routes(
        access,
        starts,
        targets,
        choice=question.choice,
        k=question.k,
        max_steps=question.max_steps,
        avoid=avoid,
        through=through,
        full=full,
        draws=DRAWS if question.with_stability else 0,
    )
    return _tell_paths(visit, access, question, ends, chosen, caps, full)


def _tell_paths(
    visit: Visit,
    access: AccessNetwork,
    question: PathQuestion,
    ends: tuple[Sequence[int], Sequence[int]],
    chosen: ChosenRoutes,
    caps: Caps,
    full: Collection[int],
) -> PathAnswer:
    view = access.view
    holders = [pair for leader in ends[1] for pair in _present_holders(view, leader)]
    judged = judge(access, chosen.routes, caps, full)
    near = [] if chosen.nearest is None else [chosen.nearest.actor]
    superiors = [actor for found in judged.values() for actor in found.told_first]
    instead = [it.via for found in judged.values() for it in found.remedies if it.via is not None]
    left_out = sorted(full, key=view.network.rank.__getitem__)
    on_ways = dict.fromkeys(actor for route in chosen.routes for actor in route.actors)
    told = Telling(visit, view)
    with visit.store.reading_together():
        told.read(
            chosen.routes,
            [*ends[0], *ends[1], *near, *chosen.indispensable, *superiors, *instead, *left_out]
            + [actor for pair in holders for actor in pair],
        )
        interests = told.interests(on_ways)
    available, together = question.availability, chosen.at_least_one
    ways = map(told.way, chosen.routes, chosen.chains, repeat(judged))
    return PathAnswer(
        on=question.on,
        revision=view.network.revision,
        starts=tuple(map(told.brief, ends[0])),
        leaders=tuple(map(told.brief, ends[1])),
        k=DEFAULT[question.choice] if question.k is None else question.k,
        max_steps=question.max_steps,
        ways=tuple(way.if_available(available) for way in ways),
        reason=chosen.reason,
        steps_needed=chosen.steps_needed,
        nearest=chosen.nearest
        and NearestApproach(
            told.brief(chosen.nearest.actor),
            available * chosen.nearest.probability,
            chosen.nearest.steps,
        ),
        present_holders=tuple(
            PresentHolder(told.brief(partner), told.brief(holder)) for partner, holder in holders
        ),
        choice=question.choice,
        number=chosen.number,
        is_exact=chosen.is_exact,
        only_doors=tuple(map(told.brief, chosen.indispensable)),
        availability=available,
        best_alone=available * chosen.best_alone,
        at_least_one=None if together is None else available * together,
        stability=chosen.stability,
        not_asked=tuple(told.not_asked(favour_load(view, actor, caps)) for actor in left_out),
        interests=interests,
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
    issues = [] if question.k is None else within("k", question.k, MOST[question.choice])
    issues += within("max_steps", question.max_steps, MOST_STEPS)
    for field, share in (("busyness", question.busyness), ("availability", question.availability)):
        if share is not None and not 0 <= share <= 1:
            facts = {"least": "0", "most": "1"}
            issues.append(FieldIssue(field, "outside-limits", str(share), facts))
    for field, ids, most in (
        ("from", question.starts, MOST_ENDS),
        ("to", question.leaders, MOST_ENDS),
        ("through", question.through, MOST_REQUIRED),
        ("avoid", question.avoid, MOST_AVOIDED),
    ):
        if len(ids) > most:
            issues.append(FieldIssue(field, "too-many", str(len(ids)), {"most": str(most)}))
    if set(question.starts) & set(question.leaders):
        issues.append(_same_ends(question))
    if issues:
        raise InvalidQuestionError(issues)


def _all(
    of_one: Callable[[AccessNetwork, int, Sequence[int]], list[int]],
    access: AccessNetwork,
    ends: Sequence[int],
    avoid: Sequence[int],
) -> list[int]:
    """Collect the people behind several ends, each once."""
    return list(dict.fromkeys(actor for end in ends for actor in of_one(access, end, avoid)))


def _same_ends(question: PathQuestion) -> FieldIssue:
    return FieldIssue("to", "same-ends", shown(question.leader))


def _present_holders(view: NetworkView, leader: int) -> list[tuple[int, int]]:
    """Find offices that a person led, leads none of now, and who does: (partner, holder)."""
    positions, rows = view.network.positions, view.network.positions_by_actor.at([leader])
    headed = rows[(positions.contact[rows] == leader) & np.isin(positions.type[rows], HEADS)]
    if not len(headed) or view.positions[headed].any():
        return []
    left = np.unique(positions.partner[headed[positions.until[headed] <= view.day]])
    return [
        (int(partner), holder)
        for partner in left
        for holder in in_post(view, int(partner), HEADS)[:1]
    ]
