"""The order of need: the worked example, small cases, and every definition on random networks."""

import pytest

from graph.access.network import AccessNetwork
from graph.coordination.isolation import (
    AHEAD_DAYS,
    Day,
    Need,
    foreseen,
    order_of_need,
    partners_of,
)
from graph.coordination.needs import Ending, Tier, Undefined
from graph.vocabulary import RequestState, Sector
from tests.coordinated import DAY, LATER, World, ahead, same, worked_days
from tests.told import Told, ago


def days(told: Told, *brokers: str, until: tuple[str, ...] | None = None) -> tuple[Day, Day]:
    """The told network today and 90 days on; ``until``: who is a broker still."""
    network = told.network()
    at = network.index_of
    staying = brokers if until is None else until
    return (
        Day(AccessNetwork.of(network.on(DAY)), tuple(at[one] for one in brokers)),
        Day(AccessNetwork.of(foreseen(network, DAY).on(LATER)), tuple(at[one] for one in staying)),
    )


def needs(told: Told, *brokers: str, until: tuple[str, ...] | None = None) -> dict[str, Need]:
    now, later = days(told, *brokers, until=until)
    ids = now.access.network.actors.id
    return {ids[need.partner]: need for need in order_of_need(now, later)}


def test_the_worked_example_to_three_digits() -> None:
    now, later = worked_days()
    ids = now.access.network.actors.id

    def named(actors: tuple[int, ...]) -> str:
        return "-".join(ids[actor] for actor in actors)

    told = [
        (
            need.rank,
            ids[need.partner],
            need.tier,
            round(need.standing.chance, 3),
            named(need.standing.route),
            round(need.standing.worst, 3),
            named(need.standing.at_worst),
            round(need.harmonic, 3),
        )
        for need in order_of_need(now, later)
        if need.standing is not None and need.harmonic is not None
    ]

    assert told == [
        (1, "f", "cut_off", 0.0, "", 0.0, "", 0.0),
        (2, "d", "hanging", 0.096, "ani-a-b-c-d", 0.0, "b-c", 0.374),
        (3, "c", "hanging", 0.24, "ani-a-b-c", 0.0, "b", 0.512),
        (4, "e", "about_to_be", 0.6, "ani-e", 0.6, "", 0.512),
        (5, "b", "in_reach", 0.48, "ani-a-b", 0.45, "a", 0.619),
        (6, "a", "in_reach", 0.8, "ani-a", 0.8, "", 0.524),
    ]


def test_the_worked_example_says_what_ends() -> None:
    now, later = worked_days()
    found = {now.access.network.actors.id[one.partner]: one for one in order_of_need(now, later)}

    assert found["e"].later is not None
    assert found["e"].later.tier is Tier.OUT_OF_REACH
    assert set(found["e"].later.endings) == {Ending.TIE, Ending.APPOINTMENT}
    assert found["b"].later is None


def test_the_vector_of_the_worked_example() -> None:
    """By hand: without Ani, E keeps Budi alone of five others; D is joined with C alone."""
    now, later = worked_days()
    ids = now.access.network.actors.id
    found = {ids[one.partner]: one.situation for one in order_of_need(now, later)}

    assert (found["f"].is_isolate, found["f"].is_outside) == (True, True)
    assert (found["d"].is_pendant, found["d"].is_outside) == (True, False)
    assert found["d"].within_two_steps == pytest.approx(2 / 7)
    assert found["d"].dependence.share == 1.0
    assert ids[found["d"].dependence.on] == "c"
    assert found["e"].dependence.share == pytest.approx(4 / 5)
    assert ids[found["e"].dependence.on] == "ani"
    assert found["c"].access_distance == pytest.approx(1.427, abs=5e-4)
    assert found["f"].access_distance is None


# ---------------------------------------------------------------------------- tiers


def test_somebody_in_post_brings_a_partner_within_reach_and_may_be_its_only_door() -> None:
    told = Told()
    told.post("hadi", "dinas")
    told.tie("ani", "hadi", strength=0.9)

    found = needs(told, "ani")["dinas"]

    assert found.tier is Tier.HANGING
    assert found.standing is not None
    assert found.standing.hangs_on == (days(told)[0].access.network.index_of["hadi"],)


def test_a_faded_tie_is_no_live_one() -> None:
    told = Told()
    told.partner("ngo")
    told.tie("ani", "ngo", "met_with", strength=0.09)

    found = needs(told, "ani")["ngo"]

    assert found.tier is Tier.CUT_OFF
    assert found.situation.stale == 1.0


