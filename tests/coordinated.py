"""Partners and brokers: the worked example, small random networks, and the definitions themselves.

Whatever is computed cleverly elsewhere is said here once more, by its definition and slowly.
"""

import itertools
import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from math import inf, isclose
from typing import Final

import numpy as np

from graph.access.hops import Basis
from graph.access.network import AccessNetwork
from graph.access.odds import OddsModel
from graph.coordination.isolation import AHEAD_DAYS, Day, foreseen
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day
from graph.records.ties import BUILT_IN_TYPES
from graph.vocabulary import Channel
from tests.told import TODAY, Told

DAY: Final = epoch_day(TODAY)
LATER: Final = DAY + AHEAD_DAYS

Pair = frozenset[str]

ODDS: Final = {
    "ani a": 0.8,
    "ani b": 0.45,
    "a b": 0.6,
    "b c": 0.5,
    "c d": 0.4,
    "ani e": 0.6,
    "budi e": 0.5,
}
"""Chances of the worked example's hops, equal both ways."""


def ahead(days: int) -> StatedDate:
    return StatedDate(TODAY + timedelta(days))


def worked() -> Told:
    """Brokers Ani and Budi, partners A to F; the tie of Ani and E ends in 60 days."""
    told = Told()
    for name in "abcdef":
        told.partner(name)
    for pair in ODDS:
        one, other = pair.split()
        told.tie(one, other, "met_with", until=ahead(60) if pair == "ani e" else None, strength=0.5)
    # A tie of strength 0.4 has a chance of 0.5 by the model: the example's new hop.
    told.types.append(replace(BUILT_IN_TYPES["met_with"], prior=0.4))
    told.ask("budi", "ani", days_ago=3)
    told.ask("budi", "ani", days_ago=4)
    told.ask("budi", "b", days_ago=3)
    return told


def with_odds(access: AccessNetwork, odds: Mapping[str, float] = ODDS) -> AccessNetwork:
    """Put the example's chances in place of the model's."""
    ids = access.network.actors.id
    both = {frozenset(pair.split()): chance for pair, chance in odds.items()}
    pairs = zip(ids[access.hops.source], ids[access.hops.target], strict=True)
    return replace(
        access.weighed(np.array([both[frozenset(pair)] for pair in pairs])), origin=access.origin
    )


def worked_days() -> tuple[Day, Day]:
    """Give the worked example today and 90 days on: Budi's appointment has ended."""
    network = worked().network()
    at = network.index_of
    model = OddsModel(nobody_known=0.0)
    now = AccessNetwork.of(network.on(DAY), model=model)
    then = AccessNetwork.of(foreseen(network, DAY).on(LATER), model=model)
    return (
        Day(with_odds(now), (at["ani"], at["budi"])),
        Day(with_odds(then), (at["ani"],)),
    )


# ---------------------------------------------------------------------------- by definition


