"""Depth of contact, held against its definition, summed day by day."""

import itertools
import math
import random

import numpy as np
import pytest

from graph.kernels import (
    BOTH,
    FROM_A,
    FROM_B,
    RHYTHMS,
    contacts_of_pairs,
    depths_of_pairs,
    order_of_pairs,
    share_an_element,
    shares_of_contacts,
)

Contact = tuple[int, float, int]  # age, worth, side


def by_definition(contacts: list[tuple[int, float]], rhythm: int, spread: int) -> float:
    """Integrate the greatest worth that vouches for each day against the fading, day by day."""
    half = spread * rhythm
    total = 0.0
    for x in range(max((age for age, _ in contacts), default=0) + rhythm):
        worth = max((w for age, w in contacts if age <= x < age + rhythm), default=0.0)
        total += worth * half / math.log(2) * (2 ** (-x / half) - 2 ** (-(x + 1) / half))
    return total / (half / math.log(2) * (1 - 2 ** (-rhythm / half)))


def vouched(contacts: list[tuple[int, float]], rhythm: int) -> int:
    return len({x for age, _ in contacts for x in range(age, age + rhythm)})


def usual(ages: list[int], default: int) -> int:
    """The smallest gap such that gaps up to it fill half of the span."""
    days = sorted(set(ages))
    if len(days) < 3:
        return default
    gaps = [later - earlier for earlier, later in itertools.pairwise(days)]
    return next(
        max(7, g) for g in sorted(gaps) if 2 * sum(x for x in gaps if x <= g) >= days[-1] - days[0]
    )


def sets_of(contacts: list[Contact]) -> list[list[tuple[int, float]]]:
    return [
        [(age, worth) for age, worth, side in contacts if side in sides]
        for sides in ((BOTH, FROM_A), (BOTH, FROM_B), (BOTH, FROM_A, FROM_B))
    ]


def measured(pairs: list[list[Contact]], spread: list[int], default: list[int]):
    """Ask the kernel."""
    ordered = [sorted(pair) for pair in pairs]
    rows = [contact for pair in ordered for contact in pair]
    ptr = np.cumsum([0, *map(len, pairs)])
    age, worth, side = zip(*rows, strict=True) if rows else ((), (), ())
    return depths_of_pairs(ptr, age, worth, side, spread, default)


def random_history(draw: random.Random) -> list[Contact]:
    """Bursts, regular and scattered contacts, some on the same day."""
    sides = [BOTH] if draw.random() < 0.4 else [BOTH, FROM_A, FROM_B]
    ages: list[int] = []
    for _ in range(draw.randint(0, 3)):
        begin, step = draw.randrange(0, 700), draw.choice([0, 1, 3, 7, 20, 90])
        ages += [begin + step * n + draw.choice([0, 0, 1]) for n in range(draw.randint(1, 7))]
    return [(age, draw.choice([0.15, 0.3, 0.7, 1.0, 1.5]), draw.choice(sides)) for age in ages]


def test_depths_gaps_and_days_are_those_of_the_definition() -> None:
    draw = random.Random(3)
    pairs = [random_history(draw) for _ in range(60)]
    spread = [draw.choice([3, 4]) for _ in pairs]
    default = [draw.choice([28, 56, 84]) for _ in pairs]

    depth, gap, newest = measured(pairs, spread, default)

    supported = 0
    for place, contacts in enumerate(pairs):
        for chosen, some in enumerate(sets_of(contacts)):
            ages = [age for age, _ in some]
            assert newest[place, chosen] == min(ages, default=-1)
            if chosen < 2:
                assert gap[place, chosen] == (usual(ages, default[place]) if ages else 0)
            for step, rhythm in enumerate(RHYTHMS):
                is_supported = rhythm <= default[place] or vouched(some, rhythm) >= 2.5 * rhythm
                expected = by_definition(some, rhythm, spread[place]) if is_supported else 0.0
                assert depth[place, chosen, step] == pytest.approx(expected, rel=1e-11, abs=1e-13)
                supported += is_supported and rhythm > default[place] and bool(some)
    assert supported > 20  # slow rhythms that contacts support


def test_one_meeting_today_has_depth_one_in_every_rhythm_that_needs_no_support() -> None:
    depth, gap, newest = measured([[(0, 1.0, BOTH)]], [4], [56])

    assert depth[0].tolist() == [[1, 1, 1, 1, 0, 0]] * 3
    assert gap.tolist() == [[56, 56]]
    assert newest.tolist() == [[0, 0, 0]]


def test_a_pair_without_contacts_has_no_depth() -> None:
    depth, gap, newest = measured([[], [(3, 1.0, FROM_A)], []], [4] * 3, [84] * 3)

    assert not depth[[0, 2]].any()
    assert not depth[1, 1].any()  # nothing from b
    assert gap.tolist() == [[0, 0], [84, 0], [0, 0]]
    assert newest.tolist() == [[-1] * 3, [3, -1, 3], [-1] * 3]
    assert [array.dtype for array in (depth, gap, newest)] == [np.float64, np.int32, np.int32]


