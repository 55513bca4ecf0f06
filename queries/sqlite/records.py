"""Records of the embedded store, read one by one and in lists."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from graph.ports import ChangeEntry, FilterValue, Page, Touched
from graph.records.identity import is_identifier
from graph.records.stored import AnyRecord, RevisionEntry, Stored, Superseded
from graph.vocabulary import ActorKind, NetworkId, Noun, UserId
from queries.catalog import load
from queries.lists import (
    NEWEST_FIRST,
    NOUN_PLACES,
    SortKey,
    check_filters,
    key_column,
    page_end,
    read_cursor,
)
from queries.marks import SHARED, marks_wanted, room_of
from queries.rows import Row, from_moment, stored_from_image, stored_of
from queries.sqlite.connections import Connections, run, run_row, run_rows
from queries.sqlite.networks import Located, json_of, locate, record_rows

_ACTORS_OF: Final[Mapping[Noun, Mapping[str, tuple[str, str]]]] = {
    Noun.CONTACT: {"partner_id": ("contact/find_at_partner", "partner")},
    Noun.POSITION: {
        "contact_id": ("position/find_of_contact", "contact"),
        "partner_id": ("position/find_of_partner", "partner"),
    },
    Noun.TIE: {
        "source_id": ("tie/find_of_actor", "source"),
        "target_id": ("tie/find_of_actor", "target"),
        "actor_id": ("tie/find_of_actor", "actor"),
    },
    Noun.INTERACTION: {"actor_id": ("interaction/find_of_actor", "actor")},
    Noun.NOTE: {"about_id": ("note/find_about", "about")},
}
"""Filters that name an actor: the query that starts from it, and its parameter there."""

_LAST: Final = 2**62


class SqliteRecords:
    """Reads of records."""

    _connections: Connections

    def load(
        self, network_id: NetworkId, noun: Noun, ids: Sequence[str], *, reader: UserId
    ) -> dict[str, Stored[AnyRecord]]:
        """Read records by id, removed ones too."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            query = f"{room_of(noun)}/load"
            rows = record_rows(db, noun, query, network=network.key, ids=json_of(ids))
            return {row["id"]: stored_of(noun, row) for row in rows if _may_read(noun, row, reader)}

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
        start = _start(noun, after)
        actors = {n: of for n, of in _ACTORS_OF.get(noun, {}).items() if n in filters}
        query = next((query for query, _ in actors.values()), f"{room_of(noun)}/find")
        params: dict[str, Any] = {n: value for n, value in filters.items() if n not in actors}
        if noun in SHARED and (marks := marks_wanted(filters)):
            query = "record/find_marked"
            params = {"batch_id": filters.get("batch_id"), "mark": marks[0]}
            params["marks"] = orjson.dumps(marks).decode()
        with self._connections.reading() as db:
            network = locate(db, network_id)
            for name, (_, param) in actors.items():
                params[param] = _key_of(db, network, str(filters[name]))
                if params[param] is None:
                    return Page((), None)
            params.update(start, network=network.key, removed=removed, limit=limit + 1)
            params.update(first=network.first, last=network.last)
            if noun is Noun.NOTE:
                params["reader"] = reader
            elif "as_of" in load("sql", query).params:
                params["as_of"] = as_of
            rows = list(record_rows(db, noun, query, **params))
        column = key_column(noun)
        places = [(row[column], row["id"]) for row in rows]
        items = tuple(stored_of(noun, row) for row in rows[:limit])
        return Page(items, page_end(noun, places, limit))

    def count(self, network_id: NetworkId) -> dict[Noun, int]:
        """Count the records in use, by kind."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            counts: dict[Noun, int] = {}
            for noun in Noun:
                found = run(db, f"{room_of(noun)}/count", network=network.key, noun=noun)
                counts[noun] = found.fetchone()[0]
            return counts

    def kinds_of(self, network_id: NetworkId, ids: Sequence[str]) -> dict[str, ActorKind]:
        """Tell which of the ids are contacts and which partners."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            found = run(db, "actor/kinds", network=network.key, ids=json_of(ids))
            return {actor_id: ActorKind(noun) for actor_id, noun in found}

    def merged_into(self, network_id: NetworkId, ids: Sequence[str]) -> tuple[str, ...]:
        """Name the actors that were merged into any of the ids themselves, by id."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            found = run(db, "actor/merged", network=network.key, ids=json_of(ids))
            return tuple(sorted({actor_id for (actor_id,) in found}))

    def ids_of(self, network_id: NetworkId, noun: Noun) -> dict[str, int]:
        """Read version of every record of a kind, removed ones as the negative of it, by id."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            ends = {"first": network.first, "last": network.last}
            found = run(db, f"{room_of(noun)}/ids", noun=noun, **ends)
            return {
                record_id: -version if is_removed else version
                for record_id, version, is_removed in found
            }

    # ------------------------------------------------------------------------- history

    def history(
        self, network_id: NetworkId, noun: Noun, record_id: str, *, reader: UserId
    ) -> tuple[Superseded, ...]:
        """Read the old versions of a record, newest first."""
        if record_id not in self.load(network_id, noun, [record_id], reader=reader):
            return ()
        with self._connections.reading() as db:
            network = locate(db, network_id)
            rows = run_rows(db, "version/list", network=network.key, noun=noun, id=record_id)
            images = [(orjson.loads(row["image"]), row) for row in rows]
        return tuple(
            superseded(noun, row) for image, row in images if _may_read(noun, image, reader)
        )

    def changes_since(
        self, network_id: NetworkId, revision: int, *, limit: int, reader: UserId
    ) -> tuple[ChangeEntry, ...]:
        """Read what changed after a revision, each record once, by revision, noun and id."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            asked: dict[str, Any] = {"network": network.key, "reader": reader}
            span = {"since": revision, "until": network.revision, "limit": limit + 1}
            rows = list(run_rows(db, "change/list_since", **asked, **span))
            if len(rows) > limit:
                first, last = rows[0]["revision"], rows[-1]["revision"]
                rows = [row for row in rows if row["revision"] < last]
                if not rows:  # that revision alone is longer than a page
                    span = {"since": first - 1, "until": first, "limit": -1}
                    rows = list(run_rows(db, "change/list_since", **asked, **span))
        entries = [
            ChangeEntry(
                row["revision"],
                Noun(row["noun"]),
                row["id"],
                row["version"],
                bool(row["is_removed"]),
            )
            for row in rows
        ]
        entries.sort(key=lambda entry: (entry.revision, NOUN_PLACES[entry.noun], entry.id))
        return tuple(entries)

    def list_revisions(
        self, network_id: NetworkId, *, before: int | None = None, limit: int = 50
    ) -> tuple[RevisionEntry, ...]:
        """Read the change log, newest first, revisions below ``before``."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            below = _LAST if before is None else before
            rows = run_rows(db, "revision/list", network=network.key, before=below, limit=limit)
            return tuple(map(revision_entry, rows))

    def touched_by(self, network_id: NetworkId, revision: int) -> Iterator[Touched]:
        """Read every record that a revision touched, in the order nouns are declared."""
        with self._connections.reading() as db:
            network = locate(db, network_id)
            asked = {"network": network.key, "revision": revision}
            for noun in Noun:
                # First versions that the revision made of records that changed again later.
                later = dict(run(db, "version/list_of_revision", noun=noun, **asked).fetchall())
                room = room_of(noun)
                rows = record_rows(db, noun, f"{room}/touched", **asked)
                if later:
                    ids = json_of([*later])
                    again = record_rows(db, noun, f"{room}/load", network=network.key, ids=ids)
                    unique = {row["key"]: row for source in (rows, again) for row in source}
                    rows = iter([unique[key] for key in sorted(unique)])
                for row in rows:
                    version = later.get(row["id"], row["version"])
                    before = _version_before(db, network, noun, row["id"], version)
                    yield Touched(before, stored_of(noun, row))

    # ------------------------------------------------------------------------ evidence

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
        found: dict[tuple[str, str], tuple[Stored[AnyRecord], ...]] = {}
        with self._connections.reading() as db:
            network = locate(db, network_id)
            for one, other in pairs:
                if not (is_identifier(one) and is_identifier(other)):
                    found[one, other] = ()
                    continue
                asked = {"network": network.key, "one": one, "other": other}
                rows = run_rows(db, "interaction/between", most=most, until=until, **asked)
                found[one, other] = tuple(stored_of(Noun.INTERACTION, row) for row in rows)
        return found

    def _of_pairs(
        self, network_id: NetworkId, noun: Noun, query: str, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Stored[AnyRecord], ...]:
        known = [pair for pair in pairs if all(map(is_identifier, pair))]
        with self._connections.reading() as db:
            network = locate(db, network_id)
            asked = {"network": network.key, "pairs": orjson.dumps(known).decode()}
            return tuple(stored_of(noun, row) for row in run_rows(db, query, **asked))


