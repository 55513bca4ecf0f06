"""Strength of pairs from records: the worked table of the method, and each of its rules."""

import itertools
import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pytest

from graph.network import INTERACTION_CODES, Network, NetworkView
from graph.records.dates import epoch_day
from graph.records.interactions import Delegate
from graph.records.ties import TieType
from graph.strength.contacts import ANSWERED, WORTH, Side, contacts_of, size_factor
from graph.strength.factors import LookAhead, StrengthFactors, explain, strengths_ahead
from graph.strength.rhythms import DEFAULT_DAYS, default_days, sectors_of
from graph.strength.strength import PairStrengths, closeness, strengths_of
from graph.vocabulary import InteractionKind, Sector, Traversal
from tests.told import TODAY, Told, ago, officials

MEETING: Final = InteractionKind.MEETING
CALL: Final = InteractionKind.CALL
MESSAGE: Final = InteractionKind.MESSAGE
DAY: Final = epoch_day(TODAY)

REGENT: Final = [90, 273, 455, 638, 820, 1003, 1186, 1368, 1551, 1734]
"""Ages in days of the yearly two meetings with a regent."""


def pair(told: Told, one: str = "ani", other: str = "budi", **asked: Any) -> float | None:
    """Strength of a pair, or None where there is no record."""
    view = told.view()
    ends = [np.array([view.network.index_of[name]]) for name in (one, other)]
    found = float(strengths_of(view, **asked).between(*ends)[0])
    return None if math.isnan(found) else found


def factors(told: Told, one: str = "ani", other: str = "budi") -> StrengthFactors:
    view = told.view()
    found = explain(view, view.network.index_of[one], view.network.index_of[other])
    assert found is not None
    return found


def with_regent(told: Told, later: int = 0) -> None:
    for age in REGENT:
        told.meet("ani", "budi", days_ago=age + later)


def with_messages(told: Told, sender: str, ages: list[int]) -> None:
    for place, age in enumerate(ages):
        told.meet("ani", "budi", kind=MESSAGE, days_ago=age, initiator=sender, subject=str(place))


# ---------------------------------------------------------------------------- worked table


def regent(told: Told) -> None:
    with_regent(told)


def regent_and_a_burst(told: Told) -> None:
    with_regent(told)
    for age in range(91, 101):
        told.meet("ani", "budi", kind=MESSAGE, days_ago=age, initiator="ani", answered_on=ago(age))


def regent_730_days_ago(told: Told) -> None:
    with_regent(told, 730 - 90)


def regent_1461_days_ago(told: Told) -> None:
    with_regent(told, 1461 - 90)


