"""What if somebody moved to another post, left, or was introduced: before, after and repair.

Guide: ``docs/methods/scenario.md``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.access.hops import Basis, Hops
from graph.access.network import AccessNetwork, judged_by, known_features
from graph.access.refresh import refreshed
from graph.access.routes import DEFAULT_STEPS
from graph.analysis.blocks import passages
from graph.analysis.sociogram import Rows
from graph.coordination.skeleton import FAR, Skeleton, reached_by_steps, steps_from
from graph.coordination.standing import doors_of
from graph.network import CHANNEL_CODES, NO_DAY, PARTNER, ActorFlag, Network, TieColumns
from graph.records.dates import OPEN_END
from graph.records.ties import BUILT_IN_TYPES
from graph.strength.used import Speaks
from graph.vocabulary import Channel, Traversal

GATEKEEPER_OF: Final = "gatekeeper_of"
"""A tie of the office, not of the person: it ends with the post."""
NEW_TIE: Final = "met_with"
"""What two have in common once they have been introduced."""
MOST_BROKERED: Final = 5_000
"""Where more actors than these remain, brokerage and nearness are not computed at a question."""
MOST_SUPPOSED: Final = 50
"""Most who move, most who leave and most pairs who are introduced, in one scenario."""

Indices = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is supposed, as indices; nothing is written.

    Parameters
    ----------
    moves
        People who move to another post: positions and gatekeeping end, personal ties stay.
    leaves
        Actors who are there no more. Of a partner its people stay, without their posts there.
    introduces
        Pairs who have met.

    """

    moves: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()
    introduces: tuple[tuple[int, int], ...] = ()


def supposed(network: Network, day: int, scenario: Scenario) -> Network:
    """Give the network as it would be from a day on; where nothing is supposed, itself.

    Positions end on the day, so that former colleagues are former from then on; gatekeeping is
    gone at either end. Time O(n + m) for copies of columns that differ.
    """
    changed = network
    if scenario.moves:
        changed = _moved(changed, day, scenario.moves)
    if scenario.leaves:
        flags = changed.actors.flags.copy()
        flags[list(scenario.leaves)] |= np.uint8(ActorFlag.REMOVED)
        changed = replace(changed, actors=replace(changed.actors, flags=flags))
    if scenario.introduces:
        changed = _introduced(changed, day, scenario.introduces)
    return changed


def _moved(network: Network, day: int, moves: Sequence[int]) -> Network:
    positions, ties = network.positions, network.ties
    is_theirs = np.isin(positions.contact, moves)
    until = np.where(is_theirs, np.minimum(positions.until, day), positions.until)
    held = replace(positions, until=until.astype(np.int32))
    keeps = np.array([type_.id == GATEKEEPER_OF for type_ in network.types], np.bool_)
    ends = np.isin(ties.source, moves) | np.isin(ties.target, moves)
    if len(keeps):
        ends &= keeps[ties.type]
    return replace(
        network,
        positions=held.take(~(is_theirs & (positions.since >= day))),
        ties=ties.take(~ends),
    )


def _introduced(network: Network, day: int, pairs: Sequence[tuple[int, int]]) -> Network:
    types = network.types
    at = next(
        (
            place
            for place, type_ in enumerate(types)
            if type_.id == NEW_TIE and type_.is_on and type_.traversal is Traversal.BOTH
        ),
        len(types),
    )
    if at == len(types):
        types = (*types, BUILT_IN_TYPES[NEW_TIE])
    count = len(pairs)
    first = int(network.ties.key.max(initial=-1)) + 1
    new = TieColumns.of(
        key=np.arange(first, first + count),
        source=[one for one, _ in pairs],
        target=[other for _, other in pairs],
        type=np.full(count, at),
        strength=np.full(count, np.nan),
        confidence=np.full(count, np.nan),
        since=np.full(count, day),
        until=np.full(count, OPEN_END),
        last_contact=np.full(count, NO_DAY),
        override=np.full(count, np.nan),
        override_since=np.full(count, NO_DAY),
        override_until=np.full(count, NO_DAY),
    )
    ties = network.ties.with_newer(new, np.empty(0, np.int32))
    return replace(network, ties=ties, types=types)


