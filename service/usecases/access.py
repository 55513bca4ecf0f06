"""Use cases of access: who can introduce us to a leader, who is within reach, who is called so."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final, cast

import numpy as np

from graph.access.answers import (
    Brief,
    NearestApproach,
    PathAnswer,
    PresentHolder,
    Reachable,
    ReachAnswer,
    ServedTogether,
    Step,
    Way,
)
from graph.access.hops import COLLEAGUES, FOREMOST, MET
from graph.access.network import AccessNetwork
from graph.access.routes import (
    DEFAULT_ROUTES,
    DEFAULT_STEPS,
    MOST_REQUIRED,
    MOST_ROUTES,
    MOST_STEPS,
    Hop,
    Reach,
    Route,
    find_routes,
    reach,
    refused,
)
from graph.errors import (
    FieldIssue,
    InvalidQuestionError,
    RefusedEndError,
    UnknownRecordError,
    shown,
)
from graph.network import CONTACT, POSITION_CODES, Network, NetworkView
from graph.records.contacts import Contact
from graph.records.dates import Span, epoch_day, from_epoch_day
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import BUILT_IN_TYPES, Tie
from graph.vocabulary import ActorKind, Capacity, Noun, PositionType, Role
from service.search import Match
from service.snapshots import Snapshots
from service.usecases.visits import Visit

MOST_REACHED: Final = 500
MOST_AVOIDED: Final = 100
MOST_FOUND: Final = 50
MOST_SHOWN: Final = 5
"""Interactions shown of a step."""

_HEADS: Final = (POSITION_CODES[PositionType.LEADS], POSITION_CODES[PositionType.CHAIRS])


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
    _check_types(snapshots.network(visit.network_id), question.types)
    access = snapshots.access(visit.network_id, epoch_day(question.on), question.types or None)
    network, view = access.network, access.view
    start, leader = (_index(network, end) for end in (question.start, question.leader))
    avoid = [_index(network, id_) for id_ in question.avoid]
    through = [_index(network, id_) for id_ in question.through]

    targets = _targets(access, leader, avoid)
    starts = [actor for actor in _starts(access, start, avoid) if actor not in targets]
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
    told = _Telling(visit, access.view)
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
    told = _Telling(visit, network.on(epoch_day(on)))
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
    issues = _within("max_steps", question.max_steps, MOST_STEPS)
    issues += _within("limit", question.limit, MOST_REACHED)
    if issues:
        raise InvalidQuestionError(issues)
    _check_types(snapshots.network(visit.network_id), question.types)
    access = snapshots.access(visit.network_id, epoch_day(question.on), question.types or None)
    end = _index(access.network, question.end)
    ends = _targets(access, end, ()) if question.is_toward else _starts(access, end, ())
    found = reach(access, ends, backward=question.is_toward, max_steps=question.max_steps)
    told = _Telling(visit, access.view)
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
    issues = _within("limit", limit, MOST_FOUND)
    if issues:
        raise InvalidQuestionError(issues)
    return snapshots.names(visit.network_id).find(query, kinds=frozenset(kinds), limit=limit)


# ---------------------------------------------------------------------------- checks


def _within(field: str, value: int, most: int, least: int = 1) -> list[FieldIssue]:
    if least <= value <= most:
        return []
    facts = {"least": str(least), "most": str(most)}
    return [FieldIssue(field, "outside-limits", str(value), facts)]


def _check_paths(question: PathQuestion) -> None:
    issues = _within("k", question.k, MOST_ROUTES)
    issues += _within("max_steps", question.max_steps, MOST_STEPS)
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


def _check_types(network: Network, types: Sequence[str]) -> None:
    known = {type_.id for type_ in network.types} | set(BUILT_IN_TYPES) | {MET, COLLEAGUES}
    issues = [
        FieldIssue("types", "unknown-tie-type", shown(type_), {"known": ", ".join(sorted(known))})
        for type_ in types
        if type_ not in known
    ]
    if issues:
        raise InvalidQuestionError(issues)


# ---------------------------------------------------------------------------- ends


def _index(network: Network, actor_id: str) -> int:
    index = network.index_of.get(actor_id)
    if index is None:
        raise UnknownRecordError("actor", actor_id)
    return index


def _in_post(view: NetworkView, partner: int, types: Sequence[int] = ()) -> list[int]:
    """Contacts in post at a partner on the day, in some kinds of position or in any, by id."""
    positions = view.network.positions
    there = view.positions & (positions.partner == partner)
    if types:
        there &= np.isin(positions.type, types)
    contacts = np.unique(positions.contact[there])
    usable = contacts[~view.network.never_on_a_route[contacts]]
    return sorted(map(int, usable), key=lambda contact: int(view.network.rank[contact]))


def _starts(access: AccessNetwork, start: int, avoid: Sequence[int]) -> list[int]:
    _refuse(access, start, avoid)
    if access.network.actors.kind[start] == CONTACT:
        return [start]
    return [start, *(actor for actor in _in_post(access.view, start) if actor not in avoid)]


def _targets(access: AccessNetwork, leader: int, avoid: Sequence[int]) -> list[int]:
    _refuse(access, leader, avoid)
    if access.network.actors.kind[leader] == CONTACT:
        return [leader]
    heads = [actor for actor in _in_post(access.view, leader, _HEADS) if actor not in avoid]
    if not heads:
        raise RefusedEndError(str(access.network.actors.id[leader]), "vacant")
    return heads


def _refuse(access: AccessNetwork, actor: int, avoid: Sequence[int]) -> None:
    reason = refused(access, actor, avoid)
    if reason:
        raise RefusedEndError(str(access.network.actors.id[actor]), reason)


def _present_holders(view: NetworkView, leader: int) -> list[tuple[int, int]]:
    """Find offices that a person led, leads none of now, and who does: (partner, holder)."""
    positions = view.network.positions
    headed = (positions.contact == leader) & np.isin(positions.type, _HEADS)
    if not headed.any() or (headed & view.positions).any():
        return []
    left = np.unique(positions.partner[headed & (positions.until <= view.day)])
    return [
        (int(partner), holder)
        for partner in left
        for holder in _in_post(view, int(partner), _HEADS)[:1]
    ]


# ---------------------------------------------------------------------------- telling


class _Telling:
    """Reads names and evidence of what an answer shows, and of nothing else."""

    def __init__(self, visit: Visit, view: NetworkView) -> None:
        self._store = visit.store
        self._network_id = visit.network_id
        self._reader = visit.who.user.id
        self._view = view
        self._briefs: dict[int, Brief] = {}
        self._posts: dict[tuple[str, str], list[Position]] = {}
        self._ties: dict[frozenset[str], list[Tie]] = {}
        self._met: Mapping[tuple[str, str], tuple[Interaction, ...]] = {}

    def read(self, routes: Sequence[Route], others: Sequence[int]) -> None:
        """Read all at once: three questions to the store for ties, meetings and positions."""
        hops = {(hop.source, hop.target): hop for route in routes for hop in route.hops}
        pairs = sorted({(self._id(one), self._id(other)) for one, other in hops})
        off = {type_.id for type_ in self._view.network.types if not type_.is_on}
        for stored in self._store.ties_between(self._network_id, pairs):
            tie = cast("Tie", stored.record)
            if tie.type not in off and _has_begun(tie, self._view.day):
                self._ties.setdefault(frozenset({tie.source_id, tie.target_id}), []).append(tie)
        self._met = self._meetings(pairs)
        actors = dict.fromkeys(actor for route in routes for actor in route.actors)
        keys = [hop.key_contact for hop in hops.values() if hop.key_contact is not None]
        served = [
            (actor, hop.body)
            for hop in hops.values()
            if hop.body is not None
            for actor in (hop.source, hop.target)
        ]
        self.introduce([*actors, *keys, *others], served)

    def _meetings(
        self, pairs: list[tuple[str, str]]
    ) -> Mapping[tuple[str, str], tuple[Interaction, ...]]:
        """Read the newest interactions of each pair up to the day."""
        read = self._store.interactions_between(
            self._network_id, pairs, most=MOST_SHOWN, until=self._view.day
        )
        return {
            pair: tuple(cast("Interaction", one.record) for one in stored)
            for pair, stored in read.items()
        }

    def introduce(self, actors: Sequence[int], served: Sequence[tuple[int, int]] = ()) -> None:
        """Read names and foremost positions of actors, and the positions of ``served`` pairs."""
        foremost = _foremost(self._view, actors)
        pairs = {(self._id(one), self._id(other)) for one, other in [*foremost.items(), *served]}
        for stored in self._store.positions_at(self._network_id, sorted(pairs)):
            post = cast("Position", stored.record)
            self._posts.setdefault((post.contact_id, post.partner_id), []).append(post)
        partners = [*foremost.values(), *(body for _, body in served)]
        everybody = dict.fromkeys([*actors, *partners])
        records: dict[str, Contact | Partner] = {}
        for noun in (Noun.CONTACT, Noun.PARTNER):
            ids = [self._id(actor) for actor in everybody]
            loaded = self._store.load(self._network_id, noun, ids, reader=self._reader)
            records |= {
                id_: cast("Contact | Partner", stored.record) for id_, stored in loaded.items()
            }
        for actor in everybody:
            self._briefs[actor] = self._introduced(actor, foremost.get(actor), records)

    def _introduced(
        self, actor: int, partner: int | None, records: Mapping[str, Contact | Partner]
    ) -> Brief:
        id_ = self._id(actor)
        record = records[id_]
        if isinstance(record, Partner):
            return Brief(id_, ActorKind.PARTNER, record.name, record.name)
        in_talk = record.name_in_talk or record.name
        if partner is None:
            return Brief(id_, ActorKind.CONTACT, record.name, in_talk, record.is_leader)
        partner_id = self._id(partner)
        day = self._view.day
        posts = [post for post in self._posts.get((id_, partner_id), ()) if _holds(post, day)]
        post = min(posts, key=lambda post: (FOREMOST.index(post.type), post.id), default=None)
        return Brief(
            id_,
            ActorKind.CONTACT,
            record.name,
            in_talk,
            record.is_leader,
            (post.title or post.label) if post else "",
            partner_id,
            records[partner_id].name if partner_id in records else "",
            post is not None and post.capacity not in (None, Capacity.DEFINITIVE),
        )

    @property
    def revision(self) -> int:
        """Revision of the snapshot."""
        return self._view.network.revision

    def brief(self, actor: int) -> Brief:
        """Give an actor in a line."""
        return self._briefs[actor]

    def way(self, route: Route) -> Way:
        """Tell a route."""
        return Way(tuple(map(self._step, route.hops)), route.probability, route.weakest)

    def _step(self, hop: Hop) -> Step:
        one, other = self._id(hop.source), self._id(hop.target)
        return Step(
            source=self.brief(hop.source),
            target=self.brief(hop.target),
            key_contact=None if hop.key_contact is None else self.brief(hop.key_contact),
            probability=hop.probability,
            strength=hop.strength,
            basis=hop.basis,
            factors=hop.factors,
            ties=tuple(self._ties.get(frozenset({one, other}), ())),
            interactions=self._met.get((one, other), ()),
            served=self._served(hop),
        )

    def _served(self, hop: Hop) -> ServedTogether | None:
        if hop.body is None or hop.last_day is None:
            return None
        at, day, last_day = self._id(hop.body), self._view.day, hop.last_day
        mine, theirs = (
            [post for post in self._posts.get((self._id(actor), at), ()) if _has_begun(post, day)]
            for actor in (hop.source, hop.target)
        )
        if not (mine and theirs):
            return None
        one, other = max(product(mine, theirs), key=lambda pair: _fit(pair, day, last_day))
        return ServedTogether(
            self.brief(hop.body),
            one,
            other,
            None if last_day >= day else from_epoch_day(last_day),
            one.since is None or other.since is None,
        )

    def _id(self, actor: int) -> str:
        return str(self._view.network.actors.id[actor])


def _tell_reach(told: _Telling, question: ReachQuestion, end: int, found: Reach) -> ReachAnswer:
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


_ORDER_BY_CODE: Final = np.array([len(PositionType), *map(FOREMOST.index, PositionType)], np.int8)


def _foremost(view: NetworkView, actors: Sequence[int]) -> dict[int, int]:
    """Partner of the foremost position that each person holds on the day."""
    positions = view.network.positions
    rows = np.flatnonzero(view.positions & np.isin(positions.contact, list(actors)))
    order = np.lexsort(
        (
            view.network.rank[positions.partner[rows]],
            _ORDER_BY_CODE[positions.type[rows]],
            positions.contact[rows],
        )
    )
    foremost: dict[int, int] = {}
    for row in rows[order]:
        foremost.setdefault(int(positions.contact[row]), int(positions.partner[row]))
    return foremost


def _holds(post: Position, day: int) -> bool:
    return Span(post.since, post.until).contains(day)


def _has_begun(record: Tie | Position, day: int) -> bool:
    return record.since is None or record.since.day <= day


def _fit(posts: tuple[Position, Position], day: int, last_day: int) -> tuple[bool, int]:
    """Judge whether years together that lasted until ``last_day`` come from these two posts."""
    spans = [Span(post.since, post.until) for post in posts]
    start = max(span.since_day for span in spans)
    end = min(day + 1, *(span.until_day for span in spans))
    return (start < end == last_day + 1, end - start)
