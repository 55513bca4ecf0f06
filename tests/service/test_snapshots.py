"""Snapshots: brought up to date by the difference, right after others' writes, bounded."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any, Final, cast

import numpy as np
import pytest

from graph.access.hops import hops_of
from graph.access.network import AccessNetwork
from graph.errors import UnknownNetworkError
from graph.network import Network, NetworkColumns, NetworkView
from graph.ports import Change, Create, NameEntry, NetworkEntry, RecordStore, Remove, Store, Write
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day
from graph.records.interactions import Interaction
from graph.records.networks import NetworkRecord
from graph.records.ties import Tie
from graph.strength.strength import PairStrengths, strengths_of
from graph.vocabulary import Channel, InteractionKind, NetworkId, Noun, UserId
from queries.sqlite_store import open_sqlite
from service.snapshots import Snapshots

NET: Final = NetworkId("lombok")
OTHER: Final = NetworkId("flores")
DAY: Final = epoch_day(date(2026, 11, 25))


class Watched:
    """A store that notes what is read for snapshots."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.columns: list[int] = []
        self.names: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def load_columns(self, network_id: NetworkId, since: int = 0) -> NetworkColumns:
        self.columns.append(since)
        return self.store.load_columns(network_id, since)

    def load_names(self, network_id: NetworkId, since: int = 0) -> tuple[NameEntry, ...]:
        self.names.append(since)
        return self.store.load_names(network_id, since)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Watched]:
    opened = open_sqlite(tmp_path / "store.db")
    for network_id in (NET, OTHER):
        opened.create_network(NetworkRecord(id=network_id, name="Water"))
    yield Watched(opened)
    opened.close()


@pytest.fixture
def snapshots(store: Watched) -> Snapshots:
    return Snapshots(as_store(store))


def as_store(store: Watched) -> RecordStore:
    return cast("RecordStore", store)


def write(store: Watched, *writes: Write, to: NetworkId = NET) -> int:
    at = datetime(2026, 11, 25, tzinfo=UTC)
    return store.commit(to, writes, author=UserId("ani"), at=at).revision


def person(id_: str, name: str = "", **said: Any) -> Create:
    return Create(Contact(id=id_, name=name or id_, **said))


def knows(one: str, other: str) -> Create:
    return Create(Tie(id=f"{one}-{other}", source_id=one, target_id=other, type="knows"))


def met(one: str, other: str) -> Create:
    held = StatedDate(date(2026, 11, 20))
    meeting = Interaction(
        id=f"m-{one}-{other}", kind=InteractionKind.MEETING, held_on=held, participants=(one, other)
    )
    return Create(meeting)


def pairs(access: AccessNetwork) -> set[tuple[str, str]]:
    ids = access.network.actors.id
    return {
        (str(ids[source]), str(ids[target]))
        for source, target in zip(access.hops.source, access.hops.target, strict=True)
    }


# ---------------------------------------------------------------------------- up to date


def test_the_first_question_reads_all_and_later_ones_what_changed(
    store: Watched, snapshots: Snapshots
) -> None:
    one = write(store, person("ani"), person("budi"), knows("ani", "budi"))
    assert snapshots.network(NET).revision == one
    snapshots.network(NET)
    assert store.columns == [0]  # nothing changed, nothing read

    two = write(store, person("cici"), Remove(Noun.TIE, "ani-budi"))
    network = snapshots.network(NET)
    assert store.columns == [0, one]
    assert (network.revision, set(network.index_of)) == (two, {"ani", "budi", "cici"})
    assert len(network.ties) == 0


def test_the_difference_gives_what_a_full_reading_gives(
    store: Watched, snapshots: Snapshots
) -> None:
    write(store, person("ani"), person("budi"))
    snapshots.network(NET)
    write(store, knows("ani", "budi"), Change(Contact(id="ani", name="Ani", is_leader=True), 1))
    write(store, Remove(Noun.CONTACT, "budi"), person("cici"))

    followed, fresh = snapshots.network(NET), Network.of(store.load_columns(NET))
    for name in followed.actors.DTYPES:
        one, other = (getattr(network.actors, name) for network in (followed, fresh))
        assert np.array_equal(one, other, equal_nan=name == "busyness")
    assert followed.ties.key.tolist() == fresh.ties.key.tolist()


def test_an_empty_network_has_a_snapshot(snapshots: Snapshots) -> None:
    assert len(snapshots.network(NET)) == 0
    assert len(snapshots.names(NET)) == 0
    assert len(snapshots.access(NET, DAY).hops) == 0


