"""Partners to look after, as a page, without a browser."""

from datetime import date
from typing import Any

import pytest

from dashboards.desk import CareAsked
from dashboards.links import PageName, Place
from dashboards.pages import look_after
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.coordination.answers import (
    IntroductionAnswer,
    IntroductionsAnswer,
    IsolationAnswer,
    LaterAnswer,
    NeedAnswer,
    PartnerIntroductions,
    SituationAnswer,
)
from graph.coordination.needs import Ending, NoIntroduction, Tier
from graph.errors import FieldIssue, InvalidQuestionError
from graph.records.networks import LANGUAGES
from graph.vocabulary import ActorKind, Role
from tests.dashboards.desk import ANI, HADI, NET, POKJA, RATNA, TODAY, MemoryDesk
from tests.dashboards.test_pages import words

FARM = Brief("tani", ActorKind.PARTNER, "Kelompok Tani", "Kelompok Tani")
LATER = date(2027, 2, 23)
STANDS = SituationAnswer(
    is_isolate=False,
    is_pendant=False,
    is_outside=False,
    within_two_steps=0.5,
    stale=0.0,
    no_other_sector=False,
    dependence=0.0,
    depends_on=None,
    access_distance=0.5,
)


def need(partner: Brief, tier: Tier, **told: Any) -> NeedAnswer:
    plain: dict[str, Any] = {
        "is_key": False,
        "rank": 1,
        "equals": 0,
        "chance": 0.0,
        "route": (),
        "worst": None,
        "at_worst": (),
        "hangs_on": (),
        "harmonic": 0.3,
        "situation": STANDS,
        "later": None,
        "undefined": {},
    }
    return NeedAnswer(partner=partner, tier=tier, **{**plain, **told})


def isolation(*needs: NeedAnswer, unreached: int | None = 1, **tiers: int) -> IsolationAnswer:
    counts = {Tier(tier): count for tier, count in tiers.items()}
    total = sum(counts.values())
    return IsolationAnswer(TODAY, LATER, 1, (ANI,), False, total, unreached, counts, 9, needs)


def meeting(meet: Brief, *, is_cold: bool = False, **told: Any) -> IntroductionAnswer:
    plain: dict[str, Any] = {
        "gain": 0.1,
        "chance": 0.3,
        "effort": 1.0,
        "value": 0.03,
        "new_hop": 0.5,
        "chance_after": 0.5,
        "worst_after": 0.5,
    }
    return IntroductionAnswer(meet=meet, through=HADI, is_cold=is_cold, **{**plain, **told})


def introductions(
    partner: Brief, *found: IntroductionAnswer, reason: NoIntroduction | None = None
) -> IntroductionsAnswer:
    of = PartnerIntroductions(partner, 0.0, 0.0, 0.3, found, 0.2, reason)
    return IntroductionsAnswer(TODAY, 1, (ANI,), (of,))


def shown(desk: MemoryDesk, language: str = "en", **query: str) -> Any:
    place = Place(NET, PageName.LOOK_AFTER, query={"from": "ani", **query})
    return look_after.render(desk, Say(language), place)


