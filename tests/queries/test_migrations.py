"""Stores that an older program made: brought up to date with nothing lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from graph.network import Network
from graph.ports import Change
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, Noun
from queries.catalog import steps
from queries.migrate import APPLICATION_ID
from queries.rows import moment
from queries.sqlite_store import SqliteStore, open_sqlite
from tests.contract.made import ANI, START, add, day, found, introduction, meeting, read, tie, write

NET = NetworkId("net")
PLACES = 2**32
AT = moment(START)
STAMP = (1, 1, "ani", AT, "ani", AT, 0, "")

ACTORS = [
    (0, "contact", "rina"),
    (1, "contact", "hadi"),
    (2, "contact", "laila"),
    (3, "partner", "forum"),
]
MEETINGS = [
    (0, "m1", ["rina", "hadi"], "hadi", None),
    (1, "m2", ["rina", "hadi", "laila"], None, [["rina", "laila"], ["hadi", "forum"]]),
]


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """Make a store as the first program did, with the first step of the schema alone."""
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for statement in steps("sql")[0].statements:
            db.execute(statement)
        db.execute("PRAGMA user_version = 1")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(
            "INSERT INTO network"
            " VALUES (1, 'net', 'Net', '', 'Asia/Makassar', 'en', 3, 0, 1, 1, 'b')"
        )
        for place, noun, id_ in ACTORS:
            _insert(
                db, "actor", key=PLACES + place, noun=noun, sort_name=id_, id=id_, name=id_,
                region="", remark="", name_in_talk="", address_form="", phone="", email="",
                kind="organisation" if noun == "partner" else None,
            )  # fmt: skip
        db.execute("INSERT INTO tie_word VALUES (1, 0, 'knows')")
        _insert(
            db, "tie", key=PLACES, id="t", source=PLACES, target=PLACES + 1, code=0, strength=0.5,
            label="", evidence="",
        )  # fmt: skip
        for place, id_, who, initiator, delegates in MEETINGS:
            _insert(
                db, "interaction", key=PLACES + place, id=id_, initiator=initiator, subject="",
                location="", evidence="", kind="meeting", participants=orjson.dumps(who).decode(),
                delegates=orjson.dumps(delegates).decode() if delegates else None,
                held_on=day("2024-05-03"), held_on_precision="d",
            )  # fmt: skip
            for actor in (place for place, _, one in ACTORS if one in who):
                db.execute(
                    "INSERT INTO participation VALUES (?, ?)", (PLACES + place, PLACES + actor)
                )
        db.execute(
            "INSERT INTO version VALUES (1, 'tie', 't', 0, 0, 'ani', ?, ?)", (AT, _old_image(db))
        )
    return file


def _insert(db: sqlite3.Connection, table: str, **values: object) -> None:
    stamp = dict(
        zip(("version", "revision", "recorded_by", "recorded_at"), STAMP[:4], strict=True)
    ) | {"changed_by": "ani", "changed_at": AT, "is_removed": 0, "batch_id": ""}
    row = {"network": 1, "source_ref": "", **values, **stamp}
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)


def _old_image(db: sqlite3.Connection) -> str:
    """Give the image that the first program kept of the tie: without what came later."""
    found = db.execute("SELECT * FROM tie_record")
    row = dict(zip((column[0] for column in found.description), found.fetchone(), strict=True))
    return orjson.dumps(row).decode()


@pytest.fixture
def store(old_file: Path) -> Iterator[SqliteStore]:
    with closing(open_sqlite(old_file)) as store:
        yield store


def test_an_old_store_is_brought_up_to_the_newest_step(store: SqliteStore, old_file: Path) -> None:
    with closing(sqlite3.connect(old_file)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(steps("sql")) > 1
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_old_records_say_what_they_said(store: SqliteStore) -> None:
    assert read(store, NET, Noun.TIE, "t").record == tie("t", "rina", "hadi", strength=0.5)
    (old,) = store.history(NET, Noun.TIE, "t", reader=ANI)
    assert old.stored.record == tie("t", "rina", "hadi", strength=0.5)
    m1 = meeting("m1", "2024-05-03", "rina", "hadi", initiator="hadi")
    assert read(store, NET, Noun.INTERACTION, "m1").record == m1
    assert store.load_network(NET).network == NetworkRecord(id="net", name="Net")


def test_who_started_and_who_came_is_worked_out_for_old_meetings(store: SqliteStore) -> None:
    """The same as if they were written today."""
    told = {
        (network.actors.id[actor], key): (int(side), bool(present))
        for network in (Network.of(store.load_columns(NET)),)
        for actor, key, side, present in zip(
            network.participations.actor.tolist(),
            network.participations.key.tolist(),
            network.participations.side.tolist(),
            network.participations.present.tolist(),
            strict=True,
        )
    }

    assert told == {
        ("rina", 0): (0, True),
        ("hadi", 0): (1, True),
        ("rina", 1): (0, True),
        ("hadi", 1): (0, True),
        ("laila", 1): (0, False),
    }
    again = [read(store, NET, Noun.INTERACTION, id_).record for id_ in ("m1", "m2")]
    before = store.load_columns(NET).participations
    write(store, NET, [Change(record, 1) for record in again])
    after = store.load_columns(NET).participations
    for name in before.DTYPES:
        assert getattr(before, name).tolist() == getattr(after, name).tolist(), name


def test_an_old_store_takes_requests(store: SqliteStore) -> None:
    add(store, NET, introduction("r", "rina", "hadi", "laila", told="0 asked 2024-05-03"))

    assert found(store, NET, Noun.INTRODUCTION, is_open=True) == ["r"]
    assert store.load_columns(NET).asks.target.tolist() == [1]
