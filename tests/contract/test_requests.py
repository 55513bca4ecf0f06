"""Requests for introductions in both stores: caps without a race, order, what they name."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from graph.errors import (
    DuplicateIdError,
    RevisionMovedError,
    UnknownActorError,
    VersionConflictError,
)
from graph.network import AGREED, UNDECIDED, Network
from graph.ports import Change, Create, IdempotencyKey, Remove, Restore, Store
from graph.records.dates import parse_date
from graph.records.networks import NetworkRecord
from graph.records.requests import Letter, LetterPlace
from graph.vocabulary import NetworkId, Noun
from tests.contract.conftest import Opener
from tests.contract.made import (
    ANI,
    BUDI,
    add,
    contact,
    found,
    introduction,
    later,
    partner,
    read,
    revision,
    write,
)

CAP = 3
WRITERS = 20
ASKED = "0 asked 2024-05-03"
AGREED_TO = "0 asked 2024-05-03, 0 agreed 2024-05-09"


def people(store: Store, net: NetworkId, *ids: str) -> None:
    add(store, net, *[contact(id_) for id_ in ids or ("rina", "hadi", "laila")])


def test_twenty_writers_at_once_never_pass_a_cap(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    """Each counts what is open, asks if there is room, and looks again when somebody came first."""
    people(store, net)
    stores = [store, open_store()]
    together = Barrier(WRITERS)

    def ask(number: int) -> bool:
        own = stores[number % 2]
        wanted = introduction(f"r{number:02}", "rina", "hadi", "laila", told=ASKED)
        together.wait(60)
        while True:
            seen = revision(own, net)
            if len(found(own, net, Noun.INTRODUCTION, waiting_on="hadi")) >= CAP:
                return False
            try:
                write(own, net, [Create(wanted)], unmoved_since=seen)
            except RevisionMovedError:
                continue
            return True

    with ThreadPoolExecutor(WRITERS) as writers:
        asked = list(writers.map(ask, range(WRITERS)))

    assert asked.count(True) == CAP
    assert len(found(store, net, Noun.INTRODUCTION, is_open=True)) == CAP
    assert revision(store, net) == 1 + CAP


def test_a_guarded_commit_that_comes_too_late_writes_nothing(store: Store, net: NetworkId) -> None:
    people(store, net)
    add(store, net, contact("other"))

    with pytest.raises(RevisionMovedError) as refused:
        write(store, net, [Create(contact("late"))], unmoved_since=1)

    assert refused.value.facts == {"network_id": net, "expected": "1", "current": "2"}
    assert revision(store, net) == 2
    assert "late" not in found(store, net, Noun.CONTACT)
    assert write(store, net, [Create(contact("late"))], unmoved_since=2).revision == 3


def test_a_repeated_guarded_request_is_answered_as_the_first_time(
    store: Store, net: NetworkId
) -> None:
    people(store, net)
    key = IdempotencyKey(ANI, "k", "f")
    wanted = [Create(introduction("r", "rina", "laila", told=ASKED))]
    first = write(store, net, wanted, unmoved_since=1, key=key)

    again = write(store, net, wanted, unmoved_since=1, key=key)

    assert (again.revision, again.stored, again.is_replay) == (2, first.stored, True)


def test_requests_come_newest_recorded_first_and_keep_their_place(
    store: Store, net: NetworkId
) -> None:
    people(store, net)
    for minute, id_ in enumerate(("b", "a", "d", "c")):
        add(store, net, introduction(id_, "rina", "laila"), at=later(minute // 2))
    write(store, net, [Change(introduction("a", "rina", "laila", told=ASKED), 1)], at=later(9))

    assert found(store, net, Noun.INTRODUCTION) == ["c", "d", "a", "b"]
    pages: list[str] = []
    after: str | None = None
    while True:
        page = store.find(net, Noun.INTRODUCTION, {}, reader=ANI, limit=1, after=after)
        pages += [item.record.id for item in page.items]
        after = page.next
        if after is None:
            break
    assert pages == ["c", "d", "a", "b"]


def test_filters_follow_what_happens(store: Store, net: NetworkId) -> None:
    people(store, net)
    add(store, net, introduction("r", "rina", "hadi", "laila"))

    def waiting() -> list[Sequence[str]]:
        return [found(store, net, Noun.INTRODUCTION, waiting_on=id_) for id_ in ("hadi", "laila")]

    assert waiting() == [[], []]
    for version, (told, expected) in enumerate(
        [
            (ASKED, [["r"], []]),
            (AGREED_TO, [[], []]),
            (f"{AGREED_TO}, 1 asked 2024-05-10", [[], ["r"]]),
        ],
        start=1,
    ):
        changed = introduction("r", "rina", "hadi", "laila", told=told)
        write(store, net, [Change(changed, version)])
        assert waiting() == expected
    write(store, net, [Remove(Noun.INTRODUCTION, "r")])
    assert waiting() == [[], []]
    removed = store.find(net, Noun.INTRODUCTION, {"waiting_on": "laila"}, reader=ANI, removed=True)
    assert [item.record.id for item in removed.items] == ["r"]


def test_everybody_whom_a_request_names_must_be_there(store: Store, net: NetworkId) -> None:
    people(store, net, "rina", "laila")
    letter = Letter(places=(LetterPlace("Setda", parse_date("2024"), "carrier"),))

    with pytest.raises(UnknownActorError) as refused:
        add(store, net, introduction("r", "rina", "go", "laila", starter_id="who", letter=letter))

    assert refused.value.actor_ids == ("carrier", "go", "who")
    add(store, net, contact("go"), contact("carrier"), partner("who"))
    add(store, net, introduction("r", "rina", "go", "laila", starter_id="who", letter=letter))
    with pytest.raises(UnknownActorError):
        write(store, net, [Change(introduction("r", "rina", "stranger", "laila"), 1)])


def test_an_id_belongs_to_one_request_and_to_other_kinds_too(store: Store, net: NetworkId) -> None:
    people(store, net)
    add(store, net, introduction("rina", "rina", "laila"))

    with pytest.raises(DuplicateIdError) as refused:
        add(store, net, introduction("rina", "hadi", "laila"))

    assert refused.value.facts["taken_by"] == "introduction"
    write(store, net, [Remove(Noun.INTRODUCTION, "rina", 1)])
    with pytest.raises(VersionConflictError):
        write(store, net, [Restore(Noun.INTRODUCTION, "rina", 1)])


def test_old_versions_and_what_a_revision_touched_are_kept(store: Store, net: NetworkId) -> None:
    people(store, net)
    first = introduction("r", "rina", "hadi", "laila", told=ASKED)
    second = introduction("r", "rina", "hadi", "laila", told=AGREED_TO)
    add(store, net, first)
    write(store, net, [Change(second, 1)], author=BUDI, at=later(1))

    (old,) = store.history(net, Noun.INTRODUCTION, "r", reader=ANI)
    (touched,) = store.touched_by(net, 3)
    (entry,) = store.changes_since(net, 2, limit=10, reader=ANI)

    assert (old.stored.record, old.superseded_by) == (first, BUDI)
    assert touched.before == old.stored
    assert touched.now == read(store, net, Noun.INTRODUCTION, "r")
    assert (entry.noun, entry.id, entry.version) == (Noun.INTRODUCTION, "r", 2)
    assert store.ids_of(net, Noun.INTRODUCTION) == {"r": 2}


def test_nothing_crosses_from_network_to_network(store: Store, net: NetworkId) -> None:
    other = NetworkId(f"{net}-2")
    store.create_network(NetworkRecord(id=other, name="Other"))
    for one in (net, other):
        people(store, one)
    add(store, net, introduction("r", "rina", "hadi", "laila", told=ASKED))

    assert found(store, other, Noun.INTRODUCTION) == []
    assert found(store, other, Noun.INTRODUCTION, asked_id="hadi") == []
    assert len(store.load_columns(other).asks) == 0
    add(store, other, introduction("r", "rina", "laila"))
    store.erase_network(net)
    assert found(store, other, Noun.INTRODUCTION, asker_id="rina") == ["r"]
    store.create_network(NetworkRecord(id=net, name="Anew"))
    people(store, net)
    assert found(store, net, Noun.INTRODUCTION, asked_id="hadi") == []
    assert store.count(net)[Noun.INTRODUCTION] == 0


def test_asks_follow_the_change_feed(store: Store, net: NetworkId) -> None:
    people(store, net)
    add(store, net, introduction("r", "rina", "hadi", "laila", told=ASKED))
    network = Network.of(store.load_columns(net))
    assert network.asks.outcome.tolist() == [UNDECIDED]

    write(store, net, [Change(introduction("r", "rina", "hadi", "laila", told=AGREED_TO), 1)])
    network = network.updated(store.load_columns(net, since=network.revision))
    assert network.asks.outcome.tolist() == [AGREED]
    assert network.asks.source.tolist() == [network.index_of["rina"]]
    assert network.asks.target.tolist() == [network.index_of["hadi"]]

    write(store, net, [Remove(Noun.INTRODUCTION, "r")])
    gone = network.updated(store.load_columns(net, since=network.revision))
    assert len(gone.asks) == 0
    assert len(network.asks) == 1

    write(store, net, [Restore(Noun.INTRODUCTION, "r")])
    back = gone.updated(store.load_columns(net, since=gone.revision))
    assert back.asks.outcome.tolist() == [AGREED]


def test_a_networks_own_words_and_odds_come_back_and_can_be_emptied(
    store: Store, net: NetworkId
) -> None:
    own = NetworkRecord(
        id=net,
        name="Own",
        odds={"strength": 1.25, "base": -1.0},
        reminder_days=14,
        phrases={"letter.opening": "Dengan hormat,\nBapak"},
    )
    store.change_network(own, 1)
    assert store.load_network(net).network == own

    plain = NetworkRecord(id=net, name="Plain")
    store.change_network(plain, 2)
    assert store.load_network(net).network == plain
