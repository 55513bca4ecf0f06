"""Brings a store up to the schema that this program knows, step by numbered step."""

import sqlite3
from typing import Final

from graph.errors import StoreDamagedError
from queries.catalog import load, pending_steps

APPLICATION_ID: Final = 0x52657374
"""``Rest``: marks an SQLite file as ours."""


def migrate_sqlite(db: sqlite3.Connection, file: str) -> int:
    """Apply the pending steps, each in one transaction, and return how many there were.

    Raises
    ------
    StoreVersionError
        If the file was written by a newer program.
    StoreDamagedError
        If the file is the database of another program.

    """
    applied = _applied(db, file)
    steps = pending_steps("sql", applied)
    if not steps:
        return 0
    db.execute("BEGIN IMMEDIATE")
    try:
        steps = pending_steps("sql", _applied(db, file))  # another process may have been faster
        for step in steps:
            for statement in step.statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {step.number}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return len(steps)


def _applied(db: sqlite3.Connection, file: str) -> int:
    owner = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = int(db.execute(load("sql", "store/count_tables").text).fetchone()[0])
    if tables and owner != APPLICATION_ID:
        raise StoreDamagedError(file, "foreign")
    return int(db.execute("PRAGMA user_version").fetchone()[0])
