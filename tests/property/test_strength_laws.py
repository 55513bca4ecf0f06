"""Laws of strength: what may never lower it, and that it is what its definition says."""

import itertools
import math
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.kernels import BOTH, FROM_A, FROM_B, RHYTHMS, depths_of_pairs
from graph.network import Network, NetworkView
from graph.records.dates import epoch_day
from graph.records.interactions import Delegate, Interaction
from graph.strength.contacts import WORTH
from graph.strength.factors import explain
from graph.strength.refresh import refreshed
from graph.strength.strength import closeness, joint_depth, strengths_of
from graph.vocabulary import InteractionKind, Sector
from tests.told import TODAY, Told, ago

DAY: Final = epoch_day(TODAY)
ROUNDING: Final = 1e-12
CASES_IN_A_SOAK: Final = 100_000

Contact = tuple[int, float, int]  # age, worth, side
Pair = tuple[str, str]


# ---------------------------------------------------------------------------- guarantees


@dataclass(frozen=True)
class Case:
    """A pair's history, and something that may happen to it."""

    history: list[Contact]
    spread: int
    default: int
    extra: Contact
    days: int
    pick: int


worths = st.sampled_from([0.02, 0.15, 0.3, 0.7, 1.0, 1.5])
sides = st.sampled_from([BOTH, FROM_A, FROM_B])
contacts = st.tuples(st.integers(0, 2_000), worths, sides)
bursts = st.builds(
    lambda begin, step, count, worth, side: [(begin + step * n, worth, side) for n in range(count)],
    st.integers(0, 1_500),
    st.sampled_from([0, 1, 3, 7, 15, 30, 91, 182]),
    st.integers(1, 9),
    worths,
    sides,
)
histories = st.lists(st.one_of(bursts, st.lists(contacts, max_size=4)), max_size=4).map(
    lambda parts: [contact for part in parts for contact in part]
)
cases = st.builds(
    Case,
    histories,
    st.sampled_from([3, 4]),
    st.sampled_from([28, 56, 84]),
    contacts,
    st.integers(0, 900),
    st.integers(0, 1_000),
)


def depth(history: list[Contact], spread: int, default: int) -> np.ndarray:
    """Depth by set and rhythm."""
    ordered = sorted(history)
    age, worth, side = zip(*ordered, strict=True) if ordered else ((), (), ())
    found, _, _ = depths_of_pairs([0, len(ordered)], age, worth, side, [spread], [default])
    return found[0]


def strength(history: list[Contact], case: Case, *, spread: int | None = None) -> float:
    of_a, of_b, _ = depth(history, spread or case.spread, case.default).max(axis=1)
    return float(closeness(joint_depth(of_a, of_b)))


def adding_a_contact(case: Case) -> tuple[float, float]:
    return strength(case.history, case), strength([*case.history, case.extra], case)


def silence(case: Case) -> tuple[float, float]:
    later = [(age + case.days, worth, side) for age, worth, side in case.history]
    return strength(later, case), strength(case.history, case)


def the_newest_contact_later(case: Case) -> tuple[float, float]:
    if not case.history:
        return 0, 0
    newest, *older = sorted(case.history)
    nearer = (case.pick % (newest[0] + 1), *newest[1:])
    return strength(case.history, case), strength([nearer, *older], case)


def more_worth(case: Case) -> tuple[float, float]:
    grown = [
        (age, worth * (1.3 if place == case.pick % len(case.history) else 1), side)
        for place, (age, worth, side) in enumerate(case.history)
    ]
    return strength(case.history, case), strength(grown, case)


def an_answer(case: Case) -> tuple[float, float]:
    answered = [
        (age, worth, BOTH if place == case.pick % len(case.history) else side)
        for place, (age, worth, side) in enumerate(case.history)
    ]
    return strength(case.history, case), strength(answered, case)


