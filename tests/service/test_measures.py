"""Measures through REST and in the terminal: one catalogue, one set of numbers."""

from pathlib import Path
from typing import Any, Final

import pytest

from graph.analysis.catalogue import MEASURES, Direction, Measure, ranked
from graph.analysis.sociogram import Sociogram
from graph.analysis.views import Lens
from graph.records.networks import LANGUAGES
from tests.service.clients import House
from tests.service.command_line import done, enter, keep, run
from tests.service.real_networks import RealFiles, at_work
from tests.told import Told

NET: Final = "water"
ON: Final = "2026-11-25"


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of four and a pair, and an organisation of two."""
    enter(tmp_path, monkeypatch)
    told = Told()
    for one, other in (("ani", "budi"), ("budi", "cici"), ("cici", "dedi"), ("eka", "fitri")):
        told.tie(one, other, "knows", strength=0.5)
    told.post("ani", "dinas")
    keep(*(write.record for write in told.writes()), network=NET)


def asked(*args: str) -> Any:
    return done("measures", *args, "--network", NET, "--on", ON, "--json").json


def test_actors_are_ranked_and_equal_ones_share_a_rank() -> None:
    told = asked("degree")

    assert [(it["actor"]["id"], it["value"], it["rank"], it["equals"]) for it in told["items"]] == [
        ("budi", 2.0, 1, 1),
        ("cici", 2.0, 1, 1),
        ("ani", 1.0, 3, 3),
        ("dedi", 1.0, 3, 3),
        ("eka", 1.0, 3, 3),
        ("fitri", 1.0, 3, 3),
    ]
    assert (told["total"], told["ties"], told["undefined"]) == (6, 4, None)


def test_what_is_undefined_is_null_with_its_reason_and_stands_last() -> None:
    told = asked("eigenvector")

    assert told["undefined"] == "not_connected"
    assert told["undefined_total"] == 2
    last = told["items"][-1]
    assert (last["actor"]["id"], last["value"], last["rank"]) == ("fitri", None, None)
    assert asked("katz", "--view", "all")["undefined"] == "one_mode"


def test_the_view_chooses_whom_to_look_at() -> None:
    assert asked("degree", "--view", "organisations")["total"] == 1
    assert asked("degree", "--view", "all")["total"] == 7
    assert asked("degree", "--least-strength", "0.6")["ties"] == 0


def test_the_terminal_tells_a_table_a_csv_and_the_catalogue() -> None:
    table = done("measures", "degree", "--network", NET, "--on", ON).out
    assert "Degree, 25 November 2026" in table
    assert "Not how well, and not whether those others matter." in table

    lines = done("measures", "degree", "--network", NET, "--on", ON, "--csv").out.splitlines()
    assert lines[:2] == ["rank,equals,value,id,name", "1,1,2.0,budi,budi"]

    undefined = done("measures", "eigenvector", "--network", NET, "--on", ON)
    assert "outside the largest part" in undefined.err + undefined.out
    listed = done("measures", "--network", NET, "--lang", "id").out
    assert "Jumlah hubungan" in listed
    assert "pagerank,PageRank," in done("measures", "--network", NET, "--csv").out


@pytest.mark.parametrize(
    "wrong",
    [
        ("height",),
        ("degree", "--view", "everybody"),
        ("degree", "--limit", "0"),
        ("degree", "--type", "marries"),
        ("degree", "--csv", "--json"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_what_can(wrong: tuple[str, ...]) -> None:
    ran = run("measures", *wrong, "--network", NET)

    assert ran.code == 2
    if wrong[0] == "height":
        assert "degree, in_degree" in ran.err


def test_the_catalogue_says_what_each_measure_is_and_is_not(house: House) -> None:
    house.add_network("other")
    items = house.owner.get("/v1/networks/other/measures").json()["items"]

    assert [item["id"] for item in items] == list(MEASURES)
    for item in items:
        assert set(item["words"]) == set(LANGUAGES)
        assert all(all(words.values()) for words in item["words"].values())
        assert all(item[part] for part in ("formula", "range", "cost", "source"))
    names = [item["words"][language]["name"] for item in items for language in LANGUAGES]
    assert len(set(names)) == len(names) - 1  # PageRank is called so in both


def test_low_values_come_first_where_low_is_what_is_looked_for() -> None:
    graph = Sociogram.of([0, 1, 2], [0], [1], [1.0], [True])
    base = MEASURES["degree"]
    low = Measure(*("low", base.words, "", "", "", "", base.compute), direction=Direction.LOW)

    assert ranked(graph, low, Lens.PEOPLE).rank.tolist() == [2, 2, 1]
    assert ranked(graph, base, Lens.PEOPLE).rank.tolist() == [1, 1, 3]


@pytest.mark.data
@pytest.mark.parametrize(
    ("network", "view", "first"),
    [
        ("uk_ministers", "people", "degree"),
        ("openstates", "organisations", "strength"),
        ("eu_mep_meetings", "people", "pagerank"),
    ],
)
def test_real_networks_are_measured_alike_by_rest_and_in_the_terminal(
    real_files: RealFiles, tmp_path: Path, network: str, view: str, first: str
) -> None:
    (folder := tmp_path / network).mkdir()
    with at_work(real_files, network, folder) as net:
        for measure in MEASURES:
            told = net.get(f"measures/{measure}", view=view, as_of=ON, limit=20)
            ranks = [item["rank"] for item in told["items"] if item["rank"]]
            assert ranks == sorted(ranks)
            assert told["total"] > 20
            if measure == first:
                options = ("--view", view, "--network", network, "--on", ON, "--json")
                store = ("--store", f"sqlite:///{folder / 'restu.db'}")
                assert done("measures", measure, *options, *store).json == told
