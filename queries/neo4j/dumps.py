"""The whole of a Neo4j store out and in.

A dump is of one moment although it takes long and blocks nobody for long: at that moment it
learns which records there are, under the locks of all networks; later it reads them piece by
piece and takes those that were changed meanwhile from the history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from graph.errors import StoreNotEmptyError, StoreUnavailableError
from graph.ports import (
    DumpEntry,
    HistoryEntry,
    LogEntry,
    NetworkEntry,
    RecordEntry,
)
from graph.records.stored import AnyRecord, RevisionEntry, Stored
from graph.records.users import Credential, Grant, User
from graph.vocabulary import NetworkId, Noun
from queries.marks import room_of
from queries.neo4j.claims import (
    PATIENT_SECONDS,
    PLACE_ROOMS,
    SNAPSHOT_SECONDS,
    State,
    place_room,
    read_state,
    require_quiet,
)
from queries.neo4j.connections import Transaction
from queries.neo4j.entities import insert_entities, weight_of
from queries.neo4j.networks import Neo4jNetworks, network_entry, new_network
from queries.neo4j.properties import (
    Properties,
    Standing,
    properties_of,
    properties_of_thing,
    stored_from,
)
from queries.neo4j.records import revision_from, superseded_from
from queries.neo4j.users import Neo4jUsers
from queries.rows import moment, stored_from_image, stored_image

PIECE: Final = 2_000
NO_NETWORK: Final = NetworkId("")


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a network held at the moment of a dump: ids with their places, by noun."""

    entry: NetworkEntry
    places: dict[Noun, list[tuple[int, str]]]


