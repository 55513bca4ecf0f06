"""Laws of access: routes and reach from records equal what an exhaustive search finds."""

import itertools
import math
import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from graph.access.hops import hops_of
from graph.access.network import AccessNetwork
from graph.access.odds import Factor
from graph.access.routes import NoRoute, find_routes, reach
from graph.network import (
    ActorColumns,
    ActorFlag,
    Network,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
    actor_row,
    participation_row,
    position_row,
    tie_row,
)
from graph.records.dates import StatedDate, epoch_day
from graph.records.ties import TieType
from graph.vocabulary import InteractionKind, PartnerKind, Sector, Traversal
from tests.told import TODAY, Told, ago

NETWORKS: Final = 1_000
DAY: Final = epoch_day(TODAY)
ASKS: Final = TieType(id="asks", traversal=Traversal.FORWARD)
NAMES: Final = [f"{letter}{n}" for letter in "xmb" for n in range(3)]


def random_told(draw: random.Random) -> Told:
    """Two to seven people and at most two organisations, told at random."""
    told = Told(types=[ASKS])
    # Half of the networks know so little of people that routes are often equally likely.
    is_plain = draw.random() < 0.5
    strengths = [0.5] if is_plain else [None, 0.0, 0.2, 0.5, 0.8, 1.0]
    names = draw.sample(NAMES, draw.randint(3, 8))
    partners = names[: draw.randint(0, 2)]
    people = names[len(partners) :]
    for name in partners:
        kind = draw.choice([PartnerKind.ORGANISATION, PartnerKind.BODY])
        told.partner(name, draw.choice([None, *Sector]), kind=kind)
    for name in people:
        told.person(
            name,
            seniority=None if is_plain else draw.choice([None, 1, 3, 6]),
            busyness=None if is_plain else draw.choice([None, 0.3, 0.9]),
            do_not_ask=draw.random() < 0.04,
            is_deceased=draw.random() < 0.02,
            has_opted_out=draw.random() < 0.02,
        )
    for _ in range(draw.randint(0, 3 * len(names))):
        one, other = draw.sample(names, 2)
        given: dict[str, Any] = {"strength": draw.choice(strengths)}
        if draw.random() < 0.3:
            given["until"] = ago(draw.randint(-100, 2_000))
        if draw.random() < 0.2:
            given["last_contact"] = ago(draw.randint(-50, 900))
        told.tie(one, other, draw.choice(["knows", "asks", "asks", "advises", "part_of"]), **given)
    for _ in range(draw.randint(0, 4) if partners and people else 0):
        since = draw.randint(0, 900)
        told.post(draw.choice(people), draw.choice(partners), since=ago(since))
    for _ in range(draw.randint(0, 2) if len(people) > 1 else 0):
        present = draw.sample(people, draw.randint(2, min(4, len(people))))
        kind = draw.choice([InteractionKind.MEETING, InteractionKind.CALL])
        told.meet(*present, kind=kind, days_ago=draw.randint(-20, 700))
    return told


def scattered(told: Told, draw: random.Random) -> Network:
    """The network as a store may give it: places and keys in any order, with holes."""
    ids = list(told.actors)
    index = dict(zip(ids, draw.sample(range(len(ids) + 2), len(ids)), strict=True))
    words = tuple(draw.sample(names := sorted({tie.type for tie in told.ties}), len(names)))
    ties = list(enumerate(told.ties))
    draw.shuffle(ties)
    return Network.of(
        NetworkColumns(
            revision=1,
            since=0,
            actors=ActorColumns.of_rows([actor_row(index[id_], told.actors[id_]) for id_ in ids]),
            ties=TieColumns.of_rows(
                [
                    tie_row(key, tie, index[tie.source_id], index[tie.target_id], words)
                    for key, tie in ties
                ]
            ),
            positions=PositionColumns.of_rows(
                [
                    position_row(key, post, index[post.contact_id], index[post.partner_id])
                    for key, post in enumerate(told.posts)
                ]
            ),
            participations=ParticipationColumns.of_rows(
                [
                    participation_row(key, act, actor, index[actor], DAY)
                    for key, act in enumerate(told.acts)
                    for actor in act.participants
                ]
            ),
            types=words,
            registry=tuple(told.types),
        )
    )


