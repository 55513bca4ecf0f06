"""Exports in our own format come back unchanged."""

import csv
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import pytest

from graph.errors import UnknownNetworkError
from graph.ports import Create, Remove, Store
from graph.records.contacts import Contact
from graph.records.dates import epoch_day, parse_date
from graph.records.interactions import Delegate, Interaction
from graph.records.networks import NetworkRecord
from graph.records.notes import Note
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import StrengthOverride, Tie, TieType
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    NetworkId,
    Noun,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
    UserId,
)
from queries.sqlite_store import open_sqlite
from service.demo.build import write_story
from service.exchange.layout import FileKind
from service.exchange.source import read_source
from service.usecases.exports import PAGE, export_csv, stream_csv
from service.usecases.imports import run_import
from tests.service.clients import running
from tests.service.command_line import done
from tests.service.importing import AUTHOR, NETWORK, NOW, Desk, open_desk

FULL = (
    TieType(
        id="mentors",
        source_kinds=frozenset({ActorKind.CONTACT}),
        traversal=Traversal.FORWARD,
        prior=0.4,
        label_en="Mentors",
        label_id="Membimbing",
    ),
    Partner(
        id="top",
        name="Pemda; Lombok",
        sector=Sector.GOVERNMENT,
        level=Level.DISTRICT,
        is_key_partner=False,
        aliases=("=1+1", "a;b", "back\\slash"),
        tags=("x;y", "'quoted", "-z"),
        remark='two\nlines, "quoted"\t\u00e9',
        fields={"count": 3, "share": 0.1, "size": 7.0, "is": True, "none": None, "text": "+62"},
        external_ids={"wikidata": "Q1", "a.b": "2"},
        confidence=0.7,
    ),
    Partner(id="a-part", name="@Forum", kind=PartnerKind.BODY, parent_id="top"),
    Contact(
        id="zaini",
        name="Ir. H. Lalu Muhammad Zaini, M.T.",
        name_in_talk="Pak Zaini",
        address_form="Bapak",
        aliases=("Zai",),
        is_leader=True,
        seniority=6,
        busyness=0.95,
        preferred_channel=Channel.IN_PERSON,
        languages=("id", "sas"),
        region="Lombok Timur",
        phone="+62 812 3456",
        email="z@example.org",
        do_not_ask=True,
        request_cap=1,
        has_opted_out=True,
        tags=("restu",),
        remark=" padded ",
        source_ref="=Daftar",
    ),
    Contact(id="siti", name="Siti"),
    Contact(id="a-siti", name="Siti", merged_into="b-siti", remark="typed twice"),
    Contact(id="b-siti", name="Siti A.", merged_into="siti"),
    Partner(id="a-copy", name="Pemda Lombok", parent_id="z-part", merged_into="top"),
    Partner(id="z-part", name="Dinas", parent_id="top"),
    Position(
        id="post",
        contact_id="zaini",
        partner_id="top",
        type=PositionType.LEADS,
        title="-Kepala",
        capacity=Capacity.PLT,
        since=parse_date("2020"),
        until=parse_date("Mei 2024"),
        label="l",
        strength=0.5,
        evidence="SK",
    ),
    Tie(
        id="tie",
        source_id="siti",
        target_id="zaini",
        type="mentors",
        since=parse_date("2024-05-03"),
        strength=1 / 3,
        last_contact=parse_date("2024-05-04"),
        contact_count=7,
        override=StrengthOverride(
            strength=0.05,
            reason="-fell out; since the vote",
            by=UserId("budi"),
            since=parse_date("2024-05-05"),
            until=parse_date("2024-08"),
        ),
    ),
    Interaction(
        id="talk",
        kind=InteractionKind.MESSAGE,
        held_on=parse_date("2024-05-03"),
        participants=("zaini", "siti", "top"),
        initiator="siti",
        subject="water",
        channel=Channel.MESSAGE,
        planned_minutes=5,
        answered_on=parse_date("2024-05-04"),
        delegates=(Delegate("siti", "zaini"),),
    ),
    Interaction(
        id="to-come",
        kind=InteractionKind.MEETING,
        held_on=parse_date("2024-06-02"),
        participants=("zaini", "siti"),
        is_planned=True,
        is_cancelled=True,
    ),
    Note(id="note", about_id="zaini", text="likes = signs", is_private=False),
    Note(id="own", about_id="zaini", text="private"),
)
REMOVED = (
    Tie(id="gone-tie", source_id="siti", target_id="zaini", type="met_with"),
    Note(id="gone-note", about_id="siti", text="gone"),
    Position(id="gone-post", contact_id="siti", partner_id="top"),
    Contact(id="gone", name="Gone"),
    TieType(id="gone-type"),
)
"""Taken out of use before the export, so that nothing of it may come along."""
NOUNS = (Noun.TIE, Noun.NOTE, Noun.POSITION, Noun.CONTACT, Noun.TIE_TYPE)
OTHERS_NOTE = Note(id="others", about_id="zaini", text="only for Budi")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        desk.create(*FULL, *REMOVED)
        desk.save(*(Remove(noun, record.id) for noun, record in zip(NOUNS, REMOVED, strict=True)))
        desk.store.commit(NETWORK, [Create(OTHERS_NOTE)], author=UserId("budi"), at=NOW)
        yield desk


