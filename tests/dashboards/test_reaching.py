"""Several leaders at once and who can be reached, as pages, without a browser."""

from dataclasses import replace
from typing import Any

import pytest

from dashboards.desk import CampaignAsked, ReachAsked, WithinAsked
from dashboards.figures.campaign import campaign_figure
from dashboards.figures.nearness import nearness_figure
from dashboards.links import PageName, Place
from dashboards.pages import campaign, reach, within_reach
from dashboards.shell import BELOW
from dashboards.texts import Say
from graph.access.answers import Brief, Reachable, ReachAnswer
from graph.access.campaign import Advice
from graph.access.overviews import (
    AccessibilityAnswer,
    CampaignAnswer,
    Chain,
    FavourAnswer,
    LeaderAnswer,
    NearnessAnswer,
    TakenBy,
)
from graph.access.routes import NoRoute
from graph.errors import FieldIssue, InvalidQuestionError, RefusedEndError, UnknownRecordError
from graph.records.networks import LANGUAGES
from graph.vocabulary import ActorKind, Role
from tests.dashboards.desk import ANI, HADI, NET, POKJA, RATNA, TODAY, MemoryDesk
from tests.dashboards.test_pages import words

EN = Say("en")
CAMPAIGN = Place(NET, PageName.CAMPAIGN, query={"from": "ani", "leaders": "ratna,hadi"})
SEKDA = Brief("sekda", ActorKind.CONTACT, "Drs. Nas", "Pak Sekda", True, "Sekretaris Daerah")


def leader(who: Brief, advice: Advice, **told: Any) -> LeaderAnswer:
    plain: dict[str, Any] = {
        "value": 1.0,
        "chosen": None,
        "alone": None,
        "expected": 0.0,
        "given_up": 0.0,
        "taken": (),
        "at_cap": (),
        "reason": None,
        "steps_needed": None,
    }
    return LeaderAnswer(leader=who, advice=advice, **{**plain, **told})


THROUGH_HADI = Chain((ANI, HADI, RATNA), (0.9, 0.8), 0.72)
TO_SEKDA = Chain((ANI, HADI, SEKDA), (0.9, 0.5), 0.45)
AROUND = Chain((ANI, POKJA, RATNA), (0.8, 0.5), 0.4)
GAVE_WAY = leader(
    RATNA,
    Advice.ASK,
    chosen=AROUND,
    alone=THROUGH_HADI,
    given_up=0.32,
    taken=(TakenBy(HADI, (SEKDA,)),),
)


def answer_for(*leaders: LeaderAnswer, **told: Any) -> CampaignAnswer:
    plain: dict[str, Any] = {
        "on": TODAY,
        "revision": 1,
        "starts": (ANI,),
        "max_steps": 4,
        "floor": 0.05,
        "leaders": leaders,
        "favours": (FavourAnswer(HADI, 1, 2), FavourAnswer(RATNA, 1, 3)),
        "expected": 0.85,
        "bound": 0.85,
        "is_optimal": True,
        "chains": 3,
    }
    return CampaignAnswer(**{**plain, **told})


SHARED = answer_for(GAVE_WAY, leader(SEKDA, Advice.ASK, chosen=TO_SEKDA, alone=TO_SEKDA))


def page_of(desk: MemoryDesk, *leaders: LeaderAnswer, language: str = "en") -> str:
    desk.campaign = answer_for(*leaders)
    return words(campaign.render(desk, Say(language), CAMPAIGN))


# ---------------------------------------------------------------------------- several leaders


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ((0.72, 0.45), "Of 2 leaders, about 1 is likely to be reached."),
        ((0.9, 0.8), "Of 2 leaders, about 2 are likely to be reached."),
        ((0.2, 0.1), "Of 2 leaders, probably none is reached in this way."),
    ],
)
def test_how_many_leaders_are_likely_to_be_reached_is_said_in_words(
    desk: MemoryDesk, chances: tuple[float, float], told: str
) -> None:
    way = replace(THROUGH_HADI, probability=chances[0])
    other = replace(TO_SEKDA, probability=chances[1])
    shown = page_of(
        desk,
        leader(RATNA, Advice.ASK, chosen=way, alone=way, value=2.0),
        leader(SEKDA, Advice.ASK, chosen=other, alone=other),
    )

    assert told in shown
    assert "counts twice" in shown
    assert "gives way" not in shown