@dataclass
class Slow:
    """Every simple route there is, by definition."""

    access: AccessNetwork
    chance: dict[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])

    def __post_init__(self) -> None:
        actors = self.access.network.actors
        for place, p in enumerate(self.access.probability.tolist()):
            source, target = (
                int(end[place]) for end in (self.access.hops.source, self.access.hops.target)
            )
            never = ActorFlag.DO_NOT_ASK | ActorFlag.DECEASED | ActorFlag.OPTED_OUT
            if not (actors.flags[source] | actors.flags[target]) & never:
                self.chance[str(actors.id[source]), str(actors.id[target])] = p

    def routes(
        self, starts: set[str], targets: set[str], most: int, avoid: set[str], through: set[str]
    ) -> list[tuple[str, ...]]:
        people = sorted({end for pair in self.chance for end in pair} - avoid)
        found = [
            way
            for steps in range(1, most + 1)
            for way in itertools.permutations(people, steps + 1)
            if way[0] in starts
            and way[-1] in targets
            and not targets & set(way[:-1])
            and through <= set(way)
            and all(pair in self.chance for pair in itertools.pairwise(way))
        ]
        return sorted(found, key=lambda way: (self.length(way), way))

    def length(self, way: tuple[str, ...]) -> tuple[int, int]:
        """By probability to a millionth of a millionth, then by steps."""
        odds = [self.chance[pair] for pair in itertools.pairwise(way)]
        return sum(round(-1e12 * math.log(p)) for p in odds), len(odds)

    def product(self, way: tuple[str, ...]) -> float:
        return math.prod(self.chance[pair] for pair in itertools.pairwise(way))


def indices(network: Network, names: set[str]) -> list[int]:
    return [network.index_of[name] for name in sorted(names)]


def few(draw: random.Random, names: list[str], most: int) -> set[str]:
    return set(draw.sample(names, min(len(names), draw.randint(0, most))))


def test_routes_equal_an_exhaustive_search_under_limits_avoid_and_through() -> None:
    draw = random.Random(11)
    seen = {"routes": 0, "none": 0, "ties in odds": 0, "through": 0, "avoid": 0, "full": 0}
    for _ in range(NETWORKS):
        told = random_told(draw)
        access = AccessNetwork.of(scattered(told, draw).on(DAY))
        names = sorted(told.actors)
        starts = set(draw.sample(names, draw.choice([1, 1, 2])))
        rest = [name for name in names if name not in starts]
        targets = set(draw.sample(rest, min(len(rest), draw.choice([1, 1, 2]))))
        avoid = few(draw, [name for name in rest if name not in targets], 1)
        full = few(draw, names, 1) if draw.random() < 0.4 else set[str]()
        through = few(draw, names, 2) if draw.random() < 0.35 else set[str]()
        most = draw.randint(1, 4)
        k = draw.choice([1, 3, 20])
        slow = Slow(access)
        kept_out = avoid | (full - starts - targets)
        every = slow.routes(starts, targets, most, kept_out, through)

        answer = find_routes(
            access,
            indices(access.network, starts),
            indices(access.network, targets),
            k=k,
            max_steps=most,
            avoid=indices(access.network, avoid),
            through=indices(access.network, through),
            full=indices(access.network, full),
        )

        ids = access.network.actors.id
        found = [tuple(str(ids[actor]) for actor in route.actors) for route in answer.routes]
        assert found == every[:k]
        assert (answer.reason is None) == bool(every)
        for route, way in zip(answer.routes, every, strict=False):
            assert route.probability == pytest.approx(slow.product(way), rel=1e-12)
        if not every:
            reasons_hold(answer.reason, slow, starts, targets, avoid, kept_out, most)
        seen["routes"] += bool(every)
        seen["none"] += not every
        seen["through"] += bool(through and every)
        seen["avoid"] += bool(avoid and every)
        seen["full"] += bool(kept_out - avoid and every)
        seen["ties in odds"] += len({slow.length(way) for way in every}) < len(every)
    assert min(seen.values()) > 30, seen  # so that the networks try something


def reasons_hold(
    reason: NoRoute | None,
    slow: Slow,
    starts: set[str],
    targets: set[str],
    avoid: set[str],
    kept_out: set[str],
    most: int,
) -> None:
    """A reason is true of the network by definition; ``kept_out``: avoided or at the cap."""

    def is_way(most_steps: int, without: set[str]) -> bool:
        return bool(slow.routes(starts, targets, most_steps, without, set()))

    anyhow, longer = is_way(most, kept_out), is_way(7, kept_out)
    later, with_avoided = is_way(7, avoid), is_way(7, set())
    assert (reason is NoRoute.NOT_THROUGH) == anyhow
    assert (reason is NoRoute.BEYOND_LIMIT) == (longer and not anyhow)
    assert (reason is NoRoute.ONLY_AT_CAP) == (later and not longer)
    assert (reason is NoRoute.ONLY_AVOIDED) == (with_avoided and not later)