def contact_from_the_quieter_side(case: Case) -> tuple[float, float]:
    of_a, of_b, _ = depth(case.history, case.spread, case.default).max(axis=1)
    quieter = (*case.extra[:2], FROM_A if of_a < of_b else FROM_B)
    return strength(case.history, case), strength([*case.history, quieter], case)


def a_common_acquaintance(case: Case) -> tuple[float, float]:
    return strength(case.history, case, spread=3), strength(case.history, case, spread=4)


def a_slower_default_rhythm(case: Case) -> tuple[float, float]:
    return tuple(  # type: ignore[return-value]
        float(closeness(joint_depth(*depth(case.history, case.spread, days).max(axis=1)[:2])))
        for days in (28, 84)
    )


LAWS: Final = (
    adding_a_contact,
    silence,
    the_newest_contact_later,
    more_worth,
    an_answer,
    contact_from_the_quieter_side,
    a_common_acquaintance,
    a_slower_default_rhythm,
)
"""Each gives a strength and another that may not be lower."""


def check(law: Callable[[Case], tuple[float, float]], case: Case) -> None:
    lower, higher = law(case)
    assert higher >= lower - ROUNDING
    assert 0 <= lower <= 1


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=60)
@given(case=cases)
def test_what_should_never_lower_strength_does_not(law, case: Case) -> None:
    check(law, case)