class Neo4jDumps(Neo4jNetworks, Neo4jUsers):
    """Everything but jobs and idempotency keys, out and in."""

    # ------------------------------------------------------------------ out

    def dump(self) -> Iterator[DumpEntry]:
        """Read everything as of one moment."""
        users = self.list_users()
        credentials = sorted(self.list_credentials(), key=lambda one: (one.created_at, one.id))
        grants = self.list_grants()
        contents = self._connection.transact(
            self._contents, keep=False, longest_seconds=SNAPSHOT_SECONDS
        )
        known = {one.entry.network.id for one in contents}
        yield from users
        yield from credentials
        for one in contents:
            yield from self._dump_network(one)
        yield from (grant for grant in grants if grant.network_id in known)

    def _contents(self, tx: Transaction) -> list[_Contents]:
        """Lock all networks, always in the same order, and learn what is in them."""
        contents: list[_Contents] = []
        entries = [network_entry(row["row"]) for row in tx.rows("network/list")]
        states = {
            entry.network.id: read_state(tx, NetworkId(entry.network.id), lock=True)
            for entry in entries
        }
        for row in tx.rows("network/list"):
            entry = network_entry(row["row"])
            state = states.get(entry.network.id)
            if state is None:
                continue  # made while the others were locked
            require_quiet(state)
            places: dict[Noun, list[tuple[int, str]]] = {}
            for noun in Noun:
                tx.renew()
                found = tx.row(
                    f"{room_of(noun)}/ids",
                    network_id=entry.network.id,
                    revision=state.revision,
                    noun=noun.value,
                )
                places[noun] = (
                    [] if found is None else sorted(zip(found["places"], found["ids"], strict=True))
                )
            contents.append(_Contents(entry, places))
        return contents

    def _dump_network(self, contents: _Contents) -> Iterator[DumpEntry]:
        entry = contents.entry
        network_id, revision = NetworkId(entry.network.id), entry.revision
        yield entry
        for log_entry in self._dump_log(network_id, revision):
            yield LogEntry(network_id, log_entry)
        for noun in Noun:
            places = contents.places[noun]
            for start in range(0, len(places), PIECE):
                piece = places[start : start + PIECE]
                stored = self._as_of(network_id, noun, [one for _, one in piece], revision)
                for place, record_id in piece:
                    yield RecordEntry(network_id, place, stored[record_id])
        for noun in Noun:
            yield from self._dump_history(network_id, noun, revision)

    def _as_of(
        self, network_id: NetworkId, noun: Noun, ids: list[str], revision: int
    ) -> dict[str, Stored[AnyRecord]]:
        """Read records as they stood at a revision."""

        def work(tx: Transaction, state: State) -> dict[str, Stored[AnyRecord]]:
            seen: Properties = {"network_id": network_id, "revision": state.revision}
            seen |= {"noun": noun.value, "ids": ids}
            rows = [row["row"] for row in tx.rows(f"{room_of(noun)}/load", **seen)]
            found = {row["id"]: stored_from(noun, row) for row in rows}
            later = [one for one in ids if found[one].revision > revision]
            if later:
                seen["ids"] = later
                for row in tx.rows("version/before", made_before=revision + 1, **seen):
                    found[row["id"]] = stored_from_image(noun, row["image"])
            return found

        return self._snapshot(network_id, work)

    def _dump_log(self, network_id: NetworkId, until: int) -> Iterator[RevisionEntry]:
        after = -1
        while after < until:
            params = {"after": after, "until": until, "limit": PIECE}
            rows = self._connection.transact(
                lambda tx, params=params: tx.rows("revision/dump", network_id=network_id, **params),
                keep=False,
            )
            for row in rows:
                yield revision_from(row["row"])
            if len(rows) < PIECE:
                return
            after = rows[-1]["row"]["revision"]

    def _dump_history(
        self, network_id: NetworkId, noun: Noun, revision: int
    ) -> Iterator[HistoryEntry]:
        after_id, after_version = "", 0
        while True:
            params = {
                "network_id": network_id,
                "noun": noun.value,
                "revision": revision,
                "after_id": after_id,
                "after_version": after_version,
                "limit": PIECE,
            }
            rows = self._connection.transact(
                lambda tx, params=params: tx.rows("version/dump", **params), keep=False
            )
            for row in rows:
                yield HistoryEntry(network_id, superseded_from(noun, row))
            if len(rows) < PIECE:
                return
            after_id, after_version = rows[-1]["id"], rows[-1]["version"]

    # ------------------------------------------------------------------ in

    def fill(self, entries: Iterable[DumpEntry]) -> None:
        """Write a dump into an empty store, all or nothing."""
        self._clear_up()
        self._connection.transact(_require_empty, keep=False)
        filling = _Filling()
        try:
            for entry in entries:
                self._take(filling, entry)
            self._flush(filling)
            self._connection.transact(lambda tx: _reveal(tx, filling))
        except BaseException:
            for network_id in filling.next_places:
                self._erase_filled(network_id)
            raise

    def _take(self, filling: "_Filling", entry: DumpEntry) -> None:
        match entry:
            case NetworkEntry():
                self._flush(filling)
                self._hide_new(filling, entry)
            case RecordEntry():
                filling.add_record(entry)
            case HistoryEntry():
                filling.versions.append(_version_row(entry))
                filling.waiting += 1
            case LogEntry():
                filling.revisions.append(_revision_row(entry))
                filling.waiting += 1
            case User():
                filling.users.append(entry)
            case Credential():
                filling.credentials.append(entry)
            case Grant():
                filling.grants.append(entry)
        if filling.waiting >= PIECE:
            self._flush(filling)

    def _hide_new(self, filling: "_Filling", entry: NetworkEntry) -> None:
        network_id = NetworkId(entry.network.id)

        def work(tx: Transaction) -> None:
            tx.write("network/insert_hidden", row=new_network(entry))
            self._hold_hidden(tx, network_id)

        self._connection.transact(work)
        filling.network_id = network_id
        filling.next_places[network_id] = dict.fromkeys(PLACE_ROOMS, 0)

    def _flush(self, filling: "_Filling") -> None:
        if not filling.waiting:
            return
        filling.chunk += 1

        def work(tx: Transaction) -> bool:
            insert_entities(tx, filling.network_id, filling.records)
            if filling.versions:
                tx.write("version/insert", rows=filling.versions)
            if filling.revisions:
                tx.write("revision/insert_many", rows=filling.revisions)
            self._hold_hidden(tx, filling.network_id, filling.chunk)
            return True

        def landed(tx: Transaction) -> bool | None:
            rows = tx.rows("network/list_hidden")
            chunks = {row["id"]: row["chunk"] for row in rows}
            return True if chunks.get(filling.network_id) == filling.chunk else None

        self._connection.transact(work, seconds=PATIENT_SECONDS, landed=landed)
        filling.records, filling.versions, filling.revisions = {}, [], []
        filling.waiting = 0

    def _erase_filled(self, network_id: NetworkId) -> None:
        try:
            self._erase_hidden(network_id)
        except StoreUnavailableError:
            return  # nobody sees it; whoever opens the store next deletes it


