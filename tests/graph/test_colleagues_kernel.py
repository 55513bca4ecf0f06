"""Inferred colleagues, held against their definition day by day."""

import math
import random

import numpy as np
import pytest

from graph.kernels import colleague_pairs

ALWAYS = int(np.iinfo(np.int32).min)
OPEN = int(np.iinfo(np.int32).max)
TODAY = 20_000


def pairs_of(bodies, day=TODAY):
    """Ask the kernel: one list of (person, since, until) per body; rows a, b, s, body, last day."""
    rows = [position for positions in bodies for position in positions]
    ptr = np.cumsum([0, *map(len, bodies)])
    person, since, until = zip(*rows, strict=True) if rows else ((), (), ())
    columns = colleague_pairs(ptr, person, since, until, day)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def by_definition(bodies, day, horizon):
    """Walk the ``horizon`` days up to ``day``; in the first thirty of them nothing changes."""
    best = {}
    first = day - horizon + 1
    for body, positions in enumerate(bodies):
        persons = sorted({person for person, _, _ in positions})
        in_post = {person: np.zeros(horizon + 1, dtype=bool) for person in persons}
        for person, since, until in positions:
            in_post[person][max(since - first, 0) : max(until - first, 0)] = True
        for days in in_post.values():
            days[horizon] = False  # tomorrow, so that every run of days ends
        present = np.sum(list(in_post.values()), axis=0)
        for a in persons:
            for b in persons:
                if a >= b:
                    continue
                together = in_post[a] & in_post[b]
                edges = np.flatnonzero(np.diff(np.concatenate([[False], together])))
                last_days = [
                    end - 1
                    for start, end in zip(edges[::2], edges[1::2], strict=True)
                    if end - start >= 30
                ]
                if last_days and together[horizon - 1]:
                    last_days = [horizon - 1]
                for last in last_days:
                    m = present[last]
                    size = 1 if m <= 5 else 4 / (m - 1) if m <= 60 else 0
                    s = 1 - math.exp(-size * 2 ** (-(horizon - 1 - last) / 730))
                    found = (-s, body, -(first + int(last)))
                    if s >= 0.05 and ((a, b) not in best or found < best[a, b]):
                        best[a, b] = found
    return [(a, b, -s, body, -last) for (a, b), (s, body, last) in sorted(best.items())]


def same(found, expected):
    assert [row[:2] + row[3:] for row in found] == [row[:2] + row[3:] for row in expected]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected])


def random_body(draw, persons, positions, horizon):
    """Positions that meet, touch, return, are undated, still run or have not started."""
    body = []
    for _ in range(positions):
        since = TODAY - draw.randrange(-50, horizon)
        until = since + draw.choice([0, 1, 29, 30, 31, 60, draw.randrange(1, horizon)])
        since = ALWAYS if draw.random() < 0.05 else since
        until = OPEN if draw.random() < 0.2 else until
        body.append((draw.randrange(persons), since, until))
        if draw.random() < 0.2 and until != OPEN:
            body.append((body[-1][0], until, until + draw.randrange(1, 60)))
    return body


def test_pairs_are_those_of_the_definition():
    draw = random.Random(2)
    compared = 0
    for _ in range(500):
        horizon = draw.choice([120, 400, 4_000])
        bodies = [
            random_body(draw, draw.randint(2, 9), draw.randint(0, 14), horizon)
            for _ in range(draw.randint(1, 3))
        ]
        expected = by_definition(bodies, TODAY, horizon + 60)
        same(pairs_of(bodies), expected)
        compared += len(expected)
    assert compared > 1_000


def test_bodies_that_grow_past_the_limit_and_shrink_are_those_of_the_definition():
    draw = random.Random(4)
    compared = 0
    for _ in range(6):
        body = random_body(draw, 90, draw.randint(110, 170), 400)
        expected = by_definition([body], TODAY, 460)
        same(pairs_of([body]), expected)
        compared += len(expected)
    assert compared > 1_000


def in_post(count, since=TODAY - 400, until=OPEN):
    return [(person, since, until) for person in range(count)]