def test_one_of_ours_in_post_there_needs_nobody_else() -> None:
    told = Told()
    told.post("ani", "dinas")

    found = needs(told, "ani")["dinas"]

    assert found.tier is Tier.IN_REACH
    assert found.standing is not None
    assert (found.standing.chance, found.standing.worst) == (1.0, 1.0)
    assert found.situation.access_distance == 0.0


def test_who_serves_on_a_body_with_somebody_in_post_leads_to_a_partner() -> None:
    told = Told()
    for person, at in (("hadi", "dinas"), ("hadi", "forum"), ("ani", "forum"), ("ani", "kantor")):
        told.post(person, at, since=ago(400))
    told.post("budi", "pdam")
    told.post("cici", "pdam")

    found = needs(told, "ani")

    assert found["dinas"].tier is Tier.HANGING  # on Hadi, whom Ani must know from the forum
    assert found["pdam"].tier is Tier.CUT_OFF  # its two people know each other alone


def test_two_unlikely_ways_are_thin_and_a_likely_one_is_not() -> None:
    told = Told()
    told.partner("ngo")
    for between in ("budi", "cici"):
        told.tie("ani", between, strength=0.1)
        told.tie(between, "ngo", "met_with", strength=0.2)

    assert needs(told, "ani")["ngo"].tier is Tier.THIN
    told.tie("ani", "ngo", "advises", strength=0.9)
    assert needs(told, "ani")["ngo"].tier is Tier.IN_REACH


def test_a_position_that_ends_is_foreseen() -> None:
    told = Told()
    for person in ("hadi", "budi"):
        told.post(person, "dinas", until=ahead(30) if person == "hadi" else None)
        told.tie("ani", person, strength=0.9 if person == "hadi" else 0.5)

    found = needs(told, "ani")["dinas"]

    assert found.tier is Tier.ABOUT_TO_BE
    assert found.later is not None
    assert found.later.tier is Tier.HANGING
    assert Ending.POSITION in found.later.endings


def test_cooling_is_foreseen_and_what_begins_later_is_not() -> None:
    told = Told()
    told.partner("ngo", Sector.CIVIL_SOCIETY)
    told.person("ani")
    told.meet("ani", "ngo", days_ago=220)

    found = needs(told, "ani")["ngo"]
    told.tie("ani", "ngo", "met_with", strength=0.9, since=ahead(20))

    assert found.tier is Tier.ABOUT_TO_BE
    assert found.later is not None
    assert found.later.endings == (Ending.COOLING,)
    assert needs(told, "ani")["ngo"].tier is Tier.ABOUT_TO_BE


def test_where_the_last_appointment_ends_nobody_is_reached_any_more() -> None:
    told = Told()
    told.partner("ngo")
    told.tie("ani", "ngo", "met_with", strength=0.9)

    found = needs(told, "ani", until=())["ngo"]

    assert found.tier is Tier.ABOUT_TO_BE
    assert found.later is not None
    assert found.later.tier is Tier.OUT_OF_REACH
    assert found.later.endings == (Ending.APPOINTMENT,)


def test_foreseeing_leaves_a_network_alone_in_which_nothing_begins_or_ends() -> None:
    told = Told()
    told.tie("ani", "budi", strength=0.9, since=ago(400))
    told.ask("ani", "budi", (RequestState.AGREED, 2), days_ago=9)
    still = told.network()
    told.tie("ani", "cici", until=ahead(AHEAD_DAYS - 1))
    ending = told.network()

    assert foreseen(still, DAY) is still
    assert len(foreseen(ending, DAY).ties) == len(ending.ties) - 1


# ---------------------------------------------------------------------------- what is not defined


def test_without_brokers_the_largest_component_decides() -> None:
    told = Told()
    for name in "abc":
        told.partner(name)
    told.tie("a", "b", "met_with", strength=0.05)
    told.tie("a", "x", "met_with", strength=0.9)
    told.tie("x", "y", "met_with", strength=0.9)
    told.tie("b", "z", "met_with", strength=0.9)

    found = needs(told)

    assert {name: need.tier for name, need in found.items()} == {
        "a": Tier.IN_REACH,
        "b": Tier.OUT_OF_REACH,
        "c": Tier.CUT_OFF,
    }
    assert found["a"].standing is None
    assert found["a"].undefined["chance"] is Undefined.NO_BROKER
    assert not any(need.is_unreached for need in found.values())