def hundred_unanswered(told: Told) -> None:
    with_messages(told, "ani", [n * 90 // 100 for n in range(100)])


def hundred_and_one_back(told: Told) -> None:
    hundred_unanswered(told)
    with_messages(told, "budi", [0])


def weekly_10(told: Told) -> None:
    for n in range(13):
        age = 10 + 7 * n
        told.meet("ani", "budi", kind=MESSAGE, days_ago=age, initiator="ani", answered_on=ago(age))


def weekly_90(told: Told) -> None:
    for n in range(13):
        age = 90 + 7 * n
        told.meet("ani", "budi", kind=MESSAGE, days_ago=age, initiator="ani", answered_on=ago(age))


def meeting_today(told: Told) -> None:
    told.meet("ani", "budi")


def meeting_a_year_ago(told: Told) -> None:
    told.meet("ani", "budi", days_ago=365)


def message_meeting_and_call(told: Told) -> None:
    with_messages(told, "ani", [10])
    told.meet("ani", "budi", days_ago=40)
    told.meet("ani", "budi", kind=CALL, days_ago=130)


@pytest.mark.parametrize(
    ("happened", "embedded", "bridge"),
    [
        (regent, 0.777, 0.704),
        (regent_and_a_burst, 0.778, 0.706),
        (regent_730_days_ago, 0.539, 0.397),
        (regent_1461_days_ago, 0.306, 0.169),
        (hundred_unanswered, 0.055, 0.045),
        (hundred_and_one_back, 0.137, 0.128),
        (weekly_10, 0.355, 0.282),
        (weekly_90, 0.165, 0.136),
        (meeting_today, 0.283, 0.283),
        (meeting_a_year_ago, 0.145, 0.115),
        (message_meeting_and_call, 0.387, None),
    ],
)
def test_the_worked_table_comes_out_to_three_digits(
    happened: Any, embedded: float, bridge: float | None
) -> None:
    for is_embedded, expected in ((True, embedded), (False, bridge)):
        if expected is None:
            continue
        told = officials(embedded=is_embedded)
        happened(told)
        assert pair(told) == pytest.approx(expected, abs=5e-4)
        found = factors(told)
        assert found.is_embedded is is_embedded
        assert found.strength == pytest.approx(expected, abs=5e-4)


def test_steady_meetings_tend_to_the_largest_strength() -> None:
    """A meeting a day for ever: E is 1 at every age, M is 1 / (1 - 2^(-1/c)) in all rhythms."""
    for embedded, expected in ((True, 0.877), (False, 0.801)):
        told = officials(embedded=embedded)
        for n in range(60):
            told.meet("ani", "budi", days_ago=84 * n)
        assert pair(told) == pytest.approx(expected, abs=5e-4)


# ---------------------------------------------------------------------------- factors


def test_the_regents_strength_is_rhythm_less_silence() -> None:
    told = officials(embedded=True)
    with_regent(told)

    found = factors(told)

    parts = (found.rhythm, found.silence, found.depth, found.one_sidedness)
    assert parts == pytest.approx((0.807, -0.030, 0, 0), abs=5e-4)
    assert found.rhythm_days == 168
    assert found.depth_of_all == pytest.approx(4.501, abs=5e-4)
    assert found.beats == 10  # gaps of 182 and more: each meeting vouches for a whole rhythm
    assert found.silence_days == 90
    assert (found.usual_gap, found.default_days, found.contacts) == (183, 84, 10)
    assert [contact.day for contact in found.counted] == [DAY - age for age in REGENT]


def test_unanswered_messages_lose_by_depth_and_by_one_sidedness() -> None:
    told = officials(embedded=True)
    hundred_unanswered(told)

    found = factors(told)

    parts = (found.rhythm, found.silence, found.depth, found.one_sidedness)
    assert parts == pytest.approx((0.851, 0, -0.416, -0.379), abs=1.1e-3)  # the table rounds
    assert sum(parts) == pytest.approx(found.strength, abs=1e-15)
    assert (found.depth_of_second, found.usual_gap) == (0, 0)
    assert {contact.side for contact in found.counted} == {Side.FROM_A}


def test_the_last_row_of_the_table_by_hand() -> None:
    told = officials(embedded=True)
    message_meeting_and_call(told)

    found = factors(told)

    fade = {age: 2 ** (-age / 336) for age in (10, 40, 130)}
    of_b = fade[40] + 0.7 * fade[130]
    of_a = of_b + 0.3 * (fade[10] - fade[40]) / (1 - 2 ** (-1 / 4))
    assert found.depth_of_second == pytest.approx(of_b)
    assert found.depth_of_first == pytest.approx(of_a)
    assert found.strength == pytest.approx(1 - math.exp(-(0.9 * of_b + 0.1 * of_a) / 3))
    assert found.beats == pytest.approx((30 + 84 + 84) / 84)
    shares = [contact.share for contact in found.counted]
    assert sum(shares) == pytest.approx(1)
    assert shares[1] == pytest.approx(fade[40] / of_a)  # the meeting
    assert [contact.worth for contact in found.counted] == [0.3, 1.0, 0.7]
    assert [contact.interaction for contact in found.counted] == [0, 1, 2]
    assert [contact.kind for contact in found.counted] == [
        INTERACTION_CODES[kind] for kind in (MESSAGE, MEETING, CALL)
    ]


def test_factors_of_a_pair_asked_the_other_way_round_change_sides_only() -> None:
    told = officials()
    hundred_and_one_back(told)

    one, other = factors(told), factors(told, "budi", "ani")

    assert (one.depth_of_first, one.depth_of_second) == (
        other.depth_of_second,
        other.depth_of_first,
    )
    assert one.strength == other.strength
    assert one.counted[0].side != other.counted[0].side


def test_a_pair_without_contacts_has_no_record_and_not_strength_nought() -> None:
    told = officials()
    told.meet("ani", "cici")
    view = told.view()

    assert pair(told) is None
    assert explain(view, *(view.network.index_of[name] for name in ("ani", "budi"))) is None
    assert pair(Told(actors=told.actors)) is None


# ---------------------------------------------------------------------------- looking ahead


def looked_ahead(
    view: NetworkView, pairs: list[tuple[int, int]]
) -> Callable[[int, InteractionKind | None], float]:
    ahead = strengths_ahead(view, pairs)
    return lambda day, kind: float(ahead([LookAhead(0, day, kind)])[0])


def test_many_questions_are_answered_as_one_by_one() -> None:
    told = officials()
    told.meet("ani", "budi", days_ago=84)
    told.meet("budi", "cici", days_ago=3)
    view = told.view()
    ani, budi, cici = (view.network.index_of[name] for name in ("ani", "budi", "cici"))
    ahead = strengths_ahead(view, [(ani, budi), (cici, budi), (ani, cici)])
    asked = [
        LookAhead(row, DAY + later, kind)
        for row in (0, 1, 2, 0)
        for later in (0, 50)
        for kind in (None, MEETING, InteractionKind.JOINT_PROJECT)
    ]

    together = ahead(asked)

    assert np.isnan(together).sum() == 2
    assert together.tolist() == pytest.approx(
        [float(ahead([look])[0]) for look in asked], nan_ok=True
    )
    assert ahead([]).tolist() == []


def test_a_meeting_now_would_raise_the_strength_and_waiting_lower_it() -> None:
    told = officials()
    told.meet("ani", "budi", days_ago=84)
    view = told.view()
    ahead = looked_ahead(view, [(view.network.index_of["budi"], view.network.index_of["ani"])])

    fade = {days: 2 ** (-days / 252) for days in (84, 100, 184)}
    assert ahead(DAY, None) == pytest.approx(strength_of_depth(fade[84]))
    assert ahead(DAY + 100, None) == pytest.approx(strength_of_depth(fade[184]))
    assert ahead(DAY, MEETING) == pytest.approx(strength_of_depth(1 + fade[84]))
    assert ahead(DAY + 100, MEETING) == pytest.approx(strength_of_depth(fade[100] + fade[184]))


def test_looking_ahead_from_no_record_sees_the_new_contact_alone() -> None:
    told = officials()
    view = told.view()
    ahead = looked_ahead(view, [(view.network.index_of["ani"], view.network.index_of["budi"])])

    assert math.isnan(ahead(DAY + 10, None))
    joint = strength_of_depth(1.5 * 2 ** (-10 / 252))
    assert ahead(DAY + 10, InteractionKind.JOINT_PROJECT) == pytest.approx(joint)


# ---------------------------------------------------------------------------- worth and sides


def test_worth_by_kind() -> None:
    assert WORTH == {
        InteractionKind.JOINT_PROJECT: 1.5,
        InteractionKind.MEETING: 1.0,
        InteractionKind.VISIT: 1.0,
        InteractionKind.CALL: 0.7,
        InteractionKind.EVENT: 0.3,
        InteractionKind.MESSAGE: 0.3,
        InteractionKind.LETTER: 0.3,
        InteractionKind.OTHER: 0.3,
    }
    assert set(WORTH) == set(InteractionKind)
    assert {InteractionKind.MESSAGE, InteractionKind.LETTER, InteractionKind.OTHER} == ANSWERED


@pytest.mark.parametrize(
    ("persons", "weight"),
    [(1, 1), (2, 1), (5, 1), (6, 0.8), (21, 0.2), (60, 4 / 59), (61, 0), (5_000, 0)],
)
def test_a_meeting_weighs_by_how_many_took_part(persons: int, weight: float) -> None:
    assert size_factor(np.array([persons])).tolist() == pytest.approx([weight])


def strength_of_depth(depth: float) -> float:
    return float(closeness(np.array([depth]))[0])


@pytest.mark.parametrize("kind", InteractionKind)
def test_one_contact_today_is_as_strong_as_its_worth(kind: InteractionKind) -> None:
    told = officials()
    told.meet("ani", "budi", kind=kind, answered_on=ago(0) if kind in ANSWERED else None)

    assert pair(told) == pytest.approx(1 - math.exp(-WORTH[kind] / 3))


@pytest.mark.parametrize(
    ("persons", "worth"), [(2, 1), (5, 1), (6, 0.8), (26, 4 / 25), (60, 4 / 59), (61, None)]
)
def test_a_meeting_of_many_is_worth_less(persons: int, worth: float | None) -> None:
    told = officials()
    told.meet("ani", "budi", *(f"c{n:02}" for n in range(persons - 2)))

    expected = None if worth is None else pytest.approx(strength_of_depth(worth))
    assert pair(told) == expected


def test_who_was_represented_did_not_take_part_and_who_came_instead_did() -> None:
    told = officials()
    others = [f"c{n}" for n in range(3)]
    told.meet("ani", "budi", "wakil", *others, delegates=(Delegate("wakil", "budi"),))

    assert pair(told) is None
    assert pair(told, "ani", "wakil") == pytest.approx(strength_of_depth(1))  # five were present


def test_a_message_counts_for_its_sender_until_it_is_answered() -> None:
    for answered, expected in (
        (None, 0.1 * 0.3),
        (ago(-1), 0.1 * 0.3),  # the answer lies ahead
        (ago(0), 0.3),
    ):
        told = officials()
        told.meet("ani", "budi", kind=MESSAGE, initiator="ani", answered_on=answered)
        assert pair(told) == pytest.approx(strength_of_depth(expected))


def test_a_message_each_way_is_contact_of_both_sides() -> None:
    told = officials()
    with_messages(told, "ani", [0])
    with_messages(told, "budi", [0])

    assert pair(told) == pytest.approx(strength_of_depth(0.3))


def test_a_message_of_an_unknown_sender_is_worth_half_to_both() -> None:
    told = officials()
    told.meet("ani", "budi", kind=MESSAGE)

    assert pair(told) == pytest.approx(strength_of_depth(0.15))


def test_readers_of_one_message_are_not_in_touch_by_it() -> None:
    told = officials()
    told.meet("ani", "budi", "cici", kind=MESSAGE, initiator="cici", answered_on=None)

    assert pair(told) is None
    assert pair(told, "ani", "cici") == pytest.approx(strength_of_depth(0.03))


def test_of_contacts_on_one_day_only_the_best_counts() -> None:
    told = officials()
    told.meet("ani", "budi", days_ago=3)
    alone = pair(told)
    for kind in (MESSAGE, CALL, MEETING):
        told.meet("ani", "budi", kind=kind, days_ago=3, initiator="ani")

    assert pair(told) == alone


def test_what_is_only_planned_or_was_cancelled_did_not_happen() -> None:
    told = officials()
    told.meet("ani", "budi", is_planned=True)
    told.meet("ani", "budi", is_cancelled=True)

    assert pair(told) is None


def test_no_day_sees_a_contact_that_lies_ahead_of_it() -> None:
    told = officials()
    told.meet("ani", "budi", days_ago=-1)

    assert pair(told) is None
    assert len(strengths_of(told.view(TODAY + timedelta(1)))) == 1


def test_what_was_written_down_later_can_be_left_out() -> None:
    told = officials()
    told.meet("ani", "budi", days_ago=100)
    told.meet("ani", "budi", days_ago=10)
    told.tie("ani", "budi", last_contact=ago(5))

    def seen(recorded_by: int | None) -> tuple[float | None, int | None]:
        return pair(told, recorded_by=recorded_by), recorded_by

    assert seen(DAY - 101)[0] is None
    assert seen(DAY - 100)[0] == pytest.approx(strength_of_depth(2 ** (-100 / 252)))
    # Nobody knows when a tie's last contact was written down, so only "all" has it.
    told.ties.clear()
    assert seen(DAY)[0] == seen(None)[0]


def test_the_last_contact_that_a_tie_states_is_a_meeting_of_its_ends() -> None:
    told = officials()
    told.tie("ani", "budi", last_contact=ago(30))

    assert pair(told) == pytest.approx(strength_of_depth(2 ** (-30 / 252)))
    found = factors(told)
    assert found.contacts == 0  # none was recorded by itself
    assert found.counted[0].interaction is None


@pytest.mark.parametrize(
    "said",
    [
        {"last_contact": ago(-1)},
        {"last_contact": ago(3), "since": ago(-1)},
        {"last_contact": ago(3), "type_": "succeeded_by"},
        {"last_contact": ago(3), "type_": "family"},
    ],
)
def test_a_tie_that_is_not_there_yet_or_no_acquaintance_states_no_contact(
    said: dict[str, Any],
) -> None:
    told = officials()
    told.tie("ani", "budi", **said)

    assert pair(told) is None


def test_contacts_are_sorted_by_pair_and_then_the_newest_first() -> None:
    told = officials()
    told.meet("budi", "cici", "ani", days_ago=9)
    told.meet("ani", "budi", days_ago=3)
    told.meet("ani", "cici", kind=MESSAGE, initiator="cici", days_ago=5)

    found = contacts_of(told.view())

    rows = list(zip(found.a.tolist(), found.b.tolist(), found.day.tolist(), strict=True))
    assert rows == sorted(rows, key=lambda row: (row[0], row[1], -row[2]))
    assert found.side.tolist() == [Side.BOTH, Side.BOTH, Side.FROM_B, Side.BOTH, Side.BOTH]
    assert found.interaction.tolist() == [1, 0, 2, 0, 0]


def test_merged_and_removed_actors_count_for_the_size_of_a_meeting_and_in_no_pair() -> None:
    told = officials()
    told.meet("ani", "budi", *(f"c{n}" for n in range(4)))
    told.person("c0", merged_into="c1")

    assert pair(told) == pytest.approx(strength_of_depth(0.8))
    assert pair(told, "ani", "c0") is None


# ---------------------------------------------------------------------------- embedded or bridge


def is_embedded(told: Told) -> bool:
    told.meet("ani", "budi", days_ago=5)
    return factors(told).is_embedded


def test_a_third_person_who_knows_both_embeds_a_pair() -> None:
    told = Told()
    told.tie("cici", "ani")
    assert not is_embedded(told)

    told.tie("budi", "cici", "advises")
    assert is_embedded(told)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"until": ago(1)}, False),
        ({"since": ago(-1)}, False),
        ({"type_": "succeeded_by"}, False),
        ({"type_": "family"}, False),  # off until the network turns it on
        ({"strength": 0.01}, True),
    ],
)
def test_only_a_valid_tie_that_makes_acquainted_embeds(
    said: dict[str, Any], expected: bool
) -> None:
    told = Told()
    told.tie("ani", "cici")
    told.tie("budi", "cici", **said)

    assert is_embedded(told) is expected