@dataclass(frozen=True)
class Plain:
    """A network on a day in dictionaries of names, and what is asked of it by definition."""

    told: Told
    access: AccessNetwork
    day: int

    @cached_property
    def names(self) -> list[str]:
        return sorted(self.told.actors)

    @cached_property
    def hops(self) -> dict[tuple[str, str], float]:
        ids, hops = self.access.network.actors.id, self.access.hops
        ends = zip(ids[hops.source], ids[hops.target], self.access.probability, strict=True)
        return {
            (one, other): float(p) for one, other, p in ends if not {one, other} & self.on_no_way
        }

    @cached_property
    def used(self) -> dict[Pair, float]:
        """Strength used of each pair: that of the closer hop."""
        ids, hops = self.access.network.actors.id, self.access.hops
        found = dict[Pair, float]()
        for one, other, strength in zip(
            ids[hops.source], ids[hops.target], hops.strength, strict=True
        ):
            pair = frozenset((one, other))
            found[pair] = max(found.get(pair, 0.0), float(strength))
        return found

    @cached_property
    def on_no_way(self) -> set[str]:
        return {
            name
            for name, actor in self.told.actors.items()
            if isinstance(actor, Contact) and actor.do_not_ask
        }

    def holds(self, record: object) -> bool:
        since, until = record.since, record.until  # type: ignore[attr-defined]
        return (since is None or since.day <= self.day) and (
            until is None or self.day < until.day_after
        )

    @cached_property
    def own(self) -> set[Pair]:
        return {
            frozenset((tie.source_id, tie.target_id)) for tie in self.told.ties if self.holds(tie)
        }

    @cached_property
    def live(self) -> set[Pair]:
        return {pair for pair in self.own if self.used[pair] >= 0.1}

    @cached_property
    def colleagues(self) -> set[Pair]:
        """Who serves together on the day, of those that are not tied."""
        ids, hops = self.access.network.actors.id, self.access.hops
        rows = zip(ids[hops.source], ids[hops.target], hops.last_day, hops.basis, strict=True)
        pairs = {
            frozenset((one, other))
            for one, other, last_day, basis in rows
            if basis == Basis.COLLEAGUES and last_day >= self.day
        }
        return {pair for pair in pairs if self.used[pair] >= 0.1}

    @cached_property
    def posts(self) -> set[tuple[str, str]]:
        return {(post.contact_id, post.partner_id) for post in self.told.posts if self.holds(post)}

    @cached_property
    def joined(self) -> set[Pair]:
        return self.live | {frozenset(post) for post in self.posts}

    def beside(self, name: str, joined: Collection[Pair] | None = None) -> set[str]:
        pairs = self.joined if joined is None else joined
        return {other for pair in pairs if name in pair for other in pair - {name}}

    def house(self, partner: str) -> set[str]:
        return {partner} | {person for person, at in self.posts if at == partner}

    def doors(self, partner: str) -> set[str]:
        return self.house(partner) - self.on_no_way

    def steps(self, start: str, joined: Collection[Pair] | None = None) -> dict[str, float]:
        """Count steps by walking on, again and again."""
        steps: dict[str, float] = dict.fromkeys(self.names, inf)
        steps[start] = 0
        for _ in self.names:
            for pair in self.joined if joined is None else joined:
                one, other = pair
                steps[one] = min(steps[one], steps[other] + 1)
                steps[other] = min(steps[other], steps[one] + 1)
        return steps

    def harmonic(self, partner: str, joined: Collection[Pair] | None = None) -> float | None:
        if len(self.names) == 1:
            return None
        steps = self.steps(partner, joined)
        others = [1 / steps[one] for one in self.names if one != partner]
        return sum(others) / (len(self.names) - 1)

    def component(self, start: str) -> frozenset[str]:
        return frozenset(one for one, steps in self.steps(start).items() if steps < inf)

    def is_outside(self, partner: str) -> bool:
        components = {self.component(one) for one in self.names}
        most = max(map(len, components))
        largest = [one for one in components if len(one) == most]
        return len(largest) == 1 and partner not in largest[0]

    def chance(
        self,
        brokers: Iterable[str],
        partner: str,
        *,
        gone: str = "",
        more: Mapping[tuple[str, str], float] | None = None,
    ) -> float:
        """Multiply along every way of at most four steps."""
        hops = {**self.hops, **(more or {})}
        ends = self.doors(partner) - {gone}

        def ways(way: tuple[str, ...], p: float) -> Iterator[float]:
            *_, last = way
            if last in ends:
                yield p
            if len(way) <= 4:
                for (one, other), chance in hops.items():
                    if one == last and other not in way and other != gone:
                        yield from ways((*way, other), p * chance)

        return max((p for start in brokers for p in ways((start,), 1.0)), default=0.0)

    def after_losses(
        self,
        brokers: Collection[str],
        partner: str,
        more: Mapping[tuple[str, str], float] | None = None,
    ) -> dict[str, float]:
        """Remove everybody, one after the other."""
        return {
            gone: self.chance(brokers, partner, gone=gone, more=more)
            for gone in self.names
            if gone != partner and gone not in brokers
        }

    def first_tier(self, brokers: Collection[str], partner: str, *, is_later: bool) -> int:
        """Give 1 to 3, or 0."""
        people = self.doors(partner)
        outside = {pair for pair in self.colleagues if not pair <= people}
        if not people & set(brokers) and not any(pair & people for pair in self.live | outside):
            return 1
        if not brokers and not is_later:
            return 2 if self.is_outside(partner) else 0
        if self.chance(brokers, partner) == 0:
            return 2
        left = self.after_losses(brokers, partner)
        return 3 if left and min(left.values()) == 0 else 0


def same(one: float | None, other: float | None) -> bool:
    """Whether two numbers, or two missing ones, are alike."""
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-11)


# ---------------------------------------------------------------------------- at random


@dataclass(frozen=True)
class World:
    """A small random network of partners, people and brokers, today and 90 days on."""

    told: Told
    now: AccessNetwork
    in_person: AccessNetwork
    later: AccessNetwork
    brokers: tuple[str, ...]
    staying: tuple[str, ...]

    @classmethod
    def drawn(cls, seed: int) -> "World":
        draw = random.Random(seed)
        told = Told()
        partners = [f"p{place}" for place in range(draw.randint(1, 4))]
        people = [f"c{place}" for place in range(draw.randint(0, 5))]
        shy = {name for name in people if draw.random() < 0.08}
        able = [name for name in people if name not in shy]
        for name in partners:
            told.partner(name, is_key_partner=draw.random() < 0.3)
        for name in people:
            told.person(name, do_not_ask=name in shy)
        for person in people:
            for at in draw.sample(partners, min(len(partners), draw.choice([0, 0, 1, 1, 2]))):
                told.post(person, at, until=_end(draw))
        density = draw.uniform(0.1, 0.6)
        for one, other in itertools.combinations([*partners, *people], 2):
            if draw.random() < density:
                strength = draw.choice([None, 0.05, 0.1, 0.3, 0.5, 0.9])
                told.tie(one, other, "met_with", strength=strength, until=_end(draw))
        for _ in range(draw.choice([0, 0, 1, 3])):
            if len(people) > 1:
                asker, asked = draw.sample(people, 2)
                told.ask(asker, asked, days_ago=draw.randint(1, 100))
        brokers = tuple(draw.sample(able, min(len(able), draw.choice([0, 1, 1, 2]))))
        staying = tuple(name for name in brokers if draw.random() < 0.7)
        network = told.network()
        return cls(
            told,
            AccessNetwork.of(network.on(DAY)),
            AccessNetwork.of(network.on(DAY), channel=Channel.IN_PERSON),
            AccessNetwork.of(foreseen(network, DAY).on(LATER)),
            brokers,
            staying,
        )

    def at(self, *names: str) -> tuple[int, ...]:
        return tuple(self.now.network.index_of[name] for name in names)

    @property
    def days(self) -> tuple[Day, Day]:
        return Day(self.now, self.at(*self.brokers)), Day(self.later, self.at(*self.staying))

    @cached_property
    def plain(self) -> Plain:
        return Plain(self.told, self.now, DAY)

    @cached_property
    def plain_later(self) -> Plain:
        return Plain(self.told, self.later, LATER)


def _end(draw: random.Random) -> StatedDate | None:
    if draw.random() < 0.7:
        return None
    return ahead(draw.choice([-400, -1, 0, 1, 40, 89, 90, 91]))
