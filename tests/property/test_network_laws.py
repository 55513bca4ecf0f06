"""Laws of the snapshot: brought up to date step by step, it is the one read afresh."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from graph.access.hops import Hops, hops_of
from graph.network import (
    CONTACT,
    INTERACTION_CODES,
    NO_CAP,
    NO_DAY,
    PARTNER,
    ActorColumns,
    ActorFlag,
    Columns,
    Network,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.records.dates import BEGINNING, OPEN_END
from graph.records.ties import TieType
from graph.strength.refresh import refreshed
from graph.strength.strength import strengths_of
from graph.vocabulary import Traversal

TODAY = 20_000
WORDS = ("knows", "advises", "funds", "family", "mentors", "kawan")

days = st.integers(TODAY - 1_500, TODAY + 100)
starts = st.one_of(st.just(BEGINNING), days)
ends = st.one_of(st.just(OPEN_END), days)
shares = st.one_of(st.just(np.nan), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
picks = st.integers(0, 10_000)


class Kept:
    """A table of a store: rows by key, with the revision that last touched each."""

    def __init__(self) -> None:
        self.rows: dict[int, Sequence[tuple[Any, ...]]] = {}
        self.touched: dict[int, int] = {}
        self.removed: set[int] = set()

    def put(self, key: int, rows: Sequence[tuple[Any, ...]], revision: int) -> None:
        self.rows[key] = rows
        self.touched[key] = revision

    def toggle(self, key: int, revision: int) -> None:
        self.removed ^= {key}
        self.touched[key] = revision

    def since(self, revision: int) -> list[tuple[Any, ...]]:
        return [
            row
            for key, rows in reversed(self.rows.items())  # in no particular order
            if self.touched[key] > revision and key not in self.removed
            for row in rows
        ]

    def gone_since(self, revision: int) -> np.ndarray:
        gone = [key for key in self.removed if self.touched[key] > revision]
        return np.array(gone if revision else [], np.int32)


class ModelStore:
    """As little of a store as gives columns, whole or since a revision."""

    def __init__(self) -> None:
        self.revision = 0
        self.actors = Kept()
        self.ties = Kept()
        self.positions = Kept()
        self.participations = Kept()
        self.words: list[str] = []
        self.registry: dict[str, TieType] = {}

    def columns(self, since: int = 0) -> NetworkColumns:
        # The places of words are those of this answer alone: another order each time.
        words = self.words[::-1] if self.revision % 2 else self.words
        code = {word: place for place, word in enumerate(words)}
        ties = [(*row[:3], code[row[3]], *row[4:]) for row in self.ties.since(since)]
        return NetworkColumns(
            revision=self.revision,
            since=since,
            actors=ActorColumns.of_rows(self.actors.since(since)),
            ties=TieColumns.of_rows(ties),
            positions=PositionColumns.of_rows(self.positions.since(since)),
            participations=ParticipationColumns.of_rows(self.participations.since(since)),
            types=tuple(words),
            registry=tuple(self.registry.values()),
            gone_ties=self.ties.gone_since(since),
            gone_positions=self.positions.gone_since(since),
            gone_interactions=self.participations.gone_since(since),
        )


def rows_of(columns: Columns, **replaced: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows as tuples that compare, NaN being equal to NaN, sorted."""
    given = [replaced.get(name, getattr(columns, name).tolist()) for name in columns.DTYPES]
    return sorted(
        tuple("nan" if str(value) == "nan" else value for value in row)
        for row in zip(*given, strict=True)
    )


