"""Changes of a large commit, laid aside until it is activated."""

from collections.abc import Iterable, Sequence
from typing import Final

import orjson

from graph.vocabulary import NetworkId, Noun
from queries.neo4j.connections import Transaction
from queries.neo4j.entities import update_entities
from queries.neo4j.properties import Properties

PIECE: Final = 2_500
"""Changes made in one transaction."""


def lay_aside(
    tx: Transaction, network_id: NetworkId, changes: Iterable[tuple[Noun, Properties]]
) -> None:
    """Keep changes for later; a newer one of the same record replaces the older."""
    rows = [
        {"noun": noun.value, "id": row["id"], "properties": orjson.dumps(row).decode()}
        for noun, row in changes
    ]
    tx.write("pending/insert", network_id=network_id, rows=rows)


def load_pending(
    tx: Transaction, network_id: NetworkId, noun: Noun, ids: Sequence[str]
) -> list[Properties]:
    """Read the changes of some records."""
    rows = tx.rows("pending/load", network_id=network_id, noun=noun.value, ids=ids)
    return [orjson.loads(row["properties"]) for row in rows]


def apply_part(tx: Transaction, network_id: NetworkId) -> bool:
    """Make some of the changes; false when none were left."""
    changes: dict[Noun, list[Properties]] = {}
    for row in tx.rows("pending/take", network_id=network_id, limit=PIECE):
        changes.setdefault(Noun(row["noun"]), []).append(orjson.loads(row["properties"]))
    update_entities(tx, network_id, changes)
    for noun, rows in changes.items():
        ids = [row["id"] for row in rows]
        tx.write("pending/delete", network_id=network_id, noun=noun.value, ids=ids)
    return bool(changes)
