"""One option for each at most, under the room of those whom options draw on."""

import itertools
import random
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from graph.access.assignment import MOST_WORTH, Assignment, Option, assign


def option(worth: int, *asked: int) -> Option:
    return Option(worth, frozenset(asked))


def tried(groups: Sequence[Sequence[Option]], room: Mapping[int, int]) -> Assignment:
    """Try every choice: most worth, then the first groups' earliest options, none last."""
    choices: list[tuple[tuple[int, ...], tuple[int | None, ...]]] = []
    for places in itertools.product(*([*range(len(group)), None] for group in groups)):
        taken = [
            group[place] for group, place in zip(groups, places, strict=True) if place is not None
        ]
        drawn = Counter(person for one in taken for person in one.asked)
        if all(count <= room[person] for person, count in drawn.items()):
            order = [
                len(group) if place is None else place
                for group, place in zip(groups, places, strict=True)
            ]
            choices.append(((-sum(one.worth for one in taken), *order), places))
    (cost, *_), places = min(choices)
    return Assignment(places, -cost, -cost)


def drawn(draw: random.Random) -> tuple[list[list[Option]], dict[int, int]]:
    """Draw up to five groups over up to five people; small worths, so that many are equal."""
    people = range(draw.randint(1, 5))
    worths = (draw.randint(0, 3), draw.randint(0, 9), draw.randint(0, MOST_WORTH))
    groups = [
        [
            option(draw.choice(worths), *draw.sample(people, draw.randint(0, min(3, len(people)))))
            for _ in range(draw.randint(0, 4))
        ]
        for _ in range(draw.randint(1, 5))
    ]
    return groups, {person: draw.randint(0, 2) for person in people}


def test_500_drawn_cases_are_solved_as_by_trying_everything() -> None:
    draw = random.Random(7)
    competed = 0
    for _ in range(500):
        groups, room = drawn(draw)
        expected = tried(groups, room)

        assert assign(groups, room, seconds=30) == expected, (groups, room)
        competed += any(place != 0 for place in expected.places)
    assert competed > 250


def test_the_one_who_is_wanted_twice_goes_where_it_is_worth_most_in_all() -> None:
    """By hand: 8 + 7 beats 9 + 5, although 9 is the largest of all."""
    groups = [[option(9, 1), option(8, 2)], [option(7, 1), option(5, 3)]]

    assert assign(groups, {1: 1, 2: 1, 3: 1}, seconds=5) == Assignment((1, 0), 15, 15)
    assert assign(groups, {1: 2, 2: 1, 3: 1}, seconds=5) == Assignment((0, 0), 16, 16)


def test_of_equal_choices_the_first_group_is_served_first() -> None:
    groups = [[option(5, 1), option(4)], [option(5, 1), option(4)]]

    assert assign(groups, {1: 1}, seconds=5).places == (0, 1)


def test_somebody_without_room_is_never_drawn_on() -> None:
    assert assign([[option(9, 1)], [option(1, 2)]], {1: 0, 2: 1}, seconds=5).places == (None, 0)


@pytest.mark.parametrize("groups", [[], [[]], [[], []]])
def test_nothing_to_choose_is_chosen(groups: list[list[Option]]) -> None:
    assert assign(groups, {}, seconds=5) == Assignment((None,) * len(groups), 0, 0)


def test_without_time_a_choice_that_fits_comes_with_a_bound() -> None:
    groups = [[option(9 - n, n % 4, 4), option(3, n % 4)] for n in range(8)]
    room = {0: 1, 1: 2, 2: 1, 3: 1, 4: 2}

    hasty, best = assign(groups, room, seconds=0), assign(groups, room, seconds=30)

    taken = [groups[n][place] for n, place in enumerate(hasty.places) if place is not None]
    used = Counter(person for one in taken for person in one.asked)
    assert all(used[person] <= room[person] for person in room)
    assert hasty.worth == sum(one.worth for one in taken)
    assert 0 < hasty.worth <= best.worth <= hasty.bound
    assert best.worth == best.bound


def test_fifty_leaders_over_one_crowd_are_settled_in_time() -> None:
    groups = [
        [option(900_000 - 1000 * n - m, (7 * n + 3 * m) % 20, (n + m) % 20, 100) for m in range(20)]
        for n in range(50)
    ]
    room = {**dict.fromkeys(range(20), 2), 100: 30}

    found = assign(groups, room, seconds=30)

    assert found.worth == found.bound > 0
