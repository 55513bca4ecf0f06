"""Whom a measure looks at, and which records make its graph, by hand."""

import random
from typing import Any, Final

import numpy as np
import pytest

from graph.analysis.sociogram import Rows, Sociogram
from graph.analysis.views import Chosen, Lens, Part, sociogram_of
from graph.records.dates import epoch_day
from graph.records.ties import StrengthOverride, TieType
from graph.strength.strength import strengths_of
from graph.vocabulary import Level, Sector, UserId
from tests.property.test_access_laws import random_told, scattered
from tests.told import TODAY, Told, ago

DAY: Final = epoch_day(TODAY)
Arcs = dict[tuple[str, str], float]


def drawn(told: Told, lens: Lens = Lens.PEOPLE, **how: Any) -> Sociogram:
    return sociogram_of(strengths_of(told.view()), Chosen(lens=lens, **how))


def arcs(told: Told, graph: Sociogram, rows: Rows | None = None) -> Arcs:
    """Arcs by name."""
    shown = graph.out if rows is None else rows
    ids = told.network().actors.id[graph.actors]
    return {
        (str(ids[one]), str(ids[other])): round(float(weight), 6)
        for one, other, weight in zip(shown.source, shown.idx, shown.weight, strict=True)
    }


# --------------------------------------------------------------------------------- people


def test_ties_of_people_are_arcs_and_several_of_a_pair_add_up() -> None:
    told = Told(types=[TieType(id="asks", is_directed=True)])
    told.tie("ani", "budi", "asks", strength=0.4)
    told.tie("budi", "ani", "knows", strength=0.2)
    told.know("cici")
    graph = drawn(told)

    assert arcs(told, graph) == {("ani", "budi"): 0.6, ("budi", "ani"): 0.2}
    assert arcs(told, graph, graph.both) == {("ani", "budi"): 0.6, ("budi", "ani"): 0.6}
    assert arcs(told, graph, graph.back) == {("budi", "ani"): 0.6, ("ani", "budi"): 0.2}
    assert graph.is_directed
    assert len(graph) == 3
    assert graph.components.tolist() == [0, 0, 1]


def test_a_record_that_holds_both_ways_counts_once_without_direction() -> None:
    told = Told()
    told.tie("ani", "budi", "knows", strength=0.5)
    graph = drawn(told)

    assert not graph.is_directed
    assert arcs(told, graph) == arcs(told, graph, graph.both)


def test_what_was_said_of_a_tie_comes_before_its_type_and_a_persons_word_before_all() -> None:
    told = Told()
    told.tie("ani", "budi", "knows")
    (prior,) = {*arcs(told, drawn(told)).values()}
    assert prior == next(type_.prior for type_ in told.network().types if type_.id == "knows")

    said = StrengthOverride(strength=0.1, reason="they fell out", by=UserId("sari"), since=ago(9))
    told = Told()
    told.tie("ani", "budi", "knows", strength=0.9, override=said)
    told.meet("budi", "ani")
    assert {*arcs(told, drawn(told)).values()} == {0.1}


def test_contacts_count_by_their_computed_strength_unless_other_types_are_asked_for() -> None:
    told = Told()
    told.meet("ani", "budi")
    computed = float(strengths_of(told.view()).strength[0])

    assert arcs(told, drawn(told))["ani", "budi"] == round(computed, 6)
    assert arcs(told, drawn(told, types=frozenset({"knows"}))) == {}


def test_what_does_not_hold_or_was_doubted_or_is_weak_is_left_out() -> None:
    told = Told()
    told.tie("ani", "budi", "knows", strength=0.9, until=ago(30))
    told.tie("ani", "cici", "knows", strength=0.9, confidence=0.3)
    told.tie("ani", "dedi", "knows", strength=0.2)
    told.tie("ani", "eka", "knows", strength=0.2)
    told.tie("eka", "ani", "knows", strength=0.2)

    assert set(arcs(told, drawn(told, least_confidence=0.5, least_strength=0.3))) == {
        ("ani", "eka"),
        ("eka", "ani"),
    }


def test_colleagues_count_on_request() -> None:
    told = Told()
    for person in ("ani", "budi"):
        told.post(person, "dinas")

    assert arcs(told, drawn(told)) == {}
    assert set(arcs(told, drawn(told, with_colleagues=True))) == {("ani", "budi"), ("budi", "ani")}