def test_of_equally_large_components_nobody_is_outside() -> None:
    told = Told()
    for name in "ab":
        told.partner(name)
        told.tie(name, f"{name}x", "met_with", strength=0.9)

    assert {need.tier for need in needs(told).values()} == {Tier.IN_REACH}


def test_the_only_actor_has_no_harmonic_closeness() -> None:
    told = Told()
    told.partner("a")

    found = needs(told)["a"]

    assert found.harmonic is None
    assert found.undefined["harmonic"] is Undefined.ONE_ACTOR
    assert (found.rank, found.tier) == (1, Tier.CUT_OFF)


def test_nobody_to_look_after() -> None:
    told = Told()
    told.tie("ani", "budi")

    assert needs(told, "ani") == {}
    assert order_of_need(*days(Told())) == ()


def test_a_broker_is_not_listed_and_key_partners_may_be_asked_for_alone() -> None:
    told = Told()
    told.partner("a")
    told.partner("ours", is_key_partner=True)

    assert set(needs(told, "ours")) == {"a"}
    network = told.network()
    assert partners_of(network, key_only=True) == [network.index_of["ours"]]


def test_key_partners_come_first_within_their_tier_and_equal_ones_share_a_rank() -> None:
    told = Told()
    for name in "abcd":
        told.partner(name, is_key_partner=name == "c")
    told.person("ani")

    found = needs(told, "ani")

    assert [(name, need.rank, need.equals) for name, need in found.items()] == [
        ("c", 1, 0),
        ("a", 2, 2),
        ("b", 2, 2),
        ("d", 2, 2),
    ]


def test_a_tie_into_another_sector_counts_wherever_it_starts() -> None:
    told = Told()
    told.partner("dinas", Sector.GOVERNMENT)
    told.partner("firm", Sector.BUSINESS)
    told.partner("balai", Sector.GOVERNMENT)
    told.partner("plain")
    told.post("hadi", "dinas")
    told.post("wati", "firm")
    told.tie("hadi", "wati", strength=0.9)
    told.tie("balai", "dinas", "partners_with", strength=0.9)

    found = {name: need.situation.no_other_sector for name, need in needs(told).items()}

    assert found == {"dinas": False, "firm": False, "balai": True, "plain": None}


# ---------------------------------------------------------------------------- at random


def check(world: World) -> None:
    """Hold all that is told of a random network against its definition."""
    now, later = world.days
    plain, plain_later = world.plain, world.plain_later
    ids = world.now.network.actors.id
    found = order_of_need(now, later)
    partners = [name for name in plain.names if name.startswith("p")]
    assert sorted(ids[need.partner] for need in found) == partners
    keys = dict[str, tuple[float, ...]]()
    for need in found:
        name = ids[need.partner]
        chance = plain.chance(world.brokers, name) if world.brokers else None
        left = plain.after_losses(world.brokers, name)
        worst = None if chance is None else min([chance, *left.values()])
        tier = plain.first_tier(world.brokers, name, is_later=False)
        if not tier and chance is not None:
            tier = 4 * bool(plain_later.first_tier(world.staying, name, is_later=True))
        if not tier:
            tier = 5 if chance is not None and chance < 0.2 - 1e-9 else 6
        near = plain.harmonic(name)
        assert need.tier.number == tier, name
        assert same(need.standing.chance if need.standing else None, chance), name
        assert same(need.standing.worst if need.standing else None, worst), name
        assert same(need.harmonic, near), name
        if need.standing and worst is not None and chance is not None and worst < chance:
            least = sorted(one for one, rest in left.items() if same(rest, worst))
            assert [ids[one] for one in need.standing.at_worst] == least, name
        actor = world.told.actors[name]
        keys[name] = (
            *(tier, not getattr(actor, "is_key_partner", False)),
            *(round(number or 0.0, 9) for number in (chance, worst, near)),
        )
    for need in found:
        mine = keys[ids[need.partner]]
        assert need.rank == 1 + sum(other < mine for other in keys.values())
        assert need.equals == sum(other == mine for other in keys.values()) - 1


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_random_networks_by_definition(first: int) -> None:
    for seed in range(first, first + 40):
        check(World.drawn(seed))


@pytest.mark.soak
def test_thousands_of_random_networks_by_definition() -> None:
    for seed in range(10_000, 14_000):
        check(World.drawn(seed))
