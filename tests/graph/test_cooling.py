"""Time to be in touch again: the usual gap of a pair, the day that is due, who greets whom."""

from typing import Any, Final

import numpy as np
import pytest

from graph.records.dates import epoch_day
from graph.strength.cooling import CoolingNotices, cooling_notices, due_days
from graph.strength.strength import PairStrengths, strengths_of
from graph.vocabulary import InteractionKind
from tests.told import TODAY, Told, ago, officials

DAY: Final = epoch_day(TODAY)
REGENT: Final = [0, 183, 365, 548, 730, 913, 1096, 1278, 1461, 1644]
"""Ages in days of the yearly two meetings with a regent, from the last one on."""


def met(told: Told, *ages: int) -> None:
    for age in ages:
        told.meet("ani", "budi", days_ago=age)


def wrote(told: Told, sender: str, *ages: int) -> None:
    for age in ages:
        told.meet("ani", "budi", kind=InteractionKind.MESSAGE, days_ago=age, initiator=sender)


def on(told: Told, days_ahead: int = 0) -> PairStrengths:
    return strengths_of(told.network().on(DAY + days_ahead))


def noticed(notices: CoolingNotices, told: Told) -> list[tuple[str, str]]:
    ids = told.network().actors.id
    return list(zip(ids[notices.greeter], ids[notices.greeted], strict=True))


@pytest.mark.parametrize("with_burst", [False, True])
@pytest.mark.parametrize(("embedded", "due"), [(True, 732), (False, 549)])
def test_the_regent_is_due_after_four_usual_gaps_or_three(
    embedded: bool, due: int, with_burst: bool
) -> None:
    """Worked example: 183 days are usual; ten messages in a fortnight change nothing."""
    told = officials(embedded=embedded)
    met(told, *REGENT)
    if with_burst:
        for age in range(1, 11):
            told.meet(
                "ani",
                "budi",
                kind=InteractionKind.MESSAGE,
                days_ago=age,
                initiator="ani",
                answered_on=ago(age),
            )
    strengths = on(told, due)

    assert strengths.usual_gap.tolist() == [183]
    assert due_days(strengths).tolist() == [DAY + due]
    assert len(cooling_notices(strengths)) == 0
    (notice,) = noticed(cooling_notices(on(told, due + 1)), told)
    assert set(notice) == {"ani", "budi"}
    assert cooling_notices(on(told, due + 1)).overdue_days.tolist() == [1]


@pytest.mark.parametrize(
    ("ages", "usual"),
    [
        ([0], 84),  # under three days: the default rhythm
        ([0, 300], 84),
        ([0, 0, 300], 84),
        ([0, 10, 40], 30),  # the gap of 30 days fills three quarters of the span
        ([0, 30, 60], 30),
        ([0, 1, 2, 3, 4], 7),  # never less than a week
        ([0, 10, 20, 40], 10),  # those of 10 days fill exactly half
        ([0, 10, 20, 41], 21),
    ],
)
def test_the_usual_gap_is_the_median_by_time(ages: list[int], usual: int) -> None:
    told = officials()
    met(told, *ages)

    assert on(told).usual_gap.tolist() == [usual]


def test_silence_and_usual_gap_are_those_of_the_quieter_side() -> None:
    told = officials()
    wrote(told, "ani", *range(0, 90, 3))
    wrote(told, "budi", 100, 120, 140)
    strengths = on(told)

    assert strengths.usual_gap.tolist() == [20]
    assert due_days(strengths).tolist() == [DAY - 100 + 60]
    notices = cooling_notices(strengths, least=0)
    assert notices.newest.tolist() == [DAY - 100]
    assert notices.overdue_days.tolist() == [40]
    assert noticed(notices, told) == [("ani", "budi")]  # who is in touch more


def test_who_was_never_answered_is_not_told_to_greet_again() -> None:
    told = officials()
    wrote(told, "ani", *range(400, 500))

    assert len(cooling_notices(on(told), least=0)) == 0