def test_what_a_leader_gave_up_is_said_with_the_way_and_for_whom(desk: MemoryDesk) -> None:
    desk.campaign = SHARED
    shown = words(campaign.render(desk, EN, CAMPAIGN))

    assert "Bu Ani → Pokja Sanitasi → Ibu Ratna" in shown
    assert "Pak Hadi is needed for Pak Sekda." in shown
    assert "another way would be likelier: Bu Ani → Pak Hadi → Ibu Ratna." in shown
    assert "Good chance, about 3 in 4" in shown


def test_each_way_leads_to_the_ways_of_its_leader_and_to_a_request(desk: MemoryDesk) -> None:
    desk.campaign = SHARED
    page = str(campaign.render(desk, EN, CAMPAIGN))

    assert "/networks/net/reach?from=ani&to=ratna" in page
    assert "/networks/net/requests?route=ani,pokja,ratna" in page

    desk.role_here = Role.READER
    assert "requests?route" not in str(campaign.render(desk, EN, CAMPAIGN))


def test_only_go_betweens_are_told_how_often_they_are_asked(desk: MemoryDesk) -> None:
    desk.campaign = replace(SHARED, favours=(FavourAnswer(HADI, 1, 2), FavourAnswer(RATNA, 1, 7)))
    shown = words(campaign.render(desk, EN, CAMPAIGN))

    assert "once; up to 2 would be possible now" in shown
    assert "up to 7" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            leader(RATNA, Advice.GIVEN_UP, alone=THROUGH_HADI, taken=(TakenBy(HADI, (SEKDA,)),)),
            "needed more for other leaders",
        ),
        (leader(RATNA, Advice.TOO_UNLIKELY, alone=AROUND), "Bu Ani → Pokja Sanitasi → Ibu Ratna"),
        (leader(RATNA, Advice.AT_CAP, at_cap=(HADI,)), "has been asked enough for now."),
        (
            leader(RATNA, Advice.NO_ROUTE, reason=NoRoute.BEYOND_LIMIT, steps_needed=6),
            "the shortest way has 6 steps",
        ),
    ],
)
def test_where_nobody_is_asked_the_page_says_why_and_what_would_help(
    desk: MemoryDesk, found: LeaderAnswer, told: str, language: str
) -> None:
    asked = leader(SEKDA, Advice.ASK, chosen=TO_SEKDA, alone=TO_SEKDA)
    shown = page_of(desk, found, asked, language=language)

    if language == "en":
        assert told in shown
        assert "Somebody is to be asked for 1 of 2 leaders" in shown
    if found.advice is not Advice.NO_ROUTE:
        assert Say(language)(f"campaign.remedy.{found.advice}", leader="Ibu Ratna") in shown


@pytest.mark.parametrize("count", [1, 11])
def test_one_leader_or_too_many_are_not_asked_about(desk: MemoryDesk, count: int) -> None:
    leaders = ",".join(f"p{number}" for number in range(count))
    place = Place(NET, PageName.CAMPAIGN, query={"from": "ani,hadi", "leaders": leaders})
    page = campaign.render(desk, EN, place)

    assert desk.asked_at_once == []
    if count == 1:
        assert "/networks/net/reach?from=ani&to=p0&also_from=hadi" in str(page)
    else:
        assert "11 leaders are too many" in words(page)


def test_an_address_states_the_question(desk: MemoryDesk) -> None:
    query = {
        "from": "ani",
        "leaders": "ratna",
        "important": "hadi",
        "steps": "3",
        "avoid": "pokja",
        "as_of": "2026-12-01",
    }
    asked = campaign.read_question(Place(NET, PageName.CAMPAIGN, query=query), HADI, TODAY)

    assert asked == CampaignAsked(
        starts=("ani",),
        leaders=(("ratna", 1.0), ("hadi", 2.0)),
        on=TODAY.replace(month=12, day=1),
        max_steps=3,
        avoid=("pokja",),
    )