def test_writes_of_another_process_are_seen_by_the_next_question(
    store: Watched, snapshots: Snapshots, tmp_path: Path
) -> None:
    snapshots.network(NET)
    other = open_sqlite(tmp_path / "store.db")
    other.commit(
        NET,
        [person("ani", "Ani Lestari")],
        author=UserId("budi"),
        at=datetime(2026, 11, 25, tzinfo=UTC),
    )
    other.close()

    assert set(snapshots.network(NET).index_of) == {"ani"}
    assert [match.id for match in snapshots.names(NET).find("lestari")] == ["ani"]


def test_names_follow_the_difference_too(store: Watched, snapshots: Snapshots) -> None:
    one = write(store, person("ani", "Ani"), person("budi", "Budi"))
    assert [match.id for match in snapshots.names(NET).find("budi")] == ["budi"]
    write(store, Remove(Noun.CONTACT, "budi"), Change(Contact(id="ani", name="Anita"), 1))

    names = snapshots.names(NET)
    assert store.names == [0, one]
    assert names.find("budi") == ()
    assert [match.name for match in names.find("anita")] == ["Anita"]


def test_networks_are_kept_apart(store: Watched, snapshots: Snapshots) -> None:
    write(store, person("ani"), person("budi"), knows("ani", "budi"))
    write(store, person("xena"), to=OTHER)

    assert set(snapshots.network(OTHER).index_of) == {"xena"}
    assert snapshots.names(OTHER).find("budi") == ()
    assert pairs(snapshots.access(OTHER, DAY)) == set()
    assert pairs(snapshots.access(NET, DAY)) == {("ani", "budi"), ("budi", "ani")}


def test_an_unknown_network_is_refused(snapshots: Snapshots) -> None:
    for ask in (snapshots.network, snapshots.names, lambda id_: snapshots.access(id_, DAY)):
        with pytest.raises(UnknownNetworkError):
            ask(NetworkId("nowhere"))


# ---------------------------------------------------------------------------- what goes wrong


class Stale(Watched):
    """Tells an old revision once, as a thread that was overtaken read it."""

    told: NetworkEntry | None = None

    def load_network(self, network_id: NetworkId) -> NetworkEntry:
        told, self.told = self.told, None
        return told or self.store.load_network(network_id)


def test_a_question_that_was_overtaken_reads_nothing_anew(store: Watched) -> None:
    stale = Stale(store.store)
    snapshots = Snapshots(as_store(stale))
    before = stale.load_network(NET)
    write(store, person("ani"))
    snapshots.network(NET)
    snapshots.names(NET)

    stale.told = before
    assert snapshots.network(NET).revision == 1
    stale.told = before
    assert snapshots.names(NET).revision == 1
    assert (stale.columns, stale.names) == ([0], [0])


def test_a_network_erased_and_made_anew_keeps_nothing_of_the_old_one(
    store: Watched, snapshots: Snapshots
) -> None:
    for name in ("ani", "budi", "cici"):
        write(store, person(name))
    snapshots.network(NET)
    snapshots.names(NET)
    store.erase_network(NET)  # by another process, say
    store.create_network(NetworkRecord(id=NET, name="Water again"))
    write(store, person("dedi"))

    assert set(snapshots.network(NET).index_of) == {"dedi"}
    assert snapshots.names(NET).find("budi") == ()
    assert len(snapshots.names(NET)) == 1


@pytest.mark.parametrize("revisions", [1, 2, 3, 7])
def test_a_network_made_anew_is_told_from_the_old_one_at_any_revision(
    store: Watched, snapshots: Snapshots, revisions: int
) -> None:
    for people in (("ani", "budi"), ("cici", "dedi"), ("eka", "fajar")):
        write(store, *map(person, people), knows(*people))
    snapshots.access(NET, DAY)
    snapshots.names(NET)
    make_anew(store, revisions)

    assert set(snapshots.network(NET).index_of) == {f"new-{n}" for n in range(revisions)}
    assert len(snapshots.names(NET)) == revisions
    assert pairs(snapshots.access(NET, DAY)) == set()
    assert {key[-1] for key in snapshots._derived} == {store.load_network(NET).birth}


def test_an_older_state_restored_from_a_backup_is_read_anew(
    store: Watched, snapshots: Snapshots, tmp_path: Path
) -> None:
    write(store, person("ani"))
    backup = list(store.dump())
    write(store, person("budi"))
    snapshots.network(NET)
    snapshots.names(NET)
    emptied = open_sqlite(tmp_path / "emptied.db")
    emptied.fill(backup)
    store.store = emptied

    assert set(snapshots.network(NET).index_of) == {"ani"}
    assert len(snapshots.names(NET)) == 1
    emptied.close()


def make_anew(store: Watched, revisions: int) -> None:
    """Erase the network and write another one of the same id, as another process would."""
    store.erase_network(NET)
    store.create_network(NetworkRecord(id=NET, name="Water again"))
    for number in range(revisions):
        write(store, person(f"new-{number}"))


