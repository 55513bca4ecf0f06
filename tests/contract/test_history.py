"""The change log: old versions, what changed since, what a revision touched."""

import pytest

from graph.ports import Change, ChangeEntry, Create, Remove, Restore, Store, Touched
from graph.records.stored import AnyRecord
from graph.vocabulary import NetworkId, Noun, UserId
from tests.contract.made import (
    ANI,
    BUDI,
    START,
    add,
    contact,
    later,
    meeting,
    note,
    partner,
    position,
    read,
    tie,
    write,
)


def test_a_new_record_has_no_history(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))

    assert store.history(net, Noun.CONTACT, "a", reader=ANI) == ()
    assert store.history(net, Noun.CONTACT, "stranger", reader=ANI) == ()


def test_old_versions_are_kept_whole_newest_first(store: Store, net: NetworkId) -> None:
    first, second = contact("a", "Ani", tags=("x",)), contact("a", "Ani Lestari", busyness=0.5)
    add(store, net, first, batch_id="b1")
    versions = [read(store, net, Noun.CONTACT, "a")]
    write(store, net, [Change(second, 1)], author=BUDI, at=later(1))
    versions.append(read(store, net, Noun.CONTACT, "a"))
    write(store, net, [Remove(Noun.CONTACT, "a")], author=ANI, at=later(2))
    versions.append(read(store, net, Noun.CONTACT, "a"))
    write(store, net, [Restore(Noun.CONTACT, "a")], author=BUDI, at=later(3))

    history = store.history(net, Noun.CONTACT, "a", reader=ANI)

    assert [old.stored for old in history] == versions[::-1]
    assert [(old.superseded_by, old.superseded_at) for old in history] == [
        (BUDI, later(3)),
        (ANI, later(2)),
        (BUDI, later(1)),
    ]
    assert [old.stored.record for old in history] == [second, second, first]


def test_a_meeting_keeps_who_took_part_before(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), contact("b"), contact("c"), meeting("m", "2024", "a", "b"))
    write(store, net, [Change(meeting("m", "2024-05", "b", "c"), 1)])

    (old,) = store.history(net, Noun.INTERACTION, "m", reader=ANI)

    assert old.stored.record == meeting("m", "2024", "a", "b")


