"""Nodes and relationships of a network, many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.records.interactions import Interaction
from graph.records.stored import AnyRecord
from graph.vocabulary import NetworkId, Noun
from queries.marks import SHARED, room_of
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
    *sorted(SHARED),
)
"""Actors before what names them."""

HEADS_PER_RECORD: Final = 5
"""Participants that take as much memory as one record."""

_ENDS: Final[Mapping[Noun, tuple[str, ...]]] = {
    Noun.POSITION: ("contact_id", "partner_id"),
    Noun.TIE: ("source_id", "target_id"),
    Noun.INTERACTION: ("participants",),
    Noun.NOTE: ("about_id",),
    **dict.fromkeys(SHARED, ("named",)),
}
"""Keys that say between which actors something stands in the graph."""

_REJOIN: Final[Mapping[Noun, str]] = {
    Noun.INTERACTION: "interaction/attend",
    Noun.NOTE: "note/attach",
    **dict.fromkeys(SHARED, "record/name"),
}
_RELATIONSHIPS: Final = (Noun.POSITION, Noun.TIE)
_ALONE: Final = (Noun.PARTNER, Noun.CONTACT, Noun.TIE_TYPE)


def weight_of(record: AnyRecord | None) -> int:
    """Tell how many small records a record counts for: an event may have 2,000 participants."""
    heads = len(record.participants) if isinstance(record, Interaction) else 0
    return 1 + heads // HEADS_PER_RECORD


@dataclass(frozen=True, slots=True)
class Amendment:
    """What becomes different about an entity.

    Parameters
    ----------
    changes
        Properties with new values, ``None`` where one goes; the others are not touched, since
        Neo4j writes and indexes anew whatever is set.
    whole
        All properties; a relationship that gets other ends is made anew.

    """

    id: str
    changes: Properties
    whole: Properties

    @classmethod
    def of(cls, before: Properties, after: Properties) -> "Amendment":
        """Find what differs."""
        changes = {key: value for key, value in after.items() if before.get(key) != value}
        changes.update((key, None) for key in before.keys() - after.keys())
        return cls(after["id"], changes, after)


def moves(noun: Noun, changes: Properties) -> bool:
    """Tell whether changes put a record between other actors."""
    return not changes.keys().isdisjoint(_ENDS.get(noun, ()))


def insert_entities(
    tx: Transaction, network_id: NetworkId, rows: Mapping[Noun, Sequence[Properties]]
) -> None:
    """Add what is new. Sorted by id: two writers with opposite orders would deadlock."""
    for noun in _WRITE_ORDER:
        if of_noun := rows.get(noun):
            _insert(tx, network_id, noun, _sorted(of_noun))


def update_entities(
    tx: Transaction, network_id: NetworkId, amendments: Mapping[Noun, Sequence[Amendment]]
) -> None:
    """Change what differs, and the ends where they changed."""
    for noun in _WRITE_ORDER:
        of_noun = sorted(amendments.get(noun, ()), key=lambda one: one.id)
        moved = [one for one in of_noun if moves(noun, one.changes)]
        if noun in _RELATIONSHIPS and moved:
            of_noun = [one for one in of_noun if one not in moved]
            tx.write(f"{noun}/detach", network_id=network_id, ids=[one.id for one in moved])
            _insert(tx, network_id, noun, [one.whole for one in moved])
        if of_noun:
            rows = [{"id": one.id, "changes": one.changes} for one in of_noun]
            query = f"{room_of(noun)}/update"
            tx.write(query, network_id=network_id, noun=noun.value, rows=rows)
        if noun in _REJOIN and moved:
            ids = [one.id for one in moved]
            tx.write(_REJOIN[noun], network_id=network_id, noun=noun.value, ids=ids)


def _insert(tx: Transaction, network_id: NetworkId, noun: Noun, rows: list[Properties]) -> None:
    if noun in _ALONE:
        tx.write(f"{noun}/insert", rows=rows)
    else:
        tx.write(f"{room_of(noun)}/insert", network_id=network_id, rows=rows)


def _sorted(rows: Iterable[Properties]) -> list[Properties]:
    return sorted(rows, key=lambda row: row["id"])