def test_a_rhythm_above_the_default_needs_contacts_for_two_and_a_half_of_it() -> None:
    """Three contacts vouch for 84 days and two gaps: 210 with gaps of 63 days, 208 with 62."""

    def is_supported(gap: int) -> bool:
        contacts = [(gap * n, 1.0, BOTH) for n in range(3)]
        return bool(measured([contacts], [4], [28])[0][0, 2, RHYTHMS.index(84)])

    assert [is_supported(gap) for gap in (62, 63, 84)] == [False, True, True]


def test_shares_say_which_contacts_set_the_depth() -> None:
    """Ten days before a meeting a message vouches alone; afterwards the meeting outdoes it."""
    share, days = shares_of_contacts([0, 10, 40], [0.3, 1.0, 0.3], 28, 4)

    fade = [2 ** (-x / 112) for x in (0, 10, 38, 40, 68)]
    scale = 1 - 2 ** (-1 / 4)
    expected = [0.3 * (fade[0] - fade[1]), fade[1] - fade[2], 0.3 * (fade[3] - fade[4])]
    assert share == pytest.approx(np.array(expected) / scale)
    assert days == 66

    outdone, _ = shares_of_contacts([10, 10, 12], [1.0, 0.3, 0.3], 28, 4)
    assert outdone[1] == 0
    assert outdone[2] > 0  # it vouches for two days more


def test_shares_sum_to_the_depth() -> None:
    draw = random.Random(4)
    for _ in range(50):
        contacts = sorted(random_history(draw))
        age = [age for age, _, _ in contacts]
        worth = [worth for _, worth, _ in contacts]
        share, days = shares_of_contacts(age, worth, 28, 3)
        some = list(zip(age, worth, strict=True))
        assert share.sum() == pytest.approx(by_definition(some, 28, 3), abs=1e-13)
        assert days == vouched(some, 28)


def spread_out(events, usable=None, ends=None, least_ends=0):
    """Ask the kernel; an event is (actors, sender or None, worth, one-sided)."""
    actors = [actor for who, *_ in events for actor in who]
    started = [actor == sender for who, sender, *_ in events for actor in who]
    size = [len(who) for who, *_ in events]
    every = [True] * 10
    columns = contacts_of_pairs(
        np.cumsum([0, *size])[:-1],
        size,
        actors,
        started,
        [worth for *_, worth, _ in events],
        [one_sided for *_, one_sided in events],
        every if usable is None else usable,
        every if ends is None else ends,
        least_ends,
    )
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_a_meeting_is_a_contact_of_all_pairs_of_both_sides() -> None:
    assert spread_out([((4, 1, 3), 4, 0.8, False)]) == [
        (1, 4, 0, 0.8, BOTH),
        (3, 4, 0, 0.8, BOTH),
        (1, 3, 0, 0.8, BOTH),
    ]


def test_a_message_joins_its_sender_to_each_reader_and_no_readers() -> None:
    assert spread_out([((4, 1, 3, 7), 3, 0.3, True)]) == [
        (3, 4, 0, 0.3, FROM_A),
        (1, 3, 0, 0.3, FROM_B),
        (3, 7, 0, 0.3, FROM_A),
    ]


def test_a_message_of_an_unknown_sender_counts_half_for_both() -> None:
    assert spread_out([((2, 1), None, 0.3, True)]) == [(1, 2, 0, 0.15, BOTH)]


def test_pairs_that_are_not_wanted_are_left_out() -> None:
    meeting = ((0, 1, 2), None, 1.0, False)
    usable = [True, True, False] + [True] * 7
    ends = [True] + [False] * 9

    assert [row[:2] for row in spread_out([meeting], usable=usable)] == [(0, 1)]
    assert [row[:2] for row in spread_out([meeting], ends=ends, least_ends=1)] == [(0, 1), (0, 2)]
    assert spread_out([meeting], ends=ends, least_ends=2) == []
    assert spread_out([]) == []


@pytest.mark.parametrize("actors", [9, 100_000])
def test_pairs_are_ordered_by_both_ends_and_keep_their_order_within(actors: int) -> None:
    draw = random.Random(5)
    pairs = [(draw.randrange(9), draw.randrange(9)) for _ in range(400)]
    a, b = zip(*pairs, strict=True)

    order = order_of_pairs(a, b, actors).tolist()

    assert order == sorted(range(400), key=lambda place: (pairs[place], place))
    assert order_of_pairs([], [], 9).tolist() == []


def test_rows_share_what_both_hold() -> None:
    draw = random.Random(6)
    rows = [sorted(draw.sample(range(40), draw.randint(0, 12))) for _ in range(40)]
    ptr = np.cumsum([0, *map(len, rows)])
    idx = [one for row in rows for one in row]
    a, b = zip(*itertools.product(range(40), repeat=2), strict=True)

    found = share_an_element(ptr, idx, a, b)

    expected = [bool(set(rows[one]) & set(rows[other])) for one, other in zip(a, b, strict=True)]
    assert found.tolist() == expected
    assert 0.1 < np.mean(expected) < 0.9
