"""The desk that pages ask about requests, on a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.desk import WaysAsked, Written
from dashboards.pages.request_acts import place_of
from graph.access.choices import Choice
from graph.access.requests import Happening, Start
from graph.errors import ForbiddenError, InvalidRecordError, RemovedRecordError, UnknownRecordError
from graph.records.contacts import Contact
from graph.records.dates import StatedDate
from graph.records.requests import Letter, LetterPlace
from graph.records.ties import Tie
from graph.strength.used import Speaks
from graph.vocabulary import Channel, Noun, RequestState, Role
from service.desk import ServiceDesk
from tests.service.test_desk import NET, Office

ASKED, AGREED, MET = RequestState.ASKED, RequestState.AGREED, RequestState.MET


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    people = [Contact(id=id_, name=id_.title()) for id_ in ("rina", "hadi", "sari", "laila")]
    ties = [
        Tie(id=f"{one}-{other}", source_id=one, target_id=other, type="knows", strength=0.7)
        for one, other in (("rina", "hadi"), ("rina", "sari"), ("hadi", "laila"), ("sari", "laila"))
    ]
    office.desk().save(NET, [*people, *ties])
    yield office
    office.store.close()


def started(office: Office) -> str:
    said = Start(actor_ids=("rina", "hadi", "laila"), purpose="Water", channels=(Channel.MESSAGE,))
    return office.desk().start_request(NET, said)


def tell(office: Office, id_: str, state: RequestState) -> int:
    version = office.desk().request(NET, id_).stored.version
    said = Happening(state=state)
    return office.desk().record_event(NET, id_, said, version).stored.version


def test_a_way_becomes_a_draft_that_stands_on_the_board(office: Office) -> None:
    question = WaysAsked(start="rina", leader="laila", on=office.desk().today(NET))
    answer = office.desk().find_paths(NET, question)
    id_ = started(office)

    board = office.desk().requests(NET)

    assert (answer.choice, answer.number, len(answer.ways)) == (Choice.INDEPENDENT, 2, 2)
    assert [(item.id, item.state) for item in board.items] == [(id_, RequestState.DRAFT)]
    assert {"rina", "hadi", "laila"} <= board.names.keys()
    assert (board.due, board.cut) == ((), frozenset())


def test_a_request_goes_its_way_and_says_what_is_next(office: Office) -> None:
    id_ = started(office)
    tell(office, id_, ASKED)
    waiting = office.desk().request(NET, id_)
    tell(office, id_, AGREED)

    found = office.desk().request(NET, id_)

    assert [due.due_act.act for due in waiting.following] == ["remind"]
    assert [due.due_act.act for due in found.following] == ["ask_next"]
    assert found.request.steps[0].predicted is not None
    assert [step.probability is not None for step in found.plan.steps] == [True, True]
    assert found.asking.step == 1
    assert found.letter is None
    assert [due.request.id for due in office.desk().requests(NET).due] == [id_]


def test_an_answer_is_taken_back_and_an_asking_is_not(office: Office) -> None:
    id_ = started(office)
    version = tell(office, id_, ASKED)
    said = Happening(state=AGREED)
    recorded = office.desk().record_event(NET, id_, said, version)
    place = place_of(recorded, said, office.desk().today(NET))
    assert place == 1

    office.desk().undo_event(NET, id_, place, recorded.stored.version)

    found = office.desk().request(NET, id_)
    assert found.request.state is ASKED
    with pytest.raises(InvalidRecordError):
        office.desk().undo_event(NET, id_, 0, found.stored.version)


def test_a_meeting_is_noted_among_the_meetings(office: Office) -> None:
    id_ = started(office)
    for state in (ASKED, AGREED, ASKED, AGREED, MET):
        tell(office, id_, state)

    meetings = office.desk().profile(NET, "laila").interactions

    assert office.desk().request(NET, id_).request.state is MET
    assert [set(one.record.participants) for one in meetings] == [{"rina", "laila"}]


def test_a_letter_is_kept_with_its_places(office: Office) -> None:
    id_ = started(office)
    version = office.desk().request(NET, id_).stored.version
    place = LetterPlace("Bagian Umum", StatedDate(office.desk().today(NET)))

    office.desk().save_letter(NET, id_, Letter("015", places=(place,)), version)

    letter = office.desk().request(NET, id_).letter
    assert letter is not None
    assert [stay.place.at for stay in letter.stays] == ["Bagian Umum"]


def test_a_reader_sees_requests_and_writes_none(office: Office) -> None:
    id_ = started(office)
    reader = office.desk(net=Role.READER)

    assert isinstance(reader, ServiceDesk)
    assert reader.request(NET, id_).request.id == id_
    with pytest.raises(ForbiddenError):
        reader.record_event(NET, id_, Happening(state=ASKED), 1)
    with pytest.raises(ForbiddenError):
        reader.undo_event(NET, id_, 0, 1)


def test_requests_that_are_not_there_are_told_as_such(office: Office) -> None:
    id_ = started(office)
    with pytest.raises(UnknownRecordError):
        office.desk().request(NET, "nobody")
    office.desk().undo(NET, Written(((Noun.INTRODUCTION, id_),)))

    assert office.desk().requests(NET).items == ()
    with pytest.raises(RemovedRecordError):
        office.desk().request(NET, id_)


def test_who_was_never_silent_for_long_needs_no_greeting(office: Office) -> None:
    assert office.desk().cooling(NET, "rina") == ()


def test_closeness_is_told_with_where_it_comes_from(office: Office) -> None:
    told = office.desk().closeness(NET, "rina", ["hadi", "laila"])

    assert (told["hadi"].strength, told["hadi"].speaks) == (0.7, Speaks.STATED)
    assert told["laila"].strength is None