@pytest.mark.parametrize(("days", "expected"), [(730, True), (731, False)])
def test_contact_of_both_sides_embeds_for_two_years(days: int, expected: bool) -> None:
    told = Told()
    for person in ("ani", "budi"):
        told.meet(person, "cici", days_ago=days)

    assert is_embedded(told) is expected


def test_one_sided_contact_does_not_embed() -> None:
    told = Told()
    for person in ("ani", "budi"):
        told.meet(person, "cici", kind=MESSAGE, initiator="cici")
    assert not is_embedded(told)


def test_three_at_one_meeting_are_embedded_and_an_organisation_embeds_nobody() -> None:
    told = Told()
    told.partner("lsm")
    told.meet("ani", "budi", "lsm")
    assert not is_embedded(told)

    told.meet("ani", "budi", "cici")
    assert is_embedded(told)


def test_somebody_out_of_use_embeds_nobody() -> None:
    told = Told()
    told.tie("ani", "cici")
    told.tie("budi", "cici")
    told.person("cici", merged_into="budi")

    assert not is_embedded(told)


def test_a_custom_type_embeds_once_it_makes_acquainted() -> None:
    told = Told()
    told.tie("ani", "cici", "mentors")
    told.tie("budi", "cici", "mentors")
    assert not is_embedded(told)

    told.types.append(TieType(id="mentors", traversal=Traversal.FORWARD))
    assert is_embedded(told)


