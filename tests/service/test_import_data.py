"""The three real data sets import with their files unchanged; only real defects are refused."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.records.stored import Stored
from graph.vocabulary import Noun, PartnerKind, Sector
from service.exchange.mapping import Mapping, load_mapping
from service.exchange.reports import ImportReport
from tests.service.importing import NETWORK, Desk, open_desk

pytestmark = pytest.mark.data

MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def records(found: Iterable[Stored[Any]]) -> list[Any]:
    return [stored.record for stored in found]


def mapping(name: str) -> Mapping:
    return load_mapping(MAPPINGS / f"{name}.toml")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


def reasons(report: ImportReport) -> dict[str, Counter[str]]:
    """Count the reasons of refusal by file; each of these rows has one."""
    return {
        file.name: Counter(row.issues[0].code for row in file.refused)
        for file in report.files
        if file.refused
    }


def defects(rows: list[dict[str, str]]) -> tuple[int, int, int]:
    """Count, without our code, rows whose start is after the end, repeats, contradictions."""
    backwards = repeats = contradictions = 0
    first: dict[tuple[str, ...], str] = {}
    for row in rows:
        since, until = row["since"], row["until"]
        if since and until and since > until:
            backwards += 1
            continue
        key = (row["source"], row["target"], row["type"], row["label"], since)
        if key not in first:
            first[key] = until
        elif first[key] == until:
            repeats += 1
        else:
            contradictions += 1
    return backwards, repeats, contradictions


def test_uk_ministers(desk: Desk, data_folder: Path) -> None:
    folder = data_folder / "uk_ministers"

    report = desk.run(folder, mapping("uk_ministers"))

    assert defects(read(folder / "relationships.csv")) == (2, 0, 0)
    assert reasons(report) == {"relationships.csv": Counter({"start-after-end": 2})}
    assert [row.line for row in report.files[3].refused] == [1790, 2809]
    assert report.read == 84 + 1149 + 188 + 5024
    counts = desk.store.count(NETWORK)
    assert counts[Noun.PARTNER] == 84
    assert counts[Noun.CONTACT] == 1149
    assert counts[Noun.POSITION] + counts[Noun.TIE] == 5022
    assert {warning.code for warning in report.warnings} <= {"same-name"}
    assert report.new_types == ()


def test_uk_ministers_again_changes_nothing_and_can_be_undone(
    desk: Desk, data_folder: Path
) -> None:
    folder = data_folder / "uk_ministers"
    report = desk.run(folder, mapping("uk_ministers"))

    again = desk.run(folder, mapping("uk_ministers"))
    assert (again.revision, again.records) == (None, {})
    assert sum(file.unchanged for file in again.files) == again.accepted

    undone = desk.undo(report)
    assert undone.kept == ()
    assert sum(desk.store.count(NETWORK).values()) == 0


def test_openstates(desk: Desk, data_folder: Path) -> None:
    folder = data_folder / "openstates"

    report = desk.run(folder, mapping("openstates"))

    backwards, repeats, contradictions = defects(read(folder / "relationships.csv"))
    assert backwards == 124
    assert reasons(report) == {
        "aliases.csv": Counter({"duplicate-row": 17, "unprintable": 4}),  # O<control>Neal
        "relationships.csv": Counter({"start-after-end": backwards, "duplicate-row": repeats}),
    }
    beside = [warning for warning in report.warnings if warning.code == "kept-beside"]
    assert sum(warning.count for warning in beside) == contradictions
    assert report.read == 4535 + 23064 + 35808 + 94297
    assert report.new_types == ()
    vice_chair = next(
        row
        for row in read(folder / "relationships.csv")
        if row["type"] == "vice_chairs" and not row["since"]
    )
    pair = (vice_chair["source"], vice_chair["target"])
    labels = [record.label for record in records(desk.store.positions_at(NETWORK, [pair]))]
    assert vice_chair["label"] in labels
    committee = desk.record(Noun.PARTNER, "585cfd5f-dcae-4fb6-a762-b203f1c826de")
    assert (committee.sector, committee.kind) == (Sector.GOVERNMENT, PartnerKind.BODY)


def test_eu_mep_meetings(desk: Desk, data_folder: Path) -> None:
    folder = data_folder / "eu_mep_meetings"

    report = desk.run(folder, mapping("eu_mep_meetings"))

    keys = Counter(
        tuple(row[name] for name in ("source", "target", "date", "subject", "location"))
        for row in read(folder / "interactions.csv")
    )
    told = reasons(report)
    assert set(told) == {"interactions.csv"}
    assert set(told["interactions.csv"]) == {"duplicate-row"}
    beside = [warning for warning in report.warnings if warning.code == "kept-beside"]
    kept = sum(warning.count for warning in beside)
    assert told["interactions.csv"].total() + kept == sum(keys.values()) - len(keys) == 24
    assert report.read == 14052 + 726 + 24273 + 24885

    wanted = next(row for row in read(folder / "relationships.csv") if row["count"] == "5")
    pair = (wanted["source"], wanted["target"])
    tie = records(desk.store.ties_between(NETWORK, [pair]))[0]
    met = desk.store.interactions_between(NETWORK, [pair], most=100)[pair]
    # The count is what the source says, the meetings are records; nothing is added up.
    assert (tie.contact_count, tie.strength) == (5, None)
    assert 1 <= len(met) <= 5
