"""What would change a hop most: each act by hand, and nothing that cannot be done."""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest

from graph.access.load import Caps, at_cap
from graph.access.network import AccessNetwork
from graph.access.odds import OddsModel
from graph.access.remedies import Act, Remedy, look_ahead, remedies
from graph.records.dates import epoch_day
from graph.records.ties import StrengthOverride
from graph.strength.factors import LookAhead, StrengthsAhead
from graph.vocabulary import Channel, InteractionKind, PartnerKind, RequestState, UserId
from tests.told import TODAY, Told, ago

DAY: Final = epoch_day(TODAY)
ANI, HADI, SARI = "ani", "hadi", "sari"


def logistic(log_odds: float) -> float:
    return 1 / (1 + float(np.exp(-log_odds)))


@pytest.fixture
def told() -> Told:
    """Ani knows Hadi as well as in the reference hop."""
    told = Told()
    told.tie(ANI, HADI, strength=0.5)
    return told


def found(told: Told, one: str = ANI, other: str = HADI, **how: Any) -> dict[Act, Remedy]:
    """The remedies of a hop by act; of several of one act the first."""
    return {remedy.act: remedy for remedy in reversed(listed(told, one, other, **how))}


def listed(told: Told, one: str = ANI, other: str = HADI, **how: Any) -> list[Remedy]:
    access = AccessNetwork.of(told.view(), channel=how.pop("channel", None))
    index = access.network.index_of
    for name in ("not_now", "apart_from"):
        if name in how:
            how[name] = [index[id_] for id_ in how[name]]
    if "ahead" in how:
        how["ahead"] = one_by_one(how["ahead"])
    (found,) = remedies(access, [access.hop(index[one], index[other])], **how)
    return list(found)


def one_by_one(ahead: Callable[[int, InteractionKind | None], float]) -> StrengthsAhead:
    return lambda asked: np.array([ahead(look.day, look.kind) for look in asked])


def who(told: Told, remedy: Remedy) -> str:
    assert remedy.via is not None
    return told.network().actors.id[remedy.via]


# ------------------------------------------------------------------------------- channel


def test_the_worked_hop_is_helped_most_by_asking_in_person() -> None:
    """Closeness 0.6, two levels up, busyness 0.5, three requests, a forum: 0.21 becomes 0.37."""
    told = Told()
    told.person("ratna", seniority=2)
    told.person(HADI, seniority=4, busyness=0.5)
    told.tie("ratna", HADI, strength=0.6)
    told.partner("forum", kind=PartnerKind.BODY)
    for person in ("ratna", HADI, *(f"m{number}" for number in range(18))):
        told.post(person, "forum")  # so large that being colleagues there says less than 0.6
    for number in range(3):
        told.ask(f"m{number}", HADI, days_ago=9)

    best = listed(told, "ratna")[0]

    assert (best.act, best.channel) == (Act.OTHER_CHANNEL, Channel.IN_PERSON)
    assert best.probability == pytest.approx(logistic(-0.54))
    assert best.gain == pytest.approx(logistic(-0.54) - logistic(-1.34))


def test_of_equally_good_channels_the_first_open_one_is_offered(told: Told) -> None:
    offered = [remedy.channel for remedy in listed(told) if remedy.act is Act.OTHER_CHANNEL]
    assert offered == [Channel.IN_PERSON, Channel.PHONE]  # video is as good as the telephone

    remote = (Channel.VIDEO, Channel.PHONE, Channel.EMAIL)
    assert [remedy.channel for remedy in listed(told, channels=remote)] == [Channel.VIDEO]
    assert listed(told, channel=Channel.IN_PERSON) == []


def test_whoever_was_to_write_cold_does_better_by_any_other_way(told: Told) -> None:
    offered = [remedy.channel for remedy in listed(told, channel=Channel.COLD)]

    assert offered == [Channel.IN_PERSON, Channel.PHONE, Channel.MESSAGE]


# --------------------------------------------------------------------------------- waiting


def test_waiting_until_a_request_is_ninety_days_old(told: Told) -> None:
    for days_ago in (80, 50, 10):
        told.ask("budi", HADI, days_ago=days_ago)

    wait = found(told)[Act.WAIT]

    assert wait.day == DAY + 10
    assert wait.probability == pytest.approx(logistic(0.2 - 0.35))
    assert wait.gain == pytest.approx(logistic(0.2 - 0.35) - logistic(0.2 - 0.7))
    later = AccessNetwork.of(told.network().on(DAY + 10))
    assert wait.probability == pytest.approx(later.probability[0])


