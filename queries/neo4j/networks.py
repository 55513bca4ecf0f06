"""Networks themselves, and their coming and going, in Neo4j."""

import time

from neo4j.exceptions import ConstraintError

from graph.errors import (
    DuplicateIdError,
    StoreUnavailableError,
    UnknownNetworkError,
    VersionConflictError,
)
from graph.ports import NetworkEntry
from graph.records.identity import new_id
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId
from queries.neo4j.claims import PLACE_ROOMS, Neo4jClaims, read_state
from queries.neo4j.connections import Transaction
from queries.neo4j.properties import Properties, properties_of_thing, thing_from
from queries.rows import row_of


def new_network(entry: NetworkEntry) -> Properties:
    """Make the properties of a network without records."""
    return {
        **properties_of_thing(entry.network),
        "revision": entry.revision,
        "version": entry.version,
        "birth": entry.birth,
        "next_places": [0] * len(PLACE_ROOMS),
        "is_applying": False,
        "applied": 0,
    }


def network_entry(row: Properties) -> NetworkEntry:
    """Restore a network with its counters."""
    network = thing_from(NetworkRecord, row)
    return NetworkEntry(network, row["revision"], row["version"], row["birth"])


class Neo4jNetworks(Neo4jClaims):
    """Networks."""

    def create_network(self, network: NetworkRecord) -> None:
        """Add a network at revision 0."""
        self._finish_erasing(network.id)
        row = new_network(NetworkEntry(network, 0, 1, new_id()))
        try:
            self._connection.transact(lambda tx: tx.write("network/insert", row=row))
        except ConstraintError as error:
            raise DuplicateIdError("network", network.id, taken_by="network") from error

    def change_network(self, network: NetworkRecord, version: int | None) -> int:
        """Replace a network's own fields; return its new version."""
        network_id = NetworkId(network.id)

        def work(tx: Transaction) -> int:
            current = read_state(tx, network_id, lock=True).version
            if version is not None and version != current:
                raise VersionConflictError("network", network_id, version, current)
            row = {**row_of(network), "version": current + 1}  # a null takes a property away
            tx.write("network/update", id=network_id, row=row)
            return current + 1

        return self._connection.transact(work)

    def load_network(self, network_id: NetworkId) -> NetworkEntry:
        """Read a network's own fields, revision and version."""
        row = self._connection.transact(
            lambda tx: tx.row("network/load", id=network_id), keep=False
        )
        if row is None:
            raise UnknownNetworkError(network_id)
        return network_entry(row["row"])

    def list_networks(self) -> tuple[NetworkEntry, ...]:
        """Read all networks, by id."""
        rows = self._connection.transact(lambda tx: tx.rows("network/list"), keep=False)
        return tuple(network_entry(row["row"]) for row in rows)

    def erase_network(self, network_id: NetworkId) -> None:
        """Destroy a network with all that belongs to it: out of sight at once, then in pieces."""

        def hide(tx: Transaction) -> None:
            read_state(tx, network_id, lock=True)
            tx.write("network/hide", id=network_id)
            self._hold_hidden(tx, network_id)

        self._connection.transact(hide)
        self._erase_hidden(network_id)

    def _finish_erasing(self, network_id: str) -> None:
        """Wait for a network of this id that is being deleted, or finish it."""
        deadline = time.monotonic() + self._connection.timeout_seconds
        while True:
            hidden = [row for row in self._hidden() if row["id"] == network_id]
            if not hidden:
                return
            if hidden[0]["claimed_until"] < hidden[0]["now"]:
                self._erase_hidden(network_id)
            elif time.monotonic() > deadline:
                raise StoreUnavailableError
            else:
                time.sleep(0.1)