class Overtaken(Watched):
    """Lets something happen between the reading of a revision and that of what changed."""

    then: Callable[[], object] | None = None

    def load_columns(self, network_id: NetworkId, since: int = 0) -> NetworkColumns:
        self._happen()
        return super().load_columns(network_id, since)

    def load_names(self, network_id: NetworkId, since: int = 0) -> tuple[NameEntry, ...]:
        self._happen()
        return super().load_names(network_id, since)

    def _happen(self) -> None:
        then, self.then = self.then, None
        if then:
            then()


@pytest.mark.parametrize("revisions", [1, 2, 3, 7])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_network_made_anew_while_it_is_read_is_not_mixed_with_the_old_one(
    store: Watched, revisions: int, *, is_known: bool
) -> None:
    overtaken = Overtaken(store.store)
    snapshots = Snapshots(as_store(overtaken))

    def names() -> set[str]:
        return {match.id for match in snapshots.names(NET).find("new", limit=50)}

    expected = {f"new-{number}" for number in range(revisions)}
    for ask in (lambda: set(snapshots.network(NET).index_of), names):
        for name in ("ani", "budi"):
            write(store, person(name))
        if is_known:
            ask()
        write(store, person("cici"))

        overtaken.then = partial(make_anew, store, revisions)
        assert ask() == expected
        assert (snapshots.names(NET).revision, len(snapshots.names(NET))) == (revisions,) * 2
        make_anew(store, 0)


def test_a_network_that_another_process_erased_leaves_nothing_behind(
    store: Watched, snapshots: Snapshots
) -> None:
    write(store, person("ani"))
    snapshots.access(NET, DAY)
    store.erase_network(NET)

    for ask in (snapshots.network, snapshots.names):
        with pytest.raises(UnknownNetworkError):
            ask(NET)
    assert NET not in snapshots._held
    assert not snapshots._derived


def test_what_is_forgotten_is_read_again(store: Watched, snapshots: Snapshots) -> None:
    write(store, person("ani"))
    snapshots.access(NET, DAY)
    snapshots.access(OTHER, DAY)
    snapshots.forget(NET)

    assert {key[0] for key in snapshots._derived} == {OTHER}
    assert set(snapshots.network(NET).index_of) == {"ani"}
    assert store.columns == [0, 0, 0]


# ---------------------------------------------------------------------------- derived networks


def test_an_access_network_is_derived_once_for_each_day_and_filter(
    store: Watched, snapshots: Snapshots
) -> None:
    write(store, person("ani"), person("budi"), knows("ani", "budi"))
    access = snapshots.access(NET, DAY)

    assert snapshots.access(NET, DAY) is access
    assert snapshots.access(NET, DAY - 1) is not access
    filtered = snapshots.access(NET, DAY, ["advises", "met_with"])
    assert pairs(filtered) == set()
    assert snapshots.access(NET, DAY, ("met_with", "advises", "met_with")) is filtered


def test_a_write_drops_what_was_derived_of_the_older_revision(
    store: Watched, snapshots: Snapshots
) -> None:
    write(store, person("ani"), person("budi"))
    older = snapshots.access(NET, DAY)
    snapshots.access(NET, DAY - 1)
    kept = snapshots.access(OTHER, DAY)
    write(store, knows("ani", "budi"))
    newer = snapshots.access(NET, DAY)

    assert pairs(newer) == {("ani", "budi"), ("budi", "ani")}
    assert pairs(older) == set()  # who still reads it reads what it was
    assert set(snapshots._derived.values()) == {newer, kept}


