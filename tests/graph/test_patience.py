"""What is next for a request, worked out by hand: patience first."""

import pytest

from graph.access.patience import Due, NextAct, as_it_stood, next_of, reminder_channel
from graph.records.dates import parse_date
from graph.records.requests import IntroductionRequest, Letter, LetterPlace, RequestStep
from graph.vocabulary import Channel
from tests.contract.made import day, introduction

DAYS = 7
ROUTE = ("rina", "hadi", "laila")


def request(told: str, **fields: object) -> IntroductionRequest:
    return introduction("r", *ROUTE, told=told, **fields)


def only(told: str, **facts: object) -> Due:
    (found,) = next_of(request(told), DAYS, **facts)  # type: ignore[arg-type]
    return found


def test_silence_leads_to_a_reminder_after_the_interval_by_another_channel() -> None:
    found = only("0 asked 2024-05-03")

    assert found == Due(
        NextAct.REMIND,
        0,
        ("rina", "hadi"),
        day("2024-05-03"),
        day("2024-05-10"),
        Channel.PHONE,
    )


def test_each_reminder_starts_the_interval_anew() -> None:
    found = only("0 asked 2024-05-03, 0 reminded 2024-05-12")

    assert (found.act, found.reminders, found.due) == (NextAct.REMIND, 1, day("2024-05-19"))


def test_another_way_is_offered_only_after_three_reminders() -> None:
    reminded = "".join(f", 0 reminded 2024-05-{on}" for on in (10, 17, 24))
    found = only(f"0 asked 2024-05-03{reminded}")

    assert (found.act, found.reminders) == (NextAct.ANOTHER_WAY, 3)
    assert found.due == day("2024-05-31")


def test_who_may_not_be_asked_any_more_is_not_reminded() -> None:
    assert only("0 asked 2024-05-03", may_ask=False).act is NextAct.ANOTHER_WAY


def test_a_noted_silence_still_leaves_room_for_reminders() -> None:
    found = only("0 asked 2024-05-03, 0 no_answer 2024-05-20")

    assert (found.act, found.due) == (NextAct.REMIND, day("2024-05-10"))


@pytest.mark.parametrize(
    ("told", "act", "step", "who", "due"),
    [
        ("0 agreed 2024-05-05", NextAct.ASK_NEXT, 1, ("hadi", "laila"), "2024-05-05"),
        ("0 declined 2024-05-05", NextAct.ANOTHER_WAY, 0, ("rina", "hadi"), "2024-05-05"),
        ("0 not_now 2024-05-05", NextAct.ASK_AGAIN, 0, ("rina", "hadi"), "2024-06-04"),
        (
            "0 agreed 2024-05-05, 1 asked 2024-05-06, 1 agreed 2024-05-08",
            NextAct.NOTE_MEETING,
            1,
            ("rina", "laila"),
            "2024-05-15",
        ),
    ],
)
def test_an_answer_leads_to_what_follows_from_it(
    told: str, act: NextAct, step: int, who: tuple[str, ...], due: str
) -> None:
    found = only(f"0 asked 2024-05-03, {told}")

    assert (found.act, found.step, found.who, found.due) == (act, step, who, day(due))


def test_not_now_is_taken_up_on_the_day_that_was_hoped_for() -> None:
    steps = (RequestStep("rina", "laila", due=parse_date("2024-08-01")),)
    told = "0 asked 2024-05-03, 0 not_now 2024-05-05"
    (found,) = next_of(introduction("r", "rina", "laila", told=told, steps=steps), DAYS)

    assert found.due == day("2024-08-01")


@pytest.mark.parametrize("told", ["", "0 asked 2024-05-03, 0 withdrawn 2024-05-05"])
def test_a_draft_and_what_is_over_need_nothing(told: str) -> None:
    assert next_of(request(told), DAYS) == ()


def test_a_letter_is_looked_for_where_it_lies() -> None:
    places = (
        LetterPlace("Bagian Umum", parse_date("2024-05-04")),
        LetterPlace("Asisten II", parse_date("2024-05-08"), "hadi", "Mohon dipelajari"),
    )
    found = next_of(request("", letter=Letter(places=places)), DAYS)

    assert [(due.act, due.since, due.due, due.who) for due in found] == [
        (NextAct.FIND_LETTER, day("2024-05-08"), day("2024-05-15"), ("hadi",))
    ]
    assert found[0].place == places[1]


def test_a_letter_has_done_its_work_once_the_leader_agreed() -> None:
    letter = Letter(places=(LetterPlace("Setda", parse_date("2024-05-04")),))
    told = "0 asked 2024-05-03, 0 agreed 2024-05-08"
    found = next_of(introduction("r", "rina", "laila", told=told, letter=letter), DAYS)

    assert [due.act for due in found] == [NextAct.NOTE_MEETING]


def test_an_earlier_day_knows_nothing_of_what_came_later() -> None:
    told = "0 asked 2024-05-03, 0 agreed 2024-05-05"
    letter = Letter(places=(LetterPlace("Setda", parse_date("2024-05-06")),))
    (found,) = next_of(as_it_stood(request(told, letter=letter), day("2024-05-04")), DAYS)

    assert found.act is NextAct.REMIND


def test_a_vague_date_after_an_exact_one_is_not_seen_before_it() -> None:
    told = "0 asked 2024-05-20, 0 agreed 2024-05"
    letter = Letter(
        places=(
            LetterPlace("Setda", parse_date("2024-05-20")),
            LetterPlace("Asisten", parse_date("2024-05")),
        )
    )
    early = as_it_stood(request(told, letter=letter), day("2024-05-10"))

    assert (early.events, early.letter) == ((), Letter())
    assert as_it_stood(request(told), day("2024-05-20")).events == request(told).events


@pytest.mark.parametrize(
    ("used", "preferred", "way"),
    [
        ([None], None, Channel.PHONE),
        ([Channel.PHONE], None, Channel.MESSAGE),
        ([Channel.MESSAGE], Channel.IN_PERSON, Channel.IN_PERSON),
        ([Channel.IN_PERSON], Channel.IN_PERSON, Channel.MESSAGE),
        (
            [Channel.MESSAGE, Channel.PHONE, Channel.IN_PERSON, Channel.EMAIL, Channel.LETTER],
            None,
            Channel.MESSAGE,
        ),
    ],
)
def test_a_reminder_never_comes_by_the_last_channel(
    used: list[Channel | None], preferred: Channel | None, way: Channel
) -> None:
    assert reminder_channel(used, preferred) is way