def test_who_the_reader_is_starts_where_nobody_is_named(desk: MemoryDesk) -> None:
    desk.me_id = "ani"
    desk.campaign = SHARED
    campaign.render(desk, EN, Place(NET, PageName.CAMPAIGN, query={"leaders": "ratna,sekda"}))

    assert [asked.starts for asked in desk.asked_at_once] == [("ani",)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({}, {"from", "leaders"}),
        ({"from": ["ani"], "leaders": ["ratna"]}, {"leaders"}),
        ({"from": ["ani"], "leaders": ["ratna"], "important": ["ratna"]}, {"leaders"}),
        ({"from": ["ani"], "leaders": ["ratna"], "important": ["hadi"]}, set()),
    ],
)
def test_the_form_asks_for_a_start_and_two_leaders(
    told: dict[str, list[str]], missing: set[str]
) -> None:
    assert campaign.missing_ends(EN, told).keys() == missing


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (RefusedEndError("ratna", "do_not_ask"), "please do not ask Ibu Ratna now"),
        (
            InvalidQuestionError([FieldIssue("leaders[0].id", "same-ends", "ratna")]),
            "Start and leader are the same: Hj. Ratna <Dewi>.",
        ),
        (UnknownRecordError("actor", "zz"), "Look for it by name"),
    ],
)
def test_a_refused_question_is_told_by_name_with_a_remedy(
    desk: MemoryDesk, refusal: Any, told: str
) -> None:
    desk.refusal = refusal

    assert told in words(campaign.render(desk, EN, CAMPAIGN))


def test_the_picture_has_a_full_dot_for_the_way_chosen_and_a_ring_for_what_was_given_up() -> None:
    figure = campaign_figure(replace(SHARED, leaders=(GAVE_WAY,)), EN)
    dots: Any = [trace for trace in figure.data if trace.mode == "markers"]  # type: ignore[union-attr]

    assert [dot.x[0] for dot in dots] == [0.72, 0.4]
    assert dots[0].marker.color == "#FFFFFF"
    assert [note.text for note in figure.layout.annotations] == ["Ibu Ratna"]


# ---------------------------------------------------------------------------- who can be reached


def near(actor: Brief, probability: float, steps: int | None = 1, **told: Any) -> NearnessAnswer:
    plain: dict[str, Any] = {"by": actor if steps is not None else None, "beside": ANI, "people": 1}
    return NearnessAnswer(actor=actor, probability=probability, steps=steps, **{**plain, **told})


def within(reached: tuple[NearnessAnswer, ...], *unreached: NearnessAnswer) -> AccessibilityAnswer:
    return AccessibilityAnswer(
        on=TODAY,
        revision=1,
        starts=(ANI,),
        max_steps=4,
        reached_total=len(reached),
        unreached_total=len(unreached),
        reached=reached,
        unreached=unreached,
    )


def shown_of(desk: MemoryDesk, language: str = "en", **query: str) -> Any:
    place = Place(NET, PageName.WITHIN_REACH, query={"from": "ani", **query})
    return within_reach.render(desk, Say(language), place)


def test_leaders_are_listed_by_chance_with_steps_and_who_stands_beside(desk: MemoryDesk) -> None:
    desk.within = within((near(HADI, 0.6), near(SEKDA, 0.2, 2, beside=HADI)), near(RATNA, 0, None))
    page = shown_of(desk)

    told = words(page)
    assert "Bu Ani can reach 2 of 3 leaders in at most 4 steps." in told
    assert told.index("Ir. Hadi Wijaya") < told.index("Drs. Nas") < told.index("Hj. Ratna")
    assert "Good chance, about 3 in 5 1 step directly" in told
    assert "Possible, about 1 in 5 2 steps Is asked by  Pak Hadi" in told
    assert "good chance: 1, possible: 1, not within reach yet: 1" in told
    assert "/networks/net/reach?from=ani&to=sekda" in str(page)


def test_partners_that_nobody_reaches_come_first_with_the_finding(desk: MemoryDesk) -> None:
    farm = Brief("tani", ActorKind.PARTNER, "Kelompok Tani", "Kelompok Tani")
    desk.within = within((near(POKJA, 0.6, by=HADI),), near(farm, 0, None, people=0))
    page = shown_of(desk, show="partners", key="yes")

    told = words(page)
    assert "Bu Ani cannot reach 1 of 2 partners yet" in told
    assert told.index("Kelompok Tani") < told.index("Pokja Sanitasi")
    assert "nobody there is on record yet" in told
    assert "through  Pak Hadi" in told
    assert desk.asked_at_once == [WithinAsked(starts=("ani",), on=TODAY, limit=500, key_only=True)]
    assert "/networks/net/reach?from=ani&to=hadi" in str(page)
    assert "/networks/net/add?what=tie" in str(page)