def test_after_a_write_only_what_it_reaches_is_derived_anew(
    store: Watched, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[int] = []
    plain = AccessNetwork.of

    def counted(view: NetworkView, **how: Any) -> AccessNetwork:
        derived.append(view.day)
        return plain(view, **how)

    monkeypatch.setattr(AccessNetwork, "of", counted)
    write(store, person("ani"), person("budi"), person("cici"))
    write(store, knows("ani", "budi"))
    older = snapshots.access(NET, DAY)
    filtered = snapshots.access(NET, DAY, ["advises"])
    write(store, knows("budi", "cici"), met("ani", "cici"))
    newer = snapshots.access(NET, DAY)

    assert derived == [DAY, DAY]  # once for each filter
    whole = plain(newer.view)
    assert pairs(newer) == pairs(older) | pairs(whole)
    assert newer.arcs.packed.tobytes() == whole.arcs.packed.tobytes()
    assert newer.probability.tobytes() == whole.probability.tobytes()
    by_phone = snapshots.access(NET, DAY, channel=Channel.PHONE)
    assert by_phone.hops.strength is newer.hops.strength  # the hops are the same, the odds not
    assert (
        by_phone.probability.tobytes()
        == plain(newer.view, channel=Channel.PHONE).probability.tobytes()
    )
    assert set(snapshots._derived.values()) == {newer, by_phone}
    assert filtered not in snapshots._derived.values()


def test_strengths_are_computed_once_and_then_brought_up_to_date(
    store: Watched, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []

    def counted(view: NetworkView) -> PairStrengths:
        computed.append(view.day)
        return strengths_of(view)

    monkeypatch.setattr("service.snapshots.strengths_of", counted)
    write(store, person("ani"), person("budi"), person("cici"))
    write(store, met("ani", "budi"))
    first = snapshots.access(NET, DAY)
    write(store, met("ani", "cici"))
    second = snapshots.access(NET, DAY)
    later = snapshots.access(NET, DAY + 30)

    assert pairs(first) == {("ani", "budi"), ("budi", "ani")}
    assert pairs(second) == pairs(first) | {("ani", "cici"), ("cici", "ani")}
    assert later.hops.strength == pytest.approx(hops_of(later.view).strength)
    assert np.all(later.hops.strength < second.hops.strength)
    assert computed == [DAY]


def test_the_cache_is_bounded_and_drops_what_was_used_longest_ago(store: Watched) -> None:
    write(store, *(person(f"c{n:03}") for n in range(100)))
    write(store, *(knows(f"c{n:03}", f"c{n + 1:03}") for n in range(99)))
    one = Snapshots(as_store(store)).access(NET, DAY)
    snapshots = Snapshots(as_store(store), most_bytes=one.network.nbytes + 3 * one.nbytes + 64_000)
    days = [DAY - n for n in range(10)]
    first = snapshots.access(NET, days[0])
    for day in days:
        snapshots.access(NET, day)
        snapshots.access(NET, days[0])  # used again and again

    kept = [key[2] for key in snapshots._derived]
    assert snapshots.access(NET, days[0]) is first
    assert days[-1] in kept
    assert len(kept) < len(days)


def test_the_bound_counts_snapshots_of_all_networks(store: Watched) -> None:
    """A hundred networks do not stay in memory because each was looked at once."""
    write(store, *(person(f"c{n}") for n in range(50)))
    write(store, *(person(f"c{n}") for n in range(50)), to=OTHER)
    snapshots = Snapshots(as_store(store), most_bytes=1)
    snapshots.network(NET)
    snapshots.network(OTHER)

    assert set(snapshots._held) == {OTHER}
    assert len(snapshots.access(NET, DAY).network) == 50  # read again when asked for
    assert set(snapshots._held) == {NET}


def test_of_several_networks_the_one_used_longest_ago_is_dropped(store: Watched) -> None:
    third = NetworkId("sumba")
    store.create_network(NetworkRecord(id=third, name="Water"))
    for network_id in (NET, OTHER, third):
        write(store, *(person(f"c{n}") for n in range(50)), to=network_id)
    one = Snapshots(as_store(store)).network(NET)
    snapshots = Snapshots(as_store(store), most_bytes=5 * one.nbytes // 2)
    for network_id in (NET, OTHER, NET, third):
        snapshots.network(network_id)

    assert set(snapshots._held) == {NET, third}


def test_what_is_derived_while_its_network_is_erased_is_not_kept(
    store: Watched, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = AccessNetwork.of

    def overtaken(*args: Any, **named: Any) -> AccessNetwork:
        snapshots.forget(NET)
        return plain(*args, **named)

    monkeypatch.setattr(AccessNetwork, "of", overtaken)
    snapshots.access(NET, DAY)

    assert not snapshots._derived


def test_the_only_thing_wanted_is_kept_even_if_it_is_large(store: Watched) -> None:
    write(store, person("ani"))
    snapshots = Snapshots(as_store(store), most_bytes=0)

    assert snapshots.access(NET, DAY) is snapshots.access(NET, DAY)


def test_questions_at_once_read_and_derive_once(
    store: Watched, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, *(person(f"c{n}") for n in range(50)))
    derived: list[int] = []
    plain = AccessNetwork.of

    def counted(*args: Any, **named: Any) -> AccessNetwork:
        derived.append(1)
        time.sleep(0.05)  # long enough for the others to come
        return plain(*args, **named)

    monkeypatch.setattr(AccessNetwork, "of", counted)
    together = Barrier(8)

    def ask() -> AccessNetwork:
        together.wait()
        return snapshots.access(NET, DAY)

    with ThreadPoolExecutor(8) as pool:
        found = [future.result() for future in [pool.submit(ask) for _ in range(8)]]

    assert len(set(map(id, found))) == 1
    assert (store.columns, len(derived)) == ([0], 1)
