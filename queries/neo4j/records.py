"""Reading records, their history and the change log from Neo4j."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from graph.ports import ChangeEntry, FilterValue, Page, Touched
from graph.records.interactions import Interaction
from graph.records.notes import Note
from graph.records.stored import AnyRecord, RevisionEntry, Stored, Superseded
from graph.vocabulary import ActorKind, NetworkId, Noun, UserId
from queries.lists import NOUN_PLACES, check_filters, page_end, read_cursor
from queries.marks import SHARED, marks_wanted, room_of
from queries.neo4j.claims import Neo4jClaims, State
from queries.neo4j.connections import Row, Transaction
from queries.neo4j.properties import Properties, sort_key, stored_from
from queries.rows import from_moment, moment, sort_name, stored_from_image

PIECE: Final = 2_000
"""Records read in one query."""

NO_LIMIT: Final = 2**31 - 1
_LAST_DAY: Final = 2**62

_FILTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "partner/find": (
        *("sector", "level", "kind", "region", "parent_id", "is_key_partner", "tag", "batch_id"),
    ),
    "contact/find": ("is_leader", "region", "seniority", "do_not_ask", "tag", "batch_id"),
    "contact/find_at_partner": (
        *("partner_id", "is_leader", "region", "seniority", "do_not_ask", "tag", "batch_id"),
    ),
    "position/find": ("type", "capacity", "batch_id"),
    "position/find_of_contact": ("contact_id", "partner_id", "type", "capacity", "batch_id"),
    "position/find_of_partner": ("partner_id", "type", "capacity", "batch_id"),
    "tie/find": ("type", "batch_id"),
    "tie/find_of_actor": ("actor_id", "source_id", "target_id", "type", "batch_id"),
    "interaction/find": ("kind", "held_from", "held_to", "batch_id"),
    "interaction/find_of_actor": ("actor_id", "kind", "held_from", "held_to", "batch_id"),
    "note/find": ("batch_id",),
    "note/find_about": ("about_id", "batch_id"),
    "tie_type/find": (),
    "record/find": ("batch_id",),
}
_DATED: Final = (
    *("contact/find_at_partner", "position/find", "position/find_of_contact"),
    *("position/find_of_partner", "tie/find", "tie/find_of_actor"),
    *("interaction/find", "interaction/find_of_actor"),
)
"""Queries that know ``as_of``."""


class Neo4jRecords(Neo4jClaims):
    """Records, one by one, in lists, and as they were."""

    def load(
        self, network_id: NetworkId, noun: Noun, ids: Sequence[str], *, reader: UserId
    ) -> dict[str, Stored[AnyRecord]]:
        """Read records by id, removed ones too."""
        wanted = list(dict.fromkeys(ids))

        def work(tx: Transaction, revision: int) -> dict[str, Stored[AnyRecord]]:
            return _load(tx, network_id, noun, wanted, revision)

        found = self._read(network_id, work)
        return {key: stored for key, stored in found.items() if _may_see(stored, reader)}

    def find(
        self,
        network_id: NetworkId,
        noun: Noun,
        filters: Mapping[str, FilterValue],
        *,
        reader: UserId,
        as_of: int | None = None,
        after: str | None = None,
        limit: int = 50,
        removed: bool = False,
    ) -> Page:
        """Read a page of the records in use (or of the removed ones) that pass all filters."""
        check_filters(noun, filters)
        query = _query_for(noun, filters)
        params: Properties = {
            **{name: filters.get(name) for name in _FILTERS[query]},
            **_start(noun, after),
            "removed": removed,
            "limit": limit + 1,
        }
        if noun in SHARED:
            params |= {"noun": noun.value, "marks": marks_wanted(filters)}
        if query == "tie/find_of_actor" and "actor_id" not in filters:
            params["actor_id"] = filters.get("source_id", filters.get("target_id"))
        if query in _DATED:
            params["as_of"] = as_of
        if noun is Noun.NOTE:
            params["reader"] = reader

        def work(tx: Transaction, revision: int) -> list[Row]:
            return tx.rows(query, network_id=network_id, revision=revision, **params)

        items = [stored_from(noun, row["row"]) for row in self._read(network_id, work)]
        places = [_place(stored) for stored in items]
        return Page(tuple(items[:limit]), page_end(noun, places, limit))

    def count(self, network_id: NetworkId) -> dict[Noun, int]:
        """Count the records in use, by kind; private notes of everybody included."""

        def work(tx: Transaction, revision: int) -> dict[Noun, int]:
            counts: dict[Noun, int] = {}
            for noun in Noun:
                seen = {"network_id": network_id, "revision": revision, "noun": noun.value}
                row = tx.row(f"{room_of(noun)}/count", **seen)
                counts[noun] = 0 if row is None else row["count"]
            return counts

        return self._read(network_id, work)

    def kinds_of(self, network_id: NetworkId, ids: Sequence[str]) -> dict[str, ActorKind]:
        """Tell which of the ids are contacts and which partners; unknown ones are absent."""
        wanted = list(dict.fromkeys(ids))

        def work(tx: Transaction, revision: int) -> list[Row]:
            return tx.rows("actor/kinds", network_id=network_id, revision=revision, ids=wanted)

        return {row["id"]: ActorKind(row["kind"]) for row in self._read(network_id, work)}

    def merged_into(self, network_id: NetworkId, ids: Sequence[str]) -> tuple[str, ...]:
        """Name the actors that were merged into any of the ids themselves, by id."""
        wanted = list(dict.fromkeys(ids))

        def work(tx: Transaction, revision: int) -> list[Row]:
            return tx.rows("actor/merged", network_id=network_id, revision=revision, ids=wanted)

        return tuple(sorted({row["id"] for row in self._read(network_id, work)}))

    def ids_of(self, network_id: NetworkId, noun: Noun) -> dict[str, int]:
        """Read version of every record of a kind, removed ones as the negative of it, by id."""

        def work(tx: Transaction, revision: int) -> Row | None:
            seen = {"network_id": network_id, "revision": revision, "noun": noun.value}
            return tx.row(f"{room_of(noun)}/ids", **seen)

        row = self._read(network_id, work)
        if row is None:
            return {}
        return {
            record_id: -version if is_removed else version
            for record_id, version, is_removed in zip(
                row["ids"], row["versions"], row["removed"], strict=True
            )
        }

    # ------------------------------------------------------------------ as it was

    def history(
        self, network_id: NetworkId, noun: Noun, record_id: str, *, reader: UserId
    ) -> tuple[Superseded, ...]:
        """Read the old versions of a record, newest first."""

        def work(tx: Transaction, revision: int) -> tuple[Stored[AnyRecord] | None, list[Row]]:
            now = _load(tx, network_id, noun, [record_id], revision).get(record_id)
            rows = tx.rows(
                "version/list",
                network_id=network_id,
                revision=revision,
                noun=noun.value,
                id=record_id,
            )
            return now, rows

        now, rows = self._read(network_id, work)
        if now is None or not _may_see(now, reader):
            return ()
        old = [superseded_from(noun, row) for row in rows]
        return tuple(one for one in old if _may_see(one.stored, reader))

    def changes_since(
        self, network_id: NetworkId, revision: int, *, limit: int, reader: UserId
    ) -> tuple[ChangeEntry, ...]:
        """Read what changed after a revision, each record once, by revision, noun and id."""

        def work(tx: Transaction, state: State) -> list[ChangeEntry]:
            found = _changes(tx, network_id, state, since=revision, limit=limit + 1, reader=reader)
            if len(found) <= limit:
                return found
            # The first of what was cut off tells which revision is not whole.
            broken = found[limit].revision
            whole = [entry for entry in found if entry.revision < broken]
            if whole:
                return whole
            return _changes(tx, network_id, state, since=broken - 1, until=broken, reader=reader)

        return tuple(self._snapshot(network_id, work))

    def list_revisions(
        self, network_id: NetworkId, *, before: int | None = None, limit: int = 50
    ) -> tuple[RevisionEntry, ...]:
        """Read the change log, newest first, revisions below ``before``."""

        def work(tx: Transaction, revision: int) -> list[Row]:
            below = revision + 1 if before is None else min(before, revision + 1)
            return tx.rows("revision/list", network_id=network_id, before=below, limit=limit)

        return tuple(revision_from(row["row"]) for row in self._read(network_id, work))

    def touched_by(self, network_id: NetworkId, revision: int) -> Iterator[Touched]:
        """Read every record that a revision touched, in the order nouns are declared."""

        def names(tx: Transaction, state: State) -> dict[Noun, list[str]]:
            entries = _changes(tx, network_id, state, since=revision - 1, until=revision)
            named = {(entry.noun, entry.id) for entry in entries}
            for row in tx.rows(
                "version/list_of_revision",
                network_id=network_id,
                revision=state.revision,
                made_in=revision,
            ):
                named.add((Noun(row["noun"]), row["id"]))
            ids: dict[Noun, list[str]] = {}
            for noun, record_id in named:
                ids.setdefault(noun, []).append(record_id)
            return {noun: _by_place(tx, network_id, noun, ids[noun], state) for noun in ids}

        ids = self._snapshot(network_id, names)
        for noun in Noun:
            of_noun = ids.get(noun, [])
            for start in range(0, len(of_noun), PIECE):
                yield from self._touched(network_id, noun, of_noun[start : start + PIECE], revision)

    def _touched(
        self, network_id: NetworkId, noun: Noun, ids: list[str], revision: int
    ) -> list[Touched]:
        def work(tx: Transaction, seen: int) -> tuple[dict[str, Stored[AnyRecord]], list[Row]]:
            rows = tx.rows(
                "version/before",
                network_id=network_id,
                revision=seen,
                noun=noun.value,
                ids=ids,
                made_before=revision,
            )
            return _load(tx, network_id, noun, ids, seen), rows

        now, rows = self._read(network_id, work)
        before = {row["id"]: stored_from_image(noun, row["image"]) for row in rows}
        return [Touched(before.get(one), now[one]) for one in ids if one in now]

    # ------------------------------------------------------------------ evidence

    def ties_between(
        self, network_id: NetworkId, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Stored[AnyRecord], ...]:
        """Read the ties in use between pairs of actors, in either direction, by id."""
        return self._of_pairs(network_id, Noun.TIE, "tie/between", pairs)

    def positions_at(
        self, network_id: NetworkId, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Stored[AnyRecord], ...]:
        """Read the positions in use of (contact, partner) pairs, by id."""
        return self._of_pairs(network_id, Noun.POSITION, "position/at", pairs)

    def interactions_between(
        self,
        network_id: NetworkId,
        pairs: Sequence[tuple[str, str]],
        *,
        most: int = 5,
        until: int | None = None,
    ) -> dict[tuple[str, str], tuple[Stored[AnyRecord], ...]]:
        """Read the newest interactions that both of a pair took part in, by pair as given."""
        asked = [list(pair) for pair in dict.fromkeys(pairs)]

        def work(tx: Transaction, revision: int) -> list[Row]:
            return tx.rows(
                "interaction/between",
                network_id=network_id,
                revision=revision,
                pairs=asked,
                most=most,
                until=until,
            )

        found: dict[tuple[str, str], list[Stored[AnyRecord]]] = {pair: [] for pair in pairs}
        for row in self._read(network_id, work):
            one, other = row["pair"]
            found[one, other].append(stored_from(Noun.INTERACTION, row["row"]))
        return {pair: tuple(stored) for pair, stored in found.items()}

    def _of_pairs(
        self, network_id: NetworkId, noun: Noun, query: str, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Stored[AnyRecord], ...]:
        asked = [list(pair) for pair in dict.fromkeys(pairs)]

        def work(tx: Transaction, revision: int) -> list[Row]:
            return tx.rows(query, network_id=network_id, revision=revision, pairs=asked)

        return tuple(stored_from(noun, row["row"]) for row in self._read(network_id, work))


def superseded_from(noun: Noun, row: Row) -> Superseded:
    """Restore an old version."""
    return Superseded(
        stored_from_image(noun, row["image"]),
        UserId(row["superseded_by"]),
        from_moment(row["superseded_at"]),
    )


def revision_from(row: Properties) -> RevisionEntry:
    """Restore a line of the change log."""
    return RevisionEntry(
        row["revision"],
        UserId(row["author"]),
        from_moment(row["at"]),
        row["act"],
        row["batch_id"],
        row["count"],
    )


def _load(
    tx: Transaction, network_id: NetworkId, noun: Noun, ids: Sequence[str], revision: int
) -> dict[str, Stored[AnyRecord]]:
    found: dict[str, Stored[AnyRecord]] = {}
    for start in range(0, len(ids), PIECE):
        rows = tx.rows(
            f"{room_of(noun)}/load",
            network_id=network_id,
            revision=revision,
            noun=noun.value,
            ids=ids[start : start + PIECE],
        )
        found.update((row["row"]["id"], stored_from(noun, row["row"])) for row in rows)
    return found


def _may_see(stored: Stored[AnyRecord], reader: UserId) -> bool:
    """Tell whether a reader may see a record: a private note is its author's alone."""
    record = stored.record
    return not (isinstance(record, Note) and record.is_private) or stored.recorded_by == reader


