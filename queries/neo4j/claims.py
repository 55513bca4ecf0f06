"""Who may write to a network, and what a reader of it may see.

A commit does not become visible all at once. So whoever writes, or reads a whole revision, holds
the lock of the network. A single record is read without it.

A commit too large for one transaction is staged: what it creates carries a revision that the
network has not reached, what it changes lies aside. Meanwhile a *claim* keeps other writers away.
One short transaction raises the revision; then the changes laid aside are made piece by piece,
while readers wait. A claim that nobody renews is taken over: not yet activated, its work is
deleted; activated, it is finished.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Final, TypeVar

from graph.errors import StoreUnavailableError, UnknownNetworkError
from graph.vocabulary import NetworkId, Noun
from queries.marks import SHARED_ROOM, room_of
from queries.neo4j.connections import Connection, Row, Transaction, TryAgainError
from queries.neo4j.pending import apply_part

T = TypeVar("T")

CLAIM_SECONDS: Final = 30.0
"""How long a claim holds unless it is renewed; every piece of work renews it."""

PIECE: Final = 5_000
"""Records deleted in one transaction."""

PATIENT_SECONDS: Final = 60.0
"""How long a piece of a large commit may take, a restart of the server included."""

SNAPSHOT_SECONDS: Final = 300.0
"""When the server ends a transaction that reads a whole revision in pieces."""

PLACE_ROOMS: Final = (
    *("actor", "position", "tie", "interaction", "note", "tie_type"),
    SHARED_ROOM,
)
"""What is numbered densely, each from 0; people and partners share one room."""

_STAGED: Final = (
    *("attendance", "position", "tie", "interaction"),
    *("note", "tie_type", SHARED_ROOM, "contact", "partner"),
)
"""What is deleted, relationships before their ends: a node takes along what hangs on it, and that
may be more than fits into one transaction."""


def place_room(noun: Noun) -> str:
    """Name the room in which records of a noun are numbered."""
    return "actor" if noun in (Noun.CONTACT, Noun.PARTNER) else room_of(noun)


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
    # A network made before a room was there has no number for it.
    numbered = dict(zip(PLACE_ROOMS, row["next_places"], strict=False))
    return State(
        revision=row["revision"],
        version=row["version"],
        next_places=dict.fromkeys(PLACE_ROOMS, 0) | numbered,
        claim=claim,
        is_stale=bool(claim) and row["claimed_until"] < row["now"],
        is_applying=bool(row["is_applying"]),
        applied=row["applied"],
        chunk=row["chunk"] or 0,
    )


def require_quiet(state: State) -> None:
    """Come again later while changes of an activated commit are being made.

    Raises
    ------
    TryAgainError, StaleClaimError

    """
    if state.is_applying:
        raise StaleClaimError if state.is_stale else TryAgainError


class Neo4jClaims:
    """The ways into a network that every other part uses, and the large commits under way."""

    _connection: Connection
    claim_seconds: float = CLAIM_SECONDS

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
        until = time.monotonic() + self._connection.timeout_seconds
        while True:
            try:
                return work()
            except StaleClaimError:
                self._settle(network_id, until)

    # ------------------------------------------------------------------ claims

    def _renew(
        self,
        tx: Transaction,
        network_id: NetworkId,
        token: str,
        chunk: int = 0,
        seconds: float | None = None,
    ) -> None:
        holds = self.claim_seconds if seconds is None else seconds
        tx.write("network/claim", id=network_id, claim=token, seconds=holds, chunk=chunk)

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

    def _settle(self, network_id: NetworkId, until: float = math.inf) -> None:
        """Take over a claim that nobody renews, then finish or undo its work.

        Raises
        ------
        StoreUnavailableError
            If that takes longer than the moment ``until`` (of the monotonic clock); whoever comes
            next goes on with it.

        """
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
        finish = self._apply_pending if state.is_applying else self._discard
        if not finish(network_id, token, until):
            self._connection.transact(lambda tx: self._renew(tx, network_id, token, seconds=0))
            raise StoreUnavailableError

    def _abandon(self, network_id: NetworkId, token: str) -> None:
        """Undo a commit that failed; finish it if it was activated all the same."""
        state = self._connection.transact(
            lambda tx: read_state(tx, network_id, lock=True), keep=False
        )
        if state.claim == token:
            finish = self._apply_pending if state.is_applying else self._discard
            finish(network_id, token)

    def _apply_pending(self, network_id: NetworkId, token: str, until: float = math.inf) -> bool:
        """Make the changes that an activated commit laid aside; false when time is up."""

        def piece(tx: Transaction) -> bool:
            self._hold(tx, network_id, token)
            if apply_part(tx, network_id):
                return True
            tx.write("network/release", id=network_id)
            return False

        return self._in_pieces(piece, until)

    def _discard(self, network_id: NetworkId, token: str, until: float = math.inf) -> bool:
        """Delete what a commit staged that was never activated; false when time is up."""
        for query in (*(f"{name}/discard" for name in _STAGED), "version/discard"):

            def piece(tx: Transaction, query: str = query) -> bool:
                state = self._hold(tx, network_id, token)
                beyond = {"network_id": network_id, "revision": state.revision}
                return _is_full(tx.row(query, limit=PIECE, **beyond))

            if not self._in_pieces(piece, until):
                return False

        def last_piece(tx: Transaction) -> bool:
            self._hold(tx, network_id, token)
            if _is_full(tx.row("pending/discard", network_id=network_id, limit=PIECE)):
                return True
            tx.write("network/release", id=network_id)
            return False

        return self._in_pieces(last_piece, until)

    def _in_pieces(self, piece: Callable[[Transaction], bool], until: float = math.inf) -> bool:
        """Repeat a piece of work while it says that there is more; false when time is up."""
        while self._connection.transact(piece, seconds=PATIENT_SECONDS, landed=lambda _: True):
            if time.monotonic() > until:
                return False
        return True

    # ------------------------------------------------------------------ out of sight

    def _clear_up(self) -> None:
        """Finish what a process that died left half way: erasing, filling, large commits."""
        for row in self._hidden():
            if row["claimed_until"] < row["now"]:
                self._erase_hidden(row["id"])
        rows = self._connection.transact(lambda tx: tx.rows("network/list_stale"), keep=False)
        for row in rows:
            self._settle(NetworkId(row["id"]))

    def _hidden(self) -> list[Row]:
        """Name the networks that are being filled or erased."""
        return self._connection.transact(lambda tx: tx.rows("network/list_hidden"), keep=False)

    def _hold_hidden(self, tx: Transaction, network_id: str, chunk: int = 0) -> None:
        tx.write("network/claim_hidden", id=network_id, seconds=self.claim_seconds, chunk=chunk)

    def _erase_hidden(self, network_id: str) -> None:
        """Delete a network that nobody sees, with all that belongs to it."""
        own = ("revision", "version", "request_key", "job")
        for query in (*(f"{name}/erase" for name in (*_STAGED, *own)), "pending/discard"):

            def piece(tx: Transaction, query: str = query) -> bool:
                self._hold_hidden(tx, network_id)
                return _is_full(tx.row(query, network_id=network_id, limit=PIECE))

            self._in_pieces(piece)
        self._connection.transact(lambda tx: tx.write("network/erase", id=network_id))


def _is_full(row: Row | None) -> bool:
    """Tell whether a piece was deleted to its full size, so that there may be more."""
    return row is not None and row["deleted"] == PIECE