def test_where_one_of_us_is_there_no_way_is_needed(desk: MemoryDesk) -> None:
    desk.within = within((near(POKJA, 1.0, 0, by=ANI, beside=None),))
    told = words(shown_of(desk, show="partners"))

    assert "One of us is there." in told
    assert "in 100" not in told
    assert "can reach every partner on record, 1 in all" in told


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("everyone", "Bu Ani can reach 80 people and organisations in at most 4 steps."),
        ("toward", "80 people and organisations can reach Ibu Ratna in at most 4 steps."),
    ],
)
def test_everyone_is_listed_either_way_with_the_rest_behind_a_button(
    desk: MemoryDesk, show: str, expected: str
) -> None:
    is_toward = show == "toward"
    end = RATNA if is_toward else ANI
    found = (Reachable(HADI, 0.6, 1, end), Reachable(SEKDA, 0.2, 2, HADI))
    desk.reached = ReachAnswer(TODAY, 1, end, is_toward, 4, 80, found)
    page = shown_of(desk, show=show, to="ratna")

    assert expected in words(page)
    assert "Show all 80" in words(page)
    assert f"show={show}" in str(page)
    assert ("Asks first" if is_toward else "Is asked by") in words(page)
    ends = "from=sekda&to=ratna" if is_toward else "from=ani&to=sekda"
    assert f"/networks/net/reach?{ends}" in str(page)
    asked = ReachAsked(end=end.id, is_toward=is_toward, on=TODAY, limit=within_reach.SHOWN)
    assert desk.asked_at_once == [asked]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("show", list(within_reach.View))
def test_an_empty_list_says_what_would_help(
    desk: MemoryDesk, show: within_reach.View, language: str
) -> None:
    is_toward = show is within_reach.View.TOWARD
    desk.within = within(())
    desk.reached = ReachAnswer(TODAY, 1, RATNA if is_toward else ANI, is_toward, 4, 0, ())
    page = shown_of(desk, language, show=show, to="ratna")

    key = "empty.remedy." if show in ("leaders", "partners") else ""
    who = {"who": "Ibu Ratna" if is_toward else "Bu Ani"}
    remedy = f"within.{key}{show}" if key else f"within.{show}.remedy"
    assert Say(language)(remedy, **who) in words(page)
    assert "/networks/net/add?what=" in str(page)

    desk.role_here = Role.READER
    assert "/networks/net/add?what=" not in str(shown_of(desk, language, show=show, to="ratna"))


def test_a_start_that_is_not_to_be_asked_is_told_by_name(desk: MemoryDesk) -> None:
    desk.refusal = RefusedEndError("ani", "do_not_ask")

    assert EN("ways.refused.from.do_not_ask", name="Bu Ani") in words(shown_of(desk))


def test_a_bar_has_a_part_for_each_chance_that_occurs() -> None:
    figure = nearness_figure({"good": 3, "possible": 0, "difficult": 2, "none": 1}, EN)

    assert [bar.text[0] for bar in figure.data] == ["3", "2", "1"]  # type: ignore[union-attr]


# ---------------------------------------------------------------------------- between the pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_about_reaching_lead_to_one_another(desk: MemoryDesk, language: str) -> None:
    place = Place(NET, PageName.REACH, query={"from": "ani", "also_from": "hadi"})
    page = str(reach.render(desk, Say(language), place))

    assert "/networks/net/campaign?from=ani,hadi" in page
    assert "/networks/net/within-reach?from=ani,hadi" in page
    assert all(
        BELOW[behind] is PageName.REACH for behind in (PageName.CAMPAIGN, PageName.WITHIN_REACH)
    )

    back = Place(NET, PageName.CAMPAIGN, query={"from": "ani,hadi"})
    assert "/networks/net/reach?from=ani&also_from=hadi" in str(
        campaign.render(desk, Say(language), back)
    )
