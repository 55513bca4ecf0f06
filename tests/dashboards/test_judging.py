"""How good forecasts are, how close two are, own judgements, conflicts of interest, as pages."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboards.figures.forecasts import reliability_figure
from dashboards.figures.strengths import factors_figure
from dashboards.links import WITH, PageName, Place, link, read_place
from dashboards.pages import add, conflicts, forecasts, overrides, profile, requests, strengths
from dashboards.pages.steps import Telling, tell_step
from dashboards.shell import BELOW
from dashboards.texts import Say
from graph.errors import InvalidRecordError, UnknownRecordError
from graph.records.conflicts import ConflictOfInterest
from graph.records.dates import parse_date
from graph.records.networks import LANGUAGES
from graph.records.ties import StrengthOverride, Tie
from graph.strength.bands import Band, band_of
from graph.vocabulary import Role, UserId
from tests.dashboards.desk import NET, TODAY, MemoryDesk, calibrated_by, factors, kept, step_by_tie
from tests.dashboards.test_pages import words

EN = Say("en")
FORECASTS = Place(NET, PageName.FORECASTS)
PAIR = Place(NET, PageName.PEOPLE, "ani", {WITH: "hadi"})
HADI = Place(NET, PageName.PEOPLE, "hadi")
KNOWS = Tie(id="t1", source_id="ani", target_id="hadi", type="knows", strength=0.7)
SAID = StrengthOverride(
    strength=0.2, reason="Sudah pindah.", by=UserId("wayan"), since=parse_date("2026-11-01")
)
INTEREST = ConflictOfInterest(
    id="c1",
    contact_id="hadi",
    about_ids=("pokja",),
    interest="Saudaranya kontraktor.",
    handling="Tidak ikut menilai.",
    since=parse_date("2024"),
)


def answered(count: int, *, right: bool) -> tuple[tuple[float, bool], ...]:
    """Answers to forecasts of 0.9 and 0.1 in turn, all of them as forecast or none."""
    return tuple((0.9, right) if each % 2 else (0.1, not right) for each in range(count))


# ---------------------------------------------------------------------------- forecasts


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "No answer yet to a request with a forecast."),
        (1, "There is one answer to a request with a forecast: too few for a figure."),
        (19, "There are 19 answers to requests with a forecast: too few for a figure."),
    ],
)
def test_no_figure_is_told_of_too_few_answers(desk: MemoryDesk, count: int, told: str) -> None:
    desk.answers = answered(count, right=True)

    page = forecasts.render(desk, EN, FORECASTS)

    assert told in words(page)
    assert "From 20 on" in words(page)
    assert "squared distance" not in words(page)
    assert "forecasts-picture" not in str(page)
    assert "/networks/net/requests" in str(page)


def test_from_twenty_answers_on_forecasts_are_compared_in_words(desk: MemoryDesk) -> None:
    desk.answers = answered(20, right=True)
    told = words(forecasts.render(desk, EN, FORECASTS))

    assert "On 20 answers, the forecasts were better than always naming the share" in told
    assert "is 0.01 on average" in told
    assert "would have given 0.25." in told
    assert "few enough for chance to weigh" in told
    assert "between 1 in 10 and 1 in 5 10 0" in told
    assert "between 9 in 10 and 99 in 100 10 10" in told


def test_forecasts_that_were_worse_are_not_to_be_relied_on(desk: MemoryDesk) -> None:
    desk.answers = answered(20, right=False)

    assert "Please do not rely on them yet." in words(forecasts.render(desk, EN, FORECASTS))


def test_the_picture_says_for_each_dot_how_many_requests_it_stands_for() -> None:
    answer = calibrated_by([*answered(20, right=True), (0.55, True)])

    figure: Any = reliability_figure(answer.reliability, EN)
    _, dots = figure.data

    assert dots.text == ("10", "1", "10")
    assert [round(x, 2) for x in dots.x] == [0.1, 0.55, 0.9]
    assert dots.marker.size[0] > dots.marker.size[1]


def test_each_number_is_told_with_its_grounds(desk: MemoryDesk) -> None:
    told = words(forecasts.render(desk, EN, FORECASTS))

    assert "General assumptions." in told
    assert "The next stage of learning begins with 20 more answers." in told
    assert "assumed +0.8, if so" in told
    assert "Four of five friends agreed face to face" in told
    assert "Roghanizad & Bohns (2017)" in told


def test_forecasts_stand_behind_requests(desk: MemoryDesk) -> None:
    assert BELOW[PageName.FORECASTS] is PageName.REQUESTS
    assert read_place("/networks/net/forecasts", "") == FORECASTS
    assert FORECASTS.href in str(requests.render(desk, EN, Place(NET, PageName.REQUESTS)))


# ---------------------------------------------------------------------------- two


def test_one_contact_makes_no_rhythm(desk: MemoryDesk) -> None:
    desk.computed, desk.kept_ties = replace(factors(), contacts=1), [kept(KNOWS)]
    told = words(strengths.render(desk, EN, PAIR))

    assert "one contact so far, which makes no rhythm yet" in told
    assert "rounds" not in told


def test_of_two_the_page_says_how_close_why_and_what_is_stated(desk: MemoryDesk) -> None:
    desk.computed, desk.kept_ties = factors(), [kept(KNOWS)]
    told = words(strengths.render(desk, EN, PAIR))

    for expected in (
        "Bu Ani and Pak Hadi",
        "Fairly close, from what happened between them.",
        "fairly close, 0.4 counts",
        "close, 0.7",
        "From Bu Ani to Pak Hadi: fairly close.",
        "No introduction can go straight from Pak Hadi to Bu Ani.",
        "+0.7, about every 84 days, kept up for 3.3 rounds",
        "−0.15, 206 days since the last contact; usual are 40",
        "−0.1, calls, messages and large events count less than a meeting",
        "−0.05, the quieter side decides",
        "More comes from Bu Ani; the quieter side, Pak Hadi, decides.",
        "Nobody else on record knows both: a bridge.",
        "1 February 2026, Meeting, as a relationship says",
        "9 January 2026, Message, from Bu Ani alone",
        "stated closeness: close, 0.7",
        "Time to be in touch again",
    ):
        assert expected in told


def test_the_bars_add_up_to_the_closeness() -> None:
    figure: Any = factors_figure(factors(), EN)
    (bars,) = figure.data

    assert sum(bars.x) == pytest.approx(0.4)
    assert bars.text == ("+0.7", "−0.15", "−0.1", "−0.05", "0.4")


def test_no_record_is_told_with_a_remedy_and_is_not_zero(desk: MemoryDesk) -> None:
    page = strengths.render(desk, EN, PAIR)
    told = words(page)

    assert "Nothing is on record between the two" in told
    assert "That need not mean that they are not close." in told
    assert "Add one first." in told
    assert "on a scale from 0" not in told
    assert link(NET, PageName.ADD, what="tie", who="ani", whom="hadi") in str(page)


def test_the_form_of_a_relationship_knows_both_ends_from_the_address(desk: MemoryDesk) -> None:
    query = {"what": "tie", "who": "ani", "whom": "hadi"}
    page = str(add.render(desk, EN, Place(NET, PageName.ADD, query=query)))

    assert "value='ani'" in page
    assert "value='hadi'" in page


def test_somebody_unknown_is_told_as_such(desk: MemoryDesk) -> None:
    with pytest.raises(UnknownRecordError):
        strengths.render(desk, EN, Place(NET, PageName.PEOPLE, "ani", {WITH: "zz"}))


def test_profiles_and_opened_steps_lead_to_the_two(desk: MemoryDesk) -> None:
    step = str(tell_step(Telling(EN, NET, {}, TODAY), step_by_tie(), 1))

    assert PAIR.href in step
    assert PAIR.href in str(profile.render(desk, EN, Place(NET, PageName.PEOPLE, "ani")))


# ---------------------------------------------------------------------------- own judgements


def test_a_judgement_is_told_with_its_author_its_end_and_its_reason(desk: MemoryDesk) -> None:
    desk.computed, desk.kept_ties = factors(), [kept(replace(KNOWS, override=SAID))]
    told = words(strengths.render(desk, EN, PAIR))

    assert "Loosely acquainted, somebody's own judgement." in told
    assert "Wayan judged so on 1 November 2026, until 30 April 2027: Sudah pindah." in told
    assert "fairly close, 0.4" in told  # what was computed stands beside it
    assert "Take this judgement away" in told


@pytest.mark.parametrize(
    ("since", "told"), [("2026-01-01", "This no longer counts."), ("2027-01-01", "not count yet.")]
)
def test_a_judgement_of_another_time_is_told_as_such(
    desk: MemoryDesk, since: str, told: str
) -> None:
    said = StrengthOverride(
        strength=0.2, reason="Pindah.", by=desk.user.id, since=parse_date(since)
    )
    desk.kept_ties = [kept(replace(KNOWS, override=said))]
    page = words(strengths.render(desk, EN, PAIR))

    assert "You judged so on" in page
    assert told in page


def test_what_is_entered_becomes_an_override_of_the_reader_that_ends() -> None:
    entered = {"how": "medium", "reason": " Satu tim lagi. ", "until": "3 Mei 2027"}
    said = overrides.override_of(entered, UserId("rina"), TODAY)
    open_end = overrides.override_of({**entered, "until": ""}, UserId("rina"), TODAY)

    assert (said.strength, said.reason, said.by) == (0.45, "Satu tim lagi.", "rina")
    assert (said.since.first, said.until) == (TODAY, parse_date("2027-05-03"))
    assert open_end.until == parse_date("2027-05-24")  # 180 days later


@pytest.mark.parametrize("band", Band)
def test_a_word_that_is_chosen_is_the_word_that_is_shown(band: Band) -> None:
    assert band_of(overrides.MIDDLES[band]) is band


@pytest.mark.parametrize(
    ("entered", "fields"),
    [
        ({}, ["override.strength", "override.reason"]),
        ({"how": "weak", "reason": "Ya", "until": "31-02-2027"}, ["override.until"]),
    ],
)
def test_a_judgement_that_lacks_something_is_refused_by_field(
    entered: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        overrides.override_of(entered, UserId("rina"), TODAY)

    assert [issue.field for issue in refused.value.issues] == fields
    assert [field for field in fields if not EN.has(overrides.LABELS[field])] == []


# ---------------------------------------------------------------------------- conflicts


def test_a_profile_shows_conflicts_of_interest_and_marks_the_name(desk: MemoryDesk) -> None:
    over = replace(INTEREST, id="c2", interest="Jabatan kedua.", until=parse_date("2025"))
    desk.kept_conflicts = [kept(INTEREST), kept(over)]
    told = words(profile.render(desk, EN, HADI))

    assert "conflict of interest" in told.split("Facts")[0]
    assert "Pokja Sanitasi :  Saudaranya kontraktor." in told
    assert "How it is handled: Tidak ikut menilai." in told
    assert "since 2024, not declared yet" in told
    assert "Jabatan kedua. over" in told
    assert told.count("Note the end") == 1  # what is over ends no more


def test_an_ended_conflict_marks_nobody(desk: MemoryDesk) -> None:
    desk.kept_conflicts = [kept(replace(INTEREST, until=parse_date("2025")))]

    assert not conflicts.is_marked(desk, NET, "hadi")


def test_what_is_entered_becomes_a_conflict_of_interest() -> None:
    entered = {"interest": " Saham. ", "declared_on": "3 Mei 2026", "since": "2024"}
    made = conflicts.new_conflict("hadi", ["pokja"], entered)

    assert (made.contact_id, made.about_ids, made.interest) == ("hadi", ("pokja",), "Saham.")
    assert (made.declared_on, made.since) == (parse_date("2026-05-03"), parse_date("2024"))


def test_a_conflict_ends_on_the_day_typed_or_today_and_not_before_it_began() -> None:
    typed = conflicts.ended(INTEREST, "3 Mei 2026", TODAY)
    plain = conflicts.ended(INTEREST, "", TODAY)

    assert typed.until == parse_date("2026-05-03")
    assert plain.until is not None
    assert plain.until.first == TODAY
    with pytest.raises(InvalidRecordError):
        conflicts.ended(INTEREST, "2023", TODAY)


def test_a_conflict_that_lacks_something_is_refused_in_the_words_of_the_form(
    desk: MemoryDesk,
) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        conflicts.new_conflict("hadi", [], {})

    told = words(conflicts.refused(desk, EN, HADI, refused.value))
    assert "Whom or what it concerns :  This is needed" in told
    assert "What the interest is :  This is needed" in told


# ---------------------------------------------------------------------------- who may


def test_a_reader_sees_all_of_it_and_writes_nothing(desk: MemoryDesk) -> None:
    desk.role_here = Role.READER
    desk.computed, desk.kept_ties = factors(), [kept(replace(KNOWS, override=SAID))]
    desk.kept_conflicts = [kept(INTEREST)]
    pair, person = strengths.render(desk, EN, PAIR), profile.render(desk, EN, HADI)

    assert "Wayan judged so" in words(pair)
    assert "an editor can enter an own judgement" in words(pair)
    assert "Saudaranya kontraktor." in words(person)
    for page in (pair, person):
        assert "/add" not in str(page)
        assert "-act'" not in str(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 20])
def test_all_of_it_can_be_said_in_every_language(
    desk: MemoryDesk, language: str, count: int
) -> None:
    say = Say(language)
    desk.answers = answered(count, right=True)
    desk.computed = factors() if count else None
    desk.kept_ties = [kept(replace(KNOWS, override=SAID))] if count else []
    desk.kept_conflicts = [kept(INTEREST)] if count else []
    pages: list[Callable[[], Any]] = [
        lambda: forecasts.render(desk, say, FORECASTS),
        lambda: strengths.render(desk, say, PAIR),
        lambda: conflicts.conflicts_of(desk, say, HADI),
    ]

    assert all(words(page()) for page in pages)
