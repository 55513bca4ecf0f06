"""Taking an import back as a whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import CancelledError, UnknownRecordError
from graph.ports import Remove
from graph.records.contacts import Contact
from graph.records.notes import Note
from graph.records.requests import IntroductionRequest, RequestStep
from graph.records.ties import Tie
from graph.vocabulary import Noun
from service.usecases.imports import Kept, undo_import
from tests.service.importing import AUTHOR, FILES, NETWORK, NOW, Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


def counts(desk: Desk) -> int:
    return sum(desk.store.count(NETWORK).values())


def test_what_an_import_made_goes_and_what_it_changed_comes_back(desk: Desk) -> None:
    old = Contact(id="aide", name="Siti", phone="0812")
    desk.create(old)
    report = desk.run(FILES)
    assert desk.record(Noun.CONTACT, "aide").name == "Siti Aminah"

    undone = desk.undo(report)

    assert (undone.undone, undone.kept) == (6, ())
    assert counts(desk) == 1
    assert desk.record(Noun.CONTACT, "aide") == old
    entry = desk.store.list_revisions(NETWORK)[0]
    assert (entry.act, entry.batch_id, entry.revision) == (
        "undo-import",
        report.batch_id,
        undone.revision,
    )


def test_undoing_twice_is_undoing_once(desk: Desk) -> None:
    report = desk.run(FILES)
    desk.undo(report)

    again = desk.undo(report)

    assert (again.revision, again.undone, again.kept) == (None, 0, ())
    assert desk.revision() == 2


def test_an_undoing_tells_that_it_writes_before_the_store_is_busy(desk: Desk) -> None:
    report = desk.run(FILES)
    told: list[tuple[str, int, int]] = []

    def progress(*now: object) -> None:
        told.append(now)  # pyright: ignore[reportArgumentType]

    undo_import(desk.store, NETWORK, report.batch_id, author=AUTHOR, at=NOW, progress=progress)

    assert told == [("undoing", 0, 6), ("writing", 0, 6), ("writing", 6, 6)]


@pytest.mark.parametrize("stage", ["undoing", "writing"])
@pytest.mark.parametrize("least", [0, 1])
def test_an_undoing_that_is_called_off_leaves_the_import(
    desk: Desk, stage: str, least: int
) -> None:
    report = desk.run({"contacts": "name\n" + "".join(f"N {n}\n" for n in range(3_000))})

    def cancel(now: str, done: int, total: int) -> None:
        if now == stage and done >= least:
            raise CancelledError

    with pytest.raises(CancelledError):
        undo_import(desk.store, NETWORK, report.batch_id, author=AUTHOR, at=NOW, progress=cancel)

    assert (desk.revision(), counts(desk)) == (1, 3_000)


def test_an_undone_import_can_be_made_again(desk: Desk) -> None:
    first = desk.run(FILES)
    desk.undo(first)

    again = desk.run(FILES)

    assert (again.accepted, again.refused) == (6, 0)
    assert counts(desk) == 6
    desk.undo(again)
    assert counts(desk) == 0
    assert desk.run(FILES).accepted == 6


def test_what_somebody_changed_since_is_kept_and_listed(desk: Desk) -> None:
    report = desk.run(FILES)
    desk.change(replace(desk.record(Noun.CONTACT, "aide"), phone="0812"))
    desk.save(Remove(Noun.PARTNER, "ngo"))

    undone = desk.undo(report)

    assert undone.kept == (Kept(Noun.CONTACT, "aide", "changed-since"),)
    assert desk.record(Noun.CONTACT, "aide").phone == "0812"
    assert counts(desk) == 1


def test_who_is_named_since_is_kept_and_listed(desk: Desk) -> None:
    desk.create(Contact(id="me", name="Me"))
    report = desk.run(FILES)
    desk.create(
        Tie(id="t", source_id="me", target_id="regent", type="knows"),
        Note(id="n", about_id="ngo", text="x"),
    )

    undone = desk.undo(report)

    assert set(undone.kept) == {
        Kept(Noun.CONTACT, "regent", "in-use-since"),
        Kept(Noun.PARTNER, "ngo", "in-use-since"),
    }
    assert {contact.id for contact in desk.all(Noun.CONTACT)} == {"me", "regent"}
    assert [tie.id for tie in desk.all(Noun.TIE)] == ["t"]


def test_who_stands_on_a_request_since_is_kept(desk: Desk) -> None:
    desk.create(Contact(id="me", name="Me"))
    report = desk.run(FILES)
    steps = (RequestStep("me", "aide"), RequestStep("aide", "regent"))
    desk.create(
        IntroductionRequest(id="r", leader_id="regent", starter_id="me", steps=steps),
    )

    undone = desk.undo(report)

    assert {kept.id for kept in undone.kept} == {"aide", "regent"}
    assert desk.store.count(NETWORK)[Noun.INTRODUCTION] == 1


def test_a_new_type_goes_too_unless_a_tie_has_it_since(desk: Desk) -> None:
    rows = "source,target,type\naide,regent,mentors\n"
    report = desk.run({**FILES, "relationships": rows})
    desk.undo(report)
    assert desk.store.count(NETWORK)[Noun.TIE_TYPE] == 0

    report = desk.run({**FILES, "relationships": rows})
    desk.create(Tie(id="t", source_id="aide", target_id="regent", type="mentors"))
    kept = desk.undo(report).kept
    assert Kept(Noun.TIE_TYPE, "mentors", "in-use-since") in kept


def test_an_import_that_nobody_made_cannot_be_undone(desk: Desk) -> None:
    desk.run(FILES)

    with pytest.raises(UnknownRecordError):
        undo_import(desk.store, NETWORK, "other", author=AUTHOR, at=NOW)
