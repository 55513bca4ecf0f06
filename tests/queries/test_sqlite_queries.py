"""SQL files against the real schema: they compile, return what they say, and use indexes."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from graph.records.stored import RECORD_OF
from graph.vocabulary import Noun
from queries.catalog import load, names
from queries.marks import SHARED
from queries.migrate import migrate_sqlite
from queries.rows import STORED_KEYS, row_keys

SMALL: Final = {"user", "network", "credential", "role_grant", "sqlite_schema"}
"""Tables with a row for each user or network: they may be read whole."""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file = tmp_path_factory.mktemp("schema") / "store.db"
    db = sqlite3.connect(file, isolation_level=None)
    migrate_sqlite(db, file.name)
    yield db
    db.close()


def bound(name: str) -> list[None] | dict[str, None]:
    query = load("sql", name)
    by_name = re.search(r"[^:\w]:[a-z]", query.text.partition("-- returns")[2])
    return dict.fromkeys(query.params) if by_name else [None] * len(query.params)


@pytest.mark.parametrize("name", names("sql"))
def test_a_query_returns_what_its_header_says(db: sqlite3.Connection, name: str) -> None:
    query = load("sql", name)
    db.execute("EXPLAIN " + query.text, bound(name))
    if query.mode == "write":
        assert query.returns == ()
        return
    asked = {param: 0 if param in ("limit", "most") else None for param in query.params}
    found = [column[0] for column in db.execute(query.text, asked).description]

    if query.returns == ("row",):  # all columns of the view that the header names
        view = re.search(r"row :: (\w+)", query.text)
        assert view
        declared = tuple(column[1] for column in db.execute(f"PRAGMA table_info({view[1]})"))
    else:
        declared = query.returns
    assert tuple(found) == declared


@pytest.mark.parametrize("name", names("sql"))
def test_a_query_never_reads_a_whole_table(db: sqlite3.Connection, name: str) -> None:
    query = load("sql", name)
    plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + query.text, bound(name))]

    scanned = {hit[1] for step in plan if (hit := re.match(r"SCAN (\w+)$", step))}
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert (scanned & tables) - SMALL == set(), plan


@pytest.mark.parametrize("noun", sorted(set(Noun) - SHARED))
def test_an_insert_takes_the_row_of_its_record(noun: Noun) -> None:
    """Ends are keys in the table, so only their names may differ; the order is the row's."""
    params = load("sql", f"{noun}/insert").params
    keys = row_keys(RECORD_OF[noun])

    assert params[: -len(STORED_KEYS)][-len(keys) :][0] == "id"
    assert params[-len(STORED_KEYS) :] == STORED_KEYS
    ends = {"source_id", "target_id", "contact_id", "partner_id", "about_id", "type"}
    for key, param in zip(
        keys, params[-len(STORED_KEYS) - len(keys) : -len(STORED_KEYS)], strict=True
    ):
        assert key == param or key in ends


@pytest.mark.parametrize("noun", sorted(set(Noun) - SHARED))
def test_an_update_takes_the_same_row_without_the_id(noun: Noun) -> None:
    inserted = load("sql", f"{noun}/insert").params
    updated = load("sql", f"{noun}/update").params

    assert updated[-1] == "key"
    columns = [name for name in inserted if name not in {"key", "network", "id", *STORED_KEYS}]
    assert list(updated[: len(columns)]) == columns
    assert updated[len(columns) : -1] == ("version", "revision", "changed_by", "changed_at")


def test_the_schema_says_that_the_file_is_ours(db: sqlite3.Connection, tmp_path: Path) -> None:
    assert migrate_sqlite(db, "store.db") == 0
    assert db.execute("PRAGMA user_version").fetchone()[0] >= 1
