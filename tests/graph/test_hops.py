"""From records to hops: each rule of the guide on the smallest network that shows it."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pytest

from graph.access.hops import (
    COLLEAGUES,
    MET,
    Basis,
    Hops,
    features_of,
    hops_of,
    key_contacts,
)
from graph.network import ActorFlag, NetworkView
from graph.records.dates import epoch_day
from graph.records.ties import StrengthOverride, TieType
from graph.strength.strength import strengths_of
from graph.strength.used import Speaks
from graph.vocabulary import (
    InteractionKind,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
    UserId,
)
from tests.told import TODAY, Told, ago

PAIR: Final = ("ani", "budi")


def hops_told(
    told: Told, on: date = TODAY, types: Sequence[str] | None = None
) -> dict[tuple[str, str], dict[str, Any]]:
    """All hops of a day with all that is known of each, by ends."""
    view = told.view(on)
    hops = hops_of(view, types)
    features = features_of(view, hops)
    names = view.network.actors.id
    columns = {field.name: getattr(hops, field.name) for field in fields(Hops)}
    columns |= {name: getattr(features, name) for name in features.__dataclass_fields__}
    found = {}
    for place in range(len(hops)):
        pair = (names[hops.source[place]], names[hops.target[place]])
        assert pair not in found  # one channel for each ordered pair
        found[pair] = {name: column[place].item() for name, column in columns.items()}
    assert list(found) == sorted(found)  # as ids are ordered by index here
    return found


@pytest.fixture
def told() -> Told:
    return Told()


def back(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1], pair[0]


# ---------------------------------------------------------------------------- ties


@pytest.mark.parametrize("type_", ["knows", "met_with"])
def test_an_undirected_tie_carries_an_introduction_both_ways(told: Told, type_: str) -> None:
    told.tie("ani", "budi", type_, strength=0.4)

    assert {pair: hop["strength"] for pair, hop in hops_told(told).items()} == {
        PAIR: 0.4,
        back(PAIR): 0.4,
    }


@pytest.mark.parametrize("type_", ["reports_to", "mandate_over", "advises"])
def test_a_directed_tie_can_be_asked_along_from_both_ends(told: Told, type_: str) -> None:
    told.tie("ani", "budi", type_)

    assert set(hops_told(told)) == {PAIR, back(PAIR)}


def test_a_gatekeeper_leads_to_the_leader_and_the_leader_not_to_the_gatekeeper(
    told: Told,
) -> None:
    told.tie("ajudan", "bupati", "gatekeeper_of")

    hops = hops_told(told)
    assert set(hops) == {("ajudan", "bupati")}
    assert hops["ajudan", "bupati"]["strength"] == 0.6  # the type's prior


@pytest.mark.parametrize("type_", ["part_of", "succeeded_by"])
def test_a_tie_that_is_no_acquaintance_carries_nothing(told: Told, type_: str) -> None:
    told.partner("dinas")
    told.partner("bidang")
    told.tie("bidang", "dinas", type_, strength=0.9)

    assert hops_told(told) == {}


def test_family_carries_nothing_until_the_network_turns_it_on(told: Told) -> None:
    told.tie("ani", "budi", "family", strength=0.9)
    assert hops_told(told) == {}

    told.types.append(TieType(id="family", traversal=Traversal.BOTH, is_directed=False))
    assert set(hops_told(told)) == {PAIR, back(PAIR)}


@pytest.mark.parametrize(
    ("traversal", "is_directed", "found"),
    [
        (Traversal.NONE, True, set[tuple[str, str]]()),
        (Traversal.FORWARD, True, {PAIR}),
        (Traversal.BOTH, True, {PAIR, back(PAIR)}),
        (Traversal.FORWARD, False, {PAIR, back(PAIR)}),  # its order of ends means nothing
        (Traversal.NONE, False, set[tuple[str, str]]()),
    ],
)
def test_a_custom_type_carries_what_the_network_says(
    told: Told, traversal: Traversal, is_directed: bool, found: set[tuple[str, str]]
) -> None:
    told.tie("ani", "budi", "mentors")
    assert hops_told(told) == {}  # nobody said so yet

    told.types.append(TieType(id="mentors", traversal=traversal, is_directed=is_directed))
    assert set(hops_told(told)) == found


@pytest.mark.parametrize(
    ("type_", "prior"), [("knows", 0.3), ("met_with", 0.25), ("advises", 0.5), ("reports_to", 0.45)]
)
def test_a_tie_of_which_nothing_is_stated_has_the_strength_of_its_type(
    told: Told, type_: str, prior: float
) -> None:
    told.tie("ani", "budi", type_)

    assert hops_told(told)[PAIR]["strength"] == prior


def test_a_prior_says_that_it_is_one(told: Told) -> None:
    told.tie("ani", "budi", strength=0.3)
    told.tie("ani", "cici")

    spoken = {pair: (hop["speaks"], hop["strength"]) for pair, hop in hops_told(told).items()}
    assert spoken[PAIR] == (Speaks.STATED, 0.3)
    assert spoken["ani", "cici"] == (Speaks.PRIOR, 0.3)


def test_a_stated_strength_speaks_instead_of_the_prior_even_when_it_is_lower(
    told: Told,
) -> None:
    told.tie("ani", "budi", "advises", strength=0.1)

    assert hops_told(told)[PAIR]["strength"] == 0.1


def test_a_future_tie_never_carries_an_introduction(told: Told) -> None:
    told.tie("ani", "budi", strength=0.9, since=ago(-1))

    assert hops_told(told) == {}
    assert PAIR in hops_told(told, on=TODAY + timedelta(1))


def test_an_ended_tie_counts_only_through_decay(told: Told) -> None:
    told.tie("ani", "budi", strength=0.6, until=ago(365))

    hop = hops_told(told)[PAIR]
    assert hop["strength"] == pytest.approx(0.285, abs=5e-4)
    assert hop["speaks"] == Speaks.STATED
    assert hops_told(told, on=TODAY - timedelta(365))[PAIR]["strength"] == 0.6  # its last day
    one_day_after = hops_told(told, on=TODAY - timedelta(364))[PAIR]["strength"]
    assert one_day_after == pytest.approx(1 - 0.4 ** (2 ** (-1 / 252)))


def test_an_ended_tie_of_two_with_a_common_acquaintance_fades_more_slowly(told: Told) -> None:
    told.tie("ani", "budi", strength=0.6, until=ago(365))
    told.tie("ani", "cici")
    told.meet("budi", "cici", days_ago=700)

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(0.350, abs=5e-4)


def test_an_ended_tie_without_a_stated_strength_fades_from_its_prior(told: Told) -> None:
    told.tie("ani", "budi", "advises", until=ago(252))

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(1 - math.sqrt(0.5))


def test_an_ended_tie_that_has_faded_below_five_hundredths_carries_nothing(
    told: Told,
) -> None:
    # -ln 0.4 x 2^(-d/252) reaches -ln 0.95 after 252 log2(0.9163 / 0.0513) = 1048.2 days
    told.tie("ani", "budi", strength=0.6, until=ago(1048))
    assert hops_told(told)[PAIR]["strength"] == pytest.approx(0.05, abs=5e-4)

    assert hops_told(told, on=TODAY + timedelta(1)) == {}


def test_a_tie_that_holds_carries_an_introduction_however_weak(told: Told) -> None:
    told.tie("ani", "budi", strength=0.01)

    assert hops_told(told)[PAIR]["strength"] == 0.01


def test_the_last_contact_that_a_tie_names_speaks_as_one_meeting(told: Told) -> None:
    """No sector is known: a rhythm of 56 days, halved as a bridge in 168."""
    told.tie("ani", "budi", "met_with", last_contact=ago(365))

    hop = hops_told(told)[PAIR]
    assert hop["strength"] == pytest.approx(1 - math.exp(-(2 ** (-365 / 168)) / 3))
    assert hop["speaks"] == Speaks.COMPUTED


def test_the_last_contact_of_a_gatekeeper_opens_no_way_back(told: Told) -> None:
    told.tie("ajudan", "bupati", "gatekeeper_of", last_contact=ago(0))

    assert set(hops_told(told)) == {("ajudan", "bupati")}


def test_the_larger_of_stated_strength_and_last_contact_is_used(told: Told) -> None:
    told.tie("ani", "budi", strength=0.2, last_contact=ago(0))
    told.tie("ani", "cici", strength=0.5, last_contact=ago(0))

    hops = hops_told(told)
    assert hops[PAIR]["strength"] == pytest.approx(0.283, abs=5e-4)
    assert hops["ani", "cici"]["strength"] == 0.5


def test_a_contact_that_lies_ahead_vouches_for_nothing(told: Told) -> None:
    told.tie("ani", "budi", last_contact=ago(-10))

    assert hops_told(told)[PAIR]["strength"] == 0.3


def test_a_recent_contact_keeps_an_ended_tie_alive(told: Told) -> None:
    told.tie("ani", "budi", strength=0.6, until=ago(3_000), last_contact=ago(0))

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(0.283, abs=5e-4)


def test_several_ties_of_a_pair_are_one_channel_as_strong_as_the_strongest(
    told: Told,
) -> None:
    told.tie("ani", "budi", "knows", strength=0.2)
    told.tie("budi", "ani", "advises", strength=0.7)
    told.tie("ani", "budi", "met_with")

    assert [hop["strength"] for hop in hops_told(told).values()] == [0.7, 0.7]


def test_among_ties_of_which_nothing_is_known_the_largest_prior_is_used(told: Told) -> None:
    told.tie("ani", "budi", "met_with")
    told.tie("budi", "ani", "advises")

    assert [hop["strength"] for hop in hops_told(told).values()] == [0.5, 0.5]


# ---------------------------------------------------------------------------- overrides


def override(strength: float, since: int = 10, until: int | None = None) -> StrengthOverride:
    return StrengthOverride(
        strength=strength,
        reason="they fell out",
        by=UserId("rina"),
        since=ago(since),
        until=None if until is None else ago(until),
    )


def test_a_persons_override_stands_before_everything_else(told: Told) -> None:
    told.tie("ani", "budi", strength=0.9, override=override(0.1))
    told.tie("budi", "ani", strength=0.8)
    told.meet(*PAIR)
    for person in PAIR:
        told.post(person, "dinas", since=ago(100))

    hops = hops_told(told)
    assert hops[PAIR]["strength"] == hops[back(PAIR)]["strength"] == 0.1
    assert hops[PAIR]["speaks"] == Speaks.OVERRIDE
    assert hops[PAIR]["reciprocity"] == 0  # what both stated does not speak
    assert hops[PAIR]["said"] == 0.9


@pytest.mark.parametrize(("days", "speaks"), [(180, Speaks.OVERRIDE), (181, Speaks.STATED)])
def test_an_override_holds_for_a_hundred_and_eighty_days(
    told: Told, days: int, speaks: Speaks
) -> None:
    told.tie("ani", "budi", strength=0.9, override=override(0.1, since=days))

    assert hops_told(told)[PAIR]["speaks"] == speaks


def test_an_override_is_not_seen_before_it_was_said(told: Told) -> None:
    told.tie("ani", "budi", strength=0.9, override=override(0.1, since=-1))

    assert hops_told(told)[PAIR]["strength"] == 0.9
    assert hops_told(told, on=TODAY + timedelta(1))[PAIR]["strength"] == 0.1


def test_of_two_overrides_the_newer_holds(told: Told) -> None:
    told.tie("ani", "budi", override=override(0.7, since=20))
    told.tie("ani", "budi", "advises", override=override(0.2, since=10))
    told.tie("ani", "budi", "met_with", override=override(0.9, since=30, until=25))

    assert hops_told(told)[PAIR]["strength"] == 0.2


def test_an_override_keeps_an_ended_tie_or_lets_it_go(told: Told) -> None:
    told.tie("ani", "budi", until=ago(5_000), override=override(0.5))
    told.tie("ani", "cici", strength=0.9, until=ago(1), override=override(0.0))

    hops = hops_told(told)
    assert hops[PAIR]["strength"] == 0.5
    assert ("ani", "cici") not in hops


# ---------------------------------------------------------------------------- reciprocity


def test_a_tie_that_both_sides_state_is_reciprocated(told: Told) -> None:
    told.tie("ani", "budi", strength=0.4)
    told.tie("budi", "ani", strength=0.3)

    assert {pair: hop["reciprocity"] for pair, hop in hops_told(told).items()} == {
        PAIR: 1,
        back(PAIR): 1,
    }


def test_a_missing_second_statement_is_no_evidence_against_a_tie(told: Told) -> None:
    told.tie("ani", "budi", strength=0.4)
    told.tie("budi", "ani")  # recorded, but nobody stated how close

    assert {hop["reciprocity"] for hop in hops_told(told).values()} == {0}


def test_reciprocity_is_left_out_where_a_contact_decides_the_strength(told: Told) -> None:
    """The computed strength has it in itself."""
    told.tie("ani", "budi", strength=0.2, last_contact=ago(0))
    told.tie("budi", "ani", strength=0.2)

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(0.283, abs=5e-4)
    assert hops_told(told)[PAIR]["reciprocity"] == 0


def test_a_statement_that_has_faded_away_reciprocates_nothing(told: Told) -> None:
    told.tie("ani", "budi", strength=0.4)
    told.tie("budi", "ani", strength=0.4, until=ago(5_000))

    assert hops_told(told)[PAIR]["reciprocity"] == 0


# ---------------------------------------------------------------------------- contacts


def test_who_met_can_introduce_each_other(told: Told) -> None:
    """Three at a meeting are embedded: four rhythms of 56 days halve it."""
    told.meet("ani", "budi", "cici", days_ago=365)

    hops = hops_told(told)
    assert set(hops) == set(itertools.permutations(("ani", "budi", "cici"), 2))
    assert {hop["basis"] for hop in hops.values()} == {Basis.CONTACT}
    expected = 1 - math.exp(-(2 ** (-365 / 224)) / 3)
    assert [hop["strength"] for hop in hops.values()] == pytest.approx([expected] * 6)
    assert {hop["speaks"] for hop in hops.values()} == {Speaks.COMPUTED}
    assert not any(hop["inferred"] or hop["reciprocity"] for hop in hops.values())


@pytest.mark.parametrize(
    ("kind", "worth"),
    [
        (InteractionKind.MEETING, 1),
        (InteractionKind.VISIT, 1),
        (InteractionKind.JOINT_PROJECT, 1.5),
        (InteractionKind.CALL, 0.7),
        (InteractionKind.EVENT, 0.3),
    ],
)
def test_each_kind_of_contact_has_its_worth(
    told: Told, kind: InteractionKind, worth: float
) -> None:
    told.meet(*PAIR, kind=kind)

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(1 - math.exp(-worth / 3))


@pytest.mark.parametrize(
    "kind", [InteractionKind.MESSAGE, InteractionKind.LETTER, InteractionKind.OTHER]
)
def test_a_single_message_shows_an_acquaintance_only_once_it_is_answered(
    told: Told, kind: InteractionKind
) -> None:
    told.meet(*PAIR, kind=kind)  # by whom is not known
    told.meet("ani", "cici", kind=kind, initiator="ani")
    assert hops_told(told) == {}

    told.meet("ani", "cici", kind=kind, initiator="ani", answered_on=ago(0))
    assert set(hops_told(told)) == {("ani", "cici"), ("cici", "ani")}
    assert hops_told(told)["ani", "cici"]["strength"] == pytest.approx(1 - math.exp(-0.1))


def test_meetings_add_up(told: Told) -> None:
    for days in (400, 30):
        told.meet(*PAIR, days_ago=days)

    expected = 1 - math.exp(-(2 ** (-30 / 168) + 2 ** (-400 / 168)) / 3)
    assert hops_told(told)[PAIR]["strength"] == pytest.approx(expected)


def test_a_meeting_that_lies_ahead_shows_nothing_yet(told: Told) -> None:
    told.meet(*PAIR, days_ago=-1)

    assert hops_told(told) == {}
    assert set(hops_told(told, on=TODAY + timedelta(1))) == {PAIR, back(PAIR)}


def test_a_meeting_long_ago_carries_nothing(told: Told) -> None:
    # 2^(-a/168) / 3 reaches -ln 0.95 after 168 log2(0.3333 / 0.0513) = 453.6 days
    told.meet(*PAIR, days_ago=453)

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(0.05, abs=5e-4)
    assert hops_told(told, on=TODAY + timedelta(1)) == {}


@pytest.mark.parametrize(
    ("persons", "kind", "worth"),
    [
        (5, InteractionKind.MEETING, 1.0),
        (6, InteractionKind.MEETING, 0.8),
        (26, InteractionKind.MEETING, 4 / 25),
        (27, InteractionKind.MEETING, 0.0),  # 1 - exp(-4/26/3) is below 0.05
        (39, InteractionKind.JOINT_PROJECT, 1.5 * 4 / 38),
        (60, InteractionKind.JOINT_PROJECT, 0.0),
        (61, InteractionKind.JOINT_PROJECT, 0.0),
    ],
)
def test_the_more_people_met_the_less_two_of_them_know_each_other(
    told: Told, persons: int, kind: InteractionKind, worth: float
) -> None:
    everybody = [f"c{n:02}" for n in range(persons)]
    told.meet(*everybody, kind=kind)

    hops = hops_told(told)
    assert len(hops) == (persons * (persons - 1) if worth else 0)
    strengths = [hop["strength"] for hop in hops.values()]
    assert strengths == pytest.approx([1 - math.exp(-worth / 3)] * len(hops))


def test_meetings_of_several_sizes_keep_their_own_people(told: Told) -> None:
    told.meet("ani", "budi", "cici")
    told.meet("cici", "dedi")
    told.meet("eko", "fitri", "gita")

    groups = [("ani", "budi", "cici"), ("cici", "dedi"), ("eko", "fitri", "gita")]
    expected = {pair for group in groups for pair in itertools.permutations(group, 2)}
    assert set(hops_told(told)) == expected


def test_an_organisation_that_met_somebody_can_carry_an_introduction(told: Told) -> None:
    told.partner("lsm")
    told.meet("lsm", "bupati")

    assert set(hops_told(told)) == {("lsm", "bupati"), ("bupati", "lsm")}


# ---------------------------------------------------------------------------- colleagues


def test_people_in_post_together_are_inferred_colleagues(told: Told) -> None:
    for person in PAIR:
        told.post(person, "dinas", since=ago(100))

    hops = hops_told(told)
    assert set(hops) == {PAIR, back(PAIR)}
    hop = hops[PAIR]
    assert (hop["basis"], hop["inferred"]) == (Basis.COLLEAGUES, True)
    assert hop["strength"] == pytest.approx(1 - math.exp(-1))
    assert hop["last_day"] == epoch_day(TODAY)
    assert told.view().network.actors.id[hop["body"]] == "dinas"


@pytest.mark.parametrize(
    ("persons", "years", "strength"),
    [(20, 0, 0.190), (20, 2, 0.100), (60, 0, 0.0656), (61, 0, None), (2, 0, 0.632)],
)
def test_colleagues_are_closer_in_small_bodies_and_grow_apart(
    told: Told, persons: int, years: int, strength: float | None
) -> None:
    """Worked numbers of the method: m 20: 0.190; two years later 0.100; m 61: none."""
    for n in range(persons):
        told.post(f"c{n:02}", "dprd", since=ago(3_000), until=ago(365 * years))

    hops = hops_told(told)
    assert len(hops) == (persons * (persons - 1) if strength else 0)
    assert [hop["strength"] for hop in hops.values()] == pytest.approx(
        [strength] * len(hops), abs=5e-4
    )


def test_an_overlap_of_less_than_thirty_days_makes_no_colleagues(told: Told) -> None:
    told.post("ani", "dinas", since=ago(100), until=ago(50))
    told.post("budi", "dinas", since=ago(79))  # 79 to 50 days ago: thirty days
    told.post("cici", "dinas", since=ago(78))

    assert PAIR in hops_told(told)
    assert ("ani", "cici") not in hops_told(told)


def test_a_position_leads_nowhere_by_itself(told: Told) -> None:
    """Otherwise a party of 11,000 introduces everybody."""
    told.post("ani", "partai")

    assert hops_told(told) == {}


def test_undated_positions_count_as_valid(told: Told) -> None:
    for person in PAIR:
        told.post(person, "dinas")

    assert hops_told(told)[PAIR]["strength"] == pytest.approx(1 - math.exp(-1))


def test_a_future_position_makes_no_colleagues(told: Told) -> None:
    told.post("ani", "dinas", since=ago(100))
    told.post("budi", "dinas", since=ago(-1))

    assert hops_told(told) == {}


def test_a_body_that_was_removed_makes_no_colleagues(told: Told) -> None:
    for person in PAIR:
        told.post(person, "dinas")
        told.post(person, "forum")
    told.partner("dinas", merged_into="bappeda")  # flags of both kinds put out of use
    network = told.network()
    network.actors.flags[network.index_of["forum"]] |= ActorFlag.REMOVED

    assert len(hops_of(network.on(epoch_day(TODAY)))) == 0


def test_tie_and_years_together_are_one_hop_that_is_not_inferred(told: Told) -> None:
    told.tie(*PAIR, strength=0.2)
    for person in PAIR:
        told.post(person, "dinas", since=ago(100))

    hop = hops_told(told)[PAIR]
    assert (hop["basis"], hop["inferred"]) == (Basis.TIE, False)
    assert hop["strength"] == pytest.approx(1 - math.exp(-1))  # the larger of the two
    assert hop["reciprocity"] == 0
    assert told.view().network.actors.id[hop["body"]] == "dinas"  # the second reason stays
    assert hop["last_day"] == epoch_day(TODAY)


def test_a_stated_tie_stronger_than_years_together_keeps_its_strength(told: Told) -> None:
    told.tie(*PAIR, strength=0.8)
    for person in PAIR:
        told.post(person, "dinas", since=ago(100))

    assert hops_told(told)[PAIR]["strength"] == 0.8


def test_colleagues_who_met_are_not_inferred(told: Told) -> None:
    told.meet(*PAIR)
    for person in PAIR:
        told.post(person, "dinas", since=ago(100))

    hop = hops_told(told)[PAIR]
    assert (hop["basis"], hop["inferred"]) == (Basis.CONTACT, False)


# ---------------------------------------------------------------------------- filter of types


def test_a_filter_of_types_leaves_the_others_out(told: Told) -> None:
    told.tie("a", "b", "knows")
    told.tie("a", "c", "advises")
    told.tie("a", "d", "met_with")
    told.meet("a", "e")
    told.post("a", "dinas")
    told.post("f", "dinas")

    def found(*types: str) -> set[str]:
        return {target for source, target in hops_told(told, types=types) if source == "a"}

    assert found("knows") == {"b"}
    assert found("knows", "advises") == {"b", "c"}
    assert found(MET) == {"d", "e"}  # stated meetings and those recorded one by one
    assert found(COLLEAGUES) == {"f"}
    assert found() == set()
    assert {t for s, t in hops_told(told) if s == "a"} == {"b", "c", "d", "e", "f"}


def test_contact_speaks_for_a_pair_whichever_reason_makes_its_hop(told: Told) -> None:
    """The filter asks for the ways; how close two are does not depend on it."""
    told.tie(*PAIR, strength=0.1)
    told.meet(*PAIR)

    hop = hops_told(told, types=["knows"])[PAIR]
    assert (hop["basis"], hop["speaks"]) == (Basis.TIE, Speaks.COMPUTED)
    assert hop["strength"] == pytest.approx(1 - math.exp(-1 / 3))


def test_strengths_at_hand_are_used_and_not_computed_again(told: Told) -> None:
    told.meet(*PAIR)
    view = told.view()
    strengths = strengths_of(view)
    vars(strengths)["strength"] = np.array([0.77])

    assert hops_of(view, strengths=strengths).strength.tolist() == [0.77, 0.77]


# ---------------------------------------------------------------------------- features


def test_levels_up_count_from_who_asks_to_who_is_asked(told: Told) -> None:
    for level, name in ((2, "staf"), (5, "kadis"), (6, "bupati"), (None, "tokoh")):
        told.person(name, seniority=level)
    told.meet("staf", "kadis", "bupati", "tokoh")

    up = {pair: hop["levels_up"] for pair, hop in hops_told(told).items()}
    assert up["staf", "bupati"] == 4
    assert up["staf", "kadis"] == 3
    assert up["bupati", "staf"] == 0  # down
    assert up["staf", "tokoh"] == up["tokoh", "bupati"] == 0  # not known


def test_busyness_is_that_of_who_is_asked(told: Told) -> None:
    told.person("ani", busyness=0.1)
    told.person("budi", busyness=0.9)
    told.tie("ani", "budi")
    told.tie("budi", "cici")

    hops = hops_told(told)
    assert hops[PAIR]["busyness"] == 0.9
    assert hops[back(PAIR)]["busyness"] == 0.1
    assert math.isnan(hops["budi", "cici"]["busyness"])
    assert {hop["requests"] for hop in hops.values()} == {0}  # no records of them yet


@pytest.mark.parametrize(
    ("mine", "theirs", "is_other"),
    [
        (["government"], ["government"], False),
        (["government"], ["donor"], True),
        (["government", "media"], ["donor", "media"], False),
        (["other"], ["government"], True),
        (["other"], ["other"], False),
        (["media"], ["other"], True),
        ([], ["donor"], False),  # not known counts for nothing
        ([], [], False),
    ],
)
def test_another_sector_is_one_that_the_two_do_not_share(
    told: Told, mine: list[str], theirs: list[str], is_other: bool
) -> None:
    for person, sectors in zip(PAIR, (mine, theirs), strict=True):
        for sector in sectors:
            told.partner(f"{person}-{sector}", Sector(sector))
            told.post(person, f"{person}-{sector}")
    told.tie(*PAIR)

    assert hops_told(told)[PAIR]["other_sector"] is is_other


def test_sitting_on_one_body_now_is_a_shared_forum(told: Told) -> None:
    told.partner("pokja", kind=PartnerKind.BODY)
    told.partner("dinas")
    told.partner("panitia", kind=PartnerKind.BODY)
    for person in PAIR:
        told.post(person, "pokja", since=ago(100))
        told.post(person, "dinas", since=ago(100))
    told.post("cici", "dinas", since=ago(100))
    told.post("ani", "panitia", since=ago(900), until=ago(400))
    told.post("cici", "panitia", since=ago(900), until=ago(400))

    shared = {pair: hop["shared_forum"] for pair, hop in hops_told(told).items()}
    assert shared[PAIR] is shared[back(PAIR)] is True
    assert shared["ani", "cici"] is False  # an office is no forum, a former one neither
    assert shared["budi", "cici"] is False


def test_a_forum_of_a_multitude_is_no_shared_forum(told: Told) -> None:
    told.partner("kongres", kind=PartnerKind.BODY)
    told.tie("c00", "c01")
    for n in range(61):
        told.post(f"c{n:02}", "kongres", since=ago(100))

    assert hops_told(told)["c00", "c01"]["shared_forum"] is False


def test_a_step_into_an_organisation_where_nobody_is_known_is_marked(told: Told) -> None:
    told.partner("lsm")
    told.partner("yayasan")
    told.post("cici", "yayasan")
    told.tie("ani", "lsm", "advises")
    told.tie("ani", "yayasan", "advises")

    unknown = {pair: hop["nobody_known"] for pair, hop in hops_told(told).items()}
    assert unknown["ani", "lsm"] is True
    assert unknown["ani", "yayasan"] is False
    assert unknown["lsm", "ani"] is False  # into a person


def test_the_key_contact_of_an_organisation_is_who_leads_it_on_the_day(told: Told) -> None:
    told.person("z-kepala-lama")
    told.post("z-kepala-lama", "dinas", type=PositionType.LEADS, until=ago(1))
    told.post("y-kepala", "dinas", type=PositionType.LEADS, since=ago(0))
    told.post("a-anggota", "dinas", type=PositionType.MEMBER_OF)
    told.post("c-staf", "dinas")
    told.post("b-staf", "dinas")

    def key(view: NetworkView) -> str:
        found = key_contacts(view)[view.network.index_of["dinas"]]
        return str(view.network.actors.id[found]) if found >= 0 else ""

    assert key(told.view()) == "y-kepala"
    assert key(told.view(TODAY - timedelta(1))) == "z-kepala-lama"
    told.person("y-kepala", do_not_ask=True)
    assert key(told.view()) == "b-staf"  # before a member, and the first of two by id
    told.posts = told.posts[:2]
    assert key(told.view()) == ""
    assert np.all(key_contacts(told.view()) == -1)


def test_a_network_without_anything_has_no_hops(told: Told) -> None:
    assert hops_told(told) == {}
    told.know("ani")
    assert hops_told(told) == {}
    assert hops_told(told, types=()) == {}