def test_waiting_costs_the_closeness_that_fades_meanwhile(told: Told) -> None:
    for days_ago in (80, 50):
        told.ask("budi", HADI, days_ago=days_ago)

    def ahead(day: int, occasion: InteractionKind | None) -> float:
        assert (day, occasion) in {
            (DAY + 10, None),
            (DAY, InteractionKind.JOINT_PROJECT),
            (DAY, InteractionKind.MEETING),
        }
        return 0.4

    wait = found(told, ahead=ahead)[Act.WAIT]

    assert wait.probability == pytest.approx(logistic(0.2 - 0.2))


def test_nobody_waits_for_nothing(told: Told) -> None:
    told.ask("budi", HADI, days_ago=10)

    assert Act.WAIT not in found(told)


# --------------------------------------------------------------------------------- meeting


def after(**by: float) -> Any:
    return lambda day, occasion: by.get(occasion or "", 0.0)


def test_a_joint_project_or_a_meeting_first(told: Told) -> None:
    offered = [
        (remedy.occasion, remedy.probability)
        for remedy in listed(told, ahead=after(joint_project=0.8, meeting=0.7))
        if remedy.act is Act.MEET_FIRST
    ]

    assert offered == [
        (InteractionKind.JOINT_PROJECT, pytest.approx(logistic(0.2 + 0.6))),
        (InteractionKind.MEETING, pytest.approx(logistic(0.2 + 0.4))),
    ]


def test_a_meeting_that_brings_nobody_closer_is_not_proposed(told: Told) -> None:
    assert Act.MEET_FIRST not in found(told, ahead=after(joint_project=0.5, meeting=0.4))
    assert Act.MEET_FIRST not in found(told)  # nobody can say what a meeting would do


def test_colleagues_who_meet_are_no_longer_taken_on_their_posts_alone() -> None:
    told = Told()
    for person in (ANI, HADI):
        told.post(person, "office")

    meet = found(told, ahead=after(meeting=0.7))[Act.MEET_FIRST]

    assert meet.probability == pytest.approx(logistic(0.2 + 0.4))


def looked_ahead(told: Told) -> Callable[[int, InteractionKind | None], float]:
    access = AccessNetwork.of(told.view())
    index = access.network.index_of
    ahead = look_ahead(access, [access.hop(index[ANI], index[HADI])])
    return lambda day, kind: float(ahead([LookAhead(0, day, kind)])[0])


def test_looking_ahead_counts_the_contact_that_would_be() -> None:
    """A meeting is worth 1, a joint project 1.5; they fade by half in 3 times 56 days."""
    told = Told()
    told.tie(ANI, HADI, strength=0.2)
    ahead = looked_ahead(told)

    assert ahead(DAY, None) == 0.2
    assert ahead(DAY, InteractionKind.MEETING) == pytest.approx(1 - math.exp(-1 / 3))
    assert ahead(DAY, InteractionKind.JOINT_PROJECT) == pytest.approx(1 - math.exp(-1.5 / 3))
    assert ahead(DAY + 365, InteractionKind.MEETING) == 0.2  # what was stated says more by then

    told = Told()
    told.meet(ANI, HADI)
    assert looked_ahead(told)(DAY + 168, None) == pytest.approx(1 - math.exp(-0.5 / 3))


def test_before_any_contact_the_type_speaks_and_what_a_person_said_stays(told: Told) -> None:
    told.ties.clear()
    told.tie(ANI, HADI, "advises")
    assert looked_ahead(told)(DAY, None) == 0.5
    assert looked_ahead(told)(DAY, InteractionKind.MEETING) == pytest.approx(1 - math.exp(-1 / 3))

    told.ties.clear()
    said = StrengthOverride(strength=0.1, reason="they fell out", by=UserId("sari"), since=ago(9))
    told.tie(ANI, HADI, strength=0.9, override=said)
    assert looked_ahead(told)(DAY, InteractionKind.MEETING) == 0.1


# ------------------------------------------------------------------------- somebody else first