@pytest.mark.parametrize(
    ("count", "strength"),
    [(2, 0.632), (5, 0.632), (6, 0.551), (20, 0.190), (60, 0.066)],
)
def test_strength_falls_with_the_number_in_post(count, strength):
    found = pairs_of([in_post(count)])

    assert len(found) == count * (count - 1) // 2
    assert {round(s, 3) for _, _, s, _, _ in found} == {strength}
    assert {last_day for *_, last_day in found} == {TODAY}


def test_sixty_one_in_post_give_no_pair():
    assert pairs_of([in_post(61)]) == []


def test_strength_falls_with_the_years_since():
    # Twenty in post, two years ago: 1 - exp(-4/19 x 1/2).
    [*_, (_, _, s, _, last_day)] = pairs_of([in_post(20, TODAY - 900, TODAY - 729)])

    assert last_day == TODAY - 730
    assert round(s, 3) == 0.100


def test_the_weakest_pairs_are_left_out():
    # Two in post: 2^(-d / 730) falls below -ln 0.95 after 3,128 days.
    def last_together(days_ago):
        return pairs_of([[(0, TODAY - 4_000, OPEN), (1, TODAY - 4_000, TODAY - days_ago + 1)]])

    assert len(last_together(3_128)) == 1
    assert last_together(3_129) == []


def test_thirty_days_together_make_colleagues_and_twenty_nine_do_not():
    assert pairs_of([[(0, ALWAYS, OPEN), (1, TODAY - 29, OPEN)]])  # today is the thirtieth day
    assert not pairs_of([[(0, ALWAYS, OPEN), (1, TODAY - 28, OPEN)]])
    assert not pairs_of([[(0, 0, 29), (1, 0, 29)]], day=40)
    assert pairs_of([[(0, 0, 30), (1, 0, 30)]], day=40)


def test_a_break_starts_the_thirty_days_anew_and_a_touching_position_does_not():
    partner = (0, ALWAYS, OPEN)

    assert not pairs_of([[partner, (1, 0, 20), (1, 21, 41)]], day=50)
    assert pairs_of([[partner, (1, 0, 20), (1, 20, 41)]], day=50)


def test_what_starts_later_does_not_count_yet():
    assert pairs_of([[(0, ALWAYS, OPEN), (1, TODAY + 1, OPEN)]]) == []


def test_former_colleagues_who_are_both_back_are_judged_by_the_day():
    former = [(0, TODAY - 500, TODAY - 400), (1, TODAY - 500, TODAY - 400)]
    back = [(0, TODAY - 3, OPEN), (1, TODAY - 5, OPEN)]

    [(_, _, strength, _, last_day)] = pairs_of([former + back])

    assert last_day == TODAY
    assert strength == pytest.approx(1 - math.exp(-1))


def test_the_strongest_body_is_given_and_of_equal_ones_the_first():
    small, large = in_post(2), in_post(30)

    assert pairs_of([large, small, small])[0][3] == 1


def test_a_body_of_thousands_gives_no_pairs_and_takes_no_time():
    draw = random.Random(6)
    party = [
        (person, TODAY - draw.randrange(200, 9_000), OPEN if draw.random() < 0.9 else TODAY - 100)
        for person in range(11_000)
    ]
    person, since, until = zip(*party, strict=True)

    columns = colleague_pairs([0, len(party)], person, since, until, TODAY)

    assert [len(column) for column in columns] == [0] * 5


def test_a_party_that_was_small_gives_the_pairs_of_that_time():
    founders = [(0, TODAY - 900, TODAY - 800), (1, TODAY - 900, TODAY - 800)]
    party = [(person, TODAY - 700, OPEN) for person in range(2, 1_000)]

    found = pairs_of([founders + party])

    assert [(a, b, last_day) for a, b, *_, last_day in found] == [(0, 1, TODAY - 801)]


def test_no_positions_give_no_pairs_of_the_promised_types():
    columns = colleague_pairs([0], [], [], [], TODAY)

    assert [len(column) for column in columns] == [0] * 5
    assert [column.dtype for column in columns] == [
        np.int32, np.int32, np.float64, np.int32, np.int32,
    ]  # fmt: skip