@dataclass(slots=True)
class _Filling:
    """What of a dump has been read and not written yet; ``waiting`` is the weight of its rows."""

    network_id: NetworkId = NO_NETWORK
    chunk: int = 0
    waiting: int = 0
    next_places: dict[NetworkId, dict[str, int]] = field(
        default_factory=dict[NetworkId, dict[str, int]]
    )
    records: dict[Noun, list[Properties]] = field(default_factory=dict[Noun, list[Properties]])
    versions: list[Properties] = field(default_factory=list[Properties])
    revisions: list[Properties] = field(default_factory=list[Properties])
    users: list[User] = field(default_factory=list[User])
    credentials: list[Credential] = field(default_factory=list[Credential])
    grants: list[Grant] = field(default_factory=list[Grant])

    def add_record(self, entry: RecordEntry) -> None:
        """Note a record, and that its dense number is taken."""
        stored = entry.stored
        room, places = place_room(stored.noun), self.next_places[entry.network_id]
        places[room] = max(places[room], entry.place + 1)
        created_in = stored.revision if stored.version == 1 else 0
        row = properties_of(entry.network_id, stored, Standing(entry.place, created_in))
        self.records.setdefault(stored.noun, []).append(row)
        self.waiting += weight_of(stored.record)


def _require_empty(tx: Transaction) -> None:
    row = tx.row("store/is_empty")
    if row is None or not row["is_empty"] or tx.rows("network/list_hidden"):
        raise StoreNotEmptyError


def _reveal(tx: Transaction, filling: _Filling) -> None:
    row = tx.row("store/is_empty")
    if row is None or not row["is_empty"]:
        raise StoreNotEmptyError
    for user in filling.users:
        tx.write("user/save", row=properties_of_thing(user))
    for credential in filling.credentials:
        tx.write("credential/save", row=properties_of_thing(credential))
    rows = [
        {"id": network_id, "next_places": [places[room] for room in PLACE_ROOMS]}
        for network_id, places in filling.next_places.items()
    ]
    tx.write("network/reveal", rows=rows)
    tx.write("grant/insert", rows=[_grant_row(grant) for grant in filling.grants])


def _grant_row(grant: Grant) -> Properties:
    return {
        "user_id": grant.user_id,
        "network_id": grant.network_id,
        "role": grant.role.value,
    }


def _version_row(entry: HistoryEntry) -> Properties:
    stored = entry.superseded.stored
    return {
        "network_id": entry.network_id,
        "noun": stored.noun.value,
        "id": stored.record.id,
        "version": stored.version,
        "revision": stored.revision,
        "image": stored_image(stored),
        "superseded_by": entry.superseded.superseded_by,
        "superseded_at": moment(entry.superseded.superseded_at),
        "visible_from": stored.revision,
    }


def _revision_row(entry: LogEntry) -> Properties:
    log = entry.entry
    return {
        "network_id": entry.network_id,
        "revision": log.revision,
        "author": log.author,
        "at": moment(log.at),
        "act": log.act,
        "batch_id": log.batch_id,
        "count": log.count,
    }
