"""From a folder of real files to "who can introduce me to this leader", by real processes."""

from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from service.cli.terminal import ExitCode
from tests.neo4j_server import Neo4jServer
from tests.service.command_line import REPOSITORY, Ran, process, run

pytestmark = pytest.mark.data
MAPPING = REPOSITORY / "tests" / "mappings" / "uk_ministers.toml"
ON = "2026-11-25"
"""A day on which the data's present holders hold their posts."""


@pytest.fixture(scope="module")
def uk(tmp_path_factory: pytest.TempPathFactory, data_folder: Path) -> Path:
    """Give a folder with a store into which the ministers were imported."""
    folder = tmp_path_factory.mktemp("uk")
    ran = process("import", data_folder / "uk_ministers", "--mapping", MAPPING, folder=folder)
    assert ran.code == ExitCode.INCOMPLETE, ran
    assert ran.out.count("The end, 2025-05-14, comes before the start") == 2
    return folder


def ask(folder: Path, *words: str | Path) -> Ran:
    """Ask in this process: the engine is loaded once."""
    return run(*words, "--store", f"sqlite:///{folder / 'restu.db'}")


def paths(folder: Path, start: str, leader: str) -> tuple[int, Any]:
    ran = ask(folder, "path", start, leader, "--on", ON, "--json")
    return ran.code, ran.json


def test_every_row_is_accounted_for_and_the_same_files_change_nothing(
    uk: Path, data_folder: Path
) -> None:
    ran = ask(uk, "import", data_folder / "uk_ministers", "--mapping", MAPPING, "--json")
    assert ran.code == ExitCode.INCOMPLETE
    report = ran.json
    assert report["revision"] is None
    assert (report["read"], report["accepted"], report["refused"]) == (6_445, 6_443, 2)
    refused = {file["name"]: file["refused"] for file in report["files"]}
    assert refused["relationships.csv"] == 2


@pytest.mark.parametrize("leader", ["Rachel Reeves", "Peter Kyle"])
def test_a_junior_minister_has_ways_with_evidence_to_a_cabinet_minister(
    uk: Path, leader: str
) -> None:
    code, answer = paths(uk, "Torsten Bell", leader)
    assert code == ExitCode.DONE
    assert answer["target"]["name"] == leader
    assert len(answer["routes"]) >= 3
    for route in answer["routes"]:
        for step in route["steps"]:
            assert step["ties"] or step["interactions"] or step["served_together"]


def test_no_way_leads_to_who_served_in_no_body_with_anybody(uk: Path) -> None:
    code, answer = paths(uk, "Torsten Bell", "Keir Starmer")
    assert code == ExitCode.INCOMPLETE
    assert answer["routes"] == []
    assert answer["no_route"]["reason"] == "nobody_at_leader"


def test_the_answer_can_be_read_by_a_person(uk: Path) -> None:
    ran = process(
        "path", "Torsten Bell", "Peter Kyle", "--on", ON, "--k", "1", "--lang", "en", folder=uk
    )
    assert "1. Torsten Bell asks Lord Stockwood" in ran.out
    assert "inferred: both at HM Treasury" in ran.out
    none = ask(uk, "path", "Torsten Bell", "Keir Starmer", "--on", ON, "--lang", "en")
    assert "no relationship with Keir Starmer is on record" in none.out


def test_somebody_is_found_by_a_former_name(uk: Path) -> None:
    ran = ask(uk, "path", "Peter Mandelson", "Torsten Bell", "--on", ON, "--json")
    assert ran.json["source"]["name"] == "Lord Mandelson"


def test_who_can_reach_a_cabinet_minister_is_ranked(uk: Path) -> None:
    ran = ask(uk, "reach", "--to", "Rachel Reeves", "--on", ON, "--json")
    assert ran.code == ExitCode.DONE
    chances = [found["probability"] for found in ran.json["actors"]]
    assert chances == sorted(chances, reverse=True)
    assert ran.json["total"] > 100


@pytest.mark.neo4j
def test_the_same_answers_come_from_neo4j(
    uk: Path, data_folder: Path, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {
        leader: paths(uk, "Torsten Bell", leader)
        for leader in ("Rachel Reeves", "Peter Kyle", "Keir Starmer")
    }
    user, password = neo4j_server.auth
    monkeypatch.setenv("RESTU_STORE", neo4j_server.uri)
    monkeypatch.setenv("RESTU_NEO4J_USER", user)
    monkeypatch.setenv("RESTU_NEO4J_PASSWORD", password)
    network = f"uk-{token_hex(6)}"
    files = data_folder / "uk_ministers"
    ran = run("import", files, "--mapping", MAPPING, "--network", network, "--create")
    assert ran.code == ExitCode.INCOMPLETE, ran
    for leader, (code, answer) in expected.items():
        asked = run("path", "Torsten Bell", leader, "--on", ON, "--json", "--network", network)
        assert asked.code == code
        assert asked.json == {**answer, "network_id": network}