@pytest.mark.soak
@pytest.mark.parametrize("law", LAWS)
@settings(
    max_examples=CASES_IN_A_SOAK // len(LAWS),
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
@given(case=cases)
def test_what_should_never_lower_strength_does_not_in_a_hundred_thousand_cases(
    law, case: Case
) -> None:
    check(law, case)


def test_laws_compare_what_differs() -> None:
    """Each law on a history where it bites, so that none compares a thing with itself."""
    case = Case(
        [(40, 0.3, FROM_A), (90, 0.7, BOTH), (120, 0.3, FROM_B)], 3, 56, (10, 1.0, BOTH), 30, 0
    )
    for law in LAWS:
        lower, higher = law(case)
        assert higher > lower + 1e-4, law.__name__


@settings(max_examples=100)
@given(case=cases)
def test_days_without_contact_take_the_same_share_of_the_depth_of_each_rhythm(case: Case) -> None:
    later = [(age + case.days, worth, side) for age, worth, side in case.history]

    now, then = (depth(history, case.spread, case.default) for history in (case.history, later))

    fall = np.exp2(-case.days / (case.spread * np.array(RHYTHMS)))
    np.testing.assert_allclose(then, now * fall, rtol=1e-11, atol=1e-300)


@settings(max_examples=100)
@given(case=cases)
def test_which_of_the_two_comes_first_makes_no_difference_and_a_repeated_contact_none(
    case: Case,
) -> None:
    swapped = {BOTH: BOTH, FROM_A: FROM_B, FROM_B: FROM_A}
    mirrored = [(age, worth, swapped[side]) for age, worth, side in case.history]

    assert strength(mirrored, case) == strength(case.history, case)
    assert strength(case.history * 2, case) == strength(case.history, case)


@pytest.mark.parametrize("span", [60, 365, 1_000])
@pytest.mark.parametrize("default", [28, 56, 84])
def test_more_contacts_spread_evenly_over_a_span_are_never_weaker(span: int, default: int) -> None:
    """Tested, not proven."""
    for spread, offset in itertools.product((3, 4), (0, 100)):
        last = 0.0
        for n in range(2, 60):
            ages = [offset + round(place * span / (n - 1)) for place in range(n)]
            case = Case([(age, 0.3, BOTH) for age in ages], spread, default, (0, 1, 0), 0, 0)
            assert strength(case.history, case) >= last - ROUNDING
            last = strength(case.history, case)


# ---------------------------------------------------------------------------- from records


PEOPLE: Final = [f"c{n}" for n in range(9)]
ONE_SIDED: Final = (InteractionKind.MESSAGE, InteractionKind.LETTER, InteractionKind.OTHER)


def random_told(draw: random.Random) -> Told:
    """People of some sectors who meet, write and are represented, some of them merged."""
    told = Told()
    for sector in (Sector.GOVERNMENT, Sector.BUSINESS, Sector.MEDIA, None):
        told.partner(f"at-{sector}", sector)
    told.know(*PEOPLE)
    for person in PEOPLE:
        if draw.random() < 0.7:
            place = draw.choice(["at-government", "at-business", "at-media", "at-None"])
            told.post(person, place, since=ago(draw.randint(-5, 50)))
    for _ in range(draw.randint(0, 6)):
        one, other = draw.sample([*PEOPLE, "at-business"], 2)
        last = ago(draw.randint(-20, 900)) if draw.random() < 0.5 else None
        kind = draw.choice(["advises", "advises", "succeeded_by"])
        told.tie(one, other, kind, until=ago(draw.randint(-50, 50)), last_contact=last)
    for _ in range(draw.randint(0, 25)):
        met(told, draw)
    if draw.random() < 0.3:
        told.person("c0", merged_into="c1")
    return told


def met(told: Told, draw: random.Random) -> None:
    crowd = draw.choice([2, 2, 2, 3, 6, 7])
    present = draw.sample([*PEOPLE, "at-business"], crowd)
    days = draw.choice([draw.randint(-30, 900), draw.randint(0, 60)])
    kind = draw.choice(list(InteractionKind))
    told.meet(
        *present,
        kind=kind,
        days_ago=days,
        initiator=draw.choice([None, present[0], present[-1]]),
        answered_on=ago(draw.randint(days - 20, days)) if draw.random() < 0.4 else None,
        delegates=(Delegate(*present[:2]),) if crowd > 2 and draw.random() < 0.2 else (),
        is_planned=draw.random() < 0.05,
        is_cancelled=draw.random() < 0.05,
    )


def contacts_by_definition(told: Told) -> dict[Pair, list[tuple[int, float, frozenset[str]]]]:
    """Age, worth and sides of the contacts of each pair, one record after the other."""
    found: dict[Pair, list[tuple[int, float, frozenset[str]]]] = defaultdict(list)
    gone = {id_ for id_, actor in told.actors.items() if getattr(actor, "merged_into", None)}
    for act in told.acts:
        for pair, contact in of_interaction(act):
            if not gone & set(pair):
                found[pair].append(contact)
    for tie in told.ties:
        pair = tuple(sorted((tie.source_id, tie.target_id)))
        is_there = tie.last_contact and tie.last_contact.day <= DAY and not gone & set(pair)
        if tie.last_contact and is_there and tie.type != "succeeded_by":
            found[pair].append((DAY - tie.last_contact.day, 1.0, frozenset(pair)))  # type: ignore[index]
    return found


def of_interaction(act: Interaction) -> list[tuple[Pair, tuple[int, float, frozenset[str]]]]:
    present = sorted(set(act.participants) - {delegate.for_id for delegate in act.delegates})
    m, age = len(present), DAY - act.held_on.day
    if age < 0 or m > 60 or act.is_planned or act.is_cancelled:
        return []
    worth = WORTH[act.kind] * (1 if m <= 5 else 4 / (m - 1))
    answered = act.answered_on is not None and act.answered_on.day <= DAY
    found = []
    for pair in itertools.combinations(present, 2):
        if act.kind not in ONE_SIDED or answered:
            found.append((pair, (age, worth, frozenset(pair))))
        elif act.initiator not in present:
            found.append((pair, (age, worth / 2, frozenset(pair))))
        elif act.initiator in pair:
            found.append((pair, (age, worth, frozenset([act.initiator]))))
    return found


def strengths_by_definition(told: Told) -> dict[Pair, float]:
    by_pair = contacts_by_definition(told)
    acquainted = {
        frozenset(pair)
        for pair, known in by_pair.items()
        if any(len(sides) == 2 and age <= 730 for age, _, sides in known)
    }
    gone = {id_ for id_, actor in told.actors.items() if getattr(actor, "merged_into", None)}
    for tie in told.ties:
        holds = tie.until is not None and tie.until.day_after > DAY
        if holds and tie.type != "succeeded_by" and not {tie.source_id, tie.target_id} & gone:
            acquainted.add(frozenset((tie.source_id, tie.target_id)))
    found = {}
    for (a, b), known in by_pair.items():
        embedded = any(
            frozenset((a, c)) in acquainted and frozenset((b, c)) in acquainted for c in PEOPLE
        )
        default = max(default_of(told, a), default_of(told, b))
        depths = [
            depth_by_definition(
                [(age, worth) for age, worth, sides in known if end in sides],
                4 if embedded else 3,
                default,
            )
            for end in (a, b)
        ]
        found[a, b] = 1 - math.exp(-(0.9 * min(depths) + 0.1 * max(depths)) / 3)
    return found


def default_of(told: Told, actor: str) -> int:
    days = {"at-government": 84, "at-business": 56, "at-media": 28}
    if actor in days:
        return days[actor]
    held = [
        days[post.partner_id]
        for post in told.posts
        if post.contact_id == actor
        and post.since is not None
        and post.since.day <= DAY
        and post.partner_id in days
    ]
    return max(held, default=56)


def depth_by_definition(known: list[tuple[int, float]], spread: int, default: int) -> float:
    """The largest integral over the supported rhythms, summed in steps of a day."""
    best = 0.0
    for rhythm in RHYTHMS:
        x = np.arange(max((age for age, _ in known), default=0) + rhythm)
        greatest = np.zeros(len(x))
        for age, worth in known:
            vouches = (x >= age) & (x < age + rhythm)
            greatest[vouches] = np.maximum(greatest[vouches], worth)
        if rhythm > default and np.count_nonzero(greatest) < 2.5 * rhythm:
            continue
        half = spread * rhythm
        weight = np.exp2(-x / half) - np.exp2(-(x + 1) / half)
        best = max(best, float((greatest * weight).sum()) / (1 - 2 ** (-1 / spread)))
    return best


def told_strengths(view: NetworkView) -> dict[Pair, float]:
    strengths = strengths_of(view)
    ids = view.network.actors.id
    pairs = zip(ids[strengths.a].tolist(), ids[strengths.b].tolist(), strict=True)
    return dict(zip(pairs, strengths.strength.tolist(), strict=True))


def test_strengths_from_records_are_those_of_the_definition() -> None:
    draw = random.Random(21)
    compared = 0
    for _ in range(60):
        told = random_told(draw)
        expected = strengths_by_definition(told)
        assert told_strengths(told.view()) == pytest.approx(expected, abs=1e-11)
        compared += len(expected)
    assert compared > 1_000


def test_factors_add_up_and_explain_the_same_strength() -> None:
    draw = random.Random(22)
    explained = 0
    for _ in range(15):
        view = random_told(draw).view()
        strengths = strengths_of(view)
        for place, (a, b) in enumerate(zip(strengths.a, strengths.b, strict=True)):
            for one, other in ((a, b), (b, a)):
                found = explain(view, int(one), int(other))
                assert found is not None
                parts = (found.rhythm, found.silence, found.depth, found.one_sidedness)
                assert sum(parts) == pytest.approx(found.strength, abs=1e-15)
                assert found.strength == strengths.strength[place]
                assert found.silence <= 0
                assert found.one_sidedness <= ROUNDING
                assert sum(contact.share for contact in found.counted) == pytest.approx(1)
            explained += 1
    assert explained > 200


def test_refreshed_strengths_are_those_computed_afresh() -> None:
    """New, changed and removed contacts, ties and posts, and days that pass."""
    draw = random.Random(23)
    kept = 0
    for _ in range(25):
        told = random_told(draw)
        network = told.network()
        before = strengths_of(network.on(DAY - 30), recorded_by=draw.choice([None, DAY - 40]))
        for _ in range(4):
            change(told, draw)
            view = told.network().on(DAY + draw.choice([-30, -30, 0, 1, 400]))
            after = refreshed(before, view)
            expected = strengths_of(view, recorded_by=before.recorded_by)
            assert after.codes.tolist() == expected.codes.tolist()
            assert after.strength == pytest.approx(expected.strength, abs=1e-12)
            for column in ("gap", "newest", "met", "contacts", "is_embedded", "default"):
                assert np.array_equal(getattr(after, column), getattr(expected, column)), column
            kept += len(np.intersect1d(before.codes, after.codes))
            before = after
    assert kept > 1_000


def change(told: Told, draw: random.Random) -> None:
    """Let one or two things happen; what stands where stays where it is."""
    for _ in range(draw.randint(0, 2)):
        what = draw.randrange(5)
        if what == 0:
            met(told, draw)
        elif what == 1 and told.acts:
            place = draw.randrange(len(told.acts))
            met(told, draw)
            told.acts[place] = told.acts.pop()
        elif what == 2:
            one, other = draw.sample(PEOPLE, 2)
            told.tie(one, other, "advises", last_contact=draw.choice([None, ago(40)]))
        elif what == 3:
            told.post(draw.choice(PEOPLE), "at-government")
        else:
            told.person("c8", merged_into=draw.choice([None, "c1"]))


def test_a_refresh_far_ahead_and_back_forgets_nothing() -> None:
    told = random_told(random.Random(24))
    network = told.network()
    today = strengths_of(network.on(DAY))
    far = refreshed(today, network.on(DAY + 3_000_000))

    assert not far.strength.any()
    assert np.array_equal(refreshed(far, network.on(DAY)).strength, today.strength)


def test_a_refresh_to_an_older_state_that_knew_fewer_actors_drops_their_pairs() -> None:
    told = Told()
    told.meet("c0", "c1", days_ago=10)
    older = told.network().on(DAY)
    told.meet("c0", "c2", days_ago=5)
    told.meet("c2", "c3", days_ago=5)

    back = refreshed(strengths_of(told.network().on(DAY)), older)

    assert np.array_equal(back.codes, strengths_of(older).codes)
    assert len(back) == 1


def test_a_refresh_sees_who_went_out_of_use_and_who_came_back() -> None:
    """One pair stands by an interaction, the other by what a tie states."""
    told = Told()
    told.meet("c0", "c1", days_ago=10)
    told.tie("c0", "c2", last_contact=ago(10))
    told.know("c3")
    whole, networks = told.network(), dict[str, Network]()
    for gone in ("c1", "c2"):
        told.person(gone, merged_into="c3")
        networks[gone] = told.network()
        told.person(gone)
    before = strengths_of(whole.on(DAY))
    assert len(before) == 2

    for gone in ("c1", "c2"):
        without = refreshed(before, networks[gone].on(DAY))
        assert len(without) == 1
        assert np.array_equal(without.codes, strengths_of(networks[gone].on(DAY)).codes)
        again = refreshed(without, whole.on(DAY))
        assert np.array_equal(again.codes, before.codes)


def test_a_refresh_computes_only_what_was_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told()
    for one, other in itertools.combinations(PEOPLE, 2):
        told.meet(one, other, days_ago=10)
    before = strengths_of(told.network().on(DAY))
    told.meet("c0", "c1", days_ago=5)
    network = told.network()
    asked: list[int] = []

    def counted(*given):
        asked.append(len(given[0]) - 1)
        return depths_of_pairs(*given)

    monkeypatch.setattr("graph.strength.strength.depths_of_pairs", counted)
    after = refreshed(before, network.on(DAY + 3))

    assert len(after) == 36
    assert sum(asked) == 1
