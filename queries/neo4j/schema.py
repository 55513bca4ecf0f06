"""Brings a Neo4j database up to the schema that this program knows, step by numbered step."""

from queries.catalog import Step, pending_steps
from queries.neo4j.connections import Connection, Transaction


def migrate_neo4j(connection: Connection) -> int:
    """Apply the pending steps and return how many there were.

    Every statement says ``IF NOT EXISTS``: Neo4j commits them one by one, and two services may
    start at the same time.

    Raises
    ------
    StoreVersionError
        If the database was written by a newer program.

    """
    steps = pending_steps("cypher", connection.transact(_applied, keep=False))
    for step in steps:
        _apply(connection, step)
    return len(steps)


def _apply(connection: Connection, step: Step) -> None:
    for statement in step.statements:
        connection.define(statement)
    connection.transact(lambda tx: tx.write("store/save_step", step=step.number))


def _applied(tx: Transaction) -> int:
    row = tx.row("store/load_step")
    return 0 if row is None else row["step"]
