"""Tells answers about access in names and evidence, read from the store for what is shown alone."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Final, TypeAlias, cast

import numpy as np

from graph.access.answers import (
    Brief,
    Burden,
    Improvement,
    Interest,
    NotAsked,
    ServedTogether,
    Step,
    Way,
)
from graph.access.hops import FOREMOST
from graph.access.judgement import Judgement
from graph.access.load import FavourLoad
from graph.access.pool import Chain
from graph.access.remedies import Remedy
from graph.access.routes import Hop, Route
from graph.network import CONTACT, PARTNER, NetworkView
from graph.ports import Page
from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.dates import Span, from_epoch_day
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.vocabulary import ActorKind, Capacity, Noun, PositionType
from service.usecases.visits import Visit

MOST_SHOWN: Final = 5
"""Interactions shown of a step."""
MOST_CONFLICTS: Final = 100
"""Conflicts of interest read at once."""

Judged: TypeAlias = Mapping[tuple[int, int], Judgement]
"""What is known of each hop, by its ends."""


class Telling:
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
        kind = self._view.network.actors.kind
        for noun, code in ((Noun.CONTACT, CONTACT), (Noun.PARTNER, PARTNER)):
            ids = [self._id(actor) for actor in everybody if kind[actor] == code]
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

    def way(self, route: Route, chain: Chain, judged: Judged) -> Way:
        """Tell a route, with what is believed of it and of its steps."""
        return Way(
            steps=tuple(self._step(hop, judged[hop.source, hop.target]) for hop in route.hops),
            probability=route.probability,
            weakest=route.weakest,
            low=chain.low,
            high=chain.high,
            asks=chain.asks,
        )

    def not_asked(self, load: FavourLoad) -> NotAsked:
        """Tell who is left out for now."""
        return NotAsked(self.brief(load.actor), _burden(load))

    def interests(self, actors: Collection[int]) -> tuple[Interest, ...]:
        """Read the conflicts of interest of people that hold on the day, by person."""
        whose = {self._id(actor): place for place, actor in enumerate(actors)}
        found = [record for record in self._conflicts(whose) if record.holds_on(self._view.day)]
        if not found:
            return ()
        found.sort(key=lambda record: whose[record.contact_id])
        index_of = self._view.network.index_of
        self.introduce(
            [index_of[id_] for record in found for id_ in record.named_ids if id_ in index_of]
        )
        return tuple(
            Interest(
                self.brief(index_of[record.contact_id]),
                tuple(self.brief(index_of[id_]) for id_ in record.about_ids if id_ in index_of),
                record,
            )
            for record in found
        )

    def _conflicts(self, whose: Collection[str]) -> list[ConflictOfInterest]:
        """Read those of some people: from all of the network where they are few."""
        page = self._find_conflicts({})
        if page.next is None:
            records = [cast("ConflictOfInterest", stored.record) for stored in page.items]
            return [record for record in records if record.contact_id in whose]
        return [
            cast("ConflictOfInterest", stored.record)
            for contact_id in whose
            for stored in self._find_conflicts({"contact_id": contact_id}).items
        ]

    def _find_conflicts(self, filters: Mapping[str, str]) -> Page:
        return self._store.find(
            self._network_id, Noun.CONFLICT, filters, reader=self._reader, limit=MOST_CONFLICTS
        )

    def _step(self, hop: Hop, judged: Judgement) -> Step:
        one, other = self._id(hop.source), self._id(hop.target)
        return Step(
            source=self.brief(hop.source),
            target=self.brief(hop.target),
            key_contact=None if hop.key_contact is None else self.brief(hop.key_contact),
            probability=hop.probability,
            low=judged.low,
            high=judged.high,
            agreed=judged.agreed,
            declined=judged.declined,
            strength=hop.strength,
            speaks=judged.speaks,
            basis=hop.basis,
            factors=hop.factors,
            ties=tuple(self._ties.get(frozenset({one, other}), ())),
            interactions=self._met.get((one, other), ()),
            served=self._served(hop),
            burden=_burden(judged.load),
            improvements=tuple(self._improvement(remedy) for remedy in judged.remedies),
            told_first=tuple(self.brief(superior) for superior in judged.told_first),
        )

    def _improvement(self, remedy: Remedy) -> Improvement:
        return Improvement(
            act=remedy.act,
            probability=remedy.probability,
            gain=remedy.gain,
            channel=remedy.channel,
            day=None if remedy.day is None else from_epoch_day(remedy.day),
            occasion=remedy.occasion,
            via=None if remedy.via is None else self.brief(remedy.via),
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


_ORDER_BY_CODE: Final = np.array([len(PositionType), *map(FOREMOST.index, PositionType)], np.int8)


def _foremost(view: NetworkView, actors: Sequence[int]) -> dict[int, int]:
    """Partner of the foremost position that each person holds on the day."""
    positions = view.network.positions
    kind = view.network.actors.kind
    around = view.network.positions_by_actor.at({it for it in actors if kind[it] == CONTACT})
    rows = around[view.positions[around]]
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


def _burden(load: FavourLoad) -> Burden:
    rested_on = None if load.rested_on is None else from_epoch_day(load.rested_on)
    return Burden(load.lately, load.open, load.cap, rested_on)


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