def test_people_of_a_sector_or_level_are_those_in_post_there() -> None:
    told = Told()
    told.partner("dinas", Sector.GOVERNMENT, level=Level.PROVINCE)
    told.partner("yayasan", Sector.CIVIL_SOCIETY)
    told.post("ani", "dinas")
    told.post("budi", "yayasan")
    told.post("cici", "dinas", until=ago(5))

    def who(**how: Any) -> list[str]:
        return told.network().actors.id[drawn(told, **how).actors].tolist()

    assert who(sectors=frozenset({Sector.GOVERNMENT})) == ["ani"]
    assert who(levels=frozenset({Level.PROVINCE})) == ["ani"]
    assert who(lens=Lens.ALL, levels=frozenset({Level.PROVINCE})) == ["ani", "dinas"]
    assert who(lens=Lens.ORGANISATIONS, sectors=frozenset(Sector)) == ["dinas", "yayasan"]


# --------------------------------------------------------------------------- organisations


def joined() -> Told:
    """Three organisations: a stated tie, a person in post at all three, a meeting of two."""
    told = Told()
    for partner in ("a", "b", "c"):
        told.partner(partner)
    told.tie("a", "b", "partners_with", strength=0.5)
    for partner in ("a", "b", "c"):
        told.post("ani", partner)
    told.post("budi", "b")
    told.post("cici", "c", until=ago(30))
    told.meet("budi", "cici", days_ago=40)
    told.meet("budi", "cici", days_ago=400)
    told.meet("budi", "dedi", days_ago=3)
    return told


def test_organisations_are_joined_by_ties_people_and_meetings() -> None:
    """Ani at three partners: 1/2 for each pair; the meeting of 40 days ago: b and c, 1/1."""
    told = joined()
    graph = drawn(told, Lens.ORGANISATIONS)

    found = arcs(told, graph)
    assert {pair: found[pair] for pair in found if pair[0] < pair[1]} == {
        ("a", "b"): 1.0,
        ("a", "c"): 0.5,
        ("b", "c"): 1.5,
    }
    assert {(other, one): weight for (one, other), weight in found.items()} == found
    assert not graph.is_directed


@pytest.mark.parametrize(
    ("part", "weights"),
    [
        (Part.TIES, {"ab": 0.5}),
        (Part.PEOPLE, {"ab": 0.5, "ac": 0.5, "bc": 0.5}),
        (Part.MEETINGS, {"bc": 1.0}),
    ],
)
def test_each_part_can_be_looked_at_alone(part: Part, weights: dict[str, float]) -> None:
    told = joined()
    graph = drawn(told, Lens.ORGANISATIONS, parts=frozenset({part}))

    found = {one + other: weight for (one, other), weight in arcs(told, graph).items()}
    assert {pair: weight for pair, weight in found.items() if pair[0] < pair[1]} == weights


# ------------------------------------------------------------------------------------- all


def test_all_joins_people_and_organisations_by_posts() -> None:
    told = joined()
    graph = drawn(told, Lens.ALL, types=frozenset({"partners_with"}))

    found = arcs(told, graph, graph.both)
    assert found["ani", "a"] == found["a", "ani"] == 1.0
    assert ("cici", "c") not in found
    assert found["a", "b"] == 0.5


# -------------------------------------------------------------------------------- the rows


def test_rows_drop_loops_and_nothing_and_refuse_what_is_no_strength() -> None:
    rows = Rows.of(3, [0, 0, 1, 2, 2], [1, 0, 2, 1, 1], [0.5, 9.0, 0.0, 0.1, 0.2])

    assert (rows.ptr.tolist(), rows.idx.tolist()) == ([0, 1, 1, 2], [1, 1])
    assert rows.weight.tolist() == pytest.approx([0.5, 0.3])
    assert rows.sums().tolist() == pytest.approx([0.5, 0.0, 0.3])
    for wrong in (-0.1, np.nan, np.inf):
        with pytest.raises(ValueError, match="finite"):
            Rows.of(2, [0], [1], [wrong])


def test_nothing_at_all_is_a_graph_too() -> None:
    for lens in Lens:
        graph = drawn(Told(), lens)
        assert (len(graph), len(graph.out), graph.components.tolist()) == (0, 0, [])


def test_a_graph_does_not_depend_on_the_order_of_rows() -> None:
    draw = random.Random(3)
    for _ in range(60):
        told = random_told(draw)
        for lens in Lens:
            one, other = (
                sociogram_of(strengths_of(network.on(DAY)), Chosen(lens=lens))
                for network in (told.network(), scattered(told, draw))
            )
            for mine, theirs in ((one.out, other.out), (one.both, other.both)):
                assert mine.ptr.tolist() == theirs.ptr.tolist()
                assert mine.idx.tolist() == theirs.idx.tolist()
                assert mine.weight.tolist() == theirs.weight.tolist()