def test_the_finding_is_a_sentence_and_the_neediest_comes_first(desk: MemoryDesk) -> None:
    desk.isolation = isolation(need(FARM, Tier.CUT_OFF, is_key=True), cut_off=1, in_reach=3)
    desk.introductions = introductions(FARM, meeting(RATNA), meeting(ANI))
    told = words(page := shown(desk, key="yes"))

    assert "1 of 4 partners cannot be reached by any of our brokers." in told
    assert "not yet connected: 1, within reach: 3" in told
    assert "Kelompok Tani Not yet connected Key partner" in told
    assert "Bring it together with Ibu Ratna, by Pak Hadi, who knows both." in told
    assert "would go from none to about 1 in 2" in told
    assert "Another possibility" in told
    assert "/networks/net/reach?from=hadi&to=ratna" in str(page)
    asked = CareAsked(brokers=("ani",), on=TODAY, key_only=True, limit=look_after.SHOWN)
    assert desk.asked_at_once == [asked, asked]
    assert desk.asked_for == [("tani",)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"tier": Tier.OUT_OF_REACH}, "It is connected, but nobody leads us there."),
        (
            {"tier": Tier.HANGING, "hangs_on": (HADI,), "chance": 0.2, "route": (ANI, HADI, FARM)},
            "Every way goes by Pak Hadi; without that one there is none.",
        ),
        (
            {"tier": Tier.HANGING, "hangs_on": (HADI, RATNA)},
            "Every way goes by Pak Hadi and Ibu Ratna; without any one of them there is none.",
        ),
        (
            {
                "tier": Tier.ABOUT_TO_BE,
                "later": LaterAnswer(LATER, Tier.OUT_OF_REACH, (), (Ending.TIE, Ending.POSITION)),
            },
            "a relationship on the way ends and somebody on the way leaves a position.",
        ),
        (
            {"tier": Tier.THIN, "chance": 0.1, "worst": 0.04, "at_worst": (HADI,)},
            "Without Pak Hadi only about 1 in 20.",
        ),
    ],
)
def test_each_reason_is_said_with_names(
    desk: MemoryDesk, told: dict[str, Any], expected: str
) -> None:
    desk.isolation = isolation(need(FARM, **told), **{told["tier"]: 1})
    desk.introductions = introductions(FARM)

    assert expected in words(shown(desk))
    if told["tier"] is Tier.ABOUT_TO_BE:
        assert "By 23 February 2027 there may be no way any more: " in words(shown(desk))


def test_whoever_is_approached_first_is_said_so(desk: MemoryDesk) -> None:
    desk.isolation = isolation(need(FARM, Tier.CUT_OFF), cut_off=1)
    desk.introductions = introductions(
        FARM, meeting(HADI, is_cold=True), meeting(RATNA, is_cold=True)
    )
    told = words(page := shown(desk))

    assert "Let Pak Hadi get in touch with it." in told
    assert "Let Pak Hadi approach it first, and then bring Ibu Ratna along." in told
    assert "reach?from=hadi" not in str(page)


@pytest.mark.parametrize("reason", list(NoIntroduction))
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_can_be_suggested_it_is_said_why(
    desk: MemoryDesk, reason: NoIntroduction, language: str
) -> None:
    desk.isolation = isolation(need(FARM, Tier.CUT_OFF), cut_off=1)
    desk.introductions = introductions(FARM, reason=reason)
    page = shown(desk, language)

    assert Say(language)(f"look_after.nothing.{reason}") in words(page)
    assert "/networks/net/add?what=tie&who=tani" in str(page)
    desk.role_here = Role.READER
    assert "what=tie" not in str(shown(desk, language))


def test_partners_within_reach_are_counted_and_not_listed(desk: MemoryDesk) -> None:
    desk.isolation = isolation(need(POKJA, Tier.IN_REACH, chance=0.8), unreached=0, in_reach=1)
    told = words(shown(desk))

    assert "Every partner can be reached by our brokers." in told
    assert "Pokja" not in told
    assert desk.asked_for == []


def test_without_brokers_the_list_says_what_it_lacks(desk: MemoryDesk) -> None:
    desk.me_id = ""
    desk.isolation = isolation(need(FARM, Tier.CUT_OFF), unreached=None, cut_off=1)
    desk.introductions = introductions(FARM)
    place = Place(NET, PageName.LOOK_AFTER)

    assert "Name our brokers" in words(look_after.render(desk, Say("en"), place))


def test_more_partners_are_behind_a_button(desk: MemoryDesk) -> None:
    desk.isolation = isolation(need(FARM, Tier.CUT_OFF), cut_off=7, in_reach=2)
    desk.introductions = introductions(FARM)
    page = shown(desk)

    assert "Show all 7" in words(page)
    assert f"limit={look_after.MOST_SHOWN}" in str(page)


@pytest.mark.parametrize(("query", "what"), [({}, "partner"), ({"key": "yes"}, "key")])
def test_a_network_without_partners_says_what_to_do(
    desk: MemoryDesk, query: dict[str, str], what: str
) -> None:
    desk.isolation = isolation(unreached=0)
    told = words(shown(desk, **query))

    assert ("No key partner" if what == "key" else "No partner is on record yet") in told


def test_what_is_wrong_with_the_question_is_said(desk: MemoryDesk) -> None:
    facts = {"most": "20"}
    desk.refusal = InvalidQuestionError([FieldIssue("from", "too-many", "21", facts)])

    assert "Our brokers" in words(shown(desk))
    assert "20" in words(shown(desk))
