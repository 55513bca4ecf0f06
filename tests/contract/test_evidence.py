"""Evidence of hops: ties, positions and meetings of pairs."""

import pytest

from graph.errors import UnknownNetworkError
from graph.ports import Remove, Store
from graph.vocabulary import NetworkId, Noun
from tests.contract.made import ANI, add, contact, day, meeting, partner, position, read, tie, write

STRANGE_PAIRS = [("a", "stranger"), ("", "a"), ("\ud800", "b"), ("a", "a")]


@pytest.fixture(autouse=True)
def _filled(store: Store, net: NetworkId) -> None:
    add(store, net, *map(contact, "abcd"), partner("p"), partner("q"))


def test_ties_between_a_pair_are_found_either_way(store: Store, net: NetworkId) -> None:
    add(
        store,
        net,
        tie("t3", "a", "b"),
        tie("t1", "b", "a", "1999", "1999"),
        tie("t2", "a", "b", type="advises"),
        tie("t4", "a", "c"),
        tie("t5", "c", "p", type="funds"),
    )

    def ids(*pairs: tuple[str, str]) -> list[str]:
        return [stored.record.id for stored in store.ties_between(net, pairs)]

    assert ids(("a", "b")) == ids(("b", "a")) == ["t1", "t2", "t3"]
    assert ids(("a", "b"), ("b", "a"), ("c", "a")) == ["t1", "t2", "t3", "t4"]
    assert ids(("p", "c")) == ["t5"]
    assert ids(("a", "d")) == ids() == ids(*STRANGE_PAIRS) == []
    assert ids(*STRANGE_PAIRS, ("c", "p")) == ["t5"]
    assert store.ties_between(net, [("a", "c")]) == (read(store, net, Noun.TIE, "t4"),)


def test_a_removed_tie_is_no_evidence(store: Store, net: NetworkId) -> None:
    add(store, net, tie("t", "a", "b"))
    write(store, net, [Remove(Noun.TIE, "t")])

    assert store.ties_between(net, [("a", "b")]) == ()


def test_positions_of_contacts_at_partners_are_found(store: Store, net: NetworkId) -> None:
    add(
        store,
        net,
        position("po2", "a", "p", "2020", "2021"),
        position("po1", "a", "p", "2022"),
        position("po3", "b", "p"),
        position("po4", "a", "q"),
        position("po5", "c", "q"),
    )
    write(store, net, [Remove(Noun.POSITION, "po5")])

    def ids(*pairs: tuple[str, str]) -> list[str]:
        return [stored.record.id for stored in store.positions_at(net, pairs)]

    assert ids(("a", "p")) == ids(("a", "p"), ("a", "p")) == ["po1", "po2"]
    assert ids(("a", "p"), ("b", "p"), ("a", "q")) == ["po1", "po2", "po3", "po4"]
    assert ids(("p", "a")) == ids(("c", "q")) == ids(*STRANGE_PAIRS) == []


def test_the_newest_meetings_of_a_pair_are_found(store: Store, net: NetworkId) -> None:
    add(
        store,
        net,
        *[meeting(f"m{month}", f"2024-0{month}", "a", "b", "c") for month in range(1, 8)],
        meeting("n2", "2025", "b", "a"),
        meeting("n1", "2025", "a", "b"),
        meeting("o", "2026", "a", "p"),
    )
    write(store, net, [Remove(Noun.INTERACTION, "m7")])

    pairs = [("a", "b"), ("b", "a"), ("c", "a"), ("p", "a"), ("a", "d"), *STRANGE_PAIRS]
    met = store.interactions_between(net, pairs)
    ids = {pair: [one.record.id for one in stored] for pair, stored in met.items()}

    assert ids.keys() == set(pairs)
    assert ids["a", "b"] == ids["b", "a"] == ["n1", "n2", "m6", "m5", "m4"]
    assert ids["c", "a"] == ["m6", "m5", "m4", "m3", "m2"]
    assert ids["p", "a"] == ["o"]
    assert ids["a", "d"] == ids["a", "stranger"] == ids["\ud800", "b"] == []
    two = store.interactions_between(net, [("a", "b")], most=2)
    assert [one.record.id for one in two["a", "b"]] == ["n1", "n2"]


def test_meetings_are_found_up_to_a_day(store: Store, net: NetworkId) -> None:
    later = [meeting(f"x{number}", "2025-06-02", "a", "b") for number in range(30)]
    dates = {"m1": "2023", "m2": "2024-02-29", "m3": "2025-06", "m4": "2025-06-01"}
    held = [meeting(id_, date, "a", "b") for id_, date in dates.items()]
    add(store, net, *later, *held, meeting("o", "2025-06-01", "c", "b"))

    def ids(until: str, most: int = 5) -> list[str]:
        met = store.interactions_between(net, [("a", "b")], most=most, until=day(until))
        return [one.record.id for one in met["a", "b"]]

    assert ids("2025-06-01") == ["m3", "m4", "m2", "m1"]
    assert ids("2025-06-01", most=2) == ["m3", "m4"]
    assert ids("2024-02-29") == ["m2", "m1"]
    assert ids("2022-12-31") == []
    assert len(ids("2025-06-02", most=50)) == 34


def test_reads_together_see_what_was_committed_before(store: Store, net: NetworkId) -> None:
    add(store, net, tie("t", "a", "b"))

    with store.reading_together():
        with store.reading_together():
            first = store.ties_between(net, [("a", "b")])
        again = store.ties_between(net, [("a", "b")])
        names = store.load(net, Noun.CONTACT, ["a"], reader=ANI)

    assert [stored.record.id for stored in first] == ["t"]
    assert again == first
    assert list(names) == ["a"]


def test_what_fails_among_reads_together_leaves_the_store_in_order(
    store: Store, net: NetworkId
) -> None:
    with pytest.raises(UnknownNetworkError), store.reading_together():
        store.ties_between(NetworkId("nowhere"), [("a", "b")])
    add(store, net, tie("t", "a", "b"))

    with store.reading_together():
        assert len(store.ties_between(net, [("a", "b")])) == 1