# ---------------------------------------------------------------------------- before and after


@dataclass(frozen=True, slots=True)
class Figures:
    """The network in numbers, of those alone who remain.

    Parameters
    ----------
    ties
        Pairs of them that are joined by a live tie or a position.
    components
        Pieces in which they stand.
    largest
        How many of them are in the largest.
    nearness
        Mean of 1/steps over all pairs, 0 where nothing leads; ``None``: fewer than two, or more
        than ``MOST_BROKERED``.
    reached
        Partners that some broker reaches; ``None`` without brokers.

    """

    ties: int
    density: float | None
    components: int
    largest: int
    nearness: float | None
    reached: int | None


@dataclass(frozen=True, slots=True)
class Rise:
    """Somebody who comes to stand between more pairs: betweenness before and after, in pairs."""

    actor: int
    before: float
    after: float

    @property
    def by(self) -> float:
        """By how much."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Mend:
    """An introduction that joins two pieces.

    ``through`` makes it before leaving; ``is_cold``: a broker who stays, ``one``, approaches
    ``other``, whom nobody there knows.
    """

    one: int
    other: int
    through: int
    is_cold: bool
    chance: float


@dataclass(frozen=True, slots=True)
class Repair:
    """How to mend what falls apart.

    Parameters
    ----------
    pieces
        Indices of each piece of a component that fell apart, largest first.
    mends
        Introductions, most likely first; one fewer than pieces of each component, unless some
        pieces can be joined by nobody.
    unmended
        How many introductions are missing.

    """

    pieces: tuple[tuple[int, ...], ...]
    mends: tuple[Mend, ...]
    unmended: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario comes to.

    Parameters
    ----------
    remaining
        How many actors are there before and after.
    out_of_reach, into_reach
        Partners that some broker reached before and none does after, and the reverse; ``None``
        without brokers.
    without_tie
        Partners that lose the last live tie, their own or one of a contact in post.
    connected, lost, gained
        Pairs of remaining partners connected before; of these, how many are not after; and how
        many are only after.
    takes_over
        Who of those who remain comes to stand between more pairs, most first; ``None``: too many
        to compute.

    """

    remaining: int
    out_of_reach: tuple[int, ...] | None
    into_reach: tuple[int, ...] | None
    without_tie: tuple[int, ...]
    connected: int
    lost: int
    gained: int
    before: Figures
    after: Figures
    takes_over: tuple[Rise, ...] | None
    repair: Repair

    @property
    def lost_pairs(self) -> float | None:
        """Share of connected pairs of partners that are lost; ``None`` if none is connected."""
        return self.lost / self.connected if self.connected else None


def outcome_of(
    access: AccessNetwork,
    scenario: Scenario,
    brokers: Sequence[int] = (),
    *,
    brokers_after: Sequence[int] | None = None,
    in_person: AccessNetwork | None = None,
    after: AccessNetwork | None = None,
) -> Outcome:
    """Suppose something, and compare.

    Parameters
    ----------
    access
        The day as it is.
    scenario
        What is supposed.
    brokers, brokers_after
        Active brokers before and after; ``None``: the same who do not leave.
    in_person
        The same day's odds if all are asked in person, for the repair; ``None``: as ``access``.
    after
        The day as it would be (:func:`access_after`); ``None``: it is derived.

    Notes
    -----
    A search from the brokers, components, and for up to ``MOST_BROKERED`` remaining actors a
    breadth-first pass from each, before and after.

    """
    then = access_after(access, scenario) if after is None else after
    staying = brokers if brokers_after is None else brokers_after
    now_side = _Side(access, tuple(brokers))
    then_side = _Side(then, tuple(one for one in staying if one not in scenario.leaves))
    remains = then_side.skeleton.is_actor
    network = access.network
    partners = _by_rank(network, remains & (network.actors.kind == PARTNER))
    connected, lost, gained = _pairs(now_side.labels[partners], then_side.labels[partners])
    out, into = _crossing(now_side, then_side, partners)
    tied, tied_after = now_side.tied(partners), then_side.tied(partners)
    return Outcome(
        remaining=int(np.count_nonzero(remains)),
        out_of_reach=out,
        into_reach=into,
        without_tie=tuple(one for one in partners.tolist() if one in tied - tied_after),
        connected=connected,
        lost=lost,
        gained=gained,
        before=_figures(now_side, remains, partners),
        after=_figures(then_side, remains, partners),
        takes_over=_takes_over(now_side, then_side, remains),
        repair=_repair(now_side, then_side, scenario, access if in_person is None else in_person),
    )


