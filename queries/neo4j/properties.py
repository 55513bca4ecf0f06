"""Records as properties of nodes and relationships, as an analyst reads them in Neo4j Browser.

The keys are those of ``queries.rows``, with three differences: what is empty is no property at
all, lists of texts are lists, and the keys of :class:`Standing` tell where the record stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

import orjson

from graph.records.contacts import Contact
from graph.records.jobs import Job
from graph.records.networks import NetworkRecord
from graph.records.partners import Partner
from graph.records.stored import RECORD_OF, AnyRecord, Stored
from graph.records.users import Credential, User
from graph.vocabulary import NetworkId, Noun
from queries.marks import SHARED, marks_of
from queries.rows import blanks_of, row_of, sort_name, stored_of, stored_row, thing_of

Properties: TypeAlias = dict[str, Any]
T = TypeVar("T")

LISTS: Final = ("aliases", "languages", "tags", "participants")
"""Keys whose JSON text becomes a list of texts."""

BELOW_LETTERS: Final = "\x1f"
"""Stands between name and id in the key by which actors are sorted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands in the graph.

    Parameters
    ----------
    place
        Dense number: of an actor among the actors, of another record among its kind.
    created_in
        Revision that created the record; it is not visible before the network reaches it.

    """

    place: int
    created_in: int


_BLANKS: Final[Mapping[Noun, Properties]] = {
    noun: blanks_of(kind) | {"batch_id": ""} for noun, kind in RECORD_OF.items()
}
"""What a property that is not there stands for."""


def sort_key(name: str, record_id: str) -> str:
    """Give the key by which lists of actors are sorted: folded name, then id."""
    return f"{name}{BELOW_LETTERS}{record_id}"


def properties_of(
    network_id: NetworkId, stored: Stored[AnyRecord], standing: Standing
) -> Properties:
    """Make the properties of a stored record."""
    row = stored_row(stored)
    properties = {key: value for key, value in row.items() if value is not None and value != ""}
    for key in LISTS:
        if key in properties:
            properties[key] = orjson.loads(properties[key])
    properties["network_id"] = network_id
    properties["place"] = standing.place
    properties["created_in"] = standing.created_in
    record = stored.record
    if isinstance(record, Contact | Partner):
        properties["sort_key"] = sort_key(sort_name(record), record.id)
    if stored.noun in SHARED:
        properties["noun"] = stored.noun.value
        properties["marks"] = marks_of(record)
        properties["named"] = list(record.named_ids)
    return properties


def stored_from(noun: Noun, properties: Mapping[str, Any]) -> Stored[AnyRecord]:
    """Restore a stored record from its properties."""
    row = {**_BLANKS[noun], **properties}
    for key in LISTS:
        if row.get(key) is not None:
            row[key] = orjson.dumps(row[key]).decode()
    return stored_of(noun, row)


def standing_from(properties: Mapping[str, Any]) -> Standing:
    """Tell where a record stands."""
    return Standing(properties["place"], properties["created_in"])


def properties_of_thing(thing: NetworkRecord | User | Credential | Job) -> Properties:
    """Make the properties of what is not a record of a network."""
    return {key: value for key, value in row_of(thing).items() if value is not None}


def thing_from(kind: type[T], properties: Mapping[str, Any]) -> T:
    """Restore a network, user, credential or job from its properties."""
    return thing_of(kind, {**blanks_of(kind), **properties})