def test_the_history_of_a_private_note_is_private(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    add(store, net, note("n", "a", "secret"), author=ANI)
    write(store, net, [Change(note("n", "a", "open", is_private=False), 1)], author=ANI)
    write(store, net, [Change(note("n", "a", "more", is_private=False), 2)], author=BUDI)

    def seen_by(reader: UserId) -> list[AnyRecord]:
        return [old.stored.record for old in store.history(net, Noun.NOTE, "n", reader=reader)]

    opened = note("n", "a", "open", is_private=False)
    assert seen_by(ANI) == [opened, note("n", "a", "secret")]
    assert seen_by(BUDI) == [opened]

    write(store, net, [Change(note("n", "a", "closed"), 3)], author=ANI)
    assert seen_by(BUDI) == []
    assert len(seen_by(ANI)) == 3


def test_the_change_log_is_read_newest_first_in_parts(store: Store, net: NetworkId) -> None:
    for number in range(5):
        add(store, net, contact(f"c{number}"), at=later(number), act=f"act-{number}")

    assert [line.revision for line in store.list_revisions(net)] == [5, 4, 3, 2, 1]
    part = store.list_revisions(net, before=4, limit=2)
    assert [(line.revision, line.act) for line in part] == [(3, "act-2"), (2, "act-1")]
    assert store.list_revisions(net, before=1) == ()


# ------------------------------------------------------------------------ changes since


def test_changes_come_by_revision_noun_and_id(store: Store, net: NetworkId) -> None:
    add(store, net, contact("z"), contact("a"), partner("q"), partner("p"))
    add(
        store,
        net,
        note("n", "a"),
        meeting("m", "2024", "a", "z"),
        tie("t", "a", "z"),
        position("po", "a", "p"),
    )

    changes = store.changes_since(net, 0, limit=50, reader=ANI)

    assert [(change.revision, change.noun, change.id) for change in changes] == [
        (1, Noun.PARTNER, "p"),
        (1, Noun.PARTNER, "q"),
        (1, Noun.CONTACT, "a"),
        (1, Noun.CONTACT, "z"),
        (2, Noun.POSITION, "po"),
        (2, Noun.TIE, "t"),
        (2, Noun.INTERACTION, "m"),
        (2, Noun.NOTE, "n"),
    ]
    assert {(change.version, change.is_removed) for change in changes} == {(1, False)}


def test_a_record_that_changed_twice_is_told_once_as_it_stands(
    store: Store, net: NetworkId
) -> None:
    add(store, net, contact("a"), contact("b"))
    write(store, net, [Change(contact("a", "A"), 1)])
    write(store, net, [Remove(Noun.CONTACT, "a", 2)])

    assert store.changes_since(net, 0, limit=50, reader=ANI) == (
        ChangeEntry(1, Noun.CONTACT, "b", 1, is_removed=False),
        ChangeEntry(3, Noun.CONTACT, "a", 3, is_removed=True),
    )
    assert store.changes_since(net, 3, limit=50, reader=ANI) == ()


def test_a_page_of_changes_ends_with_a_revision(store: Store, net: NetworkId) -> None:
    for number, size in enumerate((2, 3, 1, 4)):
        add(store, net, *[contact(f"c{number}{place}") for place in range(size)])

    def page(since: int, limit: int) -> list[int]:
        return [
            entry.revision for entry in store.changes_since(net, since, limit=limit, reader=ANI)
        ]

    assert page(0, 10) == [1, 1, 2, 2, 2, 3, 4, 4, 4, 4]
    assert page(0, 9) == [1, 1, 2, 2, 2, 3]
    assert page(0, 6) == [1, 1, 2, 2, 2, 3]
    assert page(0, 5) == [1, 1, 2, 2, 2]
    assert page(0, 4) == [1, 1]
    assert page(0, 2) == [1, 1]


def test_a_revision_longer_than_a_page_is_given_whole(store: Store, net: NetworkId) -> None:
    add(store, net, *[contact(f"c{place}") for place in range(7)])
    add(store, net, contact("d"))

    for limit in (1, 3, 6, 7):
        assert len(store.changes_since(net, 0, limit=limit, reader=ANI)) == 7


def test_others_private_notes_are_not_among_the_changes(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    add(store, net, note("n1", "a"), note("n2", "a", is_private=False), author=ANI)
    add(store, net, note("n3", "a"), author=BUDI)
    add(store, net, contact("z"))

    def ids(reader: UserId, limit: int) -> list[str]:
        return [entry.id for entry in store.changes_since(net, 1, limit=limit, reader=reader)]

    nobody = UserId("nobody")
    assert ids(ANI, 9) == ["n1", "n2", "z"]
    assert ids(BUDI, 9) == ["n2", "n3", "z"]
    assert ids(nobody, 1) == ["n2"]
    assert ids(nobody, 2) == ["n2", "z"]


# ----------------------------------------------------------------------------- touched


def test_what_a_revision_touched_is_told_with_what_stood_before(
    store: Store, net: NetworkId
) -> None:
    add(store, net, contact("a"), contact("b"), partner("p"))
    before = read(store, net, Noun.CONTACT, "a")
    write(
        store,
        net,
        [
            Create(tie("t", "a", "b")),
            Create(partner("q")),
            Change(contact("a", "A"), 1),
            Remove(Noun.PARTNER, "p"),
        ],
    )

    touched = list(store.touched_by(net, 2))

    assert [one.now.record.id for one in touched] == ["p", "q", "a", "t"]
    assert touched[2] == Touched(before, read(store, net, Noun.CONTACT, "a"))
    assert touched[0].before is not None
    assert not touched[0].before.is_removed
    assert [one.before for one in touched[1::2]] == [None, None]


def test_what_changed_again_later_is_still_told_as_it_stands_now(
    store: Store, net: NetworkId
) -> None:
    add(store, net, contact("a"), contact("b"), contact("c"))
    write(store, net, [Change(contact("b", "B"), 1)], author=BUDI, at=later(1))
    write(store, net, [Change(contact("b", "BB"), 2), Change(contact("a", "AA"), 1)])

    first, second = list(store.touched_by(net, 1)), list(store.touched_by(net, 2))

    assert [(one.before, one.now.record.id, one.now.version) for one in first] == [
        (None, "a", 2),
        (None, "b", 3),
        (None, "c", 1),
    ]
    assert len(second) == 1
    assert second[0].before is not None
    assert (second[0].before.version, second[0].before.record) == (1, contact("b"))
    assert second[0].now.record == contact("b", "BB")


def test_a_record_touched_twice_in_one_commit_is_told_once(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    write(
        store,
        net,
        [
            Change(contact("a", "A"), 1),
            Change(contact("a", "AA"), 2),
            Create(contact("b")),
            Change(contact("b", "B"), 1),
        ],
    )

    touched = list(store.touched_by(net, 2))

    assert [one.now.record.id for one in touched] == ["a", "b"]
    assert touched[0].before is not None
    assert touched[0].before.record == contact("a")
    assert touched[1].before is None


def test_a_revision_that_is_not_there_touched_nothing(store: Store, net: NetworkId) -> None:
    assert list(store.touched_by(net, 1)) == []


def test_what_was_touched_can_be_undone_while_it_is_read(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    people = [contact(f"c{number}") for number in range(1_500)]
    add(store, net, *people, tie("t", "a", "c7"), batch_id="import", at=START)

    writes = (
        Remove(one.now.noun, one.now.record.id, one.now.version) for one in store.touched_by(net, 2)
    )
    write(store, net, writes, act="undo")

    assert store.count(net)[Noun.CONTACT] == 1
    assert store.count(net)[Noun.TIE] == 0
    assert store.list_revisions(net)[0].count == 1_501


@pytest.mark.parametrize("taken", [0, 1])
def test_reading_what_was_touched_may_stop_early(store: Store, net: NetworkId, taken: int) -> None:
    add(store, net, contact("a"), contact("b"))

    reading = store.touched_by(net, 1)
    for _ in range(taken):
        next(reading)
    del reading

    add(store, net, contact("c"))
    assert len(list(store.touched_by(net, 1))) == 2