def access_after(access: AccessNetwork, scenario: Scenario) -> AccessNetwork:
    """Derive the access network of what is supposed; only what it touches is derived anew."""
    network = supposed(access.network, access.view.day, scenario)
    if network is access.network:
        return access
    return refreshed(
        access,
        network.on(access.view.day, access.view.reader),
        types=None if access.origin is None else access.origin.types,
        model=access.model,
        staircase=access.staircase,
    )


@dataclass(frozen=True, eq=False)
class _Side:
    """The network before or after."""

    access: AccessNetwork
    brokers: tuple[int, ...]

    @cached_property
    def skeleton(self) -> Skeleton:
        return Skeleton.of(self.access)

    @cached_property
    def labels(self) -> Indices:
        return self.skeleton.components[0]

    def reached(self, partners: Sequence[int]) -> set[int]:
        """Give the partners to which, or to whose people, some broker has a way."""
        steps = steps_of_ways(self.access, self.brokers)
        doors = doors_of(self.access, partners)
        return {
            partner
            for partner, at in doors.items()
            if any(steps[door] <= DEFAULT_STEPS for door in at)
        }

    def tied(self, partners: Indices) -> set[int]:
        """Give the partners with a live tie, their own or of somebody in post."""
        degree = np.diff(self.skeleton.live.ptr)
        positions = self.access.network.positions.take(np.flatnonzero(self.access.view.positions))
        is_tied = degree > 0
        is_tied[positions.partner[degree[positions.contact] > 0]] = True
        return set(partners[is_tied[partners]].tolist())


def steps_of_ways(access: AccessNetwork, starts: Iterable[int]) -> Indices:
    """Count the fewest steps of a way from any of some actors to each; ``FAR`` where none is."""
    hops, never = access.hops, access.network.never_on_a_route
    carries = (access.probability > 0) & ~never[hops.source] & ~never[hops.target]
    rows = Rows.of(
        len(access.network),
        hops.source[carries],
        hops.target[carries],
        np.ones(np.count_nonzero(carries)),
    )
    steps = np.full(rows.count, FAR, np.int32)
    for start in starts:
        if not never[start]:
            steps = np.minimum(steps, steps_from(rows, start))
    return steps


def _by_rank(network: Network, chosen: NDArray[np.bool_]) -> Indices:
    found = np.flatnonzero(chosen)
    return found[np.argsort(network.rank[found])].astype(np.int32)