def test_by_the_secretary_when_the_two_hops_are_likelier_than_the_one(told: Told) -> None:
    told.ties.clear()
    told.tie(ANI, HADI, strength=0.0)
    told.tie(ANI, SARI, strength=1.0)
    told.tie(SARI, HADI, "gatekeeper_of", strength=1.0)

    way = found(told)[Act.BY_GATEKEEPER]

    assert who(told, way) == SARI
    assert way.probability == pytest.approx(logistic(1.2) ** 2)
    assert way.gain == pytest.approx(logistic(1.2) ** 2 - logistic(-0.8))


def test_a_secretary_who_left_stands_at_no_door(told: Told) -> None:
    told.ties.clear()
    told.tie(ANI, HADI, strength=0.0)
    told.tie(ANI, SARI, strength=1.0)
    told.tie(SARI, HADI, "gatekeeper_of", strength=1.0, until=ago(30))

    assert Act.BY_GATEKEEPER not in found(told)


def test_by_an_equal_of_the_person_asked(told: Told) -> None:
    told = Told()
    told.person(ANI, seniority=1)
    for name, level in ((HADI, 4), ("joko", 4), ("lia", 3), ("made", 4)):
        told.person(name, seniority=level)
    told.tie(ANI, HADI, strength=0.1)
    for name, strength in (("joko", 0.9), ("lia", 1.0), ("made", 0.8)):
        told.tie(ANI, name, strength=strength)
        told.tie(name, HADI, strength=strength)

    way = found(told)[Act.BY_EQUAL]

    assert who(told, way) == "joko"  # the likeliest of those of his level
    assert way.probability == pytest.approx(logistic(0.2 + 0.8 - 1.5) * logistic(0.2 + 0.8))


@pytest.mark.parametrize("closed", ["not_now", "apart_from", "do_not_ask"])
def test_nobody_is_proposed_who_cannot_be_asked_or_stands_on_the_route(
    told: Told, closed: str
) -> None:
    told.ties.clear()
    told.person(SARI, do_not_ask=closed == "do_not_ask")
    told.tie(ANI, HADI, strength=0.0)
    told.tie(ANI, SARI, strength=1.0)
    told.tie(SARI, HADI, "gatekeeper_of", strength=1.0)
    how: dict[str, Any] = {} if closed == "do_not_ask" else {closed: [SARI]}

    assert Act.BY_GATEKEEPER not in found(told, **how)


def test_the_next_best_is_proposed_where_the_best_cannot_be_asked(told: Told) -> None:
    told.ties.clear()
    told.tie(ANI, HADI, strength=0.0)
    for name, strength in ((SARI, 1.0), ("tono", 0.9)):
        told.tie(ANI, name, strength=strength)
        told.tie(name, HADI, "gatekeeper_of", strength=strength)

    assert who(told, found(told, not_now=[SARI])[Act.BY_GATEKEEPER]) == "tono"


# ------------------------------------------------------------------------------- altogether


def test_nothing_is_offered_about_somebody_at_the_cap_or_not_to_be_asked(told: Told) -> None:
    for asker in ("x", "y", "z"):
        told.ask(asker, HADI, days_ago=3)
    view = told.view()
    full = at_cap(view, Caps(3))
    assert full == {view.network.index_of[HADI]}

    assert listed(told, not_now=[HADI]) == []
    told.person(HADI, do_not_ask=True)
    assert listed(told) == []


def test_the_largest_gain_stands_first_and_small_ones_are_left_out(told: Told) -> None:
    for days_ago in (80, 50):
        told.ask("budi", HADI, days_ago=days_ago)
    offered = listed(told, ahead=after(joint_project=0.503, meeting=0.501))

    assert [remedy.act for remedy in offered] == [Act.OTHER_CHANNEL] * 2
    gains = [remedy.gain for remedy in listed(told)]
    assert gains == sorted(gains, reverse=True)
    assert min(gains) >= 0.01


def test_what_the_tie_taught_is_kept_in_every_judgement(told: Told) -> None:
    for _ in range(4):
        told.ask(ANI, HADI, (RequestState.DECLINED, 0), days_ago=95)

    best = found(told)[Act.OTHER_CHANNEL]

    assert best.probability == pytest.approx(6 * logistic(1.0) / 10)
    assert best.gain == pytest.approx((6 * logistic(1.0) - 6 * logistic(0.2)) / 10)


def test_a_model_of_ones_own_is_asked(told: Told) -> None:
    access = AccessNetwork.of(told.view(), model=OddsModel(in_person=0.0, phone=2.0))

    best = remedies(access, [0])[0][0]

    assert (best.channel, best.probability) == (Channel.PHONE, pytest.approx(logistic(2.2)))