# ---------------------------------------------------------------------------- rhythms


def test_default_rhythms_by_sector() -> None:
    assert DEFAULT_DAYS == {
        Sector.GOVERNMENT: 84,
        Sector.DONOR: 84,
        Sector.ACADEMIA: 84,
        Sector.BUSINESS: 56,
        Sector.CIVIL_SOCIETY: 28,
        Sector.MEDIA: 28,
        Sector.COMMUNITY: 28,
        Sector.OTHER: 28,
    }


def test_a_persons_rhythm_is_the_largest_of_the_posts_held_on_the_day() -> None:
    told = Told()
    for sector in Sector:
        told.partner(sector.value, sector)
    told.post("ani", "media")
    told.post("ani", "business", since=ago(10))
    told.post("ani", "government", until=ago(1))
    told.know("budi")
    told.post("cici", "other")
    view = told.view()

    days = dict(zip(view.network.actors.id.tolist(), default_days(view).tolist(), strict=True))

    assert {sector: days[sector.value] for sector in Sector} == DEFAULT_DAYS
    assert (days["ani"], days["budi"], days["cici"]) == (56, 56, 28)


def test_the_pair_takes_the_larger_rhythm() -> None:
    told = Told()
    told.partner("lsm", Sector.CIVIL_SOCIETY)
    told.partner("dinas", Sector.GOVERNMENT)
    told.post("ani", "lsm")
    told.post("budi", "dinas")
    told.post("cici", "lsm")
    told.meet("ani", "budi", days_ago=84)
    told.meet("ani", "cici", days_ago=84)
    told.meet("ani", "dewi", days_ago=84)

    for other, days in (("budi", 84), ("cici", 28), ("dewi", 56)):
        assert factors(told, "ani", other).default_days == days
        expected = strength_of_depth(2 ** (-84 / (3 * days)))
        assert pair(told, "ani", other) == pytest.approx(expected)