def test_reach_equals_the_best_route_of_everybody() -> None:
    draw = random.Random(12)
    reached = 0
    for _ in range(200):
        told = random_told(draw)
        access = AccessNetwork.of(scattered(told, draw).on(DAY))
        names = sorted(told.actors)
        ends = set(draw.sample(names, draw.choice([1, 1, 2])))
        avoid = few(draw, [name for name in names if name not in ends], 1)
        most = draw.randint(1, 6)
        backward = draw.random() < 0.5
        limits: dict[str, Any] = {"max_steps": most, "avoid": indices(access.network, avoid)}

        found = reach(access, indices(access.network, ends), backward=backward, **limits)

        answers = {}
        for name in set(names) - ends - avoid:
            pair = (indices(access.network, {name}), indices(access.network, ends))
            best = find_routes(access, *(pair if backward else pair[::-1]), k=1, **limits).routes
            if best:
                beside = best[0].actors[1] if backward else best[0].actors[-2]
                answers[name] = (best[0].probability, len(best[0].hops), beside)
        ids = [str(access.network.actors.id[actor]) for actor in found.actors]
        assert set(ids) == set(answers)
        assert found.probability.tolist() == pytest.approx([answers[name][0] for name in ids])
        assert found.steps.tolist() == [answers[name][1] for name in ids]
        assert found.beside.tolist() == [answers[name][2] for name in ids]
        order = [(-round(math.log(answers[name][0]), 9), answers[name][1], name) for name in ids]
        assert order == sorted(order)
        reached += len(ids)
    assert reached > 200


def test_answers_do_not_depend_on_the_order_of_rows() -> None:
    draw = random.Random(13)
    for _ in range(100):
        told = random_told(draw)
        answers = []
        for network in (told.network(), scattered(told, draw), scattered(told, draw)):
            access = AccessNetwork.of(network.on(DAY))
            ids = network.actors.id
            pairs = zip(ids[access.hops.source], ids[access.hops.target], strict=True)
            answers.append(dict(zip(pairs, access.probability.tolist(), strict=True)))
        assert answers[0] == answers[1] == answers[2]


def test_a_tie_of_one_pair_weakens_no_other() -> None:
    """It may embed others, who then grow apart more slowly."""
    draw = random.Random(14)
    unchanged = 0
    for _ in range(200):
        told = random_told(draw)
        before = strengths(told)
        one, other = draw.sample(sorted(told.actors), 2)
        told.tie(one, other, "asks", strength=draw.random())
        after = strengths(told)
        for pair in before.keys() - {(one, other)}:
            assert after[pair] >= before[pair]
            unchanged += after[pair] == before[pair]
        assert (one, other) in after
    assert unchanged > 1_000


def strengths(told: Told) -> dict[tuple[str, str], float]:
    view = told.view()
    hops = hops_of(view)
    ids = view.network.actors.id
    pairs = zip(ids[hops.source].tolist(), ids[hops.target].tolist(), strict=True)
    return dict(zip(pairs, hops.strength.tolist(), strict=True))


def test_every_hop_stands_once_and_its_odds_are_the_sum_of_its_factors() -> None:
    draw = random.Random(15)
    factors: set[Factor] = set()
    for _ in range(200):
        access = AccessNetwork.of(scattered(random_told(draw), draw).on(DAY))
        pairs = list(zip(access.hops.source.tolist(), access.hops.target.tolist(), strict=True))
        assert pairs == sorted(set(pairs))
        assert np.all((access.probability >= 0.02) & (access.probability <= 0.95))
        for source, target in pairs:
            if {source, target} & set(np.flatnonzero(access.network.never_on_a_route).tolist()):
                continue
            (hop,) = find_routes(access, [source], [target], max_steps=1).routes[0].hops
            log_odds = 0.2 + sum(by for _, by in hop.factors)
            assert hop.probability == pytest.approx(
                min(max(1 / (1 + math.exp(-log_odds)), 0.02), 0.95)
            )
            factors.update(factor for factor, _ in hop.factors)
    assert factors == set(Factor) - {Factor.BASE, Factor.LOAD, Factor.CHANNEL}


def test_no_day_sees_what_lies_ahead_of_it() -> None:
    """Whatever is told of later days, the hops of a day are the same."""
    draw = random.Random(16)
    for _ in range(100):
        told = random_told(draw)
        before = strengths(told)
        one, other = draw.sample(sorted(told.actors), 2)
        later = StatedDate(date.fromordinal(TODAY.toordinal() + draw.randint(1, 400)))
        told.tie(one, other, strength=1.0, since=later)
        told.meet(one, other, days_ago=-draw.randint(1, 400))

        assert strengths(told) == before
