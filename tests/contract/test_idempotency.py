"""A repeated request is one write."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from secrets import token_hex

import pytest

from graph.errors import DuplicateIdError, KeyReusedError
from graph.ports import Change, Commit, Create, IdempotencyKey, Remove, Store
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, Noun
from tests.contract.made import ANI, BUDI, START, add, contact, found, read, revision, tie, write

KEY = IdempotencyKey(ANI, "key-1", "digest-1")


def test_the_same_request_is_written_once(store: Store, net: NetworkId) -> None:
    writes = [Create(contact("b")), Create(contact("a")), Create(tie("t", "a", "b"))]
    first = write(store, net, writes, key=KEY)
    again = write(store, net, writes, key=KEY)

    assert not first.is_replay
    assert again == Commit(first.revision, first.stored, is_replay=True)
    assert revision(store, net) == 1


def test_a_replay_gives_the_records_as_they_stand_now(store: Store, net: NetworkId) -> None:
    write(store, net, [Create(contact("b")), Create(contact("a"))], key=KEY)
    write(store, net, [Change(contact("b", "Newer"), 1), Remove(Noun.CONTACT, "a")])

    again = write(store, net, [], key=KEY)

    assert again.revision == 1
    assert again.stored == tuple(read(store, net, Noun.CONTACT, id_) for id_ in "ba")


def test_a_key_with_another_request_is_refused(store: Store, net: NetworkId) -> None:
    write(store, net, [Create(contact("a"))], key=KEY)

    with pytest.raises(KeyReusedError):
        write(store, net, [Create(contact("b"))], key=IdempotencyKey(ANI, "key-1", "other"))

    assert found(store, net, Noun.CONTACT) == ["a"]


def test_keys_belong_to_a_user_and_a_network(store: Store, net: NetworkId) -> None:
    other = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=other, name="Other"))
    write(store, net, [Create(contact("a"))], key=KEY)

    write(store, net, [Create(contact("b"))], key=IdempotencyKey(BUDI, "key-1", "other"))
    write(store, other, [Create(contact("c"))], key=IdempotencyKey(ANI, "key-1", "other"))

    assert found(store, net, Noun.CONTACT) == ["a", "b"]
    assert found(store, other, Noun.CONTACT) == ["c"]


def test_keys_are_known_for_thirty_days(store: Store, net: NetworkId) -> None:
    other = NetworkId(f"net-{token_hex(6)}")
    store.create_network(NetworkRecord(id=other, name="Other"))
    for network_id in (net, other):
        write(store, network_id, [Create(contact("a"))], key=KEY)
    write(store, net, [Create(contact("b"))], key=key(2), at=START + timedelta(days=30))

    assert write(store, net, [Create(contact("a"))], key=KEY).is_replay

    late = START + timedelta(days=30, microseconds=1)
    write(store, net, [Create(contact("c"))], at=late)  # without a key nothing is forgotten
    assert write(store, net, [], key=KEY, at=late).is_replay
    write(store, net, [Create(contact("d"))], key=key(3), at=late)

    again = write(store, net, [Remove(Noun.CONTACT, "a")], key=KEY, at=late)
    assert not again.is_replay
    assert write(store, net, [], key=key(2), at=late).is_replay
    assert write(store, other, [], key=KEY, at=late).is_replay


def key(number: int) -> IdempotencyKey:
    return IdempotencyKey(ANI, f"key-{number}", f"digest-{number}")


def test_a_request_that_failed_may_be_tried_again(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    with pytest.raises(DuplicateIdError):
        write(store, net, [Create(contact("a"))], key=KEY)

    done = write(store, net, [Create(contact("b"))], key=KEY)

    assert not done.is_replay
    assert found(store, net, Noun.CONTACT) == ["a", "b"]


def test_a_request_that_wrote_nothing_is_remembered_too(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    write(store, net, [], key=KEY)
    add(store, net, contact("b"))

    again = write(store, net, [Create(contact("c"))], key=KEY)

    assert again == Commit(1, (), is_replay=True)


def test_a_request_sent_many_times_at_once_is_written_once(store: Store, net: NetworkId) -> None:
    with ThreadPoolExecutor(16) as senders:
        done = list(
            senders.map(lambda _: write(store, net, [Create(contact("a"))], key=KEY), range(32))
        )

    assert [one.is_replay for one in done].count(False) == 1
    assert {one.revision for one in done} == {1}
    assert all(one.stored == done[0].stored for one in done)
    assert revision(store, net) == 1
