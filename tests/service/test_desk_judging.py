"""The desk that pages ask about two, own judgements, conflicts and forecasts, on a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboards.desk import Written
from graph.errors import (
    ForbiddenError,
    InvalidQuestionError,
    UnknownRecordError,
    VersionConflictError,
)
from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.dates import StatedDate
from graph.records.interactions import Interaction
from graph.records.ties import StrengthOverride, Tie
from graph.strength.used import Speaks
from graph.vocabulary import InteractionKind, Noun, Role
from tests.service.test_desk import NET, Office

INTEREST = ConflictOfInterest(
    id="c1", contact_id="rina", about_ids=("hadi",), interest="Saudaranya kontraktor."
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    people = [Contact(id=id_, name=id_.title()) for id_ in ("rina", "hadi", "sari")]
    knows = Tie(id="t", source_id="rina", target_id="hadi", type="knows", strength=0.7)
    follows = Tie(id="s", source_id="hadi", target_id="rina", type="succeeded_by")
    today = office.desk().today(NET)
    met = [
        Interaction(
            id=f"m{ago}",
            kind=InteractionKind.MEETING,
            held_on=StatedDate(today - timedelta(days=ago)),
            participants=("rina", "hadi"),
        )
        for ago in (240, 210, 180, 150)
    ]
    office.desk().save(NET, [*people, knows, follows, *met])
    yield office
    office.store.close()


def judged(office: Office) -> tuple[Tie, int]:
    """Let the reader judge the two; give the relationship and its new version."""
    desk = office.desk()
    pair = desk.pair(NET, "rina", "hadi")
    (stored,) = [each for each in pair.ties if each.record.id in pair.judgeable]
    said = StrengthOverride(
        strength=0.2, reason="Pindah.", by=desk.user.id, since=StatedDate(desk.today(NET))
    )
    tie = replace(stored.record, override=said)
    return tie, desk.change(NET, tie, stored.version)


def test_two_are_read_with_all_that_is_between_them(office: Office) -> None:
    pair = office.desk().pair(NET, "rina", "hadi")
    close = pair.answer.closeness

    assert (close.speaks, close.stated) == (Speaks.STATED, 0.7)
    assert close.computed is not None
    assert {stored.record.type for stored in pair.ties} == {"knows", "succeeded_by"}
    assert len(pair.judgeable) == 1  # a judgement on a succession would count nowhere
    assert pair.notice is not None
    assert {pair.notice.greeter.id, pair.notice.greeted.id} == {"rina", "hadi"}


def test_of_two_who_have_nothing_between_them_nothing_is_known(office: Office) -> None:
    pair = office.desk().pair(NET, "rina", "sari")

    assert (pair.answer.closeness.strength, pair.ties, pair.notice) == (None, (), None)
    with pytest.raises(InvalidQuestionError):
        office.desk().pair(NET, "rina", "rina")
    with pytest.raises(UnknownRecordError):
        office.desk().pair(NET, "rina", "nobody")


def test_a_judgement_counts_names_its_author_and_can_be_taken_back(office: Office) -> None:
    tie, version = judged(office)
    pair = office.desk().pair(NET, "rina", "hadi")
    assert (pair.answer.closeness.speaks, pair.answer.closeness.strength) == (Speaks.OVERRIDE, 0.2)
    assert pair.judges.keys() == {office.desk().user.id}

    office.desk().put_back(NET, Noun.TIE, tie.id, version)

    assert office.desk().pair(NET, "rina", "hadi").answer.closeness.speaks is Speaks.STATED


def test_nobody_takes_back_what_somebody_else_has_changed_since(office: Office) -> None:
    tie, version = judged(office)
    office.desk().change(NET, replace(tie, override=None), version)

    with pytest.raises(VersionConflictError):
        office.desk().put_back(NET, Noun.TIE, tie.id, version)


def test_what_was_never_changed_has_nothing_to_take_back(office: Office) -> None:
    with pytest.raises(UnknownRecordError):
        office.desk().put_back(NET, Noun.CONTACT, "rina", 1)


def test_a_conflict_of_interest_is_entered_ended_removed_and_each_taken_back(
    office: Office,
) -> None:
    desk = office.desk()
    desk.save(NET, [INTEREST])
    (stored,) = desk.conflicts(NET, "rina")
    over = replace(INTEREST, until=StatedDate(desk.today(NET) - timedelta(days=1)))

    version = desk.change(NET, over, stored.version)
    assert [each.record.until for each in office.desk().conflicts(NET, "rina")] == [over.until]
    office.desk().put_back(NET, Noun.CONFLICT, "c1", version)
    (stored,) = office.desk().conflicts(NET, "rina")
    assert stored.record == INTEREST

    office.desk().remove(NET, Noun.CONFLICT, "c1", stored.version)
    assert office.desk().conflicts(NET, "rina") == ()
    office.desk().restore(NET, Noun.CONFLICT, "c1")
    assert len(office.desk().conflicts(NET, "rina")) == 1

    office.desk().undo(NET, Written(((Noun.CONFLICT, "c1"),)))
    assert office.desk().conflicts(NET, "rina") == ()
    assert office.desk().conflicts(NET, "hadi") == ()


def test_running_conflicts_stand_before_those_that_are_over(office: Office) -> None:
    desk = office.desk()
    past = StatedDate(desk.today(NET) - timedelta(days=9))
    desk.save(NET, [replace(INTEREST, id="a", until=past), replace(INTEREST, id="b")])

    assert [stored.record.id for stored in desk.conflicts(NET, "rina")] == ["b", "a"]


def test_a_reader_sees_and_changes_nothing(office: Office) -> None:
    tie, version = judged(office)
    office.desk().save(NET, [INTEREST])
    desk = office.desk(**{NET: Role.READER})

    assert desk.pair(NET, "rina", "hadi").ties
    assert desk.conflicts(NET, "rina")
    assert desk.calibration(NET).scores is None
    for write in (
        lambda: desk.change(NET, replace(tie, override=None), version),
        lambda: desk.put_back(NET, Noun.TIE, tie.id, version),
        lambda: desk.remove(NET, Noun.CONFLICT, "c1", 1),
        lambda: desk.restore(NET, Noun.CONFLICT, "c1"),
    ):
        with pytest.raises(ForbiddenError):
            write()
