"""Networks in Neo4j: their locks, their visibility, their counters.

A commit does not become visible all at once. So whoever writes, or reads a whole revision, holds
the lock of the network. A single record is read without it.

A commit too large for one transaction is staged: what it creates carries a revision that the
network has not reached, what it changes lies aside. Meanwhile a *claim* keeps other writers away.
One short transaction raises the revision; then the changes laid aside are made piece by piece,
while readers wait. A claim that nobody renews is taken over: not yet activated, its work is
deleted; activated, it is finished.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Final, TypeVar

from neo4j.exceptions import ConstraintError

from graph.errors import (
    DuplicateIdError,
    StoreUnavailableError,
    UnknownNetworkError,
    VersionConflictError,
)
from graph.ports import NetworkEntry
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, Noun
from queries.neo4j.connections import Connection, Transaction, TryAgainError
from queries.neo4j.pending import apply_part
from queries.neo4j.properties import Properties, properties_of_thing, thing_from

T = TypeVar("T")

CLAIM_SECONDS: Final = 30.0
"""How long a claim holds unless it is renewed; every piece of work renews it."""

PIECE: Final = 5_000
"""Records deleted in one transaction."""

SNAPSHOT_SECONDS: Final = 300.0
"""When the server ends a transaction that reads a whole revision in pieces."""

PLACE_ROOMS: Final = ("actor", "position", "tie", "interaction", "note", "tie_type")
"""What is numbered densely, each from 0; people and partners share one room."""

_STAGED: Final = ("position", "tie", "interaction", "note", "tie_type", "contact", "partner")


def place_room(noun: Noun) -> str:
    """Name the room in which records of a noun are numbered."""
    return "actor" if noun in (Noun.CONTACT, Noun.PARTNER) else noun.value


@dataclass(frozen=True, slots=True)
class State:
    """Where a network stands.

    Parameters
    ----------
    next_places
        Next free dense number, by the rooms of ``PLACE_ROOMS``.
    claim
        Token of the large commit that keeps other writers away; empty when there is none.
    is_stale
        Nobody renewed the claim in time.
    is_applying
        Changes of an activated commit are being made; readers wait.
    applied
        How many commits were activated in this way.
    chunk
        Number of the piece that the claim's owner wrote last.

    """

    revision: int
    version: int
    next_places: dict[str, int]
    claim: str
    is_stale: bool
    is_applying: bool
    applied: int
    chunk: int


class StaleClaimError(Exception):
    """A large commit was left half way; somebody has to clear up first."""


def read_state(tx: Transaction, network_id: NetworkId, *, lock: bool = False) -> State:
    """Read where a network stands, holding its lock until the transaction ends if asked.

    Raises
    ------
    UnknownNetworkError
        If there is no such network.

    """
    row = tx.row("network/lock" if lock else "network/state", id=network_id)
    if row is None:
        raise UnknownNetworkError(network_id)
    claim = row["claim"] or ""
    return State(
        revision=row["revision"],
        version=row["version"],
        next_places=dict(zip(PLACE_ROOMS, row["next_places"], strict=True)),
        claim=claim,
        is_stale=bool(claim) and row["claimed_until"] < row["now"],
        is_applying=bool(row["is_applying"]),
        applied=row["applied"],
        chunk=row["chunk"] or 0,
    )


def new_network(entry: NetworkEntry) -> Properties:
    """Make the properties of a network without records."""
    return {
        **properties_of_thing(entry.network),
        "revision": entry.revision,
        "version": entry.version,
        "next_places": [0] * len(PLACE_ROOMS),
        "is_applying": False,
        "applied": 0,
    }


def network_entry(row: Properties) -> NetworkEntry:
    """Restore a network with its counters."""
    return NetworkEntry(thing_from(NetworkRecord, row), row["revision"], row["version"])


class Neo4jNetworks:
    """Networks, and the ways into one that every other part uses."""

    _connection: Connection
    claim_seconds: float = CLAIM_SECONDS

    # ------------------------------------------------------------------ ways in

    def _read(self, network_id: NetworkId, work: Callable[[Transaction, int], T]) -> T:
        """Read single things of a network; ``work`` gets the revision up to which it may see."""

        def attempt(tx: Transaction) -> T:
            before = read_state(tx, network_id)
            require_quiet(before)
            found = work(tx, before.revision)
            if read_state(tx, network_id).applied != before.applied:
                raise TryAgainError
            return found

        return self._settling(network_id, lambda: self._connection.transact(attempt, keep=False))

    def _snapshot(self, network_id: NetworkId, work: Callable[[Transaction, State], T]) -> T:
        """Read much of one revision while no writer can come between."""

        def attempt(tx: Transaction) -> T:
            state = read_state(tx, network_id, lock=True)
            require_quiet(state)
            return work(tx, state)

        return self._settling(
            network_id,
            lambda: self._connection.transact(
                attempt, keep=False, longest_seconds=SNAPSHOT_SECONDS
            ),
        )

    def _settling(self, network_id: NetworkId, work: Callable[[], T]) -> T:
        """Do work; if a large commit was left half way, clear up and do it again."""
        while True:
            try:
                return work()
            except StaleClaimError:
                self._settle(network_id)

    # ------------------------------------------------------------------ the port

    def create_network(self, network: NetworkRecord) -> None:
        """Add a network at revision 0."""
        self._finish_erasing(network.id)
        row = new_network(NetworkEntry(network, 0, 1))
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
            row = {**properties_of_thing(network), "version": current + 1}
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

    # ------------------------------------------------------------------ clearing up

    def _clear_up(self) -> None:
        """Finish what a process that died left half way: erasing, filling, large commits."""
        rows = self._connection.transact(lambda tx: tx.rows("network/list_hidden"), keep=False)
        for row in rows:
            if row["claimed_until"] < row["now"]:
                self._erase_hidden(row["id"])
        rows = self._connection.transact(lambda tx: tx.rows("network/list_stale"), keep=False)
        for row in rows:
            self._settle(NetworkId(row["id"]))

    def _settle(self, network_id: NetworkId) -> None:
        """Take over a claim that nobody renews, then finish or undo its work."""
        token = token_hex(16)

        def take_over(tx: Transaction) -> State | None:
            state = read_state(tx, network_id, lock=True)
            if not state.is_stale:
                return None  # somebody else was faster
            self._renew(tx, network_id, token)
            return state

        state = self._connection.transact(take_over)
        if state is None:
            return
        if state.is_applying:
            self._apply_pending(network_id, token)
        else:
            self._discard(network_id, token)

    def _renew(self, tx: Transaction, network_id: NetworkId, token: str, chunk: int = 0) -> None:
        tx.write(
            "network/claim", id=network_id, claim=token, seconds=self.claim_seconds, chunk=chunk
        )

    def _hold(self, tx: Transaction, network_id: NetworkId, token: str, chunk: int = 0) -> State:
        """Lock a network that this process has claimed, and renew the claim.

        Raises
        ------
        StoreUnavailableError
            If the claim was taken over meanwhile.

        """
        state = read_state(tx, network_id, lock=True)
        if state.claim != token:
            raise StoreUnavailableError
        self._renew(tx, network_id, token, chunk)
        return state

    def _apply_pending(self, network_id: NetworkId, token: str) -> None:
        """Make the changes that an activated commit laid aside."""

        def piece(tx: Transaction) -> bool:
            self._hold(tx, network_id, token)
            if apply_part(tx, network_id):
                return True
            tx.write("network/release", id=network_id)
            return False

        while self._connection.transact(piece, landed=lambda _: True):
            pass

    def _abandon(self, network_id: NetworkId, token: str) -> None:
        """Undo a commit that failed; finish it if it was activated all the same."""
        state = self._connection.transact(
            lambda tx: read_state(tx, network_id, lock=True), keep=False
        )
        if state.claim != token:
            return
        if state.is_applying:
            self._apply_pending(network_id, token)
        else:
            self._discard(network_id, token)

    def _discard(self, network_id: NetworkId, token: str) -> None:
        """Delete what a commit staged that was never activated."""
        for name in (*_STAGED, "version", "pending"):
            only_network = name == "pending"

            def piece(tx: Transaction, name: str = name, *, plain: bool = only_network) -> int:
                state = self._hold(tx, network_id, token)
                params = {} if plain else {"revision": state.revision}
                row = tx.row(f"{name}/discard", network_id=network_id, limit=PIECE, **params)
                return 0 if row is None else row["deleted"]

            while self._connection.transact(piece, landed=lambda _: PIECE) == PIECE:
                pass

        def release(tx: Transaction) -> None:
            self._hold(tx, network_id, token)
            tx.write("network/release", id=network_id)

        self._connection.transact(release)

    def _erase_hidden(self, network_id: str) -> None:
        for name in (*_STAGED, "version", "pending", "revision", "request_key", "job"):
            verb = "discard" if name == "pending" else "erase"

            def piece(tx: Transaction, query: str = f"{name}/{verb}") -> int:
                row = tx.row(query, network_id=network_id, limit=PIECE)
                self._hold_hidden(tx, network_id)
                return 0 if row is None else row["deleted"]

            while self._connection.transact(piece, landed=lambda _: PIECE) == PIECE:
                pass
        self._connection.transact(lambda tx: tx.write("network/erase", id=network_id))

    def _hold_hidden(self, tx: Transaction, network_id: str, chunk: int = 0) -> None:
        tx.write("network/claim_hidden", id=network_id, seconds=self.claim_seconds, chunk=chunk)

    def _finish_erasing(self, network_id: str) -> None:
        """Wait for a network of this id that is being deleted, or finish it."""
        deadline = time.monotonic() + self._connection.timeout_seconds
        while True:
            rows = self._connection.transact(lambda tx: tx.rows("network/list_hidden"), keep=False)
            hidden = [row for row in rows if row["id"] == network_id]
            if not hidden:
                return
            if hidden[0]["claimed_until"] < hidden[0]["now"]:
                self._erase_hidden(network_id)
            elif time.monotonic() > deadline:
                raise StoreUnavailableError
            else:
                time.sleep(0.1)


def require_quiet(state: State) -> None:
    """Come again later while changes of an activated commit are being made.

    Raises
    ------
    TryAgainError, StaleClaimError

    """
    if state.is_applying:
        raise StaleClaimError if state.is_stale else TryAgainError
