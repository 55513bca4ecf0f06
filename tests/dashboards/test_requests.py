"""Ways in full, and requests from draft to meeting, without a browser."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboards.links import PageName, Place
from dashboards.pages import (
    home,
    profile,
    reach,
    request_acts,
    request_file,
    request_start,
    requests,
)
from dashboards.pages.steps import Telling, tell_step
from dashboards.texts import Say
from graph.access.requests import Happening
from graph.errors import InvalidRecordError, UnknownRecordError
from graph.records.dates import parse_date
from graph.records.networks import LANGUAGES
from graph.records.requests import IntroductionRequest, Letter, LetterPlace, RequestEvent
from graph.vocabulary import Channel, RequestState, Role
from tests.dashboards.desk import NET, TODAY, MemoryDesk, draft, happened, kept, step_by_tie
from tests.dashboards.test_pages import WAYS, words

EN = Say("en")
BOARD = Place(NET, PageName.REQUESTS)
ASKED, AGREED = RequestState.ASKED, RequestState.AGREED
REQUEST = draft("r", "ani", "hadi", "ratna", channels=[Channel.MESSAGE])
LONG_AGO = happened(REQUEST, (0, ASKED, "2026-11-01"))
AT_LEADER = happened(
    REQUEST, (0, ASKED, "2026-11-01"), (0, AGREED, "2026-11-05"), (1, ASKED, "2026-11-06")
)


def one(record_id: str = "r", **query: str) -> Place:
    return Place(NET, PageName.REQUESTS, record_id, query)


def keep(desk: MemoryDesk, *items: IntroductionRequest) -> None:
    desk.kept_requests |= {item.id: kept(item) for item in items}


# ---------------------------------------------------------------------------- ways in full


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "There are 2 ways that share nobody but their ends.",
                "That at least one of these ways works:",
                "Possible, about 1 in 4",
                "Every way to Ibu Ratna goes through Pak Hadi.",
                "One way alone is likelier than these together:",
                "the best way stays the best about 3 in 4 times",
                "Pak Hadi, concerning Pokja Sanitasi: Saudaranya kontraktor.",
                "Ibu Ratna: 2 requests wait for an answer; often asked until 11 April 2027",
                "About 3 in 5, between 2 in 5 and 4 in 5.",
                "So far Pak Hadi agreed 2 of 3 times.",
                "Nobody has asked this way yet.",
                "close, from what happened between them",
                "Ask in person: about 4 in 5",
                "Wait until 11 April 2027, when fewer requests weigh on Pak Hadi: about 2 in 3",
                "Bring a joint project to Pak Hadi first: about 2 in 3",
                "Pak Hadi has been asked 2 times lately. Please wait until 11 April 2027.",
                "Pak Hadi reports to Ibu Ratna: let Ibu Ratna know before you go on.",
                "Start a request",
            ),
        ),
        (
            "id",
            (
                "Semua jalur kepada Ibu Ratna melalui Pak Hadi.",
                "Pak Hadi berada di bawah Ibu Ratna: mohon Ibu Ratna diberi tahu terlebih dahulu.",
                "Pak Hadi sudah 2 kali dimintai bantuan belakangan ini.",
                "Sebaiknya menunggu sampai 11 April 2027.",
                "antara 2 dari 5 dan 4 dari 5",
                "Mulai permohonan",
            ),
        ),
    ],
)
def test_ways_say_what_comes_before_asking_why_and_what_would_help(
    desk: MemoryDesk, language: str, expected: tuple[str, ...]
) -> None:
    told = words(reach.render(desk, Say(language), WAYS))

    assert [text for text in expected if text not in told] == []


def test_whoever_only_reads_starts_no_request(desk: MemoryDesk) -> None:
    desk.role_here = Role.READER

    assert "Start a request" not in words(reach.render(desk, EN, WAYS))
    place = Place(NET, PageName.REQUESTS, query={"route": "ani,hadi"})
    assert "request-start" not in str(requests.render(desk, EN, place))


def test_the_best_ways_are_offered_where_one_alone_is_likelier(desk: MemoryDesk) -> None:
    assert "from=ani&to=ratna&choose=best" in str(reach.render(desk, EN, WAYS))


def test_the_button_of_a_way_leads_to_the_form_for_that_way(desk: MemoryDesk) -> None:
    page = str(reach.render(desk, EN, WAYS))

    assert "/networks/net/requests?route=ani,hadi,ratna" in page


# ---------------------------------------------------------------------------- the form


def test_the_form_asks_how_each_on_the_way_is_asked(desk: MemoryDesk) -> None:
    place = Place(NET, PageName.REQUESTS, query={"route": "ani,hadi,ratna"})

    told = words(requests.render(desk, EN, place))

    assert "Bu Ani → Pak Hadi → Ibu Ratna" in told
    assert "Bu Ani asks Pak Hadi" in told
    assert "Pak Hadi asks Ibu Ratna" in told


@pytest.mark.parametrize("route", ["ani", "ani,nobody"])
def test_a_way_that_is_none_starts_nothing(desk: MemoryDesk, route: str) -> None:
    page = requests.render(desk, EN, Place(NET, PageName.REQUESTS, query={"route": route}))

    assert "This address names no way." in words(page)


def test_what_the_form_says_becomes_a_draft() -> None:
    place = Place(NET, PageName.REQUESTS, query={"route": "ani,hadi,ratna", "for": "pokja"})

    said = request_start.said(place, " Clean water ", "3 May 2027", ["letter", None])

    assert said.actor_ids == ("ani", "hadi", "ratna")
    assert (said.starter_id, said.purpose, said.due) == (
        "pokja",
        "Clean water",
        parse_date("3 May 2027"),
    )
    assert said.channels == (Channel.LETTER, None)


# ---------------------------------------------------------------------------- the board


def test_an_empty_board_says_where_requests_begin(desk: MemoryDesk) -> None:
    told = words(requests.render(desk, EN, BOARD))

    assert "No request has been started yet." in told
    assert "Find a way" in told


@pytest.mark.parametrize(
    ("request_", "group"),
    [
        (REQUEST, "Not yet asked (1)"),
        (LONG_AGO, "Waiting for a reminder (1)"),
        (happened(REQUEST, (0, ASKED, "2026-11-24")), "Asked (1)"),
        (happened(REQUEST, (0, ASKED, "2026-11-01"), (0, AGREED, "2026-11-24")), "Agreed (1)"),
        (
            happened(REQUEST, (0, ASKED, "2026-11-01"), (0, RequestState.DECLINED, "2026-11-24")),
            "Not now (1)",
        ),
        (happened(REQUEST, (0, RequestState.WITHDRAWN, "2026-11-24")), "Met or over (1)"),
    ],
)
def test_a_request_stands_once_on_the_board_by_its_state(
    desk: MemoryDesk, request_: IntroductionRequest, group: str
) -> None:
    keep(desk, request_)

    page = requests.render(desk, EN, BOARD)

    assert group in words(page)
    assert str(page).count("className='card-title'") == 1


def test_what_is_due_stands_first_with_what_to_do(desk: MemoryDesk) -> None:
    keep(desk, LONG_AGO)

    told = words(requests.render(desk, EN, BOARD))

    act = "A gentle reminder from Bu Ani to Pak Hadi"
    assert told.index(act) < told.index("Waiting for a reminder (1)")
    assert "by telephone, 24 days of waiting, due for 17 days" in told


def test_the_home_page_says_how_much_is_due(desk: MemoryDesk) -> None:
    assert "due on requests" not in words(home.render(desk, EN, NET))
    desk.has_requests = True
    keep(desk, LONG_AGO)

    assert "One thing is due on requests" in words(home.render(desk, EN, NET))


# ---------------------------------------------------------------------------- one request


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_says_what_is_next_its_way_and_what_happened(
    desk: MemoryDesk, language: str
) -> None:
    say = Say(language)
    keep(desk, AT_LEADER)

    told = words(requests.render(desk, say, one()))

    for expected in (
        say("request.to", leader="Ibu Ratna"),
        say("request.do.agreed", one="Pak Hadi", other="Ibu Ratna"),
        say("request.did.agreed", one="Bu Ani", other="Pak Hadi"),
        say("request.letter.none"),
        say("request.words.lead"),
        say("request.takes", days=14),
    ):
        assert expected in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_leader_agreed_to_in_principle_stands_on_the_page(
    desk: MemoryDesk, language: str
) -> None:
    say = Say(language)
    came = RequestEvent(1, RequestState.MET, parse_date("2026-11-09"), conditions="Hear all")
    keep(desk, replace(AT_LEADER, events=(*AT_LEADER.events, came)))

    told = words(requests.render(desk, say, one()))

    assert say("request.blessing.agreed", on=came.on) in told
    assert say("request.blessing.conditions", conditions="Hear all") in told


def test_a_request_that_nobody_knows_is_told_as_such(desk: MemoryDesk) -> None:
    with pytest.raises(UnknownRecordError):
        requests.render(desk, EN, one("nobody"))


def test_a_reader_notes_nothing(desk: MemoryDesk) -> None:
    desk.role_here = Role.READER
    keep(desk, LONG_AGO)

    page = str(requests.render(desk, EN, one()))

    assert "request-act" not in page
    assert "request-letter" not in page


@pytest.mark.parametrize(
    ("request_", "acts"),
    [
        (REQUEST, ["asked", "withdrawn"]),
        (
            LONG_AGO,
            ["agreed", "reminded", "not_now", "declined", "no_answer", "withdrawn"],
        ),
        (
            AT_LEADER,
            ["agreed", "reminded", "not_now", "declined", "no_answer", "met", "withdrawn"],
        ),
        (happened(AT_LEADER, (0, RequestState.WITHDRAWN, "2026-11-24")), []),
    ],
)
def test_only_what_can_be_noted_is_offered(request_: IntroductionRequest, acts: list[str]) -> None:
    assert [str(state) for state in request_acts.acts_of(request_)] == acts


def test_what_is_offered_can_happen() -> None:
    """Each act of each state makes a request that its record allows."""
    seen = [REQUEST]
    for request in seen:
        for state in request_acts.acts_of(request):
            step = request_acts.step_of(request, state)
            told = [(event.step, event.state, event.on.iso) for event in request.events]
            after = happened(request, *told, (step, state, "2026-11-24"))
            if len(after.events) < 5:
                seen.append(after)

    assert {request.state for request in seen} == set(RequestState)


def test_three_reminders_are_enough() -> None:
    reminders = [(0, RequestState.REMINDED, f"2026-11-0{day}") for day in (2, 3, 4)]
    request = happened(REQUEST, (0, ASKED, "2026-11-01"), *reminders)

    assert RequestState.REMINDED not in request_acts.acts_of(request)


def test_an_entry_says_what_happened_when_and_how() -> None:
    texts = {"on": "3 Mei 2026", "channel": "phone", "remark": " Ok ", "conditions": "Rains"}
    entered = request_acts.Entered(AGREED, texts, is_agreed=True)

    said = request_acts.happening(entered)
    met = request_acts.happening(replace(entered, state=RequestState.MET, texts={}))

    assert (said.on, said.channel, said.remark) == (parse_date("2026-05-03"), Channel.PHONE, "Ok")
    assert said.conditions is None
    assert met == Happening(state=RequestState.MET, conditions="")


def test_a_day_that_cannot_be_read_is_told_in_the_words_of_the_form() -> None:
    with pytest.raises(InvalidRecordError) as refused:
        request_acts.day_in({"on": "31-02-2026"}, "on")

    assert [issue.field for issue in refused.value.issues] == ["on"]
    assert [key for key in request_file.LABELS.values() if not EN.has(key)] == []
    assert [key for key in request_start.LABELS.values() if not EN.has(key)] == []


@pytest.mark.parametrize(
    ("agreed", "declined", "expected"),
    [
        (1, 0, "Pak Hadi was asked once so far, and agreed."),
        (0, 1, "Pak Hadi was asked once so far, and it was not possible."),
        (3, 1, "So far Pak Hadi agreed 3 of 4 times."),
    ],
)
def test_earlier_answers_are_told_as_counts(agreed: int, declined: int, expected: str) -> None:
    step = replace(step_by_tie(), agreed=agreed, declined=declined)

    assert expected in words(tell_step(Telling(EN, NET, {}, TODAY), step, 1))


@pytest.mark.parametrize(
    ("request_", "state", "can_be_undone"),
    [
        (REQUEST, ASKED, False),
        (LONG_AGO, AGREED, True),
        (AT_LEADER, RequestState.MET, True),
    ],
)
def test_what_was_noted_can_be_taken_back_unless_it_was_predicted(
    desk: MemoryDesk, request_: IntroductionRequest, state: RequestState, can_be_undone: bool
) -> None:
    keep(desk, request_)
    said = Happening(state=state)
    recorded = desk.record_event(NET, "r", said, 1)

    place = request_acts.place_of(recorded, said, TODAY)
    told = str(request_file.noted(EN, said, recorded, place))

    assert ("request-undo" in told) is can_be_undone
    if place is not None:
        desk.undo_event(NET, "r", place, 2)
        assert desk.request(NET, "r").request == request_


# ---------------------------------------------------------------------------- the letter


def test_where_a_letter_is_is_told_with_days(desk: MemoryDesk) -> None:
    place = LetterPlace("Bagian Umum", parse_date("2026-11-20"), instruction="Pelajari")
    letter = Letter("015/YBL", parse_date("2026-11-16"), "Bupati", ("Sekda",), (place,))
    keep(desk, replace(LONG_AGO, letter=letter))

    told = words(requests.render(desk, EN, one()))

    assert "It has been at Bagian Umum since 20 November 2026, for 5 days." in told
    assert "Disposisi: Pelajari" in told
    assert "015/YBL, 16 November 2026" in told
    assert "On its way for 9 days altogether." in told


def test_a_letter_goes_on_and_keeps_where_it_was() -> None:
    first = LetterPlace("Bagian Umum", parse_date("2026-11-20"))
    letter = Letter("015", places=(first,))

    moved = request_acts.letter_of(letter, {"at": "Asisten", "since": "24 Nov 2026"})
    renamed = request_acts.letter_of(letter, {"number": "016", "copies": "Sekda; Bappeda;"})

    assert [place.at for place in moved.places] == ["Bagian Umum", "Asisten"]
    assert moved.number == "015"
    assert (renamed.number, renamed.copies, renamed.places) == (
        "016",
        ("Sekda", "Bappeda"),
        (first,),
    )


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"number": " "}, "number"),
        ({"at": "Asisten"}, "since"),
        ({"at": "A", "since": "x"}, "since"),
    ],
)
def test_a_letter_of_which_nothing_is_said_is_not_saved(
    entered: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        request_acts.letter_of(None, entered)

    assert [issue.field for issue in refused.value.issues] == [field]


# ---------------------------------------------------------------------------- words, profile


def test_words_come_in_the_form_that_was_asked_for(desk: MemoryDesk) -> None:
    keep(desk, REQUEST)

    drafts: dict[str, Any] = {
        form: words(requests.render(desk, EN, one(form=form)))
        for form in ("message", "letter", "call")
    }

    assert len(set(drafts.values())) == 3
    assert "/v1/networks/net/introductions/r/card?language=en" in str(
        requests.render(desk, EN, one())
    )


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Time to be in touch again"), ("id", "Saatnya menyapa kembali")],
)
def test_a_profile_says_with_whom_it_is_time_to_be_in_touch(
    desk: MemoryDesk, language: str, title: str
) -> None:
    page = profile.render(desk, Say(language), Place(NET, PageName.PEOPLE, "ani"))

    assert title in words(page)
    assert Say(language).date(date(2026, 5, 3)) in words(page)


@pytest.mark.parametrize(
    ("language", "known"),
    [
        ("en", "fairly close, from what happened between them"),
        ("id", "cukup dekat, dari apa yang terjadi di antara keduanya"),
    ],
)
def test_a_profile_says_how_close_two_are_and_how_that_is_known(
    desk: MemoryDesk, language: str, known: str
) -> None:
    page = profile.render(desk, Say(language), Place(NET, PageName.PEOPLE, "ani"))

    assert known in words(page)