def test_a_notice_says_how_close_the_two_are_and_what_is_usual() -> None:
    told = officials(embedded=True)
    met(told, *REGENT)
    notices = cooling_notices(on(told, 800))

    assert notices.usual_gap.tolist() == [183]
    assert notices.newest.tolist() == [DAY]
    assert notices.due.tolist() == [DAY + 732]
    assert notices.overdue_days.tolist() == [68]
    assert notices.is_embedded.tolist() == [True]
    assert notices.strength.tolist() == on(told, 800).strength.tolist()


def test_what_will_be_due_soon_can_be_asked_for() -> None:
    told = officials()
    met(told, *REGENT)

    assert len(cooling_notices(on(told, 540), ahead_days=9)) == 0
    ahead = cooling_notices(on(told, 540), ahead_days=10)
    assert ahead.due.tolist() == [DAY + 549]
    assert ahead.overdue_days.tolist() == [-9]


def test_what_has_gone_stale_is_no_longer_cooling() -> None:
    """A bridge with one meeting: 1 - exp(-2^(-a/252) / 3) falls below 0.1 after 418 days."""
    told = officials()
    met(told, 0)

    assert len(cooling_notices(on(told, 400))) == 1
    assert len(cooling_notices(on(told, 430))) == 0
    assert len(cooling_notices(on(told, 430), least=0)) == 1


def test_the_most_overdue_come_first_measured_by_what_is_usual() -> None:
    told = Told()
    for n in range(10):
        told.meet("ani", "budi", days_ago=40 + 7 * n)  # due after 21 days: 1.9 times
        told.meet("ani", "cici", days_ago=100 + 30 * n)  # due after 90 days: 1.1 times
        told.meet("ani", "dewi", days_ago=150 + 30 * n)  # 1.7 times
    notices = cooling_notices(on(told))

    assert [set(pair) - {"ani"} for pair in noticed(notices, told)] == [
        {"budi"},
        {"dewi"},
        {"cici"},
    ]


@pytest.mark.parametrize(
    ("of_ani", "of_budi", "greeter"),
    [
        ({"seniority": 2}, {"seniority": 5}, "ani"),
        ({"seniority": 5}, {"seniority": 2}, "budi"),
        ({"seniority": 5}, {"is_leader": True}, "ani"),
        ({"is_leader": True}, {}, "budi"),
        ({"is_leader": True, "seniority": 6}, {"is_leader": True, "seniority": 5}, "budi"),
        ({}, {"seniority": 5}, "ani"),  # nothing to compare with: the first of both
        ({}, {}, "ani"),
    ],
)
def test_the_junior_greets_the_senior_and_everybody_a_leader(
    of_ani: dict[str, Any], of_budi: dict[str, Any], greeter: str
) -> None:
    told = officials()
    told.person("ani", **of_ani)
    told.person("budi", **of_budi)
    met(told, 300)

    ((found, _),) = noticed(cooling_notices(on(told)), told)
    assert found == greeter


def test_ours_greet_the_others() -> None:
    told = officials()
    told.person("ani", is_leader=True)
    met(told, 300)
    told.meet("cici", "dewi", days_ago=200)
    ours = np.zeros(len(told.network()), np.bool_)

    assert len(cooling_notices(on(told), ours=ours)) == 0
    ours[told.network().index_of["ani"]] = True
    assert noticed(cooling_notices(on(told), ours=ours), told) == [("ani", "budi")]
    ours[told.network().index_of["budi"]] = True
    assert noticed(cooling_notices(on(told), ours=ours), told) == [("budi", "ani")]


@pytest.mark.parametrize(
    ("said", "count"),
    [({"is_deceased": True}, 0), ({"has_opted_out": True}, 0), ({"do_not_ask": True}, 1)],
)
def test_nobody_is_told_to_greet_the_dead(said: dict[str, Any], count: int) -> None:
    """Who is not to be asked for introductions still likes a greeting."""
    told = officials()
    told.person("budi", **said)
    met(told, 300)

    assert len(cooling_notices(on(told))) == count


def test_a_network_without_contacts_has_no_notices() -> None:
    assert len(cooling_notices(on(officials()))) == 0
