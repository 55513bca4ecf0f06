"""Nodes and relationships of a network, many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph.vocabulary import NetworkId, Noun
from queries.neo4j.connections import Transaction
from queries.neo4j.properties import Properties

_WRITE_ORDER: Final = (
    Noun.PARTNER,
    Noun.CONTACT,
    Noun.TIE_TYPE,
    Noun.POSITION,
    Noun.TIE,
    Noun.INTERACTION,
    Noun.NOTE,
)
"""Actors before what names them."""

_RELATIONSHIPS: Final = (Noun.POSITION, Noun.TIE)
_ALONE: Final = (Noun.PARTNER, Noun.CONTACT, Noun.TIE_TYPE)


def insert_entities(
    tx: Transaction, network_id: NetworkId, rows: Mapping[Noun, Sequence[Properties]]
) -> None:
    """Add what is new. Sorted by id: two writers with opposite orders would deadlock."""
    for noun in _WRITE_ORDER:
        if of_noun := rows.get(noun):
            _insert(tx, network_id, noun, _sorted(of_noun))


def update_entities(
    tx: Transaction, network_id: NetworkId, rows: Mapping[Noun, Sequence[Properties]]
) -> None:
    """Replace the properties of what is there, and its ends where they changed."""
    for noun in _WRITE_ORDER:
        of_noun = _sorted(rows.get(noun, ()))
        if not of_noun:
            continue
        stayed = tx.rows(f"{noun}/update", network_id=network_id, rows=of_noun)
        if noun in _RELATIONSHIPS and len(stayed) < len(of_noun):
            known = {row["id"] for row in stayed}
            moved = [row for row in of_noun if row["id"] not in known]
            tx.write(f"{noun}/detach", network_id=network_id, ids=[row["id"] for row in moved])
            _insert(tx, network_id, noun, moved)


def _insert(tx: Transaction, network_id: NetworkId, noun: Noun, rows: list[Properties]) -> None:
    if noun in _ALONE:
        tx.write(f"{noun}/insert", rows=rows)
    else:
        tx.write(f"{noun}/insert", network_id=network_id, rows=rows)


def _sorted(rows: Iterable[Properties]) -> list[Properties]:
    return sorted(rows, key=lambda row: row["id"])