class Keeping(RuleBasedStateMachine):
    """Writes to a store; a snapshot follows them now and then, over one or many revisions."""

    def __init__(self) -> None:
        super().__init__()
        self.store = ModelStore()
        self.followed = Network.of(self.store.columns())
        self.strengths = strengths_of(self.followed.on(TODAY))

    def write(self) -> int:
        self.store.revision += 1
        return self.store.revision

    def actor(self, pick: int, kind: int | None = None) -> int | None:
        """Index of some actor, of a kind if given."""
        fitting = [
            index
            for index, (row,) in self.store.actors.rows.items()
            if kind is None or row[2] == kind
        ]
        return fitting[pick % len(fitting)] if fitting else None

    @rule(
        is_person=st.booleans(),
        flags=st.sampled_from([0, 0, 0, *ActorFlag]),
        sector=st.integers(0, 8),
    )
    def add_actor(self, is_person: bool, flags: int, sector: int) -> None:
        index = len(self.store.actors.rows)
        row = (index, f"x{index}", CONTACT, 0, 0, 0, 1 + index % 6, np.nan, NO_CAP, int(flags))
        if not is_person:
            row = (
                index,
                f"x{index}",
                PARTNER,
                sector,
                1,
                1 + index % 3,
                0,
                np.nan,
                NO_CAP,
                int(flags),
            )
        self.store.actors.put(index, [row], self.write())

    @precondition(lambda self: self.store.actors.rows)
    @rule(pick=picks, flag=st.sampled_from(ActorFlag))
    def change_actor(self, pick: int, flag: ActorFlag) -> None:
        """Removing an actor and restoring it is one of these."""
        index = self.actor(pick)
        assert index is not None
        ((*known, flags),) = self.store.actors.rows[index]
        self.store.actors.put(index, [(*known, flags ^ flag)], self.write())

    @precondition(lambda self: len(self.store.actors.rows) > 1)
    @rule(
        picked=st.tuples(picks, picks),
        word=st.sampled_from(WORDS),
        stated=shares,
        span=st.tuples(starts, ends),
        met=st.one_of(st.just(NO_DAY), days),
        said=st.one_of(
            st.just((np.nan, NO_DAY, NO_DAY)), st.tuples(st.sampled_from([0.1, 0.9]), days, days)
        ),
        again=st.one_of(st.none(), picks),
    )
    def write_tie(self, picked, word, stated, span, met, said, again) -> None:
        """Add a tie, or change one."""
        one, other = (self.actor(pick) for pick in picked)
        if one == other:
            return
        known = list(self.store.ties.rows)
        key = known[again % len(known)] if known and again is not None else len(known)
        if word not in self.store.words:
            self.store.words.append(word)
        row = (key, one, other, word, stated, np.nan, *span, met, *said)
        self.store.ties.put(key, [row], self.write())

    @rule(picked=st.tuples(picks, picks), span=st.tuples(starts, ends))
    def add_position(self, picked, span) -> None:
        person, partner = self.actor(picked[0], CONTACT), self.actor(picked[1], PARTNER)
        if person is None or partner is None:
            return
        key = len(self.store.positions.rows)
        row = (key, person, partner, 1 + key % 6, 0, *span)
        self.store.positions.put(key, [row], self.write())

    @precondition(lambda self: len(self.store.actors.rows) > 1)
    @rule(
        present=st.lists(picks, min_size=2, max_size=4),
        kind=st.sampled_from(sorted(INTERACTION_CODES.values())),
        day=days,
        answered=st.one_of(st.just(NO_DAY), days),
        absent=st.integers(0, 4),
        again=st.one_of(st.none(), picks),
    )
    def hold_meeting(self, present, kind, day, answered, absent, again) -> None:
        """Hold a meeting, or correct who was at one."""
        actors = sorted({self.actor(pick) for pick in present} - {None})  # type: ignore[type-var]
        known = list(self.store.participations.rows)
        key = known[again % len(known)] if known and again is not None else len(known)
        rows = [  # the first one started it if the day is even
            (key, actor, kind, day, place == 0 and day % 2 == 0, answered, day, place != absent)
            for place, actor in enumerate(actors)
        ]
        self.store.participations.put(key, rows, self.write())

    @rule(table=st.sampled_from(["ties", "positions", "participations"]), pick=picks)
    def remove_or_restore(self, table: str, pick: int) -> None:
        kept: Kept = getattr(self.store, table)
        if kept.rows:
            kept.toggle(list(kept.rows)[pick % len(kept.rows)], self.write())

    @rule(word=st.sampled_from(WORDS), traversal=st.sampled_from(Traversal), is_on=st.booleans())
    def register_type(self, word: str, traversal: Traversal, is_on: bool) -> None:
        self.store.registry[word] = TieType(id=word, traversal=traversal, is_on=is_on)
        self.write()

    @precondition(lambda self: self.store.registry)
    @rule(pick=picks)
    def unregister_type(self, pick: int) -> None:
        words = list(self.store.registry)
        del self.store.registry[words[pick % len(words)]]
        self.write()

    @rule(later=st.sampled_from([0, 0, 1, 40, -10]))
    def follow(self, later: int) -> None:
        """Bring the snapshot and the strengths up to date, as a question on some day does."""
        before = rows_of(self.followed.ties)
        self.followed, older = (
            self.followed.updated(self.store.columns(since=self.followed.revision))
            if self.followed.revision
            else Network.of(self.store.columns()),
            self.followed,
        )
        assert rows_of(older.ties) == before
        self.strengths = refreshed(self.strengths, self.followed.on(TODAY + later))

    @invariant()
    def the_followed_snapshot_is_the_one_read_afresh(self) -> None:
        if self.followed.revision < self.store.revision:
            return
        fresh, followed = Network.of(self.store.columns()), self.followed
        words = {id(network): [t.id for t in network.types] for network in (fresh, followed)}
        said = [
            rows_of(network.ties, type=[words[id(network)][code] for code in network.ties.type])
            for network in (fresh, followed)
        ]
        assert said[0] == said[1]
        assert np.all(np.diff(followed.ties.key) > 0)
        assert np.all(np.diff(followed.participations.key) >= 0)
        for name in ("actors", "positions", "participations"):
            assert rows_of(getattr(fresh, name)) == rows_of(getattr(followed, name))
        assert followed.actors.index.tolist() == list(range(len(followed)))
        known = {type_.id: type_ for type_ in followed.types}
        assert all(known[type_.id] == type_ for type_ in fresh.types)
        assert followed.revision == fresh.revision
        assert followed.index_of == fresh.index_of
        assert np.array_equal(followed.rank, fresh.rank)
        one, other = (hops_of(network.on(TODAY)) for network in (fresh, followed))
        for column in fields(Hops):
            given = [getattr(hops, column.name) for hops in (one, other)]
            assert np.array_equal(*given, equal_nan=True)
        self.the_followed_strengths_are_those_computed_afresh()

    def the_followed_strengths_are_those_computed_afresh(self) -> None:
        if self.strengths.view.network.revision < self.followed.revision:
            return
        one, other = self.strengths, strengths_of(self.strengths.view)
        for column in ("a", "b", "gap", "newest", "met", "contacts", "is_embedded", "default"):
            assert np.array_equal(getattr(one, column), getattr(other, column)), column
        np.testing.assert_allclose(one.depth, other.depth, rtol=1e-11)
        np.testing.assert_allclose(one.strength, other.strength, rtol=1e-11)


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=60, stateful_step_count=40)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), starts, ends), max_size=12),
    days,
)
def test_a_day_shows_the_ties_whose_half_open_span_contains_it(
    spans: list[tuple[int, int, int, int]], day: int
) -> None:
    actors = ActorColumns.of_rows(
        [(index, f"x{index}", CONTACT, 0, 0, 0, 0, np.nan, NO_CAP, 0) for index in range(6)]
    )
    rows = [
        (key, one, other, 0, np.nan, np.nan, since, until, NO_DAY, np.nan, NO_DAY, NO_DAY)
        for key, (one, other, since, until) in enumerate(spans)
    ]
    network = Network.of(
        NetworkColumns(
            revision=1,
            since=0,
            actors=actors,
            ties=TieColumns.of_rows(rows),
            positions=PositionColumns.empty(),
            participations=ParticipationColumns.empty(),
            types=("knows",),
        )
    )

    assert network.on(day).ties.tolist() == [since <= day < until for *_, since, until in spans]