def test_sectors_of_a_person_are_those_of_the_posts_held_on_the_day() -> None:
    told = Told()
    for sector in Sector:
        told.partner(sector.value, sector)
    told.post("ani", "government")
    told.post("ani", "other", since=ago(10))
    told.post("ani", "donor", until=ago(1))
    told.know("budi")
    view = told.view()

    bits = dict(zip(view.network.actors.id.tolist(), sectors_of(view).tolist(), strict=True))
    assert [bits[sector.value] for sector in Sector] == [2**n for n in range(8)]
    assert bits["ani"] == 2**0 + 2**7
    assert bits["budi"] == 0


# ---------------------------------------------------------------------------- all pairs


def test_strengths_of_all_pairs_stand_in_order_and_are_found_either_way() -> None:
    told = officials()
    for one, other in itertools.combinations(("ani", "budi", "cici", "dewi"), 2):
        if {one, other} != {"ani", "dewi"}:
            told.meet(one, other, days_ago=ord(other[0]) - ord("a"))
    strengths = strengths_of(told.view())

    assert len(strengths) == 5
    assert np.all(np.diff(strengths.codes) > 0)
    assert np.all(strengths.a < strengths.b)
    assert strengths.silence_days.tolist() == [1, 2, 2, 3, 3]
    assert set(strengths.rhythm.tolist()) == {84, 56}
    assert strengths.contacts.tolist() == [1] * 5
    assert np.all((strengths.strength > 0) & (strengths.strength < 1))
    for one, other in ((strengths.a, strengths.b), (strengths.b, strengths.a)):
        assert strengths.places(one, other).tolist() == list(range(5))
    assert strengths.nbytes > 0


def test_a_network_without_contacts_has_no_strengths() -> None:
    for network in (Network.build([]), officials().network()):
        strengths: PairStrengths = strengths_of(network.on(DAY))
        assert len(strengths) == 0
        assert strengths.strength.shape == strengths.rhythm.shape == (0,)
        assert np.isnan(strengths.between(np.array([0]), np.array([1]))).all()
        assert strengths.usual_gap.tolist() == []
