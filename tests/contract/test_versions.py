"""Versions: who read what may change it, removal and undo."""

import pytest

from graph.errors import RemovedRecordError, VersionConflictError
from graph.ports import Change, Create, Remove, Restore, Store, Write
from graph.records.stored import NOUN_OF, AnyRecord
from graph.records.ties import TieType
from graph.vocabulary import NetworkId, Noun
from tests.contract.made import (
    ANI,
    BUDI,
    START,
    add,
    contact,
    found,
    later,
    meeting,
    note,
    partner,
    position,
    read,
    revision,
    tie,
    write,
)

ONE_OF_EACH: list[AnyRecord] = [
    partner("x"),
    contact("x"),
    position("x", "a", "p"),
    tie("x", "a", "b"),
    meeting("x", "2024", "a", "b"),
    note("x", "a"),
    TieType(id="x"),
]
each_noun = pytest.mark.parametrize("record", ONE_OF_EACH, ids=lambda one: NOUN_OF[type(one)])


@pytest.fixture(autouse=True)
def _ends(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), contact("b"), partner("p"))


@each_noun
def test_a_change_raises_the_version_and_keeps_who_created(
    store: Store, net: NetworkId, record: AnyRecord
) -> None:
    noun = NOUN_OF[type(record)]
    add(store, net, record, batch_id="b1")

    write(store, net, [Change(record, 1)], author=BUDI, at=later(5), batch_id="b2")

    stored = read(store, net, noun, "x")
    assert (stored.version, stored.revision) == (2, 3)
    assert (stored.recorded_by, stored.recorded_at, stored.batch_id) == (ANI, START, "b1")
    assert (stored.changed_by, stored.changed_at) == (BUDI, later(5))


@each_noun
def test_a_removed_record_is_out_of_lists_and_can_be_restored(
    store: Store, net: NetworkId, record: AnyRecord
) -> None:
    noun = NOUN_OF[type(record)]
    add(store, net, record)
    before = found(store, net, noun)

    write(store, net, [Remove(noun, "x", 1)], author=BUDI, at=later(1))

    gone = read(store, net, noun, "x")
    assert (gone.is_removed, gone.version, gone.changed_by) == (True, 2, BUDI)
    assert gone.record == record
    assert "x" not in found(store, net, noun)
    page = store.find(net, noun, {}, reader=ANI, removed=True)
    assert [item.record.id for item in page.items] == ["x"]

    write(store, net, [Restore(noun, "x", 2)])

    back = read(store, net, noun, "x")
    assert (back.is_removed, back.version, back.record) == (False, 3, record)
    assert found(store, net, noun) == before
    assert store.find(net, noun, {}, reader=ANI, removed=True).items == ()


@pytest.mark.parametrize("version", [0, 1, 3])
@pytest.mark.parametrize("kind", [Change, Remove, Restore])
def test_another_version_than_the_one_read_is_refused(
    store: Store, net: NetworkId, kind: type[Write], version: int
) -> None:
    write(store, net, [Change(contact("a", "Newer"), 1)])
    late: Write
    late = Change(contact("a"), version) if kind is Change else kind(Noun.CONTACT, "a", version)  # type: ignore[call-arg, arg-type]

    with pytest.raises(VersionConflictError) as refused:
        write(store, net, [Create(contact("new")), late])

    assert refused.value.current == 2
    assert refused.value.facts["record_id"] == "a"
    assert read(store, net, Noun.CONTACT, "a").record == contact("a", "Newer")
    assert store.kinds_of(net, ["new"]) == {}
    assert revision(store, net) == 2


def test_without_a_version_whatever_stands_is_changed(store: Store, net: NetworkId) -> None:
    write(store, net, [Change(contact("a", "Newer"), 1)])

    write(store, net, [Change(contact("a", "Newest"), None)])
    write(store, net, [Remove(Noun.CONTACT, "a")])

    assert read(store, net, Noun.CONTACT, "a").version == 4


def test_a_removed_record_must_be_restored_before_it_is_changed(
    store: Store, net: NetworkId
) -> None:
    write(store, net, [Remove(Noun.CONTACT, "a")])

    for version in (2, None):
        with pytest.raises(RemovedRecordError):
            write(store, net, [Change(contact("a", "Newer"), version)])

    assert read(store, net, Noun.CONTACT, "a").version == 2


@pytest.mark.parametrize("version", [None, 1])
def test_restoring_what_is_in_use_does_nothing(
    store: Store, net: NetworkId, version: int | None
) -> None:
    done = write(store, net, [Restore(Noun.CONTACT, "a", version)])

    assert done.revision == revision(store, net) == 1
    assert [stored.version for stored in done.stored] == [1]
    assert store.history(net, Noun.CONTACT, "a", reader=ANI) == ()


@pytest.mark.parametrize("version", [None, 2])
def test_removing_what_is_removed_does_nothing(
    store: Store, net: NetworkId, version: int | None
) -> None:
    write(store, net, [Remove(Noun.CONTACT, "a")])

    done = write(store, net, [Remove(Noun.CONTACT, "a", version), Create(contact("new"))])

    assert [stored.record.id for stored in done.stored] == ["a", "new"]
    assert done.stored[0].version == 2
    assert store.list_revisions(net)[0].count == 1


def test_removing_what_is_removed_in_another_version_is_refused(
    store: Store, net: NetworkId
) -> None:
    write(store, net, [Remove(Noun.CONTACT, "a")])

    with pytest.raises(VersionConflictError):
        write(store, net, [Remove(Noun.CONTACT, "a", 1)])


def test_an_interaction_forgets_who_no_longer_took_part(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c"), meeting("m", "2024", "a", "b"))

    write(store, net, [Change(meeting("m", "2024", "a", "c"), 1)])

    assert found(store, net, Noun.INTERACTION, actor_id="b") == []
    assert found(store, net, Noun.INTERACTION, actor_id="c") == ["m"]


def test_a_tie_whose_ends_change_is_found_at_the_new_ones(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c"), tie("t", "a", "b"), position("po", "a", "p"))

    write(
        store,
        net,
        [Change(tie("t", "c", "b"), 1), Change(position("po", "c", "p", title="Head"), 1)],
    )

    assert found(store, net, Noun.TIE, source_id="a") == []
    assert found(store, net, Noun.TIE, source_id="c") == ["t"]
    assert found(store, net, Noun.POSITION, contact_id="c") == ["po"]


def test_a_renamed_contact_is_listed_under_the_new_name(store: Store, net: NetworkId) -> None:
    write(store, net, [Change(contact("a", "Zulkifli"), 1)])

    assert found(store, net, Noun.CONTACT) == ["b", "a"]