def _query_for(noun: Noun, filters: Mapping[str, FilterValue]) -> str:
    """Choose the query that starts where the filters leave least to look at."""
    match noun:
        case Noun.CONTACT if "partner_id" in filters:
            return "contact/find_at_partner"
        case Noun.POSITION if "contact_id" in filters:
            return "position/find_of_contact"
        case Noun.POSITION if "partner_id" in filters:
            return "position/find_of_partner"
        case Noun.TIE if not filters.keys().isdisjoint(("actor_id", "source_id", "target_id")):
            return "tie/find_of_actor"
        case Noun.INTERACTION if "actor_id" in filters:
            return "interaction/find_of_actor"
        case Noun.NOTE if "about_id" in filters:
            return "note/find_about"
        case _:
            return f"{room_of(noun)}/find"


def _start(noun: Noun, after: str | None) -> dict[str, Any]:
    """Say where a page starts, in the words of the query."""
    key, record_id = (None, "") if after is None else read_cursor(noun, after)
    if noun is Noun.INTERACTION:
        return {"after_day": _LAST_DAY if key is None else key, "after_id": record_id}
    if noun in SHARED:
        return {"after_at": _LAST_DAY if key is None else key, "after_id": record_id}
    if noun in (Noun.PARTNER, Noun.CONTACT):
        return {"after": "" if key is None else sort_key(str(key), record_id)}
    return {"after": record_id}