def export(desk: Desk, folder: Path, **how: int) -> dict[FileKind, int]:
    return export_csv(desk.store, NETWORK, folder, reader=AUTHOR, **how)


def test_an_export_imported_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    counts = export(desk, tmp_path / "out")

    report = desk.run(tmp_path / "out")

    assert report.warnings == ()
    assert report.refused == 0
    assert report.revision is None
    assert {file.kind: file.unchanged for file in report.files} == counts


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Desk]:
    """An empty network of another store."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with open_desk(folder) as desk:
        yield desk


def test_an_export_gives_the_same_records_to_an_empty_network_of_another_store(
    desk: Desk, elsewhere: Desk, tmp_path: Path
) -> None:
    export(desk, tmp_path / "out")

    report = elsewhere.run(tmp_path / "out")

    assert (report.refused, report.new_types) == (0, ("mentors",))
    assert report.warnings == ()
    for noun in Noun:
        mine = {record.id: record for record in desk.all(noun)}
        theirs: dict[str, Any] = {record.id: record for record in elsewhere.all(noun)}
        assert mine.keys() == theirs.keys()
        assert mine.keys().isdisjoint(record.id for record in REMOVED)
        for id_, record in mine.items():
            if id_ == "zaini":  # spaces around a text are not kept
                assert theirs[id_].remark == "padded"
            elif id_ == "top":  # and custom fields of a file are texts
                assert theirs[id_].fields == {
                    "count": "3",
                    "share": "0.1",
                    "size": "7",
                    "is": "1",
                    "text": "+62",
                }
                assert theirs[id_].external_ids == record.external_ids
                assert theirs[id_].aliases == record.aliases
                assert theirs[id_].tags == record.tags
                assert theirs[id_].remark == record.remark
            else:
                assert theirs[id_] == record


def test_what_is_exported_as_a_zip_is_imported_by_the_command_line(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(desk, tmp_path / "out.zip")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RESTU_STORE", f"sqlite:///{tmp_path / 'third.db'}")

    report = done("import", tmp_path / "out.zip", "--json").json

    assert (report["network_id"], report["refused"]) == ("out", 0)
    store = open_sqlite(tmp_path / "third.db")
    try:
        counts = store.count(NetworkId("out"))
        assert counts == desk.store.count(NETWORK) | {Noun.NOTE: 2}
    finally:
        store.close()


def test_no_cell_can_be_taken_for_a_formula(desk: Desk, tmp_path: Path) -> None:
    export(desk, tmp_path / "out")

    for path in (tmp_path / "out").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_others_private_notes_stay_behind(desk: Desk, tmp_path: Path) -> None:
    export_csv(desk.store, NETWORK, tmp_path / "out", reader=UserId("budi"))

    assert "private" not in (tmp_path / "out" / "notes.csv").read_text().partition("\n")[2]


def test_a_zip_holds_the_same_files(desk: Desk, tmp_path: Path) -> None:
    counts = export(desk, tmp_path / "out.zip")
    export(desk, tmp_path / "out")

    with ZipFile(tmp_path / "out.zip") as archive:
        assert set(archive.namelist()) == {f"{kind}.csv" for kind in counts}
        for path in (tmp_path / "out").iterdir():
            assert archive.read(path.name) == path.read_bytes()


class Watched:
    """A store that tells how many pages were read of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pages = 0

    def __getattr__(self, name: str) -> Any:
        self.pages += name == "find"
        return getattr(self._store, name)


