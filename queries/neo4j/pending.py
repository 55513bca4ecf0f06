"""Changes of a large commit, laid aside until it is activated."""

from collections.abc import Mapping, Sequence
from typing import Final

import orjson

from graph.vocabulary import NetworkId, Noun
from queries.neo4j.connections import Transaction
from queries.neo4j.entities import Amendment, moves, update_entities
from queries.neo4j.properties import Properties

PIECE: Final = 2_500
"""Changes made in one transaction."""


def lay_aside(
    tx: Transaction, network_id: NetworkId, amendments: Mapping[Noun, Sequence[Amendment]]
) -> None:
    """Keep changes for later; a newer one of the same record replaces the older."""
    rows = [
        {
            "noun": noun.value,
            "id": one.id,
            "properties": orjson.dumps(one.whole).decode(),
            "changes": orjson.dumps(one.changes).decode(),
        }
        for noun, of_noun in amendments.items()
        for one in of_noun
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
    amendments: dict[Noun, list[Amendment]] = {}
    for row in tx.rows("pending/take", network_id=network_id, limit=PIECE):
        noun, changes = Noun(row["noun"]), orjson.loads(row["changes"])
        whole = orjson.loads(row["properties"]) if moves(noun, changes) else {}
        amendments.setdefault(noun, []).append(Amendment(row["id"], changes, whole))
    update_entities(tx, network_id, amendments)
    for noun, of_noun in amendments.items():
        ids = [one.id for one in of_noun]
        tx.write("pending/delete", network_id=network_id, noun=noun.value, ids=ids)
    return bool(amendments)