def _place(stored: Stored[AnyRecord]) -> tuple[str | int, str]:
    """Give the key by which lists of such records are sorted, and the id."""
    record = stored.record
    if stored.noun in SHARED:
        return moment(stored.recorded_at), record.id
    if isinstance(record, Interaction):
        return record.held_on.day, record.id
    if hasattr(record, "name"):
        return sort_name(record), record.id  # type: ignore[arg-type]
    return record.id, record.id


def _changes(
    tx: Transaction,
    network_id: NetworkId,
    state: State,
    *,
    since: int,
    until: int | None = None,
    limit: int = NO_LIMIT,
    reader: UserId | None = None,
) -> list[ChangeEntry]:
    rows = tx.rows(
        "change/list_since",
        network_id=network_id,
        revision=state.revision,
        since=since,
        until=state.revision if until is None else until,
        limit=limit,
        reader=reader,
    )
    entries = [
        ChangeEntry(
            row["revision"], Noun(row["noun"]), row["id"], row["version"], row["is_removed"]
        )
        for row in rows
    ]
    entries.sort(key=lambda entry: (entry.revision, NOUN_PLACES[entry.noun], entry.id))
    return entries


def _by_place(
    tx: Transaction, network_id: NetworkId, noun: Noun, ids: list[str], state: State
) -> list[str]:
    seen = {"network_id": network_id, "revision": state.revision, "noun": noun.value}
    room = room_of(noun)
    if len(ids) <= PIECE:
        rows = [row["row"] for row in tx.rows(f"{room}/load", ids=ids, **seen)]
        places = {row["id"]: row["place"] for row in rows}
    else:
        tx.renew()
        row = tx.row(f"{room}/ids", **seen)
        places = {} if row is None else dict(zip(row["ids"], row["places"], strict=True))
    return sorted((one for one in ids if one in places), key=places.__getitem__)