def _pairs(before: Indices, after: Indices) -> tuple[int, int, int]:
    """Count pairs of one label before, those not of one after, and those of one only after."""

    def alike(labels: Iterable[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(labels).values())

    connected = alike(before.tolist())
    kept = alike(zip(before.tolist(), after.tolist(), strict=True))
    return connected, connected - kept, alike(after.tolist()) - kept


def _crossing(
    before: _Side, after: _Side, partners: Indices
) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    """Give who falls out of the brokers' reach, and who comes into it."""
    if not before.brokers:
        return None, None
    asked = partners.tolist()
    reached, reached_after = before.reached(asked), after.reached(asked)
    return (
        tuple(one for one in asked if one in reached - reached_after),
        tuple(one for one in asked if one in reached_after - reached),
    )


def _figures(side: _Side, remains: NDArray[np.bool_], partners: Indices) -> Figures:
    rows = side.skeleton.rows
    count = int(np.count_nonzero(remains))
    ties = int(np.count_nonzero(remains[rows.source] & remains[rows.idx])) // 2
    sizes = np.unique(side.labels[remains], return_counts=True)[1]
    return Figures(
        ties,
        2 * ties / (count * (count - 1)) if count > 1 else None,
        len(sizes),
        int(sizes.max(initial=0)),
        _nearness(rows, remains) if 1 < count <= MOST_BROKERED else None,
        len(side.reached(partners.tolist())) if side.brokers else None,
    )


def _nearness(rows: Rows, remains: NDArray[np.bool_]) -> float:
    """Give the mean of 1/steps between those who remain; ways may lead over the others."""
    here = np.flatnonzero(remains)
    total = sum(
        float((counts / np.arange(1, len(counts) + 1)).sum())
        for counts in reached_by_steps(rows, here.tolist())
    )
    for gone in np.flatnonzero(~remains & (np.diff(rows.ptr) > 0)).tolist():
        steps = steps_from(rows, gone)[here]
        total -= float((1.0 / steps[steps != FAR]).sum())
    return total / (len(here) * (len(here) - 1))


# ---------------------------------------------------------------------------- who takes over


def _takes_over(before: _Side, after: _Side, remains: NDArray[np.bool_]) -> tuple[Rise, ...] | None:
    if np.count_nonzero(remains) > MOST_BROKERED:
        return None
    was, becomes = betweenness(before.skeleton.rows), betweenness(after.skeleton.rows)
    if was is None or becomes is None:
        return None
    rank = after.access.network.rank
    here = [
        Rise(actor, float(was[actor]), float(becomes[actor]))
        for actor in np.flatnonzero(remains & (becomes > was + 1e-9)).tolist()
    ]
    return tuple(sorted(here, key=lambda rise: (-round(rise.by, 9), rank[rise.actor])))


def betweenness(rows: Rows) -> Floats | None:
    """Count the pairs of others whose shortest ways lead over each vertex, by their share.

    ``None``: two have more equally short ways between them than a number can hold.
    """
    try:
        return passages(rows).vertices / 2
    except OverflowError:
        return None


# ---------------------------------------------------------------------------- the repair


@dataclass(frozen=True, slots=True)
class _Branch:
    """An introduction between two pieces that could be made."""

    one_piece: int
    other_piece: int
    mend: Mend


def _repair(before: _Side, after: _Side, scenario: Scenario, in_person: AccessNetwork) -> Repair:
    """Find the spanning tree over the pieces with the greatest product of chances."""
    labels = after.labels
    group = _fallen(before.labels, labels, after.skeleton.is_actor)
    members = np.flatnonzero(np.isin(labels, list(group)) & after.skeleton.is_actor)
    if not len(members):
        return Repair((), (), 0)
    rank = after.access.network.rank
    members = members[np.argsort(rank[members])]
    pieces = {label: members[labels[members] == label] for label in group}
    branches = [
        branch
        for branch in (
            *_by_leavers(before, scenario, in_person, labels, pieces),
            *_by_brokers(after, pieces),
        )
        if group[branch.one_piece] == group[branch.other_piece]
    ]
    branches.sort(
        key=lambda branch: (
            branch.mend.is_cold,
            -branch.mend.chance,
            rank[branch.mend.through],
            rank[branch.mend.one],
            rank[branch.mend.other],
        )
    )
    above = {label: label for label in pieces}
    mends = list[Mend]()
    for branch in branches:
        one, other = _root(above, branch.one_piece), _root(above, branch.other_piece)
        if one != other:
            above[one] = other
            mends.append(branch.mend)
    wanted = len(pieces) - len(set(group.values()))
    ordered = sorted(pieces.values(), key=lambda piece: (-len(piece), rank[piece[0]]))
    return Repair(
        tuple(tuple(piece.tolist()) for piece in ordered), tuple(mends), wanted - len(mends)
    )


def _fallen(before: Indices, after: Indices, is_actor: NDArray[np.bool_]) -> dict[int, int]:
    """Give the pieces of after that stand apart and were together before, with the whole of each.

    What an introduction of the scenario joins is one piece, whatever it was.
    """
    here = np.flatnonzero(is_actor)
    # Pieces belong together if any two of their actors did: components over both labels.
    width = int(before.max(initial=-1)) + 1
    joined = np.unique(np.column_stack([before[here], after[here] + width]), axis=0)
    size = width + int(after.max(initial=-1)) + 1
    links = csr_array((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(size, size))
    whole = connected_components(links, directed=False)[1][width:]
    pieces = np.unique(after[here])
    together = np.bincount(whole[pieces], minlength=1)
    fallen = pieces[together[whole[pieces]] > 1]
    return dict(zip(fallen.tolist(), whole[fallen].tolist(), strict=True))


def _root(above: dict[int, int], piece: int) -> int:
    while above[piece] != piece:
        above[piece] = above[above[piece]]
        piece = above[piece]
    return piece


def _by_leavers(
    before: _Side,
    scenario: Scenario,
    in_person: AccessNetwork,
    labels: Indices,
    pieces: dict[int, NDArray[np.int64]],
) -> list[_Branch]:
    """Give what each who goes can still do: of all it knows, the most likely of each piece.

    Their chances multiply, so the best tree of one go-between is a star around its best piece.
    """
    found = list[_Branch]()
    never, rank = before.access.network.never_on_a_route, before.access.network.rank
    for through in dict.fromkeys([*scenario.leaves, *scenario.moves]):
        if never[through]:
            continue
        best = dict[int, tuple[float, int, int]]()
        for other, chance in _listeners(before, in_person, through).items():
            piece = int(labels[other])
            if never[other] or piece not in pieces or other in scenario.leaves:
                continue
            best[piece] = min(best.get(piece, (0.0, 0, 0)), (-chance, int(rank[other]), other))
        ordered = sorted((*told, piece) for piece, told in best.items())
        for less, _, other, piece in ordered[1:]:
            most, _, one, hub = ordered[0]
            mend = Mend(one, other, through, is_cold=False, chance=most * less)
            found.append(_Branch(hub, piece, mend))
    return found


def _listeners(before: _Side, in_person: AccessNetwork, through: int) -> dict[int, float]:
    """Give whom somebody is joined with, with the chance that they agree to what is proposed.

    Whoever is in post at a partner speaks for it: the chance is 1, as a partner is reached with
    anybody in post there.
    """
    network, first = before.access.network, in_person.first
    rows = np.arange(first[through], first[through + 1])
    beside = set(before.skeleton.neighbours(through).tolist())
    told = {
        other: chance
        for other, chance in zip(
            in_person.hops.target[rows].tolist(), in_person.probability[rows].tolist(), strict=True
        )
        if other in beside and chance > 0
    }
    posts = network.positions_by_actor.at([through])
    held = posts[before.access.view.positions[posts]]
    contacts, partners = network.positions.contact[held], network.positions.partner[held]
    return told | dict.fromkeys(partners[contacts == through].tolist(), 1.0)


def _by_brokers(after: _Side, pieces: dict[int, NDArray[np.int64]]) -> list[_Branch]:
    """Give whom each broker who stays could approach cold in each piece that is not its own."""
    network = after.access.network
    never, rank, labels = network.never_on_a_route, network.rank, after.labels
    found = list[_Branch]()
    everybody = np.concatenate(list(pieces.values()))
    for broker in after.brokers:
        own = int(labels[broker])
        if own not in pieces or never[broker]:
            continue
        others = everybody[(labels[everybody] != own) & ~never[everybody]].astype(np.int32)
        chances = cold_chances(after.access, broker, others)
        order = np.lexsort((rank[others], -chances, labels[others]))
        for place in order[np.flatnonzero(np.diff(labels[others[order]], prepend=-1))].tolist():
            other, chance = int(others[place]), float(chances[place])
            if chance > 0:
                mend = Mend(broker, other, broker, is_cold=True, chance=chance)
                found.append(_Branch(own, int(labels[other]), mend))
    return found


def cold_chances(access: AccessNetwork, source: int, targets: Indices) -> Floats:
    """Give the chance that each of some actors hears somebody unknown to them."""
    count = len(targets)
    nothing = np.zeros(count)
    hops = Hops(
        np.full(count, source, np.int32),
        targets,
        np.full(count, Basis.TIE, np.int8),
        nothing,
        np.full(count, Speaks.PRIOR, np.int8),
        np.full(count, np.nan),
        nothing,
        np.zeros(count, np.int8),
        np.full(count, -1, np.int32),
        np.full(count, NO_DAY, np.int32),
    )
    code = CHANNEL_CODES[Channel.COLD]
    features = known_features(access.view, hops, code, access.key_contact)
    return np.asarray(judged_by(access.model, access.staircase, features), np.float64)
