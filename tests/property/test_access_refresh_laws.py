"""Laws of access networks brought up to date: bit for bit they are those derived whole."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from typing import Any, Final

import numpy as np
import pytest

from graph.access.calibration import Staircase
from graph.access.difference import MOST_RUNS, difference
from graph.access.network import AccessNetwork, Origin
from graph.access.odds import OddsModel
from graph.access.refresh import refreshed
from graph.access.splicing import ArcChanges, repacked
from graph.kernels import Arcs
from graph.network import (
    BODY,
    CHANNEL_CODES,
    CONTACT,
    INTERACTION_CODES,
    NO_CAP,
    NO_DAY,
    PARTNER,
    POSITION_CODES,
    REQUEST_STATE_CODES,
    SECTOR_CODES,
    UNDECIDED,
    ActorColumns,
    ActorFlag,
    AskColumns,
    Network,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.records.dates import BEGINNING, OPEN_END
from graph.records.ties import TieType
from graph.strength.refresh import refreshed as strengths_refreshed
from graph.strength.strength import PairStrengths, strengths_of
from graph.synthetic import random_network
from graph.vocabulary import Channel, Traversal

DAY: Final = 20_000
WORDS: Final = ("knows", "advises", "gatekeeper_of", "part_of", "family", "kawan")
FILTERS: Final = (None, None, frozenset({"knows"}), frozenset({"advises", "met_with"}))

Row = list[Any]


@dataclass
class World:
    """A network whose every row can be written, rewritten and removed."""

    draw: random.Random
    crowded: float = 0.0
    actors: dict[int, Row] = field(default_factory=dict[int, Row])
    ties: dict[int, Row] = field(default_factory=dict[int, Row])
    positions: dict[int, Row] = field(default_factory=dict[int, Row])
    acts: dict[int, list[Row]] = field(default_factory=dict[int, list[Row]])
    asks: dict[int, list[Row]] = field(default_factory=dict[int, list[Row]])
    registry: tuple[TieType, ...] = ()
    words: tuple[str, ...] = WORDS[:-1]
    size: int = 0
    written: int = 0
    revision: int = 0

    def network(self) -> Network:
        """All of it as a store hands it over."""
        self.revision += 1
        return Network.of(
            NetworkColumns(
                revision=self.revision,
                since=0,
                actors=ActorColumns.of_rows(list(self.actors.values())),
                ties=TieColumns.of_rows(list(self.ties.values())),
                positions=PositionColumns.of_rows(list(self.positions.values())),
                participations=ParticipationColumns.of_rows(list(chain(*self.acts.values()))),
                types=self.words,
                registry=self.registry,
                asks=AskColumns.of_rows(list(chain(*self.asks.values()))),
            )
        )

    def key(self, table: dict[int, Any]) -> int:
        """Number a new row, or take that of a row to be written anew."""
        if table and self.draw.random() < 0.4:
            return self.draw.choice(list(table))
        self.written += 1
        return self.written

    def one(self, kind: int | None = None) -> int:
        return self.draw.choice([n for n, row in self.actors.items() if kind in (None, row[2])])

    def day(self) -> int:
        return DAY - self.draw.choice([self.draw.randint(-60, 900), self.draw.randint(-3, 40)])

    def add_actor(self, kind: int | None = None) -> None:
        """A new actor, somewhere among the others by its id; now and then a place is left out."""
        draw = self.draw
        is_person = draw.random() < 0.7 if kind is None else kind == CONTACT
        index = self.size
        self.size += 1 + (draw.random() < 0.05)
        id_ = f"{draw.choice('abxyz')}{index}"
        if is_person:
            busyness = draw.choice([np.nan, 0.2, 0.9])
            known = [CONTACT, 0, 0, 0, draw.randint(0, 6), busyness, NO_CAP, 0]
        else:
            sector, kind_of = draw.randint(0, len(SECTOR_CODES)), draw.choice([1, BODY])
            known = [PARTNER, sector, 1, kind_of, 0, np.nan, NO_CAP, 0]
        self.actors[index] = [index, id_, *known]

    def change_person(self) -> None:
        """Rename (nothing that we see), promote, cap, busy."""
        row, draw = self.actors[self.one(CONTACT)], self.draw
        what = draw.choice(["nothing", "seniority", "busyness", "cap"])
        if what == "seniority":
            row[6] = draw.randint(0, 6)
        elif what == "busyness":
            row[7] = draw.choice([np.nan, 0.2, 0.9])
        elif what == "cap":
            row[8] = draw.choice([NO_CAP, 0, 3])

    def change_partner(self) -> None:
        """Move it to another sector, or make a forum of it and back."""
        row, draw = self.actors[self.one(PARTNER)], self.draw
        if draw.random() < 0.5:
            row[3] = draw.randint(0, len(SECTOR_CODES))
        else:
            row[5] = BODY if row[5] == 1 else 1

    def flag_actor(self) -> None:
        """Not to be asked, deceased, or no longer so."""
        row = self.actors[self.one()]
        row[9] ^= int(self.draw.choice(list(ActorFlag)))

    def merge_or_restore(self) -> None:
        """Take an actor out of use, or bring it back."""
        row = self.actors[self.one(self.draw.choice([CONTACT, PARTNER]))]
        row[9] ^= int(self.draw.choice([ActorFlag.MERGED, ActorFlag.REMOVED]))

    def write_tie(self) -> None:
        draw = self.draw
        key, (one, other) = self.key(self.ties), draw.sample(list(self.actors), 2)
        if key in self.ties and draw.random() < 0.7:
            one, other = self.ties[key][1:3]
        word = draw.randrange(len(self.words))
        stated = draw.choice([np.nan, 0.06, 0.5, 1.0])
        until = draw.choice([OPEN_END, OPEN_END, self.day()])
        met = draw.choice([NO_DAY, NO_DAY, self.day()])
        row = [key, one, other, word, stated, np.nan, draw.choice([BEGINNING, self.day()]), until]
        self.ties[key] = [*row, met, np.nan, NO_DAY, NO_DAY]

    def override(self) -> None:
        if self.ties:
            row = self.ties[self.draw.choice(list(self.ties))]
            since = self.day()
            said = [self.draw.choice([0.1, 0.9]), since, since + 300]
            row[9:] = self.draw.choice([said, said, [np.nan, NO_DAY, NO_DAY]])

    def write_position(self) -> None:
        draw = self.draw
        key, type_ = self.key(self.positions), draw.randint(1, len(POSITION_CODES))
        span = (draw.choice([BEGINNING, self.day()]), draw.choice([OPEN_END, self.day()]))
        at = self.one(PARTNER) if draw.random() > self.crowded else min(self.partners())
        self.positions[key] = [key, self.one(CONTACT), at, type_, 0, *span]

    def partners(self) -> list[int]:
        return [n for n, row in self.actors.items() if row[2] == PARTNER]

    def hold_meeting(self) -> None:
        draw = self.draw
        key = self.key(self.acts)
        present = sorted(draw.sample(list(self.actors), draw.choice([2, 2, 3, 4])))
        kind, day = draw.randint(1, len(INTERACTION_CODES)), self.day()
        answered = draw.choice([NO_DAY, day + 2])
        self.acts[key] = [
            [key, actor, kind, day, int(not place), answered, day, draw.random() < 0.9]
            for place, actor in enumerate(present)
        ]

    def ask(self) -> None:
        """A request, or what came of one."""
        draw = self.draw
        key, (one, other) = self.key(self.asks), draw.sample(list(self.actors), 2)
        if key in self.asks:
            one, other = self.asks[key][0][2:4]
        asked, outcome = self.day(), draw.choice([0, 1, UNDECIDED])
        decided = NO_DAY if outcome == UNDECIDED else asked + draw.randint(0, 30)
        state = draw.randint(1, len(REQUEST_STATE_CODES))
        known = [state, outcome, decided, 0, asked, np.nan]
        self.asks[key] = [[key, 0, one, other, asked, *known]]

    def remove(self) -> None:
        table: dict[int, Any] = self.draw.choice([self.ties, self.positions, self.acts, self.asks])
        if table:
            del table[self.draw.choice(list(table))]

    def add_type(self) -> None:
        self.words = WORDS


CHANGES: Final[tuple[Callable[[World], None], ...]] = (
    World.add_actor,
    World.change_person,
    World.change_partner,
    World.flag_actor,
    World.merge_or_restore,
    World.write_tie,
    World.write_tie,
    World.override,
    World.write_position,
    World.hold_meeting,
    World.ask,
    World.remove,
)


def world(seed: int) -> World:
    """Draw a world; every third has one body with many at it, every other one few people."""
    made = World(random.Random(seed), crowded=0.8 if seed % 3 == 0 else 0.0)
    for kind in [*[CONTACT] * (12 if seed % 2 else 7), *[PARTNER] * 3]:
        made.add_actor(kind)
    for change, times in (
        (World.write_tie, 22),
        (World.write_position, 40 if made.crowded else 12),
        (World.hold_meeting, 8),
        (World.ask, 6),
        (World.override, 2),
    ):
        for _ in range(made.draw.randint(0, times)):
            change(made)
    return made


def columns_of(access: AccessNetwork) -> dict[str, np.ndarray]:
    """Every array of an access network."""
    held = {
        f"{table}.{column.name}": getattr(getattr(access, table), column.name)
        for table in ("hops", "features", "outcomes", "arcs")
        for column in fields(getattr(access, table))
    }
    names = ("prior", "probability", "first", "key_contact")
    return held | {name: getattr(access, name) for name in names}


def assert_same(given: AccessNetwork, whole: AccessNetwork) -> None:
    """Bit for bit, types of columns included."""
    ours, theirs = columns_of(given), columns_of(whole)
    for name, column in theirs.items():
        assert ours[name].dtype == column.dtype, name
        assert ours[name].tobytes() == column.tobytes(), name
    assert given.model == whole.model
    one, other = given.origin, whole.origin
    assert isinstance(one, Origin)
    assert isinstance(other, Origin)
    assert (one.types, one.channel) == (other.types, other.channel)
    for name in ("codes", "strength", "met", "contacts"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


@dataclass
class Follower:
    """An access network that is brought up to date after each write."""

    types: frozenset[str] | None
    strengths: PairStrengths
    access: AccessNetwork
    followed: int = 0

    @classmethod
    def of(cls, network: Network, types: frozenset[str] | None = None) -> "Follower":
        view = network.on(DAY)
        strengths = strengths_of(view)
        return cls(types, strengths, AccessNetwork.of(view, types=types, strengths=strengths))

    def follow(self, network: Network) -> AccessNetwork:
        view = network.on(DAY)
        self.strengths = strengths_refreshed(self.strengths, view)
        self.followed += difference(self.access, view, self.strengths) is not None
        self.access = refreshed(self.access, view, types=self.types, strengths=self.strengths)
        return self.access


def changes_followed(seeds: range, steps: int) -> tuple[int, int]:
    """Change worlds step by step; count the steps, and those that were followed."""
    taken = followed = 0
    for seed in seeds:
        made = world(seed)
        follower = Follower.of(made.network(), FILTERS[seed % len(FILTERS)])
        for _ in range(steps):
            for _ in range(made.draw.choice([1, 1, 2, 5])):
                made.draw.choice(CHANGES)(made)
            network = made.network()
            whole = AccessNetwork.of(network.on(DAY), types=follower.types)
            assert_same(follower.follow(network), whole)
            taken += 1
        followed += follower.followed
    return taken, followed


def test_whatever_changed_the_hops_are_those_derived_whole() -> None:
    taken, followed = changes_followed(range(24), 6)

    assert followed == taken  # or it would compare the whole with itself


@pytest.mark.soak
def test_whatever_changed_the_hops_are_those_derived_whole_in_a_long_round() -> None:
    taken, followed = changes_followed(range(1_000, 2_500), 40)

    assert followed == taken == 60_000


@pytest.mark.parametrize("change", dict.fromkeys(CHANGES))
def test_each_kind_of_change_alone_is_followed_and_some_are_seen(
    change: Callable[[World], None],
) -> None:
    seen = 0
    for seed in range(8):
        made = world(seed)
        follower = Follower.of(made.network())
        before = columns_of(follower.access)
        change(made)
        network = made.network()
        access = follower.follow(network)
        assert follower.followed
        assert_same(access, AccessNetwork.of(network.on(DAY)))
        after = columns_of(access)
        seen += any(after[name].tobytes() != before[name].tobytes() for name in before)
    assert seen


def test_a_state_that_went_back_is_followed_too() -> None:
    made = world(3)
    older = made.network()
    for _ in range(6):
        made.write_tie()
        made.hold_meeting()
    follower = Follower.of(made.network())

    assert_same(follower.follow(older), AccessNetwork.of(older.on(DAY)))


@pytest.mark.parametrize("flag", [ActorFlag.MERGED, ActorFlag.REMOVED])
def test_ties_that_ended_fade_faster_once_the_common_acquaintance_is_out_of_use(
    flag: ActorFlag,
) -> None:
    made = World(random.Random(1))
    for _ in range(3):
        made.add_actor(CONTACT)
    one, common, other = made.actors
    for key, (source, target) in enumerate([(one, common), (common, other), (one, other)]):
        until = DAY - 300 if (source, target) == (one, other) else OPEN_END
        known = [BEGINNING, until, NO_DAY, np.nan, NO_DAY, NO_DAY]
        made.ties[key] = [key, source, target, 0, 0.5, np.nan, *known]
    follower = Follower.of(made.network())
    before = follower.access.hops.strength[follower.access.hop(one, other)]
    made.actors[common][9] |= int(flag)
    network = made.network()
    access = follower.follow(network)

    assert access.hops.strength[access.hop(one, other)] < before
    assert_same(access, AccessNetwork.of(network.on(DAY)))
    made.actors[common][9] ^= int(flag)
    network = made.network()
    access = follower.follow(network)

    assert access.hops.strength[access.hop(one, other)] == before
    assert_same(access, AccessNetwork.of(network.on(DAY)))


def test_a_request_that_was_taken_back_teaches_no_more() -> None:
    made = World(random.Random(1))
    for _ in range(2):
        made.add_actor(CONTACT)
    one, other = made.actors
    known = [BEGINNING, OPEN_END, NO_DAY, np.nan, NO_DAY, NO_DAY]
    made.ties[0] = [0, one, other, 0, 0.5, np.nan, *known]
    made.asks[0] = [[0, 0, one, other, DAY - 400, 1, 1, DAY - 390, 0, DAY - 390, np.nan]]
    follower = Follower.of(made.network())
    taught = follower.access
    del made.asks[0]
    network = made.network()
    access = follower.follow(network)

    assert not np.array_equal(access.arcs.out_length, taught.arcs.out_length)
    assert_same(access, AccessNetwork.of(network.on(DAY)))


# ---------------------------------------------------------------------------- no bounded reach


def whole_instead(follower: Follower, network: Network, day: int = DAY) -> None:
    """See that all is derived, and rightly."""
    view, types = network.on(day), follower.types
    strengths = strengths_of(view)

    assert difference(follower.access, view, strengths) is None
    given = refreshed(follower.access, view, types=types, strengths=strengths)
    assert_same(given, AccessNetwork.of(view, types=types))


@pytest.mark.parametrize(
    "registry",
    [
        (TieType(id="knows", traversal=Traversal.NONE),),
        (TieType(id="advises", is_on=False),),
        (TieType(id="part_of", traversal=Traversal.BOTH, prior=0.8),),
    ],
)
def test_other_rules_of_a_type_derive_all(registry: tuple[TieType, ...]) -> None:
    made = world(5)
    follower = Follower.of(made.network())
    made.registry = registry

    whole_instead(follower, made.network())


def test_a_new_type_is_followed() -> None:
    made = world(5)
    follower = Follower.of(made.network())
    made.words = WORDS
    made.registry = (TieType(id="kawan", traversal=Traversal.BOTH),)
    made.write_tie()
    network = made.network()

    assert_same(follower.follow(network), AccessNetwork.of(network.on(DAY)))
    assert follower.followed


def test_another_day_derives_all() -> None:
    made = world(6)
    follower = Follower.of(made.network())

    whole_instead(follower, made.network(), DAY + 1)


def test_actors_that_went_or_are_others_derive_all() -> None:
    made = world(7)
    follower = Follower.of(made.network())
    fewer = world(7)
    network = fewer.network()
    last = max(fewer.actors)
    fewer.actors[last][1] = "somebody-else"
    whole_instead(follower, fewer.network())
    fewer = world(7)
    fewer.actors[last][2] = CONTACT  # the last of a world is an organisation
    whole_instead(follower, fewer.network())

    made.add_actor()
    grown = Follower.of(made.network())
    whole_instead(grown, network)


def test_more_places_than_are_followed_derive_all() -> None:
    network = random_network(1_500, 3 * MOST_RUNS, seed=4)
    follower = Follower.of(network)
    even = np.flatnonzero(network.ties.key % 2 == 0)
    fewer = replace(network, ties=network.ties.take(even))

    whole_instead(follower, fewer)


def test_much_that_changed_derives_all_and_rightly(monkeypatch: pytest.MonkeyPatch) -> None:
    network = random_network(400, 4_000, seed=4)
    follower = Follower.of(network)
    seniority = np.where(network.actors.kind == CONTACT, 3, 0).astype(np.int8)
    changed = replace(network, actors=replace(network.actors, seniority=seniority))
    derived: list[int] = []
    plain = AccessNetwork.of

    def counted(*args: Any, **named: Any) -> AccessNetwork:
        derived.append(1)
        return plain(*args, **named)

    monkeypatch.setattr(AccessNetwork, "of", counted)
    given = follower.follow(changed)

    assert derived == [1]
    assert_same(given, plain(changed.on(DAY)))


def test_other_types_derive_all() -> None:
    made = world(8)
    network = made.network()
    access = AccessNetwork.of(network.on(DAY))
    types = frozenset({"knows"})

    given = refreshed(access, network.on(DAY), types=types)

    assert_same(given, AccessNetwork.of(network.on(DAY), types=types))


def test_what_if_is_no_ground_to_go_on_from() -> None:
    made = world(9)
    access = AccessNetwork.of(made.network().on(DAY))
    made.write_tie()
    later = made.network().on(DAY)

    for what_if in (access.if_busy([0, 1, 2], 1.0), access.weighed(access.probability / 2)):
        assert_same(refreshed(what_if, later), AccessNetwork.of(later))


# ---------------------------------------------------------------------------- other odds


@pytest.mark.parametrize(
    "how",
    [
        {"model": OddsModel(base=-0.5)},
        {"channel": Channel.IN_PERSON},
        {"staircase": Staircase(np.array([0.1, 0.9]), np.array([0.3, 0.6]))},
    ],
)
def test_other_odds_judge_all_hops_anew(how: dict[str, Any]) -> None:
    made = world(10)
    follower = Follower.of(made.network())
    made.write_tie()
    made.ask()
    view = made.network().on(DAY)

    assert_same(refreshed(follower.access, view, **how), AccessNetwork.of(view, **how))


def test_the_same_correction_fitted_again_is_the_same_odds() -> None:
    made = world(11)
    view = made.network().on(DAY)
    asked: dict[str, Any] = {"channel": Channel.PHONE, "model": OddsModel(base=0.1)}
    stairs = [Staircase(np.array([0.1, 0.9]), np.array([0.3, 0.6])) for _ in range(3)]
    access = AccessNetwork.of(view, staircase=stairs[0], **asked)
    again = refreshed(access, view, staircase=stairs[1], **asked)

    assert again.prior is access.prior
    assert again.arcs is access.arcs
    assert CHANNEL_CODES[Channel.PHONE] in again.features.channel
    for _ in range(4):
        made.write_tie()
    later = made.network().on(DAY)
    given = refreshed(again, later, staircase=stairs[2], **asked)
    assert_same(given, AccessNetwork.of(later, staircase=stairs[0], **asked))


# ---------------------------------------------------------------------------- what is shared


def test_columns_that_read_as_before_are_those_of_before() -> None:
    """A request that is put moves the odds and no hop."""
    network = random_network(300, 2_000, seed=5)
    access = AccessNetwork.of(network.on(DAY))
    asked = int(access.hops.target[0])
    put = [
        [1, 0, int(access.hops.source[0]), asked, DAY - day, 1, UNDECIDED, NO_DAY, 0, DAY, 0.5]
        for day in (1, 2)
    ]
    put[1][0] = 2
    later = replace(network, asks=AskColumns.of_rows(put)).on(DAY)

    given = refreshed(access, later)

    assert_same(given, AccessNetwork.of(later))
    assert not np.array_equal(given.probability, access.probability)
    assert given.hops.strength is access.hops.strength
    assert given.features.levels_up is access.features.levels_up
    assert given.features.requests is not access.features.requests


def test_arcs_are_repacked_as_they_are_packed() -> None:
    draw = np.random.default_rng(3)
    for _ in range(60):
        actors, more = int(draw.integers(1, 12)), int(draw.integers(0, 3))
        codes = np.flatnonzero(draw.random(actors**2) < draw.random())
        old = {(int(c) // actors, int(c) % actors): int(draw.integers(1, 9)) for c in codes}
        size = actors + more
        new = {pair: length for pair, length in old.items() if draw.random() < 0.8}
        for one, other in draw.integers(0, size, (int(draw.integers(0, 6)), 2)).tolist():
            new[one, other] = int(draw.integers(1, 9))
        rank, never = draw.permutation(size).astype(np.int32), np.zeros(size, np.bool_)
        changes = ArcChanges(
            ends(set(old) - set(new)),
            ends(set(old) & set(new)),
            lengths(new, set(old) & set(new)),
            ends(set(new) - set(old)),
            lengths(new, set(new) - set(old)),
        )
        before = Arcs.of(*ends(set(old)), lengths(old, set(old)), rank[:actors], never[:actors])
        after = Arcs.of(*ends(set(new)), lengths(new, set(new)), rank, never)

        assert repacked(before, changes, rank, never).packed.tobytes() == after.packed.tobytes()


def ends(pairs: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    both = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def lengths(known: dict[tuple[int, int], int], pairs: set[tuple[int, int]]) -> np.ndarray:
    return np.array([known[pair] for pair in sorted(pairs)], np.int64)