def people(count: int) -> list[Contact]:
    return [Contact(id=f"p{n}", name=f"Person {n}", fields={f"f{n % 7}": n}) for n in range(count)]


def ties_among(count: int, actors: int) -> list[Tie]:
    return [
        Tie(
            id=f"t{n}",
            source_id=f"p{n % actors}",
            target_id=f"p{(n % actors + 1 + n // actors) % actors}",
            type="knows",
            evidence=f"Said in talk {n * 7919 % 1_000_003}.",
        )
        for n in range(count)
    ]


def rows_of(packed: bytes, name: str) -> int:
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return len(archive.read(name).splitlines()) - 1


def test_the_first_piece_of_an_export_comes_before_the_records_are_read(
    elsewhere: Desk,
) -> None:
    elsewhere.create(*people(2_000), *ties_among(4_000, 2_000))

    watched = Watched(elsewhere.store)
    pieces = stream_csv(cast("Store", watched), NETWORK, reader=AUTHOR)

    first = next(pieces)
    pages_before = watched.pages
    rest = list(pieces)

    assert pages_before <= len(FileKind)
    assert watched.pages > 6_000 / PAGE
    packed = b"".join([first, *rest])
    assert rows_of(packed, "relationships.csv") == 4_000
    assert max(map(len, rest)) < len(packed) / 2


@pytest.mark.soak
def test_100_000_ties_are_exported_in_little_memory(elsewhere: Desk) -> None:
    elsewhere.create(*people(20_000), *ties_among(100_000, 20_000))
    tracemalloc.start()
    try:
        started = time.perf_counter()
        pieces = stream_csv(elsewhere.store, NETWORK, reader=AUTHOR)
        first = next(pieces)
        seconds = time.perf_counter() - started
        size = len(first) + sum(map(len, pieces))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert seconds < 1
    assert size > 1_000_000
    assert most < 8_000_000


def test_an_export_takes_longer_than_other_requests_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path, request_timeout_seconds=0.5) as house:
        house.add_network("net")
        for name in ("ann", "ben"):
            house.owner.post("/v1/networks/net/contacts", json={"id": name, "name": name})
        find = house.services.store.find

        def slowly(network: NetworkId, noun: Noun, *rest: Any, **how: Any) -> Any:
            time.sleep(0.3 if noun is Noun.CONTACT else 0)
            return find(network, noun, *rest, **how)

        monkeypatch.setattr(house.services.store, "find", slowly)
        started = time.monotonic()
        answer = house.owner.get("/v1/networks/net/exports/csv")
        seconds = time.monotonic() - started

    assert answer.status_code == 200
    assert seconds > 0.5
    assert rows_of(answer.content, "contacts.csv") == 2


def test_as_of_a_day_only_what_holds_on_it_is_written(desk: Desk, tmp_path: Path) -> None:
    counts = export(desk, tmp_path / "out", as_of=epoch_day(date(2024, 5, 2)))

    assert counts[FileKind.RELATIONSHIPS] == 1
    assert FileKind.INTERACTIONS not in counts
    assert counts[FileKind.CONTACTS] == 4


def test_an_empty_network_has_no_files(desk: Desk, tmp_path: Path) -> None:
    desk.store.create_network(NetworkRecord(id="empty", name="Empty"))

    assert export_csv(desk.store, NetworkId("empty"), tmp_path / "out", reader=AUTHOR) == {}
    assert list((tmp_path / "out").iterdir()) == []


def test_an_unknown_network_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnknownNetworkError):
        export_csv(desk.store, NetworkId("nowhere"), tmp_path / "out", reader=AUTHOR)


def test_the_demo_network_is_in_our_own_format(desk: Desk, tmp_path: Path) -> None:
    desk.store.create_network(NetworkRecord(id="demo", name="Demo"))
    story = write_story(tmp_path / "demo", date(2024, 6, 1))

    source = read_source(tmp_path / "demo")
    report = run_import(desk.store, NetworkId("demo"), source, author=AUTHOR, at=NOW)

    assert report.refused == 0
    assert [warning for warning in report.warnings if warning.code != "same-name"] == []
    assert report.records[Noun.CONTACT].new == len(story.contacts)
    export_csv(desk.store, NetworkId("demo"), tmp_path / "out", reader=AUTHOR)
    again = run_import(
        desk.store, NetworkId("demo"), read_source(tmp_path / "out"), author=AUTHOR, at=NOW
    )
    assert (again.refused, again.revision) == (0, None)