def revision_entry(row: Row) -> RevisionEntry:
    """Restore a line of the change log from its row."""
    return RevisionEntry(
        row["revision"],
        UserId(row["author"]),
        from_moment(row["at"]),
        row["act"],
        row["batch_id"],
        row["count"],
    )


def superseded(noun: Noun, row: Mapping[str, Any]) -> Superseded:
    """Restore an old version from its row."""
    stored = stored_from_image(noun, row["image"])
    return Superseded(stored, UserId(row["superseded_by"]), from_moment(row["superseded_at"]))


def _may_read(noun: Noun, row: Mapping[str, Any], reader: UserId) -> bool:
    return noun is not Noun.NOTE or not row["is_private"] or row["recorded_by"] == reader


def _start(noun: Noun, after: str | None) -> dict[str, SortKey]:
    """Give the parameters from which a page starts."""
    if after is not None:
        key, record_id = read_cursor(noun, after)
    else:
        key, record_id = (_LAST if noun in NEWEST_FIRST else ""), ""
    return {"after_id": record_id} | ({} if key_column(noun) == "id" else {"after_key": key})


def _key_of(db: sqlite3.Connection, network: Located, actor_id: str) -> int | None:
    found = run_row(db, "actor/locate", network=network.key, ids=json_of([actor_id]))
    return None if found is None else found["key"]


def _version_before(
    db: sqlite3.Connection, network: Located, noun: Noun, record_id: str, version: int
) -> Stored[AnyRecord] | None:
    if version == 1:
        return None
    found = run_row(
        db, "version/before", network=network.key, noun=noun, id=record_id, version=version - 1
    )
    return None if found is None else stored_from_image(noun, found["image"])
